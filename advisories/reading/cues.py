r"""Cues: patterns that are tried only where a word stands that each of their matches needs.

A text is cut into words (runs of the letters A to Z) once, and the places of those words are kept that a pattern may need.
Most patterns need words that a text does not have, so they are never tried; the others only where their words stand.

A rule is declared with its words beside it:

    cue(r"\b(?:PROHIBITED|BANNED)\b", starts="PROHIBITED BANNED")    every match begins at the beginning of such a word
    cue(r"\b[0-9]{1,4} ?(?:NM|KM)\b", units="NM KM")                 or at a number before such a word
    cue(r"\bNO LONGER \w+ CAUTION\b", holds="CAUTION")              such a word begins somewhere in every match

`starts` and `units` may stand together, and `holds` beside them. Only the first four letters of a word count ("PROHIBIT"
stands for "PROHIBITION", too), unless it ends in a stop ("OPERATE." does not stand for "OPERATORS"); a shorter word counts
only when it stands alone ("AIC" does not stand for "AICRAFT"), unless it has a star ("JAM*" stands for "JAMMING"). Words
that every text has cost time: better name those beside them, joined ("NO_LONGER", "RE_ENTRY": a blank or a mark between
them). The words may promise more than the pattern keeps, never less:
`tests/reading/test_cues.py` reads every pattern of this package and proves that no match is hidden by its words, and fails
for a rule whose words do not cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache, reduce
from operator import or_
from string import ascii_uppercase, digits
from typing import Final, TypeAlias

import msgspec

STEM: Final = 4
_LETTERS: Final = bytes(byte if byte in ascii_uppercase.encode() else ord(" ") for byte in range(256))
_REGISTERED: Final[list[tuple[Callable[[], Iterable[str]], bool]]] = []
_PATTERNS: Final[list[str]] = []
# Words of a pattern that tell that a broken word is one, and the longest ending that they may have.
_LONG: Final = re.compile("[A-Z]{5,}")
_ENDING: Final = 4
_END: Final = 1 << 60
_NOWHERE: Final[list[int]] = []
# So many words are remembered with what they begin like.
_MOST_WORDS: Final = 20_000
DIGITS: Final = frozenset(digits)
NUMERIC: Final = frozenset(f"{digits} ,.")


class Marked:
    """A text in capitals with the places of the words that cues need.

    `plain` is the text, `letters` the same with a blank for all that is no letter and one at each end, `present` the marks
    (as bits) of which a word stands in it, and `marked` where they stand, in order, by the number of the mark.
    """

    __slots__ = ("letters", "marked", "plain", "present")

    def __init__(self, plain: str) -> None:
        letters = plain.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
        places: dict[str, list[int]] = {}
        pairs: list[tuple[int, list[tuple[int, str]]]] = []
        following: dict[str, list[tuple[int, str]]] = {}
        at = start = 0
        for size, stem, sort, behind in map(_lexicon().__getitem__, letters.split(" ")):
            if stem:
                # What stands between the two words of a pair is looked at where their places are noted.
                if stem in following:
                    pairs.append((start, following[stem]))
                if sort:
                    if sort in places:
                        places[sort].append(at)
                    else:
                        places[sort] = [at]
                following, start = behind, at
            at += size
        self.plain = plain
        self.letters = f" {letters} "
        self.marked: dict[int, list[int]] = {}
        self.present = self._mark(places, pairs)

    def _mark(self, single: dict[str, list[int]], pairs: list[tuple[int, list[tuple[int, str]]]]) -> int:
        """Note where the marks stand, and return their bits."""
        marked, joined, sorts = self.marked, self.letters.startswith, _sorts()
        present = 0
        mixed: list[int] = []
        for sort, places in single.items():
            known, numbers = sorts[sort]
            present |= known
            for number in numbers:
                if number in marked:
                    marked[number] = marked[number] + places
                    mixed.append(number)
                else:
                    marked[number] = places
        for at, phrases in pairs:
            for number, needle in phrases:
                if joined(needle, at):
                    present |= 1 << number
                    marked[number] = [*marked.get(number, ()), at]
                    mixed.append(number)
        for number in set(mixed):
            marked[number].sort()
        return present


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose places are known in every text, by the number that they are registered under, and their bit."""

    number: int
    bit: int

    def everywhere(self, text: Marked) -> list[int]:
        """Return where the words begin in the whole text, in order."""
        return text.marked.get(self.number, _NOWHERE)

    def within(self, text: Marked, start: int, end: int) -> list[int]:
        """Return where the words begin between `start` and `end`, in order."""
        if not text.present & self.bit:
            return []
        places = self.everywhere(text)
        return places[bisect_left(places, start) : bisect_left(places, end)]

    def stands(self, text: Marked, start: int, end: int) -> bool:
        """Return whether one of the words begins between `start` and `end`."""
        if not text.present & self.bit:
            return False
        places = self.everywhere(text)
        index = bisect_left(places, start)
        return index < len(places) and places[index] < end


class Cue(Mark, frozen=True, kw_only=True):
    """A pattern that is tried only where its words stand.

    Where it `leads`, every match begins at one of the words `starts`, or at a number before one of `units`, whose mark is
    `measures`; else every match holds a word of the mark. `also` has the bits of the words `holds` one of which a match
    of a pattern that leads holds besides, none where there are no such words.
    """

    pattern: re.Pattern[str]
    starts: tuple[str, ...]
    units: tuple[str, ...]
    holds: tuple[str, ...]
    leads: bool
    measures: Mark | None
    also: int

    def opened(self, text: Marked) -> bool:
        """Return whether the words stand in the text that a match needs."""
        present = text.present
        return bool(present & self.bit and (not self.also or present & self.also))

    def everywhere(self, text: Marked) -> list[int]:
        """Return where a match can begin, or, of a pattern that does not lead, where the words do."""
        marked = text.marked
        places = marked.get(self.number, _NOWHERE)
        if self.measures is None or not text.present & self.measures.bit:
            return places
        known = marked.get(-self.number)
        if known is None:
            known = sorted([*places, *numbers(text.plain, self.measures.everywhere(text))])
            marked[-self.number] = known
        return known

    def search(self, text: Marked, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """Return the first match between `start` and `end`, as `re.Pattern.search` does."""
        present = text.present
        if not present & self.bit or (self.also and not present & self.also):
            return None
        places = text.marked.get(self.number, _NOWHERE) if self.measures is None else self.everywhere(text)
        if start:
            places = places[bisect_left(places, start) :]
        if not self.leads:
            return self.pattern.search(text.plain, start, end) if places and places[0] < end else None
        plain, match = text.plain, self.pattern.match
        for at in places:
            if at >= end:
                break
            found = match(plain, at, end)
            if found:
                return found
        return None

    def matches(self, text: Marked, start: int = 0, end: int = _END) -> list[re.Match[str]]:
        """Return all matches between `start` and `end`, in order and apart, as `re.Pattern.finditer` does."""
        present = text.present
        if not present & self.bit or (self.also and not present & self.also):
            return []
        places = text.marked.get(self.number, _NOWHERE) if self.measures is None else self.everywhere(text)
        if start:
            places = places[bisect_left(places, start) :]
        if not self.leads:
            return list(self.pattern.finditer(text.plain, start, end)) if places and places[0] < end else []
        result: list[re.Match[str]] = []
        plain, match = text.plain, self.pattern.match
        behind = start
        for at in places:
            if at >= end:
                break
            found = match(plain, at, end) if at >= behind else None
            if found:
                result.append(found)
                behind = found.end()
        return result

    def apart(self, text: Marked, spans: list[tuple[int, int]]) -> list[tuple[int, re.Match[str]]]:
        """Return the matches within each of some spans, which are in order and apart, with the index of the span."""
        result: list[tuple[int, re.Match[str]]] = []
        plain, match = text.plain, self.pattern.match
        index, behind, top = -1, 0, 0
        for at in self.everywhere(text):
            while top <= at:
                index += 1
                if index == len(spans):
                    return result
                behind, top = spans[index]
            if at < behind:
                continue
            if self.leads:
                found = match(plain, at, top)
                if found:
                    result.append((index, found))
                    behind = found.end()
            else:
                result += [(index, found) for found in self.pattern.finditer(plain, behind, top)]
                behind = top
        return result

    def last(self, text: Marked, start: int, end: int, pattern: re.Pattern[str] | None = None) -> re.Match[str] | None:
        """Return the match that begins last between `start` and `end`, of this or of a stricter pattern.

        Only for a cue that leads.
        """
        for at in reversed(self.within(text, start, end)):
            found = (pattern or self.pattern).match(text.plain, at, end)
            if found:
                return found
        return None

    def stands_in(self, rest: str, text: Marked) -> bool:
        """Return whether there is a match in what is left of a text when some of its words are cut out.

        Only for a cue that leads by words.
        """
        if not self.opened(text):
            return False
        letters, match = text.letters, self.pattern.match
        for head in {letters[at + 1 : at + 1 + STEM].partition(" ")[0] for at in self.everywhere(text)}:
            at = rest.find(head)
            while at >= 0:
                if match(rest, at):
                    return True
                at = rest.find(head, at + 1)
        return False


def bits(*marks: Mark) -> int:
    """Return the bits of all of some marks: one test tells that none of their words stands in a text."""
    return reduce(or_, (mark.bit for mark in marks))


def numbers(plain: str, units: list[int]) -> list[int]:
    """Return where the groups of digits begin that stand before units of measure: 5 and 000 of "5,000 FT"."""
    found: list[int] = []
    for unit in units:
        at = unit
        while at and plain[at - 1] in NUMERIC:
            at -= 1
            if plain[at] in DIGITS and plain[at - 1 : at] not in DIGITS:
                found.append(at)
    return found


def mark(words: Callable[[], Iterable[str]], *, placed: bool = True) -> Mark:
    """Return a mark of words, asked for when the first text is read; not `placed` tells only whether they stand in one."""
    number = _register(words, placed=placed)
    return Mark(number=number, bit=1 << number)


def cue(pattern: str, *, starts: str = "", units: str = "", holds: str = "") -> Cue:
    """Return a pattern with the words at which its matches begin, and those that they hold: see this module."""
    leads = bool(starts or units)
    _PATTERNS.append(pattern)
    measures = mark(units.split) if units else None
    number = _register((starts if leads else holds).split)
    return Cue(
        number=number,
        bit=1 << number | (measures.bit if measures is not None else 0),
        pattern=re.compile(pattern),
        starts=tuple(starts.split()),
        units=tuple(units.split()),
        holds=tuple(holds.split()),
        leads=leads,
        measures=measures,
        also=1 << _register(holds.split, placed=False) if leads and holds else 0,
    )


def _register(words: Callable[[], Iterable[str]], *, placed: bool = True) -> int:
    """Return the number of words from now on; not `placed` are those of which only is asked whether they stand."""
    _REGISTERED.append((words, placed))
    _sorts.cache_clear()
    _lexicon.cache_clear()
    _vocabulary.cache_clear()
    return len(_REGISTERED) - 1


def is_broken(word: str, at: int) -> bool:
    """Return whether a word, written with a break behind `at` of its letters, is one of a cue, up to its ending."""
    vocabulary = _vocabulary()
    return any(word[:size] in vocabulary for size in range(max(at + 1, len(word) - _ENDING), len(word) + 1))


@cache
def _vocabulary() -> frozenset[str]:
    """Return the words of all cues and of their patterns that are long enough to be told."""
    texts = (*_PATTERNS, *(word for words, _ in _REGISTERED for word in words()))
    return frozenset(found for text in texts for found in _LONG.findall(text))


def needles(word: str) -> list[str]:
    """Return how a cue's word stands in the letters of a text, behind a blank; several where it has a star."""
    *before, last = word.split("_")
    if last.endswith("."):
        return [" ".join(["", *before, last.removesuffix(".")]) + " "]
    lasts = [last.removesuffix("*")[:STEM]]
    if last.endswith("*"):
        for known in lasts:
            if len(known) < STEM:
                lasts += [known + letter for letter in ascii_uppercase]
    return [" ".join(["", *before, end]) + (" " if len(end) < STEM else "") for end in lasts]


# The length of a word with the blank behind it, how it begins, its sort (what of it a mark names alone, that is its beginning
# or, with a blank behind it, all of it), and what may follow it in other marks: their numbers and all that must stand in the
# letters of a text, by the beginning of the second word. Words that no mark names have none of these but the length.
_Entry: TypeAlias = tuple[int, str, str, dict[str, list[tuple[int, str]]]]
_NOTHING: Final[dict[str, list[tuple[int, str]]]] = {}


class _Lexicon(dict[str, _Entry]):
    """What is known of the words that were asked for."""

    def __init__(self) -> None:
        self._joined: dict[str, dict[str, list[tuple[int, str]]]] = {}
        for number, _, needle in _needles():
            stem, *others = [word[:STEM] for word in needle.split()]
            if others:
                self._joined.setdefault(stem, {}).setdefault(others[0], []).append((number, needle))
                self._joined.setdefault(others[0], {})

    def __missing__(self, word: str) -> _Entry:
        stem, sorts = word[:STEM], _sorts()
        sort = next((one for one in (f"{word} ", stem) if one in sorts), "")
        named = sort or stem in self._joined
        entry = (len(word) + 1, stem if named else "", sort, self._joined.get(stem, _NOTHING))
        if len(self) < _MOST_WORDS:
            self[word] = entry
        return entry


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@cache
def _sorts() -> dict[str, tuple[int, list[int]]]:
    """Return the bits of the marks that name a sort of words alone and the numbers of those whose places are kept."""
    marks: dict[str, dict[int, bool]] = {}
    for number, placed, needle in _needles():
        if " " not in needle.strip():
            marks.setdefault(needle[1:], {})[number] = placed
    for sort in marks:
        if sort.endswith(" "):
            marks[sort] |= marks.get(sort[:STEM], {})
    return {
        sort: (sum(1 << number for number in numbers), [number for number, placed in numbers.items() if placed])
        for sort, numbers in marks.items()
    }


def _needles() -> Iterator[tuple[int, bool, str]]:
    """Return the number of each mark, whether its places are kept, and how its words stand in the letters of a text."""
    for number, (words, placed) in enumerate(_REGISTERED):
        yield from ((number, placed, needle) for word in words() for needle in needles(word))

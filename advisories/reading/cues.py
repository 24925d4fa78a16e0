r"""Cues: patterns that are tried only where a word stands that each of their matches needs.

A text is cut into words (runs of the letters A to Z) once, and the places of those words are kept that a pattern may need.
Most patterns need words that a text does not have, so they are never tried; the others only where their words stand.

A rule is declared with its words beside it:

    cue(r"\b(?:PROHIBITED|BANNED)\b", starts="PROHIBITED BANNED")    every match begins at the beginning of such a word
    cue(r"\b[0-9]{1,4} ?(?:NM|KM)\b", units="NM KM")                 or at a number before such a word
    cue(r"\bNO LONGER \w+ CAUTION\b", holds="CAUTION")              such a word begins somewhere in every match

`starts` and `units` may stand together, and `holds` beside them. Only the first four letters of a word count ("PROHIBIT"
stands for "PROHIBITION", too); a shorter word counts only when it stands alone ("AIC" does not stand for "AICRAFT"), unless
it has a star ("JAM*" stands for "JAMMING"). Words that every text has cost time: better name those beside them, joined
("NO_LONGER", "RE_ENTRY": a blank or a mark between them). The words may promise more than the pattern keeps, never less:
`tests/reading/test_cues.py` reads every pattern of this package and proves that no match is hidden by its words, and fails
for a rule whose words do not cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cache, reduce
from operator import or_
from string import ascii_uppercase, digits
from typing import Final, NamedTuple

import msgspec

STEM: Final = 4
_LETTERS: Final = bytes(byte if byte in ascii_uppercase.encode() else ord(" ") for byte in range(256))
_REGISTERED: Final[list[tuple[Callable[[], Iterable[str]], bool]]] = []
_END: Final = 1 << 60
_NO_LETTER: Final = re.compile("[^A-Z]")
_NOWHERE: Final[list[int]] = []
# So many words are remembered with what they begin like.
_MOST_WORDS: Final = 20_000
DIGITS: Final = frozenset(digits)
NUMERIC: Final = frozenset(f"{digits} ,.")


class Marked:
    """A text in capitals with the places of the words that cues need.

    `plain` is the text, `letters` the same with a blank for all that is no letter and one at each end, `present` the marks
    (as bits) of which a word stands in it, `marked` where, by the number of the mark, and `mixed` the marks whose places
    are not in order yet.
    """

    __slots__ = ("letters", "marked", "mixed", "plain", "present")

    def __init__(self, plain: str) -> None:
        letters = plain.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
        known = _lexicon()
        stems: dict[str, list[int]] = {}
        single: list[tuple[_Entry, list[int]]] = []
        pairs: list[tuple[int, list[tuple[int, str]]]] = []
        following: dict[str, list[tuple[int, str]]] | None = None
        at = start = 0
        parts = letters.split(" ")
        for word, entry in zip(parts, map(known.__getitem__, parts), strict=True):
            if entry is None:
                following = None
            else:
                stem, alone, _, behind = entry
                if following and stem in following:
                    pairs.append((start, following[stem]))
                if alone:
                    if stem in stems:
                        stems[stem].append(at)
                    else:
                        stems[stem] = places = [at]
                        single.append((entry, places))
                following, start = behind, at
            at += len(word) + 1
        self.plain = plain
        self.letters = f" {letters} "
        self.marked: dict[int, list[int]] = {}
        self.mixed: set[int] = set()
        self.present = self._mark(single, pairs)

    def _mark(self, single: list[tuple[_Entry, list[int]]], pairs: list[tuple[int, list[tuple[int, str]]]]) -> int:
        marked, joined = self.marked, self.letters.startswith
        present = 0
        for (_, alone, numbers, _), places in single:
            present |= alone
            for number in numbers:
                if number in marked:
                    marked[number] = marked[number] + places
                    self.mixed.add(number)
                else:
                    marked[number] = places
        for at, phrases in pairs:
            for number, needle in phrases:
                if joined(needle, at):
                    present |= 1 << number
                    marked[number] = [*marked.get(number, ()), at]
                    self.mixed.add(number)
        return present

    def places(self, number: int) -> list[int]:
        """Return where the words of a mark stand, in order."""
        if number in self.mixed:
            self.mixed.discard(number)
            self.marked[number].sort()
        return self.marked.get(number, _NOWHERE)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose places are known in every text, by the number that they are registered under, and their bit."""

    number: int
    bit: int

    def everywhere(self, text: Marked) -> list[int]:
        """Return where the words begin in the whole text, in order."""
        return text.places(self.number)

    def within(self, text: Marked, start: int, end: int) -> list[int]:
        """Return where the words begin between `start` and `end`, in order."""
        if not text.present & self.bit:
            return []
        places = self.everywhere(text)
        return places[bisect_left(places, start) : bisect_left(places, end)]

    def stands(self, text: Marked, start: int, end: int) -> bool:
        """Return whether one of the words begins between `start` and `end`."""
        return bool(text.present & self.bit) and any(start <= at < end for at in text.marked[self.number])


class Cue(Mark, frozen=True, kw_only=True):
    """A pattern that is tried only where its words stand.

    Where it `leads`, every match begins at one of the words `starts`, or at a number before one of `units`, whose mark is
    `measures`; else every match holds a word of the mark. `also` has the bits of the words `holds` one of which a match
    of a pattern that leads holds besides.
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
        return bool(present & self.bit and present & self.also)

    def everywhere(self, text: Marked) -> list[int]:
        """Return where a match can begin, or, of a pattern that does not lead, where the words do."""
        places = text.places(self.number)
        if self.measures is None or not text.present & self.measures.bit:
            return places
        known = text.marked.get(-self.number)
        if known is None:
            known = sorted([*places, *numbers(text.plain, self.measures.everywhere(text))])
            text.marked[-self.number] = known
        return known

    def search(self, text: Marked, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """Return the first match between `start` and `end`, as `re.Pattern.search` does."""
        present = text.present
        if not (present & self.bit and present & self.also):
            return None
        places = self.everywhere(text)
        for index in range(bisect_left(places, start) if start else 0, len(places)):
            at = places[index]
            if at >= end:
                break
            if not self.leads:
                return self.pattern.search(text.plain, start, end)
            found = self.pattern.match(text.plain, at, end)
            if found:
                return found
        return None

    def matches(self, text: Marked, start: int = 0, end: int = _END) -> list[re.Match[str]]:
        """Return all matches between `start` and `end`, in order and apart, as `re.Pattern.finditer` does."""
        present = text.present
        result: list[re.Match[str]] = []
        if not (present & self.bit and present & self.also):
            return result
        behind = start
        places = self.everywhere(text)
        for index in range(bisect_left(places, start) if start else 0, len(places)):
            at = places[index]
            if at >= end:
                break
            if at >= behind:
                if not self.leads:
                    return list(self.pattern.finditer(text.plain, start, end))
                found = self.pattern.match(text.plain, at, end)
                if found:
                    result.append(found)
                    behind = found.end()
        return result

    def apart(self, text: Marked, spans: list[tuple[int, int]]) -> list[tuple[int, re.Match[str]]]:
        """Return the matches within each of some spans, which are in order and apart, with the index of the span."""
        result: list[tuple[int, re.Match[str]]] = []
        index, behind = 0, 0
        for at in self.everywhere(text):
            while index < len(spans) and spans[index][1] <= at:
                index += 1
            if index == len(spans):
                break
            if at < behind or at < spans[index][0]:
                continue
            if self.leads:
                found = self.pattern.match(text.plain, at, spans[index][1])
                if found:
                    result.append((index, found))
                    behind = found.end()
            else:
                result += [(index, found) for found in self.pattern.finditer(text.plain, *spans[index])]
                behind = spans[index][1]
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
        plain, match = text.plain, self.pattern.match
        for head in {_NO_LETTER.split(plain[at : at + STEM], 1)[0] for at in self.everywhere(text)}:
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


def mark(words: Callable[[], Iterable[str]]) -> Mark:
    """Return a mark of words. They are asked for when the first text is read."""
    number = _register(words)
    return Mark(number=number, bit=1 << number)


def cue(pattern: str, *, starts: str = "", units: str = "", holds: str = "") -> Cue:
    """Return a pattern with the words at which its matches begin, and those that they hold: see this module."""
    leads = bool(starts or units)
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
        also=1 << _register(holds.split, placed=False) if leads and holds else -1,
    )


def _register(words: Callable[[], Iterable[str]], *, placed: bool = True) -> int:
    """Return the number of words from now on; not `placed` are those of which only is asked whether they stand."""
    _REGISTERED.append((words, placed))
    _lexicon.cache_clear()
    return len(_REGISTERED) - 1


def needles(word: str) -> list[str]:
    """Return how a cue's word stands in the letters of a text, behind a blank; several where it has a star."""
    *before, last = word.split("_")
    lasts = [last.removesuffix("*")[:STEM]]
    if last.endswith("*"):
        for known in lasts:
            if len(known) < STEM:
                lasts += [known + letter for letter in ascii_uppercase]
    return [" ".join(["", *before, end]) + (" " if len(end) < STEM else "") for end in lasts]


class _Entry(NamedTuple):
    """How a word begins, with the bits and the numbers of the marks that name it alone, and what may follow it in others.

    `following` has the numbers of the marks and all that must stand in the letters of a text, by the second word.
    """

    stem: str
    bits: int
    numbers: list[int]
    following: dict[str, list[tuple[int, str]]]


class _Lexicon(dict[str, _Entry | None]):
    """The entries by how words begin; a whole word that was asked for is kept beside them."""

    def __missing__(self, word: str) -> _Entry | None:
        entry = self.get(word[:STEM])
        if len(self) < _MOST_WORDS:
            self[word] = entry
        return entry


@cache
def _lexicon() -> _Lexicon:
    bits: dict[str, int] = {}
    alone: dict[str, dict[int, None]] = {}
    joined: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for number, (words, placed) in enumerate(_REGISTERED):
        for needle in [one for word in words() for one in needles(word)]:
            stem, *others = [word[:STEM] for word in needle.split()]
            if others:
                joined.setdefault(stem, {}).setdefault(others[0], []).append((number, needle))
                joined.setdefault(others[0], {})
                continue
            bits[stem] = bits.get(stem, 0) | 1 << number
            if placed:
                alone.setdefault(stem, {})[number] = None
    return _Lexicon(
        (stem, _Entry(stem, bits.get(stem, 0), list(alone.get(stem, ())), joined.get(stem, {})))
        for stem in (*bits, *joined)
    )

r"""Cues: patterns that are tried only where a word stands that each of their matches needs.

The words of all patterns are looked for once, in one pass over the letters of a text (A to Z). Most patterns need words that
a text does not have, so they are never tried; the others only where their words stand.

A rule is declared with its words beside it:

    cue(r"\b(?:PROHIBITED|BANNED)\b", starts="PROHIBITED BANNED")    every match begins at the beginning of such a word
    cue(r"\b[0-9]{1,4} ?(?:NM|KM)\b", units="NM KM")                 or at a number before such a word
    cue(r"\bNO LONGER \w+ CAUTION\b", holds="CAUTION")              such a word begins somewhere in every match

`starts` and `units` may stand together, and `holds` beside them. A word stands for all that begin with it ("PROHIBIT" for
"PROHIBITION", too), unless it ends in a stop ("OPERATE." does not stand for "OPERATED"); one of less than four letters counts
only when it stands alone ("AIC" does not stand for "AICRAFT"), unless it has a star ("JAM*" stands for "JAMMING"). Where
one rule names a word and another the same with a stop, both are looked for without: a word is found only once. Words
that every text has cost time: better name those beside them, joined ("NO_LONGER", "RE_ENTRY": a blank or a mark between
them). The words may promise more than the pattern keeps, never less:
`tests/reading/test_cues.py` reads every pattern of this package and proves that no match is hidden by its words, and fails
for a rule whose words do not cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from functools import cache, reduce
from operator import or_
from string import ascii_uppercase, digits
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec
from ahocorasick_rs import BytesAhoCorasick

# So many letters tell how a word begins; one of fewer letters counts only when it stands alone.
STEM: Final = 4
_LETTERS: Final = bytes(byte if byte in ascii_uppercase.encode() else ord(" ") for byte in range(256))
_REGISTERED: Final[list[tuple[Callable[[], Iterable[str]], bool]]] = []
_PATTERNS: Final[list[str]] = []
# The marks of patterns that may begin at a number, with those of their units.
_MEASURED: Final[list[tuple[int, int]]] = []
# Words of a pattern that tell that a broken word is one, and the longest ending that they may have.
_LONG: Final = re.compile("[A-Z]{5,}")
_ENDING: Final = 4
_END: Final = 1 << 60
_NOWHERE: Final[list[int]] = []
# Of so many sets of words it is remembered which rules may be tried.
_MOST_SETS: Final = 5_000
T = TypeVar("T")
DIGITS: Final = frozenset(digits)
NUMERIC: Final = frozenset(f"{digits} ,.")


class Marked:
    """A text in capitals with the places of the words that cues need.

    `plain` is the text, `letters` the same with a blank for all that is no letter and one at each end, `present` the marks
    (as bits) of which a word stands in it, and `marked` where they stand, in order, by the number of the mark; None where
    they do not.
    """

    __slots__ = ("letters", "marked", "plain", "present")

    def __init__(self, plain: str) -> None:
        letters = b" %b " % plain.encode("ascii", "replace").translate(_LETTERS)
        vocabulary = _vocabulary()
        named, alone = vocabulary.named, vocabulary.alone
        marked: list[list[int] | None] = [None] * len(_REGISTERED)
        present = 0
        for found, at, _ in vocabulary.finder.find_matches_as_indexes(letters, overlapping=True):
            known, placed = named[found]
            present |= known
            for number in placed:
                places = marked[number]
                if places is None:
                    marked[number] = [at]
                elif found < alone:
                    places.append(at)
                else:
                    # Joined words are found only where they end, behind words that begin later.
                    insort(places, at)
        for number, units in vocabulary.measured:
            measures = numbers(plain, marked[units] or _NOWHERE)
            if measures:
                marked[number] = sorted([*(marked[number] or _NOWHERE), *measures])
                present |= 1 << number
        self.plain = plain
        self.letters = letters.decode("ascii")
        self.marked = marked
        self.present = present


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose places are known in every text, by the number that they are registered under, and their bit."""

    number: int
    bit: int

    def everywhere(self, text: Marked) -> list[int]:
        """Return where the words begin in the whole text, in order."""
        return text.marked[self.number] or _NOWHERE

    def within(self, text: Marked, start: int, end: int) -> list[int]:
        """Return where the words begin between `start` and `end`, in order."""
        places = text.marked[self.number]
        return [] if places is None else places[bisect_left(places, start) : bisect_left(places, end)]

    def stands(self, text: Marked, start: int, end: int) -> bool:
        """Return whether one of the words begins between `start` and `end`."""
        places = text.marked[self.number]
        if places is None:
            return False
        index = bisect_left(places, start)
        return index < len(places) and places[index] < end


class Cue(Mark, frozen=True, kw_only=True):
    """A pattern that is tried only where its words stand.

    Where it `leads`, every match begins where its mark says: at one of the words `starts`, or at a number before one of
    `units`; else every match holds a word of the mark. `also` has the bits of the words `holds` one of which a match of a
    pattern that leads holds besides, none where there are no such words.
    """

    pattern: re.Pattern[str]
    starts: tuple[str, ...]
    units: tuple[str, ...]
    holds: tuple[str, ...]
    leads: bool
    also: int

    def opened(self, text: Marked) -> bool:
        """Return whether the words stand in the text that a match needs."""
        return text.marked[self.number] is not None and (not self.also or text.present & self.also > 0)

    def search(self, text: Marked, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """Return the first match between `start` and `end`, as `re.Pattern.search` does."""
        places = text.marked[self.number]
        if places is None or (self.also and not text.present & self.also):
            return None
        if places[0] < start:
            places = places[bisect_left(places, start) :]
            if not places:
                return None
        if places[0] >= end:
            return None
        if not self.leads:
            return self.pattern.search(text.plain, start, end)
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
        places = text.marked[self.number]
        if places is None or (self.also and not text.present & self.also):
            return []
        if places[0] < start:
            places = places[bisect_left(places, start) :]
            if not places:
                return []
        if places[0] >= end:
            return []
        if not self.leads:
            return list(self.pattern.finditer(text.plain, start, end))
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
        for at in text.marked[self.number] or ():
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


class Rules(Generic[T]):
    """Rules with a cue each, in order, of which only those are tried whose words stand in a text."""

    def __init__(self, rules: Iterable[tuple[Cue, T]]) -> None:
        self._rules = [(pattern, rule) for pattern, rule in rules]
        self._bits = reduce(or_, (pattern.bit | pattern.also for pattern, _ in self._rules))
        self._opened: dict[int, list[tuple[Cue, T]]] = {}

    def opened(self, text: Marked) -> list[tuple[Cue, T]]:
        """Return the rules whose words stand in the text."""
        present = text.present & self._bits
        known = self._opened.get(present)
        if known is None:
            known = [rule for rule in self._rules if rule[0].opened(text)]
            if len(self._opened) < _MOST_SETS:
                self._opened[present] = known
        return known


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


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern for plain texts: as for the marks, words are of A to Z, digits and "_", and nothing else."""
    return re.compile(pattern, re.ASCII)


def cue(pattern: str, *, starts: str = "", units: str = "", holds: str = "") -> Cue:
    """Return a pattern with the words at which its matches begin, and those that they hold: see this module."""
    leads = bool(starts or units)
    _PATTERNS.append(pattern)
    words = mark((starts if leads else holds).split)
    if units:
        _MEASURED.append((words.number, _register(units.split)))
    return Cue(
        number=words.number,
        bit=words.bit,
        pattern=compiled(pattern),
        starts=tuple(starts.split()),
        units=tuple(units.split()),
        holds=tuple(holds.split()),
        leads=leads,
        also=mark(holds.split, placed=False).bit if leads and holds else 0,
    )


def _register(words: Callable[[], Iterable[str]], *, placed: bool = True) -> int:
    """Return the number of words from now on; not `placed` are those of which only is asked whether they stand."""
    _REGISTERED.append((words, placed))
    _vocabulary.cache_clear()
    _long_words.cache_clear()
    return len(_REGISTERED) - 1


def is_broken(word: str, at: int) -> bool:
    """Return whether a word, written with a break behind `at` of its letters, is one of a cue, up to its ending."""
    known = _long_words()
    return any(word[:size] in known for size in range(max(at + 1, len(word) - _ENDING), len(word) + 1))


@cache
def _long_words() -> frozenset[str]:
    """Return the words of all cues and of their patterns that are long enough to be told."""
    texts = (*_PATTERNS, *(word for words, _ in _REGISTERED for word in words()))
    return frozenset(found for text in texts for found in _LONG.findall(text))


def needle(word: str) -> str:
    """Return how a cue's word stands in the letters of a text, behind a blank."""
    *before, last = word.split("_")
    begins = last.endswith("*") or (len(last) >= STEM and not last.endswith("."))
    return " ".join(["", *before, last.rstrip(".*")]) + ("" if begins else " ")


class _Vocabulary(NamedTuple):
    """What finds the words of all marks in the letters of a text.

    `named` are, by the index of what is found, the bits of the marks that it stands for and the numbers of those whose places
    are kept, those of words alone before those of joined words; `alone` is how many the first are. `measured` are those of
    `_MEASURED`.
    """

    finder: BytesAhoCorasick
    named: list[tuple[int, tuple[int, ...]]]
    alone: int
    measured: tuple[tuple[int, int], ...]


@cache
def _vocabulary() -> _Vocabulary:
    marks: dict[str, dict[int, bool]] = {}
    for number, (words, placed) in enumerate(_REGISTERED):
        for word in words():
            marks.setdefault(needle(word), {})[number] = placed
    for word in [one for one in marks if one.endswith(" ") and one[:-1] in marks]:
        marks[word[:-1]] |= marks.pop(word)
    ordered = sorted(marks, key=_is_joined)
    return _Vocabulary(
        finder=BytesAhoCorasick(one.encode("ascii") for one in ordered),
        named=[
            (sum(1 << number for number in marks[one]), tuple(filter(marks[one].get, marks[one]))) for one in ordered
        ],
        alone=sum(not _is_joined(one) for one in ordered),
        measured=tuple(_MEASURED),
    )


def _is_joined(words: str) -> bool:
    return " " in words.strip()

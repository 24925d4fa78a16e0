"""A proof that the words of a cue are in every match of its pattern, from the parsed regular expression.

The pattern is turned into an automaton over letters, digits and kinds of marks, and run beside one that follows the words.
A match in which the words do not stand is a way to the end of the pattern that they do not close; it is looked for among
all, of which there are finitely many. What is left out of the pattern (what must not follow, what stands before a match,
how often something is repeated beyond a few times) only adds ways, so no proof is had too cheaply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]  # the parser of `re` has no types and no other name
from string import ascii_uppercase, digits
from typing import Any, Final, NamedTuple

from advisories.reading.cues import NUMERIC, needle

BLANK: Final = " "
# One stands for all characters that neither the words nor boundaries tell apart: marks, and letters outside A to Z.
MARK: Final = "#"
OTHER: Final = "é"
WORD: Final = frozenset(ascii_uppercase + "0" + OTHER)
SYMBOLS: Final = frozenset(ascii_uppercase + "0" + MARK + OTHER) | (NUMERIC - frozenset(digits))
MEMBERS: Final = {"0": digits, MARK: "-/()'\":;[]&%+*=<>!?@°§", OTHER: "_éÉşЖ"}
MOST_COPIES: Final = 8
LOST: Final = "lost"


class Edge(NamedTuple):
    """A step of the automaton: to a state, over one of some symbols, at a boundary, at the end, or where something follows."""

    to: int
    symbols: frozenset[str] = frozenset()
    boundary: bool = False
    ending: bool = False
    ahead: tuple[int, int] | None = None


class Automaton:
    """The states and steps of a pattern."""

    def __init__(self, pattern: str) -> None:
        self.edges: list[list[Edge]] = []
        self.start = self._state()
        self.end = self._sequence(_parser.parse(pattern), self.start)

    def _state(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def _step(self, at: int, **kind: Any) -> int:
        to = self._state()
        self.edges[at].append(Edge(to, **kind))
        return to

    def _sequence(self, parts: Iterable[tuple[Any, Any]], at: int) -> int:
        for operation, value in parts:
            at = self._part(str(operation), value, at)
        return at

    def _part(self, operation: str, value: Any, at: int) -> int:
        match operation:
            case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
                return self._step(at, symbols=_symbols(operation, value))
            case "SUBPATTERN":
                return self._sequence(value[-1], at)
            case "BRANCH":
                return self._branches(value[1], at)
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, part = value
                return self._repeated(least, most, part, at)
            case "AT":
                kinds = {_constants.AT_BOUNDARY: "boundary", _constants.AT_END: "ending"}
                return self._step(at, **({kinds[value]: True} if value in kinds else {}))
            case "ASSERT" if value[0] > 0:
                inside = self._state()
                return self._step(at, ahead=(inside, self._sequence(value[1], inside)))
            case "ASSERT" | "ASSERT_NOT":
                return at
        raise NotImplementedError(operation)

    def _branches(self, branches: Iterable[Any], at: int) -> int:
        to = self._state()
        for branch in branches:
            self.edges[self._sequence(branch, self._step(at))].append(Edge(to))
        return to

    def _repeated(self, least: int, most: Any, part: Any, at: int) -> int:
        for _ in range(min(least, MOST_COPIES)):
            at = self._sequence(part, at)
        optional = 0 if most is _constants.MAXREPEAT else most - least
        if least <= MOST_COPIES and 0 < optional <= 2:
            ends = [at]
            for _ in range(optional):
                ends.append(self._sequence(part, ends[-1]))
            to = self._state()
            for end in ends:
                self.edges[end].append(Edge(to))
            return to
        if least == most:
            return at
        at = self._step(at)
        self.edges[self._sequence(part, at)].append(Edge(at))
        return self._step(at)


def _symbols(operation: str, value: Any) -> frozenset[str]:
    return frozenset(one for one in SYMBOLS if any(_holds(operation, value, each) for each in MEMBERS.get(one, one)))


def _holds(operation: str, value: Any, character: str) -> bool:
    match operation:
        case "LITERAL":
            return bool(ord(character) == value)
        case "NOT_LITERAL":
            return bool(ord(character) != value)
        case "ANY":
            return True
        case "RANGE":
            return bool(value[0] <= ord(character) <= value[1])
        case "CATEGORY":
            name = str(value).rpartition("_")[2][0].lower()
            letter = name.upper() if "NOT" in str(value) else name
            return re.match(f"\\{letter}", character) is not None
        case "IN":
            parts = [(str(kind), one) for kind, one in value]
            negated = parts[0][0] == "NEGATE"
            return negated != any(_holds(kind, one, character) for kind, one in parts[negated:])
    raise NotImplementedError(operation)


class Leading:
    """Follows the beginning of a match: is it one of the words, or a number before one of the units?"""

    def __init__(self, starts: Iterable[str], units: Iterable[str]) -> None:
        self.starts, self.units = _spelled(starts), _spelled(units)

    def first(self) -> str:
        """Return the state before the first symbol."""
        return ""

    def after(self, state: str, symbol: str, *, opened: bool) -> str | None:
        """Return the state after a symbol, None where the words are found; `opened` says that no letter stands before."""
        if state == LOST or (not state and not opened):
            return LOST
        if symbol in NUMERIC and (not state or state == "0") and (state or symbol == "0") and self.units:
            return "0"
        letters = symbol if symbol in ascii_uppercase else BLANK
        inside = state.startswith("0")
        read = state[inside:] + letters
        known = self.units if inside else self.starts
        if read in known:
            return None
        return "0" * inside + read if any(one.startswith(read) for one in known) else LOST


class Holding:
    """Follows a match from word to word: does one of them stand in it?"""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = _spelled(words)

    def first(self) -> tuple[str, ...]:
        """Return the state before the first symbol."""
        return ()

    def after(self, state: tuple[str, ...], symbol: str, *, opened: bool) -> tuple[str, ...] | None:
        """Return the state after a symbol, None where a word is found; `opened` says that no letter stands before."""
        letters = symbol if symbol in ascii_uppercase else BLANK
        read = [one + letters for one in (*state, *([""] if opened else []))]
        if not self.words.isdisjoint(read):
            return None
        return tuple(one for one in read if any(known.startswith(one) for known in self.words))


def _spelled(words: Iterable[str]) -> frozenset[str]:
    return frozenset(needle(word).removeprefix(BLANK) for word in words)


class _Place(NamedTuple):
    state: int
    previous: str
    next_is_word: bool | None
    words: Any


def counterexample(pattern: str, follow: Leading | Holding) -> str | None:
    """Return the beginning of a match in which the words are not found, as far as it tells; None proves there is none."""
    automaton = Automaton(pattern)
    first = _Place(automaton.start, "", None, follow.first())
    return _way(automaton, follow, first, automaton.end)


def _way(automaton: Automaton, follow: Leading | Holding, first: _Place, end: int) -> str | None:
    ways = {first: ""}
    left = [first]
    while left:
        place = left.pop()
        if place.state == end and not _closes(follow, place):
            return ways[place] or "an empty match"
        for following, symbol in _next(automaton, follow, place):
            if following not in ways:
                ways[following] = ways[place] + symbol
                left.append(following)
    return None


def _closes(follow: Leading | Holding, place: _Place) -> bool:
    """Return whether the words are found whatever follows the match."""
    allowed = [one for one in SYMBOLS if place.next_is_word is None or place.next_is_word == (one in WORD)]
    return all(follow.after(place.words, symbol, opened=False) is None for symbol in allowed)


def _next(automaton: Automaton, follow: Leading | Holding, place: _Place) -> Iterator[tuple[_Place, str]]:
    for edge in automaton.edges[place.state]:
        if edge.symbols:
            yield from _over(edge, follow, place)
            continue
        further = place._replace(state=edge.to)
        if edge.boundary:
            within = place.previous in WORD and place.previous != ""
            further = further._replace(next_is_word=not within)
            closed = within and follow.after(place.words, BLANK, opened=False) is None
        elif edge.ending:
            closed = follow.after(place.words, BLANK, opened=False) is None
        elif edge.ahead is not None:
            start, end = edge.ahead
            closed = _way(automaton, follow, place._replace(state=start), end) is None
        else:
            closed = False
        if not closed:
            yield further, ""


def _over(edge: Edge, follow: Leading | Holding, place: _Place) -> Iterator[tuple[_Place, str]]:
    opened = place.previous not in ascii_uppercase if place.previous else place.next_is_word is True
    for symbol in edge.symbols:
        if place.next_is_word is None or place.next_is_word == (symbol in WORD):
            words = follow.after(place.words, symbol, opened=opened)
            if words is not None:
                yield _Place(edge.to, symbol, None, words), symbol


def examples(pattern: str) -> Iterator[str]:
    """Return matches of a pattern: every branch with every other, what is optional both left out and there once."""
    yield from _sequences(list(_parser.parse(pattern)))


def _sequences(parts: list[tuple[Any, Any]]) -> Iterator[str]:
    if not parts:
        yield ""
        return
    rest = list(_sequences(parts[1:]))
    for first in _each(str(parts[0][0]), parts[0][1]):
        for behind in rest:
            yield first + behind


def _each(operation: str, value: Any) -> Iterator[str]:
    match operation:
        case "LITERAL":
            yield chr(value)
        case "IN":
            yield min(_symbols(operation, value), key=lambda one: (one not in ascii_uppercase, one))
        case "SUBPATTERN":
            yield from _sequences(list(value[-1]))
        case "BRANCH":
            for branch in value[1]:
                yield from _sequences(list(branch))
        case "MAX_REPEAT" | "MIN_REPEAT":
            for count in {value[0], max(value[0], 1)}:
                yield from _sequences(list(value[2]) * count)
        case "AT" | "ASSERT" | "ASSERT_NOT":
            yield ""
        case _:
            raise NotImplementedError(operation)


def longest(pattern: str) -> int:
    """Return how many characters a match of a pattern has at most."""
    return int(_parser.parse(pattern).getwidth()[1])

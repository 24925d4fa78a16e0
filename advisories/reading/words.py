"""A text as published, and the same text as the rules see it.

The rules see one line of capitals with plain dashes, quotes and spaces, so that case, line breaks, dashes, quotes and
white space cannot change a reading. Both forms hold the same words in the same order: a span found in the one is quoted
from the other.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, Final, TypeVar

from advisories.model import Value
from advisories.reading.cues import Marked, is_broken, mark

# An advisory is a few pages. What stands behind this many characters is reported as not read.
LIMIT: Final = 120_000

_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_SINGLE = "‘’‚‛′`´ʼ"
_DOUBLE = "“”„‟«»＂"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_UNSEEN: Final = frozenset(_NOTHING)
_CYRILLIC = "АВЕКМНОРСТУХІЈЅ"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LOOKALIKE: Final = dict(zip(_CYRILLIC + _GREEK, "ABEKMHOPCTYXIJS" + "ABEZHIKMNOPTYX", strict=True))
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        "\u2033": "''",
        "…": "...",
        "º": "°",
        **_LOOKALIKE,
    }
)
_GONE: Final = str.maketrans("", "", _NOTHING)
_OUTSIDE: Final = re.compile(r"[^\x00-\x7f]")
# So many different characters outside ASCII are replaced one by one; a text with more of them at once.
_FEW: Final = 16

# Several stops, or one with what may stand behind the end of a sentence; `one` where the word before it must be looked at.
_STOP: Final = re.compile(
    r"\.(?:\.+|(?=[ )\"]|$)(?:(?<=[A-Z0-9][0-9)]\.)|(?<=[A-Z]{4}\.)(?<!PARA\.)(?<!PARAS\.)(?<!APPROX\.)(?<!AMDT\.)|(?P<one>)))"
)
_HIDDEN = re.compile(f"[{_NOTHING}]")
# Abbreviations whose stop does not end a sentence; one letter or digit alone is a list mark.
_SHORT: Final = frozenset(
    [
        "NO",
        "NR",
        "NRS",
        "PARA",
        "PARAS",
        "REF",
        "APPROX",
        "ST",
        "INC",
        "LTD",
        "TEL",
        "SEC",
        "ART",
        "AMDT",
        "CO",
        "E.G",
        "I.E",
        "U.S",
    ]
)
# So many letters are no abbreviation.
_LONG: Final = 7
_OPENING = re.compile(r'(?<![^ (\[:])"(?=[^ "])')
_CLOSING = re.compile(r'(?<=[^ "])"')
# A hyphen between two letters with white space behind it, and the letters on its sides.
_HYPHEN: Final = re.compile(r"-(?<=[A-Za-z].)\s{1,8}(?=[A-Za-z]{2})")
_OTHER_HYPHENS: Final = frozenset("‐‑\u00ad")
_ANY_HYPHEN: Final = re.compile(_HYPHEN.pattern.replace("-", "[-‐‑\u00ad]", 1))
_NOWHERE: Final[frozenset[int]] = frozenset()
_BEFORE_HYPHEN: Final = re.compile(r"[A-Za-z]{2,20}$")
_BEHIND_HYPHEN: Final = re.compile(r"[A-Za-z]{2,20}")
_QUOTE_WORD = re.compile(r"\b(UN)?QUOTE\b")
# The abbreviations of ICAO Doc 8400 for what every rule about levels asks: they are read as the words they stand for.
_ABBREVIATED: Final = re.compile(r"\b(?:ABV|BLW)\b")
_FULL: Final = {"ABV": "ABOVE", "BLW": "BELOW"}
_SHORTENED: Final = mark(lambda: _FULL, placed=False)


def _capitals(text: str) -> str:
    return text.translate(_GONE).translate(_PLAIN).upper().translate(_PLAIN)


_capital = lru_cache(maxsize=1024)(_capitals)


def _others(text: str) -> set[str]:
    """Return the characters of a text outside ASCII."""
    return set() if text.isascii() else set(_OUTSIDE.findall(text))


def _spaced(text: str, others: set[str]) -> bool:
    """Return whether a text has other white space than blanks and line feeds; `others` are its characters outside ASCII."""
    tabs = "\t" in text or "\r" in text or "\v" in text or "\f" in text
    separators = "\x1c" in text or "\x1d" in text or "\x1e" in text or "\x1f" in text
    return tabs or separators or any(map(str.isspace, others))


def _plain(text: str, others: set[str], *, spaced: bool) -> str:
    """Return a text as the rules see it, given its characters outside ASCII and whether it has unusual white space."""
    text = text.replace("`", "'")
    if len(others) > _FEW:
        text = _capitals(text)
    else:
        for other in others:
            text = text.replace(other, _capital(other))
    text = text.upper().replace("\n", " ")
    return " ".join(text.split()) if spaced or "  " in text else text.strip(" ")


def _in_full(plain: str) -> str:
    """Return a plain text with "above" and "below" in full, still the same words in the same order."""
    return _ABBREVIATED.sub(lambda found: _FULL[found[0]], plain)


def _mended(text: str, hyphen: re.Pattern[str]) -> tuple[str, frozenset[int]]:
    """Return a text with the words joined that a hyphen breaks at the end of a line, and where their second parts begin.

    Only where the word is one that the rules know: "PROHIB-" "ITED". A hyphen of the text's own stays: "NORTH-" "EAST".
    """
    pieces: list[str] = []
    breaks: list[int] = []
    at = 0
    for found in hyphen.finditer(text):
        start, end = found.span()
        before = _BEFORE_HYPHEN.search(text, max(0, start - 20), start)
        behind = _BEHIND_HYPHEN.match(text, end)
        if before and behind and is_broken((before[0] + behind[0]).upper(), len(before[0])):
            pieces.append(text[at:start])
            breaks.append(end)
            at = end
    return ("".join([*pieces, text[at:]]), frozenset(breaks)) if breaks else (text, _NOWHERE)


def _letter(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0


T = TypeVar("T")


class Found(Value, frozen=True, gc=False):
    """Base of what is found in a text: frozen, of frozen parts, so never part of a circle that only a collection could free."""


class Words(Marked):
    """One text in its printed and its plain form.

    `printed` is the text as given, `plain` the form that the rules see, `unread` what stands behind `LIMIT`. `spelled` says
    that all letters and digits of the plain text are ASCII, so that its words begin where A to Z do. `breaks` is where the
    second parts of broken words begin in the printed text; the plain one has them joined. `stops` are the offsets in the
    plain text right behind each sentence, `wrapped` the spans between QUOTE and UNQUOTE, `quoted` these and those in double
    quotes: all that quotes somebody else. `found` and `memo` keep what has
    been found in it, in the whole and between two offsets, for as long as it is being read.
    """

    __slots__ = (
        "_aligned",
        "_hidden",
        "_spaced",
        "breaks",
        "found",
        "memo",
        "printed",
        "quoted",
        "spelled",
        "stops",
        "unread",
        "wrapped",
    )

    def __init__(self, text: str) -> None:
        self.printed = text[:LIMIT]
        self.unread = text[LIMIT:]
        self.memo: dict[tuple[object, int, int], Any] = {}
        self.found: dict[object, Any] = {}
        others = _others(self.printed)
        self._spaced = _spaced(self.printed, others)
        mended, self.breaks = self.printed, _NOWHERE
        hyphened = not others.isdisjoint(_OTHER_HYPHENS)
        if hyphened or self._spaced or "- " in mended or "-\n" in mended:
            mended, self.breaks = _mended(mended, _ANY_HYPHEN if hyphened else _HYPHEN)
        plain = _plain(mended, others, spaced=self._spaced)
        super().__init__(plain)
        if self.present & _SHORTENED.bit:
            super().__init__(_in_full(plain))
        self._hidden = not others.isdisjoint(_UNSEEN)
        even = len(self.printed) == len(plain) and (not others or all(len(_capital(other)) == 1 for other in others))
        self._aligned = even and len(plain) == len(self.plain)
        self.stops = _stops(self.plain)
        self.wrapped = _quote_words(self.plain)
        self.quoted = _quoted(self.plain, self.wrapped) if self.wrapped or '"' in self.plain else []
        self.spelled = self.plain.isascii() or not any(map(_letter, _others(self.plain)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the printed text of the whole words between `start` and `end` of the plain one."""
        plain = self.plain
        while start < end and plain[start] == " ":
            start += 1
        if self._aligned:
            stop = plain.find(" ", max(start, end - 1))
            return (plain.rfind(" ", 0, start) + 1, stop if stop >= 0 else len(plain))
        first = plain.count(" ", 0, start)
        last = first + plain.count(" ", start, max(start, end - 1))
        tokens = _tokens(self)
        if not tokens:
            return (0, 0)
        first, last = min(first, len(tokens) - 1), min(last, len(tokens) - 1)
        return (tokens[first][0], tokens[last][1])

    def quote(self, start: int, end: int) -> str:
        """Return the printed words between `start` and `end` of the plain text, on one line."""
        return self.cited(start, end)[0]

    def cited(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return the printed words between `start` and `end` of the plain text, on one line, and their span."""
        begin, stop = span = self.span(start, end)
        words = self.printed[begin:stop]
        if self._aligned and "\n" not in words and not self._spaced:
            return words, span
        if self._hidden:
            words = words.translate(_GONE)
        return " ".join(words.split()), span

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the span in the plain text of the sentence that holds the offset `at`."""
        stops = self.stops
        index = min(bisect_right(stops, at), len(stops) - 1)
        start = stops[index - 1] if index else 0
        return (start + (self.plain[start : start + 1] == " "), stops[index])


def once(find: Callable[[Words, int, int], T]) -> Callable[[Words, int, int], T]:
    """Let a function find what it finds between two offsets of a text once for as long as the text is being read."""

    def found(words: Words, start: int, end: int) -> T:
        span = (find, start, end)
        result: T | None = words.memo.get(span)
        if result is None:
            result = words.memo[span] = find(words, start, end)
        return result

    return update_wrapper(found, find)


def once_in_text(find: Callable[[Words], T]) -> Callable[[Words], T]:
    """Let a function of the whole text find what it finds once for as long as the text is being read."""

    def found(words: Words) -> T:
        result: T | None = words.found.get(find)
        if result is None:
            result = words.found[find] = find(words)
        return result

    return update_wrapper(found, find)


@once_in_text
def _tokens(words: Words) -> list[tuple[int, int]]:
    printed = words.printed
    tokens = [found.span() for found in re.finditer(r"\S+", printed)]
    if _HIDDEN.search(printed):
        tokens = [(start, end) for start, end in tokens if printed[start:end].translate(_GONE)]
    return _whole(tokens, words.breaks) if words.breaks else tokens


def _whole(tokens: list[tuple[int, int]], breaks: frozenset[int]) -> list[tuple[int, int]]:
    """Return tokens with those joined whose second parts begin at `breaks`."""
    result: list[tuple[int, int]] = []
    for start, end in tokens:
        if start in breaks:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _stops(plain: str) -> list[int]:
    ends = [found.end() for found in _STOP.finditer(plain) if found.lastgroup is None or _ends(plain, found.start())]
    if not ends or ends[-1] < len(plain):
        ends.append(len(plain))
    return ends


def _ends(plain: str, at: int) -> bool:
    """Return whether the one stop at `at`, with a blank or bracket behind it, ends a sentence."""
    if plain[max(0, at - _LONG) : at].isalpha() and at >= _LONG:
        return True
    word = plain[plain.rfind(" ", max(0, at - 12), at) + 1 : at].lstrip("(").rpartition("-")[2]
    if len(word) == 1:
        before = plain[at - 3 : at - 2]
        return word in "NSEW" and plain[at - 2 : at - 1] == " " and (before.isdigit() or before in "'°")
    return word not in _SHORT and not (len(word) > 2 and word[-2] == "." and word[-1].isalpha())


def _quoted(plain: str, wrapped: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = [*_pairs(plain), *wrapped]
    everything = len(plain) - 2
    return sorted((start, end) for start, end in spans if end - start < everything and plain.count(" ", start, end) > 2)


def _pairs(plain: str) -> list[tuple[int, int]]:
    closings = [found.start() for found in _CLOSING.finditer(plain)]
    spans: list[tuple[int, int]] = []
    for found in _OPENING.finditer(plain):
        if spans and found.start() < spans[-1][1]:
            continue
        index = bisect_left(closings, found.end())
        if index < len(closings):
            spans.append((found.start(), closings[index] + 1))
    return spans


def _quote_words(plain: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    if "UNQUOTE" not in plain:
        return spans
    start: int | None = None
    for found in _QUOTE_WORD.finditer(plain):
        if found[1] and start is not None:
            spans.append((start, found.end()))
            start = None
        elif not found[1] and start is None:
            start = found.start()
    return spans

"""A text as published, and the same text as the rules see it.

The rules see one line of capitals with plain dashes, quotes and spaces, so that case, line breaks, dashes, quotes and
white space cannot change a reading. Both forms hold the same words in the same order: a span found in the one is quoted
from the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Final

# An advisory is a few pages. What stands behind this many characters is reported as not read.
LIMIT: Final = 120_000

_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_SINGLE = "‘’‚‛′`´ʼ"
_DOUBLE = "“”„‟«»＂"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
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

_STOP = re.compile(r"\.+")
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
_OPENING = re.compile(r'(?<![^ (\[:])"(?=[^ "])')
_CLOSING = re.compile(r'(?<=[^ "])"')
_QUOTE_WORD = re.compile(r"\b(UN)?QUOTE\b")


class Words:
    """One text in its printed and its plain form.

    `printed` is the text as given, `plain` the form that the rules see, `unread` what stands behind `LIMIT`.
    """

    __slots__ = ("__dict__", "plain", "printed", "unread")

    def __init__(self, text: str) -> None:
        self.printed = text[:LIMIT]
        self.unread = text[LIMIT:]
        self.plain = " ".join(self.printed.translate(_GONE).translate(_PLAIN).upper().translate(_PLAIN).split())

    @cached_property
    def _tokens(self) -> list[tuple[int, int]]:
        tokens = [found.span() for found in re.finditer(r"\S+", self.printed)]
        if not _HIDDEN.search(self.printed):
            return tokens
        return [(start, end) for start, end in tokens if self.printed[start:end].translate(_GONE)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the printed text of the whole words between `start` and `end` of the plain one."""
        while start < end and self.plain[start] == " ":
            start += 1
        first = self.plain.count(" ", 0, start)
        last = first + self.plain.count(" ", start, max(start, end - 1))
        tokens = self._tokens
        if not tokens:
            return (0, 0)
        first, last = min(first, len(tokens) - 1), min(last, len(tokens) - 1)
        return (tokens[first][0], tokens[last][1])

    def quote(self, start: int, end: int) -> str:
        """Return the printed words between `start` and `end` of the plain text, on one line."""
        begin, stop = self.span(start, end)
        return " ".join(self.printed[begin:stop].translate(_GONE).split())

    @cached_property
    def stops(self) -> list[int]:
        """The offsets in the plain text right behind each sentence."""
        ends = [found.end() for found in _STOP.finditer(self.plain) if self._ends(found)]
        if not ends or ends[-1] < len(self.plain):
            ends.append(len(self.plain))
        return ends

    def _ends(self, found: re.Match[str]) -> bool:
        start, end = found.span()
        if end - start > 1:
            return True
        if self.plain[end : end + 1] not in ("", " ", ")", '"'):
            return False
        word = self.plain[self.plain.rfind(" ", max(0, start - 12), start) + 1 : start].lstrip("(")
        word = word.rsplit("-", maxsplit=1)[-1]
        if len(word) == 1:
            before = self.plain[start - 3 : start - 2]
            return word in "NSEW" and self.plain[start - 2 : start - 1] == " " and (before.isdigit() or before in "'°")
        return word not in _SHORT and not (len(word) > 2 and word[-2] == "." and word[-1].isalpha())

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the span in the plain text of the sentence that holds the offset `at`."""
        index = min(bisect_right(self.stops, at), len(self.stops) - 1)
        start = self.stops[index - 1] if index else 0
        return (start + (self.plain[start : start + 1] == " "), self.stops[index])

    @cached_property
    def quoted(self) -> list[tuple[int, int]]:
        """The spans in the plain text that quote somebody else: in double quotes, or between QUOTE and UNQUOTE."""
        spans = [*self._pairs(), *self._quote_words()]
        everything = len(self.plain) - 2
        return sorted(
            (start, end) for start, end in spans if end - start < everything and self.plain.count(" ", start, end) > 2
        )

    def _pairs(self) -> list[tuple[int, int]]:
        if '"' not in self.plain:
            return []
        closings = [found.start() for found in _CLOSING.finditer(self.plain)]
        spans: list[tuple[int, int]] = []
        for found in _OPENING.finditer(self.plain):
            if spans and found.start() < spans[-1][1]:
                continue
            index = bisect_left(closings, found.end())
            if index < len(closings):
                spans.append((found.start(), closings[index] + 1))
        return spans

    def _quote_words(self) -> list[tuple[int, int]]:
        if "UNQUOTE" not in self.plain:
            return []
        spans: list[tuple[int, int]] = []
        start: int | None = None
        for found in _QUOTE_WORD.finditer(self.plain):
            if found[1] and start is not None:
                spans.append((start, found.end()))
                start = None
            elif not found[1] and start is None:
                start = found.start()
        return spans

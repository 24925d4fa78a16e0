"""The text of item E made readable for patterns: upper case, plain signs, hard line breaks undone; spans kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("’‘′`´ʹ＇", "'"),
        **dict.fromkeys("“”″〃＂", '"'),
        **dict.fromkeys("º˚", "°"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("：", ":"),
        **dict.fromkeys("，", ","),
    }
)
_BREAK: Final = re.compile("\n")
# Without a full page only the words that matter show that a line was cut inside one.
_VITAL: Final = frozenset(
    ("RADIUS", "CIRCLE", "CENTRED", "CENTERED", "CENTRE", "BOUNDED", "EITHER", "WITHIN", "LATERAL", "AREA")
)
_PIECE: Final = 9
_RUN: Final = re.compile(r"^\s+|\s{2,}")
# A teleprinter breaks at a fixed column, inside words too; shorter columns are lists of positions.
_NARROWEST: Final = 48
_PAGE: Final = 60


class Plain:
    """A text for reading: `text` is what to match, its blanks single; `span` leads back to the original."""

    __slots__ = ("_blanks", "_joined", "_left_out", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        joined = original
        self._left_out: list[int] = []
        if "\n" in original:
            breaks = _breaks(original)
            if breaks:
                # Places in the joined text at which a line break was left out.
                self._left_out = [place - number for number, place in enumerate(breaks)]
                joined = "".join(original[a + 1 : b] for a, b in pairwise([-1, *breaks, len(original)]))
        self._joined = joined
        self._blanks: tuple[list[int], list[int]] | None = None
        text = " ".join(joined.split())
        self.text = text.upper() if text.isascii() else "".join(_upper(sign) for sign in text.translate(_SIGNS))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of a span in `text`."""
        first = self._back(start)
        return first, max(first, self._back(end - 1) + 1)

    def _back(self, place: int) -> int:
        if len(self.text) == len(self._joined):
            return place + bisect_right(self._left_out, place)
        if self._blanks is None:
            self._blanks = _left_out(self._joined)
        after, left_out = self._blanks
        found = bisect_right(after, place) - 1
        joined = place + left_out[found] if found >= 0 else place
        return joined + bisect_right(self._left_out, joined)


def _left_out(joined: str) -> tuple[list[int], list[int]]:
    """Return from which places of a text with single blanks on how many blanks have been left out in all."""
    after, left_out = [], []
    gone = 0
    for start, end in _runs(joined):
        kept = 1 if start else 0
        if end - start > kept:
            after.append(start + kept - gone)
            gone += end - start - kept
            left_out.append(gone)
    return after, left_out


def _runs(joined: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the blanks at the beginning and of two or more together."""
    flat = joined.replace("\n", " ").replace("\t", " ")
    if not flat.isprintable():
        yield from (match.span() for match in _RUN.finditer(joined))
        return
    if flat[:1] == " " and flat[1:2] != " ":
        yield 0, 1
    at = flat.find("  ")
    while at >= 0:
        end = at + 2
        while flat[end : end + 1] == " ":
            end += 1
        yield at, end
        at = flat.find("  ", end)


def _breaks(text: str) -> list[int]:
    """Return the places of the line breaks that cut a word."""
    places = [match.start() for match in _BREAK.finditer(text)]
    return places if _hard_wrapped(text) else [place for place in places if _cuts(text, place)]


def _cuts(text: str, place: int) -> bool:
    left = text[max(0, place - _PIECE) : place].rpartition(" ")[2]
    right = text[place + 1 : place + _PIECE].partition(" ")[0]
    if not left or not right:
        return False
    if right == "M":
        return left[-1] in "NK" and left[-2:-1].isdigit()
    return (left + right.rstrip(".,:;)-")).upper() in _VITAL


def _upper(sign: str) -> str:
    upper = sign.upper()
    return upper if len(upper) == 1 else sign


def _hard_wrapped(text: str) -> bool:
    """Return whether a page broke the text at its last column, inside words too.

    All lines but the first and the last are then of one length. Lines of words can be so by chance; they never begin with
    a blank, and their first line leaves no room for the next word.
    """
    first = text.find("\n")
    width = text.find("\n", first + 1) - first - 1
    if width < _NARROWEST or first > width:
        return False
    lines = text.split("\n")
    if len(lines[-1]) > width or any(len(line) != width for line in lines[2:-1]):
        return False
    if any(line[:1] == " " for line in lines[1:]):
        return True
    return width == _PAGE and len(lines[0]) + 1 + len(lines[1].partition(" ")[0]) <= width

"""The text of item E made readable for patterns: upper case, plain signs, single blanks, hard line breaks undone.

Its white space is blanks and its figures are ASCII's; spans are kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Final

_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("’‘′`´ʹ＇", "'"),
        **dict.fromkeys("“”″ʺ〃＂", '"'),
        # The last is what a carrier left of a sign that it did not know.
        **dict.fromkeys("º˚\ufffd", "°"),
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
# With what a line begins that goes on with one of these words, or with a unit of length.
_CUT: Final = re.compile(
    rf"\n(?<=[^ ]\n)(?:M(?:[ ]|\Z)|(?:{'|'.join(sorted({word[at:] for word in _VITAL for at in range(1, len(word))}))})(?:[ .,:;)\-]|\Z))"
)
_FOREIGN_FIGURE: Final = re.compile(r"[^\D0-9]")
_PIECE: Final = 9
_BLANK: Final = re.compile(r"\s")
_RUN: Final = re.compile(r"[ ][ ]+")
# A teleprinter breaks at a fixed column, inside words too; shorter columns are lists of positions.
_NARROWEST: Final = 48
_PAGE: Final = 60


class Plain:
    """A text for reading: `text` is what to match, its blanks single; `span` leads back to the original."""

    __slots__ = ("_blanks", "_joined", "_left_out", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self._left_out: list[int] = []
        self._blanks: tuple[list[int], list[int]] | None = None
        # Most texts are plain already.
        if original.isascii() and original.isprintable() and "  " not in original and original == original.strip():
            self._joined = original
            self.text = original.upper()
            return
        joined = original
        if "\n" in original:
            breaks = _breaks(original)
            if breaks:
                # Places in the joined text at which a line break was left out.
                self._left_out = [place - number for number, place in enumerate(breaks)]
                joined = "".join(original[a + 1 : b] for a, b in pairwise([-1, *breaks, len(original)]))
        self._joined = joined
        text = " ".join(joined.split())
        self.text = text.upper() if text.isascii() else _upper(text.translate(_SIGNS))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of a span in `text`."""
        if self.original is self._joined and len(self.text) == len(self.original):
            return start, max(start, end)
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
    after: list[int] = []
    left_out: list[int] = []
    gone = 0
    if joined[:1].isspace():
        gone = len(joined) - len(joined.lstrip())
        after.append(0)
        left_out.append(gone)
    flat = joined.replace("\n", " ").replace("\t", " ")
    if not flat.isprintable():
        flat = _BLANK.sub(" ", flat)
    for run in _RUN.finditer(flat, gone):
        start, end = run.span()
        after.append(start + 1 - gone)
        gone += end - start - 1
        left_out.append(gone)
    return after, left_out


def _breaks(text: str) -> list[int]:
    """Return the places of the line breaks that cut a word."""
    if _hard_wrapped(text):
        return [match.start() for match in _BREAK.finditer(text)]
    places = _CUT if text.isascii() and text.isupper() else _BREAK
    return [match.start() for match in places.finditer(text) if _cuts(text, match.start())]


def _cuts(text: str, place: int) -> bool:
    left = text[max(0, place - _PIECE) : place].rpartition(" ")[2]
    right = text[place + 1 : place + _PIECE].partition(" ")[0]
    if not left or not right:
        return False
    if right == "M":
        return left[-1] in "NK" and left[-2:-1].isdigit()
    return (left + right.rstrip(".,:;)-")).upper() in _VITAL


def _upper(text: str) -> str:
    """Return a text in capitals, character for character, its figures in ASCII."""
    upper = text.upper()
    if len(upper) != len(text):
        upper = "".join(sign.upper() if len(sign.upper()) == 1 else sign for sign in text)
    return _FOREIGN_FIGURE.sub(lambda found: str(int(found[0])), upper)


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

"""The text of item E made readable for patterns: upper case, plain signs, hard line breaks undone; spans kept."""

from __future__ import annotations

from bisect import bisect_right
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
# A teleprinter breaks at a fixed column, inside words too; shorter columns are lists of positions.
_NARROWEST: Final = 48


class Plain:
    """A text for reading: `text` is what to match, `span` leads back to the original."""

    __slots__ = ("_removed", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        text = original
        if not text.isascii():
            text = "".join(_upper(sign) for sign in text.translate(_SIGNS))
        else:
            text = text.upper()
        self._removed: list[int] = []
        if "\n" in text and _hard_wrapped(text):
            # Positions in the joined text from which one more character of the original was left out.
            left_out = 0
            for place, sign in enumerate(text):
                if sign == "\n":
                    self._removed.append(place - left_out)
                    left_out += 1
            text = text.replace("\n", "")
        self.text = text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original of a span in `text`."""
        if not self._removed:
            return start, end
        first = start + bisect_right(self._removed, start)
        return first, max(first, end + bisect_right(self._removed, end - 1))


def _upper(sign: str) -> str:
    upper = sign.upper()
    return upper if len(upper) == 1 else sign


def _hard_wrapped(text: str) -> bool:
    """Return whether all lines but the first and the last are of one, full, length."""
    lines = text.split("\n")
    full = {len(line) for line in lines[1:-1]}
    if len(full) != 1:
        return False
    width = full.pop()
    return width >= _NARROWEST and max(len(lines[0]), len(lines[-1])) <= width

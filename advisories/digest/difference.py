"""Two texts word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from advisories.digest.pages import Piece

WORDS_COMPARED = 2_500
_WORDS = re.compile(r"\s*\S+|\s+$")
_HOW = {"delete": ("gone",), "insert": ("added",), "replace": ("gone", "added"), "equal": ("same",)}


def words(before: str, after: str) -> tuple[Piece, ...] | None:
    """Return `after` against `before` as runs of words, or None where either is longer than 2,500 words.

    Both must be safe to show already; white space alone is no difference.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > WORDS_COMPARED or len(new) > WORDS_COMPARED:
        return None
    matcher = SequenceMatcher(None, [one.strip() for one in old], [one.strip() for one in new])
    return tuple(
        Piece(text="".join(old[a:b] if how == "gone" else new[c:d]), how=how)
        for tag, a, b, c, d in matcher.get_opcodes()
        for how in _HOW[tag]
    )

"""The one place that makes foreign text safe to show.

What comes out is plain text: no character of it steers a terminal, reorders a line, ends a header or is illegal in XML
1.0 (production 2, Char). Escaping for HTML and XML is the template's, always on. What was there stays visible: a
right-to-left override reads `⟨U+202E⟩`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

TITLE_LIMIT = 240
"""Characters of a title or reason on any page."""
TEXT_LIMIT = 60_000
"""Characters of an official text on its own page; the rest is in the archived bytes."""
URL_LIMIT = 2_000

_SUSPECT = re.compile(r"[^\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0559\u2010-\u2027\u2030-\u205e\u20a0-\u2bff]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARKS_IN_A_ROW = 4
_SAFE_IN_ADDRESS = "/:?#[]@!$&'()*+,;=-._~%"


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    point = ord(character)
    if unicodedata.category(character) in _HIDDEN or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:
        return f"⟨U+{point:04X}⟩"
    return character


def _without_piles(text: str) -> str:
    """Return `text` with at most four combining marks in a row, so that none climbs over other lines."""
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def visible(text: str) -> str:
    """Return foreign text with everything that would steer a reader or a terminal written out; line breaks too."""
    if text.isascii() and text.isprintable():
        return text
    text = _SUSPECT.sub(_shown, text)
    return text if text.isascii() else _without_piles(text)


def line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return foreign text as one safe line of at most `limit` characters; what is cut ends in `…`."""
    cut = text[: limit * 4]
    words = visible(" ".join(cut.split()))
    if len(words) <= limit and len(cut) == len(text):
        return words
    return words[: limit - 1].rstrip() + "…"


def block(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return foreign text as safe lines of at most `limit` characters; tabs become spaces, the cut is not marked."""
    lines = text[:limit].replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(visible(one.rstrip()) for one in lines).strip("\n")


def address(url: str) -> str:
    """Return a web address that is safe to link to, or an empty string: only http and https with a host, no controls."""
    url = url.strip()
    if not url or len(url) > URL_LIMIT or any(unicodedata.category(one) in _HIDDEN for one in url):
        return ""
    try:
        parts = urlsplit(url)
        plain = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.netloc.isascii()
            and "@" not in parts.netloc
        )
    except ValueError:
        return ""
    return quote(url, safe=_SAFE_IN_ADDRESS) if plain else ""

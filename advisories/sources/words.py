"""Published words as we keep them: one line, without what cannot be seen, and addresses that a browser may open."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

from advisories.errors import InputError, snippet
from advisories.geo import countries

_ADDRESS_SAFE = "/%:=&?~#+!$,;'@()*[]"


def one_line(text: str) -> str:
    """Return the words on one line: white space of any kind is one space; control and direction marks are dropped."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join("".join(c for c in line if c.isprintable()).split())


def paragraphs(text: str) -> str:
    """Return the words with their line breaks, without trailing space or other control and direction marks."""
    lines = (line if line.isprintable() else "".join(filter(_seen, line)) for line in text.splitlines())
    return "\n".join(line.rstrip() for line in lines).strip()


def _seen(character: str) -> bool:
    return character.isprintable() or character == "\t"


def shorten(line: str, limit: int) -> str:
    """Return at most `limit` characters of a line, cut at a word and marked as cut."""
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > limit // 2 else head}…"


def web_address(href: str, base: str) -> str:
    """Return an absolute http or https address, percent-encoded (RFC 3986), resolved against `base`.

    Raises `InputError` for any other scheme, a missing host, or what is no address at all.
    """
    cleaned = "".join(c for c in href if c.isprintable()).strip()
    try:
        address = urljoin(base, cleaned)
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise InputError(f"link: expected an address, found {snippet(href)!r} ({error})") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(f"link: expected an http or https address, found {snippet(href)!r}")
    return quote(address, safe=_ADDRESS_SAFE)


def area_name(printed: str) -> str:
    """Return a country's common English name where the words are a spelling of one, else the words as printed.

    Publishers spell one country differently ("Korea, North", "Democratic People's Republic of Korea"); areas are shown
    and compared under one name.
    """
    found = countries.by_name(printed)
    return countries.name(found) if found else printed

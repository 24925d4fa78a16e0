"""Where each page lies: addresses that are stable, safe as file names, and never the same for two references.

A path is made from the authority and the reference alone, so that it never depends on what else is known. References
of the usual forms keep them (`kicz-a0012-25`); any other gets a digest of itself appended, so that case, punctuation
or another script never make two references meet.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime

SLUG_LIMIT = 60
_USUAL = re.compile(r"[A-Z]{4} [A-Z]\d{4}/\d{2}|CZIB \d{4}-\d{2}|SFAR \d{1,4}", re.ASCII)
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,19}(?: [A-Za-z0-9]{1,19}){0,3}", re.ASCII)
_FIR = re.compile(r"[A-Z]{4}", re.ASCII)
_BREAKS = re.compile(r"[^a-z0-9]+")


def _mark(*names: str) -> str:
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def slug(text: str) -> str:
    """Return lower-case ASCII letters, digits and single hyphens, at most 60; possibly empty."""
    plain = unicodedata.normalize("NFKD", text[: SLUG_LIMIT * 4]).encode("ascii", "ignore").decode().lower()
    return _BREAKS.sub("-", plain).strip("-")[:SLUG_LIMIT].strip("-")


def _own(text: str, usual: re.Pattern[str], *names: str) -> str:
    if usual.fullmatch(text):
        return slug(text)
    return f"{slug(text) or 'x'}-{_mark(*names)}"


def advisory(authority: str, reference: str) -> str:
    """Return `advisory/faa/kicz-a0012-25/`: the folder of an advisory's page, ending in a slash."""
    return f"advisory/{_own(authority, _AUTHORITY, authority)}/{_own(reference, _USUAL, authority, reference)}/"


def fir(code: str) -> str:
    """Return `fir/SVZM/`: the folder of a FIR's page."""
    return f"fir/{code}/" if _FIR.fullmatch(code) else f"fir/{slug(code) or 'x'}-{_mark(code)}/"


def area(name: str) -> str:
    """Return `area/korea-north/`: the folder of a country's or area's page; case and punctuation do not part areas."""
    plain = " ".join(name.split()).casefold()
    short = slug(plain)
    if not short or len(plain) > SLUG_LIMIT or not plain.isascii():
        return f"area/{short or 'x'}-{_mark(plain)}/"
    return f"area/{short}/"


def day(when: datetime) -> str:
    """Return `changes/2026-11-22/`: the folder of the page of the UTC day that `when` lies in."""
    return f"changes/{when.astimezone(UTC):%Y-%m-%d}/"


def public(base_url: str, path: str) -> str:
    """Return the public address of a path, or an empty string where the site has no address."""
    return f"{base_url.rstrip('/')}/{path}" if base_url else ""


def anchor(name: str) -> str:
    """Return an id for an element, unique for the name as far as its slug goes."""
    return slug(name) or f"x-{_mark(name)}"

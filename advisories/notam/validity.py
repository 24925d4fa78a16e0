"""Items B and C: when a NOTAM starts and ends, and what kind of end it has (ICAO Annex 15; Doc 8126, OPADD 2.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from advisories import times
from advisories.errors import InputError
from advisories.model import EndKind

# What a store of 32-bit seconds makes of a permanent NOTAM: the last second it can hold, printed as a time.
_SENTINEL_DAYS: Final = frozenset({(2038, 1, 19), (2106, 2, 7)})
_SENTINEL_SECONDS: Final = frozenset({2**31 - 1, 2**32 - 1})

# One time as printed: ten digits, or ISO 8601 without a zone. Bounded, and used inside larger patterns.
TIME: Final = r"\d{6}\s{0,2}\d{4}(?!\d)|\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?"
_PLAIN: Final = re.compile(r"(\d{6})\s{0,2}(\d{4})Z?")


def read_time(words: str) -> datetime | None:
    """Read `YYMMDDhhmm` or `YYYY-MM-DD hh:mm` as aware UTC; 2400 ends the day; None where it is no time."""
    try:
        return datetime.fromisoformat(f"20{words[:6]}T{words[6:]}Z" if len(words) == 10 else words + "Z")
    except ValueError:
        pass
    plain = _PLAIN.fullmatch(words.strip())
    try:
        return times.ten_digits(plain[1] + plain[2]) if plain else times.iso(words)
    except InputError:
        return None


def is_sentinel(when: datetime) -> bool:
    """Return whether a time is the last that 31 or 32 bits of seconds can hold, which means permanent."""
    return when.year > 2037 and (when.year, when.month, when.day) in _SENTINEL_DAYS


def from_seconds(seconds: int) -> datetime | None:
    """Return seconds since 1970 as aware UTC; None for the values that stand for "permanent" and for the impossible."""
    if seconds in _SENTINEL_SECONDS:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


_UNTIL: Final = ("UFN", "UNTIL FURTHER NOTICE", "UNTIL FURTHER")


def read_end(words: str) -> tuple[datetime | None, EndKind]:
    """Read item C: a time, with or without EST, or PERM, or UFN.

    The time is None where there is none, or where it is a sentinel for permanent; what cannot be read is `NOT_READ`.
    """
    text = " ".join(words.upper().split()).strip(" .,;")
    if not text:
        return None, EndKind.NOT_STATED
    if text.startswith("PERM"):
        return None, EndKind.PERMANENT
    if text.startswith(_UNTIL):
        return None, EndKind.UNTIL_FURTHER_NOTICE
    estimated = False
    for ending in ("ESTIMATED", "EST"):
        if text.endswith(ending):
            estimated = True
            text = text.removesuffix(ending).rstrip(" /.,-")
            break
    when = read_time(text)
    if when is None:
        return None, EndKind.NOT_READ
    if is_sentinel(when):
        return None, EndKind.PERMANENT
    return when, EndKind.ESTIMATED if estimated else EndKind.FIXED

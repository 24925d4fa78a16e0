"""Text notation to aware UTC and back.

Everything inside the program is an aware UTC `datetime`; nothing here reads the clock. A date without a time stands
for its whole day in UTC: as a start it is 00:00Z of that day, as an end 24:00Z, which is 00:00Z of the next.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from advisories.errors import InputError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY_FIRST = re.compile(r"\s{0,20}(\d{1,2})/(\d{1,2})/(\d{4})\s{0,20}", re.ASCII)
_LONG_DATE = re.compile(
    r"\s{0,20}(?:[A-Za-z]{3,9},\s{0,3})?([A-Za-z]{3,9})\.?\s{1,3}(\d{1,2}),\s{0,3}(\d{4})\s{0,20}", re.ASCII
)
_TEN_DIGITS = re.compile(r"\d{10}", re.ASCII)


def ten_digits(text: str) -> datetime:
    """Read `YYMMDDhhmm` as UTC (ICAO Annex 15, items B and C); 2400 is the end of that day.

    The century is 20. Raises `InputError` where the text is not ten digits or not a time.
    """
    if not _TEN_DIGITS.fullmatch(text):
        raise InputError(f"time: expected ten digits YYMMDDhhmm, found {text[:40]!r}")
    hour = int(text[6:8])
    try:
        day = datetime(
            2000 + int(text[:2]), int(text[2:4]), int(text[4:6]), 0 if hour == 24 else hour, int(text[8:]), tzinfo=UTC
        )
    except ValueError as error:
        raise InputError(f"time: expected YYMMDDhhmm, found {text!r} ({error})") from None
    if hour == 24:
        if text[8:] != "00":
            raise InputError(f"time: expected at most 2400, found {text!r}")
        return day + timedelta(days=1)
    return day


def day_first(text: str) -> datetime:
    """Read `DD/MM/YYYY` as 00:00Z of that day. Raises `InputError`."""
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        raise InputError(f"date: expected DD/MM/YYYY, found {text[:40]!r}")
    try:
        return datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=UTC)
    except ValueError as error:
        raise InputError(f"date: expected DD/MM/YYYY, found {text[:40]!r} ({error})") from None


def long_date(text: str) -> datetime:
    """Read `[Weekday, ]Month D, YYYY` (English) as 00:00Z of that day. Raises `InputError`."""
    found = _LONG_DATE.fullmatch(text)
    month = found[1][:3].upper() if found else ""
    if not found or month not in MONTHS:
        raise InputError(f"date: expected 'Monday, September 14, 2026', found {text[:60]!r}")
    try:
        return datetime(int(found[3]), MONTHS.index(month) + 1, int(found[2]), tzinfo=UTC)
    except ValueError as error:
        raise InputError(f"date: expected 'Month D, YYYY', found {text[:60]!r} ({error})") from None


def iso(text: str) -> datetime:
    """Read an ISO 8601 date or time as UTC; a time without a zone is UTC, a date is 00:00Z. Raises `InputError`."""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"time: expected ISO 8601 such as 2026-11-22T05:00Z, found {text[:60]!r}") from None
    try:
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:
        raise InputError(f"time: out of range: {text[:60]!r}") from None


def end_of_day(day: datetime) -> datetime:
    """Return 24:00Z of the day that `day` lies in, as 00:00Z of the next. Raises `InputError` on the last day there is."""
    midnight = day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        return midnight + timedelta(days=1)
    except OverflowError:
        raise InputError(f"date: expected a day before 31 December 9999, found {midnight:%Y-%m-%d}") from None


def stamp(when: datetime) -> str:
    """Return ISO 8601 in UTC with `Z` and whole seconds, for machines."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken(when: datetime) -> str:
    """Return `22 Nov 2026 05:00Z`, for people."""
    when = when.astimezone(UTC)
    return f"{when.day} {MONTHS[when.month - 1].title()} {when.year} {when:%H:%M}Z"


def spoken_end(when: datetime) -> str:
    """Return an end for people: midnight reads as `24:00Z` of the day that it closes."""
    when = when.astimezone(UTC)
    if when.hour == when.minute == when.second == 0:
        day = when - timedelta(days=1)
        return f"{day.day} {MONTHS[day.month - 1].title()} {day.year} 24:00Z"
    return spoken(when)

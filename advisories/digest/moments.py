"""Times in words: absolute, in UTC with Z, never relative to a clock that keeps running."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from advisories.digest.shapes import Moment
from advisories.model import EndKind, NotRead, NotStated, Validity
from advisories.times import spoken, spoken_end, stamp

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _without_year(words: str) -> str:
    day, month, _, clock = words.split(" ")
    return f"{day} {month} {clock}"


def moment(when: datetime) -> Moment:
    """Return a time as written for people and machines."""
    words = spoken(when)
    return Moment(when=when.astimezone(UTC), iso=stamp(when), words=words, short=_without_year(words))


def end(when: datetime) -> Moment:
    """Return an end as written: midnight is `24:00Z` of the day it closes."""
    words = spoken_end(when)
    return Moment(when=when.astimezone(UTC), iso=stamp(when), words=words, short=_without_year(words))


def maybe(when: datetime | None) -> Moment | None:
    """Return a time as written, or None."""
    return None if when is None else moment(when)


def lasting(span: timedelta) -> str:
    """Return a length of time in its largest fitting unit: `40 min`, `27 h`, `4 days`."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 72 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


_ENDS = {
    EndKind.ESTIMATED: "estimated: does not end by the clock",
    EndKind.UNLESS_REVIEWED: EndKind.UNLESS_REVIEWED.value,
}


def end_note(validity: Validity) -> str:
    """Return what kind of end a printed one is, or an empty string where it is fixed or not printed."""
    return _ENDS.get(validity.end_kind, "") if isinstance(validity.end, datetime) else ""


def until(validity: Validity) -> str:
    """Return an end in words with its kind. An open end is never written as a date."""
    kind = validity.end_kind
    if isinstance(validity.end, datetime):
        note = end_note(validity)
        return f"{spoken_end(validity.end)} ({note})" if note else spoken_end(validity.end)
    if kind in (EndKind.PERMANENT, EndKind.UNTIL_FURTHER_NOTICE, EndKind.UNLESS_REVIEWED):
        return kind.value
    return "end not read" if isinstance(validity.end, NotRead) and kind is not EndKind.NOT_STATED else "end not stated"


def starting(validity: Validity) -> str:
    """Return a start in words."""
    if isinstance(validity.start, datetime):
        return spoken(validity.start)
    return "start not stated" if isinstance(validity.start, NotStated) else "start not read"

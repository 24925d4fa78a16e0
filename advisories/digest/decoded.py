"""A NOTAM in plain words beside its own text: what it is about, when it is active, where, and what could not be read.

Made when something is shown, from the record as stored, and never at reading: a better reader shows more at once, and
nothing here is news. Words for codes are those of ICAO Doc 8126, abbreviations those of Doc 8400.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import msgspec

from advisories.digest import areas, inert, moments
from advisories.digest.shapes import Moment, doc
from advisories.model import Datum, Level, Value
from advisories.notam import MessageKind, Notam, NotamType, abbreviations, qcodes
from advisories.sources.notams import NAMED, notam_of
from advisories.times import spoken

PERIODS_SHOWN: Final = 10
AHEAD: Final = timedelta(days=14)
"""How far ahead periods are looked for, from the beginning of the day of the view."""

_RECORD: Final = msgspec.json.Decoder(dict)
_TYPES: Final = {NotamType.NEW: "new", NotamType.REPLACE: "replaces", NotamType.CANCEL: "cancels"}
_TRAFFIC: Final = {"I": "IFR", "V": "VFR"}
_PURPOSE: Final = {
    "N": "for the immediate attention of operators",
    "B": "for pre-flight briefing",
    "O": "concerns flight operations",
    "M": "miscellaneous, on request only",
}
_SCOPE: Final = {"A": "aerodrome", "E": "en-route", "W": "navigation warning"}


class PeriodLine(Value, frozen=True):
    """One time during which a NOTAM is active."""

    start: Annotated[Moment, doc("When it begins, or the beginning of the day of the view.")]
    end: Annotated[Moment, doc("When it ends, or the end of what was looked at.")]
    cut: Annotated[bool, doc("Whether it goes on beyond what was looked at.")]


class DecodedNotam(Value, frozen=True):
    """What a NOTAM says, decoded; its own words stand beside it."""

    message: Annotated[str, doc("What sort of message it is: `new NOTAM`, `checklist`, `SNOWTAM, named but not read`.")]
    code: Annotated[str, doc("The five-letter NOTAM code, or empty.")]
    subject: Annotated[str, doc("What it is about, by its code; empty where the code is unknown or plain language.")]
    condition: Annotated[str, doc("The state of the subject, by its code; or empty.")]
    group: Annotated[str, doc("The group of the subject: `airspace restrictions`; or empty.")]
    concerns: Annotated[str, doc("Traffic, scope and purpose in words, or empty.")]
    band: Annotated[str, doc("The flight levels of the qualifier line, `FL 000 – FL 100`; or empty.")]
    schedule: Annotated[str, doc("Item D as published, or empty.")]
    understood: Annotated[bool, doc("Whether the schedule was understood; where it was not, treat it as active.")]
    doubts: Annotated[tuple[str, ...], doc("What the schedule leaves open, a sentence each.")]
    ahead: Annotated[str, doc("Which days the periods are of: `22 Nov 2026 to 5 Dec 2026`; or empty.")]
    periods: Annotated[tuple[PeriodLine, ...], doc("When it is active on those days, in order.")]
    more: Annotated[int, doc("How many further periods there are on those days.")]
    areas: Annotated[tuple[str, ...], doc("The shapes of its area in words.")]
    area_from: Annotated[str, doc("Where they come from: its text, the circle of its qualifier line, or nowhere.")]
    plain: Annotated[
        str, doc("Its text with the abbreviations spelt out; empty where there are none, or no text is shown.")
    ]
    faults: Annotated[tuple[str, ...], doc("What in it could not be read, a sentence each.")]


def notam(record: bytes) -> Notam | None:
    """Return the NOTAM of a stored record, None where it holds none."""
    return notam_of(_RECORD.decode(record))


def decode(found: Notam, at: datetime, *, shows_text: bool) -> DecodedNotam:
    """Return a NOTAM decoded, as seen on the day of `at` (aware UTC); the same for the whole of that day."""
    if found.kind in NAMED:
        found = msgspec.structs.replace(found, schedule="")
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    shown, more = _periods(found, day)
    schedule = found.schedule_read
    doubts = [] if schedule is None else [one.message for one in schedule.diagnostics]
    if schedule is not None:
        doubts += [one.message for one in schedule.doubts(day, day + AHEAD, position=found.center)]
    text = inert.block(found.text)
    plain = abbreviations.expanded(text) if shows_text else ""
    words, source = areas.words(found)
    return DecodedNotam(
        message=_message(found),
        code=inert.line(found.qcode, 5),
        subject=found.subject,
        condition=found.condition,
        group=qcodes.group(found.qcode),
        concerns=_concerns(found),
        band=_band(found),
        schedule=inert.line(found.schedule, 400),
        understood=schedule is None or schedule.understood,
        doubts=tuple(inert.line(one) for one in doubts),
        ahead=_ahead(day) if schedule is not None and schedule.understood else "",
        periods=shown,
        more=more,
        areas=words,
        area_from=source,
        plain="" if plain == text else plain,
        faults=tuple(inert.line(one.message) for one in (*found.diagnostics, *found.shapes_read.diagnostics)),
    )


def now_and_next(found: Notam, at: datetime) -> str:
    """Return whether a NOTAM is active at a time and when that changes next, in words; never a guess."""
    if found.type is NotamType.CANCEL:
        return "never: it only cancels another"
    active = found.active_at(at)
    periods = found.periods(at, at + AHEAD)
    if active is None:
        return "cannot be said: treat it as active"
    if active:
        end = periods[0][1] if periods and periods[0][0] <= at else None
        return f"active, until {spoken(end)}" if end is not None and end < at + AHEAD else "active"
    following = next((start for start, _ in periods if start > at), None)
    return f"not active; next from {spoken(following)}" if following else "not active"


def _message(found: Notam) -> str:
    if found.kind in NAMED:
        return f"{found.kind.value}: named, not read as a NOTAM"
    if found.kind is MessageKind.CHECKLIST:
        return "checklist of the NOTAM in force"
    sort = "trigger NOTAM" if found.kind is MessageKind.TRIGGER else "NOTAM"
    if found.type is None:
        return sort
    named = "" if found.type is NotamType.NEW else f" {inert.line(found.reference, 20)}"
    return f"{sort}, {_TYPES[found.type]}{named}"


def _concerns(found: Notam) -> str:
    traffic = " and ".join(_TRAFFIC[one] for one in "IV" if one in found.traffic)
    said = [f"{traffic} flights" if traffic else ""]
    said += [" and ".join(_SCOPE[one] for one in found.scope if one in _SCOPE)]
    said += [_PURPOSE[one] for one in found.purpose if one in _PURPOSE]
    return "; ".join(filter(None, said))


def _band(found: Notam) -> str:
    if found.lower_fl is None or found.upper_fl is None:
        return ""
    lower, upper = (Level(datum=Datum.FL, value=level) for level in (found.lower_fl, found.upper_fl))
    return f"{lower} – {upper}"


def _periods(found: Notam, day: datetime) -> tuple[tuple[PeriodLine, ...], int]:
    """Return the periods of the days ahead and how many are left out; none where there is no schedule to tell them."""
    schedule = found.schedule_read
    if schedule is None or not schedule.understood:
        return (), 0
    last = day + AHEAD
    periods = found.periods(day, last)
    lines = [
        PeriodLine(start=moments.moment(start), end=moments.end(end), cut=end >= last)
        for start, end in periods[:PERIODS_SHOWN]
    ]
    return tuple(lines), len(periods) - len(lines)


def _ahead(day: datetime) -> str:
    first, last = (spoken(one).rpartition(" ")[0] for one in (day, day + AHEAD - timedelta(days=1)))
    return f"{first} to {last}"

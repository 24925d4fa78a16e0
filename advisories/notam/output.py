"""The documented JSON form of a NOTAM, one object for each: what `advisories notam` prints.

Keys, always all there: `id`, `number` (`A0012/25`, `05/142`, `2/1003`), `nof` (US domestic: the accountability), `type`
(N, R, C), `replaces` (the NOTAM replaced or cancelled), `fir`, `qcode`, `subject`, `condition`, `traffic`, `purpose`,
`scope`, `lower_fl`, `upper_fl`, `center` ([lon, lat]), `radius_nm` (null where 999 or nothing is printed), `locations`,
`start`, `end`, `end_kind` (fixed, estimated, permanent, ufn, none), `schedule`, `schedule_understood`, `periods`
([start, end] pairs), `text`, `lower` and `upper` ({value, unit, datum}), `geometry` (GeoJSON), `geometry_from` (text,
qline, none), `shapes` (parametric; each says whether it is `resolved`), `diagnostics` ({code, item, message, start, end}). Times are ISO 8601 UTC with Z. What is not
there is null; lists are empty.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from advisories.geo.shapes import to_builtins
from advisories.model import Datum, EndKind, Level
from advisories.notam.message import Notam, NotamType, Period
from advisories.times import stamp

MOST_PERIODS: Final = 400
END_KINDS: Final = {
    EndKind.FIXED: "fixed",
    EndKind.ESTIMATED: "estimated",
    EndKind.PERMANENT: "permanent",
    EndKind.UNTIL_FURTHER_NOTICE: "ufn",
}
_STEP: Final = timedelta(days=92)
_STEPS: Final = 40


def as_json(notam: Notam, *, identity: str | None = None, window: Period | None = None) -> dict[str, Any]:
    """Return the documented form; `identity` becomes `id`, which is the number where none is given.

    `periods` are all intervals within B and C, at most 400, or those within `window` (two aware times). Where the NOTAM
    has no schedule, or one that is not understood or has no place for its sunrise, its one period is the whole validity,
    with null for an open side.
    """
    schedule = notam.schedule_read
    return {
        "id": identity if identity is not None else notam.number or None,
        "number": notam.number or None,
        "nof": notam.nof or None,
        "type": notam.type.value if notam.type else None,
        "replaces": notam.reference or None,
        "fir": notam.fir or None,
        "qcode": notam.qcode or None,
        "subject": notam.subject or None,
        "condition": notam.condition or None,
        "traffic": notam.traffic or None,
        "purpose": notam.purpose or None,
        "scope": notam.scope or None,
        "lower_fl": notam.lower_fl,
        "upper_fl": notam.upper_fl,
        "center": list(notam.center) if notam.center else None,
        "radius_nm": notam.radius_nm,
        "locations": list(notam.locations),
        "start": _stamp(notam.start),
        "end": _stamp(notam.end),
        "end_kind": END_KINDS.get(notam.end_kind, "none"),
        "schedule": notam.schedule or None,
        "schedule_understood": schedule.understood if schedule else None,
        "periods": _periods(notam, window),
        "text": notam.text or None,
        "lower": _limit(notam.lower),
        "upper": _limit(notam.upper),
        "geometry": notam.geometry(),
        "geometry_from": notam.geometry_from,
        "shapes": [
            to_builtins(shape) | {"resolved": shape.resolved, "from": notam.shapes_from} for shape in notam.shapes
        ],
        "diagnostics": [
            {"code": fault.code, "item": fault.item, "message": fault.message, "start": fault.start, "end": fault.end}
            for fault in notam.all_diagnostics
        ],
    }


def _stamp(when: datetime | None) -> str | None:
    return stamp(when) if when else None


def _limit(level: Level | None) -> dict[str, Any] | None:
    """Return a limit; the value and unit are null for the surface and "unlimited", where they would mean nothing."""
    if level is None:
        return None
    if level.datum in (Datum.SFC, Datum.UNL):
        return {"value": None, "unit": None, "datum": level.datum.value}
    value = int(level.value) if level.value == int(level.value) else level.value
    unit = "FL" if level.datum is Datum.FL else level.unit or None
    return {"value": value, "unit": unit, "datum": level.datum.value}


def _periods(notam: Notam, window: Period | None) -> list[list[str | None]]:
    if window is not None:
        found: tuple[Period, ...] = notam.periods(*window)
    elif notam.type is NotamType.CANCEL:
        found = ()
    elif not notam.scheduled or notam.start is None:
        return [[_stamp(notam.start), _stamp(notam.end)]]
    elif notam.end is not None:
        found = notam.periods(notam.start, notam.end)
    else:
        found = _open_ended(notam, notam.start)
    return [[stamp(start), stamp(end)] for start, end in found[:MOST_PERIODS]]


def _open_ended(notam: Notam, start: datetime) -> tuple[Period, ...]:
    """Return the first periods of a NOTAM without an end, looked for stretch by stretch over ten years."""
    found: list[Period] = []
    for _ in range(_STEPS):
        try:
            end = start + _STEP
        except OverflowError:
            break
        for period in notam.periods(start, end):
            if found and found[-1][1] == period[0]:
                found[-1] = (found[-1][0], period[1])
            else:
                found.append(period)
        if len(found) > MOST_PERIODS:
            break
        start = end
    return tuple(found)

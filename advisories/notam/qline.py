"""Item Q, the qualifier line: FIR, code, traffic, purpose, scope, limits, centre and radius (ICAO Doc 8126; OPADD 2.3)."""

from __future__ import annotations

import re
from typing import Final

from advisories.model import Value

_TRAFFIC: Final = frozenset({"I", "V", "IV", "VI", "K"})
_SCOPE: Final = frozenset({"A", "E", "W", "AE", "AW", "EW", "AEW", "K"})
_PURPOSE: Final = re.compile(r"[NBOM]{1,4}|K")
_LEVEL: Final = re.compile(r"(?:FL)?(\d{1,3})(?:FL)?")
_CODE: Final = re.compile(r"Q[A-Z]{4}")
_PLACE: Final = re.compile(
    r"(\d{2})(\d{2})(\d{2}(?:\.\d{1,4})?)?([NS])(\d{3})(\d{2})(\d{2}(?:\.\d{1,4})?)?([EW])/?(\d{1,3}(?!\d))?"
)
NO_CIRCLE: Final = 999


class Qualifiers(Value, frozen=True):
    """The qualifier line as read. Limits are flight levels, the centre is (longitude, latitude), the radius in NM.

    `fault` says in words what could not be read, empty where all that is printed could.
    """

    fir: str = ""
    qcode: str = ""
    traffic: str = ""
    purpose: str = ""
    scope: str = ""
    lower_fl: int | None = None
    upper_fl: int | None = None
    center: tuple[float, float] | None = None
    radius_nm: float | None = None
    fault: str = ""


def read_place(words: str) -> tuple[tuple[float, float] | None, float | None]:
    """Read `DDMM[SS]N DDDMM[SS]E` and the radius after it; 999 and a missing radius mean no circle.

    Returns the centre as (longitude, latitude) in decimal degrees and the radius in NM, each None where not there.
    """
    found = _PLACE.match(words)
    if not found:
        return None, None
    lat_minutes, lon_minutes = int(found[2]), int(found[6])
    lat_seconds, lon_seconds = float(found[3] or 0), float(found[7] or 0)
    latitude = int(found[1]) + lat_minutes / 60 + lat_seconds / 3600
    longitude = int(found[5]) + lon_minutes / 60 + lon_seconds / 3600
    if max(lat_minutes, lon_minutes, lat_seconds, lon_seconds) >= 60 or latitude > 90 or longitude > 180:
        return None, None
    radius = int(found[9]) if found[9] else NO_CIRCLE
    center = (
        longitude if found[8] == "E" else -longitude,
        latitude if found[4] == "N" else -latitude,
    )
    return center, None if radius == NO_CIRCLE else float(radius)


def _levels(fields: list[str]) -> tuple[int, int | None, int | None]:
    """Return where the limits stand among the fields, and the two of them; a lower one alone has an empty neighbour."""
    for at, field in enumerate(fields):
        lower = _LEVEL.fullmatch(field)
        if lower:
            upper = _LEVEL.fullmatch(fields[at + 1]) if at + 1 < len(fields) else None
            return at, int(lower[1]), int(upper[1]) if upper else None
    return -1, None, None


def _qualifiers(fields: list[str]) -> tuple[str, str, str] | None:
    """Return traffic, purpose and scope; by position where all three are there, else by what each can only be."""
    if len(fields) == 3:
        traffic, purpose, scope = fields
        if traffic in ("", *_TRAFFIC) and scope in ("", *_SCOPE) and (not purpose or _PURPOSE.fullmatch(purpose)):
            return traffic, purpose, scope
    traffic = purpose = scope = ""
    for field in filter(None, fields):
        if field in _TRAFFIC and not (traffic or purpose or scope):
            traffic = field
        elif _PURPOSE.fullmatch(field) and not (purpose or scope):
            purpose = field
        elif field in _SCOPE and not scope:
            scope = field
        else:
            return None
    return traffic, purpose, scope


def read_qualifiers(words: str) -> Qualifiers:
    """Read a whole qualifier line in any spacing, with empty or missing fields; what is not printed stays empty."""
    fields = "".join(words.upper().split()).split("/")
    fir, code, rest = fields[0], fields[1] if len(fields) > 1 else "", fields[2:]
    place = next((at for at, field in enumerate(rest) if _PLACE.match(field)), len(rest))
    at, lower, upper = _levels(rest[:place])
    three = _qualifiers(rest[: at if at >= 0 else min(place, 3)])
    center, radius = read_place("/".join(rest[place:]))
    taken = 0 if at < 0 else at + 1 + (upper is not None)
    fault = ""
    if fir and not (2 <= len(fir) <= 8 and fir.isalnum()):
        fir, fault = "", "expected a FIR at the start"
    if code and not _CODE.fullmatch(code):
        code, fault = "", "expected a code of Q and four letters"
    if three is None:
        fault = fault or "expected traffic, purpose and scope"
    elif center is None and any(c.isdigit() for field in rest[taken:] for c in field):
        fault = fault or "expected two flight levels, a centre DDMMN DDDMME and a radius"
    traffic, purpose, scope = three or ("", "", "")
    return Qualifiers(
        fir=fir,
        qcode=code,
        traffic=traffic,
        purpose=purpose,
        scope=scope,
        lower_fl=lower,
        upper_fl=upper,
        center=center,
        radius_nm=radius,
        fault=fault,
    )

"""Sunrise and sunset at a place: the upper limb of the sun on the horizon, elevation 0, in UTC to the nearest minute.

The times are those of the almanac (zenith distance 90 degrees 50 minutes), computed by the astral library.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Final

from advisories.notam.schedule.tokens import DAY_MINUTES

EPOCH: Final = datetime(1, 1, 1, tzinfo=UTC)
_HALF_DAY: Final = DAY_MINUTES // 2
_HOLE: Final = DAY_MINUTES * 3 // 2


@lru_cache(maxsize=8192)
def _event(sun: str, lon: float, lat: float, day: int) -> int | None:
    """Return the minute of the event that belongs to a day, counted from the first day of the calendar; None if none."""
    # Most schedules have no sun in them: the library is loaded when the first one does.
    astral, almanac = import_module("astral"), import_module("astral.sun")
    direction = astral.SunDirection.RISING if sun == "SR" else astral.SunDirection.SETTING
    horizon = 90.0 + almanac.SUN_APPARENT_RADIUS
    try:
        when = almanac.time_of_transit(astral.Observer(lat, lon), date.fromordinal(day), horizon, direction)
    except (ValueError, OverflowError):
        return None
    elapsed: timedelta = when - EPOCH
    return round(elapsed / timedelta(minutes=1)) + DAY_MINUTES


@lru_cache(maxsize=4096)
def events(sun: str, lon: float, lat: float, day: int) -> tuple[int, ...] | None:
    """Return the minutes (ordinal * 1440 + minute of day) of sunrise (`SR`) or sunset (`SS`) on a UTC day and the next.

    A UTC day has none or two of them where the event passes 00:00 UTC. None stands for polar day or night on one of the
    days around, where nothing can be said.
    """
    found: list[int] = []
    for near in range(day - 1, day + 3):
        minute = _event(sun, lon, lat, near)
        if minute is None:
            return None
        if found and minute - found[-1] > _HOLE:
            found.append((minute + found[-1]) // 2)
        if not found or minute - found[-1] > _HALF_DAY:
            found.append(minute)
    return tuple(minute for minute in found if day * DAY_MINUTES <= minute < (day + 2) * DAY_MINUTES)

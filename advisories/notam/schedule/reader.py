"""Item D) as a value that answers: when is the NOTAM active?"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Final

from advisories.model import Value
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.schedule.common import common_groups
from advisories.notam.schedule.dates import Calendar
from advisories.notam.schedule.days import EVERY_WEEKDAY, ReadError
from advisories.notam.schedule.grammar import read_groups
from advisories.notam.schedule.intervals import Interval, expand, merged, over_midnight
from advisories.notam.schedule.terms import Group
from advisories.notam.schedule.tokens import DAY_MINUTES, Kind, plain, positions, tokenize, unnumbered
from advisories.times import spoken

LIMIT: Final = 2000
_EPOCH: Final = datetime(1, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_HOLIDAY: Final = "holidays are known only nationally: no period is left out or added for them"
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


class Schedule(Value, frozen=True):
    """Item D) read: the periods within B) and C) in which a NOTAM is active (ICAO Annex 15; OPADD, item D).

    `understood` is False where any part could not be read; such a schedule gives no periods and never says "inactive".
    `diagnostics` name what could not be read, with spans in `text`.
    """

    text: str
    understood: bool = True
    diagnostics: tuple[Diagnostic, ...] = ()
    groups: tuple[Group, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    @property
    def needs_position(self) -> bool:
        """Return whether sunrise or sunset takes part, so that intervals need a position."""
        return any(span.start.sun or span.end.sun for group in self.groups for span in group.spans)

    def periods(
        self, start: datetime, end: datetime, *, position: tuple[float, float] | None = None
    ) -> tuple[tuple[datetime, datetime], ...]:
        """Return the periods from `start` to `end` as aware UTC, merged, in order, ends exclusive.

        They are cut to the window and to the validity. `position` is (longitude, latitude) in degrees, for sunrise and
        sunset. Only what is certain is given: see `unresolved` for the rest.
        """
        low, high = self._window(start, end)
        if low >= high or not self.understood:
            return ()
        return _clipped(self._expand(low, high, position)[0], low, high)

    def unresolved(
        self, start: datetime, end: datetime, *, position: tuple[float, float] | None = None
    ) -> tuple[tuple[datetime, datetime], ...]:
        """Return the parts of the window in which it cannot be said whether the NOTAM is active, as `periods` does.

        These are days of polar day or night, periods by the sun without a position, possible holidays, and all of a
        schedule that was not understood.
        """
        low, high = self._window(start, end)
        if low >= high:
            return ()
        if not self.understood:
            return ((low, high),)
        certain, possible = self._expand(low, high, position)
        return _clipped(_outside(possible, certain), low, high)

    def doubts(
        self, start: datetime, end: datetime, *, position: tuple[float, float] | None = None
    ) -> tuple[Diagnostic, ...]:
        """Return what the window and the position leave open: `d-sun`, for the days named in `unresolved`.

        Without a position, or where the sun does not rise or set, nothing can be said about periods by the sun.
        """
        low, high = self._window(start, end)
        if low >= high or not self.needs_position:
            return ()
        found = expand(self.groups, _minute(low), _minute(high), _place(position))
        open_periods = _clipped(merged(found.sun), low, high)
        if not open_periods:
            return ()
        why = "the sun leaves it open (polar day or night, or a closing time that it has just passed)"
        if _place(position) is None:
            why = "sunrise and sunset need a position"
        message = f"{why}, from {spoken(open_periods[0][0])}"
        return (Diagnostic(code="d-sun", item="D", message=message, end=len(self.text)),)

    def active_at(self, time: datetime, *, position: tuple[float, float] | None = None) -> bool | None:
        """Return whether the NOTAM is active at a time, and None where that cannot be said.

        A schedule that was not understood answers None always; `position` is as for `periods`.
        """
        if not self.understood:
            return None
        time = time.astimezone(UTC)
        if (self.valid_from is not None and time < self.valid_from) or (
            self.valid_to is not None and time >= self.valid_to
        ):
            return False
        minute = _minute(time)
        certain, possible = self._expand(time, time, position)
        if any(low <= minute < high for low, high in certain):
            return True
        return None if any(low <= minute < high for low, high in possible) else False

    def _window(self, start: datetime, end: datetime) -> tuple[datetime, datetime]:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if self.valid_from is not None:
            start = max(start, self.valid_from)
        if self.valid_to is not None:
            end = min(end, self.valid_to)
        return start, end

    def _expand(
        self, low: datetime, high: datetime, position: tuple[float, float] | None
    ) -> tuple[list[Interval], list[Interval]]:
        if not self.groups:
            return [(_minute(low), _minute(high) + 1)], []
        found = expand(self.groups, _minute(low), _minute(high), _place(position))
        return merged(found.certain), merged(found.possible + found.sun)


def read_schedule(text: str, *, start: datetime | None, end: datetime | None) -> Schedule:
    """Read item D) under its NOTAM's B) and C) (aware UTC; None where unknown or open). Never raises on any text.

    An empty text is no schedule: active throughout. Times are UTC. A period whose end is not after its start ends on
    the next day and belongs to the day it starts on. Codes of diagnostics: `d-too-long`, `d-unreadable`, `d-time`,
    `d-date`, `d-outside` (no period lies within the validity), `d-holiday` (understood, but for holidays).
    `Schedule.doubts` adds `d-sun`.
    """
    if len(text) > LIMIT:
        note = Diagnostic(code="d-too-long", item="D", message=f"more than {LIMIT} characters", end=len(text))
        return Schedule(text=text, understood=False, diagnostics=(note,), valid_from=start, valid_to=end)
    capitals = plain(text)
    common = common_groups(capitals, start, end)
    if common is not None:
        if end is not None and len(common) == 1:
            common = (over_midnight(common[0], _minute(end)),)
        if _speaks(common, start, end):
            return Schedule(text=text, groups=common, valid_from=start, valid_to=end)
    capitals = unnumbered(capitals, tuple({limit.year % 100 for limit in (start, end) if limit is not None}))
    tokens = tokenize(capitals)
    months = frozenset([value for kind, value in tokens if kind is Kind.MONTH])
    try:
        groups, holiday = read_groups(tokens, Calendar(start, end, months))
    except ReadError as error:
        low, high = positions(capitals)[error.at]
        found = text[low:high] or "the end of the text"
        note = Diagnostic(code=error.code, item="D", message=f"{error}: {found!r}", start=low, end=high)
        return Schedule(text=text, understood=False, diagnostics=(note,), valid_from=start, valid_to=end)
    if end is not None and len(groups) == 1:
        groups = (over_midnight(groups[0], _minute(end)),)
    if not _speaks(groups, start, end):
        note = Diagnostic(code="d-outside", item="D", message="no period lies within the validity", end=len(text))
        return Schedule(text=text, understood=False, diagnostics=(note,), valid_from=start, valid_to=end)
    notes: tuple[Diagnostic, ...] = ()
    if holiday:
        places = positions(capitals)
        at = next(places[i] for i, token in enumerate(tokens) if token.kind is Kind.HOLIDAY)
        notes = (Diagnostic(code="d-holiday", item="D", message=_HOLIDAY, start=at[0], end=at[1]),)
    return Schedule(text=text, diagnostics=notes, groups=groups, valid_from=start, valid_to=end)


def _speaks(groups: tuple[Group, ...], start: datetime | None, end: datetime | None) -> bool:
    """Return whether any period may lie within the validity; a schedule without one was not read as it was meant."""
    if not groups or start is None:
        return True
    if end is not None and end - start < _WEEK:
        if end - start >= _DAY and any(not group.days and not group.cuts for group in groups):
            return True
        first, last = _minute(start), _minute(end)
        if any(_meets(group, first, last) for group in groups):
            return True
        found = expand(groups, first, last, None)
        return any(low < last and high > first for periods in found for low, high in periods)
    last_day = end.toordinal() if end else None
    return any(_reaches(group, start.toordinal(), last_day) for group in groups)


def _meets(group: Group, first: int, last: int) -> bool:
    """Return whether a group has a period between two minutes, where that is plain: dates and clock times alone."""
    if group.cuts:
        return False
    first_day, last_day = first // DAY_MINUTES - 1, last // DAY_MINUTES
    for days in group.days:
        if days.annual or days.weekdays != EVERY_WEEKDAY:
            continue
        for low, high in days.ranges:
            for day in range(max(low, first_day), min(high, last_day) + 1):
                for span in group.spans:
                    begin, end = span.start, span.end
                    if begin.sun or end.sun or span.over is not None:
                        continue
                    opens, closes = begin.minute, end.minute
                    if closes <= opens:
                        closes += DAY_MINUTES
                    if day * DAY_MINUTES + opens < last and day * DAY_MINUTES + closes > first:
                        return True
    return False


def _reaches(group: Group, low: int, high: int | None) -> bool:
    over = max(span.over or 1 for span in group.spans)
    return not group.days or any(
        not days.ranges
        or days.annual
        or any(last + over >= low and (high is None or first <= high) for first, last in days.ranges)
        for days in group.days
    )


def _minute(time: datetime) -> int:
    return time.toordinal() * DAY_MINUTES + time.hour * 60 + time.minute


def _place(position: tuple[float, float] | None) -> tuple[float, float] | None:
    if position is None:
        return None
    lon, lat = position
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return round(lon, 4), round(lat, 4)


def _clipped(intervals: list[Interval], low: datetime, high: datetime) -> tuple[tuple[datetime, datetime], ...]:
    first, last = _minute(low), _minute(high) + 1
    found = []
    for start, end in intervals:
        if end <= first or start >= last:
            continue
        begin = low if start <= first else _EPOCH + (start - DAY_MINUTES) * _MINUTE
        finish = high if end >= last else _EPOCH + (end - DAY_MINUTES) * _MINUTE
        begin, finish = max(begin, low), min(finish, high)
        if begin < finish:
            found.append((begin, finish))
    return tuple(found)


def _outside(possible: list[Interval], certain: list[Interval]) -> list[Interval]:
    """Return `possible` without `certain`; both merged."""
    left: list[Interval] = []
    at = 0
    for start, end in possible:
        while at < len(certain) and certain[at][1] <= start:
            at += 1
        low, near = start, at
        while near < len(certain) and certain[near][0] < end:
            if certain[near][0] > low:
                left.append((low, certain[near][0]))
            low = max(low, certain[near][1])
            near += 1
        if low < end:
            left.append((low, end))
    return left

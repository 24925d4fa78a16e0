"""Groups to intervals of minutes, over a range of days, at a place.

A minute is counted as day ordinal * 1440 + minute of the UTC day. Every period is published to the minute and reported
as published: 2359 is 23:59, 2400 and H24 end with the day; ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from advisories.notam.schedule.days import EVERY_WEEKDAY
from advisories.notam.schedule.sun import events
from advisories.notam.schedule.terms import Days, Group, Point, Span
from advisories.notam.schedule.tokens import DAY_MINUTES

Interval = tuple[int, int]
_REVERSED: Final = 180
_PAIR: Final = 2


class Periods(NamedTuple):
    """Intervals that hold, and intervals of which it cannot be said whether they hold; `sun` where the sun is why."""

    certain: list[Interval]
    possible: list[Interval]
    sun: list[Interval]


def expand(groups: Iterable[Group], low: int, high: int, place: tuple[float, float] | None) -> Periods:
    """Return the periods of `groups` that meet the minutes from `low` to `high`, unsorted; `place` is (lon, lat)."""
    found = Periods([], [], [])
    for group in groups:
        back = 1 + max(span.over or 1 for span in group.spans)
        first, last = low // DAY_MINUTES - back, high // DAY_MINUTES
        certain, possible = _group(group, first, last, place)
        if group.cuts:
            certain = _cut(certain, group.cuts, first, last + back, place)
        if group.holiday:
            found.possible.extend(interval for _, interval in certain)
        else:
            found.certain.extend(interval for _, interval in certain)
        found.sun.extend(possible)
    return found


def merged(intervals: list[Interval]) -> list[Interval]:
    """Return the intervals in order, with those that touch made one."""
    intervals.sort()
    whole: list[Interval] = []
    for start, end in intervals:
        if whole and start <= whole[-1][1]:
            if end > whole[-1][1]:
                whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def over_midnight(group: Group, end: int) -> Group:
    """Return `group` with its last times on the next day, where only so the last period ends with C, at minute `end`.

    `MON-FRI 2200-2359 0000-0600` under a C of Saturday 0600 goes on after midnight: C is the end of the last period
    (OPADD, item C).
    """
    if len(group.spans) != _PAIR or not group.days:
        return group
    evening, night = group.spans
    last, minute = divmod(end, DAY_MINUTES)
    joined = evening.end.minute >= DAY_MINUTES - 1 and night.start.minute <= 1
    by_sun = evening.end.sun or night.start.sun or night.end.sun
    if by_sun or not joined or night.end.minute != minute or night.over is not None:
        return group
    if list(days_between(group.days, last - 1, last)) != [last - 1]:
        return group
    start, close = (Point(minute=point.minute + DAY_MINUTES) for point in (night.start, night.end))
    return Group(days=group.days, spans=(evening, Span(start=start, end=close)), cuts=group.cuts)


def among(some: tuple[Days, ...], days: tuple[Days, ...], *, wholly: bool = False) -> bool:
    """Return whether `some` are days of a group: each date of theirs, or any weekday (`wholly`: each) without dates."""
    dates = [span for term in some for span in term.ranges]
    if not some or not days:
        return True
    if not dates and wholly:
        return all(any(one.weekdays & ~other.weekdays == 0 for other in days) for one in some)
    if not dates:
        return any(one.weekdays & other.weekdays for one in some for other in days)
    first, last = min(dates)[0], max(end for _, end in dates)
    return set(days_between(some, first, last)) <= set(days_between(days, first, last))


def days_between(days: tuple[Days, ...], first: int, last: int) -> Iterable[int]:
    """Return the ordinals of the days of a group from `first` to `last`; no days means daily."""
    if not days:
        return range(first, last + 1)
    if len(days) == 1:
        return _days(days[0], first, last)
    return sorted({day for term in days for day in _days(term, first, last)})


def _days(days: Days, first: int, last: int) -> Iterator[int]:
    weekdays = days.weekdays
    for start, end in _ranges(days, first, last):
        for day in range(max(start, first), min(end, last) + 1):
            if weekdays == EVERY_WEEKDAY or weekdays >> (day - 1) % 7 & 1:
                yield day


def _ranges(days: Days, first: int, last: int) -> Iterable[Interval]:
    if not days.ranges:
        return ((first, last),)
    if not days.annual:
        return days.ranges
    years = date.fromordinal(max(last, 1)).year - date.fromordinal(max(days.ranges[0][0], 1)).year + 1
    return [
        (start, end)
        for low, high in days.ranges
        for shift in range(years + 1)
        for start, end in _shifted(low, high, shift)
    ]


def _shifted(low: int, high: int, years: int) -> tuple[Interval, ...]:
    try:
        return ((_later(low, years), _later(high, years)),)
    except ValueError:
        return ()


def _later(day: int, years: int) -> int:
    at = date.fromordinal(day)
    if (at.month, at.day) == (2, 29):
        return date(at.year + years, 3, 1).toordinal() - 1
    return date(at.year + years, at.month, at.day).toordinal()


def _group(
    group: Group, first: int, last: int, place: tuple[float, float] | None
) -> tuple[list[tuple[int, Interval]], list[Interval]]:
    certain: list[tuple[int, Interval]] = []
    possible: list[Interval] = []
    for span in group.spans:
        days = days_between(group.days, first, last)
        if span.start.sun or span.end.sun:
            for day in days:
                found, sure = _sun_span(span, day, place)
                if sure:
                    certain.extend((day, interval) for interval in found)
                else:
                    possible.extend(found)
            continue
        start, end = span.start.minute, span.end.minute
        if span.over is not None:
            end += span.over * DAY_MINUTES
        elif end <= start:
            end += DAY_MINUTES
        certain.extend((day, (day * DAY_MINUTES + start, day * DAY_MINUTES + end)) for day in days)
    return certain, possible


def _sun_span(span: Span, day: int, place: tuple[float, float] | None) -> tuple[list[Interval], bool]:
    """Return the intervals of one day, and whether they are certain."""
    starts = _moments(span.start, day, place)
    if starts is None:
        return [(day * DAY_MINUTES, (day + (span.over or 0) + 2) * DAY_MINUTES)], False
    found: list[Interval] = []
    for start in starts:
        if start[0] >= (day + 1) * DAY_MINUTES:
            continue
        end_day = day if span.over is None else day + span.over
        ends = _moments(span.end, end_day, place)
        if ends is None:
            return [(start[1], max(start[1], end_day * DAY_MINUTES) + DAY_MINUTES)], False
        later = [end[1] for end in ends if end[1] > start[1] and (not span.start.sun or end[0] > start[0])]
        if not later:
            continue
        end = later[0]
        same_day = [end[1] for end in ends if 0 <= start[1] - end[1] < _REVERSED]
        if span.over is None and same_day and bool(span.start.sun) != bool(span.end.sun):
            return [(start[1], end)], False
        found.append((start[1], end))
    return found, True


def _moments(point: Point, day: int, place: tuple[float, float] | None) -> list[tuple[int, int]] | None:
    """Return the moments of a point on a day and the next: minute of the event itself, and with its offset."""
    if not point.sun:
        minute = day * DAY_MINUTES + point.minute
        return [(minute, minute), (minute + DAY_MINUTES, minute + DAY_MINUTES)]
    if place is None:
        return None
    found = events(point.sun, place[0], place[1], day)
    return None if found is None else [(minute, minute + point.minute) for minute in found]


def _cut(
    periods: list[tuple[int, Interval]],
    cuts: tuple[Group, ...],
    first: int,
    last: int,
    place: tuple[float, float] | None,
) -> list[tuple[int, Interval]]:
    """Take the exceptions out: whole days by the day a period starts on, or parts of days by their times."""
    for cut in cuts:
        days = set(days_between(cut.days, first, last))
        if cut.spans:
            holes = merged([interval for _, interval in _group(cut, first, last, place)[0]])
            periods = [(day, part) for day, period in periods for part in _without(period, holes)]
            continue
        kept: list[tuple[int, Interval]] = []
        for day, (start, end) in periods:
            if end - start <= DAY_MINUTES:
                if day not in days:
                    kept.append((day, (start, end)))
                continue
            spanned = range(start // DAY_MINUTES, end // DAY_MINUTES + 1)
            holes = [(each * DAY_MINUTES, (each + 1) * DAY_MINUTES) for each in spanned if each in days]
            kept.extend((day, part) for part in _without((start, end), holes))
        periods = kept
    return periods


def _without(period: Interval, holes: list[Interval]) -> list[Interval]:
    start, end = period
    parts: list[Interval] = []
    for low, high in holes:
        if high <= start or low >= end:
            continue
        if low > start:
            parts.append((start, low))
        start = max(start, high)
    if start < end:
        parts.append((start, end))
    return parts

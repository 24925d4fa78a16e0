"""Days and months of item D) as days of a year, which the item itself never prints (OPADD, item D).

The year, and the month where none is printed, follow from items B) and C): the day is the one within the validity, the
dates run forward from one to the next, and a day number that falls back has gone over into the next month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Final

YEAR_DAYS: Final = 366
_NEAR: Final = 7
_LAST_DAY: Final = 31
_SHORTEST: Final = 28


class DateError(ValueError):
    """A date that does not exist or cannot be placed. The text is for a person."""


class Calendar:
    """Gives the day ordinals of printed dates, in the order of the text, under a validity in UTC."""

    __slots__ = ("_fresh", "_kept", "cursor", "first", "last", "months")

    def __init__(self, start: datetime | None, end: datetime | None, months: frozenset[int] = frozenset()) -> None:
        """Place dates between B) and C); `months` are those that the text names anywhere."""
        self.first = start.toordinal() if start else None
        self.last = end.toordinal() if end else None
        self.months = months
        self.cursor: int | None = None
        self._kept: tuple[int | None, int | None, int | None] = (None, self.first, self.last)
        self._fresh = True

    @property
    def annual(self) -> bool:
        """Return whether a month and a day come more than once under this validity."""
        return self.first is not None and (self.last is None or self.last - self.first >= YEAR_DAYS)

    def open_group(self) -> None:
        """Say that a new group of dates begins, in which the numbers may start again."""
        self._fresh = True

    def turn_back(self, ranges: list[tuple[int, int]]) -> None:
        """Place the dates up to `go_on`, those of exceptions, among `ranges`: the days that they are taken from."""
        self._kept = (self.cursor, self.first, self.last)
        if ranges:
            self.cursor = self.first = min(ranges)[0]
            self.last = max(end for _, end in ranges)

    def go_on(self) -> None:
        """Return to the validity and to the furthest date before the exceptions."""
        cursor, self.first, self.last = self._kept
        if cursor is not None and (self.cursor is None or cursor > self.cursor):
            self.cursor = cursor

    def day(self, day: int, month: int = 0) -> int:
        """Return the ordinal of a date, without a month where `month` is 0. Raises `DateError`."""
        if not month and (found := self._soon(day)):
            pass
        elif month:
            found = self._named(month, day)
        else:
            found = self._first(day) if self.cursor is None else self._next(day, self.cursor)
        self.cursor = found
        self._fresh = False
        return found

    def _soon(self, day: int) -> int:
        """Return the day in the month of the date before it (or of B), where it comes later in it; else 0."""
        near = self.cursor or self.first
        if near is None:
            return 0
        begin = date.fromordinal(near)
        ahead = day - begin.day
        if ahead < 0 or day > _SHORTEST or (self.last is not None and near + ahead > self.last):
            return 0
        return near + ahead if self.first is not None and near >= self.first else 0

    def until(self, start: int, day: int, month: int = 0) -> int:
        """Return the ordinal of the end of a range that begins on `start`. Raises `DateError`.

        An end past the end of its month (`JUN 01-31`) means that month's last day.
        """
        begin = date.fromordinal(start)
        if not month:
            month = begin.month if day >= begin.day else begin.month % 12 + 1
        year = begin.year + ((month, day) < (begin.month, begin.day))
        self.cursor = _ordinal(year, month, min(day, _month_days(year, month)))
        return self.cursor

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int]:
        """Return the ordinals of a range of (month, day) whose first month is printed. Raises `DateError`.

        It is the range that meets the validity; the nearest one where none does.
        """
        starts = (_existing(year, *first) for year in self.years())
        found = self._nearest((start, self.until(start, last[1], last[0])) for start in starts if start is not None)
        if found is None:
            raise DateError(f"no year near the validity has a day {first[1]} in month {first[0]}")
        self.cursor = found[1]
        self._fresh = False
        return found

    def month(self, month: int) -> tuple[int, int]:
        """Return the first and the last day of a month. Raises `DateError`."""
        return self.span((month, 1), (month, _LAST_DAY))

    def years(self) -> range:
        """Return the years that a printed date may lie in. Raises `DateError` without a start of the validity."""
        if self.first is None:
            raise DateError("a date without a year needs the start of the validity")
        start = date.fromordinal(self.first).year
        end = min(date.fromordinal(self.last).year, start + 1) if self.last is not None else start
        return range(max(start - 1, MINYEAR), min(max(start, end) + 1, MAXYEAR) + 1)

    def _distance(self, start: int, end: int) -> int:
        assert self.first is not None
        if end < self.first:
            return self.first - end
        if self.last is not None and start > self.last:
            return start - self.last
        return 0

    def _nearest(self, ranges: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the first of `ranges` that meets the validity, or the one nearest to it."""
        best, least = None, -1
        for days in ranges:
            distance = self._distance(*days)
            if not distance:
                return days
            if least < 0 or distance < least:
                best, least = days, distance
        return best

    def _named(self, month: int, day: int) -> int:
        days = (_existing(year, month, day) for year in self.years())
        found = self._nearest((each, each) for each in days if each is not None)
        if found is None:
            raise DateError(f"no year near the validity has a day {day} in month {month}")
        return found[0]

    def _first(self, day: int) -> int:
        if self.first is None:
            raise DateError("a day without a month needs the start of the validity")
        days = _numbered(date.fromordinal(self.first), range(-2, 4), day)
        found = self._nearest((each, each) for each in days if each is not None)
        if found is None:
            raise DateError(f"no month near the validity has a day {day}")
        return found[0]

    def _next(self, day: int, cursor: int) -> int:
        """Return the day by its number, seen from the date before it.

        In one list a higher number stays in the month. Else of the days of that number the one within the validity; of several the next one, unless the text
        names the next month itself, or a new group starts its numbers again.
        """
        assert self.first is not None
        near = date.fromordinal(cursor)
        if not self._fresh and day > near.day and (found := _existing(near.year, near.month, day)):
            return found
        months = [found for found in _numbered(near, range(-1, 3), day) if found is not None]
        within = [found for found in months if self._distance(found, found) == 0] or months
        ahead = [found for found in within if found >= cursor]
        behind = [found for found in within if found < cursor]
        if not behind or not ahead:
            return ahead[0] if ahead else behind[-1]
        month = date.fromordinal(ahead[0]).month
        if month == near.month or within is months:
            return ahead[0]
        starts_again = self._fresh and ahead[0] - cursor > _NEAR
        return behind[-1] if month in self.months or starts_again else ahead[0]


def _numbered(near: date, months: range, day: int) -> Iterator[int | None]:
    for shift in months:
        year, month = divmod(near.year * 12 + near.month - 1 + shift, 12)
        yield _existing(year, month + 1, day)


def _month_days(year: int, month: int) -> int:
    if not MINYEAR <= year <= MAXYEAR:
        raise DateError(f"year {year} does not exist")
    return monthrange(year, month)[1]


def _ordinal(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError as error:
        raise DateError(f"month {month} has no day {day}") from error


def _existing(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None

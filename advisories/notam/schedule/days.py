"""The days of a group: dates, ranges, weekdays, months before or after the day, nights as `01/02`."""

from __future__ import annotations

from typing import Final

from advisories.notam.schedule.dates import Calendar, DateError
from advisories.notam.schedule.terms import Days
from advisories.notam.schedule.tokens import WEEKLY, Kind, Token

EVERY_WEEKDAY: Final = 127
_SHORTEST_MONTH: Final = 28
_PADDING: Final = (Kind.END,) * 4
_DATE: Final = frozenset((Kind.DAY, Kind.MONTH))
_DAY_LIKE: Final = frozenset((Kind.DAY, Kind.MONTH, Kind.WEEKDAY, Kind.HOLIDAY, Kind.DAILY, Kind.EVERY, Kind.ON))
_PLAIN: Final = frozenset((Kind.HOLIDAY, Kind.DAILY, Kind.EVERY, Kind.ON, Kind.DAYWORD))
_JOINED: Final = frozenset((Kind.COMMA, Kind.AND, Kind.QUIET))
_RANGE: Final = frozenset((Kind.DASH, Kind.TO))
_WITHIN_DATES: Final = frozenset((Kind.DASH, Kind.TO, Kind.SLASH, Kind.COMMA, Kind.AND))
_TIMES: Final = frozenset((Kind.TIME, Kind.SPAN, Kind.SUN, Kind.WRONG, Kind.BETWEEN))
_TAKEN: Final = -1


class ReadError(ValueError):
    """Something in a schedule that could not be read: `code`, and the place `at` in the list of tokens."""

    def __init__(self, code: str, message: str, at: int) -> None:
        super().__init__(message)
        self.code = code
        self.at = at


class _Terms:
    """Dates and weekdays as they come in: weekdays beside dates cut these down, single dates and weekdays add up."""

    __slots__ = ("_closed", "annual", "holiday", "ranges", "weekdays")

    def __init__(self) -> None:
        self.ranges: list[tuple[int, int]] = []
        self.weekdays = 0
        self.annual = False
        self.holiday = False
        self._closed: list[Days] = []

    def add_dates(self, dates: tuple[tuple[int, int], bool], *, separated: bool) -> None:
        days, annual = dates
        if separated and self.weekdays:
            self._close()
        self.ranges.append(days)
        self.annual = self.annual or annual

    def add_weekdays(self, mask: int, *, separated: bool) -> None:
        if separated and self.ranges and all(first == last for first, last in self.ranges):
            self._close()
        self.weekdays |= mask

    def closed(self) -> tuple[Days, ...]:
        """Return the terms; dates of which none falls on the weekdays beside them stand for themselves."""
        if self.ranges or self.weekdays:
            together = not self.ranges or not self.weekdays or self.annual
            if not together and not any(_meets(days, self.weekdays) for days in self.ranges):
                self._closed.append(Days(ranges=tuple(self.ranges)))
                self.ranges = []
            self._close()
        return tuple(self._closed)

    def _close(self) -> None:
        weekdays = self.weekdays or EVERY_WEEKDAY
        self._closed.append(Days(ranges=tuple(self.ranges), weekdays=weekdays, annual=self.annual))
        self.ranges, self.weekdays, self.annual = [], 0, False


class DayReader:
    """Reads days from a list of tokens, at a place that moves on."""

    def __init__(self, tokens: list[Token], calendar: Calendar) -> None:
        """Start at the first of `tokens`, which end with `END`."""
        self.tokens = tokens
        self.kinds = [token[0] for token in tokens]
        self.kinds += _PADDING
        self.calendar = calendar
        self.at = 0
        self.nights = False
        self.strokes = False
        self._times_at = -1
        self._suffixes: list[int] | None = None
        self._inherited: tuple[tuple[tuple[int, int], ...], bool] | None = None

    def kind(self, ahead: int = 0) -> Kind:
        """Return the kind of the token `ahead` of this one; `END` past the last (by at most four)."""
        return self.kinds[self.at + ahead]

    def fault(self, message: str, code: str = "d-unreadable") -> ReadError:
        """Return the error to raise at this place."""
        return ReadError(code, message, self.at)

    def opens_days(self, ahead: int = 0) -> bool:
        """Return whether days begin here."""
        kind = self.kind(ahead)
        if kind is Kind.BETWEEN:
            return self.kind(ahead + 1) in _DATE or self.kind(ahead + 1) is Kind.WEEKDAY
        return kind in _DAY_LIKE and not (kind is Kind.DAY and self.kind(ahead + 1) is Kind.MINUTES)

    def days(self, *, exception: bool = False) -> tuple[tuple[Days, ...], bool]:
        """Return the days that stand here (none means daily) and whether holidays are among them."""
        terms = _Terms()
        separated = weekly = False
        while True:
            kind = self.kind()
            if kind in _DATE and self.opens_days():
                terms.add_dates(self._dates(), separated=separated)
            elif kind is Kind.WEEKDAY:
                terms.add_weekdays(self._weekdays(), separated=separated)
            elif kind in _PLAIN or self._passes(kind):
                terms.holiday = terms.holiday or kind is Kind.HOLIDAY
                weekly = weekly or self.tokens[self.at].value == WEEKLY
                self.at += 1
                if kind is Kind.BETWEEN:
                    self._between()
            elif kind in _JOINED and (skip := self._separators(exception=exception)):
                separated = any(between is not Kind.QUIET for between in self.kinds[self.at : self.at + skip])
                self.at += skip
                continue
            else:
                break
            separated = False
        if weekly and not terms.weekdays:
            raise self.fault("a week without its days")
        if not exception:
            self._inherit(terms)
        return terms.closed(), terms.holiday

    def _passes(self, kind: Kind) -> bool:
        """Return whether a word stands here that only leads to the days, such as `FROM` or an opening bracket."""
        return (kind is Kind.BETWEEN and self.opens_days()) or (kind is Kind.OPEN and self.kind(1) is Kind.WEEKDAY)

    def _between(self) -> None:
        """Read the `AND` of `BTN 02 AND 06 MAR` or `BTN MON AND FRI` as the dash of a range."""
        ahead = 1
        while self.kind(ahead) in _DATE:
            ahead += 1
        if self.kind(ahead) is Kind.AND and (self.kind(ahead + 1) in _DATE or self.kind(ahead + 1) is Kind.WEEKDAY):
            self.kinds[self.at + ahead] = Kind.TO

    def _separators(self, *, exception: bool) -> int:
        """Return how many separators stand here, if the same days go on after them; else 0.

        Days after a comma belong to an exception only where no times follow them.
        """
        ahead = 1
        while self.kind(ahead) in _JOINED:
            ahead += 1
        count = ahead
        if not self.opens_days(ahead):
            return 0
        if not exception or self.kind() is not Kind.COMMA:
            return count
        while self.kind(ahead) in _DAY_LIKE or self.kind(ahead) in _RANGE:
            ahead += 1
        return 0 if self.kind(ahead) in _TIMES or self.kind(ahead) is Kind.EXCEPT else count

    def _inherit(self, terms: _Terms) -> None:
        """Take over the dates of the group before, where that has dates and weekdays and this one only weekdays."""
        if terms.ranges and terms.weekdays:
            self._inherited = (tuple(terms.ranges), terms.annual)
        elif terms.ranges or not terms.weekdays:
            self._inherited = None
        elif self._inherited is not None:
            terms.ranges, terms.annual = list(self._inherited[0]), self._inherited[1]

    def _weekdays(self) -> int:
        first = self.tokens[self.at].value
        self.at += 1
        if self.kind() is Kind.SLASH and self.kind(1) is Kind.WEEKDAY:
            if self.kind(2) is Kind.SLASH and self.kind(3) is Kind.WEEKDAY:
                return self._weekday_list(first)
            neighbours = self.tokens[self.at + 1].value == (first << 1 if first < 1 << 6 else 1)
            if not self._is_night(neighbours=neighbours):
                self.at += 2
                return _weekday_range(first, self.tokens[self.at - 1].value)
            self.at += 2
        if self.kind() not in _RANGE or self.kind(1) is not Kind.WEEKDAY:
            return first
        last = self.tokens[self.at + 1].value
        self.at += 2
        if self.nights and self.kind() is Kind.SLASH and self.kind(1) is Kind.WEEKDAY:
            self.at += 2
        return _weekday_range(first, last)

    def _weekday_list(self, mask: int) -> int:
        """Read the rest of `MON/WED/FRI`."""
        while self.kind() is Kind.SLASH and self.kind(1) is Kind.WEEKDAY:
            mask |= self.tokens[self.at + 1].value
            self.at += 2
        return mask

    def _is_night(self, *, neighbours: bool) -> bool:
        """Return whether two days joined by a stroke are the night between them; if not they are a range.

        They are a night beside a period over midnight. Days that are not neighbours make a range only where a stroke
        stands between the times too.
        """
        if self._times_at < self.at:
            try:
                self._times_at = self.kinds.index(Kind.TIME, self.at)
            except ValueError:
                self._times_at = len(self.kinds)
        start = self._times_at
        plain = self.kinds[start : start + 3 : 2] == [Kind.TIME, Kind.TIME]
        overnight = plain and self.tokens[start + 2].value <= self.tokens[start].value
        if neighbours and overnight:
            self.nights = True
            return True
        if not neighbours and not (plain and self.kinds[start + 1] is Kind.SLASH):
            raise self.fault("days joined by a stroke that are not neighbours")
        self.strokes = True
        return False

    def _dates(self) -> tuple[tuple[int, int], bool]:
        """Read one date or one range of dates as ordinals, and whether it returns each year."""
        at = self.at
        try:
            return self._date_range()
        except DateError as error:
            raise ReadError("d-date", str(error), at) from error

    def _date_range(self) -> tuple[tuple[int, int], bool]:
        month, day = self.date()
        ranged = self.kind() in _RANGE and self.kind(1) in _DATE
        if self.kind() is Kind.SLASH and self.kind(1) in _DATE:
            second = self.tokens[self.at + (2 if self.kind(1) is Kind.MONTH else 1)].value
            neighbours = second == day + 1 or (second == 1 and day >= _SHORTEST_MONTH)
            ranged = not self._is_night(neighbours=neighbours)
            if not ranged:
                self.at += 1
                self.date()
                ranged = self.kind() in _RANGE and self.kind(1) in _DATE
        if not ranged:
            annual = bool(month) and self.calendar.annual
            if not day:
                return self.calendar.month(month), annual
            found = self.calendar.day(day, month)
            return (found, found), annual
        self.at += 1
        end_month, end_day = self.date()
        if self.nights and self.kind() is Kind.SLASH and self.kind(1) in _DATE:
            self.at += 1
            self.date()
        if (month, end_day) == (0, 0) or (day, end_month) == (0, 0):
            # One date written with a dash (`02-MAR`): a range from a day to a month, or back, says nothing.
            found = self.calendar.day(day or end_day, month or end_month)
            return (found, found), self.calendar.annual
        if month:
            first, last = (month, day or 1), (end_month or _month_after(month, day, end_day), end_day or 31)
            return self.calendar.span(first, last), self.calendar.annual
        start = self.calendar.day(day)
        return (start, self.calendar.until(start, end_day, end_month)), False

    def date(self) -> tuple[int, int]:
        """Read a date as (month, day), 0 where one is not printed; the month may stand before or after the day."""
        token = self.tokens[self.at]
        self.at += 1
        if token.kind is Kind.MONTH:
            if self.kind() is Kind.QUIET and self.kind(1) is Kind.DAY:
                self.at += 1
            if self.kind() is not Kind.DAY or self.kind(1) is Kind.MINUTES:
                return token.value, 0
            day = self.tokens[self.at].value
            self.at += 1
            self._skip_year()
            return token.value, day
        if self._suffixes is None:
            self._suffixes = suffixes(self.tokens) if Kind.MONTH in self.kinds else [0] * len(self.tokens)
        month = self._suffixes[self.at - 1]
        if self.kind() is Kind.MONTH and self._suffixes[self.at] == _TAKEN:
            self.at += 1
            self._skip_year()
        return month, token.value

    def _skip_year(self) -> None:
        """Pass over a year that stands after a month; it reads as a time that nothing ends."""
        if self.kind() is not Kind.TIME or self.calendar.first is None:
            return
        hundreds, rest = divmod(self.tokens[self.at].value, 60)
        if hundreds * 100 + rest not in self.calendar.years()[1:]:
            return
        if self.kind(1) in (Kind.DASH, Kind.SLASH, Kind.TO) and self.kind(2) not in _DATE:
            return
        self.at += 1


def suffixes(tokens: list[Token]) -> list[int]:
    """Return for each token the month that stands after it (`27 28 FEB`); -1 at that month itself, else 0."""
    found = [0] * len(tokens)
    month = 0
    begins, after = len(tokens), False
    for place in range(len(tokens) - 1, -1, -1):
        kind, value = tokens[place]
        if kind in _DATE and place < begins:
            begins, after = _run(tokens, place)
        if kind is Kind.MONTH:
            month = value if after or _is_suffix(tokens, place) else 0
            found[place] = _TAKEN if month else 0
        elif kind is Kind.DAY:
            found[place] = month
        elif kind not in _WITHIN_DATES:
            month = 0
    return found


def _run(tokens: list[Token], last: int) -> tuple[int, bool]:
    """Return where the dates begin that end at `last`, and whether each month among them stands after its days.

    So it is where they end with a month (`28 APR 02 04 MAY`): a month before its days never stands last.
    """
    after = tokens[last].kind is Kind.MONTH
    first = last
    while first >= 0 and (tokens[first].kind in _DATE or tokens[first].kind in _WITHIN_DATES):
        if tokens[first].kind is Kind.MONTH and (first == 0 or tokens[first - 1].kind is not Kind.DAY):
            after = False
        first -= 1
    return first + 1, after


def _is_suffix(tokens: list[Token], place: int) -> bool:
    if not place or tokens[place - 1].kind is not Kind.DAY:
        return False
    if place > 1 and tokens[place - 2].kind is Kind.MONTH and not _is_single_suffix(tokens, place - 2):
        return False
    if tokens[place + 1].kind is not Kind.DAY:
        return True
    return tokens[place + 2].kind is Kind.MONTH and tokens[place + 3].kind is not Kind.DAY


def _is_single_suffix(tokens: list[Token], place: int) -> bool:
    return place > 0 and tokens[place - 1].kind is Kind.DAY and (place < 2 or tokens[place - 2].kind is not Kind.MONTH)


def _month_after(month: int, day: int, end_day: int) -> int:
    return month if not day or end_day >= day else month % 12 + 1


def _weekday_range(first: int, last: int) -> int:
    """Return the mask of the weekdays from the first of `first` to the last of `last`, around the end of the week."""
    mask = first | last
    day = first
    while day != last and day & last == 0:
        mask |= day
        day = day << 1 if day < 1 << 6 else 1
    return mask


def _meets(days: tuple[int, int], weekdays: int) -> bool:
    first, last = days
    return any(weekdays >> (day - 1) % 7 & 1 for day in range(first, min(last, first + 6) + 1))

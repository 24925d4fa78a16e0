"""The grammar of item D): days, then spans, then exceptions, in groups (ICAO Doc 8126; EUROCONTROL OPADD, item D).

    schedule    = group { [","] group }
    group       = days [exceptions] [spans] [exceptions] | spans [days] [exceptions] | stamp "TO" stamp
    exceptions  = "EXC" (days [spans] | spans)
    days        = (dates | weekdays | "DAILY" | "HOL") { [","] ... }
    spans       = span { [","] span }
    span        = "H24" | "HJ" | "HN" | point ("-" | "/") [date] point
    point       = hhmm | ("SR" | "SS") [("PLUS" | "MINUS") minutes]

Where a comma or a dash is missing, the kinds of the neighbouring tokens say where it belongs.
"""

from __future__ import annotations

from typing import Final

from advisories.errors import InputError
from advisories.notam.schedule.dates import Calendar, DateError
from advisories.notam.schedule.days import DayReader, ReadError
from advisories.notam.schedule.intervals import among
from advisories.notam.schedule.terms import NAMED_SPANS, SUN_EVENTS, WHOLE_DAY, Days, Group, Point, Span, clock_span
from advisories.notam.schedule.tokens import DAY_MINUTES, Kind, Token
from advisories.times import ten_digits

__all__ = ["read_groups"]

_TIME_KINDS: Final = frozenset((Kind.TIME, Kind.SPAN, Kind.SUN, Kind.WRONG))
_JOINED: Final = frozenset((Kind.COMMA, Kind.AND, Kind.QUIET))
_BETWEEN_POINTS: Final = frozenset((Kind.DASH, Kind.SLASH, Kind.TO))
_SEPARATORS: Final = frozenset((Kind.COMMA, Kind.AND, Kind.QUIET, Kind.HOURS))
_QUIET: Final = frozenset((Kind.QUIET, Kind.HOURS))
_AFTER: Final = _QUIET | {Kind.NEXT}
_NOTE: Final = _AFTER | {Kind.OPEN}
_AMOUNTS: Final = frozenset((Kind.DAY, Kind.NUMBER, Kind.TIME))
_COUNTS: Final = frozenset((Kind.DAY, Kind.NUMBER))
_SIGNS: Final = frozenset((Kind.PLUS, Kind.MINUS))
_UNITS: Final = frozenset((Kind.MINUTES, Kind.HOURS))
_EVERY_DAY: Final = frozenset((Kind.DAILY, Kind.EVERY, Kind.DAYWORD))
_RANGE_OF_DAYS: Final = [Kind.DAY, Kind.DASH, Kind.DAY]
_EXPLICIT_DAYS: Final = frozenset((Kind.DAILY, Kind.EVERY, Kind.WEEKDAY))
_EXPLICIT: Final = frozenset((Kind.ON, Kind.EVERY, Kind.DAILY))


def read_groups(tokens: list[Token], calendar: Calendar) -> tuple[tuple[Group, ...], bool]:
    """Return the groups of a schedule, and whether holidays are among its days or exceptions.

    Raises `ReadError` with the place of the first token that does not fit.
    """
    reader = _GroupReader(tokens, calendar)
    while (kind := reader.kind()) is not Kind.END:
        if kind in _SEPARATORS:
            reader.at += 1
        else:
            reader.group()
    reader.close()
    return tuple(reader.groups), reader.holiday


class _GroupReader(DayReader):
    """Reads groups one after the other."""

    def __init__(self, tokens: list[Token], calendar: Calendar) -> None:
        super().__init__(tokens, calendar)
        self.groups: list[Group] = []
        self.holiday = False
        self._timed = False
        self._untimed = -1

    def opens_times(self, ahead: int = 0) -> bool:
        """Return whether a span begins here."""
        while self.kind(ahead) is Kind.BETWEEN:
            ahead += 1
        kind = self.kind(ahead)
        return kind in _TIME_KINDS or (kind in _AMOUNTS and self._opens_amount(ahead))

    def _opens_amount(self, ahead: int = 0) -> bool:
        """Return whether a number of minutes or hours before or after the sun's begins here: `30 MIN BFR SR`."""
        unit = self.kind(ahead + 1)
        return unit is Kind.MINUTES or (
            unit is Kind.HOURS and self.kind(ahead) in _COUNTS and self.kind(ahead + 2) in _SIGNS
        )

    def group(self) -> None:
        """Read the group that begins here."""
        self.calendar.open_group()
        self.nights = self.strokes = False
        if self.opens_times():
            self._times_first()
        elif self.opens_days() or (self.kind() is Kind.EXCEPT and not self.groups):
            self._days_first()
        elif self.kind() is Kind.STAMP:
            self._stamps()
        elif self.kind() is Kind.OPEN and self.kind(1) is Kind.EXCEPT and self.groups:
            self.at += 1
        elif self.kind() is Kind.EXCEPT:
            last = self.groups.pop()
            cuts = self._trailing(last.days, last.spans)
            self.groups.append(Group(days=last.days, spans=last.spans, cuts=last.cuts + cuts, holiday=last.holiday))
        else:
            raise self.fault("expected days or times")

    def close(self) -> None:
        """Refuse days that stand alone beside others with times: the times meant for them cannot be told."""
        if self._timed and self._untimed >= 0:
            self.at = self._untimed
            raise self.fault("days without times")

    def _days_first(self) -> None:
        begin = self.at
        days, holiday = self.days()
        cuts: tuple[Group, ...] = ()
        spans: tuple[Span, ...] = ()
        if self.kind() is Kind.EXCEPT:
            cuts, spans = self._exceptions(bare=True, days=days)
        if not spans:
            ahead = 0
            while self.kind(ahead) in _QUIET or self.kind(ahead) is Kind.COMMA:
                ahead += 1
            if self.opens_times(ahead):
                self.at += ahead
                spans = self._spans(days)
                if not days and not holiday:
                    days, holiday = self._days_after()
            elif self.groups and _EVERY_DAY.issuperset(self.kinds[begin : self.at]):
                return
            else:
                self._refuse_hours(begin)
                self._untimed = self.at
                spans = (WHOLE_DAY,)
        self._close(days, spans, cuts, holiday=holiday)

    def _refuse_hours(self, begin: int) -> None:
        """Refuse `DAILY 08-16`, which may be hours or days."""
        read = self.kinds[begin : self.at]
        if read[-3:] == _RANGE_OF_DAYS and set(read[:-3]) & _EXPLICIT_DAYS and Kind.MONTH not in read:
            raise self.fault("days or hours without minutes")

    def _times_first(self) -> None:
        spans = self._spans(())
        days, holiday = self._days_after()
        self._close(days, spans, (), holiday=holiday)

    def _days_after(self) -> tuple[tuple[Days, ...], bool]:
        """Read the days that follow their times (`0830-1030 MON-FRI`), unless times of their own follow these."""
        if not self.opens_days():
            return (), False
        explicit = self.kind() in _EXPLICIT
        daily = self.kind() is Kind.DAILY and self.kind(1) is Kind.COMMA
        at, cursor = self.at, self.calendar.cursor
        found = self.days()
        if self.opens_times() and (daily or not explicit):
            # `0700-1500 DLY, SAT 0900-1000`: what follows the comma has times of its own.
            self.at, self.calendar.cursor = at + daily, cursor
            return (), False
        return found

    def _close(
        self, days: tuple[Days, ...], spans: tuple[Span, ...], cuts: tuple[Group, ...], *, holiday: bool
    ) -> None:
        if self.kind() is Kind.EXCEPT:
            cuts += self._trailing(days, spans)
        if (self.nights and not all(span.overnight for span in spans)) or (
            self.strokes and any(span.overnight for span in spans)
        ):
            raise self.fault("days joined by a stroke beside periods of which only some pass midnight")
        if holiday:
            self.holiday = True
            self.groups.append(Group(spans=spans, cuts=cuts, holiday=True))
        if days or not holiday:
            self.groups.append(Group(days=days, spans=spans, cuts=cuts))

    def _trailing(self, days: tuple[Days, ...], spans: tuple[Span, ...]) -> tuple[Group, ...]:
        """Read the exceptions after the times of a group; those with days that it has not are meant for all before."""
        cuts, _ = self._exceptions(bare=False, days=days)
        while cuts and cuts[-1].spans and (more := self._further(days, spans)) is not None:
            cuts += (more,)
        if all(among(cut.days, days) for cut in cuts):
            return cuts
        self.groups = [
            Group(days=group.days, spans=group.spans, cuts=group.cuts + cuts, holiday=group.holiday)
            for group in self.groups
        ]
        return cuts

    def _further(self, days: tuple[Days, ...], spans: tuple[Span, ...]) -> Group | None:
        """Read a further exception with times of its own: `EXC 03 0900-1000, 04 1000-1100`.

        It is one where its days and times lie within those of the group: said again, they would add nothing.
        """
        ahead = 0
        while self.kind(ahead) in _JOINED:
            ahead += 1
        if not ahead or not self.opens_days(ahead):
            return None
        at, cursor = self.at, self.calendar.cursor
        self.at += ahead
        self.calendar.turn_back([span for term in days if not term.annual for span in term.ranges])
        try:
            excepted, holiday = self.days(exception=True)
            if excepted and not holiday and self.opens_times() and among(excepted, days, wholly=True):
                found = self._spans(excepted)
                if all(any(_holds(span, one) for span in spans) for one in found):
                    return Group(days=excepted, spans=found)
        except ReadError:
            pass
        finally:
            self.calendar.go_on()
        self.at, self.calendar.cursor = at, cursor
        return None

    def _exceptions(self, *, bare: bool, days: tuple[Days, ...] = ()) -> tuple[tuple[Group, ...], tuple[Span, ...]]:
        """Read `EXC ...`; where the group has no spans yet (`bare`), those after the excepted days are the group's."""
        self.at += 1
        while self.kind() in _QUIET:
            self.at += 1
        if self.opens_times():
            return (Group(spans=self._spans(())),), ((WHOLE_DAY,) if bare else ())
        if not self.opens_days():
            raise self.fault("expected days or times after the exception")
        self.calendar.turn_back([span for term in days if not term.annual for span in term.ranges])
        excepted, holiday = self.days(exception=True)
        self.calendar.go_on()
        self.holiday = self.holiday or holiday
        cuts = (Group(days=excepted),) if excepted else ()
        if not self.opens_times():
            return cuts, ()
        if bare and (excepted or holiday):
            return cuts, self._spans(days)
        spans = self._spans(excepted)
        timed = (Group(days=excepted, spans=spans),) if excepted or not holiday else ()
        return timed, ((WHOLE_DAY,) if bare else ())

    def _stamps(self) -> None:
        """Read `2206012300 TO 2206020730`: a block between two full times."""
        start = self._stamp()
        if self.kind() in _BETWEEN_POINTS:
            self.at += 1
        if self.kind() is not Kind.STAMP:
            raise self.fault("expected a second time of ten digits")
        end = self._stamp()
        if end <= start:
            raise self.fault("a block that ends before it starts")
        (day, minute), (end_day, end_minute) = start, end
        span = Span(start=Point(minute=minute), end=Point(minute=end_minute), over=end_day - day)
        self.groups.append(Group(days=(Days(ranges=((day, day),)),), spans=(span,)))

    def _stamp(self) -> tuple[int, int]:
        try:
            when = ten_digits(f"{self.tokens[self.at].value:010}")
        except InputError as error:
            raise self.fault(str(error), "d-time") from error
        self.at += 1
        while self.kind() in _QUIET:
            self.at += 1
        return when.toordinal(), when.hour * 60 + when.minute

    def _spans(self, days: tuple[Days, ...]) -> tuple[Span, ...]:
        self._timed = True
        spans = [self._span(days)]
        while True:
            ahead = 0
            while self.kind(ahead) in _SEPARATORS or self.kind(ahead) is Kind.SLASH:
                ahead += 1
            if not self.opens_times(ahead):
                break
            self.at += ahead
            spans.append(self._span(days))
        return tuple(spans)

    def _span(self, days: tuple[Days, ...]) -> Span:
        at = self.at
        kinds = self.kinds[at : at + 4]
        if kinds[0] is Kind.TIME is kinds[2] and kinds[1] in _BETWEEN_POINTS and kinds[3] not in _NOTE:
            self.at += 3
            return clock_span(self.tokens[at].value, self.tokens[at + 2].value)
        return self._any_span(days)

    def _any_span(self, days: tuple[Days, ...]) -> Span:
        between = False
        while self.kind() is Kind.BETWEEN:
            between = True
            self.at += 1
        if self.kind() is Kind.SPAN:
            self.at += 1
            return NAMED_SPANS[self.tokens[self.at - 1].value]
        start = self._point()
        kind = self.kind()
        if kind in _BETWEEN_POINTS or (between and kind is Kind.AND):
            self.at += 1
        elif kind is not Kind.TIME:
            raise self.fault("expected the end of a period")
        while self.kind() in _QUIET:
            self.at += 1
        over = None
        if self.kind() in (Kind.DAY, Kind.MONTH, Kind.WEEKDAY) and not self._opens_amount():
            over = self._days_over(days)
        end = self._point()
        if over == 0 and not start.sun and not end.sun and end.minute <= start.minute:
            over = 7 if days[0].ranges == () else None
        if over is None and not start.sun and not end.sun:
            return self._plain(start.minute, end.minute)
        if self._next_day() and over is None:
            over = 1
        return Span(start=start, end=end, over=over)

    def _plain(self, start: int, end: int) -> Span:
        if self._next_day() and end > start:
            return Span(start=Point(minute=start), end=Point(minute=end), over=1)
        return clock_span(start, end)

    def _next_day(self) -> bool:
        """Pass over `UTC`, `HRS` and the like; return whether `NEXT DAY` stands among them."""
        found = False
        while (kind := self.kind()) in _QUIET or kind is Kind.NEXT or (kind is Kind.OPEN and self.kind(1) in _AFTER):
            found = found or kind is Kind.NEXT
            self.at += 1
            if kind is Kind.NEXT and self.kind() is Kind.DAYWORD:
                self.at += 1
        return found

    def _days_over(self, days: tuple[Days, ...]) -> int:
        """Read the date or weekday before the end of a block; return the days from the block's start to it."""
        if len(days) != 1:
            raise self.fault("a block over several days begins on more than one")
        ranges, weekdays = days[0].ranges, days[0].weekdays
        if self.kind() is Kind.WEEKDAY and self.kind(1) not in (Kind.DAY, Kind.MONTH):
            mask = self.tokens[self.at].value
            if (ranges and ranges[0][0] != ranges[-1][1]) or weekdays & (weekdays - 1) or mask & (mask - 1):
                raise self.fault("a block over several weekdays begins on more than one")
            self.at += 1
            return (mask.bit_length() - weekdays.bit_length()) % 7
        if self.kind() is Kind.WEEKDAY:
            self.at += 1
        if len(ranges) != 1 or ranges[0][0] != ranges[0][1]:
            raise self.fault("a block over several dates begins on more than one")
        month, day = self.date()
        if not day:
            raise self.fault("a month without a day")
        start = ranges[0][0]
        try:
            return self.calendar.until(start, day, month) - start
        except DateError as error:
            raise self.fault(str(error), "d-date") from error

    def _point(self) -> Point:
        token = self.tokens[self.at]
        sign = 0
        amount = 0
        if token.kind in _AMOUNTS and self._opens_amount():
            amount = token.value * (1 if self.kind(1) is Kind.MINUTES else 60)
            self.at += 2
            sign = self._sign()
            token = self.tokens[self.at] if sign else token
        if token.kind is Kind.SUN:
            self.at += 1
            if not sign:
                sign, amount = self._offset()
            return Point(minute=sign * amount, sun=SUN_EVENTS[token.value])
        if token.kind is not Kind.TIME or sign or amount:
            wrong = token.kind is Kind.WRONG
            raise self.fault(
                "no such time of day" if wrong else "expected a time", "d-time" if wrong else "d-unreadable"
            )
        self.at += 1
        while self.kind() in _QUIET:
            self.at += 1
        return Point(minute=token.value)

    def _sign(self) -> int:
        sign = {Kind.PLUS: 1, Kind.MINUS: -1}.get(self.kind(), 0)
        if sign:
            self.at += 1
            if self.kind() is Kind.TO:
                self.at += 1
        return sign

    def _offset(self) -> tuple[int, int]:
        """Read `PLUS30`, `MINUS15`, `+30`, `-30` or nothing after sunrise or sunset; the sign and the minutes."""
        sign = self._sign()
        if not sign:
            behind = self.kind(3 if self.kind(2) in _UNITS else 2)
            closed = behind in _BETWEEN_POINTS or behind in (Kind.COMMA, Kind.END)
            if self.kind() is not Kind.DASH or self.kind(1) not in (Kind.DAY, Kind.NUMBER) or not closed:
                return 0, 0
            sign = -1
            self.at += 1
        if self.kind() not in _AMOUNTS:
            raise self.fault("expected minutes before or after sunrise or sunset")
        amount = self.tokens[self.at].value
        self.at += 1
        if self.kind() is Kind.HOURS:
            amount *= 60
        if self.kind() in (Kind.MINUTES, Kind.HOURS):
            self.at += 1
        if amount > DAY_MINUTES // 2:
            raise self.fault("more than twelve hours before or after sunrise or sunset")
        return sign, amount


def _holds(span: Span, other: Span) -> bool:
    """Return whether a period holds another one by its printed times."""
    if span == WHOLE_DAY:
        return True
    if span.start.sun or span.end.sun or other.start.sun or other.end.sun or span.overnight or other.overnight:
        return False
    return span.start.minute <= other.start.minute and other.end.minute <= span.end.minute

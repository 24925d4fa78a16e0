"""Schedules in the form that nine of ten have, read word by word: dates or DAILY, then clock times, in groups.

    schedule = ["DAILY"] times | group { group }
    group    = date { [","] date } times
    date     = [month] day | [month] day "-" day
    times    = hhmm "-" hhmm { [","] hhmm "-" hhmm }

It is a part of the grammar of item D) and says the same; all else is left to the whole grammar.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from advisories.notam.schedule.dates import Calendar, DateError
from advisories.notam.schedule.terms import Days, Group, Span, clock_span
from advisories.notam.schedule.tokens import Kind, tokenize
from advisories.times import MONTHS

_DAILY: Final = ("DAILY", "DLY")
_MONTHS: Final = {name: place + 1 for place, name in enumerate(MONTHS)}
_DAYS: Final = {f"{day:02}": day for day in range(1, 32)}
_PERIOD: Final = [Kind.TIME, Kind.DASH, Kind.TIME, Kind.END]
_PERIOD_SIZE: Final = len("0000-0000")
_RANGE_SIZE: Final = len("01-02")


def common_groups(text: str, start: datetime | None, end: datetime | None) -> tuple[Group, ...] | None:
    """Return the groups of a schedule in the common form, between B) and C); None where it has another one.

    `text` is plain, in capitals. A date that does not exist is another form, too.
    """
    words = text.split()
    if not words or "\n" in text:
        return None
    daily = words[0] in _DAILY
    if daily or (len(words[0]) >= _PERIOD_SIZE and _period(words[0]) is not None):
        spans, at = _spans(words, 1 if daily else 0)
        return (Group(spans=spans),) if spans and at == len(words) and words[-1][-1] != "," else None
    months = frozenset([_MONTHS[word] for word in words if word in _MONTHS])
    try:
        return _dated(words, Calendar(start, end, months))
    except DateError:
        return None


def _dated(words: list[str], calendar: Calendar) -> tuple[Group, ...] | None:
    """Return groups of dates with their times. Raises `DateError`."""
    groups = []
    at = 0
    while at < len(words):
        calendar.open_group()
        days, at = _days(words, at, calendar)
        spans, at = _spans(words, at)
        if days is None or not spans:
            return None
        groups.append(Group(days=(days,), spans=spans))
    return None if words[-1][-1] == "," else tuple(groups)


def _days(words: list[str], at: int, calendar: Calendar) -> tuple[Days | None, int]:
    """Return the dates that stand at a place, and the place behind them; None where they are not of the common form.

    Raises `DateError`.
    """
    ranges = []
    annual = False
    last = len(words) - 1
    while at < last:
        word = words[at]
        month = _MONTHS.get(word, 0)
        if month:
            annual = calendar.annual
            at += 1
            word = words[at]
        comma = word[-1] == ","
        if comma:
            word = word[:-1]
        day = _DAYS.get(word)
        if day is not None:
            first = calendar.day(day, month)
            ranges.append((first, first))
        elif len(word) == _RANGE_SIZE and word[2] == "-" and word[:2] in _DAYS and word[3:] in _DAYS:
            ranges.append(_range(calendar, month, _DAYS[word[:2]], _DAYS[word[3:]]))
        else:
            break
        at += 1
        if at > last or (words[at] in _MONTHS and not comma):
            # A month behind a day may be that day's.
            break
        if len(words[at]) >= _PERIOD_SIZE:
            return (None if comma else Days(ranges=tuple(ranges), annual=annual)), at
    return None, at


def _range(calendar: Calendar, month: int, day: int, last: int) -> tuple[int, int]:
    if month:
        return calendar.span((month, day), (month if last >= day else month % 12 + 1, last))
    first = calendar.day(day)
    return first, calendar.until(first, last)


def _spans(words: list[str], at: int) -> tuple[tuple[Span, ...], int]:
    """Return the periods that stand at a place, and the place behind them."""
    spans = []
    for word in words[at:]:
        span = _period(word) if len(word) >= _PERIOD_SIZE else None
        if span is None:
            break
        spans.append(span)
    return tuple(spans), at + len(spans)


@lru_cache(maxsize=4096)
def _period(word: str) -> Span | None:
    """Return what `0600-1800` says, with a comma behind it or without; None for any other word."""
    tokens = tokenize(word.removesuffix(","))
    if [token.kind for token in tokens] != _PERIOD or len(word.removesuffix(",")) != _PERIOD_SIZE:
        return None
    return clock_span(tokens[0].value, tokens[2].value)

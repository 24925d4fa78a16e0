"""Item D) against a table of schedules worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advisories.notam.schedule import read_schedule
from advisories.times import ten_digits

Period = tuple[datetime, datetime]


def _moment(text: str, day: str, begin: datetime) -> datetime:
    month, number = int(day[:2]), int(day[2:])
    year = begin.year + (month < begin.month)
    return datetime(year, month, number, int(text[:2]), int(text[2:]), tzinfo=UTC)


def _periods(text: str, begin: datetime) -> tuple[Period, ...]:
    if text == "-":
        return ()
    found = []
    for piece in text.split():
        first, last = piece.split("-")
        day, start = first.split(".")
        end_day, end = last.split(".") if "." in last else (day, last)
        found.append((_moment(start, day, begin), _moment(end, end_day, begin)))
    return tuple(found)


def _cases() -> list[tuple[str, datetime, datetime, tuple[Period, ...]]]:
    lines = (Path(__file__).parent / "schedules.txt").read_text(encoding="utf-8").splitlines()
    cases = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        text, start, end, periods = line.rsplit(" | ", 3)
        begin = ten_digits(start)
        cases.append((text.replace("\\n", "\n"), begin, ten_digits(end), _periods(periods, begin)))
    return cases


CASES = _cases()


def test_the_table_is_long_enough() -> None:
    """The table of schedules worked out by hand holds at least 200 different ones."""
    assert len(CASES) == len(set(CASES)) >= 200


@pytest.mark.parametrize(("text", "start", "end", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_periods_are_those_worked_out_by_hand(
    text: str, start: datetime, end: datetime, expected: tuple[Period, ...]
) -> None:
    """A schedule gives exactly the periods that the rules of item D) give by hand."""
    schedule = read_schedule(text, start=start, end=end)
    assert schedule.understood, schedule.diagnostics
    assert schedule.diagnostics == ()
    assert schedule.text == text
    assert schedule.periods(start, end) == expected


@pytest.mark.parametrize(("text", "start", "end", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_time_is_active_where_a_period_holds_it(
    text: str, start: datetime, end: datetime, expected: tuple[Period, ...]
) -> None:
    """A schedule is active from the first minute of each period up to, and not at, its end."""
    schedule = read_schedule(text, start=start, end=end)
    minute = timedelta(minutes=1)
    for first, last in expected:
        assert schedule.active_at(first) is True
        assert schedule.active_at(last - minute) is True
        assert schedule.active_at(last) is False
        assert schedule.active_at(first - minute) is False


@pytest.mark.parametrize(("text", "start", "end", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_window_cuts_the_periods(text: str, start: datetime, end: datetime, expected: tuple[Period, ...]) -> None:
    """A window gives the same periods, cut at its bounds."""
    middle = start + (end - start) / 2
    schedule = read_schedule(text, start=start, end=end)
    before = tuple((first, min(last, middle)) for first, last in expected if first < middle)
    after = tuple((max(first, middle), last) for first, last in expected if last > middle)
    assert schedule.periods(start - timedelta(days=400), middle) == before
    assert schedule.periods(middle, end + timedelta(days=400)) == after

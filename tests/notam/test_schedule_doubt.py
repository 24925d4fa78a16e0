"""Item D) where something cannot be said: what was not understood, holidays, contradictions, hostile text."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.model import from_json, to_json
from advisories.notam.schedule import Schedule, read_schedule
from advisories.notam.schedule.tokens import plain, positions, tokenize

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
END = datetime(2026, 4, 20, 18, tzinfo=UTC)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)

UNREAD = [
    ("ACT BY ATC", "d-unreadable", "ACT"),
    ("DAILY 0700-1600 LT", "d-unreadable", "LT"),
    ("SEE AIP SUP 14/26", "d-unreadable", "SEE"),
    ("0700-1600 OR AS NOTIFIED", "d-unreadable", "OR"),
    ("DAILY 0700/1600 1HR EARLIER HDS", "d-unreadable", "EARLIER"),
    ("EVERY SECOND DAY 0700-1600", "d-unreadable", "SECOND"),
    ("0700", "d-unreadable", ""),
    ("0700-", "d-unreadable", ""),
    ("-", "d-unreadable", "-"),
    ("0700-1600 EXC", "d-unreadable", ""),
    ("0700-1600-1800", "d-unreadable", "-"),
    ("05 08 0700-09 0500", "d-unreadable", "09"),
    ("05/07 2200-0300", "d-unreadable", "/"),
    ("04/01 2200-0300", "d-unreadable", "/"),
    ("DAILY 2200-0300 EXC SAT/SUN", "d-unreadable", ""),
    ("05 0700-1600, 06", "d-unreadable", ""),
    ("0700-1600 (0600-1500)", "d-unreadable", "("),
    ("06.04. 0700-1600", "d-unreadable", "06.04"),
    ("H 24 0700", "d-unreadable", ""),
    ("1ST MON 0700-1600", "d-unreadable", "ST"),
    ("MON/WED 0700-1600", "d-unreadable", "/"),
    ("DAILY 08-16", "d-unreadable", ""),
    ("MON-FRI 08-16", "d-unreadable", ""),
    ("WEEKLY 0700-1600", "d-unreadable", "0700"),
    ("SRMINUS-SS", "d-unreadable", "-"),
    ("2603052240 TO", "d-unreadable", ""),
    ("2603062240 TO 2603052240", "d-unreadable", ""),
    ("SR PLUS-SS", "d-unreadable", "-"),
    ("2500-2600", "d-time", "2500"),
    ("0770-0900", "d-time", "0770"),
    ("1000-2430", "d-time", "2430"),
    ("2613052240 TO 2613062240", "d-time", "2613052240"),
    ("FEB 30 0700-1600", "d-date", "FEB"),
    ("APR 31 0700-1600", "d-date", "APR"),
]


@pytest.mark.parametrize(("text", "code", "found"), UNREAD)
def test_what_is_not_understood_is_named(text: str, code: str, found: str) -> None:
    """A schedule that is not understood keeps its text and names the place that could not be read."""
    schedule = read_schedule(text, start=START, end=END)
    assert not schedule.understood
    assert schedule.text == text
    (note,) = schedule.diagnostics
    assert (note.code, note.item) == (code, "D")
    assert text[note.start : note.end] == found
    assert note.message


@pytest.mark.parametrize(("text", "code", "found"), UNREAD)
def test_what_is_not_understood_is_never_inactive(text: str, code: str, found: str) -> None:
    """A schedule that is not understood gives no periods and answers neither active nor inactive at any time."""
    assert code
    assert found in text
    schedule = read_schedule(text, start=START, end=END)
    assert schedule.periods(START, END) == ()
    assert schedule.unresolved(START, END) == ((START, END),)
    for hours in range(-48, 24 * 60, 7):
        assert schedule.active_at(START + timedelta(hours=hours)) is None


def test_dates_need_the_start_of_the_validity() -> None:
    """Dates cannot be placed without B; weekdays and times can."""
    assert read_schedule("05 0700-1600", start=None, end=END).diagnostics[0].code == "d-date"
    assert read_schedule("MAR 05 0700-1600", start=None, end=None).diagnostics[0].code == "d-date"
    assert read_schedule("MAR 05-07 0700-1600", start=None, end=None).diagnostics[0].code == "d-date"
    weekdays = read_schedule("TUE 0700-1600", start=None, end=None)
    assert weekdays.active_at(NOON) is True
    assert weekdays.active_at(NOON + timedelta(days=1)) is False


@pytest.mark.parametrize("text", ["", " ", "\n", ".", ","])
def test_an_empty_schedule_is_active_throughout(text: str) -> None:
    """An item D) that says nothing restricts nothing."""
    schedule = read_schedule(text, start=START, end=END)
    assert schedule.understood
    assert schedule.periods(START - timedelta(days=9), END + timedelta(days=9)) == ((START, END),)
    assert schedule.active_at(NOON) is True
    assert schedule.active_at(START - timedelta(minutes=1)) is False
    assert schedule.active_at(END) is False


def test_an_open_end_runs_on() -> None:
    """Without C the schedule goes on; without B it has always been so."""
    schedule = read_schedule("DAILY 0700-1600", start=START, end=None)
    assert schedule.active_at(NOON + timedelta(days=4000)) is True
    assert read_schedule("DAILY 0700-1600", start=None, end=None).active_at(NOON - timedelta(days=4000)) is True
    late = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    early = datetime(1, 1, 1, tzinfo=UTC)
    always = read_schedule("H24", start=None, end=None)
    assert always.active_at(late) is True
    assert always.active_at(early) is True
    assert always.periods(early, early + timedelta(days=1)) == ((early, early + timedelta(days=1)),)
    assert always.periods(late - timedelta(days=1), late) == ((late - timedelta(days=1), late),)


def test_a_window_outside_the_validity_is_empty() -> None:
    """A window that ends before it starts, or lies outside B to C, has no periods."""
    schedule = read_schedule("DAILY 0700-1600", start=START, end=END)
    assert schedule.periods(END, START) == ()
    assert schedule.unresolved(END, START) == ()
    assert schedule.doubts(END, START) == ()
    assert schedule.periods(END, END + timedelta(days=5)) == ()


def test_seconds_of_the_validity_are_kept() -> None:
    """Bounds of the window and the validity cut to the second."""
    start = START.replace(hour=7, minute=10, second=20)
    schedule = read_schedule("DAILY 0700-1600", start=start, end=END)
    window = (start - timedelta(hours=1), start + timedelta(seconds=5, microseconds=7))
    assert schedule.periods(*window) == ((start, window[1]),)


def test_seasons_return_each_year() -> None:
    """Under a validity of more than a year a month and day come back every year."""
    start = datetime(2026, 1, 10, tzinfo=UTC)
    schedule = read_schedule("MAR 29-OCT 24 0600-1800, OCT 25-MAR 28 0700-1700", start=start, end=None)
    for year in (2026, 2027, 2031):
        assert schedule.active_at(datetime(year, 7, 1, 6, 30, tzinfo=UTC)) is True
        assert schedule.active_at(datetime(year, 12, 1, 6, 30, tzinfo=UTC)) is False
        assert schedule.active_at(datetime(year, 2, 1, 16, 59, tzinfo=UTC)) is True
        assert schedule.active_at(datetime(year, 2, 1, 17, 0, tzinfo=UTC)) is False
    leap = read_schedule("FEB 29 0600-1800", start=datetime(2028, 1, 1, tzinfo=UTC), end=None)
    assert leap.active_at(datetime(2028, 2, 29, 7, tzinfo=UTC)) is True
    assert leap.active_at(datetime(2028, 3, 1, 7, tzinfo=UTC)) is False


def test_a_whole_month_may_be_named() -> None:
    """Months without days stand for all their days."""
    schedule = read_schedule("MAR-APR SAT 0600-1800", start=START, end=END)
    assert schedule.periods(START, END)[0][0] == datetime(2026, 3, 7, 6, tzinfo=UTC)
    assert len(schedule.periods(START, END)) == 7


@pytest.mark.parametrize(
    "text",
    [
        "MON-FRI 0700-1600 EXC HOL",
        "MON-FRI EXC HOL 0700-1600",
        "MON-FRI 0700-1600 EXC HOLIDAYS",
        "MON-FRI 0700-1600 EXC PUBLIC HOLIDAYS",
        "MON-FRI 0700-1600 (EXC HOL)",
    ],
)
def test_a_holiday_exception_never_makes_it_inactive(text: str) -> None:
    """An exception for holidays is named and takes no day away; the rest is understood."""
    schedule = read_schedule(text, start=START, end=END)
    assert schedule.understood
    (note,) = schedule.diagnostics
    assert note.code == "d-holiday"
    assert text[note.start : note.end].startswith("HOL")
    plain = read_schedule("MON-FRI 0700-1600", start=START, end=END)
    assert schedule.periods(START, END) == plain.periods(START, END)


@pytest.mark.parametrize(
    "text", ["SAT SUN HOL 0700-1600", "SAT SUN AND HOL 0700-1600", "SAT, SUN, PUBLIC HOL 0700-1600"]
)
def test_holidays_are_possible_on_any_day(text: str) -> None:
    """Where holidays add days, other days at those hours are left open, and other hours are inactive."""
    schedule = read_schedule(text, start=START, end=END)
    assert schedule.active_at(datetime(2026, 3, 7, 12, tzinfo=UTC)) is True
    assert schedule.active_at(datetime(2026, 3, 10, 12, tzinfo=UTC)) is None
    assert schedule.active_at(datetime(2026, 3, 10, 17, tzinfo=UTC)) is False
    day = datetime(2026, 3, 10, tzinfo=UTC)
    opened = schedule.unresolved(day, day + timedelta(days=1))
    assert opened == ((day + timedelta(hours=7), day + timedelta(hours=16)),)
    week = (datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC))
    assert [first.day for first, _ in schedule.unresolved(*week)] == [6, 9]


CONTRADICTIONS = [
    ("SUN 0700-1600", datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)),
    ("0700-0800", datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 3, 11, tzinfo=UTC)),
    ("DEC 24 25 0700-1600", START, END),
    ("DAILY 0700-1600 EXC TUE WED", datetime(2026, 3, 3, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "start", "end"), CONTRADICTIONS)
def test_a_schedule_without_any_period_is_not_believed(text: str, start: datetime, end: datetime) -> None:
    """A schedule none of whose periods lies within B to C contradicts its NOTAM and is not understood."""
    schedule = read_schedule(text, start=start, end=end)
    assert not schedule.understood
    assert schedule.diagnostics[0].code == "d-outside"
    assert schedule.active_at(start) is None


def test_schedules_travel_as_json() -> None:
    """A schedule written as JSON reads back as itself and gives the same periods."""
    schedule = read_schedule("MAR 05-09 MON-FRI SR-1600 EXC MAR 06, APR 01 H24", start=START, end=END)
    again = from_json(to_json(schedule), Schedule)
    assert again == schedule
    assert again.periods(START, END, position=(8.5, 47.4)) == schedule.periods(START, END, position=(8.5, 47.4))


def test_too_long_a_text_is_not_read() -> None:
    """Five megabytes come back at once, not understood."""
    for text in ("0700-1600 " * 500_000, "\n" * 5_000_000, "9" * 5_000_000):
        began = time.process_time()
        schedule = read_schedule(text, start=START, end=END)
        assert time.process_time() - began < 0.05
        assert schedule.diagnostics[0].code == "d-too-long"
        assert schedule.text == text


HOSTILE = [
    "05,", "05 ", "0700-", "0700-1600 ", "EXC ", "EXC 05, ", "0700-1600 EXC 05, ", "MON-", "1/", "1\n", "BTN ", ",", "05/06 ",
    "MAR ", "5 MAR ", "SR-30-", "2603052240 TO 2603062240 ", "HOL ", "(", "0700-1600, 05 ", "S\n", "31 01 ", "FEB 28-29 ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_within_the_limit_is_slow(piece: str) -> None:
    """Repeated pieces up to the longest text are read in a moment."""
    began = time.process_time()
    read_schedule((piece * 2000)[:2000], start=START, end=END)
    assert time.process_time() - began < 0.25


VOCABULARY = """
MON TUE SUN MAR APR DEC JAN FEB SR SS H24 HJ HN EXC HOL DAILY EVERY ON BTN AND TO PLUS MINUS30 01 05 29 30 31 6 0700
WEEKLY ONLY SRMINUS30 1600 2359 2400 0000 2026 2603052240 052240 30 MIN UTC NEXT DAY H 24 HR - / , . ; : ( ) + ß ١ – XX
"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n"])


@settings(max_examples=600)
@given(st.lists(WORDS, max_size=25), st.sampled_from(["", " ", "\n"]), st.booleans(), st.booleans())
def test_no_mixture_of_words_raises(words: list[str], glue: str, begun: bool, ended: bool) -> None:
    """Any mixture of a schedule's own words is read or refused, and gives ordered periods within B and C."""
    start = START if begun else None
    end = END if ended else None
    schedule = read_schedule(glue.join(words), start=start, end=end)
    assert schedule.understood or schedule.diagnostics
    capitals = plain(schedule.text)
    assert len(positions(capitals)) == len(tokenize(capitals))
    for place in (None, (8.5, 47.4)):
        periods = schedule.periods(START - timedelta(days=3), START + timedelta(days=40), position=place)
        flat = [moment for period in periods for moment in period]
        assert flat == sorted(set(flat))
        assert all(first < last for first, last in periods)
        if start and flat:
            assert flat[0] >= start
        assert schedule.active_at(NOON, position=place) in (True, None, False)
        if not schedule.understood:
            assert schedule.active_at(NOON, position=place) is None


@settings(max_examples=400)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    """Any text at all is read or refused."""
    schedule = read_schedule(text, start=START, end=END)
    assert schedule.text == text
    schedule.periods(START, END, position=(179.99, -60.0))
    for note in schedule.diagnostics:
        assert 0 <= note.start <= note.end <= len(text)

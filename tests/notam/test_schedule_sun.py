"""Item D) by the sun: sunrise and sunset by place and UTC day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from advisories.notam.schedule import read_schedule
from advisories.notam.schedule.sun import EPOCH, events
from advisories.notam.schedule.tokens import DAY_MINUTES

LONDON = (-0.1278, 51.5074)
NEW_YORK = (-74.006, 40.7128)
SYDNEY = (151.2093, -33.8688)
TOKYO = (139.6917, 35.6895)
HONOLULU = (-157.8583, 21.3069)
REYKJAVIK = (-21.9426, 64.1466)
SINGAPORE = (103.82, 1.35)
TROMSO = (18.9553, 69.6492)
TWO_MINUTES = timedelta(minutes=2)

# Published tables of sunrise and sunset, in UTC.
ALMANAC = [
    (LONDON, "SR", datetime(2025, 6, 21, 3, 43, tzinfo=UTC)),
    (LONDON, "SS", datetime(2025, 6, 21, 20, 21, tzinfo=UTC)),
    (LONDON, "SR", datetime(2025, 12, 21, 8, 4, tzinfo=UTC)),
    (LONDON, "SS", datetime(2025, 12, 21, 15, 53, tzinfo=UTC)),
    (NEW_YORK, "SR", datetime(2025, 6, 21, 9, 25, tzinfo=UTC)),
    (NEW_YORK, "SS", datetime(2025, 6, 22, 0, 31, tzinfo=UTC)),
    (NEW_YORK, "SS", datetime(2025, 12, 21, 21, 32, tzinfo=UTC)),
    (SYDNEY, "SR", datetime(2025, 12, 20, 18, 41, tzinfo=UTC)),
    (SYDNEY, "SS", datetime(2025, 12, 21, 9, 5, tzinfo=UTC)),
    (TOKYO, "SR", datetime(2025, 6, 20, 19, 25, tzinfo=UTC)),
    (TOKYO, "SS", datetime(2025, 6, 21, 10, 0, tzinfo=UTC)),
    (HONOLULU, "SR", datetime(2025, 12, 21, 17, 5, tzinfo=UTC)),
    (HONOLULU, "SS", datetime(2025, 12, 21, 3, 54, tzinfo=UTC)),
    (REYKJAVIK, "SR", datetime(2025, 6, 21, 2, 55, tzinfo=UTC)),
    (REYKJAVIK, "SS", datetime(2025, 6, 21, 0, 3, tzinfo=UTC)),
    (SINGAPORE, "SR", datetime(2025, 3, 19, 23, 8, tzinfo=UTC)),
]


def _day(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0)


@pytest.mark.parametrize(("place", "sun", "expected"), ALMANAC)
def test_the_sun_is_right_to_two_minutes(place: tuple[float, float], sun: str, expected: datetime) -> None:
    """Sunrise and sunset agree with the almanac within two minutes, on the UTC day they fall on."""
    found = events(sun, *place, expected.toordinal())
    assert found is not None
    first = EPOCH + timedelta(minutes=found[0] - DAY_MINUTES)
    assert abs(first - expected) <= TWO_MINUTES
    assert first.date() == expected.date()


@pytest.mark.parametrize("sun", ["SR", "SS"])
@pytest.mark.parametrize("longitude", range(-180, 181, 15))
@pytest.mark.parametrize("latitude", [-45, 0, 55])
def test_no_day_loses_or_repeats_the_sun(longitude: int, latitude: int, sun: str) -> None:
    """At every longitude events follow each other by about a day, also where they pass 00:00 UTC."""
    first = date(2025, 1, 1).toordinal()
    moments: list[int] = []
    for day in range(first, first + 366):
        found = events(sun, float(longitude), float(latitude), day)
        assert found is not None
        moments.extend(moment for moment in found if moment < (day + 1) * DAY_MINUTES)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) > DAY_MINUTES - 10
    assert max(gaps) < DAY_MINUTES + 10


def test_daylight_at_greenwich_lies_within_the_day() -> None:
    """`SR-SS` near Greenwich gives one period inside each UTC day."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 22, tzinfo=UTC)
    ((rise, fall),) = read_schedule("SR-SS", start=start, end=end).periods(start, end, position=LONDON)
    assert abs(rise - datetime(2025, 6, 21, 3, 43, tzinfo=UTC)) <= TWO_MINUTES
    assert abs(fall - datetime(2025, 6, 21, 20, 21, tzinfo=UTC)) <= TWO_MINUTES


@pytest.mark.parametrize("text", ["20 SR-SS", "DEC 20 HJ", "20 SR-21 SS", "DEC 20 SR - DEC 21 SS"])
def test_daylight_in_the_far_east_passes_midnight(text: str) -> None:
    """In the far east daylight begins on the printed UTC day and ends on the next."""
    start, end = datetime(2025, 12, 20, 18, tzinfo=UTC), datetime(2025, 12, 21, 10, tzinfo=UTC)
    ((rise, fall),) = read_schedule(text, start=start, end=end).periods(start, end, position=SYDNEY)
    assert abs(rise - datetime(2025, 12, 20, 18, 41, tzinfo=UTC)) <= TWO_MINUTES
    assert abs(fall - datetime(2025, 12, 21, 9, 5, tzinfo=UTC)) <= TWO_MINUTES


def test_daylight_in_the_far_west_passes_midnight() -> None:
    """In the far west daylight ends on the UTC day after the one it begins on."""
    start, end = datetime(2025, 12, 20, 12, tzinfo=UTC), datetime(2025, 12, 21, 12, tzinfo=UTC)
    ((rise, fall),) = read_schedule("DLY SR-SS", start=start, end=end).periods(start, end, position=HONOLULU)
    assert abs(rise - datetime(2025, 12, 20, 17, 5, tzinfo=UTC)) <= TWO_MINUTES
    assert abs(fall - datetime(2025, 12, 21, 3, 54, tzinfo=UTC)) <= TWO_MINUTES


@pytest.mark.parametrize("text", ["SS-SR", "HN", "DAILY SS-SR"])
def test_night_runs_from_sunset_to_sunrise(text: str) -> None:
    """Night begins with the sunset of the printed day and ends with the next sunrise; before B it is cut."""
    start, end = datetime(2025, 12, 21, tzinfo=UTC), datetime(2025, 12, 22, tzinfo=UTC)
    periods = read_schedule(text, start=start, end=end).periods(start, end, position=LONDON)
    assert len(periods) == 2
    assert periods[0][0] == start
    assert abs(periods[0][1] - datetime(2025, 12, 21, 8, 4, tzinfo=UTC)) <= TWO_MINUTES
    assert abs(periods[1][0] - datetime(2025, 12, 21, 15, 53, tzinfo=UTC)) <= TWO_MINUTES
    assert periods[1][1] == end


OFFSETS = [
    ("SR MINUS30-SS PLUS45", -30, 45),
    ("SR MINUS 30 - SS PLUS 45", -30, 45),
    ("SRMINUS30-SSPLUS45", -30, 45),
    ("SR MINUS30-SS PLUS45 ONLY", -30, 45),
    ("SR PLUS15-SS MINUS20", 15, -20),
    ("SR-30 - SS+45", -30, 45),
    ("SR-30-SS+45", -30, 45),
    ("SR-SS PLUS45", 0, 45),
    ("SR MINUS30-SS", -30, 0),
    ("30MIN BEFORE SR TO 45MIN AFTER SS", -30, 45),
    ("SR MINUS 1HR-SS PLUS 45MIN", -60, 45),
    ("SR-1HR TO SS+45MIN", -60, 45),
    ("SUNRISE-30MIN TO SUNSET+45MIN", -30, 45),
    ("1HR BFR SR-1HR AFT SS", -60, 60),
    ("1 HR BEFORE SR TO SS", -60, 0),
    ("EVERY SAT SR MINUS30-SS PLUS45", -30, 45),
    ("SR MI\nNUS30-SS PLUS4\n5", -30, 45),
]


@pytest.mark.parametrize(("text", "before", "after"), OFFSETS)
def test_minutes_are_added_to_the_sun(text: str, before: int, after: int) -> None:
    """PLUS and MINUS move sunrise and sunset by their minutes, in every spelling."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 22, tzinfo=UTC)
    ((rise, fall),) = read_schedule("SR-SS", start=start, end=end).periods(start, end, position=LONDON)
    schedule = read_schedule(text, start=start, end=end)
    assert schedule.understood, schedule.diagnostics
    expected = (rise + timedelta(minutes=before), fall + timedelta(minutes=after))
    assert schedule.periods(start, end, position=LONDON) == (expected,)


MIXED = [
    ("0915-SS", "09:15", "20:21"),
    ("SR-1015", "03:43", "10:15"),
    ("SS-2359", "20:21", "23:59"),
    ("21 0915 - SS", "09:15", "20:21"),
    ("SAT 0915-SS PLUS30", "09:15", "20:51"),
    ("0915-SS EXC SUN", "09:15", "20:21"),
]


@pytest.mark.parametrize(("text", "first", "last"), MIXED)
def test_the_sun_and_the_clock_mix(text: str, first: str, last: str) -> None:
    """A period may begin by the clock and end by the sun, or the other way round."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 22, tzinfo=UTC)
    ((begin, finish),) = read_schedule(text, start=start, end=end).periods(start, end, position=LONDON)
    assert abs(begin - datetime.fromisoformat(f"2025-06-21T{first}Z")) <= TWO_MINUTES
    assert abs(finish - datetime.fromisoformat(f"2025-06-21T{last}Z")) <= TWO_MINUTES


def test_an_evening_over_midnight_belongs_to_its_start_day() -> None:
    """`SS-0300` on a date begins with its sunset and ends at 03:00 of the next day."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 23, tzinfo=UTC)
    ((begin, finish),) = read_schedule("21 SS-0300", start=start, end=end).periods(start, end, position=LONDON)
    assert abs(begin - datetime(2025, 6, 21, 20, 21, tzinfo=UTC)) <= TWO_MINUTES
    assert finish == datetime(2025, 6, 22, 3, tzinfo=UTC)


def test_no_position_leaves_it_open() -> None:
    """Without a position a schedule by the sun is understood, and neither active nor inactive on its days."""
    start, end = datetime(2025, 6, 20, tzinfo=UTC), datetime(2025, 6, 25, tzinfo=UTC)
    schedule = read_schedule("21 SR-SS, 23 0800-0900", start=start, end=end)
    assert schedule.understood
    assert schedule.needs_position
    noon = timedelta(hours=12)
    assert schedule.active_at(datetime(2025, 6, 21, tzinfo=UTC) + noon) is None
    assert schedule.active_at(datetime(2025, 6, 23, 8, 30, tzinfo=UTC)) is True
    assert schedule.active_at(datetime(2025, 6, 24, tzinfo=UTC) + noon) is False
    assert len(schedule.periods(start, end)) == 1
    assert [note.code for note in schedule.doubts(start, end)] == ["d-sun"]
    assert "position" in schedule.doubts(start, end)[0].message
    assert schedule.doubts(start, end, position=LONDON) == ()


@pytest.mark.parametrize("text", ["SR-SS", "SS-SR", "HJ", "HN", "0800-SS", "SR-1200", "SR PLUS30-SS MINUS30"])
@pytest.mark.parametrize("month", [6, 12])
def test_polar_day_and_night_are_open(text: str, month: int) -> None:
    """Where the sun does not rise or set a schedule by the sun is left open, never inactive at its hours."""
    start, end = datetime(2025, month, 20, tzinfo=UTC), datetime(2025, month, 23, tzinfo=UTC)
    schedule = read_schedule(text, start=start, end=end)
    assert schedule.active_at(datetime(2025, month, 21, 10, tzinfo=UTC), position=TROMSO) is None
    assert schedule.periods(start, end, position=TROMSO) == ()
    assert schedule.unresolved(start, end, position=TROMSO)
    assert [note.code for note in schedule.doubts(start, end, position=TROMSO)] == ["d-sun"]


def test_a_sun_past_its_closing_time_is_open() -> None:
    """Where sunset falls just after the printed end of the evening, nothing is guessed."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 22, tzinfo=UTC)
    schedule = read_schedule("SS-1930", start=start, end=end)
    assert schedule.periods(start, end, position=LONDON) == ()
    assert schedule.active_at(datetime(2025, 6, 21, 21, tzinfo=UTC), position=LONDON) is None


@pytest.mark.parametrize("place", [(float("nan"), 10.0), (10.0, float("inf")), (500.0, 10.0), (10.0, 95.0)])
def test_an_impossible_position_is_no_position(place: tuple[float, float]) -> None:
    """A position that is not on the earth leaves the sun open."""
    start, end = datetime(2025, 6, 21, tzinfo=UTC), datetime(2025, 6, 22, tzinfo=UTC)
    assert read_schedule("SR-SS", start=start, end=end).active_at(_day(start), position=place) is None

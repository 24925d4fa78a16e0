"""Wrong values that other readers give in silence, and what broke for their users: each must come out right here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from advisories.errors import NotamError
from advisories.model import Datum, EndKind
from advisories.notam import Notam, NotamType, parse


def notam(
    *,
    q: str = "LXAA/QRTCA/IV/BO/W/000/100/4512N00730E012",
    times: str = "B) 2703010600 C) 2703052100",
    d: str = "",
    e: str = "TEXT",
) -> Notam:
    """Return an invented NOTAM with the given items."""
    schedule = f"D) {d}\n" if d else ""
    return parse(f"A0123/27 NOTAMN\nQ) {q}\nA) LXAA {times}\n{schedule}E) {e}")


def test_est_is_an_estimate_and_never_a_time_zone() -> None:
    """EST behind item C leaves both times in UTC and makes the end an estimate."""
    found = notam(times="B) 2609281223 C) 2610041447 EST")
    assert found.start == datetime(2026, 9, 28, 12, 23, tzinfo=UTC)
    assert found.end == datetime(2026, 10, 4, 14, 47, tzinfo=UTC)
    assert found.end_kind is EndKind.ESTIMATED


def test_degrees_and_minutes_are_not_decimal_degrees() -> None:
    """4038N 00736W is 40.633 north, 7.6 west."""
    center = notam(q="LXAA/QRTCA/IV/BO/W/000/100/4038N00736W012").center
    assert center == pytest.approx((-7.6, 40 + 38 / 60))


def test_months_count_from_one() -> None:
    """2402080700 is 8 February."""
    assert notam(times="B) 2402080700 C) 2402080800").start == datetime(2024, 2, 8, 7, tzinfo=UTC)


def test_a_short_qualifier_line_does_not_cost_item_b() -> None:
    """Item B is read behind a Q line with empty fields."""
    assert notam(q="PXZA/QXXXX////000/600/").start == datetime(2027, 3, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["TWY (A, B AND D) CLSD", "GATE 12 (RMP CLSD) SEE D) BELOW", "1) X\nD) 0800-1000\nE) Y"]
)
def test_no_schedule_is_made_of_words_in_the_text(text: str) -> None:
    """A bracket, or a letter D) in a list, inside item E is text."""
    found = notam(e=text)
    assert found.schedule == ""
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    [
        "A) RADIO 118.1 B) RADIO 119.2 C) NIL F) FIRE SERVICE CAT 2,\nG) MEDICAL AID,\nH) FUEL NIL",
        "LEVELS IN AREA F) 500FT AND AREA G) 900FT MAY CHANGE",
        "SFC FREQ 119.7 (AREA G) NOT AVBL",
        "TRA(G) NORTH ACT",
        "QUOTE NOTAM TEXT: AREA CLSD. F)GND G)150M AGL UNQUOTE",
        "PARTS: A) 3 B) 4 F) 1 G) 2",
    ],
)
def test_no_limits_are_made_of_words_in_the_text(text: str) -> None:
    """Letters F) and G) in a list, in a name or in a quoted NOTAM are text."""
    found = notam(e=text)
    assert (found.lower, found.upper) == (None, None)
    assert found.text == text


def test_feet_metres_agl_and_amsl_are_kept_apart() -> None:
    """Each limit keeps its own unit and datum."""
    found = notam(e="UAS ACT\nF) 50M AGL G) 4500FT AMSL")
    assert found.lower is not None
    assert found.upper is not None
    assert (found.lower.value, found.lower.unit, found.lower.datum) == (50, "M", Datum.AGL)
    assert (found.upper.value, found.upper.unit, found.upper.datum) == (4500, "FT", Datum.AMSL)


def test_2400_ends_the_day_and_is_not_2359() -> None:
    """Hour 24 in item C, and in a schedule, is midnight at the end of that day."""
    found = notam(times="B) 2703010000 C) 2703012400", d="2000-2400")
    assert found.end == datetime(2027, 3, 2, tzinfo=UTC)
    start, end = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 3, tzinfo=UTC)
    assert found.periods(start, end) == ((datetime(2027, 3, 1, 20, tzinfo=UTC), datetime(2027, 3, 2, tzinfo=UTC)),)


def test_a_list_of_points_is_no_polygon() -> None:
    """Three positions without wording for an area are not joined."""
    found = notam(e="CRANES ERECTED AT 451000N0073000E, 451100N0073200E AND 451300N0073500E")
    geometry = found.geometry()
    assert geometry is None or "Polygon" not in geometry["type"]


def test_a_schedule_decides_what_is_active() -> None:
    """Outside the hours of item D the NOTAM is not active, inside them it is."""
    found = notam(d="DAILY 0800-1600")
    assert found.active_at(datetime(2027, 3, 2, 12, tzinfo=UTC)) is True
    assert found.active_at(datetime(2027, 3, 2, 17, tzinfo=UTC)) is False


def test_a_schedule_that_is_not_understood_never_makes_a_notam_inactive() -> None:
    """What cannot be understood stays text with a diagnostic, and the whole validity counts."""
    found = notam(d="WHEN THE MOON IS BLUE")
    assert found.schedule == "WHEN THE MOON IS BLUE"
    assert found.schedule_read is not None
    assert not found.schedule_read.understood
    assert found.all_diagnostics
    assert found.active_at(datetime(2027, 3, 2, 12, tzinfo=UTC)) is not False
    day = datetime(2027, 3, 2, tzinfo=UTC)
    assert found.periods(day, day + timedelta(days=1)) == ((day, day + timedelta(days=1)),)


@pytest.mark.parametrize("d", ["", "DAILY 0800-1600"])
def test_an_estimated_end_ends_nothing_by_the_clock(d: str) -> None:
    """After an estimated end the NOTAM still applies, with its schedule, until it is replaced or cancelled."""
    found = notam(times="B) 2703010600 C) 2703052100 EST", d=d)
    assert found.active_at(datetime(2027, 3, 9, 12, tzinfo=UTC)) is True
    periods = found.periods(datetime(2027, 3, 5, tzinfo=UTC), datetime(2027, 3, 7, tzinfo=UTC))
    assert periods[-1][1] > datetime(2027, 3, 6, tzinfo=UTC)
    fixed = notam(d=d)
    assert fixed.active_at(datetime(2027, 3, 9, 12, tzinfo=UTC)) is False


def test_permanent_has_no_year_to_expire_in() -> None:
    """PERM, and the sentinel years that stand for it, are no dates."""
    for words in ("PERM", "PERMANENT"):
        found = notam(times=f"B) 2703010600 C) {words}")
        assert (found.end, found.end_kind) == (None, EndKind.PERMANENT)
    for words in ("2038-01-19 03:14", "2106-02-07 06:28"):
        found = notam(times=f"B) 2027-03-01 06:00 C) {words}")
        assert (found.end, found.end_kind) == (None, EndKind.PERMANENT)


def test_item_letters_in_the_text_split_nothing() -> None:
    """POINT C) and (BTN J AND …) inside item E leave the items as they are."""
    found = notam(e="TAXI VIA POINT C) FOLLOW-ME\nTWY W(BTN J AND K) CLSD\nQ) IS A LETTER A) TOO B) 2801010000 C) PERM")
    assert (found.end_kind, found.locations) == (EndKind.FIXED, ("LXAA",))
    assert found.text.startswith("TAXI VIA POINT C) FOLLOW-ME")
    assert found.text.endswith("C) PERM")


def test_several_locations_are_all_kept() -> None:
    """Item A holds up to seven locations."""
    found = parse(
        "A0123/27 NOTAMN\nQ) LXXX/QAFXX/IV/NBO/E/000/999/4512N00730E999\nA) LXAA LXBB LXCC LXDD LXEE LXFF LXGG\nB) 2703010600 C) PERM\nE) X"
    )
    assert found.locations == ("LXAA", "LXBB", "LXCC", "LXDD", "LXEE", "LXFF", "LXGG")


@pytest.mark.parametrize(
    ("times", "code", "words"),
    [
        ("B) 2713450600 C) 2703052100", "b-unreadable", "2713450600"),
        ("B) 2703010600 C) 2703322100", "c-unreadable", "2703322100"),
        ("B) 2703010600 C) TOMORROW", "c-unreadable", "TOMORROW"),
        ("B) 2703010600 C) 2702010600", "c-before-b", "2702010600"),
        ("B) 2703010600", "c-missing", ""),
        ("C) 2703052100", "b-missing", ""),
    ],
)
def test_a_time_that_cannot_be_read_is_a_diagnostic_beside_the_original(times: str, code: str, words: str) -> None:
    """The words stay, the span points at them in the text given, and strict reading raises the fault."""
    found = notam(times=times)
    fault = next(fault for fault in found.diagnostics if fault.code == code)
    assert words in found.raw[fault.start : fault.end]
    assert words in found.start_words + found.end_words
    assert found.text == "TEXT"
    with pytest.raises(NotamError, match=code):
        parse(found.raw, strict=True)


def test_spans_point_into_the_text_as_given() -> None:
    """Line ends, entities and page breaks do not shift the span of a diagnostic."""
    text = "A0123/27 NOTAMN\r\nQ) LXAA/QAFXX/IV/NBO/E/000/999/4512N00730E999\r\nA) LXAA&nbsp;B) 2703010600 C) SOON\r\nE) X &amp; Y"
    found = parse(text)
    (fault,) = found.diagnostics
    assert text[fault.start : fault.end] == "SOON"
    assert found.text == "X & Y"


def test_a_fault_of_the_schedule_is_one_in_strict_reading() -> None:
    """Strict reading raises what item D does not say clearly."""
    found = notam(d="WHEN THE MOON IS BLUE")
    with pytest.raises(NotamError):
        parse(found.raw, strict=True)


def test_strict_reading_accepts_a_clean_notam() -> None:
    """Strict and lenient reading give the same of a NOTAM without faults."""
    found = notam(d="DAILY 0800-1600")
    assert parse(found.raw, strict=True) == found
    assert found.type is NotamType.NEW

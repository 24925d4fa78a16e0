"""A NOTAM in plain words: what is said of its code, times and area, and what is never said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from advisories.digest import areas, decoded
from advisories.digest.decoded import DecodedNotam
from advisories.model import to_json
from advisories.notam import Notam, parse

AT = datetime(2031, 5, 6, 9, 30, tzinfo=UTC)  # a Tuesday
FORM = (
    "(A0012/31 NOTAM{kind}\nQ) LXAA/{code}/IV/NBO/AE/000/100/{centre}\nA) LXAA B) 3105010600 C) {end}\n{d}E) {text}\n"
    "F) SFC G) 2500FT AMSL)"
)


def notam(**items: str) -> Notam:
    """Return a NOTAM with these items."""
    given = {"kind": "N", "code": "QRTCA", "centre": "4512N00730W012", "end": "3106302100", "d": "", "text": "TRA ACT"}
    return parse(FORM.format(**{**given, **items}))


def decode(at: datetime = AT, *, shows_text: bool = True, **items: str) -> DecodedNotam:
    """Return a NOTAM with these items, decoded."""
    return decoded.decode(notam(**items), at, shows_text=shows_text)


def test_the_code_is_told_in_words() -> None:
    """Subject, condition, group, traffic, scope, purpose and levels of the Q-line are words."""
    one = decode()
    assert (one.message, one.code, one.subject, one.condition, one.group) == (
        "NOTAM, new",
        "QRTCA",
        "temporary restricted area",
        "activated",
        "airspace restrictions",
    )
    assert one.concerns == (
        "IFR and VFR flights; aerodrome and en-route; for the immediate attention of operators; for pre-flight briefing; "
        "concerns flight operations"
    )
    assert one.band == "FL 000 – FL 100"


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ({"kind": "R A0011/31"}, "NOTAM, replaces A0011/31"),
        ({"kind": "C A0011/31"}, "NOTAM, cancels A0011/31"),
        ({"code": "QARTT"}, "trigger NOTAM, new"),
        ({"code": "QKKKK"}, "checklist of the NOTAM in force"),
    ],
)
def test_the_sort_of_message_is_named(items: dict[str, str], message: str) -> None:
    """A replacement, a cancellation, a trigger NOTAM and a checklist are called that."""
    assert decode(AT, shows_text=True, **items).message == message


def test_a_snowtam_is_named_and_nothing_is_read_into_it() -> None:
    """A SNOWTAM is shown as such, without subject, schedule or area."""
    one = decoded.decode(parse("SWLX0123 LXAB 01190630\n(SNOWTAM 0123\nLXAB)"), AT, shows_text=True)
    assert one.message == "SNOWTAM: named, not read as a NOTAM"
    assert (one.code, one.schedule, one.areas) == ("", "", ())


def test_periods_are_those_of_the_days_ahead() -> None:
    """From the beginning of the day on, at most ten periods are listed, and how many more there are."""
    one = decode(d="D) 0800-1600\n")
    assert (one.understood, one.ahead, len(one.periods), one.more) == (True, "6 May 2031 to 19 May 2031", 10, 4)
    first = one.periods[0]
    assert (first.start.words, first.end.words, first.cut) == ("6 May 2031 08:00Z", "6 May 2031 16:00Z", False)


def test_a_page_is_the_same_for_the_whole_day() -> None:
    """Decoding depends on the day of the view and not on its hour."""
    assert decode(AT, d="D) MON-FRI 0800-1600\n") == decode(AT + timedelta(hours=14), d="D) MON-FRI 0800-1600\n")


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ({}, "active"),
        ({"d": "D) 0800-1600\n"}, "active, until 6 May 2031 16:00Z"),
        ({"d": "D) 1000-1600\n"}, "not active; next from 6 May 2031 10:00Z"),
        ({"d": "D) JUN 01 0800-1600\n"}, "not active"),
        ({"d": "D) SUBJ TO WX\n"}, "cannot be said: treat it as active"),
        ({"kind": "C A0011/31"}, "never: it only cancels another"),
        ({"end": "3105020600"}, "not active"),
        ({"end": "3105020600EST"}, "active"),
    ],
)
def test_active_now_and_next(items: dict[str, str], words: str) -> None:
    """Whether it is active at a time, and when that changes; a schedule not understood is never called inactive."""
    assert decoded.now_and_next(notam(**items), AT) == words


def test_a_schedule_that_is_not_understood_says_so() -> None:
    """A schedule that is not understood is shown as published, with why, and gives no periods."""
    one = decode(d="D) SUBJ TO WX\n")
    assert (one.schedule, one.understood, one.periods, one.ahead) == ("SUBJ TO WX", False, (), "")
    assert one.doubts


def test_holidays_and_the_sun_are_doubts() -> None:
    """What a schedule leaves open is said beside the periods that it gives."""
    assert any("holidays" in doubt for doubt in decode(d="D) MON-FRI EXC HOL 0800-1600\n").doubts)
    assert any("position" in doubt for doubt in decode(d="D) SR-SS\n", centre="").doubts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3NM RADIUS OF 451230N0073000W", ("circle, 3 NM around 45°12′30″N 007°30′W",)),
        (
            "WI AREA 4500N 00700W - 4600N 00700W - 4600N 00600W - 4500N 00700W",
            ("polygon with 3 corners, the first at 45°00′N 007°00′W",),
        ),
        ("CRANE AT 451200N 0073000W", ("the point 45°12′N 007°30′W",)),
        (
            "5NM EITHER SIDE OF LINE 4500N 00700W - 4600N 00700W",
            ("corridor, 5 NM either side of a line through 2 points",),
        ),
        (
            "5NM RADIUS OF LISBO VOR",
            ("circle, 5 NM around LISBO VOR; not drawn, for part of it is only named: LISBO VOR",),
        ),
        ("DANGER AREA LPD12 ACT SFC-FL100", ("a named area: LPD12, SFC – FL100; not drawn: only named",)),
        (
            "3NM EITHER SIDE OF A LINE FM ABC010020 TO THE FIELD",
            (
                "corridor, 3 NM either side of a line between named points; not drawn, for part of it is only named: ABC010020",
            ),
        ),
    ],
)
def test_an_area_is_told_in_words(text: str, words: tuple[str, ...]) -> None:
    """Each shape of the text is told as it was described, unresolved ones as such."""
    found, source = areas.words(notam(text=text))
    assert (found, source) == (words, "read from its text")


def test_an_area_says_where_it_comes_from() -> None:
    """Where the text describes none, the Q-line's circle stands in and says so, or nothing does."""
    assert areas.words(notam()) == (
        ("circle, 12 NM around 45°12′N 007°30′W",),
        "the circle of its qualifier line; its text describes none",
    )
    assert areas.words(notam(centre="4512N00730W999")) == (
        (),
        "neither its text nor its qualifier line describes one",
    )


def test_many_shapes_are_counted() -> None:
    """More than twelve shapes are not all listed, and the rest is counted."""
    circles = ", ".join(f"1NM RADIUS OF 45{minute:02d}00N 0073000W" for minute in range(15))
    found, _ = areas.words(notam(text=circles))
    assert (len(found), found[-1]) == (13, "and 3 more")


def test_plain_words_stand_beside_the_text_only_where_it_may_be_shown() -> None:
    """Abbreviations are spelt out where the text may be shown and has any; hostile text stays inert."""
    assert decode(text="TWY A CLSD").plain == "taxiway A closed"
    assert decode(text="TWY A CLSD", shows_text=False).plain == ""
    assert decode(text="OPEN").plain == ""
    assert "\u202e" not in decode(text="CLSD \u202e ABC").plain


def test_what_could_not_be_read_is_listed() -> None:
    """Diagnostics of all items but the schedule are sentences for a person."""
    assert any("vertical limit" in fault for fault in decode().faults) is False
    broken = decoded.decode(parse(notam().raw.replace("G) 2500FT AMSL", "G) TREE TOPS")), AT, shows_text=True)
    assert broken.faults


@pytest.mark.parametrize(
    ("record", "number"),
    [
        ({"notam": "(A0012/31 NOTAMN E) X)"}, "A0012/31"),
        ({"NOF": "EGGN", "Series": "L", "Number": "24", "Year": "31", "ItemE": "X"}, "L0024/31"),
        ({"number": "12"}, None),
    ],
)
def test_a_record_holds_a_notam_as_text_or_fields(record: dict[str, str], number: str | None) -> None:
    """The NOTAM of a stored record is found in its text or its fields; any other record holds none."""
    found = decoded.notam(to_json(record))
    assert (found.number if found else None) == number

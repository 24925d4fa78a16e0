"""US domestic NOTAMs (FAA Order JO 7930.2), invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisories.model import Datum, EndKind, Level
from advisories.notam import Layout, as_json, parse


def test_a_d_notam_is_read() -> None:
    """Accountability, number, location, keyword, text and times of a D NOTAM are read, and its year and month."""
    notam = parse(
        "!ABC 12/034 XYZ RWY 09/27 CLSD 2701022200-2701030600EST\nCREATED: 30 Dec 2026 10:11:00 \nSOURCE: ABC"
    )
    assert (notam.layout, notam.nof, notam.number, notam.locations) == (Layout.US_DOMESTIC, "ABC", "12/034", ("XYZ",))
    assert (notam.year, notam.month, notam.serial) == (2026, 12, 34)
    assert (notam.keyword, notam.text) == ("RWY", "RWY 09/27 CLSD")
    assert notam.start == datetime(2027, 1, 2, 22, tzinfo=UTC)
    assert (notam.end, notam.end_kind) == (datetime(2027, 1, 3, 6, tzinfo=UTC), EndKind.ESTIMATED)
    assert (notam.created, notam.source) == (datetime(2026, 12, 30, 10, 11, tzinfo=UTC), "ABC")


def test_the_year_of_a_number_without_footer_is_that_of_its_month() -> None:
    """A December number whose validity starts in January was issued in the year before."""
    assert parse("!ABC 12/034 XYZ TWY A CLSD 2701022200-2701030600").year == 2026
    assert parse("!ABC 01/034 XYZ TWY A CLSD 2701022200-2701030600").year == 2027


def test_an_fdc_notam_is_read() -> None:
    """An FDC NOTAM keeps its number with the year's last digit, and the keyword behind its states."""
    notam = parse(
        "!FDC 7/1234 ZXX NV..CA..AIRSPACE SOMEWHERE, NV..LASER LGT DEMONSTRATION\nSFC-FL260.\n2703010600-PERM"
    )
    assert (notam.nof, notam.number, notam.year, notam.month) == ("FDC", "7/1234", 2027, None)
    assert (notam.keyword, notam.locations, notam.end_kind) == ("AIRSPACE", ("ZXX",), EndKind.PERMANENT)
    assert (notam.lower, notam.upper) == (Level(datum=Datum.SFC), Level(datum=Datum.FL, value=260))


@pytest.mark.parametrize(
    ("words", "lower", "upper"),
    [
        ("SFC-2000FT AGL", Level(datum=Datum.SFC), Level(datum=Datum.AGL, value=2000, unit="FT")),
        ("FL190-FL220", Level(datum=Datum.FL, value=190), Level(datum=Datum.FL, value=220)),
        (
            "8000FT UP TO BUT NOT INCLUDING FL180",
            Level(datum=Datum.UNSTATED, value=8000, unit="FT"),
            Level(datum=Datum.FL, value=180, inclusive=False),
        ),
        (
            "5000-17000FT",
            Level(datum=Datum.UNSTATED, value=5000, unit="FT"),
            Level(datum=Datum.UNSTATED, value=17000, unit="FT"),
        ),
        ("1000FT-UNL", Level(datum=Datum.UNSTATED, value=1000, unit="FT"), Level(datum=Datum.UNL)),
    ],
)
def test_the_band_of_an_airspace_notam_is_read(words: str, lower: Level, upper: Level) -> None:
    """The one band in the text becomes the limits, with the datum only where it is printed."""
    notam = parse(f"!ABC 03/034 ZXX AIRSPACE ALPHA MOA ACT {words} 2703010600-2703022100")
    assert (notam.lower, notam.upper) == (lower, upper)


def test_several_bands_are_not_made_one() -> None:
    """Where the text names several bands none is taken, and a remark says so."""
    notam = parse("!FDC 7/1234 ZXX AIRSPACE AREA A SFC-2000FT AGL AREA B SFC-9000FT 2703010600-2703022100")
    assert (notam.lower, notam.upper) == (None, None)
    assert [fault.code for fault in notam.diagnostics] == ["limits-several"]
    assert parse(notam.raw, strict=True) == notam


@pytest.mark.parametrize(
    "words", ["DLY 1600-0200", "MON-FRI 1300-2300", "TUE THU SAT SR-SS", "DLY 0100-0300, 0900-1100"]
)
def test_the_schedule_before_the_times_is_item_d(words: str) -> None:
    """Day words and hours between the text and the times are the schedule, and are understood."""
    notam = parse(
        f"!ABC 03/034 XYZ AIRSPACE UAS WI AN AREA DEFINED AS 2NM RADIUS OF 411500N1003000W SFC-400FT AGL {words} 2703010600-2703302100"
    )
    assert notam.schedule == words
    assert notam.schedule_read is not None
    assert notam.schedule_read.understood


def test_times_by_the_sun_alone_are_the_schedule_of_an_area() -> None:
    """`SR-SS` without a day word is when an area is used; of an obstacle it may be when its light is on."""
    area = parse(
        "!ABC 03/034 XYZ AIRSPACE AEROBATIC ACFT WI AN AREA DEFINED AS 4NM RADIUS OF XYZ SR-SS 2703010600-PERM"
    )
    assert area.schedule == "SR-SS"
    light = parse("!ABC 03/034 XYZ OBST CRANE 411500N1003000W LGTD SS-SR 2703010600-2703302100")
    assert light.schedule == ""


def test_the_times_of_a_restriction_in_several_windows_are_its_periods() -> None:
    """EFFECTIVE … UNTIL … windows of a TFR are its periods, not the time from the first to the last."""
    notam = parse(
        "!FDC 7/1234 ZXX CA..AIRSPACE SOMEWHERE, CA..TEMPORARY FLIGHT RESTRICTIONS WI AN AREA DEFINED AS 3NM RADIUS OF\n"
        "371500N1203000W SFC-3000FT AGL EFFECTIVE 2703011500 UTC (0700 LOCAL 03/01/27) UNTIL 2703012300 UTC (1500 \n"
        "LOCAL 03/01/27), AND 2703021500 UTC (0700 LOCAL 03/02/27) UNTIL 2703022300 UTC (1500 LOCAL 03/02/27). AIR SHOW.\n"
        "2703011500-2703022300"
    )
    assert notam.start is not None
    assert notam.end is not None
    assert [(start.day, start.hour, end.hour) for start, end in notam.periods(notam.start, notam.end)] == [
        (1, 15, 23),
        (2, 15, 23),
    ]
    assert notam.geometry_from == "text"


def test_parts_end_with_their_own_times() -> None:
    """The times before END PART n OF m are those of the NOTAM, and the part is kept."""
    notam = parse(
        "!FDC 7/1234 ZXX PART 2 OF 4 ...SPECIAL SECURITY INSTRUCTIONS 2703010600-PERM\nEND PART 2 OF 4\nCREATED: 28 Feb 2027 01:02:00"
    )
    assert (notam.part, notam.parts, notam.keyword, notam.end_kind) == (2, 4, "SPECIAL", EndKind.PERMANENT)


def test_a_cut_message_without_times_says_so() -> None:
    """A message that lost its end keeps its text and location, with diagnostics for both times."""
    notam = parse("!FDC 7/1234 XYZ IAP SOMEWHERE, NV. RNAV RWY 09, AMDT 1... CHANGE NOTE TO \\")
    assert (notam.start, notam.end, notam.end_kind) == (None, None, EndKind.NOT_STATED)
    assert [fault.code for fault in notam.diagnostics] == ["b-missing", "c-missing"]


def test_sunrise_is_that_of_the_place_in_the_text() -> None:
    """Without a qualifier line, sunrise and sunset are those of the first position that the text prints."""
    notam = parse(
        "!ABC 06/034 XYZ AIRSPACE UAS WI AN AREA DEFINED AS 1NM RADIUS OF 400000N1050000W SFC-400FT AGL DLY SR-SS"
        " 2706011200-2706032300"
    )
    assert notam.place == (-105.0, 40.0)
    periods = notam.periods(datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 6, 5, tzinfo=UTC))
    assert len(periods) == 3
    assert all(begin.hour in (11, 12) for begin, _ in periods)


def test_sunrise_without_a_place_never_makes_a_notam_inactive() -> None:
    """Where nothing says where the sun rises, the whole validity counts, and a diagnostic says why."""
    notam = parse(
        "!ABC 06/034 XYZ AIRSPACE UAS WI AN AREA DEFINED AS 1NM RADIUS OF ABC012003 SFC-400FT AGL DLY SR-SS"
        " 2706011200-2706032300"
    )
    assert notam.place is None
    whole = (datetime(2027, 6, 1, 12, tzinfo=UTC), datetime(2027, 6, 3, 23, tzinfo=UTC))
    assert notam.periods(*whole) == (whole,)
    assert as_json(notam)["periods"] == [["2027-06-01T12:00:00Z", "2027-06-03T23:00:00Z"]]
    assert [fault.code for fault in notam.all_diagnostics] == ["d-no-place"]
    assert notam.active_at(datetime(2027, 6, 2, 18, tzinfo=UTC)) is None

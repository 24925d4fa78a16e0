"""Every notation of a position becomes decimal degrees; what cannot be one is said."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.geo.coordinates import all_positions, find_positions, hinted

NOTATIONS = [
    ("513206N 0000059W", 51.535, -0.016389),
    ("513206N0000059W", 51.535, -0.016389),
    ("513206N, 0000059W", 51.535, -0.016389),
    ("231100S/0701500W", -23.183333, -70.25),
    ("232336S / 0702322W", -23.393333, -70.389444),
    ("412643.75N 0021255.5E", 41.445486, 2.215417),
    ("504652,94N0153206,84E", 50.781372, 15.5352333),
    ("4030N/07350W", 40.5, -73.833333),
    ("5751N 00930E", 57.85, 9.5),
    ("4530.25N 07530.5W", 45.504167, -75.508333),
    ("364500N0762000W", 36.75, -76.333333),
    ("401003N880934W", 40.1675, -88.159444),
    ("471120N 705653W", 47.188889, -70.948056),
    ("N395600E1192100", 39.933333, 119.35),
    ("N1745E09330", 17.75, 93.5),
    ("N305356.10E1215608.82", 30.898917, 121.935783),
    ("S2500,00 W05738,30", -25.0, -57.638333),
    ("N39\n4300E1192100", 39.716667, 119.35),
    ("N39 4300E1192100", 39.716667, 119.35),
    ("520\n920N1420050E", 52.155556, 142.013889),
    ("37270\n0N1275800E", 37.45, 127.966667),
    ("431100N0\n0300 00E", 43.183333, 3.0),
    ("054945.\n29S1324633.62E", -5.829247, 132.776006),
    ("35-04-41N/117-44-56W", 35.078056, -117.748889),
    ("39 56 00N, 119 21 00E", 39.933333, 119.35),
    ("30 00 00 S 131 00 00 W", -30.0, -131.0),
    ("S20 00 E 100 40", -20.0, 100.666667),
    ("N 47 44 31.29 / E 10 04 41.54", 47.742025, 10.078206),
    ("39°56'00\"N 119°21'00\"E", 39.933333, 119.35),
    ("39°56'00''N 119°21'00''E", 39.933333, 119.35),
    ("29°21'6N, 47°30'16E", 29.351667, 47.504444),
    ("LAT 12°34'N LONG 045°12'E", 12.566667, 45.2),
    ("LAT: 123400N LONG: 0451200E", 12.566667, 45.2),
    ("51.5074N 0.1278W", 51.5074, -0.1278),
    ("51.5074°N, 0.1278°W", 51.5074, -0.1278),
    ("52251612N016484567E", 52.421144, 16.812686),
    ("14N062W", 14.0, -62.0),
    ("E0910807N293931", 29.658611, 91.135278),
    ("550059NN 0074627E", 55.016389, 7.774167),
    ("513260N 0000100W", 51.55, -0.016667),
    ("411213.00N1004360.00W", 41.203611, -100.733333),
    ("51 32 60N 000 01 00W", 51.55, -0.016667),
    ("1.505143N0210520E", 50.861944, 21.088889),
    ("AREA 12\n0920N01420E", 9.333333, 14.333333),
    ("FL245\n385934N 0054938W", 38.992778, -5.827222),
    ("902959S 1000000E", None, None),
    ("900000S 1800000W", -90.0, -180.0),
]


@pytest.mark.parametrize(("text", "lat", "lon"), NOTATIONS)
def test_a_printed_position_becomes_decimal_degrees(text: str, lat: float | None, lon: float | None) -> None:
    """Each notation in use is read to within a metre, and nothing beyond the poles is."""
    found, wrong = find_positions(text)
    if lat is None:
        assert not found
        assert wrong
        return
    (place,) = found
    assert place.lat == pytest.approx(lat, abs=1e-5)
    assert place.lon == pytest.approx(lon, abs=1e-5)
    assert hinted(text)


def test_glued_pairs_are_kept_apart() -> None:
    """Positions printed without anything between them are each read."""
    found, wrong = find_positions("310714N0341759E310818N0343709E\n310550N0344003E")
    assert [round(place.lat, 3) for place in found] == [31.121, 31.138, 31.097]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("336156N1182260W", "336156N1182260W"),
        ("513261N 0000100W", "513261N 0000100W"),
        ("343000N 003500W", "343000N 003500W"),
        ("953000N 0100000E", "953000N 0100000E"),
        ("123000N 1810000E", "123000N 1810000E"),
        ("0645N 112000W", "0645N 112000W"),
        ("40532IN 0083919W", "0083919W"),
        ("310000N07825000W", "310000N"),
        ("1 4908325N 0004328W", "4908325N"),
    ],
)
def test_what_cannot_be_a_position_is_marked_and_not_repaired(text: str, marked: str) -> None:
    """61 minutes or seconds, 95 degrees, a lost half or figure: the characters are named and no position comes of them."""
    found, wrong = find_positions(text)
    assert not found
    assert text[wrong[0].start : wrong[0].end] == marked


@pytest.mark.parametrize(
    "text",
    ["RWY 09/27 CLSD 0600-1800", "5NM N OF FIELD, FREQ 124.600MHZ", "TEL 01992 924779 EXT 12 W", "A1234/26 NOTAMN", ""],
)
def test_numbers_that_are_no_position_stay_numbers(text: str) -> None:
    """Runways, times and telephone numbers are never read as positions."""
    assert find_positions(text) == ([], [])


@given(
    lat=st.integers(0, 89 * 3600 + 3599),
    lon=st.integers(0, 179 * 3600 + 3599),
    south=st.booleans(),
    west=st.booleans(),
    form=st.integers(0, 5),
)
def test_what_is_printed_in_any_notation_is_read_back(lat: int, lon: int, south: bool, west: bool, form: int) -> None:
    """A position written in a notation and read again is the same position."""
    (a, b, c), (d, e, f) = ((v // 3600, v // 60 % 60, v % 60) for v in (lat, lon))
    ns, ew = "S" if south else "N", "W" if west else "E"
    text = (
        f"{a:02}{b:02}{c:02}{ns}{d:03}{e:02}{f:02}{ew}",
        f"{a:02}{b:02}{c:02}{ns} {d:03}{e:02}{f:02}{ew}",
        f"{ns}{a:02}{b:02}{c:02}{ew}{d:03}{e:02}{f:02}",
        f"{a}°{b:02}'{c:02}\"{ns} {d}°{e:02}'{f:02}\"{ew}",
        f"{a:02}-{b:02}-{c:02}{ns}/{d:03}-{e:02}-{f:02}{ew}",
        f"{a:02}{b:02}\n{c:02}{ns}{d:03}{e:02}{f:02}{ew}",
    )[form]
    (found,), wrong = find_positions(text)
    assert not wrong
    assert found.lat == pytest.approx((-1 if south else 1) * lat / 3600, abs=1e-9)
    assert found.lon == pytest.approx((-1 if west else 1) * lon / 3600, abs=1e-9)


@given(st.text(alphabet="0123456789NSEW .,-/°'\"\nLATODG", max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Any text gives positions within the globe, in order and without overlap."""
    found, _ = find_positions(text)
    assert all(abs(place.lat) <= 90 and abs(place.lon) <= 180 for place in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize("unit", ["1", "1 ", "N1", "12N", "1-", "1°", "1.", "123456N ", "E1234567 ", "12 34 56 N "])
def test_time_is_linear_in_the_length_of_hostile_text(unit: str) -> None:
    """A text eight times as long takes nothing like its square."""

    def seconds(text: str) -> float:
        best = 1.0
        for _ in range(3):
            begun = time.process_time()
            find_positions(text)
            best = min(best, time.process_time() - begun)
        return best

    short, long = (unit * (size // len(unit)) for size in (4_000, 32_000))
    assert seconds(long) < 32 * seconds(short) + 0.05


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("CORD N13 20' 44.94''/W016 39'27.21''COMPLETELY", 13.345817, -16.657558),
        ("NXT GEO COORD: 31DEG 51MIN 43SEC S / 70DEG 37MIN 26SEC W", -31.861944, -70.623889),
        ("POINT(A)094700N 0980000EPOINT(B)", 9.783333, 98.0),
    ],
)
def test_degrees_minutes_and_seconds_may_be_spelt_or_signed(text: str, lat: float, lon: float) -> None:
    """Minutes signed behind a blank, units spelt out, and a side that touches the next word are all read."""
    (position,), wrong = find_positions(text)
    assert (position.lat, position.lon) == pytest.approx((lat, lon), abs=1e-5)
    assert not wrong


def test_a_side_is_not_taken_from_the_next_word() -> None:
    """Where the side is missing, the first letter of "WITHIN" does not stand for it."""
    positions, wrong = find_positions("CENTRED ON 380000N0270000 WITHIN TOWN TMA")
    assert not positions
    assert wrong


def test_numbers_in_a_row_are_no_position() -> None:
    """A list of numbered areas that happens to hold letters of sides is not read as a latitude and longitude."""
    assert find_positions("IN LOW FLYING AREAS - 9 10 11N 11S 12 13 14E 16 17 18") == ([], [])


PARTS = st.one_of(
    st.builds(
        lambda form, degrees, minutes, east: form.format(degrees, degrees + 40, minutes, east),
        st.sampled_from([
            "{0:02}{2:02}06N{1:03}{2:02}59{3}", "{0:02}{2:02}06S {1:03}{2:02}59{3}", "N{0:02}{2:02}06{3}{1:03}{2:02}59",
            "{0:02}{2:02}N{1:03}{2:02}{3}", "S{0:02}{2:02}{3}{1:03}{2:02}", "{0:02}{2:02}N {1:03}{2:02}{3}",
            "{0:02}{2:02}06.5N {1:03}{2:02}59.5{3}", "N{0:02} {2:02} 06 {3}{1:03} {2:02} 59",
        ]),
        st.integers(0, 95),
        st.sampled_from([0, 7, 59, 59, 61]),
        st.sampled_from("EW"),
    ),
    st.sampled_from(["W17", "AREA", "2NM", "N884", "TO", "E12", "512030N", "7", "FL195", "SEC", "NEXT", "°", "é"]),
)  # fmt: skip


@given(st.lists(st.tuples(PARTS, st.sampled_from([" ", " - ", "-", ", ", "", "/", "\n", "."])), min_size=1, max_size=6))
def test_positions_of_one_notation_are_found_at_once_as_among_all(parts: list[tuple[str, str]]) -> None:
    """What is found without patterns, or by the pattern of the commonest notations, is what the search for all finds."""
    text = "".join(part + sign for part, sign in parts)
    found, wrong = find_positions(text)
    everything, misprints = all_positions(text)
    assert found == everything
    assert [fault.why for fault in wrong] == [fault.why for fault in misprints]

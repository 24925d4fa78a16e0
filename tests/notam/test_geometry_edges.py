"""Rarer wordings of item E: what a ring, a line, a circle or an arc must not be taken for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.geo.shapes import Circle, Corridor, Line, Place, Point, PointList, Polygon, Sector
from advisories.notam.geometry import geojson, read_shapes, rings

SQUARE = ["510000N 0010000E", "510000N 0020000E", "520000N 0020000E", "520000N 0010000E"]
RING = " - ".join([*SQUARE, SQUARE[0]])


def only(text: str) -> Any:
    """Return the one shape of a text."""
    (shape,) = read_shapes(text).shapes
    return shape


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("AVOID WITHIN 5KM OF A LINE JOINING 510000N 0010000E AND 520000N 0010000E", (5, "KM")),
        ("FLYPAST WI 2NM OF A STRAIGHT LINE BETWEEN 510000N 0010000E AND 520000N 0010000E", (2, "NM")),
        ("5NM LEFT AND RIGHT OF LINE 510000N 0010000E - 520000N 0010000E", (5, "NM")),
    ],
)
def test_a_distance_from_a_line_is_a_corridor_not_circles(text: str, half: tuple[float, str]) -> None:
    """Within so much of a line is one corridor, not a circle about each end."""
    corridor = only(text)
    assert isinstance(corridor, Corridor)
    assert len(corridor.line) == 2
    assert (corridor.half_width.value, corridor.half_width.unit) == half


def test_a_route_that_comes_back_is_a_corridor_all_the_same() -> None:
    """A round trip of a competition with a width is a corridor; only an area is bounded by its ring."""
    names = ["(HOME)", "(HILL)", "(LAKE)", "(TOWN)", "(HOME)"]
    task = "\n".join(f"{position} {name}" for position, name in zip([*SQUARE, SQUARE[0]], names, strict=True))
    corridor = only(f"GLIDING COMPETITION ROUTING:\n{task}\n50 GLIDERS AT 0-5000FT AGL WI 5NM OF ROUTE.")
    assert isinstance(corridor, Corridor)
    assert len(corridor.line) == 5
    outline = only(f"UAV FLT IN 1KM WIDE CORRIDOR IN AREA: {RING}")
    assert isinstance(outline, Polygon)


def test_a_radius_and_a_line_that_touch_stay_two_shapes() -> None:
    """A circle about the place where a line begins is not the first corner of a ring that the line closes."""
    circle, corridor = read_shapes(
        "AIRSPACE CLSD WI FLW AREAS:\n1. 0.5KM RADIUS CENTRED ON 460000N0390000E\nGND-500M AGL.\n2. 1KM EITHER SIDE OF LINE:\n"
        "460000N0390000E-460100N0384000E-460200N0383000E-460100N0384000E-\n460000N0390000E-455900N0390000E."
    ).shapes
    assert isinstance(circle, Circle)
    assert isinstance(corridor, Corridor)
    assert len(corridor.line) == 6


@pytest.mark.parametrize(
    "words",
    [
        ", THENCE BY THE TERRITORIAL SEA LIMIT TO ",
        ", THEN ALONG THE RIVER TO ",
        ", FOLLOWING THE NORTHERN SHORE TO ",
    ],
)
def test_words_between_commas_are_not_a_corners_name(words: str) -> None:
    """An edge told between commas is not passed over as a place name: the ring is not drawn straight there."""
    polygon = only(f"AREA BOUNDED BY {SQUARE[0]}, {SQUARE[1]}{words}{SQUARE[2]}, {SQUARE[3]}, {SQUARE[0]}")
    assert isinstance(polygon, Polygon)
    assert not polygon.resolved


def test_an_arc_between_commas_is_an_arc() -> None:
    """A clockwise arc told between commas, or its centre given by "5NM FROM", is an edge like any other."""
    for words in ("THEN CW ARC CENTERED {} RADIUS 5NM TO", "FOLLOWING A CLOCKWISE ARC 5 NM FROM {} UNTIL"):
        edge = words.format("510000N 0010800E")
        polygon = only(f"AREA BOUNDED BY 510500N 0010800E, {edge} 505500N 0010800E, 505500N 0005000E TO BEGINNING")
        (arc,) = polygon.arcs
        assert (arc.index, arc.clockwise) == (0, True)
        assert polygon.resolved


def test_a_ring_goes_on_after_joining_successively() -> None:
    """The words for straight lines between successive points join the corners before and after an arc."""
    text = (
        f"AREA BOUNDED BY STRAIGHT LINES JOINING SUCCESSIVELY {SQUARE[0]} - {SQUARE[1]} THENCE THE ANTI-CLOCKWISE ARC OF A"
        f" CIRCLE RADIUS 30NM WHOSE CENTRE IS AT 513000N 0020000E BTN {SQUARE[1]} AND {SQUARE[2]} THENCE STRAIGHT LINES"
        f" JOINING SUCCESSIVELY {SQUARE[2]} - {SQUARE[3]} - {SQUARE[0]}"
    )
    polygon = only(text)
    assert len(polygon.vertices) == 4
    assert [arc.index for arc in polygon.arcs] == [1]


def test_an_arc_that_misses_its_corners_is_not_drawn() -> None:
    """A radius that does not lead from the centre to the ends is a misprint: the ring stays unresolved, with a diagnostic."""
    reading = read_shapes(
        f"AREA BOUNDED BY {SQUARE[0]} - {SQUARE[1]} THEN CLOCKWISE ARC OF A CIRCLE RADIUS 5NM CENTRED ON 513000N 0013000E TO"
        f" {SQUARE[0]}"
    )
    (polygon,) = reading.shapes
    assert not polygon.resolved
    assert geojson([polygon]) is None
    assert [fault.code for fault in reading.diagnostics] == ["e-arc"]


def test_a_lone_arc_with_levels_from_its_centre_is_a_sector() -> None:
    """An arc between two positions reaches to its centre where the text gives levels from there."""
    text = "A CLOCKWISE 3NM ARC CENTERED ON 350000N1290000E, STARTING FM 350300N1290000E TO 350000N1290340E"
    segment = only(text)
    sector = only(f"{text}\nFM CENTER TO 0.3NM : SFC-1000FT MSL")
    assert (len(segment.vertices), len(sector.vertices)) == (2, 3)
    assert sector.vertices[0] == Place(lat=35, lon=129)
    assert [arc.index for arc in sector.arcs] == [1]


def test_a_straight_line_around_an_area_is_its_ring() -> None:
    """A restricted area activated on "a straight line defined by" corners is that ring; an obstacle's line is not."""
    corners = " ".join(position.replace(" ", "") for position in SQUARE)
    assert isinstance(only(f"TEMPORARY RESTRICTED AREA ACTIVATED STRAIGHT LINE DEFINED BY: {corners}"), Polygon)
    assert isinstance(only(f"OBST LGT U/S STRAIGHT LINE DEFINED BY: {corners}"), Line)
    assert isinstance(only(f"AREA CLSD NORTH OF STRAIGHT LINE: {corners}"), Line)


def test_corners_behind_a_designator_are_its_ring() -> None:
    """A danger area re-established between positions is bounded by them; a mast near one is not."""
    corners = " ".join(SQUARE)
    assert isinstance(only(f"XYD44 REESTABLISHED BTN FLW PSN FM GND UP TO 2000FT: {corners}"), Polygon)
    assert isinstance(only(f"MASTS NEAR XYD44 AT PSN: {corners}"), PointList)


def test_a_ring_behind_a_site_leaves_the_site_out() -> None:
    """The position of a volcano before the ring of its cloud is a point of its own."""
    site, ring = read_shapes(
        "VA CLD VOLCANO 000400S 0774000W  N0007 W07814 - S0002 W07739 - S0012 W07814 - N0007 W07814"
    ).shapes
    assert isinstance(site, Point)
    assert isinstance(ring, Polygon)
    assert site.place.lat < 0
    assert len(ring.vertices) == 3


@pytest.mark.parametrize(
    "text",
    [
        "BALLOON ASCENTS AT PSN 510000N 0010000E. DIAMETER:1.5M WEIGHT 0.75KG",
        "TETHERED BALLOON (14 FT DIAMETER) AT 510000N 0010000E",
    ],
)
def test_a_balloons_diameter_is_no_area(text: str) -> None:
    """What is a few metres across stands at a point."""
    assert isinstance(only(text), Point)


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        ("HAZARD BETWEEN 5NM AND 10NM FROM PSN 510000N 0010000E", 5, 10),
        ("RING 3NM TO 8NM CENTRED ON 510000N 0010000E PROHIBITED", 3, 8),
    ],
)
def test_a_ring_between_two_radii_has_a_hole(text: str, inner: float, outer: float) -> None:
    """What lies between two distances is a ring, drawn with its hole."""
    circle = only(text)
    assert isinstance(circle, Circle)
    assert circle.inner is not None
    assert (circle.inner.value, circle.radius.value) == (inner, outer)
    drawn = geojson([circle])
    assert drawn is not None
    assert len(drawn["coordinates"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "DANGER AREA SECTOR AZIMUTH 120-240 DISTANCE 15KM FROM 510000N 0010000E",
        "AREA BTN BRG 120DEG AND BRG 240DEG FROM 510000N 0010000E UP TO 15KM",
    ],
)
def test_a_sector_may_give_its_reach_as_a_distance(text: str) -> None:
    """A distance, or "up to", is a sector's radius where no radius is worded."""
    sector = only(text)
    assert isinstance(sector, Sector)
    assert (sector.bearing_from, sector.bearing_to) == (120, 240)
    assert (sector.radius.value, sector.radius.unit) == (15, "KM")


@pytest.mark.parametrize(
    "text",
    [
        "UAS WI 0.4 RADIUS OF PSN 510000N 0010000E",
        "2 UAS OPR 5OM RADIUS PSN 510000N 0010000E",
        "ZONE RADIUS 0.8 ON NEXT COORD 510000N 0010000E",
    ],
)
def test_a_radius_that_cannot_be_read_is_said(text: str) -> None:
    """A radius without a unit, or with a letter in its number, is not guessed: a point and a diagnostic."""
    reading = read_shapes(text)
    assert [type(shape) for shape in reading.shapes] == [Point]
    assert [fault.code for fault in reading.diagnostics] == ["e-radius"]


def test_a_full_stop_behind_a_unit_is_read_over() -> None:
    """An abbreviation's stop does not part a radius from its word."""
    assert only("UAS OPR WITHIN 150M. RADIUS CENTERED AT COORD POINT 510000N 0010000E").radius.value == 150


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MULTIPLE U.S. MIL ACT WI " + RING, ""),
        ("EVENT IN LOW FLYING AREA 14 WI 2NM RADIUS OF PSN 510000N 0010000E", ""),
        ("OBST CRANE (ASN 2024-ABP-7600-NRA) 510000N0010000E", ""),
        ("CRANE NEAR THR07 510000N 0010000E", ""),
        ("XYD098A ACT WI 2NM RADIUS OF 510000N 0010000E", "XYD098A"),
    ],
)
def test_a_shapes_name_is_the_areas_own(text: str, name: str) -> None:
    """Initials, study numbers, thresholds and the area a thing lies in are not the name of its shape."""
    assert read_shapes(text).shapes[0].name == name


def test_a_point_beside_a_circle_with_the_same_centre_is_one() -> None:
    """A centre printed twice is not a point beside its circle."""
    circle = only("PJE AT 510000N 0010000E (FIELD). WI 2NM RADIUS OF 510000N 0010000E")
    assert circle.centre == Place(lat=51, lon=1)


CORNER = st.sampled_from(
    ["520000N 0010000E", "521000N 0010000E", "521000N 0012000E", "520000N 0012000E", "515000N 0011000E"]
)
SIGN = st.sampled_from([" - ", "-", ", ", " ", "/", "\n", " TO ", " (A) ", " THENCE ARC CENTRE "])
ASIDE = st.sampled_from(
    [
        "",
        "AREA: ",
        "2. ",
        "5NM EITHER SIDE OF LINE ",
        "1KM WIDE ",
        "ARC OF ",
        " SFC-FL100. ",
        "EXC ",
        "OBST ",
        "EGD123 ",
    ]
)
CIRCUIT = st.lists(st.tuples(CORNER, SIGN), min_size=2, max_size=6).map(
    lambda parts: "".join(corner + sign for corner, sign in [*parts, parts[0]])
)


@given(st.lists(st.tuples(ASIDE, CIRCUIT, ASIDE), min_size=1, max_size=3))
def test_a_plain_ring_is_read_at_once_as_it_is_read_word_by_word(parts: list[tuple[str, str, str]]) -> None:
    """Rings of positions that only signs part come out the same without the short way."""
    text = " ".join(before + circuit + behind for before, circuit, behind in parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rings, "plain_ring", lambda *_: 0)
        word_by_word = read_shapes(text)
    assert read_shapes(text) == word_by_word

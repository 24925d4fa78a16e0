"""The text of item E becomes the shapes it describes, and nothing it does not."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.geo.shapes import Circle, Corridor, Fix, Line, Place, Point, PointList, Polygon, Sector
from advisories.notam.geometry import Shapes, geojson, read_shapes

CIRCLES = [
    ("UAS OPR WI 5NM RADIUS OF 520000N 0010000E (TOWN).", 5, "NM"),
    ("PJE 2.5NM RADIUS CENTRED ON PSN 520000N 0010000E", 2.5, "NM"),
    ("CIRCLE RADIUS 0.5KM CENTRE 520000N0010000E", 0.5, "KM"),
    ("A CIRCLE WITH RADIUS OF 1,500M CENTERED AT 520000N0010000E", 1500, "M"),
    ("INTO A CIRCLE CENTERED ON POINT OF COORD 520000N0010000E WITH 2NM RADIUS", 2, "NM"),
    ("WITHIN A CIRCLE CENTERED AT N520000E0010000 WITH RADIUS OF 30KM.", 30, "KM"),
    ("MODEL FLYING AT TOWN PSN 520000N 0010000E RADIUS 0.2NM. REQ TO AVOID AREA.", 0.2, "NM"),
    ("AREA: PSN 520000N 0010000E, RADIUS 1,62NM", 1.62, "NM"),
    ("TEMPO AREA RADIUS 5.5KM PSN 520000,00N0010000,00E", 5.5, "KM"),
    ("MULTICOPTER OPR WI 600M OF PSN 520000N 0010000E", 600, "M"),
    ("FLYPAST WI 1NM ON PSN 520000N 0010000E", 1, "NM"),
    ("CRANE WITHIN 108FT RADIUS CENTRED ON 520000N 0010000E (APRX 4NM N AD)", 108, "FT"),
    ("CERCLE DE 3NM DE RAYON CENTRE SUR 520000N 0010000E", 3, "NM"),
    ("COORD: 520000N0010000E RDO:03NM", 3, "NM"),
    ("SREDISCE: 520000N 0010000E RADIJ: 60M", 60, "M"),
    ("UAS WI AN AREA DEFINED AS .65NM RADIUS OF 520000N0010000E (7.8NM NW ABC) SFC-400FT AGL", 0.65, "NM"),
    ("R=15KM 520000N 0010000E", 15, "KM"),
    ("FIRING IN CIRCLE 5NM DIAMETER CENTRED 520000N 0010000E", 2.5, "NM"),
    ("LASER DISPLAY WI 3SM RADIUS OF 520000N 0010000E", 3, "SM"),
    ("uas opr wi 5nm radius of 520000n 0010000e", 5, "NM"),
    ("BALLOON ASCENTS WI 5 NAUTICAL MILES RADIUS\nOF 5200\n00N 0010000E", 5, "NM"),
    ("UAS ACTIVITY WI 500M RADI\nUS CENTRED ON 520000N 0010000E (TOWN).", 500, "M"),
    ("FIREWORKS WI 0.5N\nM RADIUS 520000N 0010000E", 0.5, "NM"),
    (
        "GPS JAMMING. JAMMERS LOCATED AT 520000N 0010000E (TOWN). ACTIVITY MAY AFFECT ACFT WI 6NM SFC TO 40000FT AMSL",
        6,
        "NM",
    ),
    ("LIVE FIRING WI 1.6NM: 520000N 0010000E (TOWN). INCREASE TO AIR DANGER HEIGHT.", 1.6, "NM"),
    ("UAS OPR 250M OF PSN 520000N 0010000E (TOWN) MAX HGT 393FT AGL", 250, "M"),
    ("RESTRICTED AREA ACTIVE. W.I 6NM OF PSN 520000N 0010000E.", 6, "NM"),
    ("MIL PJE CIRCULAR AREA 2.5NM CENTERED NXT GEO COORD: 520000N/0010000E", 2.5, "NM"),
    ("LIMITED RADIO COVERAGE BELOW 1500FT AROUND 520000N 0010000E (PLATFORM A) RADIUS 50NM.", 50, "NM"),
    ("NO FLY AREA: N 52\ufffd 00ʹ 00.00ʺ E 1\ufffd 00ʹ 00.00ʺ. 0.5NM RADIUS, SFC TO 3000FT AGL.", 0.5, "NM"),
    ("TOWER CRANE AT PSN 520000N 0010000E, APRX 400M N OF ARP. MAX HGT 40M AGL, OPR RADIUS 45M.", 45, "M"),
]


def only(text: str) -> Any:
    """Return the one shape of a text."""
    (shape,) = read_shapes(text).shapes
    return shape


@pytest.mark.parametrize(("text", "value", "unit"), CIRCLES)
def test_a_circle_keeps_its_centre_and_its_printed_radius(text: str, value: float, unit: str) -> None:
    """Radius before or behind, in any unit and language in use, is one circle."""
    circle = only(text)
    assert isinstance(circle, Circle)
    assert circle.centre == Place(lat=52.0, lon=1.0)
    assert (circle.radius.value, circle.radius.unit) == (value, unit)
    assert circle.resolved


SQUARE = ["510000N 0010000E", "510000N 0020000E", "520000N 0020000E", "520000N 0010000E"]
CORNERS = tuple(Place(lat=lat, lon=lon) for lat, lon in ((51, 1), (51, 2), (52, 2), (52, 1)))
POLYGONS = [
    "DANGER AREA WI AN AREA BOUNDED BY " + " - ".join([*SQUARE, SQUARE[0]]) + " (SEA).",
    "AREA: " + " ".join(SQUARE),
    "AN AREA DEFINED AS " + " TO ".join(SQUARE) + " TO POINT OF ORIGIN SFC-FL100",
    "DANGER AREA BOUNDED BY:N510000E0010000-N510000E0020000-N520000E0020000-N520000E0010000 BACK TO START.",
    "LATERAL LIMITS (WGS-84):\n" + "\n".join(f"{n}. {p}" for n, p in enumerate(SQUARE, 1)) + "\n1. " + SQUARE[0],
    "LATERAL LIMITS:\n" + "\n".join(f"{n}.{p}" for n, p in enumerate([*SQUARE, SQUARE[0]], 1)),
    "UNMANNED ACFT FLYING WI COORD " + ", ".join([*SQUARE, SQUARE[0]]),
    "CRANE OPR " + " - ".join([*SQUARE, SQUARE[0]]),
    "AREA " + "-".join(p.replace(" ", "") for p in SQUARE) + " TO THE BEGINNING",
    "FLW AREA: POINT(A)" + " POINT(B)".join(SQUARE) + " POINT(A)" + SQUARE[0],
    "AREA BOUNDED BY " + " (11NM W ABC) TO ".join(SQUARE) + " (2NM E XYZ) TO POINT OF ORIGIN",
    "SAFETY OF ACFT IN THE FOLLOWING AREA MAY BE AFFECTED: " + ", ".join(SQUARE),
    "WI AREA 5100\n00N 0010000E-510000N00\n20000E-520000N 0020000E-5200\n00N0010000E-510000N 0010000E",
    "AREA DEFINED AS FOLLOW: - 20M LEFT OF RCL COORD " + " - 30M RIGHT OF RCL COORD ".join([*SQUARE, SQUARE[0]]),
    "area bounded by " + " - ".join([*SQUARE, SQUARE[0]]).lower(),
]


@pytest.mark.parametrize("text", POLYGONS)
def test_a_ring_is_read_with_its_corners_in_order(text: str) -> None:
    """Closed or worded as an area, in any notation, a ring has each corner once."""
    polygon = only(text)
    assert isinstance(polygon, Polygon)
    assert polygon.vertices == CORNERS
    assert polygon.resolved


LISTS = [
    "FOUR WIND TURBINES " + " - ".join(SQUARE) + " 150M AGL",
    "CRANES ERECTED AT PSN: " + ", ".join(SQUARE),
    "MASTS IN AREA OF TOWN: PYLONS AT " + " ".join(SQUARE),
    "WPT: A " + " B ".join(SQUARE),
    "ALTN RTE: ABCDE DCT " + " DCT ".join(SQUARE) + " DCT FGHIJ",
    "STRAIGHT LINE DEFINED BY: " + " - ".join(SQUARE[:3]),
    "PART OF AREA X1 NORTH OF FOLLOWING LINE: " + "-".join(SQUARE[:3]),
    "OBST LGT U/S: 1. " + " 2. ".join(SQUARE),
    "UAS OPR ROUTING " + " - ".join(SQUARE),
    "DRONE ACT WILL TAKE PLACE IN THE FLW COORD: (NOT FORMING POLYGON, LINE OR CIRCLE) " + " (HILL) ".join(SQUARE),
    "TWO CRANES: HGT 20M " + " HGT 30M ".join(SQUARE[:2]),
]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_of_points_is_no_polygon(text: str) -> None:
    """Obstacles, waypoints and routes bound nothing, however many positions they have."""
    shapes = read_shapes(text).shapes
    assert shapes
    assert all(isinstance(shape, Point | PointList | Line) for shape in shapes)


ARC = "AREA BOUNDED BY 510000N 0010000E - 510500N 0011000E THENCE {} TO 510000N 0010000E"


@pytest.mark.parametrize(
    ("words", "clockwise"),
    [
        ("CLOCKWISE BY THE ARC OF A CIRCLE RADIUS 5NM CENTRED ON 510200N 0010500E", True),
        ("ANTI-CLOCKWISE ARC OF A CIRCLE OF 5NM RADIUS CENTRED AT 510200N 0010500E", False),
        ("COUNTERCLOCKWISE ALONG THE ARC RADIUS 5NM CENTERED ON 510200N 0010500E", False),
        ("AN ARC OF 5NM RADIUS CENTRED ON 510200N 0010500E COUNTER CLOCKWISE UP", False),
        ("ARC OF CIRCLE IN CLOCK WISE DIRECTION CENTERED ON 510200N0010500E RADIUS 5NM", True),
        ("CIRCULAR ARC WITH CENTER AT 510200N 0010500E AND A RADIUS OF 5NM", None),
    ],
)
def test_an_arc_is_an_edge_with_centre_radius_and_direction(words: str, clockwise: bool | None) -> None:
    """The centre of an arc is no corner; its direction is only what the text says."""
    polygon = only(ARC.format(words))
    assert isinstance(polygon, Polygon)
    assert len(polygon.vertices) == 2
    (arc,) = polygon.arcs
    assert (arc.index, arc.clockwise) == (1, clockwise)
    assert isinstance(arc.centre, Place)
    assert arc.centre.lat == pytest.approx(51.033333, abs=1e-5)
    assert arc.centre.lon == pytest.approx(1.083333, abs=1e-5)
    assert arc.radius is not None
    assert (arc.radius.value, arc.radius.unit) == (5, "NM")


def test_an_arc_may_name_both_its_ends() -> None:
    """An arc worded between two positions does not repeat the corner it begins at."""
    polygon = only(
        "AREA BOUNDED BY 510000N 0010000E - 510500N 0011000E THEN CLOCKWISE ARC OF A CIRCLE RADIUS 5NM CENTRED 510200N"
        " 0010500E BTN 510500N 0011000E - 505800N 0011000E - 510000N 0010000E"
    )
    assert len(polygon.vertices) == 3
    assert [arc.index for arc in polygon.arcs] == [1]


@pytest.mark.parametrize(
    "words",
    ["ALONG STATE BORDER TO", "THENCE ALONG THE COASTLINE TO", "STATE BORDER", "THEN ALONG FIR BOUNDARY UNTIL POINT",
     "- KATAG - LAR VOR/DME -", "FOLLOWING ARC 25 XYZ VOR/DME UNTIL"],
)  # fmt: skip
def test_an_edge_along_something_named_stays_words(words: str) -> None:
    """A border, a coast, a navaid's arc or a named point is not guessed: the polygon is unresolved and not drawn."""
    text = f"LATERAL LIMITS: {SQUARE[0]} - {SQUARE[1]} {words} {SQUARE[2]} - {SQUARE[3]} - {SQUARE[0]}"
    polygon = only(text)
    assert isinstance(polygon, Polygon)
    assert polygon.vertices == CORNERS
    assert [border.index for border in polygon.borders] == [1]
    assert not polygon.resolved
    assert polygon.unresolved
    assert geojson([polygon]) is None


@pytest.mark.parametrize(
    ("text", "value", "unit", "count"),
    [
        ("WI 5KM EITHER SIDE OF LINE JOINING POINTS: " + "-".join(SQUARE), 5, "KM", 4),
        ("WI 1NM EITHER SIDE OF A LINE FM 510000N0010000E (3NM S ABC) TO 510000N0020000E", 1, "NM", 2),
        ("THE AREA WITHIN N510000E0010000-N510000E0020000 WITH EACH SIDE OF 30KM CLSD", 30, "KM", 2),
        ("CORRIDOR 10KM WIDE: 510000N 0010000E - 510000N 0020000E", 5, "KM", 2),
        (
            "UAS OPR WI 60M EITHER SIDE OF A LINE BTN PSN 510000N 0010000E BRG 080 MAG 1NM FM ARP AND 510000N 0020000E",
            60,
            "M",
            2,
        ),
        ("ROUTING: 510000N 0010000E (TOWN) 510000N 0020000E (HILL) 20 GLIDERS WI 5NM OF ROUTE.", 5, "NM", 2),
        ("WI 2NM EITHER SIDE OF TRACK AND 1NM RADIUS OF PSN 510000N 0010000E - 510000N 0020000E", 2, "NM", 2),
        ("UAS OPR WI 0.2NM RADIUS OF TRACK 510000N 0010000E - 510000N 0020000E (TOWN)", 0.2, "NM", 2),
    ],
)
def test_a_line_with_a_width_is_a_corridor(text: str, value: float, unit: str, count: int) -> None:
    """A width on each side is kept as printed; a whole width is halved."""
    corridor = only(text)
    assert isinstance(corridor, Corridor)
    assert (corridor.half_width.value, corridor.half_width.unit) == (value, unit)
    assert len(corridor.line) == count


@pytest.mark.parametrize(
    "text",
    [
        "WI SECTOR CENTRE 520000N0010000E AZM 340-140 DEG RADIUS 5KM",
        "SECTOR BTN AZM 340-140 DEG RADIUS 5KM CENTRE 520000N0010000E.",
        "CIRCULAR SECTOR 5KM RADIUS BTN HDG 340 AND 140 CENTRED ON 520000N 0010000E",
        "A SECTOR CENTRED ON POINT A/TOWN 520000N 0010000E (ZONE A) BTN BRG 340 AND 140DEG AND ARC 5KM RADIUS CLOCKWISE",
    ],
)
def test_a_sector_has_bearings_and_a_radius(text: str) -> None:
    """Azimuths, bearings and headings bound a sector in the order printed."""
    sector = only(text)
    assert isinstance(sector, Sector)
    assert (sector.bearing_from, sector.bearing_to) == (340, 140)
    assert (sector.radius.value, sector.radius.unit) == (5, "KM")
    assert sector.centre == Place(lat=52, lon=1)


def test_a_sector_about_the_launcher_has_the_position_of_the_launch_pad() -> None:
    """Behind a circle about the launcher a sector about it is a ring's part, from near to far."""
    circle, sector = read_shapes(
        "LAUNCH PAD COORD: 520000N 0010000E\nA) ZONE-1: IS A CIRCLE OF 10NM AROUND THE LAUNCHER.\nB) ZONE-2: IS A SECTOR"
        " BETWEEN 15 NM AND 60 NM FM LAUNCH PAD COORDS AND BETWEEN AZIMUTH ANGLES 130 AND 150 FROM TRUE NORTH"
    ).shapes
    assert isinstance(circle, Circle)
    assert isinstance(sector, Sector)
    assert (sector.centre, sector.radius.value, sector.bearing_from, sector.bearing_to) == (circle.centre, 60, 130, 150)
    assert sector.inner is not None
    assert sector.inner.value == 15


def test_several_areas_are_several_shapes_with_names_and_limits() -> None:
    """Each area of a text is its own shape, with the number, limits and words printed with it."""
    text = (
        "AIRSPACE CLSD AS FLW:\n1. WI 1KM EITHER SIDE OF LINE: 600000N0700000E-600000N0710000E.\n450M AMSL-500M AMSL.\n"
        "2. WI CIRCLE RADIUS 0.5KM CENTRE 600000N0700000E\nGND-500M AMSL.\n3. AREA: " + " - ".join([*SQUARE, SQUARE[0]])
    )
    corridor, circle, polygon = read_shapes(text).shapes
    assert [shape.name for shape in (corridor, circle, polygon)] == ["1", "2", "3"]
    assert (corridor.lower, corridor.upper) == ("450M AMSL", "500M AMSL")
    assert (circle.lower, circle.upper) == ("GND", "500M AMSL")
    for shape in (corridor, circle, polygon):
        assert text[shape.start : shape.end] == shape.words


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("MAX HGT 83FT AGL / 160FT AMSL", ("", "")),
        ("UP TO 492FT AGL/1226FT AMSL. FOR INFO CTC", ("", "")),
        ("253FT AMSL /112FT AGL", ("", "")),
        ("MAX HGT 105FT AGL-121FT AMSL", ("", "")),
        ("HGT 50M/167FT AGL ELEV 324M/1063FT AMSL", ("", "")),
        ("ELEV 2006FT/722FT AGL. DAY AND NIGHT MARKED", ("", "")),
        ("ELEV/HEIGHT 1479FT/ 1489FT", ("", "")),
        ("MAX HGT 83FT AGL/160FT AMSL. SFC-2000FT AMSL", ("SFC", "2000FT AMSL")),
        ("VERTICAL LIMITS: 2500FT/5000FT AMSL", ("2500FT", "5000FT AMSL")),
        ("2500FT AMSL/5000FT AMSL", ("2500FT AMSL", "5000FT AMSL")),
        ("4000FT AMSL/FL095", ("4000FT AMSL", "FL095")),
        ("1000FT AGL-3500FT MSL", ("1000FT AGL", "3500FT MSL")),
        ("SFC TO 296FT AMSL/250FT AGL", ("SFC", "296FT AMSL")),
    ],
)
def test_one_height_in_two_ways_is_no_band(words: str, limits: tuple[str, str]) -> None:
    """How high something stands, above the ground and above the sea, in feet and in metres, is not from where to where."""
    shape = only(f"CRANE OPR WI 20M RADIUS OF 520000N 0010000E (TOWN) {words}")
    assert (shape.lower, shape.upper) == limits


def test_an_edge_told_after_the_ring_belongs_to_it() -> None:
    """A coast named afterwards leaves the ring unresolved; an arc named afterwards becomes its edge."""
    ring = "AREA BOUNDED BY " + " - ".join(SQUARE) + " TO POINT OF ORIGIN, THE LINE CONNECTING POINT "
    coast = only(f"{ring}{SQUARE[1]} TO {SQUARE[2]} IS ALONG THE COASTLINE. ATC WILL NOT CLEAR TFC.")
    assert [(border.index, border.words) for border in coast.borders] == [(1, "ALONG THE COASTLINE")]
    assert not coast.resolved
    arc = only(f"{ring}{SQUARE[3]} TO {SQUARE[0]} IS THE MINOR ARC WITH A RADIUS OF 50NM FM 513000N 0003000E.")
    assert [(edge.index, edge.clockwise) for edge in arc.arcs] == [(3, None)]


@pytest.mark.parametrize(
    ("first", "second"), [("1. ", "2. "), ("(1)", "(TOWN) (2)"), ("A) ", "B) "), ("I: ", ", II: ")]
)
def test_rings_that_are_numbered_end_where_the_next_number_stands(first: str, second: str) -> None:
    """Rings that do not close are parted by their numbers; numbers before every corner part nothing."""
    others = " ".join(corner.replace("51", "53").replace("52", "54") for corner in SQUARE)
    areas = read_shapes(f"FIRING WI FLW AREAS: {first}{' '.join(SQUARE)}{second}{others}").shapes
    assert [len(area.vertices) for area in areas if isinstance(area, Polygon)] == [4, 4]


def test_two_rings_after_one_another_are_two_polygons() -> None:
    """A ring ends where it closes; the next position begins another."""
    ring = " - ".join([*SQUARE, SQUARE[0]])
    assert len(read_shapes(f"AREA 1: {ring}\nAREA 2: {ring} {ring}").shapes) == 3


def test_an_excepted_circle_is_marked() -> None:
    """A circle that an area excepts is kept as excluded, and its hole is drawn."""
    ring = " - ".join([*SQUARE, SQUARE[0]])
    polygon, circle = read_shapes(f"AREA BOUNDED BY {ring} EXC A CIRCLE RADIUS 5NM CENTRED ON 513000N 0013000E").shapes
    assert (polygon.excluded, circle.excluded) == (False, True)
    drawn = geojson([polygon, circle])
    assert drawn is not None
    assert len(drawn["coordinates"]) == 2


@pytest.mark.parametrize(
    ("text", "centre"),
    [
        ("PJE WI AN AREA DEFINED AS 5NM RADIUS OF ABC117011.5 SFC-10500FT", Fix(words="ABC117011.5", ident="ABC")),
        ("DRONES WITHIN 300 M RADIUS OF THE PLATFORM.", Fix(words="THE PLATFORM")),
        ("CALIBRATION WITHIN 25NM RADIUS AROUND THE AD : CTC TWR 120.300MHZ", Fix(words="THE AD")),
        ("THE AREA WITHIN A CIRCLE CENTERED AT TOWN VOR'TWN' WITH RADIUS OF 40KM CLSD", Fix(words="TOWN VOR'TWN'")),
    ],
)
def test_a_radius_about_a_named_place_stays_unresolved(text: str, centre: Fix) -> None:
    """A radial and distance from a navaid, or a place by name, is kept in its words and not drawn."""
    circle = only(text)
    assert (circle.centre.words, circle.centre.ident) == (centre.words, centre.ident)
    assert not circle.resolved
    assert geojson([circle]) is None


def test_a_fix_beside_a_position_is_a_remark() -> None:
    """Where a latitude and longitude are printed, the fix in parentheses changes nothing."""
    circle = only("TFR WI AN AREA DEFINED AS 16NM RADIUS OF 312700N1044500W (ABC124024.8) SFC-UNL")
    assert isinstance(circle.centre, Place)
    assert (circle.lower, circle.upper) == ("SFC", "UNL")


def test_a_corner_that_cannot_be_read_makes_the_polygon_unresolved() -> None:
    """A misprinted corner is a diagnostic at its place, and the ring is not drawn without it."""
    text = (
        "AREA BOUNDED BY 510000N 0010000E - 510000N 0026100E - 520000N 0020000E - 520000N 0010000E - 510000N 0010000E"
    )
    reading = read_shapes(text)
    (polygon,) = reading.shapes
    (diagnostic,) = reading.diagnostics
    assert not polygon.resolved
    assert diagnostic.code == "e-coordinate"
    assert diagnostic.item == "E"
    assert text[diagnostic.start : diagnostic.end] == "510000N 0026100E"


def test_a_page_broken_inside_words_is_read_whole() -> None:
    """Lines cut at a fixed column join again, and spans lead back to the page."""
    flat = "AIRSPACE CLSD WI CIRCLE RADIUS 2KM CENTRE 563100N0845500E AND WI 5KM EITHER SIDE OF LINE JOINING POINTS: "
    flat += "523000N1431100E-522900N1430710E-522750N1425330E-521100N1422150E."
    page = "A\n" + "\n".join(flat[1 + at : 61 + at] for at in range(0, len(flat), 60))
    circle, corridor = read_shapes(page).shapes
    assert isinstance(circle, Circle)
    assert isinstance(corridor, Corridor)
    assert len(corridor.line) == 4
    assert page[circle.start : circle.end].replace("\n", "").startswith("RADIUS 2KM CENTRE")


@pytest.mark.parametrize(
    "text", ["", "RWY 09/27 CLSD DUE WIP", "CRANE HGT 50M AGL 2NM N AD", "EGD701R 0900-1300 SFC-UNL", "5NM S OF FIELD"]
)
def test_a_text_without_positions_has_no_shapes(text: str) -> None:
    """Nothing is made of a text that places nothing."""
    assert read_shapes(text) == Shapes()


PIECES = [*SQUARE, "N510000E0010000", "RADIUS 5NM", "CENTRED ON", "CLOCKWISE ARC OF A CIRCLE", "EITHER SIDE OF LINE", "TO",
          "-", ".", "\n", "AREA 2", "ALONG THE COAST", "POINT OF ORIGIN", "EXC", "(", ")", "5100", "00N", "AZM 010-020",
          "SECTOR", "FM 0NM TO 5NM", "WIDTH 0KM", "é", "’", "ß", "\x00", "BTN", "R=", "510000N 0016100E"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join) | st.text(max_size=120))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Any text gives shapes whose spans lie within it, and whose drawing is a geometry or none."""
    reading = read_shapes(text)
    for shape in reading.shapes:
        assert 0 <= shape.start <= shape.end <= len(text)
        assert text[shape.start : shape.end] == shape.words
    for diagnostic in reading.diagnostics:
        assert 0 <= diagnostic.start <= diagnostic.end <= len(text)
    drawn = geojson(reading.shapes)
    assert drawn is None or drawn["type"]


@pytest.mark.parametrize(
    "unit",
    ["510000N 0010000E ", "510000N 0010000E - ", "RADIUS 5NM 510000N 0010000E ", "5NM ", "CENTRED ON 510000N 0010000E ARC ",
     "AREA 510000N 0010000E A B C D ", "(", "510000N 0010000E (", "EITHER SIDE 5NM ", "ALONG ",
     "R-12 ", "XYD12 ACT ", "A B MOA ", "NORTH TRAINING AREA ", "BTN 5NM AND 10NM FM 510000N 0010000E ", "RADIUS OF ",
     "3NM EITHER SIDE OF A LINE FM ABC010010 TO "],
)  # fmt: skip
def test_time_is_linear_in_the_length_of_hostile_text(unit: str) -> None:
    """A text eight times as long takes nothing like its square."""

    def seconds(text: str) -> float:
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            read_shapes(text)
            best = min(best, time.process_time() - begun)
        return best

    short, long = ("513000N 0013000E " + unit * (size // len(unit)) for size in (2_000, 16_000))
    assert seconds(long) < 32 * seconds(short) + 0.05

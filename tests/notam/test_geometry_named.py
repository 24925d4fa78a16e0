"""What item E only names is kept in its words and marked unresolved, never drawn and never lost."""

from __future__ import annotations

import pytest

from advisories.geo.shapes import Circle, Corridor, Named
from advisories.notam import parse
from advisories.notam.geometry import geojson, read_shapes
from advisories.notam.output import as_json

NAMED = [
    ("XYD123 ACTIVE", ["XYD123"]),
    ("DANGER AREA XY D512 ACT SFC-10000FT", ["XY D512"]),
    ("RESTRICTED AREA XY-R45A ACTIVATED", ["XY-R45A"]),
    ("RESTRICTED AREA ACT: XYR2.", ["XYR2"]),
    ("DANGER AREA XYD703 SOMEWHERE DEACTIVATED", ["XYD703"]),
    ("TSA 12A AND TRA 34B ACT", ["TSA 12A", "TRA 34B"]),
    ("XYTSA10 ACT FL095-FL245", ["XYTSA10"]),
    ("XYR92C XYR92D XYR92E HILLS ACT. FLARES IN USE", ["XYR92C", "XYR92D", "XYR92E"]),
    ("D201, D202A AND D203 ACT", ["D201", "D202A", "D203"]),
    ("R-2508 ACT SFC-FL200", ["R-2508"]),
    ("AIRSPACE W105A ACT SFC-FL300", ["W105A"]),
    ("VZD 176 ACT", ["VZD 176"]),
    ("RESTRICTED AREA HILLTOWN - XY R 20 - ACTIVATED", ["XY R 20"]),
    ("TEMPORARY SEGREGATED AREA XYTSA6/NORTHTOWN ACTIVATED", ["XYTSA6"]),
    ("AIRSPACE LGT OUT/NIGHT VISION GOGGLE TRAINING LAKE B MOA ACT 100FT-14500FT", ["LAKE B MOA"]),
    ("AIRSPACE TALL RIVER 2 HIGH MOA ACT 12000FT UP TO BUT NOT INCLUDING FL180", ["TALL RIVER 2 HIGH MOA"]),
    ("TEMPO RESTRICTED AREA 'SANDFIELD' ACTIVATED FOR UAS TRAINING", ["SANDFIELD"]),
    ("MILITARY FIRING AREA /LAGO ROSSO-N TOWN/ ACTIVATED", ["LAGO ROSSO-N TOWN"]),
    ("THE FOLLOWING NORTH HILLS MILITARY TRAINING AREAS ACTIVATED:", ["NORTH HILLS MILITARY TRAINING AREAS"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_an_area_by_designator_is_a_named_shape(text: str, names: list[str]) -> None:
    """A danger, restricted or training area that is only named is a shape with that name, unresolved and not drawn."""
    shapes = read_shapes(text).shapes
    assert [shape.name for shape in shapes] == names
    assert all(
        isinstance(shape, Named) and not shape.resolved and shape.unresolved == (shape.name,) for shape in shapes
    )
    assert [text[shape.start : shape.end] for shape in shapes] == names
    assert geojson(shapes) is None


def test_a_list_of_areas_keeps_each_ones_levels() -> None:
    """Each designator of a list has the levels printed behind it; the same area at the same levels is one shape."""
    text = (
        "THE FOLLOWING DANGER AREAS ARE ACTIVATED:\nXYD323A 0700-0900 FL050-FL660\nXYD323A 1500-1600 FL050-FL660\n"
        "XYD323B 0900-1000 SFC-5000FT AMSL"
    )
    assert [(shape.name, shape.lower, shape.upper) for shape in read_shapes(text).shapes] == [
        ("XYD323A", "FL050", "FL660"),
        ("XYD323B", "SFC", "5000FT AMSL"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "TWY D2 CLSD FM D1 TO D4",
        "ATS RTE W195 CLSD BTN FL100 AND FL200",
        "STAND 12 AND 14 CLSD",
        "CRANE 300M FM THR09 ACTIVE, RESTRICTED HGT",
        "REF AIP ENR 5.1, ENR5.2 ESTABLISHED",
        "RNP10 RESTRICTED ROUTES OTR5 CLSD",
        "VOR R-105 TO R-120 U/S",
        "30 SEP-02 OCT ATZ ACTIVE",
        "ZRT ACTIVATED BY NOTAM AT D-3",
        "TWR HOURS OF SER CHANGED, XYD123 IN THE VICINITY",
    ],
)
def test_what_only_looks_like_a_designator_is_none(text: str) -> None:
    """Taxiways, airways, radials, dates and sections of an AIP are no areas, nor is one that is only mentioned."""
    assert read_shapes(text).shapes == ()


def test_a_text_with_positions_is_not_about_the_areas_it_mentions() -> None:
    """Where positions are printed, other areas named beside them are not the NOTAM's own."""
    (shape,) = read_shapes("FIRING WI 2NM RADIUS OF 510000N 0010000E, XYD123 ACTIVE AT THE SAME TIME").shapes
    assert isinstance(shape, Circle)


def test_a_named_area_is_in_the_output_beside_the_circle_of_the_qualifier_line() -> None:
    """The printed form names the area, unresolved, and says that what is drawn is the qualifier line's circle."""
    notam = parse(
        "(D0123/26 NOTAMN\nQ) EGTT/QRDCA/IV/BO/W/000/050/5130N00030W005\nA) EGTT B) 2603010900 C) 2603011200\n"
        "E) DANGER AREA EGD999 ACTIVATED)"
    )
    printed = as_json(notam)
    (shape,) = printed["shapes"]
    assert (shape["kind"], shape["name"], shape["resolved"], shape["from"]) == ("named", "EGD999", False, "text")
    assert printed["geometry_from"] == "qline"


def test_a_corridor_between_navaid_fixes_names_them_all() -> None:
    """A line between radials and distances has no position: its fixes are named in order, and nothing is drawn."""
    (corridor,) = read_shapes(
        "AIRSPACE AIRDROP WI AN AREA DEFINED AS 3NM EITHER SIDE OF A LINE FM ABC064050 TO ABC050035 TO DEF038040 SFC-3300FT"
    ).shapes
    assert isinstance(corridor, Corridor)
    assert corridor.line == ()
    assert (corridor.half_width.value, corridor.half_width.unit) == (3, "NM")
    assert corridor.unresolved == ("ABC064050", "ABC050035", "DEF038040")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("510000N0010000E TO ABC050035 TO 510000N0020000E", ("ABC050035",)),
        ("510000N0010000E (3NM S XYZ) TO 510000N0020000E TO ABC050035 SFC-FL100", ("ABC050035",)),
        ("ABC TO 510000N0010000E TO 510000N0020000E", ("ABC",)),
        ("510000N0010000E (ABC050035) TO 510000N0020000E (ABC060040) SFC-FL100", ()),
    ],
)
def test_a_line_with_a_fix_among_its_positions_is_not_drawn_without_it(line: str, named: tuple[str, ...]) -> None:
    """A fix between, before or behind the positions leaves the corridor unresolved; one in parentheses is a remark."""
    (corridor,) = read_shapes(f"UAS WI AN AREA DEFINED AS 2NM EITHER SIDE OF A LINE FM {line}").shapes
    assert corridor.unresolved == named
    assert corridor.resolved is not bool(named)


def test_one_side_of_a_line_is_not_drawn_as_both() -> None:
    """A strip on one side keeps line and width, and stays unresolved."""
    (corridor,) = read_shapes("RPA PATROLS WITHIN AREA 1NM NORTH SIDE OF A LINE 4900N 11400W - 4900N 11000W").shapes
    assert isinstance(corridor, Corridor)
    assert corridor.unresolved == ("1NM NORTH SIDE OF A LINE",)
    assert geojson([corridor]) is None


def test_a_part_of_a_named_area_is_marked_beside_the_line_that_parts_it() -> None:
    """A part of an area, north of a line, is a line and an area that is only named, not a polygon."""
    line, area = read_shapes(
        "PART OF AREA XY-TSA78B WITHIN NORTH OF FOLLOWING LINE: 510000N 0010000E-510000N 0020000E-511000N 0030000E CLSD"
    ).shapes
    assert geojson([line]) is not None
    assert isinstance(area, Named)
    assert (area.name, area.unresolved) == ("XY-TSA78B", ("PART OF AREA XY-TSA78B",))


def test_a_ring_of_named_points_is_named_with_the_one_position_it_prints() -> None:
    """One position among named corners is no point of its own: the ring stays words."""
    (area,) = read_shapes(
        "NO FLT INTO THE AREA(BOUNDED BY: TALLHILLTOWN VOR/DME 'ABC'-N421900E0903000-KARIB-LUKOT-BIMON)"
    ).shapes
    assert isinstance(area, Named)
    assert area.unresolved[0].startswith("BOUNDED BY: TALLHILLTOWN")
    (area,) = read_shapes(
        "NO FLT INTO THE AREA(BOUNDED BY: KARIB-N421900E0903000-LUKOT BACK TO START) AT 10700M"
    ).shapes
    assert isinstance(area, Named)
    assert area.unresolved == ("BOUNDED BY: KARIB-N421900E0903000-LUKOT",)


@pytest.mark.parametrize(
    "text",
    [
        "MOWERS WITHIN 200FT OF RWY 27 APPROACH END",
        "WIP WI 200FT OF TWY B CENTERLINE",
        "PRIMARY RADAR U/S WITHIN 4NM RADIUS FROM GND TO 5000FT",
        "VOR MOVED, 300M INSIDE THR13R, 262M OF RCL",
    ],
)
def test_a_distance_on_an_aerodrome_is_no_circle(text: str) -> None:
    """Runways, taxiways and levels are no centres."""
    assert read_shapes(text).shapes == ()


def test_a_strip_along_a_boundary_is_named() -> None:
    """So many miles from a boundary is no circle: the words stay, unresolved."""
    (strip,) = read_shapes("OPERATORS SHOULD NOT ENTER WITHIN 200NM OF THE EASTERN BOUNDARY BELOW FL250").shapes
    assert isinstance(strip, Named)
    assert strip.unresolved == ("WITHIN 200NM OF THE EASTERN BOUNDARY BELOW FL250",)


def test_a_bearing_and_distance_from_an_aerodrome_is_a_named_centre() -> None:
    """The whole bearing and distance is kept as the centre's words."""
    (circle,) = read_shapes("UA OPR WI 800M OF BRG 139 MAG 4.4NM FM ARP, OPR WILL MNT TWR").shapes
    assert isinstance(circle, Circle)
    assert circle.unresolved == ("BRG 139 MAG 4.4NM FM ARP",)

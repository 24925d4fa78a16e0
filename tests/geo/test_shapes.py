"""Shapes are drawn as valid, geodesic GeoJSON anywhere on the globe."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import msgspec
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import shape as as_geometry

from advisories.geo.shapes import (
    AnyShape,
    Arc,
    Border,
    Circle,
    Corridor,
    Fix,
    Length,
    Line,
    Named,
    Place,
    Point,
    PointList,
    Polygon,
    Sector,
    geojson,
    to_builtins,
)

WGS84 = Geod(ellps="WGS84")


def place(lat: float, lon: float) -> Place:
    """Return a position."""
    return Place(lat=lat, lon=lon)


def nm(value: float) -> Length:
    """Return a length in nautical miles."""
    return Length(value=value, unit="NM")


def drawn(*shapes: Any) -> dict[str, Any]:
    """Return the geometry of shapes that must have one."""
    result = geojson(shapes)
    assert result is not None
    return result


def square_km(geometry: dict[str, Any]) -> float:
    """Return the geodesic area of a geometry; negative where it winds the wrong way."""
    area: float = WGS84.geometry_area_perimeter(as_geometry(geometry))[0]
    return area / 1e6


@pytest.mark.parametrize(
    ("value", "unit", "metres"),
    [(1, "NM", 1852), (2.5, "KM", 2500), (300, "M", 300), (100, "FT", 30.48), (1, "SM", 1609.344)],
)
def test_a_length_keeps_its_unit_and_converts(value: float, unit: str, metres: float) -> None:
    """A printed distance is given in metres and nautical miles without losing what was printed."""
    length = Length(value=value, unit=unit)
    assert length.metres == pytest.approx(metres)
    assert length.nm == pytest.approx(metres / 1852)


CENTRES = [(50, 0), (0, 0), (10, 179.9), (-60, -179.99), (89.9, 20), (-89.5, 0), (88, 170), (90, 0), (-33.9, 151.2)]


@pytest.mark.parametrize(("lat", "lon"), CENTRES)
@pytest.mark.parametrize("radius", [0.1, 5, 60, 300])
def test_a_circle_has_the_area_of_a_circle_everywhere(lat: float, lon: float, radius: float) -> None:
    """At the equator, across the antimeridian and over a pole a circle is valid and covers π r² within 0.3 %."""
    geometry = drawn(Circle(centre=place(lat, lon), radius=nm(radius)))
    assert as_geometry(geometry).is_valid
    assert square_km(geometry) == pytest.approx(math.pi * (radius * 1.852) ** 2, rel=3e-3)


@pytest.mark.parametrize(("lat", "lon"), CENTRES)
def test_every_ring_turns_the_right_way(lat: float, lon: float) -> None:
    """Exterior rings run counter-clockwise and holes clockwise, as RFC 7946 asks."""
    geometry = as_geometry(drawn(Circle(centre=place(lat, lon), radius=nm(100), inner=nm(20))))
    for part in shapely.get_parts(geometry):
        assert part.exterior.is_ccw
        assert all(not hole.is_ccw for hole in part.interiors)


def test_a_circle_is_geodesic_and_not_flat() -> None:
    """Every drawn position of a circle lies at its radius on the ellipsoid."""
    (ring,) = drawn(Circle(centre=place(68, 20), radius=nm(40)))["coordinates"]
    for lon, lat in ring:
        assert WGS84.inv(20, 68, lon, lat)[2] == pytest.approx(40 * 1852, abs=0.5)


def test_an_area_across_the_antimeridian_is_cut_there() -> None:
    """A polygon at 180° becomes two parts that meet at the antimeridian and keep its area."""
    geometry = drawn(Polygon(vertices=(place(10, 179), place(10, -179), place(12, -179), place(12, 179))))
    assert geometry["type"] == "MultiPolygon"
    assert as_geometry(geometry).bounds[::2] == (-180.0, 180.0)
    assert square_km(geometry) == pytest.approx(48_357, rel=1e-3)


def test_an_area_about_the_pole_holds_the_pole() -> None:
    """A ring of latitude 80 holds the pole, not the rest of the world."""
    geometry = drawn(Polygon(vertices=tuple(place(80, lon) for lon in range(-180, 180, 20))))
    assert square_km(geometry) == pytest.approx(math.pi * (10 * 111.6) ** 2, rel=0.03)
    assert as_geometry(geometry).bounds[3] == 90.0


def test_the_order_of_the_vertices_does_not_matter() -> None:
    """A ring printed clockwise and one printed counter-clockwise are the same area."""
    vertices = (place(10, 179), place(10, -179), place(12, -179), place(12, 179))
    assert square_km(drawn(Polygon(vertices=vertices))) == pytest.approx(
        square_km(drawn(Polygon(vertices=vertices[::-1])))
    )


def test_a_ring_that_crosses_itself_is_drawn_valid() -> None:
    """Corners printed in the wrong order give a valid geometry and not an error."""
    geometry = drawn(Polygon(vertices=(place(0, 0), place(1, 1), place(0, 1), place(1, 0))))
    assert as_geometry(geometry).is_valid


LINES = [
    ((50, 0), (51, 1)),
    ((10, 179), (11, -179)),
    ((85, 0), (85, 180)),
    ((89, 0), (89, 120)),
    ((-10, 30), (-10, 60)),
]


@pytest.mark.parametrize("ends", LINES)
def test_a_corridor_is_as_wide_as_it_says(ends: tuple[tuple[float, float], tuple[float, float]]) -> None:
    """Both sides and round ends: a corridor covers length times width and a circle of the half width."""
    (a, b), (c, d) = ends
    geometry = drawn(Corridor(line=(place(a, b), place(c, d)), half_width=nm(5)))
    far = WGS84.inv(b, a, d, c)[2] / 1000
    assert as_geometry(geometry).is_valid
    assert square_km(geometry) == pytest.approx(far * 18.52 + math.pi * 9.26**2, rel=3e-3)


def test_a_corridor_that_comes_back_is_one_area() -> None:
    """A line flown forth and back covers its band once."""
    there = Corridor(line=(place(50, 0), place(51, 1)), half_width=nm(2))
    back = Corridor(line=(place(50, 0), place(51, 1), place(50, 0)), half_width=nm(2))
    assert square_km(drawn(back)) == pytest.approx(square_km(drawn(there)), rel=1e-6)


@pytest.mark.parametrize(
    ("first", "last", "inner", "share"),
    [
        (290, 110, None, 0.5),
        (0, 90, None, 0.25),
        (350, 10, None, 20 / 360),
        (0, 360, None, 1),
        (30, 120, 5, 0.25 * 0.75),
    ],
)
def test_a_sector_runs_clockwise_between_its_bearings(
    first: float, last: float, inner: float | None, share: float
) -> None:
    """Bearings are true and clockwise; an inner radius is left out."""
    sector = Sector(
        centre=place(55, 30), radius=nm(10), bearing_from=first, bearing_to=last, inner=nm(inner) if inner else None
    )
    assert square_km(drawn(sector)) == pytest.approx(share * math.pi * 18.52**2, rel=5e-3)


def _half(clockwise: bool | None) -> Polygon:
    west, east = (WGS84.fwd(10, 60, bearing, 18_520)[:2] for bearing in (270, 90))
    arc = Arc(index=0, centre=place(60, 10), radius=nm(10), clockwise=clockwise)
    return Polygon(vertices=(place(west[1], west[0]), place(east[1], east[0])), arcs=(arc,))


def test_an_arc_turns_as_it_says() -> None:
    """Clockwise from west to east goes over the north, counter-clockwise over the south, each half a circle."""
    north, south = (as_geometry(drawn(_half(clockwise))) for clockwise in (True, False))
    assert north.centroid.y > 60 > south.centroid.y
    assert north.area == pytest.approx(south.area, rel=0.02)
    assert square_km(drawn(_half(clockwise=True))) == pytest.approx(math.pi * 18.52**2 / 2, rel=5e-3)


def test_an_arc_without_a_direction_takes_the_shorter_way() -> None:
    """Where the text gives no direction the arc of less than half a circle is drawn."""
    ends = [WGS84.fwd(10, 60, bearing, 18_520)[:2] for bearing in (350, 40)]
    polygon = Polygon(vertices=tuple(place(lat, lon) for lon, lat in ends), arcs=(Arc(index=0, centre=place(60, 10)),))
    assert square_km(drawn(polygon)) < 0.1 * math.pi * 18.52**2


def test_a_long_edge_follows_the_geodesic() -> None:
    """An edge of a thousand kilometres along a parallel bows towards the pole by its true kilometres."""
    geometry = as_geometry(drawn(Polygon(vertices=(place(60, 0), place(60, 20), place(50, 20), place(50, 0)))))
    assert geometry.bounds[3] > 60.3


def test_what_is_excluded_is_taken_out() -> None:
    """An area excepting a circle has a hole of that circle."""
    whole = Circle(centre=place(40, 10), radius=nm(30))
    hole = Circle(centre=place(40, 10), radius=nm(10), excluded=True)
    assert square_km(drawn(whole, hole)) == pytest.approx(math.pi * 1.852**2 * (900 - 100), rel=3e-3)


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        ((Point(place=Place(lat=1, lon=2)),), "Point"),
        ((PointList(places=(Place(lat=1, lon=2), Place(lat=2, lon=3))),), "MultiPoint"),
        ((Point(place=Place(lat=1, lon=2)), Point(place=Place(lat=2, lon=2))), "MultiPoint"),
        ((Line(places=(Place(lat=1, lon=2), Place(lat=2, lon=3))),), "LineString"),
        ((Line(places=(Place(lat=1, lon=179), Place(lat=1, lon=-179))),), "MultiLineString"),
        (
            (Circle(centre=Place(lat=1, lon=2), radius=Length(value=1, unit="KM")), Point(place=Place(lat=9, lon=9))),
            "GeometryCollection",
        ),
    ],
)
def test_the_kind_of_geometry_fits_the_shapes(shapes: tuple[AnyShape, ...], kind: str) -> None:
    """Points, lines, areas and mixtures each have their own GeoJSON type."""
    assert drawn(*shapes)["type"] == kind


@pytest.mark.parametrize(
    "shape",
    [
        Named(name="EGD098", resolved=False),
        Circle(centre=Fix(words="ORF090012.5", ident="ORF"), radius=Length(value=5, unit="NM"), resolved=False),
        Polygon(
            vertices=(Place(lat=1, lon=1), Place(lat=2, lon=2), Place(lat=1, lon=3)),
            borders=(Border(index=2, words="ALONG THE COAST"),),
            resolved=False,
            unresolved=("ALONG THE COAST",),
        ),
    ],
)
def test_what_is_not_resolved_is_not_drawn(shape: AnyShape) -> None:
    """A shape with a named part has no geometry: nothing is guessed."""
    assert geojson((shape,)) is None


def test_a_shape_survives_json() -> None:
    """The parametric form is written and read without loss."""
    polygon = _half(clockwise=True)
    assert msgspec.convert(to_builtins(polygon), AnyShape) == polygon
    assert to_builtins(polygon)["kind"] == "polygon"


def test_reading_does_not_load_the_geodesy_libraries() -> None:
    """The libraries that draw are loaded by the first drawing only."""
    code = "import sys, advisories.geo.shapes; print([m for m in ('pyproj', 'shapely', 'numpy') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


@settings(max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    points=st.lists(
        st.tuples(*(st.floats(-most, most).map(lambda value: round(value, 7)) for most in (90, 180))),
        min_size=3,
        max_size=7,
    ),
    half=st.floats(0.05, 60),
)
def test_any_shape_is_drawn_valid_and_on_the_globe(points: list[tuple[float, float]], half: float) -> None:
    """Whatever the corners, drawing gives a valid geometry within the globe or none."""
    places = tuple(place(lat, lon) for lat, lon in points)
    for shape in (
        Polygon(vertices=places),
        Corridor(line=places[:2], half_width=nm(half)),
        Circle(centre=places[0], radius=nm(half)),
    ):
        result = geojson((shape,))
        if result is None:
            continue
        geometry = as_geometry(result)
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90

"""Areas as their publisher describes them: centre and radius, vertices, line and width. GeoJSON on demand.

Positions are decimal degrees (WGS 84, north and east positive), lengths keep the unit they were printed in, bearings are
degrees true, clockwise from north. A part that the text names without giving coordinates (a border, a coast, a navaid)
stays words: the shape is then not `resolved`, and nothing is drawn in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import msgspec

from advisories.model import Value

METRES: Final = {"NM": 1852.0, "KM": 1000.0, "M": 1.0, "FT": 0.3048, "SM": 1609.344}


class Length(Value, frozen=True, kw_only=True):
    """A distance as printed: `value` in `unit` (NM, KM, M, FT, SM)."""

    value: float
    unit: str

    @property
    def metres(self) -> float:
        """Return the distance in metres."""
        return self.value * METRES[self.unit]

    @property
    def nm(self) -> float:
        """Return the distance in nautical miles (1852 m)."""
        return self.metres / METRES["NM"]


class Place(Value, frozen=True, kw_only=True, tag_field="place", tag="position"):
    """A position: decimal degrees, WGS 84, north and east positive."""

    lat: float
    lon: float


class Fix(Value, frozen=True, kw_only=True, tag_field="place", tag="fix"):
    """A place that is named, not measured: a navaid, an aerodrome, "the launcher".

    A radial and distance (FAA Order 7930.2: `ORF090012.5`) keeps `ident`, magnetic `radial` and `distance` beside the
    `words`; without the navaid's own position and variation it is not a position.
    """

    words: str
    ident: str = ""
    radial: float | None = None
    distance: Length | None = None


Centre = Place | Fix


class Shape(Value, frozen=True, kw_only=True):
    """What every shape carries beside its geometry.

    `name` is the area's name or letter where it is printed with it, `lower` and `upper` its own limits as printed,
    `words` the text it was read from and `start`, `end` their span in that text. Where part of it is only named,
    `resolved` is False and `unresolved` holds those words. An `excluded` shape is taken out of the others ("EXC A CIRCLE
    OF …").
    """

    name: str = ""
    lower: str = ""
    upper: str = ""
    words: str = ""
    start: int = 0
    end: int = 0
    resolved: bool = True
    unresolved: tuple[str, ...] = ()
    excluded: bool = False


class Circle(Shape, frozen=True, kw_only=True, tag_field="kind", tag="circle"):
    """All within `radius` of `centre`; a ring where `inner` is given."""

    centre: Centre
    radius: Length
    inner: Length | None = None

    @property
    def radius_nm(self) -> float:
        """Return the radius in nautical miles."""
        return self.radius.nm


class Arc(Value, frozen=True, kw_only=True):
    """An edge that follows a circle, from vertex `index` to the next one.

    `clockwise` is as seen from above; None where the text does not say, and then the shorter way is meant. `radius` is
    None where only the centre is printed.
    """

    index: int
    centre: Centre
    radius: Length | None = None
    clockwise: bool | None = None


class Border(Value, frozen=True, kw_only=True):
    """An edge that follows something named (a border, a coast) from vertex `index` to the next one."""

    index: int
    words: str


class Polygon(Shape, frozen=True, kw_only=True, tag_field="kind", tag="polygon"):
    """The area within a ring: `vertices` in printed order, the first not repeated at the end.

    The edge from a vertex to the next is straight (a geodesic) unless `arcs` or `borders` says otherwise.
    """

    vertices: tuple[Place, ...]
    arcs: tuple[Arc, ...] = ()
    borders: tuple[Border, ...] = ()


class Corridor(Shape, frozen=True, kw_only=True, tag_field="kind", tag="corridor"):
    """All within `half_width` of a line."""

    line: tuple[Place, ...]
    half_width: Length


class Sector(Shape, frozen=True, kw_only=True, tag_field="kind", tag="sector"):
    """Part of a circle or ring: clockwise from `bearing_from` to `bearing_to` (degrees, as printed)."""

    centre: Centre
    radius: Length
    bearing_from: float
    bearing_to: float
    inner: Length | None = None


class Point(Shape, frozen=True, kw_only=True, tag_field="kind", tag="point"):
    """One position: an obstacle, a navaid, a site."""

    place: Place


class PointList(Shape, frozen=True, kw_only=True, tag_field="kind", tag="points"):
    """Several positions that bound nothing: obstacles, waypoints."""

    places: tuple[Place, ...]


class Line(Shape, frozen=True, kw_only=True, tag_field="kind", tag="line"):
    """Positions joined by a line that has no stated width."""

    places: tuple[Place, ...]


class Named(Shape, frozen=True, kw_only=True, tag_field="kind", tag="named"):
    """An area that is only named: a danger area's designator, a region. Never resolved here."""


AnyShape = Circle | Polygon | Corridor | Sector | Point | PointList | Line | Named


def geojson(shapes: Sequence[Shape]) -> dict[str, Any] | None:
    """Return one GeoJSON geometry for `shapes`, or None where none can be drawn.

    RFC 7946: WGS 84 longitude and latitude, exterior rings counter-clockwise, cut at the antimeridian. Circles, arcs,
    corridors and the edges of polygons are geodesic and stay within `drawing.TOLERANCE_M` metres of the true line.
    Areas are merged into one Polygon or MultiPolygon; lines and points beside them make a GeometryCollection. A shape
    that is not resolved is left out.
    """
    drawn = [shape for shape in shapes if shape.resolved]
    if not drawn:
        return None
    # The libraries behind it weigh 50 MB: they load with the first drawing, not with the first NOTAM.
    result: dict[str, Any] | None = import_module("advisories.geo.drawing").draw(drawn)
    return result


def first_place(shapes: Sequence[AnyShape]) -> Place | None:
    """Return the first position among `shapes`: a centre, a vertex, a point; None where all is only named."""
    for shape in shapes:
        match shape:
            case Circle(centre=Place() as place) | Sector(centre=Place() as place) | Point(place=place):
                return place
            case Polygon(vertices=(place, *_)) | Corridor(line=(place, *_)):
                return place
            case PointList(places=(place, *_)) | Line(places=(place, *_)):
                return place
    return None


def to_builtins(shape: Shape) -> dict[str, Any]:
    """Return the parametric form as plain values for JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(shape)
    return plain

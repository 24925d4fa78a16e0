"""Shapes → GeoJSON: geodesics on WGS 84, valid rings, cut at the antimeridian. The only importer of geodesy libraries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from pyproj import Geod, Proj
from shapely.geometry.base import BaseGeometry

from advisories.geo.shapes import Arc, Circle, Corridor, Line, Place, Point, PointList, Polygon, Sector, Shape

TOLERANCE_M: Final = 25.0
"""No drawn line is further than this from the true one."""
_FEWEST: Final = 72
_MOST: Final = 720
_DIGITS: Final = 7
_LONGEST_LEG_M: Final = 9_000_000.0

_WGS84: Final = Geod(ellps="WGS84")

Ring = list[tuple[float, float]]


def draw(shapes: Sequence[Shape]) -> dict[str, Any] | None:
    """Return one geometry (RFC 7946) for `shapes`: areas merged, lines and points beside them; None where nothing is."""
    areas: list[BaseGeometry] = []
    holes: list[BaseGeometry] = []
    others: list[BaseGeometry] = []
    for shape in shapes:
        geometry = _one(shape)
        if geometry.geom_type not in ("Polygon", "MultiPolygon"):
            others.append(geometry)
        else:
            (holes if shape.excluded else areas).append(geometry)
    merged = [shapely.union_all(areas)] if areas else []
    if merged and holes:
        merged = [_polygonal(shapely.difference(merged[0], shapely.union_all(holes)))]
    merged = [_polygonal(shapely.set_precision(area, 10.0**-_DIGITS)) for area in merged]
    parts = [part for part in merged + others if not part.is_empty]
    if not parts:
        return None
    if len(parts) == 1:
        return _plain(parts[0])
    if all(part.geom_type in ("Point", "MultiPoint") for part in parts):
        return _plain(shapely.MultiPoint([point for part in parts for point in shapely.get_parts(part)]))
    return {"type": "GeometryCollection", "geometries": [_plain(part) for part in parts]}


def _one(shape: Shape) -> BaseGeometry:
    match shape:
        case Circle(centre=Place() as centre):
            return _area(_arc(centre, shape.radius.metres, 0.0, 360.0), _inner(shape, centre))
        case Sector(centre=Place()):
            return _area(_sector(shape))
        case Polygon():
            return _area(_ring(shape))
        case Corridor():
            return _corridor(shape)
        case Line():
            return _line(shape.places)
        case Point():
            return shapely.Point(shape.place.lon, shape.place.lat)
        case PointList():
            return shapely.MultiPoint([(place.lon, place.lat) for place in shape.places])
    return shapely.Polygon()


def _plain(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as plain lists, exterior rings counter-clockwise, to a hundredth of a metre."""
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        geometry = shapely.orient_polygons(geometry)
    plain: dict[str, Any] = shapely.geometry.mapping(geometry)
    return {"type": plain["type"], "coordinates": _rounded(plain["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, _DIGITS) + 0.0
    return [_rounded(part) for part in coordinates]


def _steps(radius: float, sweep: float) -> int:
    """Return how many chords keep an arc of `radius` metres and `sweep` degrees within the tolerance."""
    flat = math.acos(max(-1.0, 1.0 - TOLERANCE_M / radius)) if radius > TOLERANCE_M else math.pi
    whole = min(max(_FEWEST, math.ceil(math.pi / flat)), _MOST)
    return max(2, math.ceil(whole * sweep / 360.0))


def _arc(centre: Place, radius: float, start: float, sweep: float) -> Ring:
    """Return positions at `radius` metres from `centre`, from bearing `start` through `sweep` degrees (signed)."""
    count = _steps(radius, abs(sweep))
    bearings = np.linspace(start, start + sweep, count + 1)
    ones = np.ones(count + 1)
    lons, lats, _ = _WGS84.fwd(centre.lon * ones, centre.lat * ones, bearings, radius * ones)
    return list(zip(np.asarray(lons).tolist(), np.asarray(lats).tolist(), strict=True))


def _inner(shape: Circle, centre: Place) -> Ring:
    return _arc(centre, shape.inner.metres, 0.0, 360.0) if shape.inner and shape.inner.value else []


def _sector(shape: Sector) -> Ring:
    centre = shape.centre
    assert isinstance(centre, Place)
    sweep = (shape.bearing_to - shape.bearing_from) % 360.0 or 360.0
    outer = _arc(centre, shape.radius.metres, shape.bearing_from, sweep)
    if shape.inner is None or not shape.inner.value:
        return outer if sweep == 360.0 else [*outer, (centre.lon, centre.lat)]
    return outer + _arc(centre, shape.inner.metres, shape.bearing_to, -sweep)


def _ring(shape: Polygon) -> Ring:
    arcs = {arc.index: arc for arc in shape.arcs}
    ring: Ring = []
    for index, start in enumerate(shape.vertices):
        end = shape.vertices[(index + 1) % len(shape.vertices)]
        arc = arcs.get(index)
        ring += _leg(start, end) if arc is None else _along(arc, start, end)
    return ring


def _leg(start: Place, end: Place) -> Ring:
    """Return a geodesic from `start` up to but without `end`, dense enough to be drawn straight on a plate."""
    far = _WGS84.inv(start.lon, start.lat, end.lon, end.lat)[2]
    # The geodesic leaves the straight line of the plate by about d² · tan(lat) / 8R.
    steepest = math.tan(math.radians(min(89.0, max(abs(start.lat), abs(end.lat)))))
    bend = far * far * max(steepest, 0.02) / (8 * 6_371_000.0)
    count = min(_MOST, math.ceil(math.sqrt(bend / TOLERANCE_M)))
    ring = [(start.lon, start.lat)]
    if count > 1:
        ring += [(lon, lat) for lon, lat in _WGS84.npts(start.lon, start.lat, end.lon, end.lat, count - 1)]
    return ring


def _along(arc: Arc, start: Place, end: Place) -> Ring:
    """Return the arc from `start` up to but without `end`; its radius glides from the one end's to the other's.

    Printed vertices lie within a rounding of the printed radius; gliding keeps the ring free of spikes.
    """
    centre = arc.centre
    assert isinstance(centre, Place)
    first, _, near = _WGS84.inv(centre.lon, centre.lat, start.lon, start.lat)
    last, _, far = _WGS84.inv(centre.lon, centre.lat, end.lon, end.lat)
    sweep = (last - first) % 360.0
    clockwise = arc.clockwise if arc.clockwise is not None else sweep <= 180.0
    if not clockwise:
        sweep -= 360.0
    if start == end:
        sweep = 360.0 if clockwise else -360.0
    count = _steps(max(near, far), abs(sweep))
    ones = np.ones(count + 1)
    lons, lats, _ = _WGS84.fwd(
        centre.lon * ones,
        centre.lat * ones,
        np.linspace(first, first + sweep, count + 1),
        np.linspace(near, far, count + 1),
    )
    inside = list(zip(np.asarray(lons).tolist(), np.asarray(lats).tolist(), strict=True))[1:-1]
    return [(start.lon, start.lat), *inside]


def _line(places: Sequence[Place]) -> BaseGeometry:
    path: Ring = []
    for start, end in pairwise(places):
        path += _leg(start, end)
    path.append((places[-1].lon, places[-1].lat))
    if len(set(path)) < 2:
        return shapely.Point(path[0])
    return _cut(shapely.LineString(_unwrapped(path)))


def _simple(rings: Iterable[Ring]) -> bool:
    """Return whether rings can be handled on the plate: no crossing of the antimeridian, not near a pole."""
    for ring in rings:
        if any(abs(lat) > 85.0 for _, lat in ring):
            return False
        if any(abs(a[0] - b[0]) > 180.0 for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)):
            return False
    return True


def _area(ring: Ring, hole: Ring | None = None) -> BaseGeometry:
    rings = [part for part in (ring, hole or []) if part]
    if len(set(ring)) < 3:
        return shapely.Polygon()
    if _simple(rings):
        return _polygonal(shapely.Polygon(ring, [hole] if hole else None))
    plane = _plane(ring)
    flat = [_to_plane(plane, part) for part in rings]
    return _from_plane(plane, shapely.Polygon(flat[0], flat[1:]))


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the valid area of a geometry, without stray lines and points."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
    areas = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return shapely.union_all(areas) if len(areas) != 1 else areas[0]


def _plane(ring: Ring) -> Proj:
    """Return an azimuthal projection about the middle of a ring; whole but for the antipode, so no edge is torn."""
    cosine = [math.cos(math.radians(lat)) for _, lat in ring]
    x = sum(c * math.cos(math.radians(lon)) for c, (lon, _) in zip(cosine, ring, strict=True))
    y = sum(c * math.sin(math.radians(lon)) for c, (lon, _) in zip(cosine, ring, strict=True))
    z = sum(math.sin(math.radians(lat)) for _, lat in ring)
    lat = math.degrees(math.atan2(z, math.hypot(x, y)))
    return Proj(proj="aeqd", lat_0=lat, lon_0=math.degrees(math.atan2(y, x)), ellps="WGS84")


def _to_plane(plane: Proj, ring: Ring) -> Ring:
    xs, ys = plane([lon for lon, _ in ring], [lat for _, lat in ring])
    return list(zip(xs, ys, strict=True))


def _from_plane(plane: Proj, flat: BaseGeometry) -> BaseGeometry:
    """Return an area of the plane on the plate, cut at the antimeridian, closed over a pole it holds."""
    parts: list[BaseGeometry] = []
    for polygon in shapely.get_parts(shapely.orient_polygons(_polygonal(flat))):
        area = _filled(plane, polygon.exterior.coords[:-1])
        for hole in polygon.interiors:
            area = shapely.difference(area, _filled(plane, hole.coords[-2::-1]))
        parts.append(area)
    return _polygonal(shapely.union_all(parts))


def _filled(plane: Proj, flat: Sequence[tuple[float, ...]]) -> BaseGeometry:
    """Return what lies left of a ring of the plane, on the plate."""
    lons, lats = plane([point[0] for point in flat], [point[1] for point in flat], inverse=True)
    ring = [(lon, lat) for lon, lat in zip(lons, lats, strict=True) if math.isfinite(lon) and math.isfinite(lat)]
    if len(ring) < 3:
        return shapely.Polygon()
    path = _unwrapped([*ring, ring[0]])
    turn = path[-1][0] - path[0][0]
    if abs(turn) > 180.0:
        # Once around the globe: eastward with the inside on the left, so over the north; westward, over the south.
        pole = math.copysign(90.0, turn)
        path += [(path[-1][0], pole), (path[0][0], pole)]
    return _cut(_polygonal(shapely.Polygon(path)))


def _unwrapped(path: Ring) -> Ring:
    """Return a path whose longitudes run on beyond 180 degrees instead of jumping."""
    unwrapped: Ring = []
    shift = 0.0
    before = path[0][0]
    for lon, lat in path:
        if abs(lon - before) > 180.0:
            shift += math.copysign(360.0, before - lon)
        unwrapped.append((lon + shift, lat))
        before = lon
    return unwrapped


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry whose longitudes may run beyond 180 degrees, cut there and laid back on the plate."""
    if geometry.is_empty:
        return geometry
    west, _, east, _ = geometry.bounds
    if west >= -180.0 and east <= 180.0:
        return geometry
    parts = []
    for turn in range(math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0) + 1):
        part = shapely.intersection(geometry, shapely.box(360.0 * turn - 180.0, -90.0, 360.0 * turn + 180.0, 90.0))
        parts.append(shapely.transform(part, lambda points, by=360.0 * turn: points - np.array([by, 0.0])))
    # A grid of a tenth of a millimetre joins what the laying back has moved by a rounding.
    return shapely.union_all([part for part in parts if part.length > 0], grid_size=1e-9)


def _corridor(shape: Corridor) -> BaseGeometry:
    """Return everything within the half width of the line: the legs' bands, and a circle about every vertex."""
    half = shape.half_width.metres
    line = list(shape.line)
    plane = _plane([(place.lon, place.lat) for place in line])
    parts = [shapely.Polygon(_to_plane(plane, _arc(place, half, 0.0, 360.0))) for place in line]
    for start, end in pairwise(line):
        if start != end:
            parts.append(_polygonal(shapely.Polygon(_to_plane(plane, _band(start, end, half)))))
    return _from_plane(plane, shapely.union_all(parts))


def _band(start: Place, end: Place, half: float) -> Ring:
    """Return the band `half` metres to both sides of a geodesic leg, its ends square."""
    bearing, back, far = _WGS84.inv(start.lon, start.lat, end.lon, end.lat)
    count = max(2, min(_MOST, math.ceil(far / max(half, 20_000.0))))
    middle = _WGS84.npts(start.lon, start.lat, end.lon, end.lat, count - 1)
    path = [(start.lon, start.lat), *middle, (end.lon, end.lat)]
    right: Ring = []
    left: Ring = []
    for index, (lon, lat) in enumerate(path):
        ahead = bearing if index == 0 else back + 180.0
        if 0 < index < len(path) - 1:
            ahead = _WGS84.inv(lon, lat, *path[index + 1])[0]
        for side, turn in ((right, 90.0), (left, -90.0)):
            beside = _WGS84.fwd(lon, lat, ahead + turn, half)
            side.append((beside[0], beside[1]))
    return right + left[::-1]

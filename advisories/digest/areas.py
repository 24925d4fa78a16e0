"""The area of a NOTAM in words: every shape as its publisher described it, and where it was read."""

from __future__ import annotations

from advisories.digest import inert
from advisories.geo.shapes import (
    AnyShape,
    Centre,
    Circle,
    Corridor,
    Length,
    Line,
    Named,
    Place,
    Point,
    PointList,
    Polygon,
    Sector,
)
from advisories.notam import Notam

MOST = 12
_FROM = {
    "text": "read from its text",
    "qline": "the circle of its qualifier line; its text describes none",
    "none": "neither its text nor its qualifier line describes one",
}


def words(notam: Notam) -> tuple[tuple[str, ...], str]:
    """Return the shapes in words, and where they come from."""
    shapes = notam.shapes
    found = [shape(one) for one in shapes[:MOST]]
    if len(shapes) > MOST:
        found.append(f"and {len(shapes) - MOST} more")
    return tuple(found), _FROM[notam.shapes_from]


def position(place: Place) -> str:
    """Return `51°28′N 000°27′W`, with seconds where they are not whole minutes."""
    return f"{_angle(place.lat, 2, 'NS')} {_angle(place.lon, 3, 'EW')}"


def _angle(degrees: float, digits: int, sides: str) -> str:
    seconds = round(abs(degrees) * 36_000) / 10
    whole, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    left = round(left, 1)
    tail = "" if left == 0 else f"{left:04.1f}″" if left != int(left) else f"{left:02.0f}″"
    return f"{whole:0{digits}.0f}°{minutes:02.0f}′{tail}{sides[degrees < 0]}"


def _length(length: Length) -> str:
    return f"{length.value:,.10g} {length.unit.lower() if length.unit in ('M', 'FT') else length.unit}"


def _centre(centre: Centre) -> str:
    return position(centre) if isinstance(centre, Place) else inert.line(centre.words, 60)


def shape(one: AnyShape) -> str:
    """Return one shape in words, with its own name and limits, and what of it is only named."""
    said = _geometry(one)
    if one.name and not isinstance(one, Named):
        said = f"{inert.line(one.name, 40)}: {said}"
    if one.lower or one.upper:
        said += f", {inert.line(one.lower, 30)} – {inert.line(one.upper, 30)}"
    if one.excluded:
        said += ", taken out of the area"
    if isinstance(one, Named):
        said += "; not drawn: only named"
    elif not one.resolved:
        named = "; ".join(inert.line(part, 80) for part in one.unresolved)
        said += f"; not drawn, for part of it is only named: {named}" if named else "; not drawn: only named"
    return said


def _geometry(one: AnyShape) -> str:
    if isinstance(one, Circle):
        if one.inner is not None:
            return f"ring, {_length(one.inner)} to {_length(one.radius)} around {_centre(one.centre)}"
        return f"circle, {_length(one.radius)} around {_centre(one.centre)}"
    if isinstance(one, Sector):
        reach = f"{_length(one.inner)} to {_length(one.radius)}" if one.inner else _length(one.radius)
        return f"sector, {reach} around {_centre(one.centre)}, from {one.bearing_from:g}° to {one.bearing_to:g}°"
    if isinstance(one, Polygon):
        arcs = f", {len(one.arcs)} of its edges an arc" if one.arcs else ""
        return f"polygon with {len(one.vertices)} corners{arcs}, the first at {position(one.vertices[0])}"
    if isinstance(one, Corridor):
        line = f"a line through {len(one.line)} points" if one.line else "a line between named points"
        return f"corridor, {_length(one.half_width)} either side of {line}"
    if isinstance(one, Point):
        return f"the point {position(one.place)}"
    if isinstance(one, PointList):
        return f"{len(one.places)} points, no area"
    if isinstance(one, Line):
        return f"line through {len(one.places)} points, no area"
    return f"a named area: {inert.line(one.words, 120)}"

"""Arcs that cannot be drawn: their printed radius does not lead from the centre to the corners."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from advisories.geo.shapes import Arc, Place, Polygon

_EARTH_NM: Final = 3440.065
# Rounded positions and rounded radii differ by less; a centre or a radius that is misprinted by more.
_SHARE: Final = 0.1
_LEAST_NM: Final = 0.2


def astray(ring: Polygon) -> tuple[Arc, ...]:
    """Return the arcs of a ring whose ends lie off their circle by more than a tenth of the radius, and 0.2 NM."""
    return tuple(arc for arc in ring.arcs if _astray(arc, ring.vertices))


def closed_at_centre(ring: Polygon) -> Polygon:
    """Return a ring that is nothing but an arc as the sector between the arc and its centre; any other as it is."""
    if (
        len(ring.vertices) != 2
        or len(ring.arcs) != 1
        or ring.arcs[0].index
        or not isinstance(ring.arcs[0].centre, Place)
    ):
        return ring
    (arc,) = ring.arcs
    assert isinstance(arc.centre, Place)
    around = msgspec.structs.replace(arc, index=1)
    return msgspec.structs.replace(ring, vertices=(arc.centre, *ring.vertices), arcs=(around,))


def _astray(arc: Arc, vertices: tuple[Place, ...]) -> bool:
    if not isinstance(arc.centre, Place):
        return False
    ends = (vertices[arc.index], vertices[(arc.index + 1) % len(vertices)])
    reach = [_distance(arc.centre, end) for end in ends]
    radius = arc.radius.nm if arc.radius is not None else reach[0]
    return any(abs(one - radius) > max(_LEAST_NM, _SHARE * radius) for one in reach)


def _distance(first: Place, second: Place) -> float:
    """Return the distance in nautical miles on a sphere (0.5 % is near enough here)."""
    lat, other = math.radians(first.lat), math.radians(second.lat)
    across = math.radians(second.lon - first.lon)
    chord = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * _EARTH_NM * math.asin(min(1.0, math.sqrt(chord)))

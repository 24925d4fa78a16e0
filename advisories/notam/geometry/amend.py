"""An edge that is told after its ring: "… TO POINT OF ORIGIN, THE LINE CONNECTING A TO B IS ALONG THE COASTLINE"."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from advisories.geo.positions import Position
from advisories.geo.shapes import Arc, Border, Place, Polygon
from advisories.notam.geometry import lengths, words
from advisories.notam.geometry.rings import place

_LINE: Final = re.compile(r"LINES?\s(?:CONNECTING|JOINING|BETWEEN|BTN|FROM|FM)\s(?:POINTS?\s)?$")
_LEAD: Final = 40
_TELLING: Final = 120


def amended(ring: Polygon, text: str, positions: list[Position], index: int) -> tuple[Polygon, int] | None:
    """Return the ring with one edge as the words about it say, and the positions used up; None where they say nothing.

    `positions[index]` and the next one are then neighbours in the ring.
    """
    if index + 1 >= len(positions) or not _LINE.search(
        text[max(0, positions[index].start - _LEAD) : positions[index].start]
    ):
        return None
    edge = _edge(ring, place(positions[index]), place(positions[index + 1]))
    if edge is None:
        return None
    begin = positions[index + 1].end
    third = positions[index + 2] if index + 2 < len(positions) else None
    told = text[begin : min(begin + _TELLING, third.start if third else len(text))]
    if words.ARC.search(told):
        if third is None or third.start - begin > _TELLING:
            return None
        clockwise = None
        if words.CLOCKWISE.search(told):
            clockwise = not words.COUNTER.search(told)
        size = lengths.ANY_LENGTH.search(told)
        arc = Arc(
            index=edge, centre=place(third), radius=lengths.length(size.group()) if size else None, clockwise=clockwise
        )
        return msgspec.structs.replace(ring, arcs=(*ring.arcs, arc)), 3
    border = words.BORDER.search(told)
    if border is None:
        return None
    said = told[border.start() :].split(".")[0].strip()
    return (
        msgspec.structs.replace(
            ring,
            borders=(*ring.borders, Border(index=edge, words=said)),
            resolved=False,
            unresolved=(*ring.unresolved, said),
        ),
        2,
    )


def _edge(ring: Polygon, first: Place, second: Place) -> int | None:
    count = len(ring.vertices)
    for index, vertex in enumerate(ring.vertices):
        if {vertex, ring.vertices[(index + 1) % count]} == {first, second}:
            return index
    return None

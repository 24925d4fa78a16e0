"""Sectors and rings about a position: bearings, and how near and how far."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from advisories.geo.positions import Position
from advisories.geo.shapes import Length
from advisories.notam.geometry import bounds, lengths, words

_LAUNCHED: Final = re.compile(rf"SECTOR\s{words.RING_RANGE.pattern}\s(?:FM|FROM|OF)\s(?:THE\s)?LAUNCH")
_BEARINGS_REACH: Final = 80


class Found(NamedTuple):
    """A sector in words: bearings in degrees as printed, clockwise from `first`; the span of its words."""

    first: float
    last: float
    outer: Length
    inner: Length | None
    start: int
    end: int


def about(text: str, position: Position, start: int, until: int) -> Found | None:
    """Return the sector that is worded about a position between `start` and `until`; None where none is."""
    match = bounds.last(words.BEARINGS.finditer(text, start, position.start))
    if match is None and not _LAUNCHED.search(text, position.end, until):
        match = words.BEARINGS.search(text, position.end, until)
    if match is None:
        return None
    first, last = (float(number.replace(",", ".")) for number in match.groups())
    if first > 360 or last > 360:
        return None
    sizes = lengths.measures(text, start, position.start) or lengths.measures(text, position.end, until)
    sizes = [size for size in sizes if size.kind == "radius"]
    reach = words.RING_RANGE.search(text, start, until)
    inner: Length | None = None
    if reach:
        outer = lengths.length(reach[2])
        near = lengths.number(reach[1])
        inner = Length(value=near, unit=outer.unit) if near else None
    elif sizes:
        outer = sizes[-1].length
    else:
        far = words.REACH.search(text, start, until)
        if far is None:
            return None
        outer = lengths.length(far[1])
    spans = [match.span(), (position.start, position.end), *((size.start, size.end) for size in sizes)]
    return Found(first, last, outer, inner, min(span[0] for span in spans), max(span[1] for span in spans))


def launched(text: str, start: int, until: int) -> Found | None:
    """Return a sector that is worded about the launcher, whose position stands before: `BETWEEN 15NM AND 60NM FM LAUNCH PAD`."""
    reach = _LAUNCHED.search(text, start, until)
    match = words.BEARINGS.search(text, reach.end(), min(until, reach.end() + _BEARINGS_REACH)) if reach else None
    if reach is None or match is None:
        return None
    first, last = (float(number.replace(",", ".")) for number in match.groups())
    outer = lengths.length(reach[2])
    near = lengths.number(reach[1])
    inner = Length(value=near, unit=outer.unit) if near else None
    return Found(first, last, outer, inner, reach.start(), match.end())

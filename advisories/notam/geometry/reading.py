"""Item E → shapes. One pass over the positions of a text; at each, the words before and after decide what it is."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from advisories.geo.coordinates import find_positions, hinted
from advisories.geo.positions import Position
from advisories.geo.shapes import (
    AnyShape,
    Circle,
    Corridor,
    Length,
    Line,
    Point,
    PointList,
    Polygon,
    Sector,
)
from advisories.model import Value
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.geometry import amend, arcs, belonging, bounds, lengths, rings, sectors, words
from advisories.notam.geometry.centres import named_centres
from advisories.notam.geometry.names import named_areas
from advisories.notam.geometry.plain import Plain
from advisories.notam.geometry.rings import Run, place
from advisories.notam.geometry.scene import TAIL, Scene, diagnostic

# A lead is what stands between the shape before and a position; wording farther off belongs to something else.
_LEAD: Final = 400
_NEAR: Final = 25
_CORNERS: Final = 3


class Shapes(Value, frozen=True, kw_only=True):
    """What was read from a text: `shapes` in the order of the text, and what could not be read."""

    shapes: tuple[AnyShape, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


_NOTHING: Final = Shapes()


def read_shapes(text: str) -> Shapes:
    """Return the shapes that the text of item E describes, parametric, in the order of the text.

    Positions are decimal degrees (WGS 84), sizes keep their printed unit, spans count characters of `text`. A list of
    positions becomes a polygon only with wording for an area or when it closes on itself; named parts (a border, a
    navaid) stay words and make the shape unresolved. Misprinted positions are diagnostics. Never raises on text; time
    is linear in its length. Wording: ICAO Doc 8126 and OPADD, FAA Order 7930.2, and the texts of States.
    """
    plain = Plain(text)
    positions, wrong = find_positions(plain.text) if hinted(plain.text) else ([], [])
    if not positions and not wrong:
        named = named_centres(plain) or named_areas(plain)
        return Shapes(shapes=named) if named else _NOTHING
    reader = _Reader(plain, positions)
    shapes = reader.read() or list(named_areas(plain))
    diagnostics = [diagnostic(plain, "e-coordinate", fault.why, fault.start, fault.end) for fault in wrong]
    if wrong:
        shapes = [_doubted(shape, [plain.span(fault.start, fault.end) for fault in wrong], text) for shape in shapes]
    return Shapes(shapes=tuple(shapes), diagnostics=tuple(reader.diagnostics + diagnostics))


def _doubted(shape: AnyShape, spans: list[tuple[int, int]], text: str) -> AnyShape:
    """Return a polygon or corridor as unresolved where one of its positions could not be read."""
    if not isinstance(shape, Polygon | Corridor):
        return shape
    inside = [span for span in spans if shape.start - _NEAR <= span[0] <= shape.end + 4]
    if not inside:
        return shape
    missing = tuple(text[start:end] for start, end in inside)
    return msgspec.structs.replace(shape, resolved=False, unresolved=shape.unresolved + missing)


class _Reader(Scene):
    """Goes from position to position, and says what each begins."""

    __slots__ = ()

    def read(self) -> list[AnyShape]:
        index = 0
        while index < len(self.positions):
            index = self._told(index) or self._plain_ring(index) or self._shape(index)
        if len(self.shapes) == 1:
            return self.shapes
        centres = {shape.centre for shape in self.shapes if isinstance(shape, (Circle, Sector))}
        return [shape for shape in self.shapes if not (isinstance(shape, Point) and shape.place in centres)]

    def _told(self, index: int) -> int:
        """Read what is told of an edge of the ring before; return the index of the first position after it, else 0."""
        if not self.shapes or not isinstance(self.shapes[-1], Polygon):
            return 0
        told = amend.amended(self.shapes[-1], self.text, self.positions, index)
        if told is None:
            return 0
        self.shapes[-1], used = told
        self.used = self.positions[index + used - 1].end
        return index + used

    def _plain_ring(self, index: int) -> int:
        """Read corners that only signs part as a polygon, where the last is the first again.

        Return the index of the first position after it; 0 where it is none, or where words speak of arcs or a corridor.
        `_shape` reads such rings alike.
        """
        behind = rings.plain_ring(self.text, self.positions, index)
        if behind == 0:
            return 0
        first, last = self.positions[index], self.positions[behind - 1]
        start, until = max(self.used, first.start - _LEAD), self.until(behind)
        if words.ARC.search(self.text[start : first.start]) or self.speaks_of_sides(start, first.start):
            return 0
        if self.speaks_of_sides(last.end, min(until, last.end + TAIL)):
            return 0
        corners = [place(first)]
        for position in self.positions[index + 1 : behind - 1]:
            corner = place(position)
            if not rings.same(position, corners[-1]):
                corners.append(corner)
        if len(corners) < _CORNERS:
            return 0
        self.shapes.append(Polygon(vertices=tuple(corners), **self.about(first.start, last.end, until)))
        self.used = last.end
        return behind

    def _shape(self, index: int) -> int:
        """Read the shape that begins with a position; return the index of the first position after it."""
        position = self.positions[index]
        start = max(self.used, position.start - _LEAD)
        run = rings.follow(self.text, self.positions, index, start)
        # A ring has no radius: only the width of a corridor is of interest, and its words are seen sooner.
        ring = len(run.vertices) > 1 and (bool(run.arcs) or run.begun_by_arc or (run.closed and len(run.vertices) > 2))
        sizes = self.measures(start, position.start, sides=ring)
        if len(run.vertices) == 1 and not sizes:
            run = self._remarked(index, start) or run
        side = belonging.side(run, sizes, self.used) if sizes else None
        if side is not None:
            return self._corridor(index, side)
        if len(run.vertices) == 1 and self.speaks_of_bearings():
            sector = self._sector(index, start)
            if sector is not None:
                return sector
        behind: list[lengths.Measured] | None = None
        if len(run.vertices) > 1:
            behind = self.behind(run, sides=ring)
            wide = next((size for size in behind if size.kind != "radius"), None) if behind else None
            if wide is not None and (not run.closed or belonging.on_route(self.text, start, position.start)):
                return self._corridor(index, wide)
        radius = self._radius(index, run, sizes, behind)
        if radius is not None:
            return self._circles(run, radius)
        if len(run.vertices) == 1 and self._annulus(index, start):
            return run.next
        return self._ring(index, run)

    def _remarked(self, index: int, start: int) -> Run | None:
        """Return the ring that positions with a remark at each close from `index` on, where words speak of an area."""
        if len(self.positions) <= index + 3 or not words.AREA.search(self.text, start, self.positions[index].start):
            return None
        return rings.wordy_ring(self.text, self.positions, index)

    def _radius(
        self, index: int, run: Run, sizes: list[lengths.Measured], behind: list[lengths.Measured] | None
    ) -> lengths.Measured | None:
        """Return the radius that is worded for the run's positions, before or after them (`behind`, if known already)."""
        position = self.positions[index]
        if run.arcs or run.begun_by_arc or (run.closed and len(run.vertices) > 2):
            return None
        before = [size for size in sizes if size.kind == "radius"] if sizes else None
        between = self.text[before[-1].end : position.start] if before else ""
        if before and belonging.leads(between):
            if len(run.vertices) > 2 and words.AREA.search(between):
                return None
            self.carried = before[-1] if words.LIST.search(between) else None
            return before[-1]
        until = self.until(run.next)
        after = self.behind(run) if behind is None else behind
        central = bool(after) and bounds.central(self.text[max(self.used, position.start - _LEAD) : position.start])
        size = next((size for size in after if size.kind == "radius"), None)
        if size is not None:
            ahead = self.text[size.end : until] if run.next < len(self.positions) else None
            return size if belonging.follows(self.text[run.end : size.start], ahead, central=central) else None
        if self.carried is not None and len(run.vertices) == 1 and position.start - self.used <= belonging.REACH:
            return self.carried
        return None

    def _corridor(self, index: int, side: lengths.Measured) -> int:
        position = self.positions[index]
        run = rings.follow(self.text, self.positions, index, position.start, closing=False)
        begin, end = min(side.start, position.start), max(run.end, side.end)
        gone = words.only_named(self.text[max(side.start, self.used) : position.start]) + run.named
        until = self.until(run.next)
        onward = words.ONWARD.match(self.text, run.end, until)
        if onward is not None:
            gone += words.fixes(onward.group())
        if len(run.vertices) < 2 and not gone:
            gone.append("one end of the line")
        if side.kind == "half":
            gone.append(self.text[side.start : side.end])
        more = {"resolved": False, "unresolved": tuple(gone)} if gone else {}
        self.shapes.append(
            Corridor(
                line=tuple(place(vertex) for vertex in run.vertices),
                half_width=side.length,
                **self.about(begin, end, until, **more),
            )
        )
        self.used = end
        return run.next

    def _sector(self, index: int, start: int) -> int | None:
        """Read a sector about a position, its bearings and radius on either side of it; None where it is none."""
        position = self.positions[index]
        found = sectors.about(self.text, position, start, min(self.until(index + 1), position.end + TAIL))
        if found is None:
            return None
        self._add_sector(position, found, self.until(index + 1))
        return index + 1

    def _add_sector(self, position: Position, found: sectors.Found, until: int) -> None:
        self.shapes.append(
            Sector(
                centre=place(position),
                radius=found.outer,
                inner=found.inner,
                bearing_from=found.first,
                bearing_to=found.last,
                **self.about(found.start, found.end, until),
            )
        )
        self.used = found.end

    def _annulus(self, index: int, start: int) -> bool:
        """Read a ring between two radii about a position; False where the words before it name none."""
        position = self.positions[index]
        match = words.ANNULUS.search(self.text, start, position.start)
        if match is None:
            return False
        outer = lengths.length(match[2])
        self.shapes.append(
            Circle(
                centre=place(position),
                radius=outer,
                inner=Length(value=lengths.number(match[1]), unit=outer.unit),
                **self.about(match.start(), position.end, self.until(index + 1)),
            )
        )
        self.used = position.end
        return True

    def _circles(self, run: Run, radius: lengths.Measured) -> int:
        until = self.until(run.next)
        last = len(run.vertices) - 1
        for number, vertex in enumerate(run.vertices):
            begin = min(radius.start, vertex.start) if number == 0 and radius.start >= self.used else vertex.start
            end = max(radius.end, vertex.end) if number == last else vertex.end
            circle = Circle(centre=place(vertex), radius=radius.length, **self.about(begin, end, until))
            if not any(rings.same(vertex, earlier) for earlier in run.vertices[:number]):
                self.shapes.append(circle)
        self.used = max(run.end, radius.end)
        further = (
            words.AT_LEVEL.finditer(self.text, self.used, min(until, self.used + _LEAD))
            if words.RADIUS_AT in self.text
            else ()
        )
        for match in further:
            about = self.about(match.start(), match.end(), match.end())
            about.update(lower=match[2], upper=match[2])
            self.shapes.append(Circle(centre=place(run.vertices[last]), radius=lengths.length(match[1]), **about))
            self.used = match.end()
        if last == 0 and self.speaks_of_bearings():
            sector = sectors.launched(self.text, self.used, until)
            if sector is not None:
                self._add_sector(run.vertices[0], sector, until)
        return run.next

    def _ring(self, index: int, run: Run) -> int:
        if rings.after_a_site(self.text, run):
            # "VOLCANO PSN … VA CLD A - B - C - A": what stands before the ring is no corner of it.
            first = self.positions[index]
            self.shapes.append(Point(place=place(first), **self.about(first.start, first.end, first.end)))
            self.used = first.end
            run.vertices, run.closed = run.vertices[1:-1], True
            index += 1
        start, end = self.positions[index].start, run.end
        lead = self.text[max(self.used, start - _LEAD) : start]
        about = self.about(start, end, self.until(run.next))
        unread = not (run.arcs or run.closed) and self._unread_radius(lead, start, end)
        inherits = len(lead) <= 80 and bool(self.shapes) and isinstance(self.shapes[-1], Polygon)
        alone = not run.closed and (unread or bounds.is_line(lead, len(run.vertices)))
        if not alone and bounds.is_ring(run, lead, inherits=inherits):
            self.shapes.append(self._polygon(run, about, start, end))
        elif run.vertices:
            self._points(run, lead, about, joined=alone and not unread)
        self.used = end
        return run.next

    def _polygon(self, run: Run, about: dict[str, Any], start: int, end: int) -> Polygon:
        """Return the ring, unresolved where an edge is only named or an arc misses its corners."""
        gone = tuple(border.words for border in run.borders)
        corners = tuple(place(vertex) for vertex in run.vertices)
        ring = Polygon(vertices=corners, arcs=tuple(run.arcs), borders=tuple(run.borders), **about)
        if run.arcs and words.FROM_CENTRE.search(self.text, end, min(end + belonging.REACH, self.until(run.next))):
            ring = arcs.closed_at_centre(ring)
        if run.arcs and arcs.astray(ring):
            message = "an arc whose radius does not lead from its centre to its ends"
            self.doubt("e-arc", message, start, end)
            gone = (*gone, message)
        return msgspec.structs.replace(ring, resolved=False, unresolved=gone) if gone else ring

    def _points(self, run: Run, lead: str, about: dict[str, Any], *, joined: bool) -> None:
        """Keep positions that bound nothing, and beside them the area that is only named with them."""
        places = tuple(place(vertex) for vertex in run.vertices)
        start = run.vertices[0].start
        if len(places) == 1:
            named = bounds.named_ring(self.text, run.vertices[0], lead)
            if named is None:
                self.shapes.append(Point(place=places[0], **about))
            else:
                self.shapes.append(self.named(*named))
            return
        if len(places) == 2 and words.AREA.search(lead[-belonging.REACH :]) and "LINE" not in lead:
            message = "an area with two points only"
            self.doubt("e-area-two-points", message, start, run.end)
        if joined or run.dct or words.ROUTE.search(lead[-belonging.REACH :]):
            self.shapes.append(Line(places=places, **about))
        else:
            self.shapes.append(PointList(places=places, **about))
        part = words.PART_OF_AREA.search(lead) if joined else None
        if part is not None:
            begin = start - len(lead) + part.start()
            self.shapes.append(self.named(begin, begin + len(part.group()), part[1]))

    def _unread_radius(self, lead: str, start: int, end: int) -> bool:
        """Return whether a radius is worded beside positions whose number or unit cannot be read, and say so."""
        if not (words.UNREAD_BEHIND.match(self.text, end) or words.UNREAD_BEFORE.search(lead[-_NEAR:])):
            return False
        message = "a radius whose number or unit cannot be read"
        self.doubt("e-radius", message, start, end)
        return True

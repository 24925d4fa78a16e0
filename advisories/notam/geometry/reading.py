"""Item E → shapes. One pass over the positions of a text; at each, the words before and after decide what it is."""

from __future__ import annotations

import re
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
    Named,
    Point,
    PointList,
    Polygon,
    Sector,
)
from advisories.model import Value
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.geometry import amend, arcs, bounds, labels, rings, sectors, words
from advisories.notam.geometry.centres import named_centres
from advisories.notam.geometry.names import named_areas
from advisories.notam.geometry.plain import Plain
from advisories.notam.geometry.rings import Run, place

# A lead is what stands between the shape before and a position; wording farther off belongs to something else.
_LEAD: Final = 400
_REACH: Final = 110
_BEHIND: Final = 150
_NEAR: Final = 25
_NAME_LEAD: Final = 160
_LEVELS_TAIL: Final = 120
_TAIL: Final = 170
_CORNERS: Final = 3
# So much of the words behind a size may stand beyond the stretch in which it is looked for.
_OVER: Final = 4
# A statement of its own between a radius and a position keeps them apart.
_APART: Final = re.compile(
    r"BOUND|ENCLOS|JOINING|(?<![A-Z])(?:HGT|HEIGHT|ELEV|AGL|AMSL|MSL|TEL|FREQ|MHZ|VERTICAL|TLF|REF)(?![A-Z])|\.\s{1,20}(?:[A-Z]{3,}\s){3}"
)
_OF: Final = re.compile(r"^[\s\-:,]{0,6}(?:OF|FROM|FM|AROUND|ABOUT)(?![A-Z])")
_EMPTY: Final = re.compile(r"^[\s\-:,;./()]*$")


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
    diagnostics = [_diagnostic(plain, "e-coordinate", fault.why, fault.start, fault.end) for fault in wrong]
    if wrong:
        shapes = [_doubted(shape, [plain.span(fault.start, fault.end) for fault in wrong], text) for shape in shapes]
    return Shapes(shapes=tuple(shapes), diagnostics=tuple(reader.diagnostics + diagnostics))


def _diagnostic(plain: Plain, code: str, message: str, start: int, end: int) -> Diagnostic:
    first, last = plain.span(start, end)
    return Diagnostic(code=code, item="E", message=message, start=first, end=last)


def _doubted(shape: AnyShape, spans: list[tuple[int, int]], text: str) -> AnyShape:
    """Return a polygon or corridor as unresolved where one of its positions could not be read."""
    if not isinstance(shape, Polygon | Corridor):
        return shape
    inside = [span for span in spans if shape.start - _NEAR <= span[0] <= shape.end + 4]
    if not inside:
        return shape
    missing = tuple(text[start:end] for start, end in inside)
    return msgspec.structs.replace(shape, resolved=False, unresolved=shape.unresolved + missing)


class _Reader:
    """The state of one reading: how far the text is used up, and the shapes so far."""

    __slots__ = (
        "_bearings", "carried", "diagnostics", "leveled", "plain", "positions", "shapes", "text", "used",
    )  # fmt: skip

    def __init__(self, plain: Plain, positions: list[Position]) -> None:
        self.plain = plain
        self.text = plain.text
        self.positions = positions
        self.used = 0
        self.carried: words.Measured | None = None
        self._bearings: bool | None = None
        self.leveled = words.RADIUS_AT in plain.text
        self.shapes: list[AnyShape] = []
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> list[AnyShape]:
        index = 0
        while index < len(self.positions):
            index = self._told(index) or self._plain_ring(index) or self._shape(index)
        if len(self.shapes) == 1:
            return self.shapes
        centres = {shape.centre for shape in self.shapes if isinstance(shape, (Circle, Sector))}
        return [shape for shape in self.shapes if not (isinstance(shape, Point) and shape.place in centres)]

    def _speaks_of_bearings(self) -> bool:
        """Return whether the text can hold a sector; looked for once, as a text may hold many positions."""
        if self._bearings is None:
            self._bearings = words.BEARING_HINT.search(self.text) is not None
        return self._bearings

    def _until(self, index: int) -> int:
        """Return where the next position begins, or the text ends."""
        return self.positions[index].start if index < len(self.positions) else len(self.text)

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
        start, until = max(self.used, first.start - _LEAD), self._until(behind)
        if words.ARC.search(self.text[start : first.start]) or words.SIDES.among(self.text, start, first.start + _OVER):
            return 0
        if words.SIDES.among(self.text, last.end, min(until, last.end + _TAIL) + _OVER):
            return 0
        corners = [place(first)]
        for position in self.positions[index + 1 : behind - 1]:
            corner = place(position)
            if not rings.same(position, corners[-1]):
                corners.append(corner)
        if len(corners) < _CORNERS:
            return 0
        self.shapes.append(Polygon(vertices=tuple(corners), **self._about(first.start, last.end, until)))
        self.used = last.end
        return behind

    def _shape(self, index: int) -> int:
        """Read the shape that begins with a position; return the index of the first position after it."""
        position = self.positions[index]
        start = max(self.used, position.start - _LEAD)
        run = rings.follow(self.text, self.positions, index, start)
        # A ring has no radius: only the width of a corridor is of interest, and its words are seen sooner.
        ring = len(run.vertices) > 1 and (bool(run.arcs) or run.begun_by_arc or (run.closed and len(run.vertices) > 2))
        sizes = self._measures(start, position.start, sides=ring)
        if len(run.vertices) == 1 and not sizes:
            run = self._remarked(index, start) or run
        side = self._side(run, sizes) if sizes else None
        if side is not None:
            return self._corridor(index, side)
        if len(run.vertices) == 1 and self._speaks_of_bearings():
            sector = self._sector(index, start)
            if sector is not None:
                return sector
        behind: list[words.Measured] | None = None
        if len(run.vertices) > 1:
            behind = self._behind(run, sides=ring)
            wide = next((size for size in behind if size.kind != "radius"), None) if behind else None
            if wide is not None and (not run.closed or self._on_route(start, position.start)):
                return self._corridor(index, wide)
        radius = self._radius(index, run, sizes, behind)
        if radius is not None:
            return self._circles(run, radius)
        if len(run.vertices) == 1 and self._annulus(index, start):
            return run.next
        return self._ring(index, run)

    def _measures(self, start: int, end: int, *, sides: bool) -> list[words.Measured]:
        """Return the sizes worded in a stretch of the text; where only widths count (`sides`), none if none is worded."""
        if sides and not words.SIDES.among(self.text, start, end + _OVER):
            return []
        return words.measures(self.text, start, end)

    def _behind(self, run: Run, *, sides: bool) -> list[words.Measured]:
        """Return the sizes worded between the run and the next position."""
        return self._measures(run.end, min(self._until(run.next), run.end + _TAIL), sides=sides)

    def _remarked(self, index: int, start: int) -> Run | None:
        """Return the ring that positions with a remark at each close from `index` on, where words speak of an area."""
        if len(self.positions) <= index + 3 or not words.AREA.search(self.text, start, self.positions[index].start):
            return None
        return rings.wordy_ring(self.text, self.positions, index)

    def _side(self, run: Run, sizes: list[words.Measured]) -> words.Measured | None:
        """Return the width that is worded before a line's positions."""
        sides = [size for size in sizes if size.kind != "radius"]
        if not sides:
            return None
        if len(run.vertices) == 1 and (sizes[-1].kind not in ("side", "half") or sizes[-1].start <= self.used):
            return None
        # "A CORRIDOR 1KM WIDE IN AREA:" and four corners: the ring is the corridor's own outline.
        outline = run.closed and len(run.vertices) > 3 and sides[-1].kind == "width"
        return None if outline else sides[-1]

    def _radius(
        self, index: int, run: Run, sizes: list[words.Measured], behind: list[words.Measured] | None
    ) -> words.Measured | None:
        """Return the radius that is worded for the run's positions, before or after them (`behind`, if known already)."""
        position = self.positions[index]
        if run.arcs or run.begun_by_arc or (run.closed and len(run.vertices) > 2):
            return None
        before = [size for size in sizes if size.kind == "radius"] if sizes else None
        if before and self._joined(before[-1].end, position.start):
            between = self.text[before[-1].end : position.start]
            if len(run.vertices) > 2 and words.AREA.search(between):
                return None
            self.carried = before[-1] if words.LIST.search(between) else None
            return before[-1]
        until = self._until(run.next)
        after = self._behind(run, sides=False) if behind is None else behind
        central = bool(after) and bounds.central(self.text[max(self.used, position.start - _LEAD) : position.start])
        for size in after:
            if size.kind != "radius":
                continue
            between = self.text[run.end : size.start]
            ahead = self.text[size.end : until]
            forward = run.next < len(self.positions) and (
                _OF.search(ahead) or bounds.central(ahead) or (_EMPTY.match(ahead) and not _EMPTY.match(between))
            )
            if forward and not central:
                return None
            if len(between) <= _BEHIND or central:
                return size
            return None
        if self.carried is not None and len(run.vertices) == 1 and position.start - self.used <= _REACH:
            return self.carried
        return None

    def _joined(self, start: int, end: int) -> bool:
        """Return whether a radius that ends at `start` is about the position at `end`."""
        between = self.text[start:end]
        if bounds.central(between) or _OF.search(between):
            return len(between) <= 2 * _REACH
        return len(between) <= _REACH and not _APART.search(between)

    def _on_route(self, start: int, end: int) -> bool:
        """Return whether the words before positions make them a route, which may come back to where it began."""
        return words.ROUTE.search(self.text, start, end) is not None and not words.AREA.search(self.text, start, end)

    def _about(self, start: int, end: int, until: int, **more: Any) -> dict[str, Any]:
        """Return what every shape carries: span, words, name and limits; `until` bounds the limits' own words."""
        lead = self.text[max(self.used, start - _NAME_LEAD) : start]
        first, last = self.plain.span(start, end)
        about = {
            "name": labels.name(lead),
            "start": first,
            "end": last,
            "words": self.plain.original[first:last],
            **more,
        }
        levels = labels.levels(self.text, end, min(until, end + _LEVELS_TAIL))
        if levels is not None:
            about["lower"], about["upper"] = levels
        if words.EXCEPT.search(lead[-60:]):
            about["excluded"] = True
        return about

    def _corridor(self, index: int, side: words.Measured) -> int:
        position = self.positions[index]
        run = rings.follow(self.text, self.positions, index, position.start, closing=False)
        begin, end = min(side.start, position.start), max(run.end, side.end)
        gone = words.only_named(self.text[max(side.start, self.used) : position.start]) + run.named
        until = self._until(run.next)
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
                **self._about(begin, end, until, **more),
            )
        )
        self.used = end
        return run.next

    def _sector(self, index: int, start: int) -> int | None:
        """Read a sector about a position, its bearings and radius on either side of it; None where it is none."""
        position = self.positions[index]
        found = sectors.about(self.text, position, start, min(self._until(index + 1), position.end + _TAIL))
        if found is None:
            return None
        more = self._about(found.start, found.end, self._until(index + 1))
        self.shapes.append(
            Sector(
                centre=place(position),
                radius=found.outer,
                inner=found.inner,
                bearing_from=found.first,
                bearing_to=found.last,
                **more,
            )
        )
        self.used = found.end
        return index + 1

    def _annulus(self, index: int, start: int) -> bool:
        """Read a ring between two radii about a position; False where the words before it name none."""
        position = self.positions[index]
        match = words.ANNULUS.search(self.text, start, position.start)
        if match is None:
            return False
        outer = words.length(match[2])
        self.shapes.append(
            Circle(
                centre=place(position),
                radius=outer,
                inner=Length(value=words.number(match[1]), unit=outer.unit),
                **self._about(match.start(), position.end, self._until(index + 1)),
            )
        )
        self.used = position.end
        return True

    def _circles(self, run: Run, radius: words.Measured) -> int:
        until = self._until(run.next)
        last = len(run.vertices) - 1
        for number, vertex in enumerate(run.vertices):
            begin = min(radius.start, vertex.start) if number == 0 and radius.start >= self.used else vertex.start
            end = max(radius.end, vertex.end) if number == last else vertex.end
            circle = Circle(centre=place(vertex), radius=radius.length, **self._about(begin, end, until))
            if not any(rings.same(vertex, earlier) for earlier in run.vertices[:number]):
                self.shapes.append(circle)
        self.used = max(run.end, radius.end)
        further = words.AT_LEVEL.finditer(self.text, self.used, min(until, self.used + _LEAD)) if self.leveled else ()
        for match in further:
            about = self._about(match.start(), match.end(), match.end())
            about.update(lower=match[2], upper=match[2])
            self.shapes.append(Circle(centre=place(run.vertices[last]), radius=words.length(match[1]), **about))
            self.used = match.end()
        return run.next

    def _ring(self, index: int, run: Run) -> int:
        if rings.after_a_site(self.text, run):
            # "VOLCANO PSN … VA CLD A - B - C - A": what stands before the ring is no corner of it.
            first = self.positions[index]
            self.shapes.append(Point(place=place(first), **self._about(first.start, first.end, first.end)))
            self.used = first.end
            run.vertices, run.closed = run.vertices[1:-1], True
            index += 1
        start, end = self.positions[index].start, run.end
        lead = self.text[max(self.used, start - _LEAD) : start]
        about = self._about(start, end, self._until(run.next))
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
        if run.arcs and words.FROM_CENTRE.search(self.text, end, min(end + _REACH, self._until(run.next))):
            ring = arcs.closed_at_centre(ring)
        if run.arcs and arcs.astray(ring):
            message = "an arc whose radius does not lead from its centre to its ends"
            self.diagnostics.append(_diagnostic(self.plain, "e-arc", message, start, end))
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
                self.shapes.append(self._named(*named))
            return
        if len(places) == 2 and words.AREA.search(lead[-_REACH:]) and "LINE" not in lead:
            message = "an area with two points only"
            self.diagnostics.append(_diagnostic(self.plain, "e-area-two-points", message, start, run.end))
        if joined or run.dct or words.ROUTE.search(lead[-_REACH:]):
            self.shapes.append(Line(places=places, **about))
        else:
            self.shapes.append(PointList(places=places, **about))
        part = words.PART_OF_AREA.search(lead) if joined else None
        if part is not None:
            begin = start - len(lead) + part.start()
            self.shapes.append(self._named(begin, begin + len(part.group()), part[1]))

    def _named(self, start: int, end: int, name: str = "") -> Named:
        first, last = self.plain.span(start, end)
        said = self.text[start:end]
        return Named(
            name=name,
            words=self.plain.original[first:last],
            start=first,
            end=last,
            resolved=False,
            unresolved=(said,),
        )

    def _unread_radius(self, lead: str, start: int, end: int) -> bool:
        """Return whether a radius is worded beside positions whose number or unit cannot be read, and say so."""
        if not (words.UNREAD_BEHIND.match(self.text, end) or words.UNREAD_BEFORE.search(lead[-_NEAR:])):
            return False
        message = "a radius whose number or unit cannot be read"
        self.diagnostics.append(_diagnostic(self.plain, "e-radius", message, start, end))
        return True

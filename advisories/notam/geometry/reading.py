"""Item E → shapes. One pass over the positions of a text; at each, the words before and after decide what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from advisories.geo.coordinates import Position, find_positions, hinted
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
from advisories.notam.geometry import amend, rings, words
from advisories.notam.geometry.centres import named_centres, says_nothing
from advisories.notam.geometry.plain import Plain
from advisories.notam.geometry.rings import Run, place

# A lead is what stands between the shape before and a position; wording farther off belongs to something else.
_LEAD: Final = 400
_REACH: Final = 110
_BEHIND: Final = 150
_NEAR: Final = 25
_NAME_LEAD: Final = 160
_LEAST_NAME: Final = 3
_LEVELS_TAIL: Final = 120
_TAIL: Final = 170
# A statement of its own between a radius and a position keeps them apart.
_APART: Final = re.compile(
    r"BOUND|ENCLOS|JOINING|(?<![A-Z])(?:HGT|HEIGHT|ELEV|AGL|AMSL|MSL|TEL|FREQ|MHZ|VERTICAL|TLF|REF)(?![A-Z])|\.\s{1,20}(?:[A-Z]{3,}\s){3}"
)
_OF: Final = re.compile(r"^[\s\-:,]{0,6}(?:OF|FROM|FM|AROUND|ABOUT)(?![A-Z])")
_SENTENCE: Final = re.compile(r"\.\s")
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
    if says_nothing(text):
        return _NOTHING
    plain = Plain(text)
    if not hinted(plain.text):
        return Shapes(shapes=named_centres(plain))
    positions, wrong = find_positions(plain.text)
    if not positions and not wrong:
        return Shapes(shapes=named_centres(plain))
    reader = _Reader(plain, positions)
    shapes = reader.read()
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

    def __init__(self, plain: Plain, positions: list[Position]) -> None:
        self.plain = plain
        self.text = plain.text
        self.positions = positions
        self.used = 0
        self.carried: words.Measured | None = None
        self.bearings = words.BEARING_HINT.search(plain.text) is not None
        self.leveled = words.RADIUS_AT in plain.text
        self.shapes: list[AnyShape] = []
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> list[AnyShape]:
        index = 0
        while index < len(self.positions):
            index = self._shape(index)
        centres = {shape.centre for shape in self.shapes if isinstance(shape, Circle | Sector)}
        return [shape for shape in self.shapes if not (isinstance(shape, Point) and shape.place in centres)]

    def _until(self, index: int) -> int:
        """Return where the next position begins, or the text ends."""
        return self.positions[index].start if index < len(self.positions) else len(self.text)

    def _shape(self, index: int) -> int:
        """Read the shape that begins with a position; return the index of the first position after it."""
        position = self.positions[index]
        if self.shapes and isinstance(self.shapes[-1], Polygon):
            told = amend.amended(self.shapes[-1], self.text, self.positions, index)
            if told is not None:
                self.shapes[-1], used = told
                self.used = self.positions[index + used - 1].end
                return index + used
        start = max(self.used, position.start - _LEAD)
        sizes = words.measures(self.text, start, position.start)
        run = rings.follow(self.text, self.positions, index, start)
        if (
            len(run.vertices) == 1
            and self.positions[index + 3 :]
            and words.AREA.search(self.text, start, position.start)
        ):
            run = rings.wordy_ring(self.text, self.positions, index) or run
        sides = [size for size in sizes if size.kind in ("side", "width")]
        if sides and (len(run.vertices) > 1 or (sizes[-1].kind == "side" and sizes[-1].start > self.used)):
            return self._corridor(index, sides[-1])
        if self.bearings and len(run.vertices) == 1:
            sector = self._sector(index, start)
            if sector is not None:
                return sector
        behind = words.measures(self.text, run.end, min(self._until(run.next), run.end + _TAIL))
        wide = next((size for size in behind if size.kind in ("side", "width")), None)
        if wide is not None and not run.closed and len(run.vertices) > 1:
            return self._corridor(index, wide)
        radius = self._radius(index, run, sizes, behind)
        if radius is not None:
            return self._circles(run, radius)
        return self._ring(index, run)

    def _radius(
        self, index: int, run: Run, sizes: list[words.Measured], after: list[words.Measured]
    ) -> words.Measured | None:
        """Return the radius that is worded for the run's positions, before or after them."""
        position = self.positions[index]
        if run.arcs or run.begun_by_arc or (run.closed and len(run.vertices) > 2):
            return None
        before = [size for size in sizes if size.kind == "radius"]
        if before and self._joined(before[-1].end, position.start):
            between = self.text[before[-1].end : position.start]
            if len(run.vertices) > 2 and words.AREA.search(between):
                return None
            self.carried = before[-1] if words.LIST.search(between) else None
            return before[-1]
        until = self._until(run.next)
        central = bool(after) and _central(self.text[max(self.used, position.start - _LEAD) : position.start])
        for size in after:
            if size.kind != "radius":
                continue
            between = self.text[run.end : size.start]
            ahead = self.text[size.end : until]
            forward = run.next < len(self.positions) and (
                _OF.search(ahead) or _central(ahead) or (_EMPTY.match(ahead) and not _EMPTY.match(between))
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
        if _central(between) or _OF.search(between):
            return len(between) <= 2 * _REACH
        return len(between) <= _REACH and not _APART.search(between)

    def _about(self, start: int, end: int, until: int, **more: Any) -> dict[str, Any]:
        """Return what every shape carries: span, words, name and limits; `until` bounds the limits' own words."""
        lead = self.text[max(self.used, start - _NAME_LEAD) : start]
        name, place_of_name = "", -1
        if len(lead) > _LEAST_NAME:
            for match in words.NAME.finditer(lead):
                name, place_of_name = (match[1] or match[2]).strip(), match.start()
        if not name and (")" in lead or "." in lead):
            for match in words.ITEM.finditer(lead):
                if match.start() > place_of_name and not name:
                    name = match[1]
        first, last = self.plain.span(start, end)
        about = {"name": name, "start": first, "end": last, "words": self.plain.original[first:last], **more}
        levels = words.LEVELS.search_between(self.text, end, min(until, end + _LEVELS_TAIL))
        if levels and not (levels[2] == "/" and {levels[1][-1], levels[3][-1]} == {"M", "T"}):
            about["lower"], about["upper"] = levels[1], levels[3]
        if words.EXCEPT.search(lead[-60:]):
            about["excluded"] = True
        return about

    def _corridor(self, index: int, side: words.Measured) -> int:
        position = self.positions[index]
        run = rings.follow(self.text, self.positions, index, position.start, closing=False)
        begin, end = min(side.start, position.start), max(run.end, side.end)
        more = {} if len(run.vertices) > 1 else {"resolved": False, "unresolved": ("one end of the line",)}
        self.shapes.append(
            Corridor(
                line=tuple(place(vertex) for vertex in run.vertices),
                half_width=side.length,
                **self._about(begin, end, self._until(run.next), **more),
            )
        )
        self.used = end
        return run.next

    def _sector(self, index: int, start: int) -> int | None:
        """Read a sector about a position, its bearings and radius on either side of it; None where it is none."""
        position = self.positions[index]
        until = min(self._until(index + 1), position.end + _TAIL)
        match = _last(words.BEARINGS.finditer(self.text, start, position.start)) or words.BEARINGS.search(
            self.text, position.end, until
        )
        if match is None:
            return None
        first, last = (float(number.replace(",", ".")) for number in match.groups())
        sizes = words.measures(self.text, start, position.start) or words.measures(self.text, position.end, until)
        sizes = [size for size in sizes if size.kind == "radius"]
        reach = words.RING_RANGE.search(self.text, start, until)
        if first > 360 or last > 360 or not (sizes or reach):
            return None
        inner: Length | None = None
        if reach:
            outer = words.length(reach[2])
            near = words.number(reach[1])
            inner = Length(value=near, unit=outer.unit) if near else None
        else:
            outer = sizes[-1].length
        spans = [match.span(), (position.start, position.end), *((size.start, size.end) for size in sizes)]
        begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
        self.shapes.append(
            Sector(
                centre=place(position),
                radius=outer,
                inner=inner,
                bearing_from=first,
                bearing_to=last,
                **self._about(begin, end, self._until(index + 1)),
            )
        )
        self.used = end
        return index + 1

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
        start, end = self.positions[index].start, run.end
        lead = self.text[max(self.used, start - _LEAD) : start]
        places = tuple(place(vertex) for vertex in run.vertices)
        about = self._about(start, end, self._until(run.next))
        inherits = len(lead) <= 80 and bool(self.shapes) and isinstance(self.shapes[-1], Polygon)
        alone = not run.closed and words.LINE.search(lead) is not None
        if not alone and _is_ring(run, lead, inherits=inherits):
            gone = tuple(border.words for border in run.borders)
            if gone:
                about.update(resolved=False, unresolved=gone)
            self.shapes.append(Polygon(vertices=places, arcs=tuple(run.arcs), borders=tuple(run.borders), **about))
        elif len(places) == 1:
            self.shapes.append(Point(place=places[0], **about))
        elif places:
            if len(places) == 2 and words.AREA.search(lead[-_REACH:]) and "LINE" not in lead:
                self.diagnostics.append(
                    _diagnostic(self.plain, "e-area-two-points", "an area with two points only", start, end)
                )
            joined = alone or run.dct or words.ROUTE.search(lead[-_REACH:])
            self.shapes.append(Line(places=places, **about) if joined else PointList(places=places, **about))
        self.used = end
        return run.next


def _is_ring(run: Run, lead: str, *, inherits: bool) -> bool:
    """Return whether a run of positions bounds an area."""
    count = len(run.vertices) + run.missed
    if count + len(run.arcs) + len(run.borders) < 3:
        return False
    if run.closed or run.arcs:
        return True
    worded = _last(words.AREA.finditer(lead))
    if worded is not None and not words.OBJECT.search(lead, worded.end()):
        return True
    # Otherwise the sentence must speak of an area, or follow on one, and not of things that stand at points.
    sentence = _SENTENCE.split(lead)[-1]
    if run.dct or words.OBJECT.search(sentence) or words.ROUTE.search(sentence):
        return False
    return inherits or words.WEAK_AREA.search(sentence) is not None


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last


def _central(said: str) -> bool:
    return words.CENTRE.search(said) is not None

"""Positions in a row → a ring, a line or a list: which follow one another, and along what."""

from __future__ import annotations

from dataclasses import dataclass, field

from advisories.geo.coordinates import Position
from advisories.geo.shapes import Arc, Border, Fix, Length, Place
from advisories.notam.geometry import words

# An edge's wording ("THENCE CLOCKWISE ALONG THE ARC OF A CIRCLE …") is never longer than this.
_LONGEST_EDGE = 260
_TAIL = 160
# "- 282.7M AFTER END01 57.7M LEFT RCL … COORD (WGS84)" before each corner.
_LONGEST_REMARK = 110
_MOST_REMARKED = 24


@dataclass(slots=True)
class Run:
    """Positions that belong together, with the edges that are not straight."""

    vertices: list[Position] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    closed: bool = False
    begun_by_arc: bool = False
    dct: bool = False
    missed: int = 0
    next: int = 0
    end: int = 0


@dataclass(slots=True)
class _Pending:
    """An arc whose wording has begun: its centre, and the words about it so far."""

    centre: Position
    said: str


def same(first: Position, second: Position) -> bool:
    """Return whether two positions are one."""
    return abs(first.lat - second.lat) < 1e-7 and abs(first.lon - second.lon) < 1e-7


def place(position: Position) -> Place:
    """Return a position found in a text as a place."""
    return Place(lat=position.lat, lon=position.lon)


def follow(text: str, positions: list[Position], first: int, start: int, *, closing: bool = True) -> Run:
    """Return the run that begins at `positions[first]`, whose lead begins at `start`.

    `closing` ends the run where it comes back to its first vertex; a corridor may pass there again. Names between
    positions are vertices without coordinates where the lead speaks of an area.
    """
    run = Run(next=first, end=start)
    pending: _Pending | None = None
    while run.next < len(positions):
        position = positions[run.next]
        gap = text[max(run.end, position.start - 600) : position.start]
        edge = not words.light(gap)
        if (
            edge
            and run.vertices
            and pending is None
            and _between(gap, closing=closing, lead=(text, start, positions[first].start))
        ):
            edge = False
        if edge and run.vertices and pending is None and words.broken(gap):
            run.missed += 1
            edge = False
        if not run.vertices and pending is None:
            # The lead is not an edge, unless an arc begins the ring.
            if edge and _arc_centre(gap, run):
                pending = _Pending(position, gap[-_LONGEST_EDGE:])
                run.begun_by_arc = True
                _take(run, position)
                continue
        elif edge and pending is None:
            if not closing or len(gap) > _LONGEST_EDGE or words.CLOSE.search(gap):
                break
            if _arc_centre(gap, run):
                pending = _Pending(position, gap)
                _take(run, position)
                continue
            if (
                words.bordering(gap)
                or words.ARC.search(gap)
                or (words.named(gap) and words.AREA.search(text, start, positions[first].start))
            ):
                run.borders.append(Border(index=len(run.vertices) - 1, words=_tidy(gap)))
            else:
                break
        elif pending is not None and edge:
            if len(gap) > _LONGEST_EDGE or words.CLOSE.search(gap):
                break
            pending.said += gap
        elif words.CLOSE.search(gap):
            break
        if "DCT" in gap:
            run.dct = True
        if pending is not None:
            # "BTN A - B": A is where the arc begins, and stands there already.
            begins = words.BEGINS.search(gap) is not None
            if run.vertices and not (begins and same(position, run.vertices[-1])) and not begins:
                run.arcs.append(_arc(pending, len(run.vertices) - 1, gap))
                pending = None
            elif not run.vertices:
                pending.said += gap
        if (
            closing
            and len(run.vertices) >= (2 if run.arcs else 3)
            and same(position, run.vertices[0])
            and pending is None
        ):
            run.closed = True
            _take(run, position)
            _skip_repeats(text, positions, run)
            break
        if not (run.vertices and same(position, run.vertices[-1])):
            run.vertices.append(position)
        _take(run, position)
    if not run.closed and closing and len(run.vertices) > 2 and same(run.vertices[0], run.vertices[-1]):
        run.vertices.pop()
    _close(text, positions, run, pending)
    return run


def _skip_repeats(text: str, positions: list[Position], run: Run) -> None:
    """Pass over the closing vertex where it is printed again."""
    while run.next < len(positions) and same(positions[run.next], run.vertices[0]):
        position = positions[run.next]
        if not words.light(text[run.end : position.start]):
            return
        _take(run, position)


def wordy_ring(text: str, positions: list[Position], first: int) -> Run | None:
    """Return the ring of positions that each carry a remark, where the last one is the first again; else None."""
    end = positions[first].end
    for index in range(first + 1, min(first + _MOST_REMARKED, len(positions))):
        position = positions[index]
        gap = text[end : position.start]
        if len(gap) > _LONGEST_REMARK or words.AREA.search(gap):
            return None
        end = position.end
        if index - first >= 3 and same(position, positions[first]):
            return Run(vertices=positions[first:index], closed=True, next=index + 1, end=end)
    return None


def _between(gap: str, *, closing: bool, lead: tuple[str, int, int]) -> bool:
    """Return whether wordy gaps still join: the second one's name in an area, "… AND" between the ends of a corridor."""
    if not closing:
        return len(gap) <= 80 and ". " not in gap and words.JOINS.search(gap) is not None
    return words.labelled(gap) and words.AREA.search(*lead) is not None


def _take(run: Run, position: Position) -> None:
    run.next += 1
    run.end = position.end


def _arc_centre(gap: str, run: Run) -> bool:
    """Return whether the position after `gap` is the centre of an arc."""
    last = None
    for last in words.CENTRE.finditer(gap):
        pass
    near = last is not None and len(gap) - last.end() <= 60
    if not near and run.vertices:
        near = words.AROUND.search(gap[-40:]) is not None
    return near and words.ARC.search(gap) is not None


def _arc(pending: _Pending, index: int, gap: str) -> Arc:
    said = pending.said + " " + gap
    clockwise = None
    if words.COUNTER.search(said):
        clockwise = False
    elif words.CLOCKWISE.search(said):
        clockwise = True
    return Arc(index=index, centre=place(pending.centre), radius=_radius(said), clockwise=clockwise)


def _radius(said: str) -> Length | None:
    sizes = words.measures(said, 0, len(said))
    if sizes:
        return sizes[-1].length
    match = words.ANY_LENGTH.search(said)
    return words.length(match.group()) if match else None


def _close(text: str, positions: list[Position], run: Run, pending: _Pending | None) -> None:
    """Read what stands after the last vertex: back to the first one, perhaps along an arc or a border."""
    if len(run.vertices) < 2 and pending is None:
        return
    until = positions[run.next].start if run.next < len(positions) else len(text)
    tail = text[run.end : min(until, run.end + _TAIL)]
    match = words.CLOSE.search(tail)
    if run.closed or not match:
        if pending is not None and run.vertices:
            run.arcs.append(_arc(pending, len(run.vertices) - 1, ""))
        return
    said = tail[: match.start()]
    if pending is not None and run.vertices:
        run.arcs.append(_arc(pending, len(run.vertices) - 1, said))
    elif run.vertices and (words.bordering(said) or words.ARC.search(said) or words.named(said)):
        run.borders.append(Border(index=len(run.vertices) - 1, words=_tidy(said)))
    run.closed = True
    run.end += match.end()


def _tidy(said: str) -> str:
    return " ".join(said.split()).strip(" -,;:.")


def fix(said: str) -> Fix | None:
    """Return the radial and distance from a navaid that `said` begins with (`ORF090012.5`)."""
    match = words.FIX.search(said)
    if match is None:
        return None
    ident, radial, distance = match.groups()
    return Fix(
        words=match.group(), ident=ident, radial=float(radial), distance=Length(value=float(distance), unit="NM")
    )

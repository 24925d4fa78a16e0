"""Positions in a row → a ring, a line or a list: which follow one another, and along what."""

from __future__ import annotations

from dataclasses import dataclass

from advisories.geo.positions import Position
from advisories.geo.shapes import Arc, Border, Fix, Length, Place
from advisories.notam.geometry import lengths, words

# An edge's wording ("THENCE CLOCKWISE ALONG THE ARC OF A CIRCLE …") is never longer than this.
_LONGEST_EDGE = 260
_FARTHEST = 600
_LONGEST_JOIN = 80
_CENTRE_WORDS = 72
_SHORT = 8
_LEAST_CORNERS = 3
# Degrees: a centimetre.
_CLOSE_BY = 1e-7
# The signs that stand between most positions.
_USUAL_SIGNS = frozenset((" ", "-", " - ", ", ", ",", "", "/", " -", "- "))
_TAIL = 160
# "- 282.7M AFTER END01 57.7M LEFT RCL … COORD (WGS84)" before each corner.
_LONGEST_REMARK = 110
_MOST_REMARKED = 24


class Run:
    """Positions that belong together, with the edges that are not straight."""

    __slots__ = ("arcs", "begun_by_arc", "borders", "closed", "dct", "end", "missed", "named", "next", "vertices")

    def __init__(self, first: int, start: int) -> None:
        """Begin before `positions[first]`, whose lead begins at `start`."""
        self.vertices: list[Position] = []
        self.arcs: list[Arc] = []
        self.borders: list[Border] = []
        self.closed = False
        self.begun_by_arc = False
        self.dct = False
        self.missed = 0
        self.named: list[str] = []
        self.next = first
        self.end = start


@dataclass(slots=True)
class _Pending:
    """An arc whose wording has begun: its centre, and the words about it so far."""

    centre: Position
    said: str


def same(first: Position | Place, second: Position | Place) -> bool:
    """Return whether two positions are one."""
    return abs(first.lat - second.lat) < _CLOSE_BY and abs(first.lon - second.lon) < _CLOSE_BY


def place(position: Position) -> Place:
    """Return a position found in a text as a place."""
    return Place(lat=position.lat, lon=position.lon)


def plain_ring(text: str, positions: list[Position], first: int) -> int:
    """Return the index behind a ring that begins at `positions[first]`: corners that only signs part, the last the first.

    0 where the run is anything else; `follow` reads those, and these alike.
    """
    begin = positions[first]
    lat, lon, end = begin.lat, begin.lon, begin.end
    for index in range(first + 1, len(positions)):
        position = positions[index]
        if text[end : position.start] not in _USUAL_SIGNS:
            return 0
        end = position.end
        if abs(position.lat - lat) < _CLOSE_BY and abs(position.lon - lon) < _CLOSE_BY:
            again = index + 1 < len(positions) and same(positions[index + 1], begin)
            return index + 1 if index - first > 2 and not again else 0
    return 0


def follow(text: str, positions: list[Position], first: int, start: int, *, closing: bool = True) -> Run:
    """Return the run that begins at `positions[first]`, whose lead begins at `start`.

    `closing` ends the run where it comes back to its first vertex; a corridor may pass there again. Names between
    positions are vertices without coordinates where the lead speaks of an area.
    """
    return _Follower(text, positions, first, start, closing=closing).run_on()


class _Follower:
    """The state of following one run from position to position."""

    __slots__ = ("closing", "lead", "pending", "positions", "run", "text")

    def __init__(self, text: str, positions: list[Position], first: int, start: int, *, closing: bool) -> None:
        self.text = text
        self.positions = positions
        self.lead = (start, positions[first].start)
        self.closing = closing
        self.run = Run(first, start)
        self.pending: _Pending | None = None

    def run_on(self) -> Run:
        """Follow until the ring closes or the words part two positions."""
        run = self.run
        self._begin()
        while run.next < len(self.positions) and not run.closed:
            self._follow_signs()
            if run.next >= len(self.positions) or run.closed:
                break
            position = self.positions[run.next]
            gap = self.text[max(run.end, position.start - _FARTHEST) : position.start]
            edge = not words.light(gap) and not self._bridged(gap)
            if not self._goes_on(gap, edge=edge) or (not edge and self._numbered_anew(gap)):
                break
            if edge and self.pending is None and _arc_centre(gap, run):
                self.pending = _Pending(position, gap[-_LONGEST_EDGE:])
            else:
                self._corner(position, gap, edge=edge)
            _take(run, position)
        if run.closed:
            _skip_repeats(self.text, self.positions, run)
        elif self.closing and len(run.vertices) > 2 and same(run.vertices[0], run.vertices[-1]):
            run.vertices.pop()
        _close(self.text, self.positions, run, self.pending)
        return run

    def _begin(self) -> None:
        """Take the first position: a corner, or the centre of an arc whose wording stands before it."""
        run = self.run
        position = self.positions[run.next]
        gap = self.text[max(run.end, position.start - _FARTHEST) : position.start]
        if _arc_centre(gap, run) and not words.light(gap):
            self.pending = _Pending(position, gap[-_LONGEST_EDGE:])
            run.begun_by_arc = True
        else:
            run.dct = "DCT" in gap
            run.vertices.append(position)
        _take(run, position)

    def _follow_signs(self) -> None:
        """Take the corners that follow with nothing but signs between them, as most do: one loop, without calls."""
        run, text, positions = self.run, self.text, self.positions
        vertices = run.vertices
        if self.pending is not None or not vertices:
            return
        first, last = vertices[0], vertices[-1]
        place, end, count = run.next, run.end, len(positions)
        least = (2 if run.arcs else 3) if self.closing else count + 1
        while place < count:
            position = positions[place]
            gap = text[end : position.start]
            if gap not in _USUAL_SIGNS and (len(gap) > _SHORT or gap.strip(words.SIGNS)):
                break
            place += 1
            end = position.end
            lat, lon = position.lat, position.lon
            if len(vertices) >= least and abs(lat - first.lat) < _CLOSE_BY and abs(lon - first.lon) < _CLOSE_BY:
                run.closed = True
                break
            if abs(lat - last.lat) >= _CLOSE_BY or abs(lon - last.lon) >= _CLOSE_BY:
                vertices.append(position)
                last = position
        run.next, run.end = place, end

    def _bridged(self, gap: str) -> bool:
        """Return whether a wordy gap still joins: a corner that could not be read, a corner's name, "… AND"."""
        if not self.run.vertices or self.pending is not None:
            return False
        if not self.closing and len(gap) <= _LONGEST_JOIN and ". " not in gap and words.JOINS.search(gap):
            self.run.named += words.fixes(gap)
            return True
        if self.closing and words.labelled(gap) and words.AREA.search(self.text, *self.lead):
            return True
        if words.broken(gap):
            self.run.missed += 1
            return True
        return False

    def _goes_on(self, gap: str, *, edge: bool) -> bool:
        """Return whether the position after `gap` still belongs to the run."""
        run = self.run
        if not run.vertices and self.pending is None:
            return True
        if len(gap) > _SHORT and words.CLOSE.search(gap):
            return False
        if not edge:
            return True
        if not self.closing or len(gap) > _LONGEST_EDGE:
            return False
        return (
            self.pending is not None
            or _arc_centre(gap, run)
            or words.bordering(gap)
            or words.ARC.search(gap) is not None
            or (words.named(gap) and words.AREA.search(self.text, *self.lead) is not None)
        )

    def _numbered_anew(self, gap: str) -> bool:
        """Return whether a ring ends here because the next one's number stands before its first corner.

        `1. A - B - C - D 2. E - F - G`: the number follows on that before this ring, of which no corner has its own.
        """
        vertices = self.run.vertices
        if not self.closing or len(vertices) < _LEAST_CORNERS or self.pending is not None:
            return False
        number = words.numbered(gap)
        if number is None or words.numbered(self.text[slice(*self.lead)]) != number - 1:
            return False
        return words.numbered(self.text[vertices[0].end : vertices[1].start]) is None

    def _corner(self, position: Position, gap: str, *, edge: bool) -> None:
        run = self.run
        run.dct = run.dct or "DCT" in gap
        if self.pending is not None:
            self._end_arc(self.pending, gap)
        elif edge and run.vertices:
            run.borders.append(Border(index=len(run.vertices) - 1, words=_tidy(gap)))
        least = 2 if run.arcs else 3
        if self.closing and self.pending is None and len(run.vertices) >= least and same(position, run.vertices[0]):
            run.closed = True
        elif not (run.vertices and same(position, run.vertices[-1])):
            run.vertices.append(position)

    def _end_arc(self, pending: _Pending, gap: str) -> None:
        """Give the arc its edge, unless the position after `gap` is where it begins ("BTN A - B")."""
        if self.run.vertices and not words.BEGINS.search(gap):
            self.run.arcs.append(_arc(pending, len(self.run.vertices) - 1, gap))
            self.pending = None
        else:
            pending.said += gap


def _skip_repeats(text: str, positions: list[Position], run: Run) -> None:
    """Pass over the closing vertex where it is printed again."""
    while run.next < len(positions) and same(positions[run.next], run.vertices[0]):
        position = positions[run.next]
        if not words.light(text[run.end : position.start]):
            return
        _take(run, position)


def after_a_site(text: str, run: Run) -> bool:
    """Return whether a run is one position and a ring behind it: its last is its second again, and dashes join only those."""
    if run.closed or run.arcs or run.borders or len(run.vertices) < 5 or not same(run.vertices[1], run.vertices[-1]):
        return False
    site, first, second = run.vertices[:3]
    return "-" not in text[site.end : first.start] and "-" in text[first.end : second.start]


def wordy_ring(text: str, positions: list[Position], first: int) -> Run | None:
    """Return the ring of positions that each carry a remark, where the last one is the first again; else None."""
    end = positions[first].end
    for index in range(first + 1, min(first + _MOST_REMARKED, len(positions))):
        position = positions[index]
        gap = text[end : position.start]
        if len(gap) > _LONGEST_REMARK or words.AREA.search(gap) or lengths.measures(text, end, position.start):
            return None
        end = position.end
        if index - first >= 3 and same(position, positions[first]):
            run = Run(index + 1, end)
            run.vertices, run.closed = positions[first:index], True
            return run
    return None


def _take(run: Run, position: Position) -> None:
    run.next += 1
    run.end = position.end


def _arc_centre(gap: str, run: Run) -> bool:
    """Return whether the position after `gap` is the centre of an arc."""
    if not words.ARC.search(gap):
        return False
    if words.CENTRE.search(gap, max(0, len(gap) - _CENTRE_WORDS)):
        return True
    return bool(run.vertices) and words.AROUND.search(gap) is not None


def _arc(pending: _Pending, index: int, gap: str) -> Arc:
    said = pending.said + " " + gap
    clockwise = None
    if words.COUNTER.search(said):
        clockwise = False
    elif words.CLOCKWISE.search(said):
        clockwise = True
    return Arc(index=index, centre=place(pending.centre), radius=_radius(said), clockwise=clockwise)


def _radius(said: str) -> Length | None:
    sizes = lengths.measures(said, 0, len(said))
    if sizes:
        return sizes[-1].length
    match = lengths.ANY_LENGTH.search(said)
    return lengths.length(match.group()) if match else None


def _close(text: str, positions: list[Position], run: Run, pending: _Pending | None) -> None:
    """Read what stands after the last vertex: back to the first one, perhaps along an arc or a border."""
    if pending is None and (run.closed or len(run.vertices) < 2):
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

"""The table of places × authorities and the stance on one place, as templates show them."""

from __future__ import annotations

from collections.abc import Iterable

from advisories.digest import inert, lines, marks, moments, paths
from advisories.digest.shapes import Mark
from advisories.digest.stance_shapes import Cell, CellLine, Row, StanceView, Table, ToldGroup, ToldLine
from advisories.digest.stances import band, conflict, everywhere, notes, plain, rests
from advisories.geo.places import Place, place
from advisories.known import Knowledge, Standing
from advisories.model import Kind, NotRead, State
from advisories.stance import NOTHING, Entry, OwnStatus, Stance, stance
from advisories.stance.places import area, region

OWN_SIGNS = {
    OwnStatus.CLOSED: "✕",
    OwnStatus.RESTRICTED: "◪",
    OwnStatus.OPEN: "○",
    OwnStatus.NOT_READ: "?",
}
LINES_SHOWN = 4


class Stances:
    """The stances of one view, each made when it is asked for.

    Of ordinary NOTAM one for each FIR is kept: that there are any says that its State's own are read.
    """

    def __init__(self, knowledge: Knowledge, base_url: str) -> None:
        self._knowledge = knowledge
        self._base_url = base_url
        self._standings = [
            one
            for one in knowledge.standings
            if one.advisory.kind.warns and (lines.speaks_in_full(one.advisory) or _tells(one))
        ]
        self._notams: dict[str, tuple[Standing, ...]] = {}
        for one in knowledge.standings:
            if (
                one.advisory.kind is Kind.NOTAM
                and one.listed
                and not _tells(one)
                and not lines.speaks_in_full(one.advisory)
            ):
                self._notams |= {code: (one,) for code in one.advisory.firs if code not in self._notams}

    def of(self, where: Place) -> Stance:
        """Return the stance on a place."""
        known = self._knowledge
        notams = [one for code in where.firs for one in self._notams.get(code, ())]
        return stance(where, [*self._standings, *notams], known.sources, known.as_of, known.known_at)

    def table(self) -> Table:
        """Return the table of every place that a warning is in force for."""
        found = [self.of(one) for one in everywhere(self._standings)]
        shown = sorted(
            (one for one in found if one.rank < NOTHING), key=lambda one: (one.rank, one.place.name.casefold())
        )
        names = tuple(sorted({of.authority for one in shown for of in one.authorities}))
        return Table(
            authorities=tuple(inert.line(name, 40) for name in names),
            rows=tuple(self._row(one, names) for one in shown),
            coverage=shown[0].coverage if shown else "no warning is listed in what was read",
        )

    def _row(self, found: Stance, names: tuple[str, ...]) -> Row:
        code = "" if found.place.is_country else "".join(found.place.firs[:1])
        path = paths.fir(code) if code else paths.area(found.place.name)
        return Row(
            place=lines.place(found.place.name, path, self._base_url),
            code=code,
            own=found.own.value,
            own_sign=OWN_SIGNS[found.own],
            cells=tuple(_cell(found, name) for name in names),
        )

    def place(self, path: str, name: str) -> Place | None:
        """Return the place of a page, or None where its name is no place that can be looked up."""
        code = path.split("/")[1]
        if path.startswith("fir/"):
            return place(code) or region(code)
        return place(name) or area(name, (one.advisory for one in self._standings))

    def told(self, where: Place, *, quotable: frozenset[str]) -> StanceView:
        """Return the stance for the page of a place."""
        return view(self.of(where), quotable)


def view(found: Stance, quotable: frozenset[str]) -> StanceView:
    """Return a stance as a template shows it, without the times of readings, so that its page stays as it is.

    The issuer's words stand beside it only for sources whose terms let us quote them.
    """

    def told(entries: Iterable[Entry]) -> tuple[ToldLine, ...]:
        return tuple(_told(one, quote=one.advisory.source in quotable) for one in entries)

    return StanceView(
        own=found.own.value,
        own_sign=OWN_SIGNS[found.own],
        own_lines=told(found.own_entries),
        groups=tuple(
            ToldGroup(
                name=inert.line(of.authority, 40),
                word=of.word,
                rests=rests(of) if of.unread else "",
                lines=told(of.entries),
                conflicts=tuple(inert.line(conflict(one), 300) for one in of.conflicts),
            )
            for of in found.authorities
        ),
        hazards=told(found.hazards),
        upcoming=told(found.upcoming),
        coverage=f"of {len(found.authorities)} authorities covered, {sum(not of.unread for of in found.authorities)} read well",
    )


def _told(entry: Entry, *, quote: bool) -> ToldLine:
    advisory = entry.advisory
    words = entry.provision.sentence if entry.provision and quote and not marks.by_title(advisory) else ""
    return ToldLine(
        mark=_mark(entry),
        plain=inert.line(plain(entry), 600),
        quote=inert.line(words, 600),
        notes=notes(entry),
        path=paths.advisory(advisory.authority, advisory.reference),
        reference=inert.line(advisory.reference, 80),
    )


def _tells(standing: Standing) -> bool:
    provisions = standing.advisory.provisions
    return not isinstance(provisions, NotRead) and bool(provisions)


def _mark(entry: Entry) -> Mark:
    return marks.UNREAD if entry.provision is None else marks.of_provision(entry.provision)


def _cell(found: Stance, authority: str) -> Cell:
    of = next((one for one in found.authorities if one.authority == authority), None)
    made = dict.fromkeys(
        CellLine(mark=_mark(one), band=band(one), until=_until(one)) for one in (of.standing if of else ())
    )
    lines_, sign_, word = tuple(made), "", ""
    if not lines_:
        sign_, word = ("·", "not covered") if of is None else ("?", "not read") if of.unread else ("–", "none known")
    return Cell(
        authority=inert.line(authority, 40),
        lines=lines_[:LINES_SHOWN],
        more=max(0, len(lines_) - LINES_SHOWN),
        sign=sign_,
        word=word,
    )


def _until(entry: Entry) -> str:
    own = entry.provision.validity if entry.provision else None
    words = moments.until(own or entry.advisory.validity)
    return words if entry.state is State.IN_FORCE else f"{words}, {entry.state.value}"

"""Pages by place and by day: everything listed for a FIR or an area, everything that changed on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from advisories.digest import changed, edition, inert, lines, moments, notams, paths
from advisories.digest.folding import Fold
from advisories.digest.pages import (
    DayPage,
    DaySummary,
    FirChanges,
    Frame,
    LocationChanges,
    LocationGroup,
    PlacePage,
)
from advisories.digest.shapes import AdvisoryLine, ChangeLine, DigestView, MoveLine, PlaceLink
from advisories.digest.stance_shapes import StanceView
from advisories.known import Knowledge, Standing
from advisories.times import MONTHS


class Places:
    """The listed standings by the place that they are shown under."""

    def __init__(self, standings: Iterable[Standing], base_url: str) -> None:
        self._base_url = base_url
        self._warnings: dict[str, list[Standing]] = {}
        self._notams: dict[str, list[Standing]] = {}
        self._references: dict[str, list[Standing]] = {}
        self.names: dict[str, str] = {}
        for standing in standings:
            self._put(standing)

    def _put(self, standing: Standing) -> None:
        for path, name in places_of(standing):
            self.names.setdefault(path, name)
            if not standing.listed or standing.state not in edition.SHOWN:
                continue
            if not lines.speaks_in_full(standing.advisory):
                self._notams.setdefault(path, []).append(standing)
            elif standing.advisory.kind.warns:
                self._warnings.setdefault(path, []).append(standing)
            else:
                self._references.setdefault(path, []).append(standing)

    def page(
        self,
        path: str,
        name: str,
        frame: Frame,
        *,
        called: str = "",
        stance: StanceView | None = None,
        moves: tuple[MoveLine, ...] = (),
    ) -> PlacePage:
        """Return what the page of a place shows, with the stance on it where it is a place that can be looked up."""
        warnings = [lines.line(one, self._base_url) for one in self._warnings.get(path, ())]
        references = [lines.line(one, self._base_url) for one in self._references.get(path, ())]
        listed = self._notams.get(path, [])
        place = lines.place(name, path, self._base_url)
        return PlacePage(
            frame=frame,
            name=place.name,
            noun="FIR" if path.startswith("fir/") else "Area",
            called="" if name in called else inert.line(called, 80),
            group=edition.area(place, warnings) if warnings else None,
            locations=self._locations(listed),
            notams=len(listed),
            references=tuple(sorted(references, key=edition.strictest)),
            stance=stance,
            moves=moves,
        )

    def _locations(self, listed: Sequence[Standing]) -> tuple[LocationGroup, ...]:
        groups: dict[str, list[AdvisoryLine]] = {}
        for standing in listed:
            groups.setdefault(location(standing), []).append(lines.line(standing, self._base_url))
        return tuple(
            LocationGroup(
                location=name, anchor=paths.anchor(name), lines=tuple(sorted(groups[name], key=edition.strictest))
            )
            for name in sorted(groups)
        )


def places_of(standing: Standing) -> list[tuple[str, str]]:
    """Return the path and name of every place that an advisory's line may link to."""
    advisory = standing.advisory
    found = [(paths.area(one), one) for one in lines.areas(advisory)]
    found += [(paths.fir(one), one) for one in lines.firs(advisory)]
    if not lines.speaks_in_full(advisory):
        found.append((paths.fir(notams.fir(standing)), notams.fir(standing)))
    return list(dict(found).items())


def location(standing: Standing) -> str:
    """Return the location that an ordinary NOTAM is filed under."""
    return inert.line((standing.advisory.locations or (notams.fir(standing),))[0], 20)


def day_words(when: datetime) -> str:
    """Return `Sun 22 Nov 2026`."""
    return f"{moments.WEEKDAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1].title()} {when.year}"


def _fir_changes(knowledge: Knowledge, base_url: str) -> tuple[FirChanges, ...]:
    standings = {(one.advisory.authority, one.advisory.reference): one for one in knowledge.standings}
    folded = Fold(change for _, change in knowledge.changes)
    context = changed.Context(standings, knowledge.sources, "", base_url)
    groups: dict[str, dict[str, list[ChangeLine]]] = {}
    for key, found in folded.items():
        standing = standings.get(key)
        if standing is None or lines.speaks_in_full(standing.advisory):
            continue
        made = changed.line(key, found, context, folded.replaced.get(key, ()))
        groups.setdefault(notams.fir(standing), {}).setdefault(location(standing), []).append(made)
    return tuple(
        FirChanges(
            fir=lines.place(fir, paths.fir(fir), base_url),
            anchor=paths.anchor(fir),
            total=sum(map(len, groups[fir].values())),
            locations=tuple(
                LocationChanges(location=name, changes=tuple(sorted(groups[fir][name], key=lambda one: one.reference)))
                for name in sorted(groups[fir])
            ),
        )
        for fir in sorted(groups)
    )


def day_page(
    knowledge: Knowledge, frame: Frame, title: str, earlier: PlaceLink | None, later: PlaceLink | None
) -> DayPage:
    """Return what the page of one UTC day shows: that in which `knowledge.since` lies, else that of `as_of`."""
    start = knowledge.since or knowledge.as_of
    return DayPage(
        frame=frame,
        date=f"{start:%Y-%m-%d}",
        words=day_words(start),
        digest=edition.view(knowledge, title=title, base_url=frame.base_url),
        notams=_fir_changes(knowledge, frame.base_url),
        earlier=earlier,
        later=later,
    )


def summary(date: str, words: str, digest: DigestView) -> DaySummary:
    """Return one day in the list of days."""
    path = f"changes/{date}/"
    return DaySummary(
        place=lines.place(date, path, digest.base_url),
        words=words,
        warnings=len(digest.changes),
        notams=digest.notam_changed,
        coverage=digest.coverage.words,
    )

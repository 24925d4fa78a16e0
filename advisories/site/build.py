"""The static site: every page from what is known, only what changed made anew, switched in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from advisories import render, syndication
from advisories.config import SiteSettings
from advisories.digest import changed, document, edition, inert, lines, moments, moved, paths, places, table
from advisories.digest.pages import ChangesPage, DaySummary, Frame, FrontPage, SourcesPage, StancePage
from advisories.digest.shapes import MoveLine, PlaceLink
from advisories.errors import RenderError
from advisories.known import History, Knowledge
from advisories.model import Change, Evidence, Value, to_json
from advisories.site import links, release
from advisories.site.settled import Settled
from advisories.site.status import status
from advisories.times import stamp

Archived = Callable[[Evidence], bytes | None]
"""Returns the body behind an evidence from the archive, or None where it is not there."""

COPY_LIMIT = 1_000_000
"""Bytes of a body up to which a copy is published, where the source's terms allow it."""
MOST_LOST = 0.3
DAYS_ON_FRONT = 14
MOVES_SHOWN = 8
MOVES_FOLDED = 200
MOVES_OF_PLACE = 20
EDITION = 1
"""Raised when the same input is to make other pages although no template changed."""


class Release(Value, frozen=True):
    """What a build made: the release's id and folder, its files in number and bytes, written anew and reused."""

    id: str
    folder: str
    pages: int
    written: int
    reused: int
    bytes: int


class Extent(Value, frozen=True):
    """What a build is to make. With `keep` the histories are only those whose pages can have changed; all others stay.

    `marks` say how far the store was read for it. `allow_fewer` publishes even if many files of the last release go.
    """

    keep: bool = False
    marks: release.Marks | None = None
    allow_fewer: bool = False


WHOLE: Final = Extent()


class _Builder:
    """One build: the frame of pages, the draft, and what all pages depend on."""

    def __init__(
        self, draft: release.Draft, knowledge: Knowledge, settings: SiteSettings, title: str, archived: Archived | None
    ) -> None:
        folder = Path(settings.templates).expanduser() if settings.templates else None
        self.templates = render.environment(folder)
        self.draft = draft
        self.knowledge = knowledge
        self.base_url = settings.url.rstrip("/")
        self.title = inert.line(title, 100)
        self.archived = archived
        style = render.read("style.css", self.templates)
        self.style = f"assets/style.{release.key(style)[:12]}.css"
        self.common = _common(self.templates, self.base_url, self.title)
        self.plain(self.style, style.encode())
        standings = {(one.advisory.authority, one.advisory.reference): one for one in knowledge.standings}
        sources = {one.source: one for one in knowledge.sources}
        self.shelf = document.Shelf(standings, sources, knowledge.known_at, self.base_url)
        self.stances = table.Stances(knowledge, self.base_url)
        self.quotable = frozenset(one.source for one in knowledge.sources if one.republish in changed.QUOTABLE)
        self.names: dict[str, str] = {}
        self.table = self.stances.table()
        for row in self.table.rows:
            self.names.setdefault(row.place.path, row.code or row.place.name)
        for one in knowledge.moves:
            link = moved.link(one, self.base_url)
            self.names.setdefault(link.path, one.place if link.path.startswith("fir/") else link.name)
        self.lasting: list[str] = []
        self.feed: tuple[syndication.Entry, ...] = ()

    def frame(self, path: str, here: str = "") -> Frame:
        return Frame(
            title=self.title, root="../" * path.count("/"), style=self.style, base_url=self.base_url, here=here
        )

    def plain(self, path: str, data: bytes) -> None:
        """Keep a file that is made in any case, unless the last release has the same."""
        key = hashlib.sha256(data).hexdigest()
        if not self.draft.reuse(path, key):
            self.draft.write(path, key, data)

    def page(self, path: str, template: str, view: Value) -> None:
        """Make a page from its view, unless the last release made it from the same."""
        key = release.key(self.common, template, view)
        if not self.draft.reuse(path, key):
            self._write(path, key, template, view)

    def _write(self, path: str, key: str, template: str, view: Value) -> None:
        text = render.render(template, view, self.templates)
        self.draft.write(path, key, text.encode("utf-8", "replace"), links.local(path, text))

    def advisory(self, history: History) -> None:
        """Make an advisory's page, unless nothing that it shows has changed."""
        standing = history.standing
        folder = paths.advisory(standing.advisory.authority, standing.advisory.reference)
        if not standing.listed and lines.speaks_in_full(standing.advisory):
            self.lasting.append(standing.advisory.reference)
        for name, words in places.places_of(standing):
            self.names.setdefault(name, words)
        steady = msgspec.structs.replace(standing, last_seen=standing.first_seen) if standing.listed else standing
        others = self.shelf.others(standing)
        for one in others:
            self.names.update(dict(places.places_of(one)))
        known = tuple(
            (standing.advisory.authority, link.reference) in self.shelf.standings for link in standing.advisory.links
        )
        key = release.key(
            self.common,
            msgspec.structs.replace(history, standing=steady),
            tuple(lines.line(one, self.base_url) for one in others),
            self.shelf.source(standing),
            self._republish(standing.advisory.source),
            known,
            document.day_of(standing, self.shelf.at) if isinstance(standing.advisory.schedule, str) else None,
        )
        path = f"{folder}index.html"
        facts = self.draft.reuse(path, key)
        if facts and all(self._kept(link) for link in facts.links if link.startswith("evidence/")):
            return
        view = document.page(history, self.shelf, self.frame(path), self._copy)
        self._write(path, key, "advisory.html", view)

    def _republish(self, source: str) -> str:
        health = self.shelf.sources.get(source)
        return health.republish if health else ""

    def _kept(self, path: str) -> bool:
        return path in self.draft.pages or self.draft.reuse(path, path) is not None

    def _copy(self, evidence: Evidence) -> str:
        """Publish the body behind an evidence where terms and size allow; return its path, or an empty string."""
        if self.archived is None or self._republish(evidence.source) != "bytes" or not evidence.sha256.isalnum():
            return ""
        path = f"evidence/{evidence.sha256}.txt"
        if self._kept(path):
            return path
        body = self.archived(evidence)
        if body is None or len(body) > COPY_LIMIT:
            return ""
        self.draft.write(path, path, body)
        return path

    def days(self, days: Sequence[Knowledge], before: release.Manifest | None) -> dict[str, release.DayFacts]:
        """Make the pages of the given days, carry over the others up to now, and make the list; return what it says."""
        given = {f"{day.since or day.as_of:%Y-%m-%d}": day for day in days}
        last = f"{self.knowledge.known_at:%Y-%m-%d}"
        kept = before.days if before else {}
        carried = {date: facts for date, facts in kept.items() if date not in given and date <= last}
        dates = sorted({*given, *carried})
        found: dict[str, release.DayFacts] = {}
        for at, date in enumerate(dates):
            path = f"changes/{date}/index.html"
            if date in carried:
                if self._carry(path, before):
                    found[date] = carried[date]
                continue
            around = [self._day_link(dates[one]) if 0 <= one < len(dates) else None for one in (at - 1, at + 1)]
            made = places.day_page(given[date], self.frame(path, "changes"), self.title, *around)
            self.page(path, "day.html", made)
            for standing in given[date].standings:
                self.names.update(dict(places.places_of(standing)))
            found[date] = release.DayFacts(
                words=made.words,
                warnings=len(made.digest.changes),
                notams=made.digest.notam_changed,
                coverage=made.digest.coverage.words,
            )
        self._day_list(found)
        return found

    def _carry(self, path: str, before: release.Manifest | None) -> bool:
        """Carry a page over from the last release with what it needs: its style sheet, the places that it names."""
        facts = before.pages.get(path) if before else None
        if not self.draft.carry(path):
            return False
        for link in facts.links if facts else ():
            if link.startswith("assets/"):
                self.draft.carry(link)
            elif link.startswith(("fir/", "area/")):
                folder = link.removesuffix("index.html")
                self.names.setdefault(folder, folder.split("/")[1])
        return True

    def keep(self, before: release.Manifest) -> None:
        """Keep every page of the last release that was not made, and what such pages need."""
        for path in before.pages:
            if path.startswith(("advisory/", "evidence/", "assets/")):
                self.draft.carry(path)
        for folder, name in before.places.items():
            self.names.setdefault(folder, name)

    def _day_link(self, date: str) -> PlaceLink:
        path = f"changes/{date}/"
        return PlaceLink(name=date, path=path, url=paths.public(self.base_url, path))

    def _day_list(self, found: dict[str, release.DayFacts]) -> None:
        path = "changes/index.html"
        rows = tuple(
            DaySummary(
                place=self._day_link(date),
                words=found[date].words,
                warnings=found[date].warnings,
                notams=found[date].notams,
                coverage=found[date].coverage,
            )
            for date in sorted(found, reverse=True)
        )
        self.page(path, "days.html", ChangesPage(frame=self.frame(path, "changes"), days=rows))

    def overview(
        self, days: Sequence[Knowledge], dates: Iterable[str], earlier: Sequence[syndication.Entry] = ()
    ) -> None:
        """Make the pages that change with every reading: front, sources, feed, status."""
        digest = edition.view(self.knowledge, title=self.title, base_url=self.base_url)
        known = {f"changes/{date}/" for date in dates}
        kept = tuple(day for day in digest.days if day.path in known) or (self._all_days(),)
        digest = msgspec.structs.replace(digest, days=kept)
        latest = tuple(self._day_link(date) for date in sorted(dates, reverse=True)[:DAYS_ON_FRONT])
        self.page("index.html", "front.html", FrontPage(frame=self.frame("", "today"), digest=digest, days=latest))
        path = "sources/index.html"
        view = SourcesPage(frame=self.frame(path, "sources"), as_of=digest.known_at, coverage=digest.coverage)
        self.page(path, "sources.html", view)
        feed = syndication.view(days, title=self.title, base_url=self.base_url, earlier=earlier)
        self.feed = feed.entries
        self.plain("feed.xml", syndication.written(feed, self.templates))
        self.plain("status.json", to_json(status(digest, self.knowledge)))
        missing = msgspec.structs.replace(self.frame(""), root=urlsplit(self.base_url).path.rstrip("/") + "/")
        text = render.render("missing.html", {"frame": missing}, self.templates)
        self.plain("404.html", text.encode())

    def _stance(self, latest: tuple[MoveLine, ...]) -> None:
        """Make the page of the table of places × authorities."""
        path = "stance/index.html"
        as_of = moments.moment(self.knowledge.as_of)
        view = StancePage(frame=self.frame(path, "stance"), as_of=as_of, table=self.table, moves=latest)
        self.page(path, "stance.html", view)

    def _moved(self, changes: Sequence[Change]) -> tuple[MoveLine, ...]:
        """Return changes of stance as lines, each leading to its advisory's page where there is one."""
        return tuple(
            one if self.draft.has(f"{one.path}index.html") else msgspec.structs.replace(one, path="")
            for one in moved.made(changes, self.base_url)
        )

    def _all_days(self) -> PlaceLink:
        return PlaceLink(name="all days", path="changes/", url=paths.public(self.base_url, "changes/"))

    def places(self) -> None:
        """Make a page for every place that any page links to."""
        shelf = places.Places(self.knowledge.standings, self.base_url)
        moves = moved.Moves(self.knowledge.moves)
        self.names |= shelf.names
        for folder, name in sorted(self.names.items()):
            path = f"{folder}index.html"
            told: dict[str, Any] = {}
            if (where := self.stances.place(folder, name)) is not None:
                latest = moves.concerning(where)[:MOVES_OF_PLACE]
                stance = self.stances.told(where, quotable=self.quotable)
                told = {"called": where.name, "stance": stance, "moves": self._moved(latest)}
            self.page(path, "place.html", shelf.page(folder, name, self.frame(path), **told))
        self._stance(self._moved(self.knowledge.moves[:MOVES_FOLDED])[:MOVES_SHOWN])


def _common(templates: render.Templates, base_url: str, title: str) -> str:
    """Return a digest of what all pages depend on."""
    return release.key(str(EDITION), render.fingerprint(templates), base_url, title)


def last(folder: Path, settings: SiteSettings, title: str) -> release.Manifest | None:
    """Return what the release that readers see was made from, None where all of it would be made anew.

    That is so where there is none, or templates, title or address have changed since. Raises `RenderError`.
    """
    before = release.manifest(folder)
    own = Path(settings.templates).expanduser() if settings.templates else None
    common = _common(render.environment(own), settings.url.rstrip("/"), inert.line(title, 100))
    return before if before and before.marks and before.common == common else None


def _prefix(when: datetime) -> str:
    return stamp(when).replace("-", "").replace(":", "")


def build(
    folder: Path,
    *,
    knowledge: Knowledge,
    histories: Iterable[History],
    days: Sequence[Knowledge],
    settings: SiteSettings,
    title: str,
    archived: Archived | None,
    extent: Extent = WHOLE,
) -> Release:
    """Build the site below `folder` and switch readers to it; return what was made.

    `histories` are of every advisory ever seen, each of which keeps its page, or what `extent` says. `days` are the
    knowledge of UTC days whose pages are to be made (`since` their start); pages of other days are carried over from
    the last release. Raises `RenderError`, publishing nothing, where a template fails, a link leads nowhere, two pages
    want one address, another build is running, or more than 30 % of the files of the last release would go.
    """
    with release.alone(folder):
        before = release.manifest(folder)
        apart = Settled(folder, kept=len(before.pages) if before and extent.keep else 0)
        draft = release.Draft(folder, before, apart)
        builder = _Builder(draft, knowledge, settings, title, archived)
        found = builder.days(days, before)
        builder.overview(days, found, before.feed if before else ())
        for history in histories:
            builder.advisory(history)
        if extent.keep and before is not None:
            builder.keep(before)
        builder.places()
        _refuse_loss(before, draft, allow_fewer=extent.allow_fewer)
        links.check(draft.pages, draft.has)
        made = release.Manifest(
            release="",
            pages={},
            days=found,
            known_at=knowledge.known_at,
            common=builder.common,
            marks=extent.marks,
            lasting=tuple(builder.lasting),
            places=builder.names,
            feed=builder.feed,
        )
        name = draft.publish(_prefix(knowledge.as_of), made, settings.keep_releases)
        return Release(
            id=name,
            folder=str(folder / "releases" / name),
            pages=len(draft.pages),
            written=draft.written,
            reused=draft.reused,
            bytes=draft.bytes,
        )


def _refuse_loss(before: release.Manifest | None, draft: release.Draft, *, allow_fewer: bool) -> None:
    if before is None or allow_fewer:
        return
    lost = len(before.pages) - len(draft.pages) - draft.settling
    if lost > MOST_LOST * len(before.pages):
        raise RenderError(
            f"site: {len(draft.pages)} files where the last release had {len(before.pages)}; nothing was published"
        )

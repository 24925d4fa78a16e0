"""The whole program on loopback: real fetching, archive, store, digest and site; the clock moves when told."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import msgspec

from advisories import publish
from advisories.archive import Archive
from advisories.config import FetchSettings, Settings, SiteSettings
from advisories.fetch import Fetcher
from advisories.model import Change, ChangeKind
from advisories.publish import Publication
from advisories.refresh import Report, refresh
from advisories.sources import registry
from advisories.sources.base import Source
from advisories.store import Store
from tests.faults.pages import Pages
from tests.fetch.loopback import Host, Said, page

HOUR: Final = timedelta(hours=1)
START: Final = datetime(2031, 5, 6, 8, tzinfo=UTC)
NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
SETTINGS: Final = FetchSettings(
    timeout=10.0,
    total_timeout=20.0,
    max_bytes=8_000_000,
    max_redirects=3,
    pause=0.0,
    attempts=1,
    per_host=3,
    allow_http=True,
    allow_private=True,
)
IMPATIENT: Final = msgspec.structs.replace(SETTINGS, timeout=0.15, total_timeout=0.3)
"""For hosts that answer late or drip: the others are given time, so that a busy machine fails no good reading."""
HEALTH: Final = (ChangeKind.SOURCE_LOST, ChangeKind.SOURCE_BACK)
GONE: Final = (ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.REPLACED, ChangeKind.REISSUED)


def path_of(source: str, part: str) -> str:
    """Return the path at which the host serves a part."""
    return f"/{source}/{part}"


def at_host(name: str, root: str) -> Source:
    """Return a shipped source whose parts are asked at a host on loopback."""
    kind = type(registry.by_name(name))
    parts = tuple(msgspec.structs.replace(part, url=f"{root}{path_of(name, part.name)}") for part in kind.parts)
    made: Source = type(kind.__name__, (kind,), {"parts": parts})()
    return made


class World:
    """A host, sources that are asked there, and everything from fetcher to site in one folder."""

    def __init__(
        self, folder: Path, names: Iterable[str], *, at: datetime = START, fetch: FetchSettings = SETTINGS
    ) -> None:
        self.folder = folder
        self.now = at
        self.host = Host()
        root = self.host.url("")
        self.sources = tuple(at_host(name, root) for name in names)
        self.store = Store(f"sqlite:///{folder}/store.sqlite3")
        self.archive = Archive(
            folder / "archive",
            rotate_bytes=10**9,
            committed=self.store.archived,
            now=at,
            begun=self.store.begin_archive_file,
        )
        self.publication = Publication(
            sources=self.sources,
            settings=Settings(site=SiteSettings(keep_releases=2)),
            site_folder=folder / "site",
            digest_folder=folder / "digests",
        )
        self.impatient = False
        self._fetchers = tuple(
            Fetcher(settings, clock=self.clock, sleep=lambda _: None, tls=NO_TLS) for settings in (fetch, IMPATIENT)
        )

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    def __enter__(self) -> Self:
        """Return the world."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close everything."""
        for fetcher in self._fetchers:
            fetcher.close()
        self.host.close()
        self.archive.close()
        self.store.close()

    def serve(self, source: str, pages: Pages) -> None:
        """Let the host serve these copies, at once."""
        self.impatient = False
        for part, copy in pages.items():
            self.say(source, part, page(copy.body, Content_Type=copy.media))

    def say(self, source: str, part: str, said: Said) -> None:
        """Let the host say something for one part."""
        self.host.says[path_of(source, part)] = said

    def read(self, after: timedelta = HOUR) -> dict[str, Report]:
        """Read every source some time later; return the reports by source."""
        self.now += after
        fetcher = self._fetchers[self.impatient]
        reports = refresh(self.store, self.archive, fetcher, self.sources, self.clock)
        return {report.source: report for report in reports}

    def build(self) -> str:
        """Build the site and return its front page."""
        publish.build_site(self.store, self.publication, self.now)
        return (self.folder / "site" / "current" / "index.html").read_text("utf-8")

    def issue(self) -> str:
        """Issue an edition and return the text of its message on one line."""
        edition = publish.issue(self.store, self.publication, self.now)
        plain = message_from_bytes(edition.message, policy=policy.default).get_body(("plain",))
        assert plain is not None
        return " ".join(str(plain.get_content()).split())

    def status(self, source: str) -> Mapping[str, str]:
        """Return what the site's status.json says of a source."""
        whole = json.loads((self.folder / "site" / "current" / "status.json").read_text("utf-8"))
        return next(one for one in whole["sources"] if one["source"] == source)

    def listed(self, source: str) -> dict[str, bytes]:
        """Return what a source lists now, by reference, each as last read."""
        moment = self.store.moment(self.now)
        return {
            one.advisory.reference: msgspec.json.encode(one.advisory)
            for one in self.store.standings(moment)
            if one.listed and one.advisory.source == source
        }

    def changes(self, source: str) -> list[Change]:
        """Return everything that was ever told of a source."""
        return [one for one in self.store.changes(self.store.moment(self.now)) if one.source == source]

    def told(self, source: str) -> list[ChangeKind]:
        """Return the notices about a source's own health."""
        return [one.kind for one in self.changes(source) if one.kind in HEALTH]

    def withdrawn(self) -> list[Change]:
        """Return every change that took an advisory off its list."""
        return [one for source in self.sources for one in self.changes(source.name) if one.kind in GONE]

    @property
    def port(self) -> int:
        """Return the host's port."""
        return urlsplit(self.host.url("")).port or 0

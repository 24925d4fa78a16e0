"""An invented source on a loopback host, and a desk for `run` whose clock moves only when told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from advisories.archive import Archive
from advisories.config import DigestSettings, FetchSettings, RunSettings, Settings
from advisories.errors import ConfigError
from advisories.lease import Lease
from advisories.publish import Publication
from advisories.rounds import Outfit, Passed
from advisories.schedule import Desk, tick
from advisories.sources.base import Coverage, Part, Proof, Source
from advisories.store import Store
from tests.core.wired import MadeNotices
from tests.fetch.loopback import Host, page

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
FETCH = FetchSettings(
    timeout=5.0, total_timeout=5.0, pause=0.0, attempts=1, robots=False, allow_http=True, allow_private=True
)


def notices(*numbers: str, **extra: Any) -> bytes:
    """Return the answer that lists these notices."""
    return page(
        json.dumps({"notices": [{"number": one, "firs": ["XQLR"]} for one in numbers], **extra}).encode(),
        Content_Type="application/json",
    )


def source_at(url: str, name: str = "made_notices", **facts: Any) -> Source:
    """Return the invented source at an address, with facts of its own."""
    part = Part(name="list", url=url, coverage=Coverage.SNAPSHOT, marker='"notices"', proof=Proof.WIRE)
    kind: type[MadeNotices] = type("Made", (MadeNotices,), {"name": name, "parts": (part,), **facts})
    return kind()


class Monotonic:
    """A monotonic clock that moves only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


class Watch:
    """A desk at work in a folder, over real store, archive, fetcher and site; a second one may share the store."""

    def __init__(self, folder: Path, host: Host, *, name: str = "first", sources: Iterable[Source] = ()) -> None:
        self.folder, self.host, self.now = folder, host, START
        self.monotonic = Monotonic()
        self.sources = tuple(sources) or (source_at(host.url("/list")),)
        self.settings = Settings(fetch=FETCH, digest=DigestSettings(times=("05:00",)), run=RunSettings())
        self.broken = ""
        self._open = ExitStack()
        self.store = self._open.enter_context(Store(f"sqlite:///{folder}/store.sqlite3"))
        self.lease = Lease(self.store, name, length=timedelta(seconds=60), monotonic=self.monotonic)
        self.desk = self._open.enter_context(
            Desk(self.store, self.lease, load=self.load, open_archive=self.archive, clock=lambda: self.now)
        )

    def load(self) -> Outfit:
        """Return what a pass works with, by the settings as they are now."""
        if self.broken:
            raise ConfigError(self.broken)
        return Outfit(
            settings=self.settings,
            sources=self.sources,
            publication=Publication(
                sources=self.sources,
                settings=self.settings,
                site_folder=self.folder / "site",
                digest_folder=self.folder / "digests",
            ),
            bring=lambda _: lambda _: None,
            folder=self.folder,
            archive_folder=self.folder / "archive",
        )

    def archive(self, store: Store) -> Archive:
        """Open the archive."""
        return Archive(self.folder / "archive", rotate_bytes=10**9, committed=store.archived, now=self.now)

    def change(self, **run: Any) -> None:
        """Change settings of [run] and let the desk read them."""
        self.settings = msgspec.structs.replace(self.settings, run=msgspec.structs.replace(self.settings.run, **run))
        assert self.desk.reread()

    def tick(self, after: timedelta = timedelta()) -> Passed | None:
        """Let time pass, then make a tick."""
        self.now += after
        self.monotonic.seconds += max(after.total_seconds(), 0.0)
        return tick(self.desk, self.now)

    def faults(self) -> dict[str, str]:
        """Return the faults that are open on record, by kind."""
        return {fault.kind: fault.words for fault in self.store.operation.faults() if fault.over_at is None}

    def listed(self) -> set[str]:
        """Return the references that are listed now."""
        return {one.advisory.reference for one in self.store.standings(self.store.moment(self.now)) if one.listed}

    def close(self) -> None:
        """End."""
        self._open.close()


Watches = Callable[..., Watch]

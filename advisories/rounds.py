"""One pass: read what is due, publish, deliver, and say that all is well. Each step stands alone; none stops another.

Every error of ours becomes a fault of the step that it befell (`faults`): told once, shown by `status`, over when the
step next goes well. Time is passed in.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from advisories import inbox, mail, publish
from advisories.archive import Archive
from advisories.config import FetchSettings, Settings
from advisories.deliver import Delivered, deliver
from advisories.errors import AdvisoriesError, DeliveryError, InputError
from advisories.faults import Faults
from advisories.fetch import Fetcher
from advisories.metrics import Metrics, State
from advisories.model import Failure, Request
from advisories.publish import Bring, Publication, Published
from advisories.refresh import Report, refresh
from advisories.sources.base import Source
from advisories.store import Store
from advisories.store.outbox import DeliveryState

CLOCK_SLACK: Final = timedelta(minutes=1)
"""A clock that is set back by less is waited for without a word."""

LONGEST_REST: Final = timedelta(minutes=15)
"""The longest pause in reading after what was read could not be kept."""

HARMLESS: Final = frozenset({"ping", "metrics", "missed", "overrun", "settings", "import"})
"""Faults that leave a pass healthy: what they concern is told elsewhere."""

UNDER_WAY: Final = (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING)
PING_SECONDS: Final = 15.0
PING_BYTES: Final = 65_536


class Outfit(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass works with, made from one reading of the settings. Relative paths start at `folder`.

    `bring` returns what brings evidence back from an archive.
    """

    settings: Settings
    sources: tuple[Source, ...]
    publication: Publication
    bring: Callable[[Archive], Bring]
    folder: Path
    archive_folder: Path

    @property
    def metrics(self) -> Path | None:
        """Return where the metrics are written, None where they are not."""
        return self.folder / self.settings.run.metrics if self.settings.run.metrics else None


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass did, and whether it was healthy: nothing wrong with the program, and not every source failing."""

    reports: tuple[Report, ...] = ()
    published: Published | None = None
    delivered: Delivered | None = None
    healthy: bool = False


class Rounds:
    """The passes of one process. `seen` is told of each run as it ends; `stopping` ends a pass between two steps."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        faults: Faults,
        clock: Callable[[], datetime],
        *,
        stopping: threading.Event | None = None,
        seen: Callable[[Report], None] | None = None,
    ) -> None:
        self.store = store
        self.faults = faults
        self.metrics = Metrics()
        self.healthy_at: datetime | None = None
        self._archive = archive
        self._clock = clock
        self._stopping = stopping or threading.Event()
        self._seen = seen
        self._rest_until: datetime | None = None
        self._spoilt = 0
        self._site_at: datetime | None = None
        self._ping_at: datetime | None = None

    def one(self, outfit: Outfit, fetcher: Fetcher, *, always_publish: bool = False) -> Passed:
        """Make one pass. Raises nothing of ours: what goes wrong is a fault."""
        began = time.monotonic()
        now = self._clock()
        self.metrics.begun()
        if not self._clock_is_right(now):
            self._tell(outfit, now, time.monotonic() - began)
            return Passed()
        reports = (*self._take_in(outfit, now), *self._read(outfit, fetcher, now))
        published = self._publish(outfit, reports, always=always_publish)
        delivered = self._deliver(outfit)
        healthy = self._is_healthy(outfit)
        if healthy:
            self.healthy_at = self._clock()
            self._ping(outfit, read=bool(reports))
        self._tell(outfit, self._clock(), time.monotonic() - began)
        return Passed(reports=reports, published=published, delivered=delivered, healthy=healthy)

    def _clock_is_right(self, now: datetime) -> bool:
        """Return whether the clock shows a time after the last run; nothing is read or written before it does."""
        with self.faults.watching("reading", now):
            last = self.store.last_run()
            if last is None or last <= now:
                self.faults.over("clock", now)
                return True
            if last - now > CLOCK_SLACK:
                words = (
                    f"the last run is dated {last:%Y-%m-%d %H:%MZ}, and the clock shows an earlier time: was it set back? "
                    "Nothing is read or published until it shows a later one"
                )
                self.faults.note("clock", words, now)
        return False

    def _take_in(self, outfit: Outfit, now: datetime) -> tuple[Report, ...]:
        """Read the files that a person left in the drop folder."""
        reports: list[Report] = []
        folder = outfit.settings.import_.folder

        def seen(report: Report) -> None:
            reports.append(report)
            if self._seen:
                self._seen(report)

        with self.faults.watching("import", now):
            if folder:
                inbox.empty(outfit.folder / folder, self.store, self._archive, self._clock, seen)
        return tuple(reports)

    def _read(self, outfit: Outfit, fetcher: Fetcher, now: datetime) -> tuple[Report, ...]:
        """Read what is due, unless what was read lately could not be kept: hosts are not asked in vain again and again."""
        if self._rest_until and now < self._rest_until <= now + LONGEST_REST:
            return ()
        reports: list[Report] = []

        def seen(report: Report) -> None:
            reports.append(report)
            self.metrics.ran(report.source, report.verdict)
            if self._seen:
                self._seen(report)

        with self.faults.watching("reading", now):
            try:
                due = set(self.store.due([source.name for source in outfit.sources], now))
                chosen = tuple(source for source in outfit.sources if source.name in due)
                if chosen:
                    refresh(self.store, self._archive, fetcher, chosen, self._clock, seen=seen, stopping=self._stopping)
            except AdvisoriesError:
                tick = timedelta(seconds=outfit.settings.run.tick)
                self._rest_until = now + min(tick * (1 << min(self._spoilt, 12)), LONGEST_REST)
                self._spoilt += 1
                raise
            self._spoilt, self._rest_until = 0, None
        return tuple(reports)

    def _publish(self, outfit: Outfit, reports: Sequence[Report], *, always: bool) -> Published | None:
        """Publish where something changed, an edition is due, or the site's ages have grown old."""
        if self._stopping.is_set():
            return None
        now = self._clock()
        with self.faults.watching("publishing", now):
            if always or self._is_due(outfit, reports, now):
                bring = outfit.bring(self._archive)
                published = publish.publish(self.store, structs.replace(outfit.publication, archived=bring), now)
                self._site_at = now
                return published
        return None

    def _is_due(self, outfit: Outfit, reports: Sequence[Report], now: datetime) -> bool:
        if self.store.last_run() is None:
            return False
        old = timedelta(seconds=outfit.settings.run.site_age)
        if self._site_at is None or not self._site_at <= now < self._site_at + old:
            return True
        if any(one.shows for one in reports):
            return True
        return publish.due(outfit.settings.digest.times, self.store.last_edition(), now)

    def _deliver(self, outfit: Outfit) -> Delivered | None:
        """Send what is due."""
        if self._stopping.is_set():
            return None
        now = self._clock()
        with self.faults.watching("delivering", now):
            counts = self.store.outbox.counts()
            if not any(counts.get(state) for state in UNDER_WAY):
                return None
            transport = mail.carrier(outfit.settings.delivery, outfit.folder)
            delivered = deliver(self.store, transport, outfit.settings, self._clock, stopping=self._stopping)
            if delivered.stopped:
                raise DeliveryError(delivered.stopped)
            return delivered
        return None

    def _is_healthy(self, outfit: Outfit) -> bool:
        """Return whether nothing is wrong with the program, and not every source fails."""
        if self._stopping.is_set() or any(fault.kind not in HARMLESS for fault in self.faults.open):
            return False
        names = [source.name for source in outfit.sources]
        with suppress(AdvisoriesError):
            return not names or len(self.store.operation.failing(names)) < len(names)
        return False

    def _ping(self, outfit: Outfit, *, read: bool) -> None:
        """Call the dead man's address: after each pass that read something, and every so often between."""
        run, now = outfit.settings.run, self._clock()
        every = timedelta(seconds=run.ping_age)
        lately = self._ping_at is not None and self._ping_at <= now < self._ping_at + every
        if not run.ping or (lately and not read):
            return
        with self.faults.watching("ping", now):
            ping(run.ping, outfit.settings.fetch, self._clock)
            self._ping_at = now

    def _tell(self, outfit: Outfit, now: datetime, seconds: float) -> None:
        """Put the faults on record and write the metrics."""
        if outfit.metrics is not None:
            with self.faults.watching("metrics", now):
                self._write_metrics(outfit, outfit.metrics, now, seconds)
        with suppress(AdvisoriesError):
            self.faults.keep(self.store)

    def _write_metrics(self, outfit: Outfit, path: Path, now: datetime, seconds: float) -> None:
        edition = self.store.last_edition()
        state = State(
            now=now,
            healthy_at=self.healthy_at,
            seconds=seconds,
            edition=edition.number if edition else 0,
            edition_at=edition.at if edition else None,
            deliveries={state.value: count for state, count in self.store.outbox.counts().items()},
            free={"archive": free_bytes(outfit.archive_folder), "site": free_bytes(outfit.publication.site_folder)},
            faults=self.faults.open,
        )
        self.metrics.write(path, state, self.store.health(outfit.sources, self.store.moment(now)))


def ping(url: str, settings: FetchSettings, clock: Callable[[], datetime]) -> None:
    """Call an address once, under the rules for fetching but robots.txt: it is ours. Raises `InputError` naming the host."""
    plain = structs.replace(
        settings, robots=False, attempts=1, pause=0.0, timeout=PING_SECONDS, total_timeout=PING_SECONDS,
        max_bytes=PING_BYTES,
    )  # fmt: skip
    with Fetcher(plain, clock=clock) as fetcher:
        answer = fetcher.fetch(Request(part="ping", url=url, secret=True), None)
    if isinstance(answer, Failure):
        raise InputError(f"run.ping: {answer.reason}")


def free_bytes(folder: Path) -> int:
    """Return the free space where a folder is, or will be. Raises `InputError`."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        return shutil.disk_usage(there).free
    except OSError as error:
        raise InputError(f"{folder}: its free space cannot be told: {error.strerror}") from None

"""One pass: read what is due, publish, deliver, and say that all is well. Each step stands alone; none stops another.

Every error of ours becomes a fault of the step that it befell (`faults`): told once, shown by `status`, over when the
step next goes well. Time is passed in.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from advisories import inbox, mail, publish, signs
from advisories.archive import Archive
from advisories.config import Settings
from advisories.deliver import Delivered, deliver, late
from advisories.errors import AdvisoriesError, DeliveryError
from advisories.faults import Faults, matter
from advisories.fetch import Fetcher
from advisories.metrics import Metrics
from advisories.publish import Bring, Publication, Published
from advisories.refresh import Report, refresh
from advisories.sources.base import Source
from advisories.store import Store
from advisories.store.outbox import DeliveryState

LONGEST_REST: Final = timedelta(minutes=15)
"""The longest pause after what was read, or made to be published, could not be kept."""

UNDER_WAY: Final = (DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.SENDING)


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

    @property
    def disks(self) -> dict[str, Path]:
        """Return the folders that grow, by what they hold."""
        return {"archive": self.archive_folder, "site": self.publication.site_folder}


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass did, and whether it was healthy: nothing wrong with the program, and not every source failing."""

    reports: tuple[Report, ...] = ()
    published: Published | None = None
    delivered: Delivered | None = None
    healthy: bool = False


class Rest:
    """A pause after what failed, twice as long with each failure in a row: a quarter of an hour at most."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._times = 0

    def lasts(self, now: datetime) -> bool:
        """Return whether it is not over yet; a clock that leapt does not make it longer."""
        return self._until is not None and now < self._until <= now + LONGEST_REST

    def begin(self, now: datetime, first: timedelta) -> None:
        """Pause, for `first` where all was well before."""
        self._until = now + min(first * (1 << min(self._times, 12)), LONGEST_REST)
        self._times += 1

    def end(self) -> None:
        """Say that it went well."""
        self._until, self._times = None, 0


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
        self._no_reading = Rest()
        self._no_publishing = Rest()
        self._no_mail = Rest()
        self._site_at: datetime | None = None
        self._ping_at: datetime | None = None

    def one(self, outfit: Outfit, fetcher: Fetcher, *, always_publish: bool = False) -> Passed:
        """Make one pass. Raises nothing of ours: what goes wrong is a fault."""
        began = time.monotonic()
        now = self._clock()
        self.metrics.begun()
        self.faults.lapse(now)
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
        with self.faults.watching("store", now):
            last = self.store.last_run()
            if last is None or last <= now:
                self.faults.over("clock", now)
                return True
            if words := signs.set_back(last, now):
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
        if self._no_reading.lasts(now):
            return ()
        reports: list[Report] = []

        def seen(report: Report) -> None:
            reports.append(report)
            self.metrics.ran(report.source, report.verdict)
            if self._seen:
                self._seen(report)

        with self.faults.watching("reading", now) as watch:
            try:
                due = set(self.store.due([source.name for source in outfit.sources], now))
                chosen = tuple(source for source in outfit.sources if source.name in due)
                if not chosen:
                    watch.untried()
                else:
                    refresh(self.store, self._archive, fetcher, chosen, self._clock, seen=seen, stopping=self._stopping)
            except AdvisoriesError:
                self._no_reading.begin(now, timedelta(seconds=outfit.settings.run.tick))
                raise
            self._no_reading.end()
        return tuple(reports)

    def _publish(self, outfit: Outfit, reports: Sequence[Report], *, always: bool) -> Published | None:
        """Publish where something changed, an edition is due, or the site's ages have grown old."""
        if self._stopping.is_set():
            return None
        now = self._clock()
        due = always
        with self.faults.watching("store", now):
            due = due or self._is_due(outfit, reports, now)
        if not due or (self._no_publishing.lasts(now) and not always):
            return None
        with self.faults.watching("publishing", now):
            self._site_at = None
            self._no_publishing.begin(now, timedelta(seconds=outfit.settings.run.tick))
            bring = outfit.bring(self._archive)
            published = publish.publish(self.store, structs.replace(outfit.publication, archived=bring), now)
            self._site_at = now
            self._no_publishing.end()
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
        return carry(self.store, outfit, self.faults, self._clock, self._no_mail, self._stopping)

    def _is_healthy(self, outfit: Outfit) -> bool:
        """Return whether nothing is wrong with the program, and not every source fails."""
        if self._stopping.is_set():
            return False
        with suppress(AdvisoriesError):
            return signs.is_healthy(self.store, outfit.sources, self.faults.open)
        return False

    def _ping(self, outfit: Outfit, *, read: bool) -> None:
        """Call the dead man's address: after each pass that read something, and every so often between."""
        run, now = outfit.settings.run, self._clock()
        every = timedelta(seconds=run.ping_age)
        lately = self._ping_at is not None and self._ping_at <= now < self._ping_at + every
        if not run.ping or (lately and not read):
            return
        with self.faults.watching("ping", now):
            signs.ping(run, outfit.settings.fetch, self._clock)
            self._ping_at = now

    def _tell(self, outfit: Outfit, now: datetime, seconds: float) -> None:
        """Put the faults on record and write the metrics."""
        if outfit.metrics is not None:
            with self.faults.watching("metrics", now):
                state = signs.state_of(
                    self.store,
                    now,
                    healthy_at=self.healthy_at,
                    seconds=seconds,
                    folders=outfit.disks,
                    faults=self.faults.open,
                )
                self.metrics.write(outfit.metrics, state, self.store.health(outfit.sources, self.store.moment(now)))
        with suppress(AdvisoriesError):
            self.faults.keep(self.store)


def carry(
    store: Store,
    outfit: Outfit,
    faults: Faults,
    clock: Callable[[], datetime],
    rest: Rest,
    stopping: threading.Event,
) -> Delivered | None:
    """Send what is due; None where nothing is. What cannot be sent at all, and what waits for long, are faults.

    A server that cannot be used is not asked again at once: it may hold a pass up for long each time.
    """
    now = clock()
    delivered = None
    with faults.watching("delivering", now) as watch:
        counts = store.outbox.counts()
        if rest.lasts(now):
            watch.untried()
        elif any(counts.get(state) for state in UNDER_WAY):
            transport = mail.carrier(outfit.settings.delivery, outfit.folder)
            delivered = deliver(store, transport, outfit.settings, clock, stopping=stopping)
            if delivered.stopped:
                rest.begin(clock(), timedelta(seconds=outfit.settings.run.tick))
                raise DeliveryError(delivered.stopped)
            if not delivered.attempts:
                watch.untried()
            else:
                rest.end()
    with faults.watching("mail", now) as watch:
        if any(matter(fault.kind) == "delivering" for fault in faults.open):
            watch.untried()
        elif words := late(store, now):
            raise DeliveryError(words)
    return delivered

"""What one of several workers does, whatever hands it the work: read a source, publish, deliver, give signs of life.

Many do the same at once, around one store: whether there is something to do is asked of the store each time, so that
what is handed out twice is done once. They hold one lease together, have one set of faults, and give one set of signs
of life: a call to the dead man's address for all of them, and one file of metrics, made from the store alone.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final

from msgspec import structs

from advisories import publish, signs
from advisories.archive import Archive
from advisories.errors import AdvisoriesError, StoreError, snippet
from advisories.faults import Faults, Watching
from advisories.fetch import Fetcher
from advisories.known import Holder
from advisories.lease import Lease, own_name
from advisories.metrics import Metrics
from advisories.refresh import Report, refresh
from advisories.rounds import UNDER_WAY, Outfit, Rest, carry
from advisories.store import Store

CREW: Final = "workers"
"""The owner of the lease that all workers hold together."""

HEALTHY: Final = "healthy"
PINGED: Final = "ping"
LOOKED: Final = "look"
"""Remembered as a lease is: when the workers were last well, when that was told, since when they look for what is due."""

REST: Final = timedelta(minutes=5)
"""How long a source is left alone after what was read of it could not be kept."""

STALLED: Final = timedelta(minutes=30)
"""How long a source may be due without being read: longer than the slowest host takes."""

BREAK: Final = timedelta(minutes=5)
"""After that long without a look there was nobody to read anything: no worker, or a machine asleep."""


class Crew:
    """One worker's part in the work. Every method may be called from any thread, and raises nothing of ours.

    `open_archive` opens an archive to write; each job that writes has one for itself, so that each writes its own file.
    """

    def __init__(
        self,
        store: Store,
        outfit: Outfit,
        *,
        open_archive: Callable[[Store], Archive],
        clock: Callable[[], datetime],
        stopping: threading.Event,
    ) -> None:
        """Open nothing yet."""
        self.owner = own_name()
        self.store = store
        self.sources = {source.name: source for source in outfit.sources}
        run = outfit.settings.run
        self.lease = Lease(store, CREW, length=timedelta(seconds=run.lease))
        self._outfit = outfit
        self._clock = clock
        self._stopping = stopping
        self._open_archive = open_archive
        self._archives: queue.SimpleQueue[Archive] = queue.SimpleQueue()
        self._fetcher = Fetcher(outfit.settings.fetch, clock=clock)
        self._metrics = Metrics(shared=True)
        self._no_mail = Rest()
        self._record = threading.Lock()
        self.faults = Faults(where=socket.gethostname()[:60])
        self._shared_faults = Faults()

    @property
    def gives_signs(self) -> bool:
        """Return whether the settings ask for a ping or for metrics."""
        return bool(self._outfit.settings.run.ping) or self._outfit.metrics is not None

    def not_here(self) -> tuple[str, ...]:
        """Return the archive files that the store vouches for and that this worker's folder lacks: is it shared by all?

        Raises `StoreError`.
        """
        folder = self._outfit.archive_folder
        return tuple(sorted(name for name in self.store.archived() if not (folder / name).exists()))

    def due(self) -> tuple[tuple[str, ...], bool]:
        """Return the sources that are due, and whether an edition is; nothing where the clock was set back."""
        if not self._clock_is_right():
            return (), False
        with self._watching("store") as (_, now):
            self.store.register(self.sources)
            self._look_for_stalled(now)
            times = self._outfit.settings.digest.times
            edition = self.store.last_run() is not None and publish.due(times, self.store.last_edition(), now)
            return self.store.due(list(self.sources), now), edition
        return (), False

    def _clock_is_right(self) -> bool:
        """Return whether the clock does not show a time before the last run; a difference between machines is no fault."""
        with self._watching("store") as (_, now):
            words = signs.set_back(self.store.last_run(), now)
            with self._watching("clock"):
                if words:
                    raise StoreError(words)
            return not words
        return False

    def _look_for_stalled(self, now: datetime) -> None:
        """Tell of a source that has been due for long while workers were there to read it."""
        with self._watching("stalled", shared=True) as (watch, _):
            if now - self._looking_since(now) < STALLED:
                watch.untried()
                return
            if stalled := self.store.due(list(self.sources), now - STALLED):
                raise StoreError(
                    f"due for more than {STALLED.total_seconds() / 60:.0f} minutes and not read: {', '.join(stalled)}; "
                    "are the workers too few, or does one hang?"
                )

    def _looking_since(self, now: datetime) -> datetime:
        """Return since when workers have looked for what is due, without a longer break, and note that one does now."""
        operation = self.store.operation
        looked = operation.holder(LOOKED)
        if looked is not None and not looked.beat_at <= now < looked.until:
            operation.drop(LOOKED, CREW)
        looks = Holder(owner=CREW, since=now, beat_at=now, until=now + BREAK)
        return operation.take(LOOKED, looks, free=lambda _: True).since

    def read(self, name: str) -> bool:
        """Read a source if it is still due; return whether the site has something to tell after that."""
        source = self.sources.get(name)
        if source is None or not self._is_wanted(name):
            return False
        reports: tuple[Report, ...] = ()
        with self._watching("reading"):
            try:
                with self._archive() as archive:
                    reports = refresh(
                        self.store, archive, self._fetcher, (source,), self._clock, stopping=self._stopping, alone=True
                    )
            except AdvisoriesError:
                now = self._clock()
                if name in self.store.due([name], now):
                    self.store.postpone(name, now + REST)
                raise
        return any(report.shows for report in reports)

    def _is_wanted(self, name: str) -> bool:
        with self._watching("store") as (_, now):
            return name in self.store.due([name], now) and self.lease.take(now)
        return False

    def build(self) -> None:
        """Issue the edition that is due and build the site."""
        wanted = False
        with self._watching("store") as (_, now):
            wanted = self.store.last_run() is not None and self.lease.take(now)
        if not wanted:
            return
        with self._watching("publishing") as (_, now), self._archive() as archive:
            bring = self._outfit.bring(archive)
            publish.publish(self.store, structs.replace(self._outfit.publication, archived=bring), now)

    def waiting(self) -> int:
        """Return how many deliveries are under way."""
        with self._watching("store"):
            counts = self.store.outbox.counts()
            return sum(counts.get(state, 0) for state in UNDER_WAY)
        return 0

    def send(self) -> None:
        """Send what is due."""
        self.learn(self.faults, self._clock())
        try:
            carry(self.store, self._outfit, self.faults, self._clock, self._no_mail, self._stopping)
        finally:
            self.keep(self.faults)

    def say(self) -> None:
        """Call the dead man's address where all is well and that was not told lately, and write the metrics.

        It is told after each reading, and every so often between.
        """
        healthy = False
        with self._watching("store") as (_, now):
            if not self.lease.take(now):
                return
            healthy = signs.is_healthy(self.store, self._outfit.sources, self.store.operation.faults())
            if healthy:
                self._note(HEALTHY, now, timedelta())
        run, path = self._outfit.settings.run, self._outfit.metrics
        if healthy and run.ping and self._is_news():
            with self._watching("ping") as (_, now):
                signs.ping(run, self._outfit.settings.fetch, self._clock)
                self._note(PINGED, now, timedelta(seconds=run.ping_age))
        if path is not None:
            with self._watching("metrics") as (_, now):
                noted = self.store.operation.holder(HEALTHY)
                state = signs.state_of(
                    self.store,
                    now,
                    healthy_at=noted.beat_at if noted else None,
                    seconds=None,
                    folders=self._outfit.disks,
                    faults=self.store.operation.faults(),
                )
                sources = self.store.health(self._outfit.sources, self.store.moment(now))
                self._metrics.write(path, state, sources)

    def _is_news(self) -> bool:
        """Return whether something was read since it was last told that all is well, or that is long ago."""
        with self._watching("store") as (_, now):
            told, last = self.store.operation.holder(PINGED), self.store.last_run()
            if told is None or not told.beat_at <= now < told.until:
                return True
            return last is not None and last > told.beat_at
        return False

    def _note(self, name: str, now: datetime, length: timedelta) -> None:
        noted = Holder(owner=self.owner, since=now, beat_at=now, until=now + length)
        self.store.operation.take(name, noted, free=lambda _: True)

    def _watching(self, kind: str, *, shared: bool = False) -> _Watched:
        """Turn an error of ours in a `with` block into a fault on record; it names this machine, unless all share it."""
        return _Watched(self, self._shared_faults if shared else self.faults, kind, self._clock())

    def learn(self, faults: Faults, now: datetime) -> None:
        """Go on from what all workers have put on record; without a store, from what this one knows."""
        with suppress(StoreError), self._record:
            faults.learn(self.store.operation.faults())
        faults.lapse(now)

    def keep(self, faults: Faults) -> None:
        """Put on record what changed; without a store, later."""
        with suppress(StoreError), self._record:
            faults.keep(self.store)

    @contextmanager
    def _archive(self) -> Iterator[Archive]:
        """Lend an archive to one job. Raises `ArchiveError`."""
        try:
            archive = self._archives.get_nowait()
        except queue.Empty:
            archive = self._open_archive(self.store)
        try:
            yield archive
        finally:
            self._archives.put(archive)

    def close(self) -> None:
        """Let go of connections and archives."""
        self._fetcher.close()
        with suppress(queue.Empty):
            while True:
                self._archives.get_nowait().close()


class _Watched:
    """One block of work of a crew: an error of ours is a fault, told once; so is one that is not, which passes through."""

    def __init__(self, crew: Crew, faults: Faults, kind: str, now: datetime) -> None:
        self._crew, self._faults, self._kind, self._now = crew, faults, kind, now
        self._watch = faults.watching(kind, now)

    def __enter__(self) -> tuple[Watching, datetime]:
        self._crew.learn(self._faults, self._now)
        return self._watch.__enter__(), self._now

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        ours = self._watch.__exit__(kind, error, trace)
        if isinstance(error, Exception) and not ours:
            words = f"internal fault, see the log: {type(error).__name__}: {snippet(str(error))}"
            self._faults.note(self._kind, words, self._now)
        self._crew.keep(self._faults)
        return ours

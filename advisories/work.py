"""`advisories worker`: refreshes, publishing and deliveries as jobs, run by any number of workers on any machine.

This module is the only importer of procrastinate. What is due is a row in the store, as for `advisories run`; a job is
only the errand to look. So a job that is lost is handed out again, one that is handed out twice finds nothing to do the
second time, and the queue may be thrown away at any time. It lives in a schema of its own, named by the digest of the
tables that this procrastinate wants: another version of it starts on an empty queue.

Of one source, and of one host, one job is at work at a time (`lock`), and one at most waits (`queueing_lock`). A worker
that shows no sign of life loses its jobs to the others. All workers hold the lease of the store together, so that
`advisories run` and `advisories once` idle beside them.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import urlsplit

import procrastinate
import structlog
from msgspec import structs
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Status
from procrastinate.schema import SchemaManager
from procrastinate.tasks import Task

from advisories import mail, publish
from advisories.archive import Archive
from advisories.deliver import deliver
from advisories.errors import AdvisoriesError, ConfigError, DeliveryError, StoreError, snippet
from advisories.faults import Faults
from advisories.fetch import Fetcher
from advisories.known import Holder
from advisories.lease import Lease, own_name
from advisories.refresh import Report, refresh
from advisories.rounds import UNDER_WAY, Outfit
from advisories.sources.base import Source
from advisories.store import Store
from advisories.store.engine import postgresql_address

CREW: Final = "workers"
"""The owner of the lease that all workers hold together."""

TURN: Final = "turn"
"""The lease of the one that hands out jobs."""

REST: Final = timedelta(minutes=5)
"""How long a source is left alone after what was read of it could not be kept."""

LANES: Final = 4
LANE_LETTERS: Final = 50
"""Deliveries for each of the jobs that send at the same time."""

AGAIN_SECONDS: Final = 5.0
HANDED_OUT_FIRST: Final = 10
BEATS: Final = 4
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)

AnyTask = Task[Any, Any, Any]

log = structlog.get_logger("advisories")

# What it says of jobs that go well, our own log says in our own words.
logging.getLogger("procrastinate").setLevel(logging.ERROR)


class Worker:
    """One process that works off jobs, several at a time.

    `open_archive` opens an archive to write; each job that writes has one for itself, so that each writes its own file.
    """

    def __init__(
        self,
        store: Store,
        outfit: Outfit,
        *,
        open_archive: Callable[[Store], Archive],
        clock: Callable[[], datetime],
        jobs: int,
    ) -> None:
        """Prepare the jobs; nothing is opened yet. Raises `ConfigError` where the store is not on PostgreSQL."""
        address = postgresql_address(store.url)
        if address is None:
            raise ConfigError("worker: expected a store on PostgreSQL, found SQLite; `advisories run` serves that one")
        self.stopping = threading.Event()
        self._store = store
        self._outfit = outfit
        self._sources = {source.name: source for source in outfit.sources}
        self._clock = clock
        self._jobs = jobs
        self._owner = own_name()
        run = outfit.settings.run
        self._length = timedelta(seconds=run.lease)
        self._lease = Lease(store, CREW, length=self._length)
        self._open_archive = open_archive
        self._archives: queue.SimpleQueue[Archive] = queue.SimpleQueue()
        self._fetcher = Fetcher(outfit.settings.fetch, clock=clock)
        settings = {"options": f"-c search_path={SCHEMA}"}
        connector = procrastinate.PsycopgConnector(conninfo=address, kwargs=settings, min_size=1, max_size=jobs + 3)
        self.app = procrastinate.App(connector=connector)
        first = self.app.task(name="tick", queueing_lock="tick", priority=HANDED_OUT_FIRST)
        self.app.periodic(cron=cron(run.tick))(first(self._tick))
        self.app.periodic(cron=cron(run.site_age))(self.app.task(name="age", queueing_lock="age")(self._age))
        self._refreshing: AnyTask = self.app.task(name="refresh")(self._refresh)
        self._publishing: AnyTask = self.app.task(name="publish")(self._publish)
        self._delivering: AnyTask = self.app.task(name="deliver")(self._deliver)

    def serve(self) -> None:
        """Work until SIGTERM or SIGINT; the jobs under way are finished, or what they had not finished is left undone.

        Where the database cannot be reached, it is tried again for as long as it takes. Raises `StoreError`.
        """
        with ExitStack() as stack:
            stack.callback(self.close)
            if not self._lease.take(self._clock()):
                holder = self._lease.holder.owner if self._lease.holder else ""
                log.warning("idle", reason="another process is at work; the workers wait to take over", owner=holder)
            stack.enter_context(self._lease.kept(self._clock))
            if lost := self.not_here():
                log.warning("archive", reason="files that others have written are not in this folder", first=lost[0])
            log.info("started", owner=self._owner, jobs=self._jobs)
            asyncio.run(self._serve())
        log.info("ended", owner=self._owner)

    def not_here(self) -> tuple[str, ...]:
        """Return the archive files that the store vouches for and that this worker's folder lacks: is it shared by all?"""
        return tuple(
            sorted(name for name in self._store.archived() if not (self._outfit.archive_folder / name).exists())
        )

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(self._jobs + 1, thread_name_prefix="job"))
        main = asyncio.current_task()
        assert main is not None

        def stop() -> None:
            if not self.stopping.is_set():
                log.info("ending", owner=self._owner)
                self.stopping.set()
                main.cancel()

        for number in SIGNALS:
            loop.add_signal_handler(number, stop)
        with suppress(asyncio.CancelledError):
            while not self.stopping.is_set():
                try:
                    await self._work()
                except ConnectorException as error:
                    log.warning("no database", reason=str(error.__cause__ or error), again=f"{AGAIN_SECONDS:g} s")
                await asyncio.sleep(AGAIN_SECONDS)

    async def _work(self) -> None:
        """Work off jobs until cancelled."""
        seconds = self._length.total_seconds()
        async with self.app.open_async():
            await self._make_queue()
            await self.app.run_worker_async(
                name=self._owner,
                concurrency=self._jobs,
                fetch_job_polling_interval=min(AGAIN_SECONDS, seconds),
                delete_jobs=DeleteJobCondition.ALWAYS,
                update_heartbeat_interval=seconds / BEATS,
                stalled_worker_timeout=seconds,
                install_signal_handlers=False,
            )

    async def _make_queue(self) -> None:
        """Make the tables of the queue where they are not there yet; of several workers that try, one succeeds."""
        if await self.app.check_connection_async():
            return
        tables = SchemaManager.get_schema().replace("%", "%%")
        try:
            await self.app.connector.execute_query_async(cast("Any", f"CREATE SCHEMA {SCHEMA};\n{tables}"))
        except ConnectorException:
            if not await self.app.check_connection_async():
                raise

    async def _tick(self, timestamp: int) -> None:
        """Hand out what is due, if it is this worker's turn and nobody else is at work."""
        turn = f"{self._owner}:{timestamp}"
        if not await asyncio.to_thread(self._may_hand_out, turn):
            return
        try:
            await self._take_up()
            due, edition = await asyncio.to_thread(self._due)
            for name in due:
                await self._hand_out(self._refreshing, host_of(self._sources[name]), f"refresh {name}", source=name)
            if edition:
                await self._hand_out(self._publishing, "publish", "publish")
            await self._hand_out_deliveries()
        finally:
            await asyncio.to_thread(self._store.operation.drop, TURN, turn)

    def _may_hand_out(self, turn: str) -> bool:
        """Return whether the workers are at work, and no other tick of theirs is under way that shows signs of life."""
        now = self._clock()
        if not self._lease.take(now):
            return False
        mine = Holder(owner=turn, since=now, beat_at=now, until=now + self._length)
        return self._store.operation.take(TURN, mine, free=lambda other: other.until <= now).owner == turn

    async def _take_up(self) -> None:
        """Hand out again what a worker without a sign of life was at."""
        manager = self.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._length.total_seconds()):
            log.warning("job taken up", job=job.call_string, reason="its worker shows no sign of life any more")
            try:
                await manager.retry_job(job)
            except UniqueViolation:
                await manager.finish_job(job, Status.FAILED, delete_job=True)

    def _due(self) -> tuple[tuple[str, ...], bool]:
        """Return the sources that are due, and whether an edition is."""
        due: tuple[str, ...] = ()
        edition = False
        with self._watching("reading") as now:
            self._store.register(self._sources)
            due = self._store.due(list(self._sources), now)
            times = self._outfit.settings.digest.times
            edition = self._store.last_run() is not None and publish.due(times, self._store.last_edition(), now)
        return due, edition

    async def _hand_out(self, task: AnyTask, lock: str, waiting: str, **arguments: Any) -> None:
        """Put a job into the queue, unless one like it waits there already."""
        with suppress(AlreadyEnqueued):
            await task.configure(lock=lock, queueing_lock=waiting).defer_async(**arguments)

    async def _hand_out_deliveries(self) -> None:
        counts = await asyncio.to_thread(self._store.outbox.counts)
        waiting = sum(counts.get(state, 0) for state in UNDER_WAY)
        for lane in range(min(LANES, -(-waiting // LANE_LETTERS))):
            await self._hand_out(self._delivering, f"deliver {lane}", f"deliver {lane}")

    async def _age(self, timestamp: int) -> None:
        """Have the site built anew, so that the ages it shows stay true."""
        log.debug("age", timestamp=timestamp)
        await self._hand_out(self._publishing, "publish", "publish")

    async def _refresh(self, source: str) -> None:
        if await asyncio.to_thread(self._read, source):
            await self._hand_out(self._publishing, "publish", "publish")

    def _read(self, name: str) -> bool:
        """Read a source if it is still due; return whether the site has something to tell after that."""
        source = self._sources.get(name)
        reports: tuple[Report, ...] = ()
        with self._watching("reading") as now:
            if source is None or name not in self._store.due([name], now) or not self._lease.take(now):
                return False
            try:
                with self._archive() as archive:
                    reports = refresh(
                        self._store, archive, self._fetcher, (source,), self._clock, stopping=self.stopping, alone=True
                    )
            except AdvisoriesError:
                if name in self._store.due([name], now):
                    self._store.postpone(name, now + REST)
                raise
        return any(report.shows for report in reports)

    async def _publish(self) -> None:
        await asyncio.to_thread(self._build)
        await self._hand_out_deliveries()

    def _build(self) -> None:
        """Issue the edition that is due and build the site."""
        with self._watching("publishing") as now:
            if self._store.last_run() is None or not self._lease.take(now):
                return
            with self._archive() as archive:
                bring = self._outfit.bring(archive)
                publish.publish(self._store, structs.replace(self._outfit.publication, archived=bring), now)

    async def _deliver(self) -> None:
        await asyncio.to_thread(self._send)

    def _send(self) -> None:
        """Send what is due."""
        with self._watching("delivering"):
            transport = mail.carrier(self._outfit.settings.delivery, self._outfit.folder)
            delivered = deliver(self._store, transport, self._outfit.settings, self._clock, stopping=self.stopping)
            if delivered.stopped:
                raise DeliveryError(delivered.stopped)

    @contextmanager
    def _watching(self, kind: str) -> Iterator[datetime]:
        """Turn an error of ours into a fault on record, told once by all workers together; so is one that is not ours."""
        now = self._clock()
        faults = Faults(self._store.operation.faults())
        try:
            with faults.watching(kind, now):
                yield now
        except Exception as error:
            faults.note(kind, f"internal fault, see the log: {type(error).__name__}: {snippet(str(error))}", now)
            raise
        finally:
            with suppress(StoreError):
                faults.keep(self._store)

    @contextmanager
    def _archive(self) -> Iterator[Archive]:
        """Lend an archive to one job. Raises `ArchiveError`."""
        try:
            archive = self._archives.get_nowait()
        except queue.Empty:
            archive = self._open_archive(self._store)
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


SCHEMA: Final = f"advisories_jobs_{hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest()[:8]}"


def host_of(source: Source) -> str:
    """Return the name of the lock of a source: its host, which is asked for one source at a time."""
    return f"host {urlsplit(source.parts[0].url).hostname}"


def cron(seconds: float) -> str:
    """Return the times for something to be done every so many seconds, as near as the clock's face allows."""
    if seconds < 60:
        return f"* * * * * */{max(1, round(seconds))}"
    if seconds < 3600:
        return f"*/{round(seconds / 60)} * * * *" if round(seconds / 60) < 60 else "0 * * * *"
    return f"0 */{min(24, round(seconds / 3600))} * * *" if seconds < 84600 else "0 0 * * *"

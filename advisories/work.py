"""`advisories worker`: refreshes, publishing and deliveries as jobs, run by any number of workers on any machine.

This module is the only importer of procrastinate. What is due is a row in the store, as for `advisories run`; a job is
only the errand to look. So a job that is lost is handed out again, one that is handed out twice finds nothing to do the
second time, and the queue may be thrown away at any time. It lives in a schema of its own, named by the digest of the
tables that this procrastinate wants: another version of it starts on an empty queue.

Of one source, and of one host, one job is at work at a time (`lock`), and one at most waits (`queueing_lock`). A worker
that shows no sign of life loses its jobs to the others. All workers hold the lease of the store together, so that
`advisories run` and `advisories once` idle beside them.

One of them at a time gives the signs of life of all: the call to the dead man's address, and the metrics.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

import procrastinate
import structlog
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Status
from procrastinate.schema import SchemaManager
from procrastinate.tasks import Task

from advisories.archive import Archive
from advisories.crew import Crew
from advisories.errors import ConfigError, snippet
from advisories.known import Holder
from advisories.rounds import Outfit
from advisories.sources.base import Source
from advisories.store import Store
from advisories.store.engine import postgresql_address

TURN: Final = "turn"
"""The lease of the one that hands out jobs."""

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
    """One process that works off jobs, several at a time. `open_archive` opens an archive to write."""

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
        self.crew = Crew(store, outfit, open_archive=open_archive, clock=clock, stopping=self.stopping)
        self._store = store
        self._clock = clock
        self._jobs = jobs
        self._owner = self.crew.owner
        run = outfit.settings.run
        self._length = self.crew.lease.length
        settings = {"options": f"-c search_path={SCHEMA}"}
        connector = procrastinate.PsycopgConnector(conninfo=address, kwargs=settings, min_size=1, max_size=jobs + 3)
        self.app = procrastinate.App(connector=connector)
        first = self.app.task(name="tick", queueing_lock="tick", priority=HANDED_OUT_FIRST)
        self.app.periodic(cron=cron(run.tick))(first(self._tick))
        self.app.periodic(cron=cron(run.site_age))(self.app.task(name="age", queueing_lock="age")(self._age))
        self._refreshing: AnyTask = self.app.task(name="refresh")(self._refresh)
        self._publishing: AnyTask = self.app.task(name="publish")(self._publish)
        self._delivering: AnyTask = self.app.task(name="deliver")(self._deliver)
        self._saying: AnyTask = self.app.task(name="say", priority=HANDED_OUT_FIRST)(self._say)

    def serve(self) -> None:
        """Work until SIGTERM or SIGINT; the jobs under way are finished, or what they had not finished is left undone.

        Where the database cannot be reached, it is tried again for as long as it takes. Raises `StoreError`.
        """
        lease = self.crew.lease
        with ExitStack() as stack:
            stack.callback(self.close)
            if not lease.take(self._clock()):
                holder = lease.holder.owner if lease.holder else ""
                log.warning("idle", reason="another process is at work; the workers wait to take over", owner=holder)
            stack.enter_context(lease.kept(self._clock))
            if lost := self.crew.not_here():
                log.warning("archive", reason="files that others have written are not in this folder", first=lost[0])
            log.info("started", owner=self._owner, jobs=self._jobs)
            asyncio.run(self._serve())
        log.info("ended", owner=self._owner)

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
                    words = f"the database of the queue cannot be reached: {snippet(str(error.__cause__ or error))}"
                    self.crew.faults.note("store", words, self._clock())
                await asyncio.sleep(AGAIN_SECONDS)

    async def _work(self) -> None:
        """Work off jobs until cancelled."""
        seconds = self._length.total_seconds()
        async with self.app.open_async():
            await self._make_queue()
            self.crew.faults.over("store", self._clock())
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
            due, edition = await asyncio.to_thread(self.crew.due)
            for name in due:
                await self._hand_out(self._refreshing, host_of(self.crew.sources[name]), f"refresh {name}", source=name)
            if edition:
                await self._hand_out(self._publishing, "publish", "publish")
            await self._hand_out_deliveries()
            await self._hand_out_signs()
        finally:
            await asyncio.to_thread(self._store.operation.drop, TURN, turn)

    def _may_hand_out(self, turn: str) -> bool:
        """Return whether the workers are at work, and no other tick of theirs is under way that shows signs of life."""
        now = self._clock()
        if not self.crew.lease.take(now):
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

    async def _hand_out(self, task: AnyTask, lock: str, waiting: str, **arguments: Any) -> None:
        """Put a job into the queue, unless one like it waits there already."""
        with suppress(AlreadyEnqueued):
            await task.configure(lock=lock, queueing_lock=waiting).defer_async(**arguments)

    async def _hand_out_deliveries(self) -> None:
        waiting = await asyncio.to_thread(self.crew.waiting)
        for lane in range(min(LANES, -(-waiting // LANE_LETTERS))):
            await self._hand_out(self._delivering, f"deliver {lane}", f"deliver {lane}")

    async def _hand_out_signs(self) -> None:
        if self.crew.gives_signs:
            await self._hand_out(self._saying, "say", "say")

    async def _age(self, timestamp: int) -> None:
        """Have the site built anew, so that the ages it shows stay true."""
        log.debug("age", timestamp=timestamp)
        await self._hand_out(self._publishing, "publish", "publish")

    async def _refresh(self, source: str) -> None:
        if await asyncio.to_thread(self.crew.read, source):
            await self._hand_out(self._publishing, "publish", "publish")
        await self._hand_out_signs()

    async def _publish(self) -> None:
        await asyncio.to_thread(self.crew.build)
        await self._hand_out_deliveries()

    async def _deliver(self) -> None:
        await asyncio.to_thread(self.crew.send)

    async def _say(self) -> None:
        await asyncio.to_thread(self.crew.say)

    def close(self) -> None:
        """Let go of connections and archives."""
        self.crew.close()


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

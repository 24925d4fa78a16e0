"""`advisories run`: the clock that drives the passes, the signals, and what the operator sees of both.

This module is the only importer of apscheduler. What is due is a row in the store, not a job: one job asks the store
every few seconds, so that a restart forgets nothing. The scheduler's own faults (a job that was missed, that raised,
that was still running when due again) become faults like any other.
"""

from __future__ import annotations

import logging
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any, Final, Self

import structlog
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.blocking import BlockingScheduler

from advisories.archive import Archive
from advisories.errors import AdvisoriesError, snippet
from advisories.faults import Faults
from advisories.fetch import Fetcher
from advisories.lease import Lease
from advisories.rounds import Outfit, Passed, Rounds
from advisories.store import Store

TICK: Final = "tick"
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = structlog.get_logger("advisories")

# What it logs comes to us as events as well, and is told once by our own log.
logging.getLogger("apscheduler").setLevel(logging.CRITICAL)


class Desk:
    """What `run` works at: store, lease, faults, and the settings as last read. Use as a context manager.

    `load` reads the settings anew and raises `ConfigError` or `InputError` where they are broken; `open_archive` opens
    the archive, which is done only while the lease is held; `clock` returns the aware UTC time.
    """

    def __init__(
        self,
        store: Store,
        lease: Lease,
        *,
        load: Callable[[], Outfit],
        open_archive: Callable[[Store], Archive],
        clock: Callable[[], datetime],
    ) -> None:
        """Read the settings. Raises what `load` raises, and `StoreError`."""
        self.store = store
        self.lease = lease
        self.clock = clock
        self.outfit = load()
        self.faults = Faults(store.operation.faults())
        self.stopping = threading.Event()
        self.rounds: Rounds | None = None
        self._load = load
        self._open_archive = open_archive
        self._read_anew: Outfit | None = None
        self._fetcher: Fetcher | None = None
        self._archive: Archive | None = None
        self._idles = ""

    def __enter__(self) -> Self:
        """Return the desk."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Let go of connections and archive, and give the lease back."""
        self.clear()
        with suppress(AdvisoriesError):
            self.faults.keep(self.store)
        with suppress(AdvisoriesError):
            self.lease.drop()

    def reread(self) -> bool:
        """Read the settings anew, for the next tick; broken ones change nothing and are a fault. Return whether they are good.

        Store and archive stay as they are until the next start, also where the settings name others.
        """
        now = self.clock()
        with self.faults.watching("settings", now):
            read = self._load()
            self._read_anew = read
            log.info("settings read", sources=len(read.sources))
            return True
        return False

    def adopt(self) -> None:
        """Take over settings that were read anew."""
        read, self._read_anew = self._read_anew, None
        if read is None:
            return
        before, self.outfit = self.outfit.settings, read
        if (before.store, before.archive) != (read.settings.store, read.settings.archive):
            log.warning("settings", reason="store and archive change with the next start")
        if self._fetcher is not None:
            self._fetcher.close()
            self._fetcher = None

    def ready(self) -> tuple[Rounds, Fetcher]:
        """Return what a pass needs, opened where it is not. Raises `ArchiveError`, `StoreError`."""
        if self._fetcher is None:
            self._fetcher = Fetcher(self.outfit.settings.fetch, clock=self.clock)
        if self.rounds is None or self._archive is None:
            self._archive = self._open_archive(self.store)
            self.rounds = Rounds(self.store, self._archive, self.faults, self.clock, stopping=self.stopping)
        return self.rounds, self._fetcher

    def idles(self, owner: str) -> None:
        """Let go of everything, and say so once for each holder."""
        self.clear()
        if owner != self._idles:
            log.warning("idle", reason="another process is at work; this one waits to take over", owner=owner)
        self._idles = owner

    def works(self) -> None:
        """Say that this process is at work, where it idled before; it goes on from what the other has put on record."""
        if self._idles:
            self.faults.learn(self.store.operation.faults())
            log.warning("at work", reason="the other process shows no sign of life any more", was=self._idles)
        self._idles = ""

    def clear(self) -> None:
        """Let go of connections and archive."""
        fetcher, archive = self._fetcher, self._archive
        self._fetcher = self._archive = self.rounds = None
        if fetcher is not None:
            fetcher.close()
        if archive is not None:
            archive.close()


def tick(desk: Desk, now: datetime) -> Passed | None:
    """Take or renew the lease at `now`, and make one pass if it is ours; None where there was none.

    Raises nothing of ours: what goes wrong is a fault, and the next tick tries again.
    """
    desk.adopt()
    answered = False
    with desk.faults.watching("store", now):
        desk.lease.take(now)
        answered = True
    if not answered:
        return None
    if not desk.lease.held:
        desk.idles(desk.lease.holder.owner if desk.lease.holder else "")
        return None
    with desk.faults.watching("store", now):
        desk.works()
    with desk.faults.watching("archive", now):
        rounds, fetcher = desk.ready()
        return rounds.one(desk.outfit, fetcher)
    return None


def heard(desk: Desk, event: JobExecutionEvent | JobSubmissionEvent) -> None:
    """Turn a fault of the scheduler into one that the operator sees."""
    now = desk.clock()
    if event.code == EVENT_JOB_MISSED:
        desk.faults.note("missed", f"a pass due at {event.scheduled_run_time:%Y-%m-%d %H:%M:%SZ} was not made", now)
    elif event.code == EVENT_JOB_MAX_INSTANCES:
        desk.faults.note("overrun", "a pass was still under way when the next was due", now)
    elif event.code == EVENT_JOB_ERROR:
        error = event.exception
        trace = "".join(traceback.format_exception(error)) if isinstance(error, BaseException) else event.traceback
        log.error("internal fault", exception=trace)
        desk.faults.note("tick", f"internal fault, see the log: {type(error).__name__}: {snippet(str(error))}", now)


def serve(desk: Desk) -> None:
    """Make a pass every few seconds until SIGTERM or SIGINT; SIGHUP reads the settings anew. Raises nothing of ours.

    On return the pass that was under way is finished, or what it had not finished was rolled back.
    """
    scheduler = BlockingScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    seconds = desk.outfit.settings.run.tick

    def beat() -> None:
        began = time.monotonic()
        tick(desk, desk.clock())
        now = desk.clock()
        desk.faults.over("tick", now)
        desk.faults.over("missed", now)
        if time.monotonic() - began < desk.outfit.settings.run.tick:
            desk.faults.over("overrun", now)

    def look_after() -> None:
        """Put the scheduler right after a clock that was set back or a new interval, and faults on record."""
        nonlocal seconds
        wanted = desk.outfit.settings.run.tick
        job = scheduler.get_job(TICK)
        due = getattr(job, "next_run_time", None)
        if job is not None and (seconds != wanted or (due and due - desk.clock() > timedelta(seconds=2 * wanted))):
            seconds = wanted
            job.reschedule("interval", seconds=wanted)
            job.modify(next_run_time=desk.clock())
        if desk.lease.held:
            desk.faults.keep(desk.store)

    scheduler.add_job(beat, "interval", seconds=seconds, id=TICK, next_run_time=desk.clock())
    scheduler.add_listener(
        lambda event: heard(desk, event), EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES
    )
    with ExitStack() as stack:
        stack.enter_context(desk.lease.kept(desk.clock, look_after))
        stack.enter_context(_signals(desk, scheduler))
        log.info("started", owner=desk.lease.owner, every=f"{seconds:g} s")
        scheduler.start()
    log.info("ended", owner=desk.lease.owner)


@contextmanager
def _signals(desk: Desk, scheduler: Any) -> Iterator[None]:
    """Act on signals by a thread of its own: a handler runs inside whatever lock was just taken, and may take none."""
    came: queue.SimpleQueue[int] = queue.SimpleQueue()

    def arrive(number: int, _frame: FrameType | None) -> None:
        came.put(number)

    def act() -> None:
        while number := came.get():
            if number == signal.SIGHUP:
                desk.reread()
            elif not desk.stopping.is_set():
                log.info("ending", signal=signal.Signals(number).name)
                desk.stopping.set()
                with suppress(SchedulerNotRunningError):
                    scheduler.shutdown(wait=True)

    before = {number: signal.signal(number, arrive) for number in SIGNALS}
    thread = threading.Thread(target=act, name="signals", daemon=True)
    thread.start()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        came.put(0)
        thread.join()

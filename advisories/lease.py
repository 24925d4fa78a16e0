"""The lease: of all processes that share a store, one works and the others idle.

The holder renews it while it runs; another takes over once it has lapsed. Two clocks are asked. By the wall clock a
lease lapses at its `until`, unless its last sign of life lies in the future: then the clock was set back and says
nothing, and the lease counts as lapsed only once it was watched, by the monotonic clock, without any sign of life for
its whole length. Should the clock leap forward and two believe to be at work for a moment, the store decides: every
transaction checks the lease, and the one that lost it writes nothing.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from advisories.errors import AdvisoriesError
from advisories.known import Holder
from advisories.store import Store

WORK: Final = "work"
LENGTH: Final = timedelta(seconds=60)
BEATS: Final = 4

log = structlog.get_logger("advisories")


def own_name() -> str:
    """Return a name for this process that no other has: host, process id, and a random part."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


class Lease:
    """The lease of one store as one process sees it. May be used from several threads."""

    def __init__(
        self,
        store: Store,
        owner: str,
        *,
        length: timedelta = LENGTH,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let the store check, from now on, that this process holds the lease whenever it writes."""
        self.owner = owner
        self.length = length
        self.holder: Holder | None = None
        self._operation = store.operation
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._watched: tuple[datetime, float] | None = None
        store.operation.guard_as(WORK, owner)

    @property
    def held(self) -> bool:
        """Return whether this process held the lease when it last asked."""
        return self.holder is not None and self.holder.owner == self.owner

    def take(self, now: datetime) -> bool:
        """Take or renew the lease at `now`; return whether it is ours. `holder` then says whose it is. Raises `StoreError`."""
        with self._lock:
            found = self._operation.holder(WORK)
            if found is None or found.owner == self.owner or self._free(found, now):
                wanted = Holder(owner=self.owner, since=now, beat_at=now, until=now + self.length)
                found = self._operation.take(WORK, wanted, free=lambda holder: self._free(holder, now))
            self.holder = found
            return self.held

    def drop(self) -> None:
        """Give the lease back, so that another process need not wait for it. Raises `StoreError`."""
        with self._lock:
            if self.held:
                self.holder = None
                self._operation.drop(WORK, self.owner)

    @contextmanager
    def kept(self, clock: Callable[[], datetime], also: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Renew the lease by a thread of its own as long as it is held; `also` is called at each beat.

        That it cannot be renewed is told once, until it can be again.
        """
        told = False

        def beat() -> None:
            nonlocal told
            try:
                if self.held and not self.take(clock()):
                    log.error("lease lost", owner=self.holder.owner if self.holder else "")
                also()
                told = False
            except AdvisoriesError as error:
                if not told:
                    log.warning("lease not renewed", reason=str(error))
                told = True

        with repeated(beat, self.length.total_seconds() / BEATS):
            yield

    def _free(self, holder: Holder, now: datetime) -> bool:
        """Return whether the holder has shown no sign of life for the length of the lease."""
        if holder.beat_at <= now:
            return holder.until <= now
        seen = self._monotonic()
        if self._watched is None or self._watched[0] != holder.beat_at:
            self._watched = (holder.beat_at, seen)
        return seen - self._watched[1] >= self.length.total_seconds()


@contextmanager
def repeated(work: Callable[[], object], seconds: float) -> Iterator[None]:
    """Call `work` every so many seconds by a thread of its own, until the block ends."""
    ended = threading.Event()

    def loop() -> None:
        while not ended.wait(seconds):
            work()

    thread = threading.Thread(target=loop, name="beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()

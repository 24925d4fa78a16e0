"""What goes wrong with the program and its surroundings: one notice when it begins, one when it is over.

A fault is a condition with a kind (`store`, `clock`, `publishing`, …), not an event: met again, it is counted. It is
over when what failed goes well, not when it was not tried. It is kept in the store as soon as the store takes it, so
that `status` shows it. Of workers on several machines each names its own (`reading on desk-7`), so that what goes well
on one does not end what fails on another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

import msgspec
import structlog

from advisories.errors import AdvisoriesError, snippet
from advisories.known import Fault
from advisories.store import Store

LAPSE: Final = timedelta(days=1)
"""How long a fault of others, a machine or a way of running that is there no more, stands without being met again."""

_ON: Final = " on "

log = structlog.get_logger("advisories")


def matter(kind: str) -> str:
    """Return what a fault is about, without the machine that it befell."""
    return kind.partition(_ON)[0]


class Faults:
    """The faults that this process knows of. May be used from several threads."""

    def __init__(self, known: Iterable[Fault] = (), *, logged: bool = True, where: str = "") -> None:
        """Go on from what is on record: what was open stays open, with its `since`.

        `logged`: notices go to the log. `where` names this machine, where there are several.
        """
        self._logged = logged
        self._where = where
        self._lock = threading.Lock()
        self._known = {fault.kind: fault for fault in known}
        self._changed: set[str] = set()

    def learn(self, known: Iterable[Fault]) -> None:
        """Go on from what another process has put on record, but for what was met here since."""
        with self._lock:
            self._known = {fault.kind: fault for fault in known} | {kind: self._known[kind] for kind in self._changed}

    @property
    def open(self) -> tuple[Fault, ...]:
        """Return the faults that are not over."""
        with self._lock:
            return tuple(fault for fault in self._known.values() if fault.over_at is None)

    def note(self, kind: str, words: str, now: datetime) -> None:
        """Say that something is wrong at `now`; told once for each condition, and counted after that."""
        kind = self._named(kind)
        with self._lock:
            before = self._known.get(kind)
            goes_on = before is not None and before.over_at is None
            since, times = (before.since, before.times + 1) if before and goes_on else (now, 1)
            self._known[kind] = Fault(kind=kind, words=words, since=since, at=now, times=times)
            self._changed.add(kind)
        if not goes_on and self._logged:
            log.error("fault", kind=kind, reason=words)

    def over(self, kind: str, now: datetime) -> None:
        """Say that nothing is wrong in this respect; told where something was."""
        self._end(self._named(kind), now)

    def lapse(self, now: datetime) -> None:
        """End what others met last, a day ago or longer: what met it is gone, or does not meet it any more."""
        for fault in self.open:
            if fault.kind.partition(_ON)[2] != self._where and now - fault.at >= LAPSE:
                self._end(fault.kind, now)

    def _named(self, kind: str) -> str:
        return f"{kind}{_ON}{self._where}" if self._where else kind

    def _end(self, kind: str, now: datetime) -> None:
        with self._lock:
            before = self._known.get(kind)
            if before is None or before.over_at is not None:
                return
            self._known[kind] = msgspec.structs.replace(before, over_at=now)
            self._changed.add(kind)
        if self._logged:
            log.warning("fault over", kind=kind, since=before.since.isoformat(), times=before.times)

    def watching(self, kind: str, now: datetime) -> Watching:
        """Turn an error of ours inside a `with` block into a fault of that kind; without one, that kind is over."""
        return Watching(self, kind, now)

    def keep(self, store: Store) -> None:
        """Put what changed on record. Raises `StoreError`; it is then tried again with the next change."""
        with self._lock:
            changed, self._changed = self._changed, set()
            rows = [self._known[kind] for kind in sorted(changed)]
        try:
            store.operation.write_faults(rows)
        except AdvisoriesError:
            with self._lock:
                self._changed |= changed
            raise


class Watching:
    """One block of work whose errors of ours become a fault; others pass through."""

    def __init__(self, faults: Faults, kind: str, now: datetime) -> None:
        self._faults, self._kind, self._now = faults, kind, now
        self._tried = True

    def __enter__(self) -> Self:
        return self

    def untried(self) -> None:
        """Say that nothing was tried: a fault that is open stays open."""
        self._tried = False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, AdvisoriesError):
            self._faults.note(self._kind, snippet(str(error)), self._now)
            return True
        if error is None and self._tried:
            self._faults.over(self._kind, self._now)
        return False

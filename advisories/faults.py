"""What goes wrong with the program and its surroundings: one notice when it begins, one when it is over.

A fault is a condition with a kind (`store`, `clock`, `publishing`, …), not an event: met again, it is counted. It is
kept in the store as soon as the store takes it, so that `status` shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType

import msgspec
import structlog

from advisories.errors import AdvisoriesError, snippet
from advisories.known import Fault
from advisories.store import Store

log = structlog.get_logger("advisories")


class Faults:
    """The faults that this process knows of. May be used from several threads."""

    def __init__(self, known: Iterable[Fault] = (), *, logged: bool = True) -> None:
        """Go on from what is on record: what was open stays open, with its `since`. `logged`: notices go to the log."""
        self._logged = logged
        self._lock = threading.Lock()
        self._known = {fault.kind: fault for fault in known}
        self._changed: set[str] = set()

    @property
    def open(self) -> tuple[Fault, ...]:
        """Return the faults that are not over."""
        with self._lock:
            return tuple(fault for fault in self._known.values() if fault.over_at is None)

    def note(self, kind: str, words: str, now: datetime) -> None:
        """Say that something is wrong at `now`; told once for each condition, and counted after that."""
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

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, AdvisoriesError):
            self._faults.note(self._kind, snippet(str(error)), self._now)
            return True
        if error is None:
            self._faults.over(self._kind, self._now)
        return False

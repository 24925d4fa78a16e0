"""What goes wrong with the program and its surroundings: one notice when it begins, one when it is over.

A fault is a condition with a kind (`store`, `clock`, `publishing`, …), not an event: met again, it is counted. It is
kept in the store as soon as the store takes it, so that `status` shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

import msgspec
import structlog

from advisories.errors import AdvisoriesError, snippet
from advisories.known import Fault
from advisories.store import Store

log = structlog.get_logger("advisories")


class Faults:
    """The faults that this process knows of. May be used from several threads."""

    def __init__(self, known: Iterable[Fault] = ()) -> None:
        """Go on from what is on record: what was open stays open, with its `since`."""
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
        if not goes_on:
            log.error("fault", kind=kind, reason=words)

    def over(self, kind: str, now: datetime) -> None:
        """Say that nothing is wrong in this respect; told where something was."""
        with self._lock:
            before = self._known.get(kind)
            if before is None or before.over_at is not None:
                return
            self._known[kind] = msgspec.structs.replace(before, over_at=now)
            self._changed.add(kind)
        log.warning("fault over", kind=kind, since=before.since.isoformat(), times=before.times)

    @contextmanager
    def watching(self, kind: str, now: datetime) -> Iterator[None]:
        """Turn an error of ours inside the block into a fault of that kind; without one, that kind is over."""
        try:
            yield
        except AdvisoriesError as error:
            self.note(kind, snippet(str(error)), now)
        else:
            self.over(kind, now)

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

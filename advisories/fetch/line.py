"""Requests waiting in line by host, so that a slow or strict host holds up no other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

from advisories.fetch.hosts import Hosts

T = TypeVar("T")


class Line(Generic[T]):
    """Items by host; at most `per_host` of a host are out at once, the host that is ready soonest comes first."""

    def __init__(self, items: Iterable[tuple[str, T]], *, per_host: int, hosts: Hosts) -> None:
        self._waiting: dict[str, deque[T]] = {}
        for host, item in items:
            self._waiting.setdefault(host, deque()).append(item)
        self._out = dict.fromkeys(self._waiting, 0)
        self._per_host = per_host
        self._hosts = hosts
        self._changed = threading.Condition()

    def take(self) -> tuple[str, T] | None:
        """Return the next host and item, waiting for one to be free; None where all are taken."""
        with self._changed:
            while any(self._waiting.values()):
                free = [host for host, line in self._waiting.items() if line and self._out[host] < self._per_host]
                if free:
                    host = min(free, key=self._hosts.ready_at)
                    self._out[host] += 1
                    return host, self._waiting[host].popleft()
                self._changed.wait()
            return None

    def done(self, host: str) -> None:
        """Say that an item of a host has come back."""
        with self._changed:
            self._out[host] -= 1
            self._changed.notify_all()

    def drop(self) -> None:
        """Forget what still waits."""
        with self._changed:
            for line in self._waiting.values():
                line.clear()
            self._changed.notify_all()

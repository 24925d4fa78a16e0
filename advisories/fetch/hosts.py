"""Courtesy to each host: how many requests at once, how long between two, and how long it has asked us to stay away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

LONGEST_REST: Final = timedelta(days=1)


class _Host:
    def __init__(self, concurrency: int, pause: float) -> None:
        self.slots = threading.Semaphore(concurrency)
        self.pause = pause
        self.next_start = 0.0
        self.rest_until: datetime | None = None


class Hosts:
    """All hosts met so far. `pause` is in seconds, from the end of one request to the start of the next."""

    def __init__(self, *, concurrency: int, pause: float, sleep: Callable[[float], None]) -> None:
        self._concurrency = concurrency
        self._pause = pause
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for a turn at a host and hold it."""
        host = self._host(name)
        with host.slots:
            with self._lock:
                now = time.monotonic()
                start = max(now, host.next_start)
                host.next_start = start + host.pause
            if start > now:
                self._sleep(start - now)
            try:
                yield
            finally:
                with self._lock:
                    host.next_start = max(host.next_start, time.monotonic() + host.pause)

    def ready_at(self, name: str) -> float:
        """Return the monotonic time in seconds from which a host may be asked again."""
        host = self._host(name)
        with self._lock:
            return host.next_start

    def slow_down(self, name: str, pause: float) -> None:
        """Lengthen the pause of a host that asks for it (Crawl-delay)."""
        host = self._host(name)
        with self._lock:
            host.pause = max(self._pause, pause)

    def rest(self, name: str, now: datetime, seconds: float) -> None:
        """Remember that a host has asked us to stay away for a time."""
        host = self._host(name)
        with self._lock:
            host.rest_until = now + timedelta(seconds=seconds)

    def resting(self, name: str, now: datetime) -> datetime | None:
        """Return until when a host has asked us to stay away, None where it may be asked.

        A clock set back does not make it longer than a day.
        """
        host = self._host(name)
        with self._lock:
            until = host.rest_until
            return until if until and now < until <= now + LONGEST_REST else None

    def _host(self, name: str) -> _Host:
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = _Host(self._concurrency, self._pause)
            return self._hosts[name]

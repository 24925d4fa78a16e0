"""Hosts on loopback and fetchers that may ask them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from advisories.config import FetchSettings
from advisories.fetch import Fetcher
from advisories.fetch.gate import system_resolve
from tests.fetch.loopback import Host

NOW = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
SETTINGS = FetchSettings(
    contact="ops@example.org",
    timeout=2.0,
    total_timeout=5.0,
    max_bytes=1_000_000,
    pause=0.0,
    attempts=1,
    allow_http=True,
    allow_private=True,
)


NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Clock:
    """A clock that stands still until it is moved, and a sleep that only remembers."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Remember a wait."""
        self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    """Return a clock at 14 September 2026, 06:00Z."""
    return Clock()


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback."""
    listening = Host()
    yield listening
    listening.close()


@pytest.fixture
def other_host() -> Iterator[Host]:
    """Return a second host on loopback."""
    listening = Host()
    yield listening
    listening.close()


@pytest.fixture
def fetcher(clock: Clock) -> Iterator[Callable[..., Fetcher]]:
    """Return a maker of fetchers: settings by name, and the collaborators `resolve`, `tls`, `sleep`."""
    with ExitStack() as stack:

        def make(**changes: Any) -> Fetcher:
            made = Fetcher(
                clock=clock,
                sleep=changes.pop("sleep", clock.sleep),
                resolve=changes.pop("resolve", system_resolve),
                tls=changes.pop("tls", NO_TLS),
                settings=msgspec.structs.replace(SETTINGS, **changes),
            )
            return stack.enter_context(made)

        yield make

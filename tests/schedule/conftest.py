"""Desks for `run`, and the host they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.loopback import Host
from tests.schedule.made import Watch, Watches, notices


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback that lists two notices at /list."""
    listening = Host(says={"/list": notices("L1/26", "L2/26")})
    yield listening
    listening.close()


@pytest.fixture
def watches(tmp_path: Path, host: Host) -> Iterator[Watches]:
    """Return a maker of desks that share one store."""
    with ExitStack() as stack:

        def make(**more: Any) -> Watch:
            made = Watch(tmp_path, host, **more)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def watch(watches: Watches) -> Watch:
    """Return one desk."""
    return watches()

"""Guards and material shared by all tests."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from advisories.cli.logs import log_to_stderr
from tests import postgresql

ROOT = Path(__file__).resolve().parent.parent
MATERIAL = Path(os.environ.get("ADVISORIES_MATERIAL", ROOT.parent / "shared"))

# The same examples in every run, and no test judged by the clock: a loaded machine is no fault of the program.
hypothesis.settings.register_profile("check", derandomize=True, deadline=None)
hypothesis.settings.load_profile("check")


class OutwardTrafficError(AssertionError):
    """A test tried to talk to something that is not loopback."""


def _refuse_outward(address: Any) -> None:
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host.split("%", maxsplit=1)[0]).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise OutwardTrafficError(f"socket to {host!r}: tests talk to loopback only")


@pytest.fixture(autouse=True)
def _no_outward_traffic(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex, sendto, resolve = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
        socket.getaddrinfo,
    )

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_outward(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_outward(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: bytes, *rest: Any) -> int:
        _refuse_outward(rest[-1])
        return sendto(self, data, *rest)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None:
            name = host.decode() if isinstance(host, bytes) else str(host)
            _refuse_outward((name, 0))
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)


@pytest.fixture(autouse=True)
def _log_as_run_does() -> None:
    """Set the log as `advisories run` does, whatever a test before this one set it to."""
    log_to_stderr(logging.INFO)


@pytest.fixture(scope="session")
def material() -> Path:
    """Return the folder of recorded responses, corpora and labels; skip, visibly, where it is absent."""
    if not MATERIAL.is_dir():
        pytest.skip(f"no recorded material at {MATERIAL} (set ADVISORIES_MATERIAL)")
    return MATERIAL


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgresql.Cluster]:
    """Start a PostgreSQL server for all tests that ask for one; skip them, visibly, where it is not installed."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with postgresql.running(programs) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a store that holds nothing yet: the same test on every database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    cluster: postgresql.Cluster = request.getfixturevalue("cluster")
    return cluster.store()

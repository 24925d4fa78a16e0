"""`advisories run` as a process of its own: signals, the lease between two, and `once` beside them."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.loopback import Asked, Host
from tests.schedule.made import notices

PLUGIN = """
from advisories.sources.base import Coverage, Part, Proof
from tests.core.wired import MadeNotices as Made

class Listed(Made):
    name = "listed"
    parts = (Part(name="list", url="{url}", coverage=Coverage.SNAPSHOT, marker='"notices"', proof=Proof.WIRE),)
"""
SETTINGS = """
sources = ["listed"]
plugins = ["made.py"]
[fetch]
allow_http = true
allow_private = true
robots = false
pause = 0.0
attempts = 1
[run]
tick = 1.0
lease = {lease}
log = "json"
"""
PATIENCE = 30.0
ROOT = Path(__file__).resolve().parents[2]


class Process:
    """One `advisories run`, its log read as it comes."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", "from advisories.cli import main; main()", "run"]
        self.lines: list[dict[str, Any]] = []
        self._more = threading.Condition()
        self.popen = subprocess.Popen(
            command,
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.popen.stderr
        for line in self.popen.stderr:
            with self._more:
                self.lines.append(json.loads(line) if line.startswith("{") else {"event": line.strip()})
                self._more.notify_all()

    def told(self, event: str, **facts: Any) -> dict[str, Any]:
        """Wait until the log tells of an event, and return it."""

        def found() -> dict[str, Any] | None:
            wanted = {"event": event, **facts}
            return next((line for line in self.lines if wanted.items() <= line.items()), None)

        with self._more:
            assert self._more.wait_for(lambda: found() is not None, PATIENCE), self.lines
        line = found()
        assert line
        return line

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.popen.send_signal(number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit status."""
        self.send(number)
        status = self.popen.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def kill(self) -> None:
        """End at once."""
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.popen.stderr:
            self.popen.stderr.close()


Starts = Callable[[], Process]


@pytest.fixture
def folder(tmp_path: Path, host: Host) -> Path:
    """Return a folder with settings that read the host."""
    (tmp_path / "made.py").write_text(PLUGIN.format(url=host.url("/list")), "utf-8")
    (tmp_path / "advisories.toml").write_text(SETTINGS.format(lease=3.0), "utf-8")
    return tmp_path


@pytest.fixture
def starts(folder: Path) -> Iterator[Starts]:
    """Return a starter of processes in that folder; each is ended with the test."""
    started: list[Process] = []

    def start() -> Process:
        started.append(Process(folder))
        return started[-1]

    yield start
    for process in started:
        process.kill()


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run another command in the folder."""
    return subprocess.run(
        [sys.executable, "-c", "from advisories.cli import main; main()", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )


def runs(folder: Path) -> int:
    """Return the number of runs in the store, which must be whole."""
    with closing(sqlite3.connect(folder / "advisories.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(folder: Path, starts: Starts, number: signal.Signals) -> None:
    """SIGTERM and SIGINT end it with status 0; what was read is kept, and the lease is given back."""
    process = starts()
    process.told("run", source="listed", verdict="OK")
    assert process.end(number) == 0
    process.told("ended")
    assert runs(folder) == 1
    assert json.loads(command(folder, "status", "--json").stdout)["lease"] is None


def test_a_signal_during_a_slow_answer_ends_it_within_seconds(folder: Path, host: Host, starts: Starts) -> None:
    """A host that never answers does not hold up the end; nothing of the unfinished run is kept."""
    asked, go = threading.Event(), threading.Event()

    def never(_asked: Asked, _connection: socket.socket) -> None:
        asked.set()
        go.wait(PATIENCE)

    host.says["/list"] = never
    process = starts()
    assert asked.wait(PATIENCE)
    began = time.monotonic()
    assert process.end() == 0
    assert time.monotonic() - began < 5
    go.set()
    assert runs(folder) == 0
    assert not list((folder / "archive").glob("*.warc.gz"))
    host.says["/list"] = notices("L1/26")
    assert command(folder, "once").returncode == 0
    assert runs(folder) == 1


def test_a_second_process_idles_then_takes_over_when_the_first_is_killed(
    folder: Path, host: Host, starts: Starts
) -> None:
    """Of two processes one reads; killed without a word, the other goes on after the lease, asking nothing twice."""
    first = starts()
    first.told("run", source="listed")
    second = starts()
    second.told("idle")
    beside = command(folder, "once")
    assert beside.returncode == 0
    assert beside.stdout.startswith("Another process is at work")
    first.kill()
    second.told("at work")
    assert second.end() == 0
    assert host.paths == ["/list"]
    assert runs(folder) == 1


def test_sighup_reads_the_settings_anew_and_broken_ones_change_nothing(
    folder: Path, host: Host, starts: Starts
) -> None:
    """Good settings hold from the next tick; broken ones are told, shown by status, and the old ones stay at work."""
    host.says["/other"] = notices("M1/26")
    process = starts()
    process.told("run", source="listed")
    settings = folder / "advisories.toml"
    good = settings.read_text()
    settings.write_text(good.replace("tick = ", "tack = "))
    process.send(signal.SIGHUP)
    told = process.told("fault", kind="settings")
    assert "did you mean 'tick'?" in told["reason"]
    settings.write_text(good.replace("tick = 1.0", "tick = 2.0"))
    (folder / "made.py").write_text(PLUGIN.format(url=host.url("/other")).replace('"listed"', '"listed_too"'))
    settings.write_text(settings.read_text().replace('["listed"]', '["listed_too"]'))
    process.send(signal.SIGHUP)
    process.told("fault over", kind="settings")
    process.told("run", source="listed_too", verdict="OK")
    assert process.end() == 0
    assert host.paths == ["/list", "/other"]
    words = command(folder, "status").stdout
    assert "over  settings" in words
    assert "tack" in words


def test_a_pass_that_takes_longer_than_a_tick_is_shown_while_it_lasts(folder: Path, host: Host, starts: Starts) -> None:
    """An overrunning pass is told in the log and by status, before it ends."""
    go = threading.Event()

    def late(_asked: Asked, connection: socket.socket) -> None:
        go.wait(PATIENCE)
        connection.sendall(notices("L1/26"))

    host.says["/list"] = late
    process = starts()
    process.told("fault", kind="overrun")
    deadline = time.monotonic() + PATIENCE
    while "WRONG overrun" not in command(folder, "status").stdout and time.monotonic() < deadline:
        pass
    assert "WRONG overrun" in command(folder, "status").stdout
    go.set()
    process.told("fault over", kind="overrun")
    assert process.end() == 0
    assert runs(folder) == 1

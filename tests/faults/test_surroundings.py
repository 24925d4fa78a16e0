"""A full disk, a folder that cannot be written, a locked store, a clock set back: one plain line, and nothing is lost."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from advisories.cli import main
from advisories.errors import StoreError
from tests.cli.test_once import Host, example, rows
from tests.faults.pages import MAKERS, invented
from tests.faults.world import World

SETTINGS = """
sources = ["larovia_warnings"]
plugins = ["larovia.py"]
store = "sqlite:///{store}/store.sqlite3"
[archive]
folder = "{archive}"
[site]
folder = "{site}"
[fetch]
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
"""


class Ran(NamedTuple):
    """How a command ended: its exit status, what it printed, and its lines on standard error."""

    status: int
    out: str
    errors: list[str]


Run = Callable[..., Ran]


@pytest.fixture
def advisories(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command line in this process, as the installed program does."""

    def run(*words: str) -> Ran:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["advisories", *words])
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, [one for one in err.splitlines() if "level=" not in one])

    return run


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a server on loopback."""
    made = Host()
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that is a file system of its own, of six megabytes; skip, visibly, where none can be made."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("a file system of its own needs the right to mount")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def folder(tmp_path: Path, host: Host, small: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the README's source, whose `place` (archive, store or site) lies on the small file system."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "larovia.py").write_text(example(host.address), "utf-8")
    places = {name: str(small if name == place else home / name) for name in ("archive", "store", "site")}
    (home / "advisories.toml").write_text(SETTINGS.format(**places), "utf-8")
    monkeypatch.chdir(home)
    return home


def listed(advisories: Run) -> int:
    """Return how many advisories are listed."""
    return len(json.loads(advisories("export").out))


def fill(folder: Path) -> Path:
    """Leave no room on a file system."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


def refused(ran: Ran, *words: str) -> None:
    """Assert that a command ended with one plain line."""
    assert ran.status == 2, ran
    assert len(ran.errors) == 1, ran.errors
    assert ran.errors[0].startswith("advisories: ")
    for word in words:
        assert word in ran.errors[0]


@pytest.mark.parametrize("place", ["archive", "store", "site"])
@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_disk_that_takes_nothing_loses_nothing(
    folder: Path, small: Path, host: Host, advisories: Run, place: str, how: str
) -> None:
    """With a full or read-only disk a command says so in one line; everything stands, and it goes on when it can."""
    host.body = rows(1, 2, 3)
    assert advisories("once").status == 0
    before = (folder / "site" / "current" if place != "site" else small / "current").resolve()
    host.body = rows(*range(1, 40), text=random.Random(1).randbytes(2_000).hex())
    if how == "full":
        filler = fill(small)
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    words = {
        "full": ("No space left", "full", "disk I/O error"),
        "read-only": ("Read-only file system", "readonly", "unable to open"),
    }[how]
    command = ("site",) if place == "site" else ("refresh",)
    if place == "site":
        assert advisories("refresh").status == 0
    ran = advisories(*command)
    refused(ran, place)
    assert any(word in ran.errors[0] for word in words), ran.errors
    assert before.is_dir()
    assert "Larovia 2" in (before / "index.html").read_text("utf-8")
    if how == "full":
        filler.unlink()
    else:
        subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
    assert listed(advisories) == (39 if place == "site" else 3)
    assert advisories("refresh").status == 0
    assert listed(advisories) == 39
    assert advisories("verify").status == 0
    host.body = rows(*range(1, 40))
    assert advisories("refresh").status == 0
    assert advisories("site").status == 0


@pytest.mark.parametrize("place", ["archive"])
def test_a_locked_store_is_waited_for_then_told(
    folder: Path, host: Host, advisories: Run, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that another program keeps locked is an error in one line; nothing is half written, and it goes on after."""
    host.body = rows(1, 2, 3)
    assert advisories("once").status == 0
    monkeypatch.setattr("advisories.store.engine.BUSY_SECONDS", 0)
    host.body = rows(1, 2, 3, 4)
    locker = sqlite3.connect(folder / "store" / "store.sqlite3", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    refused(advisories("refresh"), "store", "locked")
    assert listed(advisories) == 3
    locker.execute("ROLLBACK")
    locker.close()
    assert advisories("refresh").status == 0
    assert listed(advisories) == 4
    assert advisories("verify").status == 0


def test_a_clock_set_back_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """With a clock that went back nothing is written and the reason is plain; with the right time it goes on."""
    names = tuple(MAKERS)
    with World(tmp_path, names) as world:
        for name in names:
            world.serve(name, MAKERS[name](range(50, 61), day=6))
        world.read()
        world.build()
        before = {name: world.listed(name) for name in names}
        for name in names:
            world.serve(name, invented(name).good)
        world.now -= timedelta(days=2)
        with pytest.raises(StoreError, match="was the clock set back"):
            world.read()
        world.now += timedelta(days=2)
        assert {name: world.listed(name) for name in names} == before
        assert {report.new for report in world.read().values()} == {1}
        assert world.withdrawn() == []
        assert "Freedonia" in world.build()

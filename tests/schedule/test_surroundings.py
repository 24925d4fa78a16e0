"""A full disk, a folder that cannot be written, a locked store, a clock set back: plain words, nothing lost, then on."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from advisories.known import Fault
from advisories.store import engine
from tests.fetch.loopback import Host
from tests.schedule.made import START, Watch, Watches, notices

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def goes_on(watch: Watch, after: timedelta) -> None:
    """Check that the next pass reads what the host says now, and that nothing is wrong any more."""
    watch.host.says["/list"] = notices("L1/26", "L2/26", "L3/26")
    passed = watch.tick(after)
    assert passed
    assert passed.healthy
    assert watch.listed() == {"L1/26", "L2/26", "L3/26"}
    assert watch.faults() == {}


def notices_in(log: str) -> list[tuple[str, str]]:
    """Return what the log told of faults, in order."""
    return re.findall(r"event=\"?(fault(?: over)?)\"? kind=(\w+)", log)


def test_a_full_disk_under_the_archive_loses_nothing(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be archived is not stored either; hosts are not asked again at every tick, and it goes on by itself.

    However often it is tried: one notice when it begins, one when it is over.
    """
    watch.tick()

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    watch.host.says["/list"] = notices("L1/26")
    with monkeypatch.context() as patch:
        patch.setattr("advisories.archive.volume.os.pwrite", full)
        watch.tick(HOUR + 3 * MINUTE)
        assert "No space left on device" in watch.faults()["reading"]
        assert "\n" not in watch.faults()["reading"]
        for _ in range(10):
            watch.tick(timedelta(seconds=30))
        assert watch.store.operation.faults()[0].times > 2
    assert len(watch.host.paths) < 8
    assert watch.listed() == {"L1/26", "L2/26"}
    goes_on(watch, 16 * MINUTE)
    assert notices_in(capsys.readouterr().err) == [("fault", "reading"), ("fault over", "reading")]


def test_a_full_disk_under_the_store_loses_nothing(watch: Watch) -> None:
    """The run that does not fit is rolled back whole; with room again the next pass reads as if nothing had been."""
    watch.tick()
    (limit,) = watch.store._engine.connect().exec_driver_sql("PRAGMA page_count").one()

    def fill(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={limit}").close()

    watch.store._engine.dispose()
    event.listen(watch.store._engine, "connect", fill)
    many = [f"L{number}/26" for number in range(3, 400)]
    watch.host.says["/list"] = notices("L1/26", "L2/26", *many)
    watch.tick(HOUR + 3 * MINUTE)
    assert "full" in " ".join(fault.words for fault in watch.desk.faults.open)
    assert watch.listed() == {"L1/26", "L2/26"}
    event.remove(watch.store._engine, "connect", fill)
    watch.store._engine.dispose()
    goes_on(watch, 20 * MINUTE)


def test_a_site_folder_that_cannot_be_written_stops_nothing_else(watch: Watch) -> None:
    """Reading goes on, readers see the last release, and the fault names the folder."""
    watch.tick()
    site = watch.folder / "site"
    release = (site / "current").resolve()
    (site / "releases").rename(watch.folder / "kept")
    (site / "releases").write_bytes(b"in the way")
    watch.host.says["/list"] = notices("L1/26", "L3/26")
    watch.tick(HOUR + 3 * MINUTE)
    assert f"site {site}: cannot be written" in watch.faults()["publishing"]
    assert watch.listed() == {"L1/26", "L3/26"}
    (site / "releases").unlink()
    (watch.folder / "kept").rename(site / "releases")
    assert (site / "current").resolve() == release
    goes_on(watch, HOUR + 3 * MINUTE)


def test_a_site_that_could_not_be_made_is_made_as_soon_as_it_can_be(
    watch: Watch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is tried again by itself, ever more slowly, and what was read meanwhile shows; told once, and once when over."""
    watch.tick()
    site = watch.folder / "site"
    (site / "releases").rename(watch.folder / "kept")
    (site / "releases").write_bytes(b"in the way")
    watch.host.says["/list"] = notices("L1/26", "L2/26", "L4/26")
    watch.tick(HOUR + 3 * MINUTE)
    for _ in range(20):
        watch.tick(timedelta(seconds=30))
        assert "publishing" in watch.faults()
    assert 3 < watch.store.operation.faults()[0].times < 8
    (site / "releases").unlink()
    (watch.folder / "kept").rename(site / "releases")
    watch.tick(15 * MINUTE)
    assert "L4/26" in (site / "current" / "index.html").read_text("utf-8")
    assert watch.faults() == {}
    assert notices_in(capsys.readouterr().err) == [("fault", "publishing"), ("fault over", "publishing")]


def test_an_edition_that_cannot_be_written_is_not_issued_until_it_can_be(watch: Watch) -> None:
    """Its file is as sure as the edition itself: where there is no room for the one, the other waits too."""
    (watch.folder / "digests").write_bytes(b"in the way")
    watch.tick()
    assert "cannot be written" in watch.faults()["publishing"]
    assert watch.store.last_edition() is None
    (watch.folder / "digests").unlink()
    watch.tick(MINUTE)
    edition = watch.store.last_edition()
    assert edition
    assert (watch.folder / "digests" / "edition-0001.eml").read_bytes() == edition.message
    assert watch.faults() == {}


def test_an_edition_whose_file_was_not_finished_gets_it_with_the_next_pass(watch: Watch) -> None:
    """A process that ended between the commit and the name of the file loses neither, and a file taken away stays away."""
    watch.tick()
    digests = watch.folder / "digests"
    whole = (digests / "edition-0001.eml").read_bytes()
    (digests / "edition-0001.eml").unlink()
    watch.tick(16 * MINUTE)
    assert not list(digests.iterdir())
    (digests / "edition-0001.part").write_bytes(whole[:100])
    watch.tick(16 * MINUTE)
    assert {path.name: path.read_bytes() for path in digests.iterdir()} == {"edition-0001.eml": whole}


def test_who_takes_over_ends_the_faults_of_the_one_that_is_gone(watches: Watches) -> None:
    """What was put on record while this process idled is known to it when it begins to work."""
    first = watches()
    first.tick()
    second = watches(name="second")
    second.tick()
    (first.folder / "archive").rename(first.folder / "kept")
    (first.folder / "site").rename(first.folder / "kept-site")
    (first.folder / "site").write_bytes(b"in the way")
    first.tick(16 * MINUTE)
    assert "publishing" in first.faults()
    first.lease.drop()
    (first.folder / "site").unlink()
    (first.folder / "kept").rename(first.folder / "archive")
    second.tick(17 * MINUTE)
    assert second.faults() == {}


def test_a_fault_of_workers_that_are_gone_is_over_after_a_day(watch: Watch) -> None:
    """A store that workers have left to `run` does not keep their faults for ever."""
    watch.desk.faults.learn([Fault(kind="reading on desk-9", words="no room", since=START, at=START)])
    passed = watch.tick()
    assert passed
    assert not passed.healthy
    passed = watch.tick(timedelta(days=1))
    assert passed
    assert passed.healthy
    assert watch.faults() == {}


def test_an_archive_folder_that_cannot_be_written_is_named(watch: Watch) -> None:
    """Without an archive nothing is stored: no claim stands without the bytes behind it."""
    (watch.folder / "archive").write_bytes(b"in the way")
    watch.tick()
    assert "archive" in " ".join(watch.faults().values())
    assert watch.listed() == set()
    (watch.folder / "archive").unlink()
    goes_on(watch, 16 * MINUTE)


def test_a_locked_store_is_waited_for(watches: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program holds the store nothing is read in vain; afterwards it goes on, and tells what was."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    watch = watches()
    watch.tick()
    with closing(sqlite3.connect(watch.folder / "store.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert watch.tick(HOUR + 3 * MINUTE) is None
        assert next(fault.words for fault in watch.desk.faults.open).endswith("database is locked")
        assert watch.host.paths == ["/list"]
        other.execute("ROLLBACK")
    goes_on(watch, MINUTE)
    (told,) = watch.store.operation.faults()
    assert told.kind == "store"
    assert told.over_at == watch.now


def test_a_clock_set_back_stops_reading_until_it_is_right(watch: Watch, host: Host) -> None:
    """Nothing is written with a time before the last run; the fault says which time must pass, and then it goes on."""
    watch.tick()
    watch.now -= 5 * HOUR
    watch.tick()
    watch.tick(HOUR)
    assert host.paths == ["/list"]
    assert "2026-03-01 04:00Z" in watch.faults()["clock"]
    (fault,) = watch.store.operation.faults()
    assert fault.times == 2
    watch.now = START
    goes_on(watch, HOUR + 3 * MINUTE)


def test_a_clock_set_back_a_little_is_waited_for_without_a_word(watch: Watch, host: Host) -> None:
    """A correction of seconds, as time servers make, is no fault."""
    watch.tick()
    watch.tick(-timedelta(seconds=20))
    assert watch.faults() == {}
    assert host.paths == ["/list"]


def test_a_clock_set_back_between_asking_and_storing_is_refused(watch: Watch) -> None:
    """A run that would be dated before its source's last one is rolled back in plain words."""
    watch.tick()
    watch.now += HOUR + 3 * MINUTE
    times = iter([watch.now, watch.now])
    rounds, fetcher = watch.desk.ready()
    rounds._clock = lambda: next(times, START - HOUR)
    rounds.one(watch.desk.outfit, fetcher)
    assert any("was the clock set back? Nothing was written" in fault.words for fault in watch.desk.faults.open)

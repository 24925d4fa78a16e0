"""Signs of life and faults of several workers around one store: real PostgreSQL, a clock that moves only when told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from advisories.archive import Archive
from advisories.config import DigestSettings, RunSettings, Settings
from advisories.crew import STALLED, Crew
from advisories.errors import ArchiveError, StoreError
from advisories.faults import LAPSE, Faults
from advisories.known import Fault
from advisories.publish import Publication
from advisories.rounds import Outfit
from advisories.store import Store
from tests.fetch.loopback import Host, page
from tests.postgresql import Cluster
from tests.schedule.made import FETCH, START, notices, source_at

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BROKEN = page(b"busy", "500 Internal Server Error")


class Works:
    """A store, a host that lists two notices and is called at /alive, and workers on machines of any name."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url, self.now = folder, url, START
        self.host = Host(says={"/list": notices("L1/26", "L2/26"), "/alive": page(b"ok")})
        self.store = Store(url)
        self._open = ExitStack()
        self._open.callback(self.host.close)
        self._open.callback(self.store.close)

    def worker(self, machine: str = "desk-1", **run: Any) -> Crew:
        """Return a worker on a machine, which calls /alive and writes metrics."""
        facts: dict[str, Any] = {"ping": self.host.url("/alive"), "ping_private": True, "metrics": "out/a.prom"}
        settings = Settings(fetch=FETCH, digest=DigestSettings(times=("05:00",)), run=RunSettings(**{**facts, **run}))
        sources = (source_at(self.host.url("/list")),)
        publication = Publication(
            sources=sources,
            settings=settings,
            site_folder=self.folder / "site",
            digest_folder=self.folder / "digests",
        )
        outfit = Outfit(
            settings=settings,
            sources=sources,
            publication=publication,
            bring=lambda _archive: lambda _evidence: None,
            folder=self.folder,
            archive_folder=self.folder / "archive",
        )
        store = self._open.enter_context(Store(self.url))
        made = Crew(store, outfit, open_archive=self.archive, clock=self.clock, stopping=threading.Event())
        made.faults = Faults(where=machine)
        self._open.callback(made.close)
        return made

    def archive(self, store: Store) -> Archive:
        """Open an archive."""
        return Archive(self.folder / "archive", rotate_bytes=10**9, committed=store.archived, now=self.now)

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    @property
    def calls(self) -> int:
        """Return how often the dead man's address was called."""
        return self.host.paths.count("/alive")

    def faults(self) -> dict[str, str]:
        """Return the faults that are open on record, by kind."""
        return {fault.kind: fault.words for fault in self.store.operation.faults() if fault.over_at is None}

    def close(self) -> None:
        """End."""
        self._open.close()


@pytest.fixture
def works(tmp_path: Path, cluster: Cluster) -> Iterator[Works]:
    """Return a store on PostgreSQL for workers to share."""
    made = Works(tmp_path, cluster.store())
    yield made
    made.close()


def due(worker: Crew) -> tuple[str, ...]:
    """Return what a worker at work finds due."""
    assert worker.lease.take(worker._clock())
    return worker.due()[0]


def read(worker: Crew) -> None:
    """Do what a worker does with a source that is due."""
    for name in due(worker):
        worker.read(name)
    worker.build()


def test_one_worker_calls_the_dead_mans_address_for_all(works: Works) -> None:
    """After a reading it is called once, whoever looks next; again after the next reading, and every so often between."""
    first, second = works.worker(), works.worker("desk-2")
    read(first)
    for worker in (first, second, first):
        worker.say()
    assert works.calls == 1
    works.now += MINUTE
    second.say()
    assert works.calls == 1
    works.now += 5 * MINUTE
    second.say()
    first.say()
    assert works.calls == 2
    works.now += HOUR
    read(second)
    first.say()
    assert works.host.paths.count("/list") == 2
    assert works.calls == 3


def test_it_is_not_called_while_a_machine_cannot_publish_or_every_source_fails(works: Works) -> None:
    """What is wrong on one machine keeps all from saying that all is well, until it goes well there."""
    first, second = works.worker(), works.worker("desk-2")
    (works.folder / "site").write_bytes(b"in the way")
    read(first)
    second.say()
    assert works.calls == 0
    assert "cannot be written" in works.faults()["publishing on desk-1"]
    (works.folder / "site").unlink()
    first.build()
    second.say()
    assert works.calls == 1
    assert works.faults() == {}
    works.host.says["/list"] = BROKEN
    works.now += 2 * HOUR
    read(second)
    second.say()
    assert works.calls == 1


def test_it_is_called_only_by_the_workers_at_work(works: Works) -> None:
    """While `advisories run` holds the lease, the workers say nothing."""
    worker = works.worker()
    read(worker)
    lease = worker.lease
    lease.drop()
    other = works.worker()
    other.lease.owner = "run"
    assert other.lease.take(works.now)
    worker.say()
    assert works.calls == 0
    assert not (works.folder / "out").exists()


def test_a_call_that_fails_is_told_once_and_stops_nothing(works: Works, capsys: pytest.CaptureFixture[str]) -> None:
    """However often it is tried, one notice says so, without the address, and one that it is over."""
    worker = works.worker(ping=works.host.url("/alive/3f2a-secret"))
    read(worker)
    for _ in range(3):
        worker.say()
        works.now += MINUTE
    assert "404" in works.faults()["ping on desk-1"]
    assert worker.store.operation.faults()[0].times == 3
    works.host.says["/alive/3f2a-secret"] = page(b"ok")
    worker.say()
    assert works.faults() == {}
    told = capsys.readouterr().err
    assert told.count("event=fault ") == 1
    assert told.count('event="fault over"') == 1
    assert "secret" not in told


def test_the_metrics_of_all_workers_are_one_file_made_from_the_store(works: Works) -> None:
    """Whoever writes it, it says the same: nothing in it is counted by one process alone."""
    first, second = works.worker(), works.worker("desk-2")
    read(first)
    path = works.folder / "out" / "a.prom"
    texts = []
    for worker in (first, second):
        worker.say()
        texts.append(path.read_text("utf-8"))
    families = {family.name: family for family in text_string_to_metric_families(texts[0])}
    free = "advisories_free_bytes"
    plain = [[line for line in text.splitlines() if not line.startswith(free)] for text in texts]
    assert plain[0] == plain[1]
    assert not any(family.type == "counter" for family in families.values())
    values = {name: family.samples[0].value for name, family in families.items() if len(family.samples) == 1}
    assert values["advisories_source_listed"] == 2
    assert values["advisories_last_healthy_pass_timestamp_seconds"] == START.timestamp()
    works.host.says["/list"] = BROKEN
    works.now += 2 * HOUR
    read(second)
    second.say()
    families = {family.name: family for family in text_string_to_metric_families(path.read_text("utf-8"))}
    values = {name: family.samples[0].value for name, family in families.items() if len(family.samples) == 1}
    assert values["advisories_source_failures"] == 1
    assert values["advisories_last_healthy_pass_timestamp_seconds"] == START.timestamp()


def test_what_goes_well_on_one_machine_does_not_end_what_fails_on_another(
    works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    """A machine that cannot keep what it reads is told once, however often others read well meanwhile."""
    broken, sound = works.worker(), works.worker("desk-2")

    def full(_store: Store) -> Archive:
        raise ArchiveError("archive: the disk is full")

    broken._open_archive = full
    for _ in range(3):
        for name in due(broken):
            broken.read(name)
        works.now += 10 * MINUTE
        read(sound)
        works.now += 2 * HOUR
    assert works.faults() == {"reading on desk-1": "archive: the disk is full"}
    assert capsys.readouterr().err.count("event=fault ") == 1
    broken._open_archive = works.archive
    read(broken)
    assert works.faults() == {}


def test_the_fault_of_a_machine_that_is_gone_is_over_after_a_day(works: Works) -> None:
    """Nobody could end it any more, and it would keep the signs of life from being given for ever."""
    gone = Fault(kind="publishing on desk-9", words="no room", since=START, at=START)
    works.store.operation.write_faults([gone])
    worker = works.worker()
    read(worker)
    worker.say()
    assert works.calls == 0
    works.now += LAPSE
    read(worker)
    worker.say()
    assert works.faults() == {}
    assert works.calls == 1


def test_a_source_that_nobody_reads_is_told_and_no_sign_of_life_is_given(works: Works) -> None:
    """Due for half an hour while workers are there: the fault names it, and is over once it is read."""
    worker = works.worker()
    for _ in range(STALLED // MINUTE + 1):
        due(worker)
        works.now += MINUTE
    assert "not read: made_notices" in works.faults()["stalled"]
    worker.say()
    assert works.calls == 0
    read(worker)
    assert due(worker) == ()
    worker.say()
    assert works.faults() == {}
    assert works.calls == 1


def test_sources_that_were_due_while_no_worker_was_there_are_no_fault(works: Works) -> None:
    """Workers that start after a night find everything due, and read it without a word."""
    worker = works.worker()
    read(worker)
    works.now += 12 * HOUR
    late = works.worker("desk-2")
    assert due(late) == ("made_notices",)
    assert works.faults() == {}


def test_workers_whose_clock_was_set_back_hand_out_nothing_and_say_why(works: Works) -> None:
    """As `run` does: nothing is dated before what was there already, and all that is wrong is told once."""
    worker = works.worker()
    read(worker)
    works.now -= 5 * HOUR
    assert due(worker) == ()
    worker.say()
    assert works.calls == 0
    assert "was it set back?" in works.faults()["clock on desk-1"]
    works.now += 7 * HOUR
    assert due(worker) == ("made_notices",)
    assert works.faults() == {}


def test_a_database_that_is_away_is_told_once_and_goes_on_record_later(
    works: Works, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While nothing can be put on record the worker remembers by itself what it has said."""
    worker = works.worker()

    def away(*_: Any, **__: Any) -> Any:
        raise StoreError("store: the database cannot be reached")

    with monkeypatch.context() as patch:
        for name in ("faults", "write_faults"):
            patch.setattr(worker.store.operation, name, away)
        patch.setattr(worker.store, "last_run", away)
        for _ in range(3):
            assert due(worker) == ()
    assert due(worker) == ("made_notices",)
    told = capsys.readouterr().err
    assert told.count("event=fault ") == 1
    assert told.count('event="fault over"') == 1
    (fault,) = works.store.operation.faults()
    assert (fault.kind, fault.times, fault.over_at) == ("store on desk-1", 3, START)

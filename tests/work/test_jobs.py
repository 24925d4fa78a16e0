"""Handing out jobs: when, to whom, and what becomes of those whose worker is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisories.archive import Archive
from advisories.config import Settings
from advisories.errors import ArchiveError, ConfigError
from advisories.faults import matter
from advisories.known import Holder
from advisories.lease import WORK
from advisories.model import Response
from advisories.publish import Publication
from advisories.refresh import settle, took_of
from advisories.rounds import Outfit
from advisories.store import Store
from advisories.work import SCHEMA, TURN, Worker, cron, host_of
from tests.core.wired import TEN, URL, MadeNotices, page
from tests.postgresql import Cluster

NOW = datetime(2026, 3, 1, 4, tzinfo=UTC)
JOBS = f"SELECT task_name, lock, queueing_lock, args, status::text FROM {SCHEMA}.procrastinate_jobs ORDER BY id"
LOST = f"UPDATE {SCHEMA}.procrastinate_jobs SET status = 'doing' WHERE queueing_lock = 'refresh made_notices'"


class OtherNotices(MadeNotices):
    """Notices of another source at the same host."""

    name = "other_notices"


def worker_of(folder: Path, store: Store) -> Worker:
    """Return a worker for two sources that were never read."""
    sources = (MadeNotices(), OtherNotices())
    settings = Settings()
    publication = Publication(
        sources=sources, settings=settings, site_folder=folder / "site", digest_folder=folder / "digests"
    )
    outfit = Outfit(
        settings=settings,
        sources=sources,
        publication=publication,
        bring=lambda _archive: lambda _evidence: None,
        folder=folder,
        archive_folder=folder / "archive",
    )
    return Worker(
        store,
        outfit,
        open_archive=lambda store: Archive(folder / "archive", rotate_bytes=10**9, committed=store.archived, now=NOW),
        clock=lambda: NOW,
        jobs=1,
    )


@pytest.fixture
def worker(tmp_path: Path, cluster: Cluster) -> Iterator[Worker]:
    """Return a worker on a new store."""
    with Store(cluster.store()) as store:
        made = worker_of(tmp_path, store)
        yield made
        made.close()


def queued(worker: Worker, *steps: Callable[[], Awaitable[object]]) -> list[tuple[Any, ...]]:
    """Take steps with the queue open, then return its jobs."""

    async def take() -> list[tuple[Any, ...]]:
        async with worker.app.open_async():
            await worker._make_queue()
            for step in steps:
                await step()
            found = await worker.app.connector.execute_query_all_async(JOBS)
            return [tuple(row.values()) for row in found]

    return asyncio.run(take())


def tick(worker: Worker) -> Callable[[], Awaitable[None]]:
    """Return one tick as a step."""
    return lambda: worker._tick(0)


def test_each_source_that_is_due_is_handed_out_once(worker: Worker) -> None:
    """However often the store is asked, one job waits for each due source, and sources of one host wait for each other."""
    expected = [
        ("refresh", "host notices.example", f"refresh {name}", {"source": name}, "todo")
        for name in ("made_notices", "other_notices")
    ]
    assert queued(worker, tick(worker), tick(worker)) == expected


def test_nothing_is_handed_out_beside_another_process_at_work(worker: Worker) -> None:
    """While `advisories run` holds the lease of the store, the workers idle."""
    other = Holder(owner="run", since=NOW, beat_at=NOW, until=NOW + timedelta(seconds=60))
    worker._store.operation.take(WORK, other, free=lambda _: True)
    assert queued(worker, tick(worker)) == []


def test_one_worker_hands_out_at_a_time(worker: Worker) -> None:
    """While a tick of another worker is under way none is made, until it shows no sign of life any more."""
    other = Holder(owner="other", since=NOW, beat_at=NOW, until=NOW + timedelta(seconds=60))
    worker._store.operation.take(TURN, other, free=lambda _: True)
    assert queued(worker, tick(worker)) == []
    gone = Holder(owner="other", since=NOW, beat_at=NOW, until=NOW)
    worker._store.operation.take(TURN, gone, free=lambda _: True)
    assert len(queued(worker, tick(worker))) == 2
    assert worker._store.operation.holder(TURN) is None


def test_a_job_whose_worker_is_gone_is_handed_out_again(worker: Worker) -> None:
    """A job that nobody works on any more waits again; where its like waits already, that one stands for it."""

    async def lose() -> None:
        await worker.app.connector.execute_query_async(LOST)

    async def hand_out() -> None:
        await worker._hand_out(
            worker._refreshing, "host notices.example", "refresh made_notices", source="made_notices"
        )

    expected = [("refresh made_notices", "todo"), ("refresh other_notices", "todo")]
    assert sorted((job[2], job[4]) for job in queued(worker, tick(worker), lose, worker._take_up)) == expected
    assert sorted((job[2], job[4]) for job in queued(worker, lose, hand_out, worker._take_up)) == expected


def test_a_source_that_another_worker_has_read_is_not_read_again(worker: Worker) -> None:
    """A job that comes too late finds its source not due, and does nothing; so does one whose source is gone."""
    worker.crew.lease.take(NOW)
    worker._store.register(["made_notices"])
    worker._store.postpone("made_notices", NOW + timedelta(hours=1))
    assert not worker.crew.read("made_notices")
    assert not worker.crew.read("gone_notices")
    assert worker._store.last_run() is None


def test_what_cannot_be_kept_is_not_asked_for_again_at_once(worker: Worker) -> None:
    """Where the archive cannot be written the fault is on record, and the host is left alone for a while."""

    def broken(_store: Store) -> Archive:
        raise ArchiveError("archive: the disk is full")

    worker.crew._open_archive = broken
    worker.crew.lease.take(NOW)
    worker._store.register(["made_notices"])
    assert not worker.crew.read("made_notices")
    assert [matter(fault.kind) for fault in worker._store.operation.faults()] == ["reading"]
    assert worker._store.due(["made_notices"], NOW) == ()


def test_a_worker_sees_that_its_archive_is_not_the_one_of_the_others(worker: Worker, tmp_path: Path) -> None:
    """Archive files that other workers have written and that are not in this folder are named."""
    with Archive(tmp_path / "elsewhere", rotate_bytes=10**9, committed={}, now=NOW) as archive:
        source, store = worker.crew.sources["made_notices"], worker._store
        worker.crew.lease.take(NOW)
        store.register([source.name])
        headers = (("Content-Type", "application/json"),)
        answer = Response(part="list", url=URL, status=200, headers=headers, body=page(*TEN), read_at=NOW)
        memory = store.remember(source)
        settle(store, archive, source, (took_of(source, memory, answer),), NOW, memory)
    assert worker.crew.not_here() == ("advisories-20260301T040000Z-0001.warc.gz",)
    (tmp_path / "elsewhere").rename(tmp_path / "archive")
    assert worker.crew.not_here() == ()


def test_a_store_on_sqlite_has_no_workers(tmp_path: Path) -> None:
    """A worker needs PostgreSQL, and says so."""
    with Store(f"sqlite:///{tmp_path}/store.sqlite3") as store, pytest.raises(ConfigError, match="PostgreSQL"):
        worker_of(tmp_path, store)


@pytest.mark.parametrize(
    ("seconds", "times"),
    [
        (1, "* * * * * */1"),
        (30, "* * * * * */30"),
        (60, "*/1 * * * *"),
        (900, "*/15 * * * *"),
        (3590, "0 * * * *"),
        (3600, "0 */1 * * *"),
        (7200, "0 */2 * * *"),
        (86400, "0 0 * * *"),
    ],
)
def test_intervals_become_times_of_the_clock(seconds: float, times: str) -> None:
    """Something to be done every so many seconds is done at the nearest times that a clock's face shows."""
    assert cron(seconds) == times


def test_a_source_is_locked_by_its_host() -> None:
    """Sources of one host share a lock, whatever the address within it."""
    assert host_of(MadeNotices()) == "host notices.example"

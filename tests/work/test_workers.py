"""Three workers on one store, one of them killed while working."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from prometheus_client.parser import text_string_to_metric_families

from advisories.archive import read_place
from advisories.archive.form import Place
from advisories.store import Store

from .conftest import CADENCE, Crew

ROUNDS = 2
RUNS = "SELECT source, at, verdict FROM runs ORDER BY id"
TOLD = "SELECT advisories.reference, changes.kind FROM changes JOIN advisories ON advisories.id = changes.advisory_id"
REVISED = "SELECT reference, count(*) FROM revisions JOIN advisories ON advisories.id = advisory_id GROUP BY reference"
PLACES = "SELECT archive_file, archive_offset, archive_length, sha256 FROM readings"
QUEUES = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'advisories_jobs_%'"


@pytest.mark.slow
def test_of_three_workers_one_is_killed_and_nothing_is_lost_or_doubled(crew: Crew) -> None:
    """Each source is read once per due time; only what the killed worker was at is read again, by another.

    Until the end they say that they are alive, each time one of them for all.
    """
    victim = crew.hosts[2]
    for letter in "abc":
        crew.start(letter)
    crew.until(lambda: all(len(host.asked) >= 2 for host in crew.hosts))
    victim.free.clear()
    victim.held.clear()
    crew.until(victim.held.is_set)
    killed = victim.asked[-1]
    crew.kill(killed.worker)
    calls = len(crew.hosts[0].calls)
    victim.free.set()
    reached = [len(host.asked) + ROUNDS for host in crew.hosts]
    crew.until(lambda: all(len(host.asked) >= wanted for host, wanted in zip(crew.hosts, reached, strict=True)))
    crew.until(lambda: len(list((crew.folder / "outbox").glob("*.eml"))) == 3)
    assert set(crew.stop().values()) == {0}, crew.log()

    runs = crew.ask(RUNS)
    assert {verdict for _, _, verdict in runs} == {"OK"}, crew.log()
    told = Counter((reference, kind) for reference, kind in crew.ask(TOLD))
    ((queue,),) = crew.ask(QUEUES)
    assert crew.ask(f"SELECT id FROM {queue}.procrastinate_jobs WHERE status = 'doing'") == []
    assert crew.ask("SELECT state, count(*) FROM deliveries GROUP BY state") == [("sent", 3)]
    with Store(crew.url) as store:
        last_run = store.last_run()
        assert last_run is not None
        listed = {item.advisory.reference for item in store.standings(store.moment(last_run))}
    for host in crew.hosts:
        times = [at for source, at, _ in runs if source == f"made{host.number}"]
        cut_off = len(host.asked) - len(times) - (host is victim)
        assert cut_off in (0, 1), (host.number, host.asked, crew.log())
        assert min(later - earlier for earlier, later in pairwise(times)) >= CADENCE * 1_000_000
        first, last = host.asked[0].listed, host.asked[-1 - cut_off].listed
        assert set(last) <= listed
        news = {told_of: count for told_of, count in told.items() if told_of[0] in last}
        assert news == {(name, "new"): 1 for name in last if name not in first}
    assert {count for _, count in crew.ask(REVISED)} == {1}
    assert victim.asked[victim.asked.index(killed) + 1].worker != killed.worker
    assert len({asked.worker for host in crew.hosts for asked in host.asked}) == 3
    for file, offset, length, sha256 in crew.ask(PLACES):
        read_place(crew.folder / "archive", Place(file=file, offset=offset, length=length, sha256=sha256))
    assert (crew.folder / "site" / "current" / "index.html").is_file()
    assert killed.worker not in crew.hosts[0].calls[calls:]
    assert 0 < calls < len(crew.hosts[0].calls) <= len(runs)
    families = text_string_to_metric_families((crew.folder / "out" / "advisories.prom").read_text("utf-8"))
    samples = {sample.name: sample.value for family in families for sample in family.samples}
    assert samples["advisories_source_listed"] > 0
    assert samples["advisories_last_healthy_pass_timestamp_seconds"] >= runs[0][1] / 1_000_000
    assert crew.ask("SELECT words FROM faults") == []

"""One works, the others idle; told with two desks on one store, and clocks that move only when told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from advisories.errors import StoreError
from tests.fetch.loopback import Host
from tests.schedule.made import Watch, Watches

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def pair(watches: Watches) -> tuple[Watch, Watch]:
    """Return two desks on one store."""
    return watches(), watches(name="second")


def together(pair: tuple[Watch, Watch], after: timedelta) -> None:
    """Let time pass for both."""
    for one in pair:
        one.now += after
        one.monotonic.seconds += after.total_seconds()


def test_a_second_process_idles_and_says_so_once(
    pair: tuple[Watch, Watch], host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the first shows signs of life the second reads nothing, and tells of it once only."""
    first, second = pair
    for _ in range(5):
        assert first.tick()
        assert second.tick() is None
        together(pair, 30 * SECOND)
    assert host.paths == ["/list"]
    assert capsys.readouterr().err.count("another process is at work") == 1


def test_a_second_process_takes_over_once_the_lease_has_lapsed(pair: tuple[Watch, Watch], host: Host) -> None:
    """After the lease's length without a sign of life the second works, and the first then idles."""
    first, second = pair
    assert first.tick()
    together(pair, 59 * SECOND)
    assert second.tick() is None
    together(pair, SECOND)
    assert second.tick()
    together(pair, HOUR + 3 * MINUTE)
    assert second.tick()
    assert first.tick() is None
    assert host.paths == ["/list", "/list"]


def test_a_process_that_ends_gives_the_lease_back(pair: tuple[Watch, Watch]) -> None:
    """After a clean end another need not wait."""
    first, second = pair
    assert first.tick()
    first.close()
    assert second.tick()


def test_a_lease_of_a_set_back_clock_is_not_believed_until_it_was_watched(pair: tuple[Watch, Watch]) -> None:
    """Where the last sign of life lies in the future, only a whole length of silence shows that the holder is gone."""
    first, second = pair
    assert first.tick()
    second.now -= 24 * HOUR
    second.lease.take(second.now)
    assert not second.lease.held
    for seconds in (30.0, 59.0):
        second.monotonic.seconds = seconds
        assert not second.lease.take(second.now + timedelta(seconds=seconds))
    second.monotonic.seconds = 60.0
    assert second.lease.take(second.now + MINUTE)


def test_a_holder_whose_clock_was_set_back_keeps_the_lease(pair: tuple[Watch, Watch]) -> None:
    """Its signs of life count, whatever time they bear."""
    first, second = pair
    assert first.tick()
    together(pair, -24 * HOUR)
    for _ in range(8):
        together(pair, 15 * SECOND)
        assert first.lease.take(first.now)
        assert not second.lease.take(second.now)


def test_who_has_lost_the_lease_writes_nothing(pair: tuple[Watch, Watch], host: Host) -> None:
    """Even where a clock leapt forward and both believe to be at work, the store takes from one only."""
    first, second = pair
    assert first.tick()
    together(pair, HOUR + 5 * MINUTE)
    assert second.lease.take(second.now)
    assert first.lease.held
    assert first.desk.rounds
    rounds, fetcher = first.desk.ready()
    passed = rounds.one(first.desk.outfit, fetcher)
    assert passed.reports == ()
    assert not passed.healthy
    assert "taken over" in " ".join(fault.words for fault in first.desk.faults.open)
    with pytest.raises(StoreError, match="taken over"):
        first.store.accept("made_notices")
    assert second.tick()
    runs = second.store.health(second.sources, second.store.moment(second.now))[0]
    assert runs.run_at == second.now


def test_a_renewed_lease_keeps_its_beginning(watch: Watch) -> None:
    """Status can say since when a process is at work."""
    watch.tick()
    began = watch.now
    watch.tick(30 * SECOND)
    watch.tick(30 * SECOND)
    assert watch.lease.holder
    assert watch.lease.holder.since == began
    assert watch.lease.holder.beat_at == watch.now

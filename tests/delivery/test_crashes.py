"""Processes that die while sending, and processes that send at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisories.store import Store
from advisories.store.outbox import DeliveryState
from tests.delivery import made
from tests.delivery.crashes import Verdict, crashes, sender
from tests.delivery.office import Office

FIRST = "return claim"
SECOND = f"{FIRST},{FIRST}"
NOTHING_LEFT = [
    f"{FIRST},call claim,call do_commit",
    SECOND,
    f"{SECOND},call putcmd rcpt",
    f"{SECOND},call putcmd DATA",
    f"{SECOND},return putcmd DATA,return getreply",
    f"{SECOND},return putcmd DATA,return getreply,return send",
    f"{SECOND},call hand_over,call do_commit",
]
HANDED_OVER = [
    f"{SECOND},call hand_over,return do_commit",
    f"{SECOND},return hand_over",
    f"{SECOND},call send end",
]
ARRIVED = [
    f"{SECOND},return send end",
    f"{SECOND},return send end,return getreply",
    f"{SECOND},call finish,call do_commit",
]
RECORDED = [f"{SECOND},call finish,return do_commit", f"{SECOND},return finish"]


STEPS = [*NOTHING_LEFT, *HANDED_OVER, *ARRIVED, *RECORDED]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Return what came of killing a sender at each named step."""
    return dict(zip(STEPS, crashes(tmp_path_factory.mktemp("crashes"), STEPS), strict=True))


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_no_message_comes_twice_and_none_is_lost(verdicts: dict[str, Verdict], step: str) -> None:
    """Before handing over all arrive once; after it at most the one in hand is unknown; once recorded nothing is."""
    found = verdicts[step]
    assert found.killed
    assert (found.twice, found.lost, found.waiting) == (0, 0, 0)
    assert found.unknown == (step in HANDED_OVER or step in ARRIVED)
    if step in ARRIVED[1:]:
        assert found.arrived == 1
    if step in HANDED_OVER:
        assert found.arrived == 0


def test_two_processes_at_once_send_each_message_once(store_url: str, offices: Callable[..., Office]) -> None:
    """Whoever claims a delivery sends it, and nobody else does, on every database."""
    office = offices()
    readers = [f"reader{number}@example.org" for number in range(30)]
    with Store(store_url) as store:
        made.issue(store, *readers)
    processes = [sender(store_url, office, made.START) for _ in range(2)]
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sum(int(out.split()[-1]) for out, _ in said) == 30
    assert set(office.counts().values()) == {1}
    assert {to for _, to, _ in office.letters} == set(readers)
    with Store(store_url) as store:
        assert set(made.states(store)) == {DeliveryState.SENT}

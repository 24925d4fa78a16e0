"""Where an advisory stands at a time, as a table of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from advisories.model import NOT_READ, NOT_STATED, EndKind, State, Validity, When
from advisories.standing import ended_by_clock, state_at

from .made import advisory

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

CASES: list[tuple[When, When, EndKind, State]] = [
    (NOON - HOUR, NOON + HOUR, EndKind.FIXED, State.IN_FORCE),
    (NOON, NOON + HOUR, EndKind.FIXED, State.IN_FORCE),
    (NOON + HOUR, NOON + 2 * HOUR, EndKind.FIXED, State.UPCOMING),
    (NOON - 2 * HOUR, NOON, EndKind.FIXED, State.END_PASSED),
    (NOON - 2 * HOUR, NOON - HOUR, EndKind.UNLESS_REVIEWED, State.END_PASSED),
    (NOON - 2 * HOUR, NOON - HOUR, EndKind.ESTIMATED, State.OVERDUE),
    (NOON - HOUR, NOT_STATED, EndKind.PERMANENT, State.IN_FORCE),
    (NOON - HOUR, NOT_STATED, EndKind.UNTIL_FURTHER_NOTICE, State.IN_FORCE),
    (NOT_READ, NOT_READ, EndKind.NOT_READ, State.IN_FORCE),
    (NOT_STATED, NOT_STATED, EndKind.NOT_STATED, State.IN_FORCE),
    (NOON + HOUR, NOT_STATED, EndKind.PERMANENT, State.UPCOMING),
]


@pytest.mark.parametrize(("start", "end", "kind", "state"), CASES)
def test_state(start: When, end: When, kind: EndKind, state: State) -> None:
    """A listed advisory stands where its validity puts it; what was not read never makes it milder."""
    item = advisory(validity=Validity(start=start, end=end, end_kind=kind))
    assert state_at(item, NOON, listed=True) is state


def test_not_listed_outranks_validity() -> None:
    """What its publisher lists no more is never shown as in force."""
    assert state_at(advisory(), NOON, listed=False) is State.NOT_LISTED


def test_withdrawn_by_the_publisher_outranks_validity() -> None:
    """What its publisher marks as withdrawn is withdrawn though it is still listed and its end has not passed."""
    item = advisory(active=False, validity=Validity(start=NOON - HOUR, end=NOON + HOUR, end_kind=EndKind.FIXED))
    assert state_at(item, NOON, listed=True) is State.WITHDRAWN


def test_an_estimated_end_never_ends_by_the_clock() -> None:
    """Only a fixed end, or one that stands unless reviewed earlier, may pass by the clock."""
    for kind in EndKind:
        item = advisory(validity=Validity(start=NOON - 2 * HOUR, end=NOON - HOUR, end_kind=kind))
        assert ended_by_clock(item, NOON) is (kind in (EndKind.FIXED, EndKind.UNLESS_REVIEWED))

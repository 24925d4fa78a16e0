"""Verdicts, as a table of cases."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from advisories.health import Before, PartOutcome, judge
from advisories.model import Verdict

OK, DEGRADED, SUSPECT, FAILED = Verdict.OK, Verdict.DEGRADED, Verdict.SUSPECT, Verdict.FAILED
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
SUNDAY = datetime(2026, 3, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 3, 9, tzinfo=UTC)


def part(
    verdict: Verdict = OK, *, name: str = "page", snapshot: bool = True, updated: datetime | None = None
) -> PartOutcome:
    """Return the outcome of one part."""
    reason = "" if verdict is OK else f"{name} is {verdict.value}"
    return PartOutcome(part=name, verdict=verdict, reason=reason, snapshot=snapshot, updated=updated)


HEALTHY_20 = Before(healthy_rows=20, healthy_updated=MONDAY, verdict=OK, rows=20, updated=MONDAY)
DOUBTED = Before(healthy_rows=20, healthy_updated=MONDAY, verdict=SUSPECT, rows=20, updated=SUNDAY)

CASES = [
    ("first reading", (part(),), 20, Before(), OK, 1),
    ("same count", (part(),), 20, HEALTHY_20, OK, 1),
    ("two of twenty gone", (part(),), 18, HEALTHY_20, OK, 1),
    ("a fifth gone is not more than a fifth", (part(),), 16, HEALTHY_20, OK, 1),
    ("more than a fifth gone", (part(),), 15, HEALTHY_20, SUSPECT, 2),
    ("half of four gone is fewer than three", (part(),), 2, Before(healthy_rows=4, verdict=OK, rows=4), OK, 1),
    ("three of four gone", (part(),), 1, Before(healthy_rows=4, verdict=OK, rows=4), SUSPECT, 2),
    ("all gone, the page says there are none", (part(),), 0, HEALTHY_20, SUSPECT, 2),
    ("rows grew", (part(),), 60, HEALTHY_20, OK, 1),
    ("the next run agrees", (part(),), 10, Before(healthy_rows=20, verdict=SUSPECT, rows=10), OK, 1),
    ("the next run falls again", (part(),), 5, Before(healthy_rows=20, verdict=SUSPECT, rows=10), SUSPECT, 2),
    ("the next run recovers", (part(),), 20, Before(healthy_rows=20, verdict=SUSPECT, rows=10), OK, 1),
    ("the page's date went back", (part(updated=SUNDAY),), 20, HEALTHY_20, SUSPECT, 0),
    ("the page's date stood", (part(updated=MONDAY),), 20, HEALTHY_20, OK, 1),
    (
        "the page's date went back and stands there",
        (part(updated=SUNDAY),),
        20,
        msgspec.structs.replace(DOUBTED, since=NOW - timedelta(days=2)),
        SUSPECT,
        0,
    ),
    (
        "the page's date went back and has stood there for three days",
        (part(updated=SUNDAY),),
        20,
        msgspec.structs.replace(DOUBTED, since=NOW - timedelta(days=3)),
        OK,
        1,
    ),
    (
        "the page's date went back and moves on from there",
        (part(updated=NOON),),
        20,
        msgspec.structs.replace(DOUBTED, since=SUNDAY),
        OK,
        1,
    ),
    (
        "another old copy, older than the doubt",
        (part(updated=SUNDAY),),
        20,
        msgspec.structs.replace(DOUBTED, since=NOW - timedelta(days=2)),
        SUSPECT,
        0,
    ),
    ("a part with bad rows", (part(DEGRADED),), 20, HEALTHY_20, DEGRADED, 3),
    ("one part failed, one read", (part(FAILED, name="a"), part(name="b")), 20, HEALTHY_20, DEGRADED, 3),
    ("one page of the list failed, another was read", (part(FAILED), part()), 20, HEALTHY_20, DEGRADED, 0),
    ("bad rows and a fall", (part(DEGRADED),), 10, HEALTHY_20, SUSPECT, 3),
    ("every part failed", (part(FAILED, name="a"), part(FAILED, name="b")), 0, HEALTHY_20, FAILED, 0),
    ("nothing attempted", (), 0, HEALTHY_20, FAILED, 0),
    ("only a window was read", (part(snapshot=False),), 20, HEALTHY_20, OK, 0),
    (
        "the snapshot failed, the window was read",
        (part(FAILED, name="a"), part(name="b", snapshot=False)),
        20,
        HEALTHY_20,
        DEGRADED,
        0,
    ),
]


@pytest.mark.parametrize(
    ("name", "parts", "rows", "before", "verdict", "readings"), CASES, ids=[case[0] for case in CASES]
)
def test_verdict(
    name: str, parts: tuple[PartOutcome, ...], rows: int, before: Before, verdict: Verdict, readings: int
) -> None:
    """A run is worth what the table says, and absence counts after as many readings."""
    found = judge(parts, rows, before, NOW)
    assert (found.verdict, found.readings) == (verdict, readings), name
    assert found.held is ("date went back" in found.reason)


def test_a_text_of_an_older_revision_degrades_and_is_named() -> None:
    """A run whose text belongs to an older revision is DEGRADED and says whose."""
    found = judge((part(),), 3, Before(), NOW, older_texts=("CZIB 2026-91",))
    assert found.verdict is DEGRADED
    assert "CZIB 2026-91" in found.reason


def test_every_verdict_but_ok_says_why() -> None:
    """No verdict other than OK comes without words."""
    for _, parts, rows, before, verdict, _ in CASES:
        assert bool(judge(parts, rows, before, NOW).reason) is (verdict is not OK)

"""What a run is worth: a verdict from the verdicts of its parts and from what the last healthy run held.

| verdict | when | news | absence counts |
|---|---|---|---|
| OK | every attempted part was read whole | yes | at once |
| DEGRADED | a part or a row could not be read, or a text is of an older revision | yes | after three readings in a row |
| SUSPECT | rows fell by more than 20 % and at least 3, or the page's own date went backwards | yes | if the next run agrees |
| FAILED | nothing could be read | no | no |
"""

from __future__ import annotations

from datetime import datetime

from advisories.model import Value, Verdict

FALL_SHARE = 0.2
FALL_LEAST = 3
READINGS = {Verdict.OK: 1, Verdict.SUSPECT: 2, Verdict.DEGRADED: 3}


class PartOutcome(Value, frozen=True):
    """How one attempted part went. `updated` is the page's own "last updated"."""

    part: str
    verdict: Verdict
    reason: str = ""
    snapshot: bool = True
    updated: datetime | None = None


class Before(Value, frozen=True):
    """What the earlier runs of the source left: the healthy row count, and the last run's verdict, count and date."""

    healthy_rows: int | None = None
    healthy_updated: datetime | None = None
    verdict: Verdict | None = None
    rows: int | None = None
    updated: datetime | None = None


class Judgement(Value, frozen=True):
    """The verdict, why, and how many readings in a row must miss a row before its absence counts (0: never)."""

    verdict: Verdict
    reason: str = ""
    readings: int = 1


def _fell(rows: int, before: int | None) -> bool:
    return before is not None and before - rows >= FALL_LEAST and before - rows > FALL_SHARE * before


def judge(
    outcomes: tuple[PartOutcome, ...], rows: int, before: Before, *, older_texts: tuple[str, ...] = ()
) -> Judgement:
    """Return what a run is worth; `rows` is the number of advisories that its freshly read parts list.

    `older_texts` names the advisories whose text was read from an older revision than the one listed.
    """
    read = [outcome for outcome in outcomes if outcome.verdict is not Verdict.FAILED]
    reasons = [outcome.reason for outcome in outcomes if outcome.reason]
    if not read:
        return Judgement(verdict=Verdict.FAILED, reason="; ".join(reasons) or "nothing was read", readings=0)
    updated = max((outcome.updated for outcome in read if outcome.updated), default=None)
    doubts = _doubts(rows, updated, before)
    degraded = len(read) < len(outcomes) or any(outcome.verdict is not Verdict.OK for outcome in read)
    if older_texts:
        degraded = True
        reasons.append(f"text read is of an older revision than the one listed: {', '.join(older_texts)}")
    verdict = Verdict.SUSPECT if doubts else Verdict.DEGRADED if degraded else Verdict.OK
    readings = max(READINGS[verdict], READINGS[Verdict.DEGRADED] if degraded else 1)
    if not any(outcome.snapshot for outcome in read):
        readings = 0
    return Judgement(verdict=verdict, reason="; ".join([*doubts, *reasons]), readings=readings)


def _doubts(rows: int, updated: datetime | None, before: Before) -> list[str]:
    """Return why a readable run is not yet believed; a second run that agrees with a doubted one is believed."""
    again = before.verdict is Verdict.SUSPECT
    doubts = []
    if _fell(rows, before.healthy_rows) and not (again and not _fell(rows, before.rows)):
        doubts.append(f"rows fell from {before.healthy_rows} to {rows}")
    if (
        updated
        and before.healthy_updated
        and updated < before.healthy_updated
        and not (again and updated == before.updated)
    ):
        doubts.append(
            f"the page's own date went back from {before.healthy_updated:%Y-%m-%d %H:%MZ} to {updated:%Y-%m-%d %H:%MZ}"
        )
    return doubts

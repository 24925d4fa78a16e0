"""What a run is worth: a verdict from the verdicts of its parts and from what the last healthy run held.

| verdict | when | news | absence counts |
|---|---|---|---|
| OK | every attempted part was read whole | yes | at once |
| DEGRADED | a part or a row could not be read, or a text is of an older revision | yes | after three readings in a row |
| SUSPECT | rows fell by more than 20 % and at least 3 | yes | if the next run agrees |
| SUSPECT | the page's own date went backwards: an old copy | no | no; the last good state stands |
| FAILED | nothing could be read | no | no |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from advisories.model import Value, Verdict

FALL_SHARE = 0.2
FALL_LEAST = 3
OLD_COPY = timedelta(days=3)
"""How long a page whose own date went back must say so before it is believed, where its date does not move on."""
READINGS = {Verdict.OK: 1, Verdict.SUSPECT: 2, Verdict.DEGRADED: 3}


class PartOutcome(Value, frozen=True):
    """How one attempted part went. `updated` is the page's own "last updated"."""

    part: str
    verdict: Verdict
    reason: str = ""
    snapshot: bool = True
    updated: datetime | None = None


class Before(Value, frozen=True):
    """What earlier runs of the source left: the healthy row count and date; verdict, its begin, count and date of the last."""

    healthy_rows: int | None = None
    healthy_updated: datetime | None = None
    verdict: Verdict | None = None
    since: datetime | None = None
    rows: int | None = None
    updated: datetime | None = None


class Judgement(Value, frozen=True):
    """The verdict, why, and how many readings in a row must miss a row before its absence counts (0: never).

    `held` means that nothing in the run is news: it read an old copy.
    """

    verdict: Verdict
    reason: str = ""
    readings: int = 1
    held: bool = False


def fell(rows: int, before: int | None) -> bool:
    """Return whether a count fell by more than a fifth and at least three."""
    return before is not None and before - rows >= FALL_LEAST and before - rows > FALL_SHARE * before


def judge(
    outcomes: tuple[PartOutcome, ...],
    rows: int,
    before: Before,
    now: datetime,
    *,
    anew: int = 0,
    older_texts: tuple[str, ...] = (),
) -> Judgement:
    """Return what a run at `now` is worth; `rows` is the number of advisories that its freshly read parts list.

    A list of which a page failed is not whole: it proves no absence.

    `anew` is how many it misses that the run before still listed. `older_texts` names the advisories whose text was read
    from an older revision than the one listed.
    """
    read = [outcome for outcome in outcomes if outcome.verdict is not Verdict.FAILED]
    reasons = [outcome.reason for outcome in outcomes if outcome.reason]
    if not read:
        return Judgement(verdict=Verdict.FAILED, reason="; ".join(reasons) or "nothing was read", readings=0)
    updated = max((outcome.updated for outcome in read if outcome.updated), default=None)
    old = _old_copy(updated, before, now)
    doubts = [doubt for doubt in (_shrunk(rows, anew, before), old) if doubt]
    degraded = len(read) < len(outcomes) or any(outcome.verdict is not Verdict.OK for outcome in read)
    if older_texts:
        degraded = True
        reasons.append(f"text read is of an older revision than the one listed: {', '.join(older_texts)}")
    verdict = Verdict.SUSPECT if doubts else Verdict.DEGRADED if degraded else Verdict.OK
    readings = max(READINGS[verdict], READINGS[Verdict.DEGRADED] if degraded else 1)
    broken = {outcome.part for outcome in outcomes if outcome.verdict is Verdict.FAILED}
    if old or not any(outcome.snapshot and outcome.part not in broken for outcome in read):
        readings = 0
    return Judgement(verdict=verdict, reason="; ".join([*doubts, *reasons]), readings=readings, held=bool(old))


def _shrunk(rows: int, anew: int, before: Before) -> str:
    """Return why a shorter list is not yet believed; a second run that misses the same as a doubted one is."""
    if not fell(rows, before.healthy_rows):
        return ""
    last = before.rows or 0
    agrees = before.verdict is Verdict.SUSPECT and not fell(rows, last) and not fell(last - anew, last)
    return "" if agrees else f"rows fell from {before.healthy_rows} to {rows}"


def _old_copy(updated: datetime | None, before: Before, now: datetime) -> str:
    """Return why a page is taken for an old copy of itself; an empty string where it is not.

    A cache may serve an old copy for many readings, so repeating it proves nothing. A living page's date moves on past
    the time at which the doubt began; one that was set right and then stands still is believed after `OLD_COPY`.
    """
    if updated is None or before.healthy_updated is None or updated >= before.healthy_updated:
        return ""
    if before.verdict is Verdict.SUSPECT and before.since is not None:
        moved_on = updated > before.since
        if moved_on or now - before.since >= OLD_COPY:
            return ""
    return (
        f"the page's own date went back from {before.healthy_updated:%Y-%m-%d %H:%MZ} to {updated:%Y-%m-%d %H:%MZ}: "
        "an old copy, of which nothing counts until its date moves on"
    )

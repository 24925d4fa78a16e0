"""Changes as values: of an advisory, of a source's health, of what begins by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from advisories.model import Advisory, Change, ChangeKind, FieldChange, Verdict
from advisories.ruling import Memory, Recall
from advisories.sources.base import Source
from advisories.times import spoken


def of_advisory(
    source: Source,
    kind: ChangeKind,
    advisory: Advisory,
    now: datetime,
    *,
    other: str = "",
    fields: tuple[FieldChange, ...] = (),
    note: str = "",
    place: str = "",
) -> Change:
    """Return a change of an advisory, or of a stance because of it, read at `now` (aware UTC)."""
    return Change(
        kind=kind,
        authority=advisory.authority,
        source=source.name,
        reference=advisory.reference,
        at=now,
        title=advisory.title,
        other=other,
        fields=fields,
        note=note,
        place=place,
    )


def of_source(source: Source, kind: ChangeKind, now: datetime, note: str) -> Change:
    """Return a change of a source's health."""
    return Change(kind=kind, authority=source.authority, source=source.name, reference="", at=now, note=note)


def back(source: Source, memory: Memory, now: datetime) -> tuple[Change, ...]:
    """Return that a source is read again, where it was lost."""
    if memory.verdict is not Verdict.FAILED or memory.good_at is None:
        return ()
    return (of_source(source, ChangeKind.SOURCE_BACK, now, f"not read since {spoken(memory.good_at)}"),)


def begun(memory: Memory, recall: Recall, now: datetime) -> Mapping[int, Advisory]:
    """Return the known advisories of which something has begun by the clock since the last good run."""
    if memory.effective_through is None or memory.effective_through >= now:
        return {}
    return recall.starting(memory.effective_through, now)


def effective(source: Source, memory: Memory, advisory: Advisory, now: datetime) -> tuple[Change, ...]:
    """Return that an advisory has come into force, where its own start lies between the last good run and `now`."""
    start, through = advisory.validity.start, memory.effective_through
    if through is None or not isinstance(start, datetime) or not through < start <= now:
        return ()
    return (of_advisory(source, ChangeKind.EFFECTIVE, advisory, now, note=f"in force since {spoken(start)}"),)

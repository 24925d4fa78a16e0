"""What each address last said well: remembered for asking conditionally, and for completing later runs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, update

from advisories.intake import Taken, Took, address_of, further
from advisories.model import Response, Verdict
from advisories.ruling import Memory, Outcome
from advisories.sources.base import Source
from advisories.store.schema import parts


def remember(
    connection: Connection,
    source: Source,
    memory: Memory,
    taken: Taken,
    outcome: Outcome,
    reading_ids: Sequence[int],
) -> None:
    """Remember each well-read address of a run, and forget those that nothing leads to any more.

    Validators are kept only where the rows counted without doubt.
    """
    trusted = outcome.verdict is Verdict.OK or (source.scattered and outcome.verdict is Verdict.DEGRADED)
    for took, key in zip(taken.took, reading_ids, strict=True):
        well = trusted and took.reading.verdict is Verdict.OK
        if isinstance(took.answer, Response) and took.reading.verdict is not Verdict.FAILED:
            _remember_one(connection, source, memory, took, key, well=well)
    if source.follows or type(source).requests is not Source.requests:
        _forget(connection, source, memory, taken)


def _remember_one(
    connection: Connection, source: Source, memory: Memory, took: Took, reading_id: int, *, well: bool
) -> None:
    answer = took.answer
    assert isinstance(answer, Response)
    if took.same and (answer.part, answer.url) in memory.parts:
        return
    where = (parts.c.source == source.name, parts.c.part == answer.part, parts.c.url == answer.url)
    values = {
        "reading_id": reading_id,
        "read_at": answer.read_at,
        "sha256": took.sha256 if well else "",
        "etag": answer.header("etag") if well else "",
        "last_modified": answer.header("last-modified") if well else "",
        "records": msgspec.json.encode(took.reading.records) if source.scattered else None,
    }
    if not connection.execute(update(parts).where(*where).values(values)).rowcount:
        values |= {"source": source.name, "part": answer.part, "url": answer.url}
        connection.execute(insert(parts).values(values))


def _forget(connection: Connection, source: Source, memory: Memory, taken: Taken) -> None:
    """Let go of pages and details that are no more; only where everything led to was read, or is remembered."""
    if any(took.reading.verdict is Verdict.FAILED for took in taken.took):
        return
    present = {(took.answer.part, took.answer.url) for took in taken.took}
    present |= {address_of(request) for request in further(taken.took)}
    attempted = {part for part, _ in present}
    for part, url in memory.parts.keys() - present:
        if part in attempted:
            where = (parts.c.source == source.name, parts.c.part == part, parts.c.url == url)
            connection.execute(delete(parts).where(*where))

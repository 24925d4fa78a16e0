"""Reading for deciding: what the store remembers of one source, and answers about few advisories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from advisories.decide import Listed, Memory, Tracked
from advisories.health import Before
from advisories.intake import Address, PartMemory
from advisories.model import Advisory, Link, LinkKind, Validators, Verdict
from advisories.store.schema import advisories, links, names, parts, revisions, runs, sources

CHUNK = 500
_READ = msgspec.json.Decoder(Advisory)


def read_advisory(stored: bytes) -> Advisory:
    """Return the advisory of stored JSON."""
    return _READ.decode(stored)


def chunks(items: Iterable[object]) -> Iterator[list[object]]:
    """Yield lists short enough for one statement's parameters."""
    rest = list(items)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


def part_memory(connection: Connection, source: str) -> dict[Address, PartMemory]:
    """Return what the last good reading of each part left."""
    rows = connection.execute(select(parts).where(parts.c.source == source))
    return {
        (row.part, row.url): PartMemory(
            sha256=row.sha256,
            read_at=row.read_at,
            reading_id=row.reading_id,
            validators=Validators(etag=row.etag, last_modified=row.last_modified),
            records=None if row.records is None else tuple(msgspec.json.decode(row.records)),
        )
        for row in rows
    }


def memory(connection: Connection, source: str, *, listed_too: bool, joins: bool) -> Memory:
    """Return what a decision about the source starts from.

    `listed_too`: whether what is listed is wanted (for deciding), or only what asking needs. `joins`: whether known
    aliases are wanted for joining.
    """
    state = connection.execute(select(sources).where(sources.c.name == source)).one()
    last = connection.execute(select(runs).where(runs.c.id == state.last_run_id)).one_or_none()
    by_hash: dict[bytes, int] = {}
    listed: dict[int, Listed] = {}
    columns = (
        advisories.c.id,
        advisories.c.hash,
        advisories.c.reference,
        advisories.c.missing,
        advisories.c.text_older,
    )
    query = select(*columns).where(advisories.c.source == source, advisories.c.listed_since.is_not(None))
    for key, digest, reference, missing, older in connection.execute(query) if listed_too else ():
        by_hash[digest] = key
        listed[key] = Listed(reference=reference, missing=missing, text_older=older)
    known: dict[str, str] = {}
    if joins:
        pairs = select(names.c.name, advisories.c.reference).join(advisories, advisories.c.id == names.c.advisory_id)
        known = dict(connection.execute(pairs.where(names.c.source == source)).all())
    return Memory(
        last_at=last.at if last else None,
        verdict=Verdict(last.verdict) if last else None,
        since=last.since if last else None,
        good_at=last.good_at if last else None,
        good_verdict=Verdict(state.good_verdict) if state.good_verdict else None,
        baseline_at=state.baseline_at,
        effective_through=state.effective_through,
        reader_version=state.reader_version,
        failures=state.failures,
        before=Before(
            healthy_rows=state.healthy_rows,
            healthy_updated=state.healthy_updated,
            verdict=Verdict(last.verdict) if last else None,
            rows=last.rows if last else None,
            updated=last.updated if last else None,
        ),
        by_hash=by_hash,
        listed=listed,
        parts=part_memory(connection, source),
        known=known,
    )


class StoreRecall:
    """Answers for one source, on one connection."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection = connection
        self._source = source

    def find(self, wanted: Iterable[str]) -> Mapping[str, Tracked]:
        """Return the advisories of the source known under these names."""
        found: dict[str, Tracked] = {}
        columns = (names.c.name, advisories.c.id, advisories.c.reference, advisories.c.listed_since, advisories.c.hash)
        base = (
            select(*columns)
            .join(advisories, advisories.c.id == names.c.advisory_id)
            .where(names.c.source == self._source)
        )
        for some in chunks(wanted):
            for name, key, reference, since, digest in self._connection.execute(base.where(names.c.name.in_(some))):
                found[name] = Tracked(id=key, reference=reference, listed=since is not None, hash=digest)
        return found

    def records(self, ids: Iterable[int]) -> Mapping[int, bytes]:
        """Return the current records, as stored JSON."""
        found: dict[int, bytes] = {}
        base = select(advisories.c.id, revisions.c.record).join(revisions, revisions.c.id == advisories.c.revision_id)
        for some in chunks(ids):
            found |= self._connection.execute(base.where(advisories.c.id.in_(some))).all()
        return found

    def advisories(self, ids: Iterable[int]) -> Mapping[int, Advisory]:
        """Return the current advisories as last read."""
        found: dict[int, Advisory] = {}
        base = select(advisories.c.id, revisions.c.advisory).join(revisions, revisions.c.id == advisories.c.revision_id)
        for some in chunks(ids):
            for key, stored in self._connection.execute(base.where(advisories.c.id.in_(some))):
                found[key] = read_advisory(stored)
        return found

    def links(self) -> list[tuple[str, Link]]:
        """Return the links of all listed advisories of the source, each with the reference of the one that links."""
        query = (
            select(advisories.c.reference, links.c.kind, links.c.reference.label("other"))
            .join(links, links.c.advisory_id == advisories.c.id)
            .where(advisories.c.source == self._source, advisories.c.listed_since.is_not(None))
        )
        return [
            (reference, Link(kind=LinkKind(kind), reference=other))
            for reference, kind, other in self._connection.execute(query)
        ]

    def starting(self, after: datetime, until: datetime) -> Mapping[int, Advisory]:
        """Return the listed advisories that start in (after, until]."""
        query = (
            select(advisories.c.id, revisions.c.advisory)
            .join(revisions, revisions.c.id == advisories.c.revision_id)
            .where(
                advisories.c.source == self._source,
                advisories.c.start_at > after,
                advisories.c.start_at <= until,
                advisories.c.listed_since.is_not(None),
            )
            .order_by(advisories.c.start_at, advisories.c.id)
        )
        return {key: read_advisory(stored) for key, stored in self._connection.execute(query)}

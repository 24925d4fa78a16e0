"""Reading for deciding: what the store remembers of one source, and answers about few advisories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, bindparam, or_, select

from advisories.health import Before
from advisories.intake import PartMemory
from advisories.model import Advisory, Link, LinkKind, Validators, Verdict
from advisories.ruling import Listed, Memory, Tracked
from advisories.store.schema import advisories, links, names, parts, revisions, runs, sources

CHUNK = 500
EVER = datetime(1, 1, 2, tzinfo=UTC)
"""Before every time in the store."""
_READ = msgspec.json.Decoder(Advisory)


def read_advisory(stored: bytes) -> Advisory:
    """Return the advisory of stored JSON."""
    return _READ.decode(stored)


def chunks(items: Iterable[object]) -> Iterator[list[object]]:
    """Yield lists short enough for one statement's parameters."""
    rest = list(items)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]


_STATE = (
    select(
        sources,
        runs.c.at.label("last_at"),
        runs.c.verdict,
        runs.c.since,
        runs.c.good_at,
        runs.c.changed_at,
        runs.c.rows,
        runs.c.updated,
    )
    .select_from(sources.outerjoin(runs, runs.c.id == sources.c.last_run_id))
    .where(sources.c.name == bindparam("source"))
)
_PARTS = select(parts).where(parts.c.source == bindparam("source"))
_HASHES = select(advisories.c.hash, advisories.c.id).where(
    advisories.c.source == bindparam("source"), advisories.c.listed_since.is_not(None)
)
_ODD = select(advisories.c.id, advisories.c.reference, advisories.c.missing, advisories.c.text_older).where(
    advisories.c.source == bindparam("source"),
    advisories.c.listed_since.is_not(None),
    or_(advisories.c.missing > 0, advisories.c.text_older),
)
_KNOWN = (
    select(names.c.name, advisories.c.reference)
    .join(advisories, advisories.c.id == names.c.advisory_id)
    .where(names.c.source == bindparam("source"))
)
_LAST = select(sources.c.last_run_id).where(sources.c.name == bindparam("source"))

_STARTING = (
    select(advisories.c.id, revisions.c.advisory)
    .join(revisions, revisions.c.id == advisories.c.revision_id)
    .where(
        advisories.c.source == bindparam("source"),
        advisories.c.start_at > bindparam("after"),
        advisories.c.start_at <= bindparam("until"),
        advisories.c.listed_since.is_not(None),
    )
    .order_by(advisories.c.start_at, advisories.c.id)
)
_STANDING = (
    select(advisories.c.id, advisories.c.source, revisions.c.advisory)
    .join(revisions, revisions.c.id == advisories.c.revision_id)
    .where(
        advisories.c.source.in_(select(sources.c.name)),
        advisories.c.listed_since >= EVER,
        advisories.c.authority.in_(bindparam("authorities", expanding=True)),
    )
)
"""By the index of what each source lists, which is little, and not through all that was ever listed."""
_THROUGH = select(sources.c.name, sources.c.effective_through)


def last_run(connection: Connection, source: str) -> int:
    """Return the id of the source's last run; 0 where it was never read."""
    return connection.execute(_LAST, {"source": source}).scalar_one() or 0


def memory(connection: Connection, source: str) -> Memory:
    """Return what asking the source's hosts starts from: how it stands, and what each part last said."""
    state = connection.execute(_STATE, {"source": source}).one()
    verdict = Verdict(state.verdict) if state.verdict else None
    return Memory(
        run_id=state.last_run_id or 0,
        last_at=state.last_at,
        verdict=verdict,
        since=state.since,
        good_at=state.good_at,
        changed_at=state.changed_at,
        good_verdict=Verdict(state.good_verdict) if state.good_verdict else None,
        baseline_at=state.baseline_at,
        effective_through=state.effective_through,
        reader_version=state.reader_version,
        failures=state.failures,
        before=Before(
            healthy_rows=state.healthy_rows,
            healthy_updated=state.healthy_updated,
            verdict=verdict,
            since=state.since,
            rows=state.rows,
            updated=state.updated,
        ),
        parts={
            (row.part, row.url): PartMemory(
                sha256=row.sha256,
                read_at=row.read_at,
                reading_id=row.reading_id,
                validators=Validators(etag=row.etag, last_modified=row.last_modified),
                records=None if row.records is None else tuple(msgspec.json.decode(row.records)),
            )
            for row in connection.execute(_PARTS, {"source": source}).all()
        },
    )


def in_full(connection: Connection, source: str, light: Memory, *, joins: bool) -> Memory:
    """Return a memory with what deciding needs besides: all that is listed. `joins`: known aliases are wanted too."""
    asked = {"source": source}
    odd = connection.execute(_ODD, asked).all()
    return msgspec.structs.replace(
        light,
        by_hash=dict(connection.execute(_HASHES, asked).all()),
        missing={row.id: row.missing for row in odd if row.missing},
        older={row.id: row.reference for row in odd if row.text_older},
        known=dict(connection.execute(_KNOWN, asked).all()) if joins else {},
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

    def naming(self, references: Iterable[str]) -> list[tuple[str, Link]]:
        """Return the links to these references of all advisories of the source ever read, with who links."""
        base = (
            select(advisories.c.reference, links.c.kind, links.c.reference.label("other"))
            .join(links, links.c.advisory_id == advisories.c.id)
            .where(advisories.c.source == self._source)
        )
        return [
            (reference, Link(kind=LinkKind(kind), reference=other))
            for some in chunks(references)
            for reference, kind, other in self._connection.execute(base.where(links.c.reference.in_(some)))
        ]

    def starting(self, after: datetime, until: datetime) -> Mapping[int, Advisory]:
        """Return the listed advisories of which something begins in (after, until]."""
        asked = {"source": self._source, "after": after, "until": until}
        return {key: read_advisory(stored) for key, stored in self._connection.execute(_STARTING, asked)}

    def standing(self, authorities: Iterable[str]) -> Mapping[int, Listed]:
        """Return all that these authorities list in any source, by id, as the store has it before this run."""
        through = dict(self._connection.execute(_THROUGH).all())
        found = self._connection.execute(_STANDING, {"authorities": list(authorities)})
        return {
            key: Listed(source=source, advisory=read_advisory(stored), through=through[source])
            for key, source, stored in found
        }

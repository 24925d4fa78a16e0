"""What upkeep asks of the store and changes in it: what the archive must hold, and rows that may go.

Revisions, changes and editions are never touched here; only what a better reader reads of a revision is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from advisories.archive import Place
from advisories.model import Advisory, Evidence, Value, to_json
from advisories.standing import turns_at
from advisories.store.query import read_evidence
from advisories.store.recall import EVER, chunks, read_advisory
from advisories.store.schema import advisories, archive_files, changes, parts, readings, revisions, runs, sources

NOT_MODIFIED = 304


class Read(Value, frozen=True):
    """One reading as upkeep sees it; `file` is empty where its bytes are not in the archive."""

    id: int
    run_id: int
    url: str
    status: int
    read_at: datetime
    sha256: str
    file: str
    offset: int
    length: int

    @property
    def place(self) -> Place:
        """Return where the bytes lie. A 304 has no body of its own, so its digest is left out."""
        digest = "" if self.status == NOT_MODIFIED else self.sha256
        return Place(file=self.file, offset=self.offset, length=self.length, sha256=digest)


class Run(Value, frozen=True):
    """One run of a source: when, and with which verdict."""

    id: int
    source: str
    at: datetime
    verdict: str
    baseline: bool


class Stored(Value, frozen=True):
    """One stored revision: its advisory as last read, the strings, the reader, and the readings behind it."""

    id: int
    advisory_id: int
    run_id: int
    current: bool
    advisory: Advisory
    record: bytes
    reader_version: int
    evidence: tuple[int, ...]


class Keeping:
    """The store's side of upkeep, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def broken_references(self) -> int:
        """Return how many rows refer to rows that are not there (SQLite; another database refuses them itself)."""
        if self._connection.dialect.name != "sqlite":
            return 0
        return len(self._connection.exec_driver_sql("PRAGMA foreign_key_check").all())

    def archived(self) -> dict[str, int]:
        """Return the committed length of every archive file."""
        return dict(self._connection.execute(select(archive_files.c.name, archive_files.c.length)).all())

    def readings(self) -> Iterator[Read]:
        """Yield every reading by archive file and offset, those without a place in the archive first."""
        columns = (readings.c.id, readings.c.run_id, readings.c.url, readings.c.status, readings.c.read_at)
        place = (readings.c.archive_file, readings.c.archive_offset, readings.c.archive_length)
        query = select(*columns, readings.c.sha256, *place).order_by(*place[:2], readings.c.id)
        for key, run_id, url, status, read_at, sha256, file, offset, length in self._connection.execute(query):
            yield Read(
                id=key,
                run_id=run_id,
                url=url,
                status=status,
                read_at=read_at,
                sha256=sha256,
                file=file,
                offset=offset,
                length=length,
            )

    def evidence(self) -> Iterator[tuple[int, str, tuple[int, ...]]]:
        """Yield every revision's id, its advisory's reference, and the readings that it names."""
        query = select(revisions.c.id, advisories.c.reference, revisions.c.evidence)
        query = query.join(advisories, advisories.c.id == revisions.c.advisory_id)
        for key, reference, named in self._connection.execute(query):
            yield key, reference, _ids(named)

    def vouching(self) -> set[int]:
        """Return the readings that a revision names as its evidence, or a part as its last good answer."""
        found = {int(key) for key in self._connection.execute(select(parts.c.reading_id)).scalars() if key}
        for named in self._connection.execute(select(revisions.c.evidence).distinct()).scalars():
            found.update(_ids(named))
        return found

    def runs(self, before: datetime) -> Iterator[Run]:
        """Yield the runs before a time, by source, oldest first."""
        columns = (runs.c.id, runs.c.source, runs.c.at, runs.c.verdict, runs.c.baseline)
        query = select(*columns).where(runs.c.at < before).order_by(runs.c.source, runs.c.at, runs.c.id)
        for key, source, at, verdict, baseline in self._connection.execute(query):
            yield Run(id=key, source=source, at=at, verdict=verdict, baseline=baseline)

    def told_runs(self) -> set[int]:
        """Return the runs that a revision, a change or a source's state refers to."""
        found: set[int] = set()
        for column in (revisions.c.run_id, changes.c.run_id, sources.c.last_run_id):
            found.update(key for key in self._connection.execute(select(column).distinct()).scalars() if key)
        return found

    def row_bytes(self, run_ids: Sequence[int]) -> int:
        """Return about how many bytes runs and their readings take in the store: their text and 120 for the rest."""
        total = 0
        text = (readings.c.url, readings.c.reason, readings.c.sha256, readings.c.archive_file, readings.c.part)
        of_readings = select(func.count(), *(func.sum(func.length(column)) for column in text))
        of_runs = select(func.count(), func.sum(func.length(runs.c.reason)), func.sum(func.length(runs.c.bad_rows)))
        for some in chunks(run_ids):
            for query in (of_readings.where(readings.c.run_id.in_(some)), of_runs.where(runs.c.id.in_(some))):
                count, *sizes = self._connection.execute(query).one()
                total += 120 * count + sum(size or 0 for size in sizes)
        return total

    def forget_runs(self, run_ids: Sequence[int]) -> None:
        """Remove runs and their readings."""
        for some in chunks(run_ids):
            self._connection.execute(delete(readings).where(readings.c.run_id.in_(some)))
            self._connection.execute(delete(runs).where(runs.c.id.in_(some)))

    def move_file(self, old: str, new: str, length: int, places: Mapping[int, int]) -> None:
        """Point the readings of an archive file to another, by offset; those not in `places` have no bytes any more.

        With an empty `new` none has.
        """
        query = select(readings.c.id, readings.c.archive_offset).where(readings.c.archive_file == old)
        moved = [{"key": key, "to": places.get(offset)} for key, offset in self._connection.execute(query).all()]
        gone = update(readings).where(readings.c.id == bindparam("key"))
        gone = gone.values(archive_file="", archive_offset=0, archive_length=0)
        kept = update(readings).where(readings.c.id == bindparam("key"))
        kept = kept.values(archive_file=new, archive_offset=bindparam("to"))
        for statement, rows in (
            (gone, [{"key": row["key"]} for row in moved if row["to"] is None]),
            (kept, [row for row in moved if row["to"] is not None]),
        ):
            if rows:
                self._connection.execute(statement, rows)
        self._connection.execute(delete(archive_files).where(archive_files.c.name == old))
        if new:
            self._connection.execute(insert(archive_files).values(name=new, length=length))

    def revisions(self, source: str, *, every: bool) -> Iterator[Stored]:
        """Yield a source's current revisions, or every one, run by run, those with the same evidence together."""
        current = (revisions.c.id == advisories.c.revision_id).label("current")
        columns = (revisions.c.id, revisions.c.advisory_id, current, revisions.c.advisory, revisions.c.record)
        query = select(*columns, revisions.c.run_id, revisions.c.reader_version, revisions.c.evidence)
        query = query.join(advisories, advisories.c.id == revisions.c.advisory_id).where(advisories.c.source == source)
        if not every:
            query = query.where(revisions.c.id == advisories.c.revision_id)
        for row in self._connection.execute(query.order_by(revisions.c.run_id, revisions.c.evidence, revisions.c.id)):
            yield _stored(row)

    def proofs(self, ids: Iterable[int]) -> dict[int, Evidence]:
        """Return readings as evidence, by id; what is not there is left out."""
        return read_evidence(self._connection, ids)

    def namings(self, source: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield, run by run, which names each revision of a source brought: the run, the reference, the names."""
        query = select(revisions.c.run_id, advisories.c.reference, revisions.c.advisory)
        query = query.join(advisories, advisories.c.id == revisions.c.advisory_id).where(advisories.c.source == source)
        for run_id, reference, stored in self._connection.execute(query.order_by(revisions.c.run_id)):
            advisory = read_advisory(stored)
            yield run_id, reference, (advisory.reference, *advisory.aliases)

    def write_read(self, stored: Stored, advisory: Advisory, reader_version: int) -> None:
        """Write what today's reader reads of a revision in the place of what an earlier one read."""
        values = {"advisory": to_json(advisory), "reader_version": reader_version}
        self._connection.execute(update(revisions).where(revisions.c.id == stored.id).values(values))
        if stored.current:
            through = select(sources.c.effective_through).where(sources.c.name == advisory.source)
            told = self._connection.execute(through).scalar() or EVER
            values = {"start_at": turns_at(advisory, told), "text_older": advisory.text_is_older}
            self._connection.execute(update(advisories).where(advisories.c.id == stored.advisory_id).values(values))


def _ids(named: str) -> tuple[int, ...]:
    return tuple(int(key) for key in named.split(",") if key)


def _stored(row: Row[Any]) -> Stored:
    return Stored(
        id=row.id,
        advisory_id=row.advisory_id,
        run_id=row.run_id,
        current=bool(row.current),
        advisory=read_advisory(row.advisory),
        record=row.record,
        reader_version=row.reader_version,
        evidence=_ids(row.evidence),
    )

"""Writing: one run of one source, whole, in the transaction that is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from advisories.archive import Place
from advisories.intake import Taken, Took
from advisories.lineage import Ending
from advisories.lookup import backwards
from advisories.model import Advisory, Change, Failure, Response, Unchanged, Verdict, to_json
from advisories.ruling import Fresh, Memory, Outcome
from advisories.sources.base import Source
from advisories.standing import turns_at
from advisories.store.parts import remember
from advisories.store.schema import (
    advisories,
    archive_files,
    changes,
    editions,
    links,
    listings,
    names,
    readings,
    revisions,
    runs,
    sources,
)

Row = dict[str, Any]


_LAST_IDS = {
    table.name: select(func.coalesce(func.max(table.c.id), 0))
    for table in (advisories, changes, editions, listings, readings, revisions, runs)
}
_INSERT = {
    table.name: insert(table) for table in (advisories, changes, links, listings, names, readings, revisions, runs)
}


_STATE = update(sources).where(sources.c.name == bindparam("key"))
_TURN = update(advisories).where(advisories.c.id == bindparam("key")).values(start_at=bindparam("next"))
_LENGTH = update(archive_files).where(archive_files.c.name == bindparam("file"))


def next_id(connection: Connection, table: Table) -> int:
    """Return the next free id; this transaction is the only writer."""
    return int(connection.execute(_LAST_IDS[table.name]).scalar_one()) + 1


def _many(connection: Connection, statement: Any, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(statement, rows)


class RunWriter:
    """Writes what one run read and decided."""

    def __init__(self, connection: Connection, source: Source, memory: Memory, now: datetime) -> None:
        self._connection = connection
        self._source = source
        self._memory = memory
        self._now = now
        self._ids: dict[str, int] = {}
        self._evidence: dict[str, list[int]] = {}

    def write(self, taken: Taken, outcome: Outcome, places: Mapping[int, Place], next_at: datetime) -> int:
        """Write all of it and return the run's id. `places` says where the answers lie in the archive, by position."""
        run_id = self._run(outcome)
        reading_ids = self._readings(run_id, taken, places)
        if outcome.verdict is not Verdict.FAILED and not outcome.held:
            self._evidence = self._evidence_by_part(taken, reading_ids)
            self._new(run_id, outcome.new, outcome.past)
            self._revised(run_id, outcome.revised)
            self._lists(outcome)
            self._reread(outcome.reread)
            remember(self._connection, self._source, self._memory, taken, outcome, reading_ids)
        self._turned(outcome.turned)
        self._changes(run_id, outcome.changes)
        self._state(run_id, outcome, next_at)
        return run_id

    def _run(self, outcome: Outcome) -> int:
        memory, stands = self._memory, outcome.verdict is Verdict.FAILED or outcome.held
        run_id = next_id(self._connection, runs)
        since = memory.since if memory.verdict is outcome.verdict and memory.since else self._now
        self._connection.execute(
            _INSERT["runs"],
            {
                "id": run_id,
                "source": self._source.name,
                "at": self._now,
                "verdict": outcome.verdict.value,
                "reason": outcome.reason,
                "blocked": outcome.blocked,
                "since": since,
                "good_at": memory.good_at if stands else self._now,
                "changed_at": self._now if _says_something_new(outcome, memory) else memory.changed_at,
                "rows": outcome.rows,
                "updated": outcome.updated,
                "baseline": outcome.baseline,
                "bad_rows": to_json(outcome.bad),
            },
        )
        return run_id

    def _readings(self, run_id: int, taken: Taken, places: Mapping[int, Place]) -> list[int]:
        first = next_id(self._connection, readings)
        rows = [self._reading(first + at, run_id, took, places.get(at)) for at, took in enumerate(taken.took)]
        _many(self._connection, _INSERT["readings"], rows)
        return [row["id"] for row in rows]

    def _reading(self, key: int, run_id: int, took: Took, place: Place | None) -> Row:
        answer = took.answer
        status = answer.status if isinstance(answer, Response | Failure) else 304
        return {
            "id": key,
            "run_id": run_id,
            "source": self._source.name,
            "part": answer.part,
            "url": answer.url,
            "status": status,
            "verdict": took.reading.verdict.value,
            "reason": took.reading.reason,
            "read_at": answer.read_at,
            "sha256": took.sha256,
            "archive_file": place.file if place else "",
            "archive_offset": place.offset if place else 0,
            "archive_length": place.length if place else 0,
        }

    def _evidence_by_part(self, taken: Taken, reading_ids: Sequence[int]) -> dict[str, list[int]]:
        """Return the readings behind each part's records: this run's, or the remembered one where it was not read."""
        found: dict[str, list[int]] = {}
        for took, key in zip(taken.took, reading_ids, strict=True):
            if took.reading.verdict is Verdict.FAILED:
                continue
            address = (took.answer.part, took.answer.url)
            earlier = self._memory.parts.get(address)
            unchanged = isinstance(took.answer, Unchanged) and earlier is not None
            found.setdefault(took.answer.part, []).append(earlier.reading_id if unchanged and earlier else key)
        for address in taken.lent:
            found.setdefault(address[0], []).append(self._memory.parts[address].reading_id)
        return found

    def _revision(self, key: int, advisory_id: int, run_id: int, fresh: Fresh) -> Row:
        evidence = [reading for part in fresh.parts for reading in self._evidence.get(part, ())]
        return {
            "id": key,
            "advisory_id": advisory_id,
            "run_id": run_id,
            "at": self._now,
            "hash": fresh.hash,
            "record": fresh.record,
            "advisory": to_json(fresh.advisory),
            "reader_version": self._source.reader_version,
            "evidence": ",".join(map(str, dict.fromkeys(evidence))),
        }

    def _new(self, run_id: int, new: Sequence[Fresh], past: Mapping[str, Ending]) -> None:
        if not new:
            return
        advisory_id, revision_id = next_id(self._connection, advisories), next_id(self._connection, revisions)
        rows: list[Row] = []
        states: list[Row] = []
        known: list[Row] = []
        linked: list[Row] = []
        for at, fresh in enumerate(new):
            key = advisory_id + at
            self._ids[fresh.advisory.reference] = key
            rows.append(
                {
                    "id": key,
                    "source": self._source.name,
                    "authority": fresh.advisory.authority,
                    "reference": fresh.advisory.reference,
                    "first_at": self._now,
                    "listed_since": None if fresh.advisory.reference in past else self._now,
                    "seen_at": self._now if fresh.advisory.reference in past else None,
                    "missing": 0,
                    "revision_id": revision_id + at,
                    "hash": fresh.hash,
                    "start_at": turns_at(fresh.advisory, self._now),
                    "text_older": fresh.advisory.text_is_older,
                }
            )
            states.append(self._revision(revision_id + at, key, run_id, fresh))
            known += self._names(key, fresh)
            linked += _links(key, fresh.advisory)
        _many(self._connection, _INSERT["advisories"], rows)
        _many(self._connection, _INSERT["revisions"], states)
        _many(self._connection, _INSERT["names"], list({row["name"]: row for row in reversed(known)}.values()))
        _many(self._connection, _INSERT["links"], linked)
        ended = [(self._ids[reference], ending) for reference, ending in past.items()]
        self._close(ended, dict.fromkeys((key for key, _ in ended), self._now))

    def _close(self, ended: Sequence[tuple[int, Ending]], since: Mapping[int, datetime]) -> None:
        """Write the listings of advisories that are listed no more, each from when it was listed."""
        if not ended:
            return
        first = next_id(self._connection, listings)
        closed = [
            {
                "id": first + at,
                "advisory_id": key,
                "listed_at": since[key],
                "unlisted_at": self._now,
                "reason": ending.reason,
                "successor": ending.other,
            }
            for at, (key, ending) in enumerate(ended)
        ]
        _many(self._connection, _INSERT["listings"], closed)

    def _names(self, advisory_id: int, fresh: Fresh) -> list[Row]:
        return [
            {
                "source": self._source.name,
                "name": name,
                "backwards": backwards(name),
                "advisory_id": advisory_id,
            }
            for name in dict.fromkeys(fresh.names)
        ]

    def _revised(self, run_id: int, revised: Sequence[tuple[int, Fresh]]) -> None:
        first = next_id(self._connection, revisions) if revised else 0
        for at, (key, fresh) in enumerate(revised):
            self._connection.execute(_INSERT["revisions"], self._revision(first + at, key, run_id, fresh))
            values = {
                "reference": fresh.advisory.reference,
                "revision_id": first + at,
                "hash": fresh.hash,
                "start_at": turns_at(fresh.advisory, self._now),
                "text_older": fresh.advisory.text_is_older,
            }
            self._connection.execute(update(advisories).where(advisories.c.id == key).values(values))
            taken_names = set(
                self._connection.execute(
                    select(names.c.name).where(names.c.source == self._source.name, names.c.name.in_(fresh.names))
                ).scalars()
            )
            _many(
                self._connection,
                _INSERT["names"],
                [row for row in self._names(key, fresh) if row["name"] not in taken_names],
            )
            self._connection.execute(delete(links).where(links.c.advisory_id == key))
            _many(self._connection, _INSERT["links"], _links(key, fresh.advisory))

    def _lists(self, outcome: Outcome) -> None:
        if outcome.relisted:
            again = update(advisories).where(advisories.c.id == bindparam("key"))
            again = again.values(listed_since=self._now, missing=0)
            _many(self._connection, again, [{"key": key} for key in outcome.relisted])
        if outcome.unlisted:
            since = dict(
                self._connection.execute(
                    select(advisories.c.id, advisories.c.listed_since).where(
                        advisories.c.source == self._source.name, advisories.c.listed_since.is_not(None)
                    )
                ).all()
            )
            self._close(outcome.unlisted, since)
            off = update(advisories).where(advisories.c.id == bindparam("key"))
            off = off.values(
                listed_since=None,
                missing=0,
                seen_at=func.coalesce(advisories.c.seen_at, bindparam("seen", type_=advisories.c.seen_at.type)),
            )
            seen = self._memory.good_at
            _many(self._connection, off, [{"key": key, "seen": seen} for key, _ in outcome.unlisted])
        if outcome.missing:
            self._missing(outcome.missing)

    def _missing(self, missing: Mapping[int, int]) -> None:
        back = update(advisories).where(advisories.c.id == bindparam("key")).values(missing=0, seen_at=None)
        _many(self._connection, back, [{"key": key} for key, streak in missing.items() if streak == 0])
        lost = update(advisories).where(advisories.c.id == bindparam("key"))
        lost = lost.values(
            missing=bindparam("streak"),
            seen_at=func.coalesce(advisories.c.seen_at, bindparam("seen", type_=advisories.c.seen_at.type)),
        )
        rows = [
            {"key": key, "streak": streak, "seen": self._memory.good_at} for key, streak in missing.items() if streak
        ]
        _many(self._connection, lost, rows)

    def _reread(self, reread: Sequence[tuple[int, Advisory]]) -> None:
        for key, advisory in reread:
            current = select(advisories.c.revision_id).where(advisories.c.id == key).scalar_subquery()
            values = {"advisory": to_json(advisory), "reader_version": self._source.reader_version}
            self._connection.execute(update(revisions).where(revisions.c.id == current).values(values))
            values = {"start_at": turns_at(advisory, self._now), "text_older": advisory.text_is_older}
            self._connection.execute(update(advisories).where(advisories.c.id == key).values(values))

    def _turned(self, turned: Mapping[int, datetime | None]) -> None:
        _many(self._connection, _TURN, [{"key": key, "next": at} for key, at in turned.items()])

    def _changes(self, run_id: int, found: Sequence[Change]) -> None:
        if not found:
            return
        unknown = {change.reference for change in found if change.reference} - self._ids.keys()
        ids = dict(self._ids)
        for some in (sorted(unknown)[at : at + 500] for at in range(0, len(unknown), 500)):
            query = select(names.c.name, names.c.advisory_id).where(
                names.c.source == self._source.name, names.c.name.in_(some)
            )
            ids.update(self._connection.execute(query).all())
        first = next_id(self._connection, changes)
        rows = [
            {
                "id": first + at,
                "run_id": run_id,
                "advisory_id": ids.get(change.reference),
                "at": change.at,
                "kind": change.kind.value,
                "place": change.place or None,
                "body": to_json(change),
            }
            for at, change in enumerate(found)
        ]
        _many(self._connection, _INSERT["changes"], rows)

    def _state(self, run_id: int, outcome: Outcome, next_at: datetime) -> None:
        values: Row = {"last_run_id": run_id, "next_at": next_at}
        if outcome.verdict is Verdict.FAILED:
            values["failures"] = self._memory.failures + 1
        elif outcome.held:
            values |= {"failures": 0, "effective_through": self._now}
        else:
            values |= {"failures": 0, "good_verdict": outcome.verdict.value, "effective_through": self._now}
            values["reader_version"] = self._source.reader_version
            if outcome.baseline:
                values["baseline_at"] = self._now
            if outcome.healthy:
                values["healthy_rows"] = outcome.rows
                if outcome.updated:
                    values["healthy_updated"] = outcome.updated
        self._connection.execute(_STATE, {"key": self._source.name, **values})


def _says_something_new(outcome: Outcome, memory: Memory) -> bool:
    """Return whether the publisher changed anything: an advisory came, went or was revised, or its own date moved on."""
    if outcome.verdict is Verdict.FAILED or outcome.held:
        return False
    dates = [date for date in (memory.before.updated, memory.before.healthy_updated) if date]
    moved = outcome.updated is not None and (not dates or outcome.updated > max(dates))
    told = outcome.new or outcome.revised or outcome.relisted or outcome.unlisted
    return bool(memory.changed_at is None or told or moved)


def _links(advisory_id: int, advisory: Advisory) -> list[Row]:
    found = {(link.kind.value, link.reference) for link in advisory.links}
    return [{"advisory_id": advisory_id, "kind": kind, "reference": reference} for kind, reference in sorted(found)]


def write_archive_length(connection: Connection, name: str, length: int) -> None:
    """Remember how far an archive file is committed."""
    changed = connection.execute(_LENGTH, {"file": name, "length": length})
    if not changed.rowcount:
        connection.execute(insert(archive_files).values(name=name, length=length))

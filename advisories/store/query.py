"""Reading for showing: what is known at a time, judged as of a time.

`known_at` bounds what had been read; `as_of` is the time at which validity is judged. An advisory that was first read
after `as_of` counts, by what is known now, with its first revision; one that was no longer listed at `as_of` does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from advisories.known import History, Listing, PartHealth, Revision, SourceHealth, Standing
from advisories.lookup import backwards
from advisories.model import Change, Evidence, Value, Verdict
from advisories.sources.base import BadRow, Source
from advisories.standing import state_at
from advisories.store.recall import EVER, chunks, read_advisory
from advisories.store.schema import advisories, changes, listings, names, readings, revisions, runs, sources

_CHANGE = msgspec.json.Decoder(Change)
_BEHIND_ALL = "\U0010ffff"
"""Sorts behind every letter and digit."""
_BAD = msgspec.json.Decoder(tuple[BadRow, ...])


class Moment(Value, frozen=True):
    """The two times of a question. `latest` means that nothing later than `known_at` is in the store."""

    as_of: datetime
    known_at: datetime
    latest: bool = True


def _time_of(moment: Moment) -> ColumnElement[Any]:
    """Return, per advisory, the time at which its revision and listing are looked up."""
    at = min(moment.as_of, moment.known_at)
    kind = advisories.c.first_at.type
    return case((advisories.c.first_at > literal(at, kind), advisories.c.first_at), else_=literal(at, kind))


def _listed(moment: Moment) -> ColumnElement[bool]:
    at = _time_of(moment)
    earlier = exists(listings.c.id).where(
        listings.c.advisory_id == advisories.c.id, listings.c.listed_at <= at, listings.c.unlisted_at > at
    )
    return or_(and_(advisories.c.listed_since.is_not(None), advisories.c.listed_since <= at), earlier)


def _query(moment: Moment) -> Select[Any]:
    now = moment.latest and moment.as_of >= moment.known_at
    if now:
        listed: ColumnElement[Any] = advisories.c.listed_since.is_not(None)
        current: ColumnElement[Any] = advisories.c.revision_id
    else:
        listed = _listed(moment)
        later = revisions.alias("later")
        current = (
            select(func.max(later.c.id))
            .where(later.c.advisory_id == advisories.c.id, later.c.at <= _time_of(moment))
            .correlate(advisories)
            .scalar_subquery()
        )
    columns = (
        advisories.c.id,
        advisories.c.source,
        advisories.c.first_at,
        advisories.c.missing,
        advisories.c.seen_at,
        listed.label("listed"),
        revisions.c.id.label("revision_id"),
        revisions.c.at,
        revisions.c.advisory,
    )
    query = select(*columns).select_from(advisories.join(revisions, revisions.c.id == current))
    return query if now else query.where(advisories.c.first_at <= moment.known_at)


def standings(
    connection: Connection, moment: Moment, *, ids: Iterable[int] | None = None, everything: bool = False
) -> dict[int, Standing]:
    """Return standings by id: those listed, those of the given ids, or everything ever seen up to `known_at`."""
    query = _query(moment).order_by(advisories.c.id)
    if ids is not None:
        rows = [row for some in chunks(ids) for row in connection.execute(query.where(advisories.c.id.in_(some)))]
    elif everything:
        rows = list(connection.execute(query))
    else:
        rows = list(connection.execute(query.where(is_listed(moment))))
    good = _good_at(connection, moment)
    ended = _endings(connection, moment, [row.id for row in rows if not row.listed])
    return {row.id: _standing(row, moment, good, ended.get(row.id)) for row in rows}


def is_listed(moment: Moment, source: str = "") -> ColumnElement[bool]:
    """Return whether an advisory is listed, by the indexes: what is listed now, and what has gone since then."""
    of = advisories.c.source == source if source else advisories.c.source.in_(select(sources.c.name))
    now = and_(of, advisories.c.listed_since >= EVER)
    if moment.latest and moment.as_of >= moment.known_at:
        return now
    at = min(moment.as_of, moment.known_at)
    known = select(advisories.c.id).where(now)
    gone = select(listings.c.advisory_id).where(listings.c.unlisted_at > at)
    mine = advisories.c.source.concat("") == source if source else true()  # not by its index: the ids are far fewer
    return and_(advisories.c.id.in_(known.union(gone)), mine, _listed(moment))


def _standing(row: Row[Any], moment: Moment, good: Mapping[str, datetime], ended: Listing | None) -> Standing:
    advisory = read_advisory(row.advisory)
    listed = bool(row.listed)
    seen = row.seen_at if row.missing else good.get(row.source, row.at)
    if ended:
        seen = min(row.seen_at or row.at, ended.unlisted_at or row.at)
    return Standing(
        advisory=advisory,
        revision_id=row.revision_id,
        since=row.at,
        first_seen=row.first_at,
        last_seen=max(seen or row.at, row.at),
        listed=listed,
        state=state_at(advisory, moment.as_of, listed=listed),
        unlisted_at=ended.unlisted_at if ended else None,
        unlisted_reason=ended.reason if ended else "",
        successor=ended.successor if ended else "",
    )


def _good_at(connection: Connection, moment: Moment) -> dict[str, datetime]:
    """Return when each source was last read well; every run carries it on from the one before."""
    last = select(runs.c.good_at).where(runs.c.source == sources.c.name, runs.c.at <= moment.known_at)
    last = last.order_by(runs.c.at.desc(), runs.c.id.desc()).limit(1).correlate(sources)
    query = select(sources.c.name, last.scalar_subquery())
    return {source: at for source, at in connection.execute(query) if at is not None}


def _endings(connection: Connection, moment: Moment, ids: Sequence[int]) -> dict[int, Listing]:
    """Return the last listing that ended by `known_at`, for each of these advisories."""
    found: dict[int, Listing] = {}
    base = select(listings).where(listings.c.unlisted_at <= moment.known_at).order_by(listings.c.id)
    for some in chunks(ids):
        for row in connection.execute(base.where(listings.c.advisory_id.in_(some))):
            found[row.advisory_id] = _listing(row)
    return found


def _listing(row: Row[Any]) -> Listing:
    return Listing(listed_at=row.listed_at, unlisted_at=row.unlisted_at, reason=row.reason, successor=row.successor)


def change_window(connection: Connection, after: int, moment: Moment) -> list[tuple[int, int | None, Change]]:
    """Return (change id, advisory id, change) for changes after an id and up to `known_at`, oldest first.

    The window ends before the first later change, so that an edition that covers it leaves none out: of two processes
    the one that looked at the clock first may write last.
    """
    later = select(func.min(changes.c.id)).where(changes.c.id > after, changes.c.at > moment.known_at)
    end = connection.execute(later).scalar_one()
    query = select(changes.c.id, changes.c.advisory_id, changes.c.body).where(changes.c.id > after)
    query = query.where(changes.c.id < end if end is not None else true()).order_by(changes.c.id)
    return [(key, advisory, _CHANGE.decode(body)) for key, advisory, body in connection.execute(query)]


def last_change_before(connection: Connection, at: datetime) -> int:
    """Return the id of the last change before a time; 0 where there is none."""
    query = select(changes.c.id).where(changes.c.at < at).order_by(changes.c.at.desc(), changes.c.id.desc()).limit(1)
    return int(connection.execute(query).scalar() or 0)


def health(connection: Connection, source: Source, moment: Moment) -> SourceHealth:
    """Return how a source stood at `known_at`."""
    state = connection.execute(select(sources).where(sources.c.name == source.name)).one_or_none()
    base = select(runs).where(runs.c.source == source.name, runs.c.at <= moment.known_at)
    run = connection.execute(base.order_by(runs.c.at.desc(), runs.c.id.desc()).limit(1)).one_or_none()
    counted = select(func.count()).select_from(advisories).where(is_listed(moment, source.name))
    counted = counted.where(advisories.c.first_at <= moment.known_at)
    bad = _BAD.decode(run.bad_rows) if run else ()
    return SourceHealth(
        source=source.name,
        title=source.title,
        authority=source.authority,
        home=source.home,
        proof=source.proof.value,
        accepted=bool(state.accepted) if state else False,
        verdict=Verdict(run.verdict) if run else None,
        reason=run.reason if run else "",
        blocked=run.blocked if run else False,
        since=run.since if run else None,
        run_at=run.at if run else None,
        good_at=run.good_at if run else None,
        next_at=state.next_at if state else None,
        cadence_minutes=int(source.cadence.total_seconds() // 60),
        updated=_updated(connection, source.name, moment) if state and state.healthy_updated else None,
        changed_at=run.changed_at if run else None,
        overdue_at=run.changed_at + source.expected if run and run.changed_at and source.expected else None,
        by_hand=source.by_hand,
        failures=state.failures if state else 0,
        listed=int(connection.execute(counted).scalar_one()) if run else 0,
        bad_rows=tuple(f"{row.part}: {row.reason} (found: {row.found})" for row in bad),
        parts=tuple(_part(connection, source, part.name, part.url, moment) for part in source.parts),
        acknowledgement=source.acknowledgement,
        terms=source.terms,
        republish=source.republish.value,
    )


def _updated(connection: Connection, source: str, moment: Moment) -> datetime | None:
    query = select(runs.c.updated).where(
        runs.c.source == source, runs.c.at <= moment.known_at, runs.c.updated.is_not(None)
    )
    found: datetime | None = connection.execute(query.order_by(runs.c.at.desc()).limit(1)).scalar_one_or_none()
    return found


def _part(connection: Connection, source: Source, part: str, url: str, moment: Moment) -> PartHealth:
    base = select(readings).where(readings.c.source == source.name, readings.c.part == part)
    base = (
        base.where(readings.c.read_at <= moment.known_at)
        .order_by(readings.c.read_at.desc(), readings.c.id.desc())
        .limit(1)
    )
    last = connection.execute(base).one_or_none()
    if last is None:
        return PartHealth(part=part, url=url, verdict=None)
    good = connection.execute(base.where(readings.c.verdict != Verdict.FAILED.value)).one_or_none()
    return PartHealth(
        part=part,
        url=last.url,
        verdict=Verdict(last.verdict),
        reason=last.reason,
        read_at=last.read_at,
        good_at=good.read_at if good else None,
    )


def find_ids(connection: Connection, name: str) -> list[int]:
    """Return the advisories, of any source, known under a name (reference or alias)."""
    found = (names.c.backwards == backwards(name), names.c.name == name)
    query = select(names.c.advisory_id).where(*found).order_by(names.c.advisory_id)
    return list(connection.execute(query).scalars())


def find_names(connection: Connection, ends: Sequence[str]) -> tuple[str, ...]:
    """Return the names that end so, each once, in the order first seen. The ends are given backwards, in capitals."""
    key = names.c.backwards
    fits = or_(false(), *(and_(key >= end, key < end + _BEHIND_ALL) for end in ends))
    query = select(names.c.name, func.min(names.c.advisory_id).label("first")).where(fits).group_by(names.c.name)
    return tuple(name for name, _ in connection.execute(query.order_by("first")).all())


def histories(connection: Connection, ids: Iterable[int], moment: Moment) -> Iterator[History]:
    """Yield everything known about these advisories, oldest first within each."""
    for some in chunks(ids):
        known = standings(connection, moment, ids=[int(str(key)) for key in some])
        versions = _revisions(connection, some, moment)
        closed = _closed(connection, some, moment)
        open_since = _open(connection, some)
        told = _changes(connection, some, moment)
        for key, standing in known.items():
            spans = closed.get(key, [])
            since = open_since.get(key)
            if since is not None and since <= moment.known_at:
                spans = [*spans, Listing(listed_at=since)]
            yield History(
                standing=standing,
                revisions=tuple(versions.get(key, ())),
                listings=tuple(spans),
                changes=tuple(told.get(key, ())),
            )


def _open(connection: Connection, ids: Sequence[object]) -> dict[int, datetime | None]:
    query = select(advisories.c.id, advisories.c.listed_since).where(advisories.c.id.in_(ids))
    return dict(connection.execute(query).all())


def _closed(connection: Connection, ids: Sequence[object], moment: Moment) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = {}
    query = select(listings).where(listings.c.advisory_id.in_(ids), listings.c.listed_at <= moment.known_at)
    for row in connection.execute(query.order_by(listings.c.id)):
        known = row.unlisted_at <= moment.known_at
        found.setdefault(row.advisory_id, []).append(_listing(row) if known else Listing(listed_at=row.listed_at))
    return found


def _changes(connection: Connection, ids: Sequence[object], moment: Moment) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    query = select(changes.c.advisory_id, changes.c.body).where(
        changes.c.advisory_id.in_(ids), changes.c.at <= moment.known_at
    )
    for key, body in connection.execute(query.order_by(changes.c.id)):
        found.setdefault(key, []).append(_CHANGE.decode(body))
    return found


def _revisions(connection: Connection, ids: Sequence[object], moment: Moment) -> dict[int, list[Revision]]:
    query = select(revisions).where(revisions.c.advisory_id.in_(ids), revisions.c.at <= moment.known_at)
    rows = list(connection.execute(query.order_by(revisions.c.id)))
    wanted = sorted({int(key) for row in rows for key in row.evidence.split(",") if key})
    proof = read_evidence(connection, wanted)
    found: dict[int, list[Revision]] = {}
    for row in rows:
        found.setdefault(row.advisory_id, []).append(
            Revision(
                revision_id=row.id,
                advisory=read_advisory(row.advisory),
                read_at=row.at,
                record=row.record,
                reader_version=row.reader_version,
                evidence=tuple(proof[int(key)] for key in row.evidence.split(",") if key),
            )
        )
    return found


def read_evidence(connection: Connection, ids: Iterable[int]) -> dict[int, Evidence]:
    """Return readings as evidence, by id; what is not there is left out."""
    found: dict[int, Evidence] = {}
    for some in chunks(ids):
        for row in connection.execute(select(readings).where(readings.c.id.in_(some))):
            found[row.id] = Evidence(
                source=row.source,
                part=row.part,
                url=row.url,
                read_at=row.read_at,
                sha256=row.sha256,
                status=row.status,
                archive_file=row.archive_file,
                archive_offset=row.archive_offset,
                archive_length=row.archive_length,
            )
    return found

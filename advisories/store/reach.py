"""How far the store reaches: its days, its newest rows, and whose pages may read differently since then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from advisories.lookup import backwards
from advisories.store.query import Moment, is_listed
from advisories.store.recall import chunks
from advisories.store.schema import advisories, changes, names, runs, sources

_DAY = timedelta(days=1)


def days(connection: Connection) -> list[datetime]:
    """Return 00:00Z of every day on which something was read, oldest first."""
    found: set[datetime] = set()
    for source in connection.execute(select(sources.c.name)).scalars().all():
        first = select(func.min(runs.c.at)).where(runs.c.source == source)
        at = connection.execute(first).scalar()
        while at is not None:
            found.add(_day(at))
            at = connection.execute(first.where(runs.c.at >= _day(at) + _DAY)).scalar()
    return sorted(found)


def days_of_runs(connection: Connection, after: int) -> list[datetime]:
    """Return 00:00Z of every day of the runs with a higher id, oldest first."""
    moments = connection.execute(select(runs.c.at).where(runs.c.id > after)).scalars()
    return sorted({_day(at) for at in moments})


def day_before(connection: Connection, day: datetime) -> datetime | None:
    """Return 00:00Z of the last day before 00:00Z of `day` on which something was read; None where there is none."""
    newest = select(func.max(runs.c.at)).where(runs.c.source == bindparam("source"), runs.c.at < day)
    each = connection.execute(select(sources.c.name)).scalars().all()
    found = [at for source in each if (at := connection.execute(newest, {"source": source}).scalar()) is not None]
    return _day(max(found)) if found else None


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def newest(connection: Connection) -> tuple[int, int, int]:
    """Return the newest change, advisory and run, by id; 0 where there is none."""
    queries = (select(func.coalesce(func.max(table.c.id), 0)) for table in (changes, advisories, runs))
    change, advisory, run = (int(connection.execute(query).scalar_one()) for query in queries)
    return change, advisory, run


def touched(connection: Connection, moment: Moment, *, change: int, newest: int) -> list[int]:
    """Return the advisories that are listed, newer than `newest`, or told of by a change after `change`."""
    listed = select(advisories.c.id).where(is_listed(moment))
    told = select(changes.c.advisory_id).where(changes.c.id > change, changes.c.advisory_id.is_not(None))
    fresh = select(advisories.c.id).where(advisories.c.id > newest)
    return sorted(connection.execute(listed.union(told, fresh)).scalars())


def named(connection: Connection, references: Iterable[str]) -> set[int]:
    """Return the advisories of any of these names."""
    found: set[int] = set()
    for some in chunks(references):
        keys = {backwards(str(name)) for name in some}
        query = select(names.c.advisory_id).where(names.c.backwards.in_(keys), names.c.name.in_(some))
        found.update(connection.execute(query).scalars())
    return found


def gone_below(connection: Connection, below: int, limit: int) -> list[int]:
    """Return the newest advisories that are listed no more and whose id is lower, at most `limit`, newest first."""
    query = select(advisories.c.id).where(advisories.c.id < below, advisories.c.listed_since.is_(None))
    return list(connection.execute(query.order_by(advisories.c.id.desc()).limit(limit)).scalars())

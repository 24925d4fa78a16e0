"""The store: everything read, as it was read, at the time it was read. SQLite by default, PostgreSQL by URL.

One transaction per run: the run, its readings, revisions, listings, changes, the archive's committed lengths, and the
validators last. Nothing is ever rewritten but what a better reader reads of an unchanged record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, func, insert, select, update

from advisories.archive import Place
from advisories.errors import StoreError
from advisories.intake import Taken
from advisories.known import History, Knowledge, SourceHealth, Standing
from advisories.lookup import endings, matching
from advisories.model import Change, Value
from advisories.ruling import Memory, Outcome
from advisories.sources.base import Source
from advisories.store import engine as _engine
from advisories.store import query, reach, recall, stances
from advisories.store.engine import sqlite_file
from advisories.store.keeping import Keeping
from advisories.store.operation import Operation
from advisories.store.outbox import Letter, Outbox, enqueue
from advisories.store.query import Moment
from advisories.store.schema import archive_files, editions, readings, runs, sources
from advisories.store.write import RunWriter, next_id, write_archive_length

NOT_MODIFIED = 304

__all__ = ["Edition", "Moment", "OpenRun", "RunWork", "Store", "sqlite_file"]

Needs = Callable[[Memory], bool]


class Edition(Value, frozen=True):
    """A digest as issued: its number, its time, the changes it covers, and the message as sent."""

    number: int
    at: datetime
    after_change: int
    last_change: int
    subject: str
    message: bytes


class RunWork:
    """One run's transaction: what is remembered at its start, and the one write at its end."""

    def __init__(self, connection: Connection, source: Source, now: datetime, memory: Memory, needs: Needs) -> None:
        self._connection = connection
        self._source = source
        self._now = now
        if recall.last_run(connection, source.name) != memory.run_id:
            memory = recall.memory(connection, source.name)
        if memory.last_at is not None and now < memory.last_at:
            raise StoreError(
                f"{source.name}: its last run is dated {memory.last_at:%Y-%m-%d %H:%M:%SZ}, later than this one "
                f"({now:%Y-%m-%d %H:%M:%SZ}): was the clock set back? Nothing was written"
            )
        if needs(memory):
            memory = recall.in_full(connection, source.name, memory, joins=len(source.parts) > 1)
        self.memory = memory
        self.recall = recall.StoreRecall(connection, source.name)

    def write(
        self,
        taken: Taken,
        outcome: Outcome,
        *,
        places: Mapping[int, Place],
        next_at: datetime,
        archived: Mapping[str, int],
    ) -> int:
        """Write the run and the archive's committed lengths; return the run's id."""
        run_id = RunWriter(self._connection, self._source, self.memory, self._now).write(
            taken, outcome, places, next_at
        )
        for name, length in archived.items():
            write_archive_length(self._connection, name, length)
        return run_id


OpenRun = Callable[[Source, datetime, Memory, Needs], AbstractContextManager[RunWork]]


class Store:
    """An open store. Close it, or use it as a context manager."""

    def __init__(self, url: str) -> None:
        """Open the store and bring its schema up to date. Raises `ConfigError` or `StoreError`."""
        self.url = url
        with _engine.plain_errors(url):
            self._engine = _engine.connect(url)
        self.outbox = Outbox(self._reading, self._locked)
        try:
            _engine.upgrade(self._engine, url)
        except StoreError:
            self.close()
            raise
        self.operation = Operation(reading=self._reading, writing=self._writing, locked=self._locked)

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _engine.plain_errors(self.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._locked() as connection:
            self.operation.guard(connection)
            yield connection

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        with _engine.plain_errors(self.url), _engine.writing(self._engine) as connection:
            yield connection

    @contextmanager
    def keeping(self, *, writes: bool = False) -> Iterator[Keeping]:
        """Open what upkeep asks of the store; with `writes` as one transaction that an exception rolls back."""
        with self._writing() if writes else self._reading() as connection:
            yield Keeping(connection)

    def register(self, names: Iterable[str]) -> None:
        """Give each source its row, where it has none yet."""
        with self._reading() as connection:
            known = set(connection.execute(select(sources.c.name)).scalars())
        missing = [{"name": name, "failures": 0, "accepted": False} for name in names if name not in known]
        if missing:
            with self._writing() as connection:
                connection.execute(insert(sources), missing)

    def remember(self, source: Source) -> Memory:
        """Return what is remembered of a source, for asking conditionally."""
        return self.remember_all((source,))[source.name]

    def remember_all(self, asked: Iterable[Source]) -> dict[str, Memory]:
        """Return what is remembered of several sources, by name."""
        with self._reading() as connection:
            return {source.name: recall.memory(connection, source.name) for source in asked}

    @contextmanager
    def run(self, source: Source, now: datetime, memory: Memory, needs: Needs) -> Iterator[RunWork]:
        """Open the one transaction of a run; leaving it commits, an exception rolls all of it back.

        `memory` is what was remembered for asking; it is read anew where another run came between. `needs` tells, of
        what is remembered, whether the decision needs all that is listed as well.
        """
        with self._writing() as connection:
            yield RunWork(connection, source, now, memory, needs)

    @contextmanager
    def runs(self) -> Iterator[OpenRun]:
        """Open one transaction for several runs and yield what opens each: `run`, undone alone by an exception inside it.

        Leaving commits all of them, an exception rolls all back.
        """
        with self._writing() as connection:

            @contextmanager
            def one(source: Source, now: datetime, memory: Memory, needs: Needs) -> Iterator[RunWork]:
                with connection.begin_nested():
                    yield RunWork(connection, source, now, memory, needs)

            yield one

    def due(self, names: Sequence[str], now: datetime) -> tuple[str, ...]:
        """Return the sources, in order, that are due at `now`."""
        with self._reading() as connection:
            found = connection.execute(select(sources.c.name, sources.c.next_at).where(sources.c.name.in_(names))).all()
        waiting = dict(found)
        return tuple(name for name in names if (at := waiting.get(name)) is None or at <= now)

    def reasons(self, source: str, part: str, count: int) -> tuple[str, ...]:
        """Return the reasons of a part's readings in the last so many runs that attempted it, latest first, one for each."""
        of_part = (readings.c.source == source, readings.c.part == part)
        with self._reading() as connection:
            latest = select(readings.c.run_id).where(*of_part).distinct().order_by(readings.c.run_id.desc())
            ids = connection.execute(latest.limit(count)).scalars().all()
            told = select(readings.c.run_id, readings.c.reason).where(*of_part, readings.c.run_id.in_(ids))
            found = connection.execute(told.order_by(readings.c.id)).all()
        return tuple("; ".join(reason for run, reason in found if run == one and reason) for one in ids)

    def known_place(self, sha256: str, url: str = "") -> Place | None:
        """Return where bytes of this digest (and address, where it is given) first came into the archive."""
        with self.known_places() as known:
            return known(sha256, url)

    @contextmanager
    def known_places(self) -> Iterator[Callable[[str, str], Place | None]]:
        """Yield what `known_place` returns, for many questions in one transaction."""
        with self._reading() as connection:

            def known(sha256: str, url: str) -> Place | None:
                asked = _PLACE_HERE if url else _PLACE
                row = connection.execute(asked, {"sha256": sha256, "address": url}).one_or_none()
                return None if row is None else Place(file=row[0], offset=row[1], length=row[2], sha256=sha256)

            yield known

    def archived(self) -> dict[str, int]:
        """Return the committed length of every archive file."""
        with self._reading() as connection:
            return dict(connection.execute(select(archive_files.c.name, archive_files.c.length)).all())

    def begin_archive_file(self, name: str, length: int) -> None:
        """Note that an archive file of this store has been begun, before any record is in it."""
        with self._writing() as connection:
            write_archive_length(connection, name, length)

    def moment(self, now: datetime, *, as_of: datetime | None = None, known_at: datetime | None = None) -> Moment:
        """Return the two times of a question, `now` standing for what is not asked."""
        known = known_at or now
        last = self.last_run()
        return Moment(as_of=as_of or known, known_at=known, latest=last is None or last <= known)

    def knowledge(
        self, known_sources: Sequence[Source], moment: Moment, *, after_change: int = 0, since: datetime | None = None
    ) -> Knowledge:
        """Return what a view is made from: sources, what is listed, and the changes after `after_change`."""
        with self._reading() as connection:
            told = query.change_window(connection, after_change, moment)
            standings = query.standings(connection, moment)
            spoken_of = {advisory for _, advisory, _ in told if advisory is not None}
            standings |= query.standings(connection, moment, ids=spoken_of - standings.keys())
            return Knowledge(
                as_of=moment.as_of,
                known_at=moment.known_at,
                sources=tuple(query.health(connection, source, moment) for source in known_sources),
                standings=tuple(standings.values()),
                changes=tuple((key, change) for key, _, change in told),
                since=since,
                since_change=after_change,
                last_change=told[-1][0] if told else after_change,
                edition=self._last_number(connection) + 1,
            )

    def standings(self, moment: Moment, *, everything: bool = False) -> tuple[Standing, ...]:
        """Return what is listed, or everything ever seen, in the order it was first seen."""
        with self._reading() as connection:
            return tuple(query.standings(connection, moment, everything=everything).values())

    def health(self, known_sources: Sequence[Source], moment: Moment) -> tuple[SourceHealth, ...]:
        """Return how each source stands."""
        with self._reading() as connection:
            return tuple(query.health(connection, source, moment) for source in known_sources)

    def histories(
        self,
        moment: Moment,
        *,
        name: str = "",
        references: Iterable[str] | None = None,
        ids: Iterable[int] | None = None,
    ) -> Iterator[History]:
        """Yield everything known about the advisories of a name, of some references or ids, or about all ever seen."""
        with self._reading() as connection:
            if ids is not None:
                wanted: Iterable[int] = ids
            elif name:
                wanted = query.find_ids(connection, name)
            elif references is not None:
                wanted = [key for reference in references for key in query.find_ids(connection, reference)]
            else:
                wanted = list(query.standings(connection, moment, everything=True))
            yield from query.histories(connection, wanted, moment)

    def reach(self) -> tuple[int, int, int]:
        """Return the newest change, advisory and run, by id; 0 where there is none."""
        with self._reading() as connection:
            return reach.newest(connection)

    def touched(
        self, moment: Moment, *, change: int, newest: int, references: Iterable[str], below: int, limit: int
    ) -> tuple[tuple[int, ...], int]:
        """Return the ids of what may read differently since a change and an advisory were the newest.

        That is what is listed, new or told of, the `references`, and of what is listed no more the newest `limit` with
        ids lower than `below`. The second value is the new `below`: 0 where none is left.
        """
        with self._reading() as connection:
            found = reach.named(connection, references).union(
                reach.touched(connection, moment, change=change, newest=newest)
            )
            gone = reach.gone_below(connection, below, limit) if below else []
        return tuple(sorted(found.union(gone))), gone[-1] if gone and len(gone) == limit else 0

    def find_names(self, what: str) -> tuple[str, ...]:
        """Return the names (references and aliases) that a person means by `what`, in the order first seen."""
        with self._reading() as connection:
            return matching(what, query.find_names(connection, endings(what)))

    def changes(self, moment: Moment, *, since: datetime | None = None) -> tuple[Change, ...]:
        """Return the changes from `since` to `known_at`, oldest first."""
        with self._reading() as connection:
            after = query.last_change_before(connection, since) if since else 0
            return tuple(change for _, _, change in query.change_window(connection, after, moment))

    def moves(self, moment: Moment, places: Iterable[str] | None = None, *, each: int) -> tuple[Change, ...]:
        """Return the last changes of stance, newest first: of all places or of some, at most `each` for a place."""
        with self._reading() as connection:
            return tuple(stances.moves(connection, moment, places, each))

    def change_before(self, at: datetime) -> int:
        """Return the id of the last change before a time."""
        with self._reading() as connection:
            return query.last_change_before(connection, at)

    def days(self, after_run: int = 0) -> tuple[datetime, ...]:
        """Return 00:00Z of every day on which something was read, or was by a run after one, oldest first."""
        with self._reading() as connection:
            return tuple(reach.days_of_runs(connection, after_run) if after_run else reach.days(connection))

    def day_before(self, day: datetime) -> datetime | None:
        """Return 00:00Z of the last day before 00:00Z of `day` on which something was read; None where there is none."""
        with self._reading() as connection:
            return reach.day_before(connection, day)

    def last_run(self) -> datetime | None:
        """Return the time of the latest run of any source."""
        with self._reading() as connection:
            newest = select(func.max(runs.c.at)).join(sources, sources.c.last_run_id == runs.c.id)
            latest: datetime | None = connection.execute(newest).scalar_one()
            return latest

    def last_edition(self, until: datetime | None = None) -> Edition | None:
        """Return the newest edition, or the newest issued not after `until`."""
        newest = select(editions).order_by(editions.c.id.desc()).limit(1)
        if until is not None:
            newest = newest.where(editions.c.at <= until)
        with self._reading() as connection:
            row = connection.execute(newest).one_or_none()
        return None if row is None else Edition(number=row.id, **{key: getattr(row, key) for key in _EDITION})

    def issue(self, edition: Edition, letters: Sequence[Letter] = ()) -> None:
        """Freeze an edition and queue its letters, in one transaction.

        Raises `StoreError` where it does not begin at the last one's end: another process has issued one meanwhile.
        """
        values = {key: getattr(edition, key) for key in _EDITION}
        newest = select(editions.c.id, editions.c.last_change).order_by(editions.c.id.desc()).limit(1)
        with self._writing() as connection:
            last = connection.execute(newest).one_or_none()
            expected = (last.id + 1, last.last_change) if last else (1, 0)
            if (edition.number, edition.after_change) != expected:
                raise StoreError(
                    f"edition {edition.number} after change {edition.after_change}: expected edition {expected[0]} "
                    f"after change {expected[1]}; another process has issued one meanwhile"
                )
            connection.execute(insert(editions).values(id=edition.number, **values))
            enqueue(connection, edition.number, letters, edition.at)

    def check(self) -> None:
        """Check the database's own integrity. Raises `StoreError` naming what is damaged."""
        with self._reading() as connection:
            if connection.dialect.name == "sqlite":
                found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                if found != ["ok"]:
                    raise StoreError(f"store {_engine.shown(self.url)}: damaged: {'; '.join(map(str, found[:3]))}")

    def accept(self, name: str) -> None:
        """Note that a person has accepted a live reading of an unproven source."""
        with self._writing() as connection:
            connection.execute(update(sources).where(sources.c.name == name).values(accepted=True))

    def postpone(self, name: str, until: datetime) -> None:
        """Make a source due at `until`."""
        with self._writing() as connection:
            connection.execute(update(sources).where(sources.c.name == name).values(next_at=until))

    def _last_number(self, connection: Connection) -> int:
        return next_id(connection, editions) - 1


_PLACE = (
    select(readings.c.archive_file, readings.c.archive_offset, readings.c.archive_length)
    .where(
        readings.c.sha256 == bindparam("sha256"),
        readings.c.archive_file != "",
        readings.c.status != NOT_MODIFIED,
    )
    .order_by(readings.c.id)
    .limit(1)
)
_PLACE_HERE = _PLACE.where(readings.c.url == bindparam("address"))
_EDITION = ("at", "after_change", "last_change", "subject", "message")

"""What the program keeps of its own running: who is at work, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from advisories.errors import StoreError
from advisories.known import Fault, Holder
from advisories.store.schema import faults, leases, sources

_HOLDER = select(leases).where(leases.c.name == bindparam("lease"))

Opens = Callable[[], AbstractContextManager[Connection]]


class Operation:
    """The running of the program, in its store. Every method raises `StoreError`."""

    def __init__(self, *, reading: Opens, writing: Opens, locked: Opens) -> None:
        self._reading = reading
        self._writing = writing
        self._locked = locked
        self._guarded: tuple[str, str] | None = None

    def guard(self, connection: Connection) -> None:
        """Refuse to write where this process was at work and another has taken over meanwhile. Raises `StoreError`."""
        if self._guarded is None:
            return
        name, owner = self._guarded
        found = _holder(connection, name)
        if found is None or found.owner != owner:
            now = found.owner if found else "nobody"
            raise StoreError(f"another process has taken over ({now} is at work now): nothing was written")

    def guard_as(self, name: str, owner: str) -> None:
        """Let every later transaction of this store check that `owner` holds the lease."""
        self._guarded = (name, owner)

    def holder(self, name: str) -> Holder | None:
        """Return who holds a lease, or held it last."""
        with self._reading() as connection:
            return _holder(connection, name)

    def take(self, name: str, wanted: Holder, *, free: Callable[[Holder], bool]) -> Holder:
        """Take or renew a lease, where it is ours, nobody's, or `free` says of its holder so; return who holds it then.

        A renewed lease keeps its `since`. The question and the answer are one transaction.
        """
        with self._locked() as connection:
            found = _holder(connection, name)
            if found is None:
                connection.execute(insert(leases).values(name=name, **_values(wanted)))
                return wanted
            if found.owner == wanted.owner:
                wanted = Holder(owner=wanted.owner, since=found.since, beat_at=wanted.beat_at, until=wanted.until)
            elif not free(found):
                return found
            connection.execute(update(leases).where(leases.c.name == name).values(_values(wanted)))
            return wanted

    def drop(self, name: str, owner: str) -> None:
        """Give a lease back, if it is still ours."""
        with self._locked() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults on record, the latest first."""
        with self._reading() as connection:
            rows = connection.execute(select(faults).order_by(faults.c.at.desc(), faults.c.kind)).all()
        return tuple(Fault(**row._asdict()) for row in rows)

    def write_faults(self, changed: Iterable[Fault]) -> None:
        """Put faults on record, each in the place of the last of its kind."""
        rows = [
            {"kind": one.kind, "words": one.words, "since": one.since, "at": one.at, "times": one.times}
            | {"over_at": one.over_at}
            for one in changed
        ]
        if not rows:
            return
        with self._writing() as connection:
            connection.execute(delete(faults).where(faults.c.kind.in_([row["kind"] for row in rows])))
            connection.execute(insert(faults), rows)

    def failing(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of these sources whose last run failed."""
        with self._reading() as connection:
            bad = select(sources.c.name).where(sources.c.name.in_(list(names)), sources.c.failures > 0)
            return frozenset(connection.execute(bad).scalars())


def _holder(connection: Connection, name: str) -> Holder | None:
    row = connection.execute(_HOLDER, {"lease": name}).one_or_none()
    return None if row is None else Holder(owner=row.owner, since=row.since, beat_at=row.beat_at, until=row.until)


def _values(holder: Holder) -> dict[str, object]:
    return {"owner": holder.owner, "since": holder.since, "beat_at": holder.beat_at, "until": holder.until}

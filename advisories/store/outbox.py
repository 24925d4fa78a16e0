"""The outbox: one row per edition and recipient, and who is sending it.

    queued ─→ sending ─→ sent │ deferred │ bounced │ failed │ unknown          suppressed
               ↑                   │
               └───────────────────┘

SMTP cannot deliver exactly once: after the message is handed over and before the answer is recorded, nobody can tell
whether it arrived. So the moment of handing over is recorded first, in a transaction that only the holder of a valid
lease can make. A lease that ran out before that moment is tried again; one that ran out after it becomes *unknown*,
which is told and never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from advisories import mailboxes
from advisories.model import Value
from advisories.store.schema import deliveries, editions, suppressions

HEAD_END = b"\r\n\r\n"
"""What stands between the head and the body of a message (RFC 5322, 2.1)."""

Transaction = Callable[[], AbstractContextManager[Connection]]


class DeliveryState(StrEnum):
    """Where a delivery stands. `sent`: a server has taken the message over; `unknown`: it may have."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"


WAITING = (DeliveryState.QUEUED, DeliveryState.DEFERRED)
_LATE = (DeliveryState.SENDING, DeliveryState.UNKNOWN)


class Letter(Value, frozen=True):
    """An edition for one recipient: the bare address, and the message's own head; the body is the edition's."""

    recipient: str
    head: bytes


class Delivery(Value, frozen=True):
    """One edition to one recipient, as it stands. `next_at` is None where nothing is to be tried."""

    id: int
    edition: int
    recipient: str
    state: DeliveryState
    attempts: int
    queued_at: datetime
    next_at: datetime | None
    done_at: datetime | None
    reason: str


class Claim(Value, frozen=True):
    """A delivery that one process may send until its lease runs out, with the whole message."""

    id: int
    owner: str
    edition: int
    recipient: str
    attempt: int
    queued_at: datetime
    message: bytes


class Suppression(Value, frozen=True):
    """An address that gets nothing more, since when, and what its server said."""

    recipient: str
    at: datetime
    reason: str


class Outbox:
    """The deliveries of a store. Every method is one transaction."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        """Work on the transactions of a store."""
        self._reading = reading
        self._writing = writing

    def entries(self, *, edition: int | None = None, states: Sequence[DeliveryState] = ()) -> tuple[Delivery, ...]:
        """Return deliveries, oldest first: all, or those of one edition or of some states."""
        query = select(deliveries).order_by(deliveries.c.id)
        if edition is not None:
            query = query.where(deliveries.c.edition_id == edition)
        if states:
            query = query.where(deliveries.c.state.in_(states))
        with self._reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(query))

    def counts(self) -> dict[DeliveryState, int]:
        """Return how many deliveries stand in each state; states without any are left out."""
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        with self._reading() as connection:
            return {DeliveryState(state): int(count) for state, count in connection.execute(query)}

    def next_at(self) -> datetime | None:
        """Return when there is something to do: a delivery due, or a lease run out; None where nothing waits.

        What is queued is due whatever the clock says: then it is the earliest time there is.
        """
        lease = deliveries.c.lease_until
        queries = (
            select(func.min(deliveries.c.next_at)).where(deliveries.c.state == DeliveryState.DEFERRED),
            select(func.min(lease)).where(deliveries.c.state == DeliveryState.SENDING),
        )
        queued = select(deliveries.c.id).where(deliveries.c.state == DeliveryState.QUEUED).limit(1)
        with self._reading() as connection:
            if connection.execute(queued).first() is not None:
                return datetime.min.replace(tzinfo=UTC)
            found = [connection.execute(query).scalar_one() for query in queries]
        return min((at for at in found if at is not None), default=None)

    def recover(self, now: datetime, retry_at: Callable[[int], datetime]) -> tuple[Delivery, ...]:
        """Take back what a process that ended was sending; return it as it now stands.

        What had been handed over becomes unknown; what had not is deferred to `retry_at(attempts)`.
        """
        expired = and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until <= now)
        with self._reading() as connection:
            if connection.execute(select(deliveries.c.id).where(expired).limit(1)).first() is None:
                return ()
        with self._writing() as connection:
            rows = connection.execute(select(deliveries).where(expired).order_by(deliveries.c.id)).all()
            for row in rows:
                connection.execute(
                    update(deliveries).where(deliveries.c.id == row.id).values(_recovered(row, now, retry_at))
                )
            again = select(deliveries).where(deliveries.c.id.in_([row.id for row in rows])).order_by(deliveries.c.id)
            return tuple(_delivery(row) for row in connection.execute(again))

    def claim(self, owner: str, now: datetime, until: datetime) -> Claim | None:
        """Lease the oldest delivery that is due to `owner` until a time; None where nothing is due.

        What is queued is due whatever the clock says, so that a clock set back holds nothing up.
        """
        due = or_(
            deliveries.c.state == DeliveryState.QUEUED,
            and_(deliveries.c.state == DeliveryState.DEFERRED, deliveries.c.next_at <= now),
        )
        joined = deliveries.join(editions)
        query = select(deliveries, editions.c.message).select_from(joined).where(due).order_by(deliveries.c.id).limit(1)
        with self._reading() as connection:
            if connection.execute(select(deliveries.c.id).where(due).limit(1)).first() is None:
                return None
        with self._writing() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            lease = {"lease_owner": owner, "lease_until": until, "attempts": row.attempts + 1}
            connection.execute(
                update(deliveries)
                .where(deliveries.c.id == row.id, due)
                .values(state=DeliveryState.SENDING, handed_at=None, **lease)
            )
        return Claim(
            id=row.id,
            owner=owner,
            edition=row.edition_id,
            recipient=row.recipient,
            attempt=row.attempts + 1,
            queued_at=row.queued_at,
            message=row.head + HEAD_END + row.message.partition(HEAD_END)[2],
        )

    def hand_over(self, claim: Claim, now: datetime, until: datetime) -> bool:
        """Note that the message is about to be handed over, and extend the lease; False where the lease is lost."""
        with self._writing() as connection:
            done = connection.execute(
                update(deliveries)
                .where(_held(claim), deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until > now)
                .values(handed_at=now, lease_until=until)
            )
            return done.rowcount == 1

    def finish(
        self, claim: Claim, state: DeliveryState, now: datetime, *, reason: str = "", next_at: datetime | None = None
    ) -> bool:
        """Write how a delivery went; a bounce also suppresses its address. False where the lease was lost.

        An answer that comes after the lease ran out still counts, as long as nobody was told to send again.
        """
        ended = None if state is DeliveryState.DEFERRED else now
        values = {"state": state, "reason": reason, "next_at": next_at or now, "done_at": ended, "lease_until": None}
        with self._writing() as connection:
            done = connection.execute(
                update(deliveries).where(_held(claim), deliveries.c.state.in_(_LATE)).values(values)
            )
            if done.rowcount == 1 and state is DeliveryState.BOUNCED:
                _suppress(connection, claim.recipient, now, reason)
            return done.rowcount == 1

    def withdraw(self, recipients: Iterable[str], now: datetime) -> tuple[Delivery, ...]:
        """Let go of what waits for anybody but these recipients; return it as it then stands."""
        kept = {mailboxes.key(address) for address in recipients}
        waits = select(deliveries).where(deliveries.c.state.in_(WAITING)).order_by(deliveries.c.id)

        def gone(connection: Connection) -> list[int]:
            return [row.id for row in connection.execute(waits) if mailboxes.key(row.recipient) not in kept]

        with self._reading() as connection:
            if not gone(connection):
                return ()
        values = {
            "state": DeliveryState.SUPPRESSED,
            "done_at": now,
            "reason": "skipped: no longer among the recipients",
        }
        with self._writing() as connection:
            chosen = deliveries.c.id.in_(gone(connection))
            connection.execute(update(deliveries).where(chosen).values(values))
            again = connection.execute(select(deliveries).where(chosen).order_by(deliveries.c.id))
            return tuple(_delivery(row) for row in again)

    def resend(self, states: Iterable[DeliveryState], now: datetime, *, edition: int | None = None) -> int:
        """Queue again what ended in one of these states, but for suppressed addresses; return how many."""
        chosen = and_(deliveries.c.state.in_(list(states)), ~_is_suppressed())
        if edition is not None:
            chosen = and_(chosen, deliveries.c.edition_id == edition)
        fresh = {"state": DeliveryState.QUEUED, "attempts": 0, "queued_at": now, "next_at": now}
        with self._writing() as connection:
            done = connection.execute(
                update(deliveries).where(chosen).values(**fresh, done_at=None, lease_owner="", reason="queued again")
            )
            return int(done.rowcount)

    def suppressed(self) -> tuple[Suppression, ...]:
        """Return the addresses that get nothing more, in order."""
        with self._reading() as connection:
            rows = connection.execute(select(suppressions).order_by(suppressions.c.recipient)).all()
        return tuple(Suppression(recipient=row.recipient, at=row.at, reason=row.reason) for row in rows)

    def unsuppress(self, address: str) -> bool:
        """Let an address have the following editions again; False where it was not suppressed."""
        with self._writing() as connection:
            done = connection.execute(delete(suppressions).where(suppressions.c.recipient == mailboxes.key(address)))
            return done.rowcount == 1


def enqueue(connection: Connection, edition: int, letters: Sequence[Letter], now: datetime) -> None:
    """Write one delivery per letter, in the transaction that issues the edition; suppressed addresses visibly so."""
    reasons = {row.recipient: row.reason for row in connection.execute(select(suppressions))}
    rows: list[dict[str, Any]] = []
    for letter in letters:
        reason = reasons.get(mailboxes.key(letter.recipient))
        skipped = reason is not None
        rows.append(
            {
                "edition_id": edition,
                "recipient": letter.recipient,
                "head": letter.head,
                "state": DeliveryState.SUPPRESSED if skipped else DeliveryState.QUEUED,
                "reason": f"skipped: {reason}" if skipped else "",
                "done_at": now if skipped else None,
                "attempts": 0,
                "queued_at": now,
                "next_at": now,
                "lease_owner": "",
            }
        )
    if rows:
        connection.execute(insert(deliveries), rows)


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        deliveries.c.id == claim.id,
        deliveries.c.lease_owner == claim.owner,
        deliveries.c.attempts == claim.attempt,
    )


def _is_suppressed() -> ColumnElement[bool]:
    return func.lower(deliveries.c.recipient).in_(select(suppressions.c.recipient))


def _suppress(connection: Connection, address: str, now: datetime, reason: str) -> None:
    """Suppress an address, and skip what still waits for it."""
    key = mailboxes.key(address)
    known = select(suppressions.c.recipient).where(suppressions.c.recipient == key)
    if connection.execute(known).first() is None:
        connection.execute(insert(suppressions).values(recipient=key, at=now, reason=reason))
    connection.execute(
        update(deliveries)
        .where(func.lower(deliveries.c.recipient) == key, deliveries.c.state.in_(WAITING))
        .values(state=DeliveryState.SUPPRESSED, done_at=now, reason=f"skipped: {reason}")
    )


def _recovered(row: Row[Any], now: datetime, retry_at: Callable[[int], datetime]) -> dict[str, Any]:
    if row.handed_at is None:
        reason = "the sending process ended before the message was handed over"
        return {
            "state": DeliveryState.DEFERRED,
            "next_at": retry_at(row.attempts),
            "lease_until": None,
            "reason": reason,
        }
    reason = "the sending process ended after the message was handed over: it may have arrived"
    return {"state": DeliveryState.UNKNOWN, "done_at": now, "reason": reason}


def _delivery(row: Row[Any]) -> Delivery:
    state = DeliveryState(row.state)
    return Delivery(
        id=row.id,
        edition=row.edition_id,
        recipient=row.recipient,
        state=state,
        attempts=row.attempts,
        queued_at=row.queued_at,
        next_at=row.next_at if state in WAITING else None,
        done_at=row.done_at,
        reason=row.reason,
    )

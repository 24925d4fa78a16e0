"""Sending what is due: each delivery claimed, handed over and recorded, one after the other.

Whatever happens in between, no message is sent twice by itself and none is lost silently: see `store.outbox`.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from advisories import mailboxes
from advisories.config import DeliverySettings, Settings
from advisories.mail.transport import Outcome, Sent, Transport, WithdrawnError
from advisories.model import Value
from advisories.store import Store
from advisories.store.outbox import WAITING, Claim, Delivery, DeliveryState

LEASE = timedelta(minutes=30)
"""How long one process may take over one message before another may judge that it has ended."""

LATE = timedelta(hours=1)
"""How long mail may wait before that is worth a notice: a first refusal for now is what many servers begin with."""

log = structlog.get_logger("advisories")

Clock = Callable[[], datetime]


class Attempt(Value, frozen=True):
    """One delivery that was tried: how it stands now and why, and when it is tried next."""

    edition: int
    recipient: str
    state: DeliveryState
    attempt: int
    reason: str
    next_at: datetime | None = None


class Delivered(Value, frozen=True):
    """What a pass did: what a process that ended had left, what was tried, and why the pass stopped early, if so."""

    recovered: tuple[Delivery, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    stopped: str = ""


def deliver(
    store: Store, transport: Transport, settings: Settings, clock: Clock, *, stopping: threading.Event | None = None
) -> Delivered:
    """Send every delivery that is due when this begins, and close the transport. Raises `StoreError`.

    What waits for somebody whom the settings name no more is not sent. Where the transport itself cannot be used the pass
    stops, and what was not tried stays queued; so it does, between two messages, once `stopping` is set.
    """
    outbox = store.outbox
    began = clock()
    sender = mailboxes.bare(settings.digest.sender)
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    recovered = outbox.recover(began, lambda attempts: began + wait(settings.delivery, attempts))
    for left in recovered:
        log.warning("delivery left behind", edition=left.edition, to=left.recipient, state=left.state.value)
    for left in outbox.withdraw(settings.delivery.addresses, began):
        log.warning("delivery withdrawn", edition=left.edition, to=left.recipient, reason=left.reason)
    attempts: list[Attempt] = []
    stopped = ""
    try:
        while not stopped and not (stopping and stopping.is_set()):
            claim = outbox.claim(owner, began, clock() + LEASE)
            if claim is None:
                break
            try:
                sent = transport.send(claim.message, sender, claim.recipient, partial(_hand_over, store, claim, clock))
            except WithdrawnError as error:
                log.warning("delivery withdrawn", edition=claim.edition, to=claim.recipient, reason=str(error))
                continue
            attempts.append(_record(store, settings.delivery, claim, sent, clock()))
            stopped = sent.reason if sent.unusable else ""
    finally:
        transport.close()
    return Delivered(recovered=recovered, attempts=tuple(attempts), stopped=stopped)


def late(store: Store, now: datetime) -> str:
    """Return in words what has waited for long to be sent; an empty string where nothing has. Raises `StoreError`."""
    found = [one for one in store.outbox.entries(states=WAITING) if now - one.queued_at >= LATE]
    if not found:
        return ""
    first = found[0]
    count = "a message waits" if len(found) == 1 else f"{len(found)} messages wait"
    last = f"; edition {first.edition} to {first.recipient}: {first.reason}" if first.reason else ""
    return f"{count} since {first.queued_at:%Y-%m-%d %H:%MZ}, tried {first.attempts} times{last}"


def _hand_over(store: Store, claim: Claim, clock: Clock) -> None:
    """Record that the message is about to leave. Raises `WithdrawnError` where it is no longer ours to send."""
    now = clock()
    if not store.outbox.hand_over(claim, now, now + LEASE):
        raise WithdrawnError(f"delivery {claim.id}: the lease ran out before the message was handed over")


def _record(store: Store, policy: DeliverySettings, claim: Claim, sent: Sent, now: datetime) -> Attempt:
    state, reason, next_at = judge(policy, claim, sent, now)
    ours = store.outbox.finish(claim, state, now, reason=reason, next_at=next_at)
    level = log.info if state in (DeliveryState.SENT, DeliveryState.DEFERRED) and ours else log.warning
    level(
        "delivery",
        edition=claim.edition,
        to=claim.recipient,
        state=state.value,
        attempt=claim.attempt,
        recorded=ours,
        reason=reason,
    )
    return Attempt(
        edition=claim.edition,
        recipient=claim.recipient,
        state=state,
        attempt=claim.attempt,
        reason=reason,
        next_at=next_at,
    )


def judge(
    policy: DeliverySettings, claim: Claim, sent: Sent, now: datetime
) -> tuple[DeliveryState, str, datetime | None]:
    """Return the state that follows from an outcome, its reason, and when it is tried next."""
    if sent.outcome is not Outcome.DEFERRED:
        return DeliveryState(sent.outcome.value), sent.reason, None
    tried = now - claim.queued_at
    if claim.attempt >= policy.attempts and tried >= timedelta(hours=policy.give_up_hours):
        hours = int(tried.total_seconds() // 3600)
        return DeliveryState.FAILED, f"given up after {claim.attempt} attempts in {hours} h: {sent.reason}", None
    return DeliveryState.DEFERRED, sent.reason, now + wait(policy, claim.attempt)


def wait(policy: DeliverySettings, attempts: int) -> timedelta:
    """Return how long until the next attempt: `first_wait`, doubled with each attempt, at most `longest_wait`."""
    return timedelta(seconds=min(policy.first_wait * 2 ** min(max(attempts, 1) - 1, 30), policy.longest_wait))

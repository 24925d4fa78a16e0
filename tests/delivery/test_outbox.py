"""Deliveries through the real store and a real server: what is due, what waits, what is never sent twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from advisories.config import DeliverySettings
from advisories.deliver import LEASE, deliver, wait
from advisories.errors import StoreError
from advisories.mail.transport import HandOver, Outcome, Sent, WithdrawnError
from advisories.store import Store
from advisories.store.outbox import HEAD_END, Claim, DeliveryState
from tests.delivery.made import (
    BARE,
    MESSAGE,
    OTHER,
    READER,
    START,
    THIRD,
    Clock,
    issue,
    send,
    settings,
    smtp,
    states,
)
from tests.delivery.office import Office, read

QUEUED, SENDING, SENT = DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT
DEFERRED, BOUNCED, FAILED = DeliveryState.DEFERRED, DeliveryState.BOUNCED, DeliveryState.FAILED
UNKNOWN, SUPPRESSED = DeliveryState.UNKNOWN, DeliveryState.SUPPRESSED


def claimed(store: Store, owner: str = "one", now: datetime = START) -> Claim:
    """Claim the next delivery."""
    claim = store.outbox.claim(owner, now, now + LEASE)
    assert claim is not None
    return claim


def later(_: int) -> datetime:
    """Return when to try again."""
    return START + LEASE + timedelta(minutes=5)


def test_every_recipient_gets_an_edition_once(store: Store, office: Office) -> None:
    """Each gets a message of its own: To and Message-ID differ, the rest is the edition's; a second pass sends nothing."""
    issue(store)
    clock = Clock()
    done = send(store, office, clock)
    assert [one.state for one in done.attempts] == [SENT, SENT]
    assert send(store, office, clock).attempts == ()
    assert [(sender, to) for sender, to, _ in office.letters] == [(BARE, READER), (BARE, OTHER)]
    messages = [message for _, _, message in office.letters]
    assert [read(message)["To"] for message in messages] == [READER, OTHER]
    assert len({read(message)["Message-ID"] for message in messages}) == 2
    assert {message.partition(HEAD_END)[2] for message in messages} == {MESSAGE.partition(HEAD_END)[2]}
    assert states(store) == [SENT, SENT]
    assert store.outbox.next_at() is None


def test_an_edition_and_its_deliveries_are_written_together_or_not_at_all(store: Store) -> None:
    """Where one delivery cannot be written, neither the edition nor any other delivery is."""
    with pytest.raises(StoreError):
        issue(store, READER, READER)
    assert store.last_edition() is None
    assert store.outbox.entries() == ()


def test_an_edition_that_overlaps_the_last_one_is_refused(store: Store) -> None:
    """Of two processes that would issue the same changes, the second issues and queues nothing."""
    edition = issue(store)
    with pytest.raises(StoreError, match="another process"):
        store.issue(edition)
    assert len(store.outbox.entries()) == 2


def test_a_refusal_for_now_is_tried_again_ever_more_slowly(store: Store, office: Office) -> None:
    """The waits double up to the longest, and the message goes out once the server takes it."""
    issue(store, READER)
    clock = Clock()
    office.says["RCPT"] = "450 4.2.0 Greylisted"
    waits = []
    for _ in range(8):
        (tried,) = send(store, office, clock).attempts
        assert tried.state is DEFERRED
        assert tried.next_at is not None
        assert send(store, office, clock).attempts == ()
        assert store.outbox.next_at() == tried.next_at
        waits.append(tried.next_at - clock.now)
        clock.now = tried.next_at
    assert [wait.total_seconds() / 60 for wait in waits] == [5, 10, 20, 40, 80, 160, 240, 240]
    office.says.clear()
    assert send(store, office, clock).attempts[0].state is SENT
    assert len(office.letters) == 1


def test_it_is_given_up_after_the_hours_of_the_settings_and_not_before(store: Store, office: Office) -> None:
    """A delivery fails with the reason only when hours and attempts have both passed."""
    issue(store, READER)
    clock = Clock()
    office.says["RCPT"] = "450 4.2.0 Greylisted"
    attempts = 0
    while states(store) != [FAILED]:
        attempts += len(send(store, office, clock, give_up_hours=10).attempts)
        (now,) = store.outbox.entries()
        assert (now.state is FAILED) == (clock.now - START >= timedelta(hours=10))
        clock.now = now.next_at or clock.now
    assert attempts >= 6
    assert now.reason.startswith(f"given up after {attempts} attempts in 1")
    assert "Greylisted" in now.reason


def test_a_long_silence_alone_gives_nothing_up(store: Store, office: Office) -> None:
    """A machine that was off for a week still makes its attempts."""
    issue(store, READER)
    office.says["RCPT"] = "450 4.2.0 Greylisted"
    assert send(store, office, Clock(START + timedelta(days=7))).attempts[0].state is DEFERRED


def test_a_hard_bounce_suppresses_the_address(store: Store, office: Office) -> None:
    """One refusal of the mailbox is enough: what waits for it and every later edition is skipped, visibly."""
    issue(store)
    issue(store, READER.upper(), OTHER)
    office.says[READER] = "550 5.1.1 User unknown"
    send(store, office, Clock())
    assert states(store) == [BOUNCED, SENT, SUPPRESSED, SENT]
    issue(store)
    send(store, office, Clock())
    assert states(store)[4:] == [SUPPRESSED, SENT]
    (one,) = store.outbox.suppressed()
    assert (one.recipient, one.at) == (READER, START)
    assert "User unknown" in one.reason
    assert all("User unknown" in entry.reason for entry in store.outbox.entries(states=(SUPPRESSED,)))


def test_a_suppression_can_be_lifted(store: Store, office: Office) -> None:
    """After it is lifted the following editions go out, and the bounced one on demand."""
    issue(store, READER)
    office.says[READER] = "550 5.1.1 User unknown"
    send(store, office, Clock())
    office.says.clear()
    assert store.outbox.resend((FAILED, BOUNCED), START) == 0
    assert store.outbox.unsuppress(READER.upper())
    assert not store.outbox.unsuppress(READER)
    assert store.outbox.resend((FAILED, BOUNCED), START) == 1
    send(store, office, Clock())
    assert states(store) == [SENT]


def test_a_refusal_of_our_own_suppresses_nobody(store: Store, office: Office) -> None:
    """A server that does not relay for us fails the delivery and leaves the address alone."""
    issue(store, READER)
    office.says["RCPT"] = "554 5.7.1 Relay access denied"
    send(store, office, Clock())
    assert states(store) == [FAILED]
    assert store.outbox.suppressed() == ()


def test_an_unusable_server_is_asked_once(store: Store, offices: Callable[..., Office]) -> None:
    """Where the server itself fails the pass stops; the others stay queued and go out with the next pass."""
    office = offices()
    issue(store, READER, OTHER, THIRD)
    clock = Clock()
    office.hangs_up = "EHLO"
    done = send(store, office, clock)
    assert (len(done.attempts), states(store)) == (1, [DEFERRED, QUEUED, QUEUED])
    assert done.stopped
    office.hangs_up = ""
    clock.pass_(minutes=5)
    assert send(store, office, clock).stopped == ""
    assert states(store) == [SENT, SENT, SENT]


def test_an_open_outcome_is_not_sent_again_unless_told(store: Store, office: Office) -> None:
    """Unknown stays unknown through every pass; told to, it goes out under the same Message-ID."""
    issue(store, READER)
    clock = Clock()
    office.hangs_up = "answer"
    send(store, office, clock)
    assert states(store) == [UNKNOWN]
    office.hangs_up = ""
    clock.pass_(days=30)
    assert send(store, office, clock).attempts == ()
    assert store.outbox.resend((UNKNOWN,), clock.now, edition=2) == 0
    assert store.outbox.resend((UNKNOWN,), clock.now, edition=1) == 1
    send(store, office, clock)
    assert states(store) == [SENT]
    assert list(office.counts().values()) == [2]


def test_a_lease_that_ran_out_before_handing_over_is_tried_again(store: Store, office: Office) -> None:
    """Nothing had left, so nothing can arrive twice."""
    issue(store, READER)
    claimed(store)
    clock = Clock()
    assert send(store, office, clock).attempts == ()
    assert store.outbox.next_at() == START + LEASE
    clock.now = START + LEASE
    done = send(store, office, clock)
    assert [one.state for one in done.recovered] == [DEFERRED]
    clock.pass_(minutes=5)
    send(store, office, clock)
    assert states(store) == [SENT]


def test_a_lease_that_ran_out_after_handing_over_is_unknown(store: Store, office: Office) -> None:
    """The message may have arrived, and the reason says so."""
    issue(store, READER)
    claim = claimed(store)
    assert store.outbox.hand_over(claim, START, START + LEASE)
    done = send(store, office, Clock(START + LEASE))
    assert [one.state for one in done.recovered] == [UNKNOWN]
    assert "may have arrived" in done.recovered[0].reason
    assert office.letters == []


def test_a_process_that_wakes_too_late_hands_nothing_over(store: Store) -> None:
    """Once the lease has run out, or the delivery is another's, the message is no longer ours to send."""
    issue(store, READER)
    slow = claimed(store)
    assert not store.outbox.hand_over(slow, START + LEASE, START + 2 * LEASE)
    store.outbox.recover(START + LEASE, later)
    quick = claimed(store, "two", later(1))
    assert not store.outbox.hand_over(slow, START, START + LEASE)
    assert not store.outbox.finish(slow, SENT, START)
    assert store.outbox.hand_over(quick, later(1), later(1) + LEASE)


def test_a_late_answer_still_counts(store: Store) -> None:
    """A delivery that was given up as unknown becomes sent when its own sender says so after all."""
    issue(store, READER)
    claim = claimed(store)
    assert store.outbox.hand_over(claim, START, START + LEASE)
    store.outbox.recover(START + LEASE, later)
    assert states(store) == [UNKNOWN]
    assert store.outbox.finish(claim, SENT, START + 2 * LEASE)
    assert states(store) == [SENT]


def test_a_withdrawn_delivery_does_not_stop_the_others(store: Store) -> None:
    """A delivery that another process has taken over is passed over."""
    issue(store)

    class Late:
        """A transport that is too late for the first reader."""

        closed = False

        def send(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
            """Send to all but one."""
            del message, sender
            if recipient == READER:
                raise WithdrawnError("taken over")
            hand_over()
            return Sent(outcome=Outcome.SENT)

        def close(self) -> None:
            """Note that it was closed."""
            self.closed = True

    transport = Late()
    done = deliver(store, transport, settings(), Clock())
    assert [one.recipient for one in done.attempts] == [OTHER]
    assert transport.closed


def test_the_lease_is_checked_at_the_moment_of_handing_over(store: Store, office: Office) -> None:
    """A sender that was held up past its lease stops before the message, and the next pass sends it once."""
    issue(store, READER)
    clock = Clock()

    class HeldUp(Clock):
        """A clock that jumps past the lease after the claim."""

        calls = 0

        def __call__(self) -> datetime:
            """Return the time, from the third call on too late."""
            self.calls += 1
            return self.now if self.calls < 3 else self.now + LEASE

    assert deliver(store, smtp(office.port), settings(office), HeldUp()).attempts == ()
    assert office.letters == []
    clock.now = START + LEASE
    send(store, office, clock)
    clock.pass_(minutes=5)
    send(store, office, clock)
    assert len(office.letters) == 1


def test_a_pass_ends_between_two_messages_when_told(store: Store, office: Office) -> None:
    """What was begun is finished and recorded; the rest stays queued."""
    issue(store)
    stopping = threading.Event()
    stopping.set()
    assert deliver(store, smtp(office.port), settings(office), Clock(), stopping=stopping).attempts == ()
    assert states(store) == [QUEUED, QUEUED]


def test_a_clock_set_back_holds_no_new_edition_up(store: Store, office: Office) -> None:
    """What is queued goes out at once, whatever the clock says."""
    issue(store)
    assert store.outbox.next_at() == datetime.min.replace(tzinfo=UTC)
    send(store, office, Clock(START - timedelta(days=400)))
    assert states(store) == [SENT, SENT]


def test_waiting_deliveries_are_counted_by_state(store: Store, office: Office) -> None:
    """The numbers for status and metrics are those of the rows."""
    issue(store, READER, OTHER)
    office.says[READER] = "450 4.2.0 Later"
    send(store, office, Clock())
    assert store.outbox.counts() == {DEFERRED: 1, SENT: 1}
    assert [one.recipient for one in store.outbox.entries(edition=1, states=(DEFERRED,))] == [READER]
    assert store.outbox.entries(edition=2) == ()


def test_the_wait_is_capped_whatever_the_attempts() -> None:
    """No number of attempts overflows or passes the longest wait."""
    policy = DeliverySettings()
    assert [wait(policy, attempts) for attempts in (0, 1)] == [timedelta(minutes=5)] * 2
    assert wait(policy, 10**9) == timedelta(hours=4)

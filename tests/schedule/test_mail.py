"""Mail while `run` keeps watch: servers that are away, refuse for hours or fall silent, and readers who are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from advisories.config import DeliverySettings
from advisories.store.outbox import DeliveryState
from tests.delivery.made import OTHER, READER, SENDER, THIRD, smtp_settings
from tests.delivery.office import Office
from tests.schedule.made import Watch
from tests.schedule.test_surroundings import HOUR, MINUTE, notices_in

TICK = timedelta(seconds=30)


@pytest.fixture
def office() -> Iterator[Office]:
    """Return a mail server on loopback."""
    made = Office()
    yield made
    made.close()


def post(watch: Watch, office: Office, *recipients: str, **smtp: Any) -> None:
    """Let the settings name a mail server and recipients, and the desk read them."""
    delivery = DeliverySettings(
        transport="smtp", recipients=recipients, smtp=smtp_settings(office.port, **smtp), longest_wait=3600.0
    )
    digest = msgspec.structs.replace(watch.settings.digest, sender=SENDER)
    watch.settings = msgspec.structs.replace(watch.settings, digest=digest, delivery=delivery)
    assert watch.desk.reread()


def states(watch: Watch) -> list[DeliveryState]:
    """Return the states of all deliveries."""
    return [one.state for one in watch.store.outbox.entries()]


def ticks(watch: Watch, count: int, after: timedelta = TICK) -> None:
    """Make several ticks."""
    for _ in range(count):
        watch.tick(after)


def test_a_mail_server_that_is_away_for_hours_is_one_fault(
    watch: Watch, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tried ever more slowly, told once, and once when it is over; then everybody has the edition once."""
    post(watch, office, READER, OTHER, THIRD)
    office.hangs_up = "EHLO"
    watch.tick()
    ticks(watch, 20)
    ticks(watch, 8, 30 * MINUTE)
    assert "delivering" in watch.faults()
    assert office.connections < 40
    office.hangs_up = ""
    ticks(watch, 4, HOUR)
    assert states(watch) == [DeliveryState.SENT] * 6
    assert set(office.counts().values()) == {1}
    assert watch.faults() == {}
    assert notices_in(capsys.readouterr().err) == [("fault", "delivering"), ("fault over", "delivering")]


def test_mail_that_is_refused_for_now_for_hours_is_told_and_stops_nothing(
    watch: Watch, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """One reader's server that says 4xx all day: the others have theirs, reading goes on, and the operator knows why."""
    post(watch, office, READER, OTHER)
    office.says[READER] = "450 4.2.0 Mailbox is busy"
    watch.tick()
    ticks(watch, 10)
    assert watch.faults() == {}
    ticks(watch, 8, 30 * MINUTE)
    words = watch.faults()["mail"]
    assert "2 messages wait since 2026-03-01 04:00Z" in words
    assert "450 4.2.0 Mailbox is busy" in words
    passed = watch.tick(MINUTE)
    assert passed
    assert passed.healthy
    office.says.clear()
    ticks(watch, 2, HOUR)
    assert states(watch)[:2] == [DeliveryState.SENT] * 2
    assert watch.faults() == {}
    assert notices_in(capsys.readouterr().err) == [("fault", "mail"), ("fault over", "mail")]


def test_a_mail_server_that_falls_silent_after_the_message_holds_up_one_message_at_a_time(
    watch: Watch, office: Office
) -> None:
    """What it may have taken is unknown and not sent again; the others wait for a later pass, and reading goes on."""
    post(watch, office, READER, OTHER, THIRD, answer_timeout=0.2)
    office.is_silent = "answer"
    passed = watch.tick()
    assert passed
    assert passed.delivered
    assert [one.state for one in passed.delivered.attempts] == [DeliveryState.UNKNOWN]
    assert "it may have arrived" in watch.faults()["delivering"]
    connections = office.connections
    watch.tick(TICK / 2)
    assert office.connections == connections
    office.is_silent = ""
    ticks(watch, 2, MINUTE)
    assert states(watch) == [DeliveryState.UNKNOWN, DeliveryState.SENT, DeliveryState.SENT]
    assert watch.faults() == {}


def test_who_is_taken_out_of_the_settings_gets_nothing_that_still_waits(watch: Watch, office: Office) -> None:
    """From the next pass on nothing goes to them, and the list of deliveries says why; the others get theirs."""
    post(watch, office, READER, OTHER)
    office.says["RCPT"] = "450 4.2.0 Greylisted"
    watch.tick()
    assert states(watch) == [DeliveryState.DEFERRED] * 2
    post(watch, office, OTHER.upper())
    office.says.clear()
    ticks(watch, 2, 10 * MINUTE)
    first, second = watch.store.outbox.entries()
    assert (first.state, first.reason) == (DeliveryState.SUPPRESSED, "skipped: no longer among the recipients")
    assert second.state is DeliveryState.SENT
    assert [to for _, to, _ in office.letters] == [OTHER]
    assert watch.store.outbox.suppressed() == ()

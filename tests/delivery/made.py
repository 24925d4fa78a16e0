"""Invented editions, settings and a clock that moves when told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from advisories.config import DeliverySettings, DigestSettings, Settings, SmtpSettings
from advisories.deliver import Delivered, deliver
from advisories.mail import letter
from advisories.mail.smtp import SmtpTransport
from advisories.store import Edition, Store
from advisories.store.outbox import DeliveryState, Letter
from tests.delivery.office import Office

START = datetime(2026, 11, 22, 5, tzinfo=UTC)
SENDER = "Airspace desk <desk@advisories.example>"
BARE = "desk@advisories.example"
READER, OTHER, THIRD = "reader@example.org", "other@example.org", "third@example.net"
MESSAGE = (
    b"From: Airspace desk <desk@advisories.example>\r\nTo: desk@advisories.example\r\nSubject: 1 new\r\n"
    b"Message-ID: <digest.1.0000@advisories.example>\r\nContent-Type: text/plain\r\n\r\n"
    b"Larovia: do not enter.\r\n.A line that begins with a dot.\r\n.\r\nThe end.\r\n"
)


class Clock:
    """A clock that moves when told."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def pass_(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def settings(office: Office | None = None, **more: Any) -> Settings:
    """Return settings that send to a mail server on loopback."""
    smtp = smtp_settings(office.port) if office else SmtpSettings()
    fields: dict[str, Any] = {"transport": "smtp", "recipients": (READER, OTHER, THIRD), "smtp": smtp}
    return Settings(digest=DigestSettings(sender=SENDER), delivery=DeliverySettings(**{**fields, **more}))


def smtp_settings(port: int, **more: Any) -> SmtpSettings:
    """Return settings of a mail server on loopback that answers at once or never."""
    fields: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 5, "answer_timeout": 5}
    return SmtpSettings(**{**fields, **more})


def smtp(port: int, password: str = "", **more: Any) -> SmtpTransport:
    """Return a transport to a mail server on loopback."""
    return SmtpTransport(smtp_settings(port, **more), lambda: password)


def issue(store: Store, *recipients: str, at: datetime = START, message: bytes = MESSAGE) -> Edition:
    """Issue the next edition to these recipients."""
    last = store.last_edition()
    number = last.number + 1 if last else 1
    edition = Edition(number=number, at=at, after_change=0, last_change=0, subject="1 new", message=message)
    store.issue(
        edition,
        [
            Letter(recipient=one, head=letter.head(message, recipient=one, number=number, at=at))
            for one in recipients or (READER, OTHER)
        ],
    )
    return edition


def send(store: Store, office: Office, clock: Clock, **more: Any) -> Delivered:
    """Send what is due over a new connection."""
    return deliver(store, smtp(office.port), settings(office, **more), clock)


def states(store: Store) -> list[DeliveryState]:
    """Return the states of all deliveries, oldest first."""
    return [one.state for one in store.outbox.entries()]

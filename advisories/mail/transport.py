"""What carries a message to one recipient, and how it says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from advisories.errors import DeliveryError
from advisories.model import Value


class Outcome(StrEnum):
    """What came of sending. Only `unknown` leaves open whether the message arrived."""

    SENT = "sent"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Sent(Value, frozen=True):
    """What came of sending one message, in the server's words.

    `unusable` says that the transport itself failed (no connection, no login, no answer in time): the next message would
    fare no better.
    """

    outcome: Outcome
    reason: str = ""
    unusable: bool = False


class WithdrawnError(DeliveryError):
    """Another process has taken the delivery over; the message was not handed over."""


HandOver = Callable[[], None]
"""Called at the last moment at which nothing can have arrived yet; raises where the message is not ours to send."""


class Transport(Protocol):
    """One way to send. Opens what it needs when it sends; nothing is open after `close`."""

    def send(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
        """Send a message (CRLF lines) between two bare addresses; never raises for what a server or a disk does.

        Calls `hand_over` just before the whole of it can be anywhere else; what that raises passes through, and then
        nothing has been sent.
        """

    def close(self) -> None:
        """End every connection, politely where possible."""

"""What differs from recipient to recipient: the head of an edition's message. And the message that tries the way."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from advisories.errors import DeliveryError
from advisories.mailboxes import bare, key
from advisories.store.outbox import HEAD_END
from advisories.times import spoken

_FIELD: Final = re.compile(rb"^(To|Message-ID):[^\r\n]*(?:\r\n[ \t][^\r\n]*)*", re.MULTILINE | re.IGNORECASE)
_HOST: Final = re.compile(rb"^Message-ID:[^\r\n@]*@([^\r\n>]+)>", re.MULTILINE | re.IGNORECASE)


def _identity(kind: str, at: datetime, recipient: str, host: str) -> str:
    who = hashlib.sha256(key(recipient).encode()).hexdigest()[:16]
    return f"<{kind}.{at:%Y%m%dT%H%M%SZ}.{who}@{host}>"


def head(message: bytes, *, recipient: str, number: int, at: datetime) -> bytes:
    """Return the head of an edition's message for one recipient (a checked, bare address), without its last line end.

    To and Message-ID are the recipient's own; everything else is the edition's, the body with it. The Message-ID holds
    the edition's number and time (aware UTC), so that a store begun anew does not repeat one that was used before:
    mail servers drop a second message of one Message-ID. Raises `DeliveryError` where the message has no such headers.
    """
    fields = message.partition(HEAD_END)[0]
    host = _HOST.search(fields)
    if host is None or len(_FIELD.findall(fields)) != 2:
        raise DeliveryError("mail: expected one To and one Message-ID in an edition's message")
    identity = _identity(f"digest.{number}", at, recipient, host[1].decode())
    own = {b"to": f"To: {recipient}", b"message-id": f"Message-ID: {identity}"}
    return _FIELD.sub(lambda found: own[found[1].lower()].encode(), fields)


def trial(*, title: str, sender: str, recipient: str, at: datetime) -> bytes:
    """Return a message that says clearly that it is only a test, sent at `at` (aware UTC)."""
    host = bare(sender).rpartition("@")[2]
    said = f"This is a test message of {title}, sent on {spoken(at)}. It holds no advisory and needs no answer."
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = f"[test] {title}: a test message, not a digest"
    message["Message-ID"] = _identity("test", at, recipient, host)
    message["Date"] = at
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{said}\n", cte="quoted-printable")
    return message.as_bytes()

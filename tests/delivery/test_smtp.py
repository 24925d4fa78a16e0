"""A mail server on loopback: what is sent, and what each way of failing means."""

from __future__ import annotations

import base64
import re
import socket
import ssl
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from advisories.errors import ConfigError
from advisories.mail.smtp import SmtpTransport
from advisories.mail.transport import Outcome, Sent, WithdrawnError
from tests.delivery.made import BARE, MESSAGE, OTHER, READER, smtp, smtp_settings
from tests.delivery.office import CERTIFICATE, NAME, PASSWORD, Office

Offices = Callable[..., Office]


def carry(transport: SmtpTransport, message: bytes = MESSAGE, to: str = READER) -> Sent:
    """Send one message."""
    return transport.send(message, BARE, to, lambda: None)


def carried(office: Office, message: bytes = MESSAGE, **more: Any) -> Sent:
    """Send one message over a connection of its own."""
    transport = smtp(office.port, **more)
    try:
        return carry(transport, message)
    finally:
        transport.close()


def test_a_message_arrives_as_it_is(office: Office) -> None:
    """The server gets the very bytes, lines that begin with a dot too, and its answer is kept."""
    sent = carried(office)
    assert sent.outcome is Outcome.SENT
    assert "queued as 4711" in sent.reason
    assert office.letters == [(BARE, READER, MESSAGE)]


def test_line_ends_that_are_no_line_ends_cannot_smuggle_a_second_message(office: Office) -> None:
    """A bare line feed or carriage return becomes a line end, so no server sees an end of message where we see none."""
    sent = carried(office, b"To: a\r\n\r\nfirst\n.\nMAIL FROM:<x@y>\r.\r\nlast")
    assert sent.outcome is Outcome.SENT
    assert [message for _, _, message in office.letters] == [
        b"To: a\r\n\r\nfirst\r\n.\r\nMAIL FROM:<x@y>\r\n.\r\nlast\r\n"
    ]


def test_several_messages_share_a_connection(office: Office) -> None:
    """The next messages go over the connection of the first, after a refusal too."""
    transport = smtp(office.port)
    office.says[OTHER] = "550 5.1.1 No such user"
    found = [carry(transport, to=to).outcome for to in (READER, OTHER, READER)]
    transport.close()
    assert found == [Outcome.SENT, Outcome.BOUNCED, Outcome.SENT]
    assert office.connections == 1


def test_a_connection_gone_stale_is_opened_anew(office: Office) -> None:
    """A server that hung up between two messages costs no message its turn."""
    transport = smtp(office.port)
    assert carry(transport).outcome is Outcome.SENT
    connection = transport._connection
    assert connection is not None
    assert connection.sock is not None
    connection.sock.shutdown(socket.SHUT_RDWR)
    assert carry(transport).outcome is Outcome.SENT
    transport.close()
    assert (office.connections, len(office.letters)) == (2, 2)


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("MAIL", "451 4.3.0 Try again later", Outcome.DEFERRED),
        ("RCPT", "450 4.2.0 Greylisted", Outcome.DEFERRED),
        ("DATA", "451 4.3.0 Try again later", Outcome.DEFERRED),
        ("message", "452 4.3.1 Disk full", Outcome.DEFERRED),
        ("RCPT", "552 5.5.3 Too many recipients", Outcome.DEFERRED),
        ("MAIL", "553 5.1.8 Sender refused", Outcome.FAILED),
        ("RCPT", "550 No such user here", Outcome.BOUNCED),
        ("RCPT", "550 5.1.1 User unknown", Outcome.BOUNCED),
        ("RCPT", "554 5.7.1 Relay access denied", Outcome.FAILED),
        ("RCPT", "530 5.7.0 Authentication required", Outcome.FAILED),
        ("RCPT", "501 Syntax error", Outcome.FAILED),
        ("DATA", "554 5.5.1 No valid recipients", Outcome.FAILED),
        ("message", "554 5.7.1 Refused as spam", Outcome.FAILED),
    ],
)
def test_each_refusal_means_what_the_standard_says(office: Office, step: str, answer: str, outcome: Outcome) -> None:
    """4xx waits, 5xx to RCPT about the mailbox bounces, any other 5xx fails; the reason is the server's own words."""
    office.says[step] = answer
    sent = carried(office)
    assert sent.outcome is outcome
    assert answer in sent.reason
    assert not sent.unusable
    assert office.letters == []


def test_a_server_that_closes_down_is_left_alone(office: Office) -> None:
    """421 means that the next message would fare no better."""
    office.says["MAIL"] = "421 4.3.2 Shutting down"
    sent = carried(office)
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_message_is_tried_again(office: Office, step: str) -> None:
    """Nothing of the message had left, so it waits."""
    office.hangs_up = step
    sent = carried(office)
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert office.letters == []


def test_a_connection_lost_in_the_message_is_tried_again(office: Office) -> None:
    """A server that has not seen the end of a message cannot have taken it over."""
    office.hangs_up = "the body"
    sent = carried(office, MESSAGE + b"and so on\r\n" * 3_000_000)
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)


def test_a_connection_lost_before_the_answer_leaves_it_open(office: Office) -> None:
    """After the end of the message nobody can tell, and that is what is said."""
    office.hangs_up = "answer"
    sent = carried(office)
    assert sent.outcome is Outcome.UNKNOWN
    assert "may have arrived" in sent.reason
    assert len(office.letters) == 1


def test_an_answer_that_is_none_leaves_it_open(office: Office) -> None:
    """Only an answer of SMTP settles what became of a message."""
    office.says["message"] = "hello there"
    assert carried(office).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_falls_silent_is_not_waited_for(office: Office, step: str) -> None:
    """A timeout before the message means that it waits."""
    office.is_silent = step
    sent = carried(office, timeout=0.2)
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)


def test_a_server_that_falls_silent_after_the_message_leaves_it_open(office: Office) -> None:
    """The answer to the whole message has a timeout of its own, after which nobody can tell."""
    office.is_silent = "answer"
    assert carried(office, answer_timeout=0.2).outcome is Outcome.UNKNOWN
    assert len(office.letters) == 1


def test_no_server_is_a_reason_to_wait() -> None:
    """A port where nobody listens is named with the reason."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    sent = carry(smtp(port))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert sent.reason == f"127.0.0.1:{port}: connecting: Connection refused"


@pytest.mark.parametrize(
    "greeting", [b"554 No service here\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"220-" + b"x" * 9000]
)
def test_a_server_that_does_not_greet_is_a_reason_to_wait(greeting: bytes) -> None:
    """A refusal at the door is about us, never about the recipient."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connected, _ = listening.accept()
            with connected:
                connected.sendall(greeting)

        thread = threading.Thread(target=greet)
        thread.start()
        sent = carry(smtp(listening.getsockname()[1]))
        thread.join()
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_secured_connection_carries_login_and_message(offices: Offices, security: str) -> None:
    """STARTTLS and TLS work with a certificate that is trusted, and so does the login over them."""
    office = offices(security, auth=True)
    settings = smtp_settings(office.port, security=security, ca_file=str(CERTIFICATE), username=NAME)
    transport = SmtpTransport(settings, lambda: PASSWORD)
    sent = carry(transport)
    transport.close()
    assert sent.outcome is Outcome.SENT, sent.reason
    assert office.logins == [PASSWORD.encode()]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_not_trusted_ends_the_connection(offices: Offices, security: str) -> None:
    """Nothing is sent to a server that cannot prove its name; the reason says so."""
    office = offices(security)
    sent = carry(smtp(office.port, security=security))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "certificate is not trusted" in sent.reason
    assert office.letters == []


def test_a_server_without_starttls_gets_nothing(office: Office) -> None:
    """There is no falling back to an open connection."""
    sent = carry(smtp(office.port, security="starttls"))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "STARTTLS" in sent.reason
    assert office.letters == []


def test_a_wrong_password_is_a_reason_to_wait(offices: Offices) -> None:
    """A refused login is mended by a person, so no message is lost for it; the password is nowhere in the reason."""
    office = offices(auth=True)
    settings = smtp_settings(office.port, username=NAME)
    transport = SmtpTransport(settings, lambda: "swordfish")
    sent = carry(transport)
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "535" in sent.reason
    assert "swordfish" not in sent.reason


def test_a_password_that_the_server_repeats_is_taken_out(offices: Offices) -> None:
    """Neither the password nor the login that holds it is in a reason or a representation."""
    office = offices(auth=True)
    login = base64.b64encode(f"\0{NAME}\0{PASSWORD}".encode()).decode()
    office.says["MAIL"] = f"550 5.7.1 AUTH PLAIN {login} with {PASSWORD} is not welcome"
    transport = SmtpTransport(smtp_settings(office.port, username=NAME), lambda: PASSWORD)
    said = f"{carry(transport).reason} {transport!r}"
    transport.close()
    assert office.logins == [PASSWORD.encode()]
    assert "AUTH PLAIN REDACTED with REDACTED is not welcome" in said
    assert PASSWORD not in said


def test_a_password_outside_ascii_is_a_reason_to_wait(offices: Offices) -> None:
    """What the protocol cannot carry is said without saying what it is."""
    office = offices(auth=True)
    sent = carry(SmtpTransport(smtp_settings(office.port, username=NAME), lambda: "Schlüssel"))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "not ASCII" in sent.reason
    assert "ü" not in sent.reason


def test_a_missing_password_is_a_reason_to_wait(offices: Offices) -> None:
    """What is wrong with the settings is said in the reason, and nothing is lost."""
    office = offices(auth=True)

    def missing() -> str:
        raise ConfigError("delivery.smtp: password_file /run/secret: cannot be read: No such file or directory")

    sent = carry(SmtpTransport(smtp_settings(office.port, username=NAME), missing))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "/run/secret" in sent.reason


def test_our_name_is_asked_of_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """EHLO gives the machine's full name, else its address, without a look-up in any directory."""
    asked: list[object] = []
    monkeypatch.setattr(socket, "getfqdn", asked.append)
    for name in ("desk", "desk.advisories.example"):
        monkeypatch.setattr(socket, "gethostname", partial(str, name))
        assert carried(office).outcome is Outcome.SENT
    assert asked == []
    assert office.greeted_by == ["[127.0.0.1]", "desk.advisories.example"]


def test_a_message_that_is_no_longer_ours_is_not_sent(office: Office) -> None:
    """Where handing over is refused the message is left without its end, which no server may deliver (RFC 5321, 4.2.5)."""
    transport = smtp(office.port)

    def refuse() -> None:
        raise WithdrawnError("taken over")

    with pytest.raises(WithdrawnError):
        transport.send(MESSAGE, BARE, READER, refuse)
    assert office.letters == []
    assert transport._connection is None


def test_handing_over_is_told_once_and_before_the_message(office: Office) -> None:
    """At the moment of handing over the server has agreed to the recipient and has not seen the message's end."""
    moments: list[int] = []
    transport = smtp(office.port)
    transport.send(MESSAGE, BARE, READER, lambda: moments.append(len(office.letters)))
    office.says["RCPT"] = "450 Later"
    transport.send(MESSAGE, BARE, READER, lambda: moments.append(9))
    transport.close()
    assert moments == [0]


def test_the_certificate_of_the_tests_is_for_this_machine_only() -> None:
    """The test certificate names localhost, so that it proves nothing elsewhere."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    found = context.get_ca_certs()
    assert re.findall(r"localhost", str(found[0]["subject"]))

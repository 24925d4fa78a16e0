"""A mail server, spoken to in SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS, and AUTH (RFC 4954)."""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from advisories.addresses import HIDDEN
from advisories.config import SmtpSettings
from advisories.errors import AdvisoriesError, snippet
from advisories.mail.transport import HandOver, Outcome, Sent

_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}
_ENHANCED: Final = re.compile(r"[245]\.(\d{1,3})\.\d{1,3}", re.ASCII)
_POLICY_SUBJECT: Final = "7"
_NOT_ABOUT_THE_MAILBOX: Final = frozenset({500, 501, 502, 503, 504, 521, 530, 534, 535, 538, 555})
_GO_ON = 354
_CLOSING = 421
_TOO_MANY = 552


class _RefusedError(Exception):
    """The server said no at a step; carries what came of sending."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        super().__init__(sent.reason)


class SmtpTransport:
    """Sends over one connection, opened with the first message and kept for the next ones."""

    def __init__(self, settings: SmtpSettings, password: Callable[[], str], tls: ssl.SSLContext | None = None) -> None:
        """`password` is asked for at every login, and may raise one of our errors; `tls` stands for `ca_file`."""
        self._settings = settings
        self._password = password
        self._tls = tls
        self._port = settings.port or _PORTS[settings.security]
        self._connection: smtplib.SMTP | None = None
        self._secrets: tuple[str, ...] = ()

    @property
    def _where(self) -> str:
        return f"{self._settings.host}:{self._port}"

    def send(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
        """Send one message; see `Transport`. A kept connection that has gone stale is opened anew, once."""
        kept = self._connection is not None
        sent = self._try(message, sender, recipient, hand_over)
        if kept and sent.unusable and sent.outcome is Outcome.DEFERRED:
            sent = self._try(message, sender, recipient, hand_over)
        return sent

    def reach(self) -> str:
        """Connect, log in where that is wanted, and send nothing; return why that fails, or an empty string."""
        try:
            self._connected()
        except _RefusedError as refused:
            return refused.sent.reason
        finally:
            self.close()
        return ""

    def close(self) -> None:
        """Say QUIT and hang up."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
        step = "connecting"
        whole = False
        try:
            connection = self._connected()
            step = "MAIL"
            self._accepted(step, *connection.mail(sender))
            step = "RCPT"
            self._accepted(step, *connection.rcpt(recipient))
            step = "DATA"
            self._accepted(step, *connection.docmd("DATA"))
            step = "the message"
            connection.send(_transparent(message))
            hand_over()
            whole = True
            if connection.sock is not None:
                connection.sock.settimeout(self._settings.answer_timeout)
            connection.send(b".\r\n")
            code, words = connection.getreply()
            if connection.sock is not None:
                connection.sock.settimeout(self._settings.timeout)
            return self._answer(code, words)
        except _RefusedError as refused:
            self._reset(unusable=refused.sent.unusable)
            return refused.sent
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            said = self._clean(f"{self._where}: {step}: {_plain(error)}")
            if whole:
                return Sent(outcome=Outcome.UNKNOWN, reason=f"{said}; it may have arrived", unusable=True)
            return Sent(outcome=Outcome.DEFERRED, reason=said, unusable=True)
        except BaseException:
            self._drop()
            raise

    def _answer(self, code: int, words: bytes) -> Sent:
        """Return what the answer to the whole message means; whatever is no answer leaves it open."""
        said = self._said("the message", code, words)
        if 200 <= code < 300:
            return Sent(outcome=Outcome.SENT, reason=said)
        if 400 <= code < 600:
            if code == _CLOSING:
                self._drop()
            return Sent(outcome=Outcome.DEFERRED if code < 500 else Outcome.FAILED, reason=said)
        self._drop()
        return Sent(outcome=Outcome.UNKNOWN, reason=f"{said}; it may have arrived")

    def _accepted(self, step: str, code: int, words: bytes) -> None:
        """Raise `_RefusedError` unless the server agrees to a step."""
        if code == _GO_ON if step == "DATA" else 200 <= code < 300:
            return
        said = self._said(step, code, words)
        if not 400 <= code < 600:
            raise _RefusedError(Sent(outcome=Outcome.DEFERRED, reason=said, unusable=True))
        if code < 500 or (step == "RCPT" and code == _TOO_MANY):
            raise _RefusedError(Sent(outcome=Outcome.DEFERRED, reason=said, unusable=code == _CLOSING))
        hard = step == "RCPT" and _is_about_the_mailbox(code, words)
        raise _RefusedError(Sent(outcome=Outcome.BOUNCED if hard else Outcome.FAILED, reason=said))

    def _reset(self, *, unusable: bool) -> None:
        """Make the connection ready for the next message, or hang up."""
        try:
            if not unusable and self._connection is not None and self._connection.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self._drop()

    def _connected(self) -> smtplib.SMTP:
        """Return the open connection, secured and logged in. Raises `_RefusedError` in plain words."""
        if self._connection is not None:
            return self._connection
        try:
            self._connection = self._open()
            self._log_in(self._connection)
        except smtplib.SMTPResponseException as error:
            words = error.smtp_error
            self._refuse(
                self._said("connecting", error.smtp_code, words if isinstance(words, bytes) else words.encode())
            )
        except (AdvisoriesError, smtplib.SMTPException, OSError) as error:
            self._refuse(self._clean(f"{self._where}: connecting: {_plain(error)}"))
        except UnicodeError:
            self._refuse(f"{self._where}: connecting: user name or password is not ASCII")
        return self._connection

    def _refuse(self, said: str) -> NoReturn:
        self._drop()
        raise _RefusedError(Sent(outcome=Outcome.DEFERRED, reason=said, unusable=True)) from None

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        if settings.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, self._port, local_hostname="localhost", timeout=settings.timeout, context=self._context()
            )
        else:
            connection = smtplib.SMTP(settings.host, self._port, local_hostname="localhost", timeout=settings.timeout)
        self._connection = connection
        connection.local_hostname = _hello(connection.sock)
        if settings.security == "starttls":
            connection.starttls(context=self._context())
        connection.ehlo_or_helo_if_needed()
        return connection

    def _context(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context(cafile=self._settings.ca_file or None)

    def _log_in(self, connection: smtplib.SMTP) -> None:
        if self._settings.username:
            password = self._password()
            plain = f"\0{self._settings.username}\0{password}"
            encoded = (base64.b64encode(text.encode()).decode() for text in (plain, password))
            self._secrets = (password, *encoded)
            connection.login(self._settings.username, password)

    def _said(self, step: str, code: int, words: bytes) -> str:
        return self._clean(f"{self._where}: {step}: {code} {words.decode('ascii', 'replace')}")

    def _clean(self, text: str) -> str:
        """Return text for a person, on one line, without what we logged in with."""
        for secret in filter(None, self._secrets):
            text = text.replace(secret, HIDDEN)
        return snippet(text)


def _is_about_the_mailbox(code: int, words: bytes) -> bool:
    """Return whether a 5xx to RCPT says that there is no such mailbox, and not that *we* may not (RFC 3463, X.7)."""
    found = _ENHANCED.match(words.decode("ascii", "replace"))
    return code not in _NOT_ABOUT_THE_MAILBOX and (found is None or found[1] != _POLICY_SUBJECT)


def _transparent(message: bytes) -> bytes:
    """Return a message as DATA carries it: CRLF lines, a leading dot doubled (RFC 5321, 4.5.2), no terminator."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _hello(connected: socket.socket | None) -> str:
    """Return our name for EHLO without asking anybody: the host's full name, else our address (RFC 5321, 4.1.3)."""
    name = socket.gethostname()
    if "." in name or connected is None:
        return name
    address = str(connected.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _plain(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)

"""A mail server on loopback that does what it is told: takes, refuses, hangs up or falls silent at any step."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

CERTIFICATE = Path(__file__).parent / "tls" / "localhost.pem"
NAME, PASSWORD = "desk", "correct horse"


class Office:
    """The server. `letters` is what it has taken over, as (sender, recipient, message)."""

    def __init__(self, security: str = "none", *, auth: bool = False) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self.says: dict[str, str] = {}
        self.hangs_up = ""
        self.is_silent = ""
        self.connections = 0
        self.greeted_by: list[str] = []
        self.logins: list[bytes] = []
        self._options: dict[str, Any] = {"hostname": "office.test", "enable_SMTPUTF8": False}
        context = None
        if security != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
        if security == "starttls":
            self._options |= {"tls_context": context, "require_starttls": True}
        if auth:
            self._options |= {"authenticator": self._check, "auth_require_tls": security == "starttls"}
        self._loop = asyncio.new_event_loop()
        listening = self._loop.create_server(self._clerk, "127.0.0.1", 0, ssl=context if security == "tls" else None)
        self._server = self._loop.run_until_complete(listening)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, and end what still hangs."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how often each message came, by recipient and Message-ID."""
        return Counter((to, str(read(message)["Message-ID"])) for _, to, message in self.letters)

    def _clerk(self) -> SMTP:
        self.connections += 1
        return _Clerk(self, **self._options)

    def _check(self, _server: object, _session: object, _envelope: object, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.password)
        right = (given.login, given.password) == (NAME.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False) if not right else AuthResult(success=True)


def read(message: bytes) -> Any:
    """Return a message as the email package reads it."""
    return message_from_bytes(message, policy=policy.SMTP)


class _Clerk(SMTP):
    """One conversation."""

    def __init__(self, office: Office, **options: Any) -> None:
        self._office = office
        super().__init__(self, **options)

    async def _step(self, name: str, otherwise: str) -> str:
        """Do what is asked for at a step, else agree."""
        if self._office.is_silent == name:
            await asyncio.Event().wait()
        if self._office.hangs_up == name:
            self._hang_up()
        return self._office.says.get(name, otherwise)

    def _hang_up(self) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Greet."""
        session.host_name = hostname
        self._office.greeted_by.append(hostname)
        await self._step("EHLO", "")
        return responses

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take the sender."""
        said = await self._step("MAIL", "250 2.1.0 Ok")
        envelope.mail_from = address
        return said

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take the recipient."""
        said = await self._step("RCPT", self._office.says.get(address, "250 2.1.5 Ok"))
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def smtp_DATA(self, arg: str) -> None:
        """Take the message, or fail at its beginning or in its middle."""
        said = await self._step("DATA", "")
        if said:
            await self.push(said)
            return
        if self._office.hangs_up == "the body":
            await self.push("354 Go on")
            await self._reader.readexactly(100)
            self._hang_up()
            return
        await super().smtp_DATA(arg)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Answer to the whole message; what is taken over is kept."""
        said = self._office.says.get("message", "250 2.0.0 Ok: queued as 4711")
        if not said.startswith(("4", "5")):
            self._office.letters += [(envelope.mail_from, to, envelope.content) for to in envelope.rcpt_tos]
        return await self._step("answer", said)

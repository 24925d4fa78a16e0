"""A program in the manner of sendmail: the message on standard input, the verdict as exit status (sysexits.h)."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from typing import Final

from advisories.config import SendmailSettings
from advisories.errors import snippet
from advisories.mail.transport import HandOver, Outcome, Sent

_NO_SUCH_MAILBOX: Final = frozenset({67, 68})
"""EX_NOUSER, EX_NOHOST."""
_NOT_NOW: Final = frozenset({69, 71, 73, 74, 75})
"""EX_UNAVAILABLE, EX_OSERR, EX_CANTCREAT, EX_IOERR, EX_TEMPFAIL."""


class SendmailTransport:
    """Starts the program once per message, without a shell, in a process group of its own."""

    def __init__(self, settings: SendmailSettings) -> None:
        """Take the program and its options from the settings."""
        self._settings = settings

    def send(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
        """Send one message; see `Transport`. The program gets lines as the system ends them.

        It reads them from a file, not from a pipe: if this process ends, the program still reads a whole message.
        """
        command = [*self._settings.command, "-f", sender, "--", recipient]
        with tempfile.TemporaryFile() as letter:
            try:
                letter.write(message.replace(b"\r\n", b"\n"))
                letter.seek(0)
                hand_over()
                program = subprocess.Popen(
                    command, stdin=letter, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
                )
            except OSError as error:
                reason = f"{command[0]}: cannot be started: {error.strerror}"
                return Sent(outcome=Outcome.DEFERRED, reason=reason, unusable=True)
        with program:
            try:
                _, said = program.communicate(timeout=self._settings.timeout)
            except subprocess.TimeoutExpired:
                _end(program)
                reason = f"{command[0]}: not done in {self._settings.timeout:g} s, ended; it may have arrived"
                return Sent(outcome=Outcome.UNKNOWN, reason=reason, unusable=True)
            except BaseException:
                _end(program)
                raise
        return _verdict(command[0], program.returncode, snippet(said.decode("utf-8", "replace")))

    def close(self) -> None:
        """Nothing stays open."""


def _end(program: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)


def _verdict(name: str, status: int, said: str) -> Sent:
    if status == 0:
        return Sent(outcome=Outcome.SENT, reason=f"{name}: taken over")
    if status < 0:
        return Sent(outcome=Outcome.UNKNOWN, reason=f"{name}: ended by signal {-status}; it may have arrived")
    reason = f"{name}: exit status {status}{': ' if said else ''}{said}"
    if status in _NO_SUCH_MAILBOX:
        return Sent(outcome=Outcome.BOUNCED, reason=reason)
    return Sent(outcome=Outcome.DEFERRED if status in _NOT_NOW else Outcome.FAILED, reason=reason)

"""A process that sends what is due, and kills itself at a step of the way: `python -m tests.delivery.sender`.

Arguments: store URL, port of the mail server, the time it believes in (ISO 8601), and where to die: nothing; a number
(of the step); or names of steps that must come in this order, separated by commas. Without a place to die it prints how
many steps there were. A step is the call of, or the return from, a function of sending, of SMTP or of the store's
commit; where a function sends bytes its step names them.
"""

from __future__ import annotations

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import datetime
from types import FrameType
from typing import Any

from sqlalchemy.engine import default

from advisories import deliver
from advisories.mail import smtp
from advisories.store import Store, outbox
from tests.delivery import made

WATCHED = {module.__file__ for module in (deliver, smtp, outbox, smtplib)}
COMMIT = ("do_commit", default.__file__)
END = b".\r\n"


class Fate:
    """Counts the steps of this process and ends it, as a power cut would, at the one it is told."""

    def __init__(self, told: str) -> None:
        self.at = int(told) if told.isdigit() else 0
        self.names = told.split(",") if told and not self.at else []
        self.steps = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """Take note of one step."""
        code = frame.f_code
        commit = (code.co_name, code.co_filename) == COMMIT
        if event not in ("call", "return") or not (commit or code.co_filename in WATCHED):
            return
        self.steps += 1
        if self.steps == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.names and self.names[0] == f"{event} {self._name(frame)}":
            del self.names[0]
            if not self.names:
                os.kill(os.getpid(), signal.SIGKILL)

    @staticmethod
    def _name(frame: FrameType) -> str:
        name = frame.f_code.co_name
        if name == "send" and frame.f_code.co_filename == smtplib.__file__:
            return "send end" if frame.f_locals.get("s") == END else "send"
        return f"putcmd {frame.f_locals.get('cmd')}" if name == "putcmd" else name


def main(store: str, port: str, now: str, told: str = "") -> None:
    """Send what is due, as far as fate allows."""
    clock: Callable[[], datetime] = made.Clock(datetime.fromisoformat(now))
    transport = made.smtp(int(port))
    fate = Fate(told)
    with Store(store) as opened:
        settings = made.settings(recipients=tuple(dict.fromkeys(one.recipient for one in opened.outbox.entries())))
        sys.setprofile(fate)
        done = deliver.deliver(opened, transport, settings, clock)
        sys.setprofile(None)
    print(fate.steps, len(done.attempts))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The other ways out: a program, a folder; and which of them the settings name."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from advisories.config import DeliverySettings, SendmailSettings, SmtpSettings
from advisories.errors import ConfigError, DeliveryError
from advisories.mail import carrier
from advisories.mail.folder import FolderTransport
from advisories.mail.letter import head
from advisories.mail.named import password
from advisories.mail.sendmail import SendmailTransport
from advisories.mail.smtp import SmtpTransport
from advisories.mail.transport import Outcome, Sent, Transport, WithdrawnError
from tests.delivery.made import BARE, MESSAGE, READER, START


def carry(transport: Transport, message: bytes = MESSAGE) -> Sent:
    """Send one message."""
    return transport.send(message, BARE, READER, lambda: None)


def program(folder: Path, body: str, timeout: float = 20) -> SendmailTransport:
    """Return a transport to a program with this body, which finds its arguments in `sys.argv`."""
    path = folder / "post.py"
    path.write_text(f"import os, pathlib, signal, sys\nhere = pathlib.Path({str(folder)!r})\n{body}\n", "utf-8")
    return SendmailTransport(SendmailSettings(command=(sys.executable, str(path)), timeout=timeout))


def test_a_program_gets_the_envelope_and_the_message(tmp_path: Path) -> None:
    """Sender and recipient are arguments that no option can hide in; the message comes with the system's line ends."""
    body = "(here / 'in').write_bytes(sys.stdin.buffer.read()); (here / 'args').write_text(repr(sys.argv[1:]))"
    assert carry(program(tmp_path, body)).outcome is Outcome.SENT
    assert (tmp_path / "in").read_bytes() == MESSAGE.replace(b"\r\n", b"\n")
    assert (tmp_path / "args").read_text() == repr(["-f", BARE, "--", READER])


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("sys.exit('no such user') if 0 else sys.exit(67)", Outcome.BOUNCED),
        ("sys.exit(68)", Outcome.BOUNCED),
        ("sys.exit(75)", Outcome.DEFERRED),
        ("sys.exit(69)", Outcome.DEFERRED),
        ("sys.exit(64)", Outcome.FAILED),
        ("sys.exit(77)", Outcome.FAILED),
        ("os.kill(os.getpid(), signal.SIGKILL)", Outcome.UNKNOWN),
    ],
)
def test_each_exit_status_means_what_sysexits_says(tmp_path: Path, body: str, outcome: Outcome) -> None:
    """No mailbox bounces, a temporary fault waits, any other status fails, and a violent end leaves it open."""
    assert carry(program(tmp_path, body)).outcome is outcome


def test_what_a_program_complains_of_is_the_reason(tmp_path: Path) -> None:
    """The program's own words stand in the reason, on one line."""
    sent = carry(program(tmp_path, "sys.stderr.write('mailbox\\nfull\\x1b[2J'); sys.exit(75)"))
    assert sent.reason.endswith("exit status 75: mailbox full [2J")


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    """It has the whole message by then, so whether it arrived is left open."""
    sent = carry(program(tmp_path, "signal.pause()", timeout=0.5))
    assert sent.outcome is Outcome.UNKNOWN
    assert "may have arrived" in sent.reason


def test_a_program_that_is_not_there_is_a_reason_to_wait(tmp_path: Path) -> None:
    """The next message would fare no better."""
    sent = carry(SendmailTransport(SendmailSettings(command=(str(tmp_path / "none"),))))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert sent.reason.endswith("cannot be started: No such file or directory")


def test_a_folder_gets_one_whole_file_per_message(tmp_path: Path) -> None:
    """The file holds the very bytes under the Message-ID's name; written again it is still one file."""
    transport = FolderTransport(tmp_path / "outbox")
    for _ in range(2):
        sent = carry(transport)
        assert sent == Sent(outcome=Outcome.SENT, reason=str(tmp_path / "outbox" / "digest.1.0000.eml"))
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["digest.1.0000.eml"]
    assert (tmp_path / "outbox" / "digest.1.0000.eml").read_bytes() == MESSAGE


def test_a_file_name_is_never_a_path(tmp_path: Path) -> None:
    """A Message-ID that would lead elsewhere is replaced by a hash."""
    carry(FolderTransport(tmp_path / "outbox"), MESSAGE.replace(b"<digest.1.0000@", b"<../../etc/x@"))
    (path,) = (tmp_path / "outbox").iterdir()
    assert len(path.stem) == 64


def test_a_folder_that_cannot_be_written_is_a_reason_to_wait(tmp_path: Path) -> None:
    """A file where the folder should be is named with the reason."""
    (tmp_path / "outbox").write_bytes(b"")
    sent = carry(FolderTransport(tmp_path / "outbox"))
    assert (sent.outcome, sent.unusable) == (Outcome.DEFERRED, True)
    assert "cannot be written" in sent.reason


@pytest.mark.parametrize("way", ["folder", "sendmail"])
def test_what_is_no_longer_ours_does_not_go_out(tmp_path: Path, way: str) -> None:
    """Where handing over is refused there is no file under its name and no program was started."""
    ways: dict[str, Transport] = {
        "folder": FolderTransport(tmp_path),
        "sendmail": program(tmp_path, "(here / 'started').touch()"),
    }

    def refuse() -> None:
        raise WithdrawnError("taken over")

    with pytest.raises(WithdrawnError):
        ways[way].send(MESSAGE, BARE, READER, refuse)
    assert not list(tmp_path.glob("*.eml"))
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize(
    ("name", "kind"), [("folder", FolderTransport), ("smtp", SmtpTransport), ("sendmail", SendmailTransport)]
)
def test_the_settings_name_the_way(tmp_path: Path, name: Any, kind: type) -> None:
    """Making a transport opens and reads nothing, so a wrong setting shows as the reason why a delivery waits."""
    settings = DeliverySettings(transport=name, smtp=SmtpSettings(username="desk", ca_file="none.pem"))
    transport = carrier(settings, tmp_path)
    assert isinstance(transport, kind)
    transport.close()


def test_a_password_comes_from_the_environment_or_its_file(tmp_path: Path) -> None:
    """The environment comes first; of the file the first line counts; whatever is missing is named, but never the secret."""
    path = tmp_path / "secret"
    path.write_text("correct horse\n", "utf-8")
    settings = SmtpSettings(username="desk", password_file="secret")
    assert password(settings, tmp_path, {}) == "correct horse"
    assert password(settings, tmp_path, {"ADVISORIES_SMTP_PASSWORD": "staple"}) == "staple"
    with pytest.raises(ConfigError, match="set password_file, or ADVISORIES_SMTP_PASSWORD"):
        password(SmtpSettings(username="desk"), tmp_path, {})
    path.write_bytes(b"\n")
    with pytest.raises(ConfigError, match="an empty line"):
        password(settings, tmp_path, {})
    path.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="expected UTF-8"):
        password(settings, tmp_path, {})
    path.unlink()
    with pytest.raises(ConfigError, match=r"secret: cannot be read: No such file"):
        password(settings, tmp_path, {})


def test_an_edition_without_its_headers_makes_no_letter() -> None:
    """A message that has no To or Message-ID of its own is an error, not a message to nobody."""
    with pytest.raises(DeliveryError, match="one To and one Message-ID"):
        head(b"From: a\r\n\r\nTo: b\r\nMessage-ID: <c@d>\r\n", recipient=READER, number=1, at=START)


def test_files_for_sending_are_plain_files(tmp_path: Path) -> None:
    """Nothing that is written can be run."""
    carry(FolderTransport(tmp_path))
    (path,) = tmp_path.iterdir()
    assert not path.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

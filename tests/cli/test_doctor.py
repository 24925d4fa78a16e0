"""Doctor finds each fault, names it, and says what to mend."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands
from advisories.cli.workspace import Workspace
from advisories.faults import Faults
from advisories.store import Store
from tests.fetch.loopback import Host, page
from tests.schedule.made import notices

PLUGIN = """
from advisories.sources.base import Coverage, Part, Proof
from tests.core.wired import MadeNotices as Made

class Listed(Made):
    name = "listed"
    parts = (Part(name="list", url="{url}", coverage=Coverage.SNAPSHOT, marker='"notices"', proof=Proof.WIRE),)
"""
SETTINGS = """
sources = ["listed"]
plugins = ["made.py"]
[fetch]
contact = "ops@example.org"
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
timeout = 2.0
"""


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback that lists one notice."""
    listening = Host(says={"/list": notices("L1/26")})
    yield listening
    listening.close()


@pytest.fixture
def folder(tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a healthy program that has read its source once."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.py").write_text(PLUGIN.format(url=host.url("/list")), "utf-8")
    (tmp_path / "advisories.toml").write_text(SETTINGS, "utf-8")
    assert advisories("refresh").exit_code == 0
    return tmp_path


def advisories(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(commands, list(words))


def settings(folder: Path, more: str) -> None:
    """Add to the settings."""
    path = folder / "advisories.toml"
    path.write_text(path.read_text() + more, "utf-8")


def test_a_healthy_program_has_nothing_wrong(folder: Path) -> None:
    """Every check says ok, and the exit status is 0, also online."""
    assert folder
    for words in (("doctor",), ("doctor", "--online")):
        result = advisories(*words)
        assert result.exit_code == 0, result.output
        assert "WRONG" not in result.output
        names = [line.split(":")[0].split(maxsplit=1)[1] for line in result.output.splitlines()]
        assert names[:6] == ["settings", "secrets", "clock", "TLS", "store", "archive"]
        assert len(names) == len(set(names))
    assert "robots.txt lets us read it" in result.output


def _unknown_setting(folder: Path) -> None:
    settings(folder, "tack = 3\n")


def _open_secret(folder: Path) -> None:
    (folder / "password").write_text("x\n")
    (folder / "password").chmod(0o644)
    settings(folder, '[delivery.smtp]\npassword_file = "password"\n')


def _no_secret(folder: Path) -> None:
    settings(folder, '[delivery.smtp]\npassword_file = "password"\n')


def _future_run(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "advisories.sqlite3")) as connection, connection:
        connection.execute("UPDATE runs SET at = at + 86400000000")


def _damaged_store(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "advisories.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    data = bytearray((folder / "advisories.sqlite3").read_bytes())
    size = int.from_bytes(data[16:18])
    for number in range(3, len(data) // size, 3):
        data[number * size : number * size + 64] = os.urandom(64)
    (folder / "advisories.sqlite3").write_bytes(data)


def _short_archive(folder: Path) -> None:
    (path,) = (folder / "archive").glob("*.warc.gz")
    path.write_bytes(path.read_bytes()[:-10])


def _lost_archive(folder: Path) -> None:
    shutil.rmtree(folder / "archive")


def _blocked_site(folder: Path) -> None:
    (folder / "site").write_bytes(b"in the way")


def _no_program(folder: Path) -> None:
    settings(
        folder,
        '[delivery]\nrecipients = ["a@example.org"]\ntransport = "sendmail"\n'
        '[delivery.sendmail]\ncommand = ["/nowhere/sendmail"]\n',
    )


def _no_password(folder: Path) -> None:
    settings(
        folder,
        '[delivery]\nrecipients = ["a@example.org"]\ntransport = "smtp"\n[delivery.smtp]\nusername = "ops"\n',
    )


def _fault_on_record(folder: Path) -> None:
    with Store(f"sqlite:///{folder}/advisories.sqlite3") as store:
        faults = Faults(logged=False)
        faults.note("publishing", "no room for the site", datetime.now(UTC))
        faults.keep(store)


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "an unknown setting": (_unknown_setting, "WRONG settings: "),
    "a secret that everybody can read": (_open_secret, "WRONG secrets: password: holds a secret and is open"),
    "a secret that is not there": (_no_secret, "WRONG secrets: password: cannot be read: No such file"),
    "a clock set back": (_future_run, "was it set back?"),
    "a damaged store": (_damaged_store, "WRONG store: "),
    "an archive file cut short": (_short_archive, "and the store vouches for"),
    "an archive file gone": (_lost_archive, "gone, and the store leads to it"),
    "a folder that cannot be written": (_blocked_site, "WRONG site folder: site: cannot be written"),
    "no mail program": (_no_program, "WRONG mail: /nowhere/sendmail: no such program"),
    "no password": (_no_password, "WRONG mail: delivery.smtp: username needs a password"),
    "a fault on record": (_fault_on_record, "WRONG faults: publishing since "),
}


@pytest.mark.parametrize("name", FAULTS)
def test_doctor_finds_each_fault(folder: Path, name: str) -> None:
    """Each fault is one line that begins with WRONG and names what is wrong, and the exit status is 1."""
    breaks, words = FAULTS[name]
    breaks(folder)
    result = advisories("doctor")
    assert result.exit_code == 1, result.output
    assert words in result.output
    assert all(line.startswith(("ok    ", "WRONG ")) for line in result.output.splitlines())
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"/list": page(b"no", "403 Forbidden")}, "blocked: status 403"),
        ({"/robots.txt": page(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")}, "robots.txt asks programs"),
    ],
)
def test_doctor_online_says_which_host_refuses_us(
    folder: Path, host: Host, answer: dict[str, bytes], words: str
) -> None:
    """A host that blocks us, or whose robots.txt forbids the page, is named with the reason."""
    assert folder
    host.says.update(answer)
    result = advisories("doctor", "--online")
    assert result.exit_code == 1
    assert "WRONG listed: 127.0.0.1: " in result.output
    assert words in result.output


def test_doctor_online_says_that_the_mail_server_cannot_be_reached(folder: Path) -> None:
    """The mail server is asked without sending anything."""
    settings(
        folder,
        '[delivery]\nrecipients = ["a@example.org"]\ntransport = "smtp"\n'
        '[delivery.smtp]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n',
    )
    assert advisories("doctor").exit_code == 0
    result = advisories("doctor", "--online")
    assert result.exit_code == 1
    assert "WRONG mail: " in result.output
    assert "refused" in result.output.lower()


def test_doctor_says_that_no_certificates_are_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without roots no host could be trusted; a file that is not there is named."""
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "none.pem"))
    result = advisories("doctor")
    assert result.exit_code == 1
    assert "WRONG TLS: the trusted certificates cannot be read" in result.output


def test_doctor_says_that_the_disk_is_nearly_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each folder is named whose disk has little room left."""
    assert folder
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=12_000_000))
    result = advisories("doctor")
    assert result.exit_code == 1
    assert "WRONG archive disk: archive: 12 MB free" in result.output


def test_doctor_says_that_the_clock_is_wrong(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that was never set is named, before anything is dated by it."""
    assert folder
    init = Workspace.__init__

    def early(self: Workspace, *asked: Any) -> None:
        init(self, *asked)
        self.now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=3)

    monkeypatch.setattr(Workspace, "__init__", early)
    result = advisories("doctor")
    assert result.exit_code == 1
    assert "WRONG clock: the clock shows 1970-01-01 00:03Z: set it right" in result.output


def test_before_the_first_reading_nothing_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new installation is told what makes the store, not that it lacks one."""
    monkeypatch.chdir(tmp_path)
    result = advisories("doctor")
    assert result.exit_code == 0
    assert "ok    store: none yet" in result.output

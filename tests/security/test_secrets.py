"""Secrets in addresses, requests and password files: none of them in archive, store, site, digest, log or error."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories.cli import commands
from tests.fetch.loopback import Host, page

SECRETS = ("hunter2-userinfo", "s3cr3t-query-key", "t0ken-in-a-header", "pa55word-in-a-file")
SOURCE = '''
from datetime import timedelta
from advisories.model import Advisory, Kind, Request
from advisories.sources.base import Coverage, Part, Proof
from advisories.sources.from_json import JsonSource, listing

class Keyed(JsonSource):
    """A source behind a key."""
    name = "keyed_notices"
    title = "Notices behind a key"
    authority = "LARO"
    home = "https://notices.example/"
    parts = (Part(name="list", url="{url}", coverage=Coverage.SNAPSHOT, marker='"notices"', proof=Proof.WIRE),)

    def requests(self, now, state):
        secret = {secret}
        headers = (("X-Token", "t0ken-in-a-header"),)
        return (Request(part="list", url=self.parts[0].url, headers=headers, secret=secret),)

    def rows(self, page):
        return listing(page, "notices")

    def record(self, page, row):
        return dict(row)

    def advisory(self, record):
        return Advisory(authority="LARO", source=self.name, reference=record["number"], kind=Kind.AIC, title="Notice")
'''
SETTINGS = """
sources = ["keyed_notices"]
plugins = ["keyed.py"]
[fetch]
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
[delivery]
recipients = ["ops@example.org"]
transport = "smtp"
[delivery.smtp]
host = "127.0.0.1"
port = 9
security = "none"
username = "someone"
password_file = "password"
"""
GOOD = page(b'{"notices": [{"number": "L1/26"}]}', Content_Type="application/json")
ANSWERS = {
    "good": GOOD,
    "error": page(b"no, hunter2", "500 Internal Server Error"),
    "redirect": page(b"", "302 Found", Location="http://x:hunter2-userinfo@127.0.0.1:1/?apikey=s3cr3t-query-key"),
    "not the page": page(b"<html>", Content_Type="text/html"),
    "refusal": page(b"", "403 Forbidden"),
}


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback."""
    made = Host()
    yield made
    made.close()


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield all that was written below a folder, unpacked, but for what the person wrote."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("keyed.py", "password") and path.suffix != ".pyc":
            data = path.read_bytes()
            yield path, data
            if path.suffix == ".gz":
                yield path, gzip.decompress(data)


@pytest.mark.parametrize("secret", [True, False], ids=["a secret request", "a key in the address"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_no_secret_is_written_or_printed(
    tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch, answer: str, secret: bool
) -> None:
    """Whatever a host answers to a request with secrets, and whether mail goes or not, no secret is written or printed."""
    address = f"http://user:{SECRETS[0]}@127.0.0.1:{host.port}/list?apikey={SECRETS[1]}"
    (tmp_path / "keyed.py").write_text(SOURCE.format(url=address, secret=secret), "utf-8")
    (tmp_path / "advisories.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "password").write_text(SECRETS[3] + "\n", "utf-8")
    (tmp_path / "password").chmod(0o600)
    monkeypatch.chdir(tmp_path)
    path = f"/list?apikey={SECRETS[1]}"
    printed = ""
    for said in (GOOD, ANSWERS[answer]):
        host.says[path] = said
        for words in (("-v", "refresh"), ("-v", "once"), ("site",), ("status",), ("doctor",), ("sources", "--json")):
            ran = CliRunner().invoke(commands, list(words))
            printed += f"{ran.output}{ran.stderr}{ran.exception or ''}"
    assert host.asked
    assert any(asked.headers.get("x-token") == SECRETS[2] for asked in host.asked)
    assert "user:" not in printed
    for one in SECRETS:
        assert one not in printed
        for written, data in everything(tmp_path):
            assert one.encode() not in data, written
            assert zlib.compress(one.encode())[2:-4] not in data


def test_the_libraries_beneath_log_no_address() -> None:
    """Whatever level a person turns on for all, the HTTP libraries, which log whole addresses, stay silent."""
    for name in ("httpx", "httpcore"):
        assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING

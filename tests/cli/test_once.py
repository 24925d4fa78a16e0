"""From a settings file to site and digest over a real server: the README's worked example, as a newcomer would run it."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands
from advisories.config import Settings, read_settings
from advisories.errors import InputError
from tests.conftest import ROOT

PAGE = """<!doctype html><title>Larovia</title><h1>Airspace warnings</h1><table>
<tr><th>Number<th>FIR<th>Until<th>Text</tr>{rows}</table>"""
ROW = "<tr><td>{number}<td>XQLR<td>{until}<td>{text}</tr>"


class Host:
    """A server on loopback that says what it is told to say."""

    def __init__(self) -> None:
        self.status, self.body, self.asked = 200, "", 0
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                robots = self.path == "/robots.txt"
                host.asked += not robots
                status, body = (404, b"") if robots else (host.status, host.body.encode())
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        """Return the server's host and port."""
        return f"127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a server on loopback."""
    made = Host()
    yield made
    made.close()


def example(address: str) -> str:
    """Return the README's worked example, at the test's own address."""
    found = re.search(r"```python\n(\"\"\"Warnings of.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert found, "the README has no worked example"
    assert len(found[1].splitlines()) <= 72
    return found[1].replace("127.0.0.1:8321", address)


@pytest.fixture
def folder(tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the worked example and settings for it."""
    (tmp_path / "larovia.py").write_text(example(host.address), "utf-8")
    settings = """
sources = ["larovia_warnings"]
plugins = ["larovia.py"]
[fetch]
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
"""
    (tmp_path / "advisories.toml").write_text(settings, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def advisories(*words: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(commands, list(words), catch_exceptions=False)


def rows(*numbers: int, until: str = "31/12/2099", text: str = "Do not enter.") -> str:
    """Return the page with these warnings."""
    return PAGE.format(rows="".join(ROW.format(number=number, until=until, text=text) for number in numbers))


def test_the_worked_example_goes_from_page_to_site_and_digest(folder: Path, host: Host) -> None:
    """One command reads the page, builds the site and issues the digest; what is shown is what the page says."""
    host.body = rows(1, 2, 3)
    result = advisories("once")
    assert result.exit_code == 0, result.output
    assert "OK, 3 listed, baseline" in result.output
    front = (folder / "site" / "current" / "index.html").read_text("utf-8")
    assert "Larovia 2" in front
    assert list((folder / "digests").glob("*.eml"))
    exported = json.loads(advisories("export").output)
    assert [item["reference"] for item in exported] == ["Larovia 1", "Larovia 2", "Larovia 3"]
    assert exported[0]["end"] == "2100-01-01T00:00:00Z"
    assert list(exported[0]) == (
        [
            "authority",
            "reference",
            "revision",
            "kind",
            "title",
            "areas",
            "firs",
            "state",
            "listed",
            "first_seen",
            "last_seen",
            "start",
            "end",
            "end_kind",
            "url",
            "source",
        ]
    )


def test_a_page_that_breaks_loses_nothing_and_says_so(folder: Path, host: Host) -> None:
    """After a broken page the exit status says so, everything known is still shown, and status says why."""
    host.body = rows(1, 2, 3)
    assert advisories("refresh").exit_code == 0
    for body, status, words in (
        ("", 200, "expected"),
        ("<title>Just a moment...</title><script>_cf_chl_opt</script>", 200, "blocked"),
        ("gone", 500, "500"),
        (PAGE.format(rows=""), 200, "none"),
        ("<h1>Airspace warnings</h1><p>We have a new design!</p>", 200, "none"),
    ):
        host.body, host.status = body, status
        result = advisories("refresh")
        assert result.exit_code == 4, result.output
        assert words in result.output
        assert len(json.loads(advisories("export").output)) == 3
    assert "FAILED" in advisories("status").output
    host.body, host.status = rows(1, 2, 3), 200
    assert advisories("refresh").exit_code == 0
    kinds = [change["kind"] for change in json.loads(advisories("changes", "--since", "1d", "--json").output)]
    assert kinds == ["source lost", "source back"]


def test_a_page_that_says_there_are_none_is_believed_in_time(folder: Path, host: Host) -> None:
    """The page's own words that there are none end the listings once a second reading agrees."""
    host.body = rows(1, 2, 3)
    advisories("refresh")
    host.body = PAGE.format(rows="") + "<p>No warnings are in force.</p>"
    assert "SUSPECT" in advisories("refresh").output
    assert len(json.loads(advisories("export").output)) == 3
    assert advisories("refresh").exit_code == 0
    assert json.loads(advisories("export").output) == []
    gone = json.loads(advisories("export", "--all").output)
    assert {item["state"] for item in gone} == {"no longer listed"}
    unproven = advisories("show", "XQLR").output
    assert "cannot be supported: larovia_warnings" in unproven
    assert "none known as of" not in unproven


def test_an_unproven_source_supports_none_known_only_once_accepted(folder: Path, host: Host) -> None:
    """Only after a person accepted a live reading does the silence of an unproven source mean "none known"."""
    host.body = rows(1, 2, 3)
    advisories("refresh")
    assert "cannot be supported" in advisories("show", "XQNV").output
    checked = advisories("sources", "check", "larovia_warnings", "--live", "--accept")
    assert checked.exit_code == 0, checked.output
    assert "3 rows" in checked.output
    assert "none known as of" in advisories("show", "XQNV").output
    host.body = "something else"
    refused = CliRunner().invoke(commands, ["sources", "check", "larovia_warnings", "--live", "--accept"])
    assert refused.exit_code != 0


def test_nothing_is_asked_before_it_is_due(folder: Path, host: Host) -> None:
    """A second `once` within the cadence asks nothing and still publishes."""
    host.body = rows(1)
    advisories("once")
    asked = host.asked
    result = advisories("once")
    assert host.asked == asked
    assert "No source is due" in result.output
    assert result.exit_code == 0


def test_both_times_change_the_answer(folder: Path, host: Host) -> None:
    """Known at a time before the first reading, nothing is known, and the command says so with its coverage."""
    host.body = rows(1)
    advisories("refresh")
    result = advisories("show", "Larovia", "--known-at", "2020-01-01T00:00Z")
    assert "nothing listed" in result.output
    assert "0 of 1 sources read" in result.output
    assert "1 listed" in advisories("show", "Larovia").output


@pytest.mark.parametrize("spelling", ["Larovia 2", "larovia-2", "LAROVIA_2"])
def test_any_spelling_of_a_reference_finds_it(folder: Path, host: Host, spelling: str) -> None:
    """A reference is found however it is typed, with its text, its changes and its evidence."""
    host.body = rows(1, 2)
    advisories("refresh")
    shown = advisories("show", spelling).output
    for words in ("Larovia 2", "Do not enter.", "evidence", "sha256"):
        assert words in shown
    assert "Larovia 1" not in shown


HOSTILE = (
    "=cmd|'/C calc'!A0",
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "two\r\nBcc: someone@example.org",
    "\u202egnp.exe",
    "A" * 5_000_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=["formula", "script", "template", "header", "override", "five megabytes"])
def test_hostile_text_is_inert_everywhere(folder: Path, host: Host, text: str) -> None:
    """Hostile text reaches page, mail, feed, table, log and CSV as text that does nothing."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    host.body = rows(1, text=escaped)
    result = advisories("-v", "once")
    assert result.exit_code == 0, result.output
    current = folder / "site" / "current"
    for path in current.rglob("*"):
        if path.suffix in (".html", ".xml", ".json"):
            written = path.read_text("utf-8")
            assert "<script>alert" not in written
            assert "\u202e" not in written
            assert "49 " not in written or "{{" not in text
    (mail,) = (folder / "digests").glob("*.eml")
    head = mail.read_bytes().partition(b"\r\n\r\n")[0]
    assert b"\nBcc:" not in head
    assert len(mail.read_bytes()) < 300_000
    table = advisories("export", "--format", "csv").output
    assert not re.search(r"(^|,)\"?[=+@]", table.split("\n", 1)[1])
    for words in (("show", "Larovia"), ("show", "Larovia 1"), ("changes",), ("status",), ("digest", "preview")):
        shown = advisories(*words).output
        assert "\u202e" not in shown
        assert "\r" not in shown


def test_an_unknown_setting_is_an_error_with_a_suggestion(folder: Path) -> None:
    """A typing error in the settings is named, with the setting that was meant."""
    (folder / "advisories.toml").write_text("[fetch]\ntimout = 3\n", "utf-8")
    result = CliRunner().invoke(commands, ["status"])
    assert "did you mean 'timeout'" in str(result.exception)


def test_the_settings_example_explains_every_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`init` writes a file that reads as the defaults and names every setting."""
    monkeypatch.chdir(tmp_path)
    assert advisories("init").exit_code == 0
    assert read_settings(tmp_path / "advisories.toml") == Settings()
    commented = (tmp_path / "advisories.toml").read_text("utf-8")
    shown, _, operators = commented.partition("# [operators.example]")
    live = re.sub(r"^# (?=[a-z_]+ = )", "", shown, flags=re.MULTILINE)
    (tmp_path / "live.toml").write_text(live, "utf-8")
    assert read_settings(tmp_path / "live.toml") == Settings()
    example = re.sub(r"^# ", "", f"# [operators.example]{operators}", flags=re.MULTILINE)
    (tmp_path / "operators.toml").write_text(example, "utf-8")
    assert set(read_settings(tmp_path / "operators.toml").operators) == {"example"}
    kinds: list[type[msgspec.Struct]] = [Settings]
    for field in msgspec.structs.fields(Settings):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            kinds += [field.type]
    for kind in kinds:
        for field in msgspec.structs.fields(kind):
            assert re.search(
                rf"^(# )?{field.encode_name} = |^(# )?\[.*{field.encode_name}.*\]", commented, re.MULTILINE
            ), field.name


def test_a_saved_page_is_imported_as_if_it_had_been_fetched(folder: Path, host: Host, tmp_path: Path) -> None:
    """For a host that refuses, a page saved by a person is recognised by its marker and read."""
    saved = tmp_path / "saved.html"
    saved.write_text(rows(7, 8), "utf-8")
    result = advisories("import", str(saved), "--at", "2026-03-02T04:00Z")
    assert result.exit_code == 0, result.output
    assert "2 listed" in result.output
    assert host.asked == 0
    assert "Larovia 7" in advisories("show", "Larovia").output


def test_a_saved_page_that_cannot_be_read_fails(folder: Path, host: Host, tmp_path: Path) -> None:
    """A page of the source without its rows is a failed reading, in the exit status too, and takes nothing away."""
    host.body = rows(7)
    advisories("refresh")
    for later, (name, body) in enumerate({"empty": rows(), "good": rows(7, 8), "again": rows()}.items(), start=1):
        (tmp_path / name).write_text(body, "utf-8")
        os.utime(tmp_path / name, (time.time() + later,) * 2)
    result = advisories("import", str(tmp_path / "empty"))
    assert (result.exit_code, "FAILED" in result.output) == (4, True), result.output
    assert advisories("import", str(tmp_path / "good"), str(tmp_path / "again")).exit_code == 3
    assert "Larovia 7" in advisories("show", "Larovia").output


def test_a_saved_page_without_the_marker_is_none_of_the_source(folder: Path, host: Host, tmp_path: Path) -> None:
    """An empty page, or a wall before it, is not read: the error names the source and what its page holds."""
    host.body = rows(7)
    advisories("refresh")
    saved = tmp_path / "saved.html"
    for body in ("", "<title>Just a moment...</title>"):
        saved.write_text(body, "utf-8")
        with pytest.raises(InputError, match=f"a page of larovia_warnings, which holds .* found {len(body)} bytes"):
            advisories("import", "--source", "larovia_warnings", str(saved))
    assert "Larovia 7" in advisories("show", "Larovia").output


def test_the_site_is_served_on_this_machine_only(folder: Path, host: Host) -> None:
    """A port that is taken is an error in plain words."""
    host.body = rows(1)
    advisories("refresh")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(commands, ["site", "--serve", "--port", str(port)])
    assert f"port {port}" in str(result.exception)


def test_the_drop_folder_is_read_with_each_pass(folder: Path, host: Host) -> None:
    """`once` reads NOTAM text from the drop folder, shows it on the site, and says what it could not read."""
    host.body = rows(1)
    settings = folder / "advisories.toml"
    settings.write_text(settings.read_text("utf-8") + '[import]\nfolder = "drop"\n', "utf-8")
    (folder / "drop").mkdir()
    text = "(LXNF-A0001/31 NOTAMN\nQ) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 3105010000 C) PERM\nE) TRA)"
    for name, words in (("good.txt", text), ("bad.txt", "no such thing")):
        (folder / "drop" / name).write_text(words, "utf-8")
        os.utime(folder / "drop" / name, (0, 0))
    result = CliRunner().invoke(commands, ["once"])
    assert "notam_text: OK, 1 listed, 1 new" in result.output
    assert "not read: bad.txt" in str(result.exception)
    assert (folder / "drop" / "done" / "good.txt").is_file()
    assert (folder / "drop" / "failed" / "bad.txt.reason.txt").is_file()
    page = (folder / "site" / "current" / "advisory" / "lxnf" / "lxnf-a0001-31" / "index.html").read_text("utf-8")
    assert "Imported by a person from <bdi>good.txt</bdi>" in page
    assert "1 of 1 sources read" in (folder / "site" / "current" / "index.html").read_text("utf-8")
    assert "nothing" not in advisories("once").output

"""A source behind a token, whose list has pages and whose rows have details: the contract carried to its end."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisories import refresh
from advisories.cli import commands

SOURCE = '''
"""Notices of Larovia: a token first, then the pages of a list, then a detail for each row."""

import json
from advisories.model import Advisory, Kind, Request
from advisories.sources.base import Coverage, Joined, Part, Proof, Republish
from advisories.sources.from_json import JsonSource, listing
from advisories.times import iso

HOST = "http://127.0.0.1:8321"


class LaroviaNotices(JsonSource):
    """A token, the pages of a list, a detail for each of its rows."""

    name = "larovia_notices"
    title = "Notices of Larovia"
    authority = "Larovia"
    home = HOST + "/"
    parts = (
        Part(name="token", url=HOST + "/token", coverage=Coverage.QUERY, marker='"token"', nothing=('"token"',)),
        Part(name="list", url=HOST + "/notices?page=1", coverage=Coverage.SNAPSHOT, marker='"notices"',
             proof=Proof.WIRE),
        Part(name="detail", url=HOST + "/notices/1", coverage=Coverage.QUERY, marker='"text"', proof=Proof.WIRE),
    )
    republish = Republish.TEXT

    def requests(self, now, state):
        since = state.good_at.isoformat() if state.good_at else "ever"
        body = json.dumps({"user": "me", "key": "k3y-of-ours", "since": since}).encode()
        headers = (("Content-Type", "application/json"),)
        return (Request(part="token", url=HOST + "/token", method="POST", body=body, headers=headers, secret=True),)

    def follow(self, page):
        if page.part == "token":
            headers = (("Authorization", "Bearer " + page.document["token"]),)
            return (Request(part="list", url=HOST + "/notices?page=1", headers=headers),)
        if page.part == "detail":
            return ()
        more = [HOST + f"/notices?page={page.document['next']}"] if page.document["next"] else []
        return (
            *(Request(part="list", url=url, headers=page.request.headers) for url in more),
            *(
                Request(part="detail", url=HOST + f"/notices/{row['number']}", headers=page.request.headers,
                        changed=iso(row["changed"]))
                for row in page.document["notices"]
            ),
        )

    def part_of(self, method, url, body):
        path = url.partition("://")[2].partition("/")[2]
        return "list" if path.startswith("notices?") else "detail" if path.startswith("notices/") else None

    def rows(self, page):
        if page.part == "token":
            return []
        return listing(page, "notices") if page.part == "list" else [page.document]

    def record(self, page, row):
        return {key: str(row[key]) for key in ("number", "title" if page.part == "list" else "text")}

    def join(self, parts, known):
        details = {record["number"]: record["text"] for record in parts["detail"].records} if "detail" in parts else {}
        pages = parts.get("list")
        return tuple(
            Joined(record={"list": row, "detail": details.get(row["number"], "")}, parts=("list",) if pages.fresh else ())
            for row in (pages.records if pages else ())
        )

    def advisory(self, record):
        row = record["list"]
        return Advisory(authority=self.authority, source=self.name, reference=f"Larovia {row['number']}",
                        kind=Kind.AIC, title=row["title"], text=record["detail"], url=self.home)
'''
SETTINGS = """
sources = ["larovia_notices"]
plugins = ["larovia.py"]
[fetch]
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
"""
PER_PAGE = 3


class Office:
    """The authority's server: a token for the key, then pages of three notices, and a detail for each."""

    def __init__(self) -> None:
        self.notices = {
            number: {"text": f"Do not enter {number}.", "changed": "2020-01-01T00:00:00Z"} for number in range(1, 16)
        }
        self.broken: set[str] = set()
        self.asked: list[str] = []
        self.keys: list[str] = []
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                office.keys.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.say(200, {"token": "t0ken-of-today"})

            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    return self.say(404, {})
                office.asked.append(self.path)
                if self.headers["Authorization"] != "Bearer t0ken-of-today":
                    return self.say(401, {"error": "no token"})
                if self.path in office.broken:
                    return self.say(500, {"error": "broken"})
                return self.say(200, office.document(self.path))

            def say(self, status: int, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("ETag", f'"{hash(body)}"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self, path: str) -> Any:
        """Return a page of the list, or a detail."""
        found = re.fullmatch(r"/notices/(\d+)", path)
        if found:
            return {"number": int(found[1]), "text": self.notices[int(found[1])]["text"]}
        number = int(path.rpartition("=")[2])
        numbers = sorted(self.notices)
        shown = numbers[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = [{"number": one, "title": f"Notice {one}", "changed": self.notices[one]["changed"]} for one in shown]
        return {"notices": rows, "next": number + 1 if len(numbers) > number * PER_PAGE else 0}

    @property
    def took(self) -> Counter[str]:
        """Return what was asked since the last look, details as one."""
        found = Counter("details" if path.startswith("/notices/") else path for path in self.asked)
        self.asked.clear()
        return found


@pytest.fixture
def office() -> Iterator[Office]:
    """Return the server."""
    made = Office()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def folder(tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the source as a plugin, and its settings."""
    address = f"127.0.0.1:{office.server.server_address[1]}"
    (tmp_path / "larovia.py").write_text(SOURCE.replace("127.0.0.1:8321", address), "utf-8")
    (tmp_path / "advisories.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def advisories(*words: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(commands, list(words), catch_exceptions=False)


def kinds() -> Counter[str]:
    """Return how many changes of each kind there were."""
    found = json.loads(advisories("changes", "--json", "--since", "2000-01-01").stdout)
    return Counter(change["kind"] for change in found)


def listed() -> dict[str, str]:
    """Return what is listed, with its text."""
    return {
        one["reference"]: json.loads(advisories("show", one["reference"], "--json").stdout)[0]["standing"]["advisory"][
            "text"
        ]
        for one in json.loads(advisories("export").stdout)
    }


def test_all_pages_and_details_are_read_and_the_token_is_kept_nowhere(folder: Path, office: Office) -> None:
    """Pages lead to pages however many there are, headers go along, and neither key nor token is written down."""
    result = advisories("refresh")
    assert result.exit_code == 0, result.output
    assert office.took == {"details": 15, **{f"/notices?page={number}": 1 for number in range(1, 6)}}
    assert len(listed()) == 15
    assert listed()["Larovia 15"] == "Do not enter 15."
    kept = b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix not in (".toml", ".py")
    )
    assert b"k3y-of-ours" not in kept
    assert b"t0ken-of-today" not in kept
    assert 'since": "ever' in office.keys[0]
    assert advisories("verify").exit_code == 0


def test_details_are_asked_for_only_where_they_changed(folder: Path, office: Office) -> None:
    """What the list says has not changed is remembered; what changed is read, and is news."""
    advisories("refresh")
    assert office.took["details"] == 15
    advisories("refresh")
    assert office.took["details"] == 0
    office.notices[7] = {"text": "Keep clear of 7.", "changed": datetime.now(UTC).isoformat()}
    advisories("refresh")
    assert office.took["details"] == 1
    assert kinds() == {"amended": 1}
    assert listed() == {f"Larovia {one}": office.notices[one]["text"] for one in range(1, 16)}
    assert 'since": "ever' not in office.keys[-1]
    reread = advisories("reread").stdout
    assert "0 read differently, 0 cannot be read" in reread


def test_a_page_that_cannot_be_read_ends_nothing(folder: Path, office: Office) -> None:
    """A list of which a page fails is not whole, however often: what stood on that page stays listed."""
    advisories("refresh")
    office.broken.add("/notices?page=3")
    for _ in range(5):
        told = advisories("refresh").stdout
        assert "DEGRADED" in told or "SUSPECT" in told
    assert len(listed()) == 15
    assert kinds() == {}
    office.broken.clear()
    assert ": OK, 15 listed" in advisories("refresh").stdout
    assert kinds() == {}


def test_a_detail_that_cannot_be_read_keeps_what_it_last_said(folder: Path, office: Office) -> None:
    """A detail that changed and fails is said to have failed, its earlier text stands, and it is asked for again."""
    advisories("refresh")
    office.broken.add("/notices/7")
    office.notices[7] = {"text": "Keep clear of 7.", "changed": datetime.now(UTC).isoformat()}
    for _ in range(4):
        assert "DEGRADED" in advisories("refresh").stdout
    assert listed()["Larovia 7"] == "Do not enter 7."
    office.broken.clear()
    advisories("refresh")
    assert listed()["Larovia 7"] == "Keep clear of 7."
    assert kinds() == {"amended": 1}


def test_what_the_list_names_no_more_is_no_longer_listed(folder: Path, office: Office) -> None:
    """A list read whole proves absence, also where its last page is gone; its details are forgotten with it."""
    advisories("refresh")
    del office.notices[15], office.notices[14], office.notices[13]
    assert "12 listed" in advisories("refresh").stdout
    assert kinds() == {"no longer listed": 3}
    office.notices[13] = {"text": "Anew.", "changed": "2020-01-01T00:00:00Z"}
    assert office.took["details"] == 15
    advisories("refresh")
    assert office.took["details"] == 1
    assert listed()["Larovia 13"] == "Anew."


def test_a_list_longer_than_the_limit_says_so_and_ends_nothing(
    folder: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pages are left out, the run names it, and what was not read is not taken for gone."""
    advisories("refresh")
    monkeypatch.setattr(refresh, "REQUESTS", 4)
    for _ in range(4):
        assert "found 1 that were not read" in advisories("refresh").stdout
    assert len(listed()) == 15
    assert kinds() == {}


def test_the_recording_tells_the_same(folder: Path, office: Office) -> None:
    """Replaying the archive, which holds no token, into a new store ends with the same list; a page left out ends nothing."""
    advisories("refresh")
    office.notices[7] = {"text": "Keep clear of 7.", "changed": datetime.now(UTC).isoformat()}
    advisories("refresh")
    before = listed()
    result = advisories("replay", "archive", "--store", "sqlite:///again.sqlite3", "--archive", "again")
    assert result.exit_code == 0, result.output
    again = json.loads(advisories("export", "--store", "sqlite:///again.sqlite3").stdout)
    assert {one["reference"] for one in again} == set(before)
    shown = advisories("show", "Larovia 7", "--store", "sqlite:///again.sqlite3", "--archive", "again").stdout
    assert "Keep clear of 7." in shown

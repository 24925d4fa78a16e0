"""No address that a page, a redirect or the settings name leads inside: source, fetcher and program together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpcore
import msgspec
import pytest

from advisories.archive import Archive
from advisories.config import RunSettings, Settings, read_settings
from advisories.errors import ConfigError, InputError
from advisories.fetch import Fetcher
from advisories.model import Advisory, Kind, Request, Verdict
from advisories.refresh import Report, refresh
from advisories.signs import may_ping, ping
from advisories.sources.base import Coverage, Page, Part, Proof, Record, Source, State
from advisories.sources.from_json import JsonSource, listing
from advisories.store import Store
from tests.fetch.conftest import NO_TLS, NOW, SETTINGS
from tests.fetch.loopback import Host, page

PUBLIC = "198.35.26.96"
"""An address of the public internet, which stands for a host on loopback here."""
WALLED = msgspec.structs.replace(SETTINGS, allow_private=False, robots=False)


class Leading(JsonSource):
    """Notices whose list leads to a page for each."""

    name = "leading_notices"
    title = "Notices of Larovia"
    authority = "LARO"
    home = "http://notices.test/"
    parts = (
        Part(
            name="list", url="http://notices.test/list", coverage=Coverage.SNAPSHOT, marker="notices", proof=Proof.WIRE
        ),
        Part(name="detail", url="http://notices.test/", coverage=Coverage.QUERY, marker="notices", proof=Proof.WIRE),
    )
    terms = "Invented."

    def requests(self, now: datetime, state: State) -> tuple[Request, ...]:
        """Return the list alone."""
        del now, state
        return (Request(part="list", url=self.parts[0].url),)

    def follow(self, page: Page) -> tuple[Request, ...]:
        """Return what the list leads to, whatever it is."""
        return tuple(Request(part="detail", url=link) for link in page.document.get("links", ()))

    def rows(self, page: Page) -> Sequence[Any]:
        """Return the notices."""
        return listing(page, "notices")

    def record(self, page: Page, row: Any) -> Record:
        """Return a notice as printed."""
        del page
        return {"number": row}

    def advisory(self, record: Record) -> Advisory:
        """Read a notice."""
        number = record["number"]
        return Advisory(authority="LARO", source=self.name, reference=number, kind=Kind.AIC, title=number, text="")


def resolve(name: str, port: int) -> Sequence[str]:
    """Look up names as an attacker may have set them."""
    del port
    name = name.lower().rstrip(".")
    return {"notices.test": [PUBLIC], "inside.test": ["127.0.0.1"], "both.test": [PUBLIC, "127.0.0.1"]}.get(
        name, ["127.0.0.1"] if name == "localhost" else [PUBLIC]
    )


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback with something that is nobody's business."""
    listening = Host(says={"/secret": page(b'{"notices": ["SECRET 1/31"]}', Content_Type="application/json")})
    yield listening
    listening.close()


@pytest.fixture
def _internet(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the host answer at a public address as well, whatever the port."""
    connect = httpcore.SyncBackend.connect_tcp

    def connected(self: httpcore.SyncBackend, address: str, port: int, *rest: Any) -> httpcore.NetworkStream:
        return (
            connect(self, "127.0.0.1", host.port, *rest) if address == PUBLIC else connect(self, address, port, *rest)
        )

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connected)


Reads = Callable[..., Report]


@pytest.fixture
def reads(tmp_path: Path, host: Host) -> Iterator[Reads]:
    """Return a reader of a source whose list leads to these links, behind a wall, into a real store and archive."""
    with (
        Store(f"sqlite:///{tmp_path}/store.sqlite3") as store,
        Archive(tmp_path / "archive", rotate_bytes=10**9, committed={}, now=NOW) as archive,
        Fetcher(WALLED, clock=lambda: NOW, sleep=lambda _: None, resolve=resolve, tls=NO_TLS) as fetcher,
    ):

        def read(*links: str, source: Source | None = None) -> Report:
            body = json.dumps({"notices": ["LARO 1/31"], "links": links}).encode()
            host.says["/list"] = page(body, Content_Type="application/json")
            (report,) = refresh(store, archive, fetcher, (source or Leading(),), lambda: NOW)
            listed = {one.advisory.reference for one in store.standings(store.moment(NOW)) if one.listed}
            assert listed <= {"LARO 1/31"}
            assert listed or report.verdict is Verdict.FAILED
            return report

        yield read


INSIDE = [
    "http://127.0.0.1:{port}/secret",
    "http://localhost:{port}/secret",
    "http://LOCALHOST.:{port}/secret",
    "http://inside.test:{port}/secret",
    "http://both.test:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://127.1:{port}/secret",
    "http://2130706433:{port}/secret",
    "http://0x7f000001:{port}/secret",
    "http://user:word@127.0.0.1:{port}/secret",
    "http://notices.test@127.0.0.1:{port}/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/secret",
    "http://notices.test/to-inside",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/secret",
    "ftp://127.0.0.1/secret",
    "//127.0.0.1:{port}/secret",
    "/secret",
    "javascript:alert(1)",
    "http://",
    "http://127.0.0.1:{port}\r\nHost: notices.test/secret",
]


@pytest.mark.usefixtures("_internet")
@pytest.mark.parametrize("link", INSIDE)
def test_no_link_of_a_page_leads_inside(tmp_path: Path, host: Host, reads: Reads, link: str) -> None:
    """Whatever address a source takes from a page, only the public internet is asked; what the page lists is kept."""
    host.says["/to-inside"] = page(b"", "302 Found", Location=f"http://127.0.0.1:{host.port}/secret")
    report = reads(link.format(port=host.port))
    assert report.verdict is Verdict.DEGRADED
    assert report.reason
    assert "word" not in report.reason
    assert "/secret" not in host.paths
    assert not any(b"SECRET" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.usefixtures("_internet")
def test_a_link_to_the_public_internet_is_followed(host: Host, reads: Reads) -> None:
    """The wall does not stand in the way of what a source is there for."""
    host.says["/more"] = page(b'{"notices": ["LARO 1/31"]}', Content_Type="application/json")
    assert reads("http://elsewhere.test/more").verdict is Verdict.OK
    assert host.paths == ["/list", "/more"]


@pytest.mark.usefixtures("_internet")
def test_a_list_that_is_sent_inside_is_not_read(host: Host, reads: Reads) -> None:
    """A redirect of the source's own address into the network fails the run, and asks nobody."""
    report = reads()
    assert report.verdict is Verdict.OK
    host.says["/away"] = page(b"", "302 Found", Location=f"http://127.0.0.1:{host.port}/secret")

    class Away(Leading):
        """The same at an address that has moved."""

        name = "away_notices"
        parts = (msgspec.structs.replace(Leading.parts[0], url="http://notices.test/away"), Leading.parts[1])

    away = reads(source=Away())
    assert "not on the public internet" in away.reason
    assert "/secret" not in host.paths


def test_a_ping_goes_inside_only_where_its_own_setting_says_so(host: Host) -> None:
    """That pages may be fetched from inside opens nothing for it; with its own setting a service inside is called."""
    host.says["/alive"] = page(b"ok")
    open_fetch = msgspec.structs.replace(SETTINGS, allow_private=True, allow_http=True)
    inside = f"https://127.0.0.1:{host.port}/alive/3f2a"
    with pytest.raises(
        InputError, match=r"run\.ping: 127\.0\.0\.1: not on the public internet; `ping_private` in \[run\]"
    ):
        ping(RunSettings(ping=inside), open_fetch, lambda: NOW)
    with pytest.raises(InputError, match="ping_private"):
        may_ping(RunSettings(ping="https://inside.test/3f2a"), resolve)
    assert host.asked == []
    allowed = RunSettings(ping=host.url("/alive"), ping_private=True)
    ping(allowed, msgspec.structs.replace(SETTINGS, allow_private=False, allow_http=False), lambda: NOW)
    assert may_ping(allowed) == "127.0.0.1"
    assert host.paths == ["/alive"]


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}/secret", "http://169.254.169.254/", "/secret", ""])
def test_a_ping_is_sent_nowhere_else(host: Host, place: str) -> None:
    """A redirect is no sign that the call was heard, and is not followed, also where it may go inside."""
    host.says["/alive/3f2a"] = page(b"", "302 Found", Location=place.format(port=host.port))
    with pytest.raises(InputError, match=r"run\.ping: 127\.0\.0\.1: ") as raised:
        ping(RunSettings(ping=host.url("/alive/3f2a"), ping_private=True), SETTINGS, lambda: NOW)
    assert "3f2a" not in str(raised.value)
    assert host.paths == ["/alive/3f2a"]


BAD_SETTINGS = {
    "run.ping": [
        ("ping = 'http://alive.example/3f2a'", "expected an https:// address"),
        ("ping = 'http://10.0.0.1/3f2a'", "expected an https:// address"),
        ("ping = 'file:///etc/passwd?3f2a'\nping_private = true", "expected an https:// address"),
        ("ping = 'https:///3f2a'", "expected an https:// address"),
        ('ping = "https://alive.example/3f2a\\r\\nX: y"', "expected an https:// address"),
        ("ping = 'alive.example/3f2a'", "expected an https:// address"),
    ],
    "delivery.smtp.host": [
        (f"host = {name}", "expected the name or IP address of a host")
        for name in (
            "''", "'smtp://mail.example'", "'mail.example:25'", "'mail example'", '"mail.example\\r\\nDATA"',
            "'user@mail.example'", "'mail.example/x'", "'[::1]'",
        )
    ],
    "site.url": [
        (f"url = {url}", "expected an http:// or https:// address")
        for url in (
            "'javascript:alert(1)'", "'data:text/html,x'", "'//notices.example'", "'notices.example'", "'https://'",
            "'https://x.example/\"onload=\"x'", '"https://x.example/\\r\\nX: y"', "'https://x.example/<b>'",
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("where", "line", "words"), [(where, *one) for where, found in BAD_SETTINGS.items() for one in found]
)
def test_an_address_in_the_settings_is_one(tmp_path: Path, where: str, line: str, words: str) -> None:
    """What is no address of its kind is refused when the settings are read, in one line that names the setting."""
    table, _, key = where.rpartition(".")
    path = tmp_path / "advisories.toml"
    path.write_text(f"[{table}]\n{line}\n", "utf-8")
    with pytest.raises(ConfigError, match=f"{key}: {words}") as raised:
        read_settings(path)
    assert "\n" not in str(raised.value)
    assert "3f2a" not in str(raised.value)


def test_addresses_that_an_operator_means_are_taken(tmp_path: Path) -> None:
    """A mail server inside is what most have, by name or number; so is a site on a machine of one's own."""
    path = tmp_path / "advisories.toml"

    def read(text: str) -> Settings:
        path.write_text(text, "utf-8")
        return read_settings(path)

    for host in ("mail", "mail.example.org", "10.0.0.25", "::1", "fe80::1%eth0", "smtp-relay_2.example.org"):
        assert read(f"[delivery.smtp]\nhost = '{host}'").delivery.smtp.host == host
    for url in ("https://x.example/air/", "http://localhost:8000", "https://[2001:db8::1]:8443/a~b"):
        assert read(f"[site]\nurl = '{url}'").site.url == url
    assert read("[run]\nping = 'http://10.0.0.1:3000/ping/3f2a'\nping_private = true").run.ping_private
    assert read("[run]\nping = 'https://hc.example/ping/3f2a?rid=1'").run.ping

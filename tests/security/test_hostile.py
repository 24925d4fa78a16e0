"""A hostile publisher, from its page to site, mail, feed and folders: text stays text, names stay names."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from advisories import publish
from advisories.config import Settings
from advisories.errors import WrongPageError
from advisories.fetch import Fetcher
from advisories.model import Failure, Request, Response, Verdict
from advisories.publish import Publication
from advisories.sources.base import Page
from advisories.sources.from_feed import entries
from advisories.sources.from_xml import element
from tests.core.wired import START, URL, Desk, notice, page
from tests.faults.world import NO_TLS, SETTINGS
from tests.fetch.loopback import Host

NUMBERS = (
    "../../../../tmp/escaped",
    "..",
    "/etc/passwd",
    "C:\\windows\\x",
    "%2e%2e%2fescaped",
    "a/../../b",
    "\u202e26/1L",
    "CON",
    "-rf",
    "L1/26' OR '1'='1",
    "L1/26; rm -rf ~",
    "$(touch escaped)",
    "<b>L1</b>",
    "L" * 3000,
    "{{ 7 * 7 }}",
    "=1+1",
)
TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script><![CDATA[",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }} {% for x in range(9**9) %}",
    "<a href='javascript:alert(1)'>&#x6a;avascript:alert(1)</a>",
    "first\r\nBcc: all@example.org\r\n\r\n<html>second body",
    '\x1b]0;title\x07\x1b[2J \u2028 \u0085 line="x" level=error event=forged',
    "&xxe; %s %(x)s {0.__class__}",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk that has read nothing yet."""
    (tmp_path / "home").mkdir()
    made = Desk(tmp_path / "home")
    yield made
    made.close()


def published(desk: Desk) -> tuple[Path, bytes]:
    """Publish, and return the site's folder and the digest."""
    settings = Settings()
    publication = Publication(
        sources=(desk.source,), settings=settings, site_folder=desk.folder / "site", digest_folder=desk.folder / "mail"
    )
    made = publish.publish(desk.store, publication, desk.now)
    return made.release, made.messages[0].read_bytes()


def hostile() -> list[Mapping[str, Any]]:
    """Return notices whose every field is hostile, each under a hostile number."""
    return [
        notice(number, title=f"{TEXTS[at % len(TEXTS)]} {at}", text=TEXTS[(at + 1) % len(TEXTS)], areas=[number])
        for at, number in enumerate(NUMBERS)
    ]


def test_hostile_words_and_names_do_nothing(desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Markup, templates, headers, terminal codes and paths in every field reach pages, feed and mail as inert words."""
    report = desk.read(page(*hostile()))
    assert (report.verdict, report.rows) == (Verdict.DEGRADED, len(NUMBERS) - 1), "a name of 3,000 letters is a bad row"
    desk.read(page(*(dict(one, text=f"{one['text']} again") for one in hostile())))
    release, mail = published(desk)
    outside = [path for path in tmp_path.rglob("*escaped*") if path.is_file() and release not in path.parents]
    assert outside == []
    assert not Path("/tmp/escaped").exists()
    for path in release.rglob("*"):
        assert path.resolve().is_relative_to(release.resolve())
        assert re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,200}", path.name), path
        if path.suffix == ".html":
            written = path.read_text("utf-8")
            parsed = etree.fromstring(written, etree.HTMLParser())
            assert not parsed.xpath("//*[starts-with(name(@*), 'on')]")
            assert not parsed.xpath("//script | //iframe | //object | //img[@onerror]")
            hrefs = [str(node.get(name)) for node in parsed.iter() for name in ("href", "src") if node.get(name)]
            assert not [href for href in hrefs if re.match(r"\s*(javascript|data|file):", href, re.IGNORECASE)]
            assert "uid=" not in written
        if path.suffix in (".html", ".xml", ".json", ".txt"):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u202e]", path.read_text("utf-8")), path
    etree.fromstring((release / "feed.xml").read_bytes(), etree.XMLParser(resolve_entities=False))
    message = message_from_bytes(mail, policy=policy.default)
    assert message["Bcc"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    for line in capfd.readouterr().out.splitlines():
        assert "\x1b]" not in line
        assert not line.startswith(("Bcc", "level=error"))


def test_a_huge_number_of_rows_is_read_in_proportion(desk: Desk) -> None:
    """Fifty thousand rows are read within a minute, and a page that repeats one row fifty thousand times as quickly."""
    began = time.process_time()
    many = [{"number": f"L{at}/26", "title": "Notice"} for at in range(50_000)]
    assert desk.read(page(*many)).rows == 50_000
    assert desk.read(page(*many, *[{"number": "L1/26", "title": "Other"}] * 50_000)).verdict is Verdict.DEGRADED
    assert time.process_time() - began < 60


ENTITIES = {
    "billion laughs": '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>',
    "external entity": '<!DOCTYPE r [<!ENTITY d SYSTEM "file:///etc/passwd">]>',
    "entity over the network": '<!DOCTYPE r [<!ENTITY d SYSTEM "http://127.0.0.1:{port}/entity">]>',
    "document type elsewhere": '<!DOCTYPE r SYSTEM "http://127.0.0.1:{port}/types.dtd">',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p.dtd"> %p; <!ENTITY d "x">]>',
    "a public type": '<!DOCTYPE r PUBLIC "-//X//Y" "http://127.0.0.1:{port}/y.dtd" [<!ENTITY d "x">]>',
}


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ENTITIES)
@pytest.mark.parametrize("root", ["Pib", "rss"])
def test_xml_brings_no_entities_and_asks_nobody(root: str, name: str, coding: str) -> None:
    """A document type in any form and coding is refused by both readers, and nothing is asked for on the way."""
    host = Host()
    kind = ENTITIES[name].replace("DOCTYPE r", f"DOCTYPE {root}").replace("{port}", str(host.port))
    used = "" if "DOCTYPE r SYSTEM" in ENTITIES[name] else "&d;"
    body = f'<?xml version="1.0" encoding="{coding}"?>{kind}<{root}><channel><title>{used}</title></channel></{root}>'
    found = Page(part="a", url=URL, body=body.encode(coding), charset="", read_at=START, source="made")
    for read in (element, entries):
        with pytest.raises(WrongPageError):
            read(found, root)
    assert host.asked == []
    host.close()


ADDRESSES = (
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/",
    "http://2130706433:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f000001:{port}/",
    "http://127.1:{port}/",
    "http://127.0.0.1:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://x@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://inward.example:{port}/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_leads_inside(address: str) -> None:
    """Whatever way an address of this machine or network is written, as settings, links or names, it is not asked."""
    host = Host()
    found = {"inward.example": ("127.0.0.1",), "localhost": ("127.0.0.1", "::1"), "localhost.": ("127.0.0.1",)}
    strict = Settings().fetch
    assert not strict.allow_private
    settings = type(strict)(allow_http=True, robots=False, attempts=1, pause=0.0, timeout=SETTINGS.timeout)
    with Fetcher(
        settings,
        clock=lambda: datetime(2031, 5, 6, tzinfo=UTC),
        resolve=lambda name, _: found.get(name, ("127.0.0.1",)),
        tls=NO_TLS,
    ) as fetcher:
        answer = fetcher.fetch(Request(part="a", url=address.replace("{port}", str(host.port))), None)
    assert isinstance(answer, Failure)
    assert host.asked == []
    host.close()


def test_a_hostile_answer_cannot_name_a_file(desk: Desk) -> None:
    """Headers and addresses of an answer never become names of files, and break no line of the archive."""
    headers = (
        ("Content-Type", "application/json"),
        ("X-A\r\nWARC-Target-URI", "x\r\nWARC-Type: response"),
        ("ETag", '"\r\nWARC-Filename: ../../x"'),
        ("Content-Disposition", "attachment; filename=../../escaped"),
    )
    report = desk.answer(
        Response(part="list", url=URL, status=200, headers=headers, body=page(notice("L1/26")), read_at=desk.now)
    )
    assert report.verdict is Verdict.OK
    (file,) = (desk.folder / "archive").iterdir()
    reading = desk.archive.read(file.name, *_place(desk))
    assert reading.body == page(notice("L1/26"))
    assert reading.url == URL
    for name in ("../home/store.sqlite3", "/etc/passwd", "..", "a/b"):
        with pytest.raises(Exception, match="expected the name of a file"):
            desk.archive.read(name, 0, 10)


def _place(desk: Desk) -> tuple[int, int]:
    (history,) = desk.store.histories(desk.store.moment(desk.now), name="L1/26")
    evidence = history.revisions[0].evidence[0]
    return evidence.archive_offset, evidence.archive_length

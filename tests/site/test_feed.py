"""The Atom feed."""

from __future__ import annotations

from datetime import timedelta

import feedparser
from lxml import etree

from advisories import syndication
from advisories.known import Knowledge
from advisories.model import ChangeKind
from tests.digest import invented as made
from tests.render.golden import compare

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*days: Knowledge, base_url: str = made.BASE) -> bytes:
    """Return the feed over some days."""
    return syndication.feed(days, title=made.TITLE, base_url=base_url)


def test_the_feed_is_the_golden_one() -> None:
    """The feed, whole, is what was reviewed."""
    compare("feed.xml", feed(made.today()))


def test_the_feed_is_atom() -> None:
    """The feed and every entry have the elements that RFC 4287 requires, and a reader parses it without complaint."""
    root = etree.fromstring(feed(made.today()))
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        for link in element.findall(f"{ATOM}link"):
            assert link.get("href", "").startswith("https://")
    assert not feedparser.parse(feed(made.today())).bozo


def test_ids_and_times_belong_to_the_change() -> None:
    """Built later, from more days, an entry has the id and the time it had; the feed's time is its newest change's."""
    later = made.today(as_of=made.NOW + timedelta(hours=9), known_at=made.NOW + timedelta(hours=9))
    assert feed(made.today()) == feed(later) == feed(made.today(), later)
    assert syndication.view([later], title="", base_url=made.BASE).updated == "2026-11-22T04:00:00Z"


def test_ids_are_never_shared() -> None:
    """No two entries have one id."""
    entries = syndication.view([made.today(), made.bulk(60)], title="", base_url=made.BASE).entries
    assert len({entry.id for entry in entries}) == len(entries)


def test_ordinary_notam_are_one_entry_for_a_day_and_fir() -> None:
    """A hundred NOTAM changes do not push the warnings out: they are one entry for each FIR and day."""
    entries = syndication.view([made.today()], title="", base_url=made.BASE).entries
    (counted,) = (entry for entry in entries if "NOTAM changes" in entry.title)
    assert counted.title == "3 NOTAM changes in EGTT on 2026-11-22"
    assert counted.url == "https://advisories.example/changes/2026-11-22/#egtt"


def test_a_feed_without_changes_has_a_time_of_content() -> None:
    """An empty feed is dated by what is known, not by when it was made."""
    assert b"<updated>2025-10-18T05:00:00Z</updated>" in feed(made.quiet())
    assert b"<updated>1970-01-01T00:00:00Z</updated>" in feed()


def test_hostile_text_never_breaks_the_feed() -> None:
    """What XML forbids, markup and line breaks of scraped text leave the feed well-formed and its titles plain."""
    hostile = "]]> <b>\x00\x1b\ufffe \ud800 &nbsp; \u202e{{ 7*7 }}\r\nx"
    bad = made.faa("A0099/26", hostile, "ZZEX", title=hostile, reference=hostile)
    known = made.today(changes=((1, made.change(ChangeKind.NEW, bad, note=hostile)),), standings=(made.standing(bad),))
    root = etree.fromstring(feed(known))
    title = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert "⟨U+0000⟩" in title
    assert "\n" not in title
    assert "\u202e" not in title


def test_a_relaxation_in_the_feed_is_no_clearance() -> None:
    """An entry about what left the list says that this is not a clearance."""
    entries = syndication.view([made.today()], title="", base_url=made.BASE).entries
    (gone,) = (entry for entry in entries if entry.title.startswith("No longer listed: FAA"))
    assert "not a clearance" in gone.content.lower()


def test_without_a_public_address_the_feed_has_no_links() -> None:
    """A site without an address makes a feed whose ids are local and which links nowhere."""
    assert b"<link" not in feed(made.today(), base_url="")
    assert b"<id>tag:localhost,2026:feed</id>" in feed(made.today(), base_url="")

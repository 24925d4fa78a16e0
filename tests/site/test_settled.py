"""A site of many advisories makes what can have changed; every address stays, and a release is still switched at once."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from advisories import publish
from advisories.config import Settings
from advisories.errors import RenderError
from advisories.publish import Publication
from tests.benchmarks.years import Years
from tests.core.wired import HOUR, START, Desk, page
from tests.site.pages import Page

DAY = 24


def shown(folder: Path) -> dict[str, bytes]:
    """Return every file that readers of the site see, by its address."""
    root = folder / "site" / "current"
    found: dict[str, bytes] = {}
    for place, _, names in os.walk(root, followlinks=True):
        inside = Path(place).relative_to(root)
        if inside.parts[:1] != ("now",):
            there = [name for name in names if (Path(place) / name).is_file()]
            found |= {str(inside / name): (Path(place) / name).read_bytes() for name in there}
    return found


def dead(files: dict[str, bytes]) -> set[str]:
    """Return the links of all pages that lead nowhere."""
    found = set()
    for path, data in files.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        for link in Page(data.decode()).links:
            target = link.partition("#")[0]
            if target and "://" not in target and not target.startswith(("mailto:", "/")):
                plain = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                if plain not in files and f"{plain}/index.html" not in files:
                    found.add(f"{path} → {link}")
    return found


class Press:
    """A store of NOTAM, read page by page, and its site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(folder)
        self.desk.source = Years()
        self.desk.store.register(["years"])

    def read(self, *numbers: int, words: str = "", hours: int = 1) -> None:
        """Read a page that lists these NOTAM, an hour or more later."""
        rows = [
            {"number": f"LARO A{number:04d}/26", "title": "UAS", "text": f"BALLOON {number} {words}"}
            for number in numbers
        ]
        start = {"start": "2026-03-01T00:00:00+00:00"}
        self.desk.read(page(*(row | start for row in rows)))
        self.desk.now += (hours - 1) * HOUR

    def build(self, site: str = "site", *, everything: bool = False) -> dict[str, bytes]:
        """Build the site and return what readers see."""
        where = self.folder if site == "site" else self.folder / site
        publication = Publication(
            sources=(self.desk.source,),
            settings=Settings(),
            site_folder=where / "site",
            digest_folder=self.folder / "digests",
        )
        publish.build_site(self.desk.store, publication, self.desk.now, everything=everything)
        return shown(where)


def of(number: int) -> str:
    """Return the address of a NOTAM's page."""
    return f"advisory/laro/laro-a{number:04d}-26/index.html"


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """Return a press that counts as large from the first advisory on."""
    monkeypatch.setattr("advisories.publish.MADE_WHOLE", 0)
    monkeypatch.setattr("advisories.site.settled.MOST", 0)
    made = Press(tmp_path)
    with closing(made.desk):
        yield made


def test_every_address_stays_through_a_long_story(press: Press) -> None:
    """Listed, amended, gone and back: no page is ever lost, no link ever dead, and each says what is so."""
    before: set[str] = set()
    for turn in range(9):
        numbers = [number for number in range(1, turn + 3) if number > turn - 3]
        press.read(*numbers, words="AMENDED" if turn % 3 == 2 else "", hours=DAY // 2)
        files = press.build()
        assert dead(files) == set()
        assert before <= files.keys() | {name for name in before if name.startswith("assets/")}
        before = set(files)
    assert b"BALLOON 1 " in files[of(1)]
    assert b"no longer listed" in files[of(1)]
    assert (press.folder / "site" / "settled" / of(1)).is_file()
    assert not (press.folder / "site" / "settled" / of(1)).is_symlink()
    assert (press.folder / "site" / "settled" / of(10)).is_symlink()
    assert sum(path.startswith("changes/2026") for path in files) == 5
    press.read(1, 10, words="BACK")
    files = press.build()
    assert dead(files) == set()
    assert b"BALLOON 1 BACK" in files[of(1)]
    assert (press.folder / "site" / "settled" / of(1)).is_symlink()


def test_a_build_of_what_changed_shows_what_a_whole_one_shows(press: Press) -> None:
    """Front page, advisories and feed are the same bytes; and no other page is there or lacking."""
    for turn in range(8):
        press.read(*range(turn, turn + 4), hours=DAY // 2)
        files = press.build()
    whole = press.build("apart", everything=True)
    assert files.keys() == whole.keys()
    same = {path for path in files if files[path] == whole[path]}
    listed = {of(number) for number in range(7, 11)}
    assert listed | {"index.html", "feed.xml", "status.json", "changes/index.html", "fir/XQLR/index.html"} <= same
    assert {path for path in files if path.startswith("advisory/")} <= same


def test_what_has_no_page_yet_gets_it_newest_first(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site begun late shows what is listed and the last days at once, and the past a few pages at a time."""
    monkeypatch.setattr("advisories.publish.MADE_FIRST", 2)
    monkeypatch.setattr("advisories.publish.MADE_LATER", 3)
    monkeypatch.setattr("advisories.publish.DAYS_FIRST", 1)
    for turn in range(10):
        press.read(*range(turn * 2, turn * 2 + 4), hours=DAY)
    first = press.build()
    assert {of(number) for number in range(18, 22)} <= first.keys()
    assert of(0) not in first
    assert dead(first) == set()
    counts = [sum(path.startswith("advisory/") for path in first)]
    for _ in range(9):
        press.read(*range(18, 22))
        files = press.build()
        assert dead(files) == set()
        counts.append(sum(path.startswith("advisory/") for path in files))
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] == 22
    assert sum(path.startswith("changes/2026") for path in files) >= 10


@pytest.mark.parametrize("step", ["settle", "point", "attach"])
def test_a_build_that_breaks_off_is_not_seen(press: Press, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Whatever step fails before the switch, readers see the last release, whole; the next build mends all."""
    press.read(1, 2, 3, hours=DAY)
    press.build()
    press.read(2, 3, 4, hours=DAY)
    press.build()
    press.read(3, 4, 5, hours=DAY)
    press.read(3, 4, 5, hours=DAY)
    before = press.build()
    press.read(1, 3, 4, words="OTHERWISE")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(f"advisories.site.settled.Settled.{step}", refuse)
        with pytest.raises(RenderError, match="No space left"):
            press.build()
    assert shown(press.folder) == before
    after = press.build()
    assert dead(after) == set()
    assert b"OTHERWISE" in after[of(1)]
    assert b"no longer listed" in after[of(2)]


def test_an_entry_of_the_feed_outlives_the_build_of_its_day(press: Press) -> None:
    """The feed goes on telling of days that are no longer made."""
    press.read(1, 2)
    for turn in range(6):
        press.read(*range(1, turn + 4), hours=DAY)
        files = press.build()
    assert files["feed.xml"].count(b"<entry>") == 6


def test_old_releases_do_not_take_settled_pages_with_them(press: Press) -> None:
    """Removing a release leaves every settled page where it is."""
    for turn in range(12):
        press.read(*range(turn, turn + 3), hours=2)
        files = press.build()
    releases = [one for one in (press.folder / "site" / "releases").iterdir() if one.is_dir()]
    assert len(releases) == Settings().site.keep_releases
    assert {of(number) for number in range(14)} <= files.keys()


def test_days_that_are_replayed_later_get_their_pages(press: Press) -> None:
    """A recording of another source, older than all that was published, is told on pages of its own days."""

    class Older(Years):
        name = "older"

    press.desk.now = START + 4 * DAY * HOUR
    for turn in range(4):
        press.read(1, turn + 2, hours=DAY)
        press.build()
    press.desk.source, press.desk.now = Older(), START
    press.desk.store.register(["older"])
    press.read(50, hours=DAY)
    press.read(50, 51, hours=9 * DAY)
    files = press.build()
    assert dead(files) == set()
    assert {"changes/2026-03-01/index.html", "changes/2026-03-02/index.html"} <= files.keys()
    assert of(51) in files

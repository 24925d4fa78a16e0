"""Reading again changes nothing that was said, reports what reads differently, and is never news."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import msgspec

from advisories.archive import Archive
from advisories.errors import RowError
from advisories.model import Advisory
from advisories.replay import replay
from advisories.sources import registry
from advisories.sources.base import Page, Record
from advisories.store import Store
from advisories.upkeep.reread import reread
from tests.core.wired import START, TEN, Desk, MadeNotices, notice, page
from tests.upkeep.kept import archive_files, kept


class Better(MadeNotices):
    """Tomorrow's reader: it reads the amended notice's title as it should."""

    reader: ClassVar[int] = 2

    def advisory(self, record: Record) -> Advisory:
        """Read a notice."""
        found = super().advisory(record)
        if found.reference == "L0/26":
            return msgspec.structs.replace(found, title=f"{found.title}, read better")
        return found


class Stricter(MadeNotices):
    """A reader that refuses one notice."""

    def advisory(self, record: Record) -> Advisory:
        """Read a notice."""
        if record["number"] == "L0/26":
            raise RowError("made_notices", "a better number", record["number"])
        return super().advisory(record)


class Renamed(MadeNotices):
    """A reader that takes the strings from the page in another way, and reads the same of them."""

    def record(self, page: Page, row: Any) -> Record:
        """Return a notice as printed, with a note."""
        return {**super().record(page, row), "printed": "yes"}


def _titles(desk: Desk) -> dict[str, list[str]]:
    histories = desk.store.histories(desk.store.moment(desk.now))
    return {one.standing.advisory.reference: [each.advisory.title for each in one.revisions] for one in histories}


def test_the_same_reader_reads_the_same(tmp_path: Path) -> None:
    """Every revision ever stored, read again from its bytes, comes out as it is."""
    with kept(tmp_path) as desk:
        found = reread(desk.store, tmp_path / "archive", [desk.source], every=True, apply=False)
        assert found.differences == ()
        assert found.revisions > len(TEN)


def test_what_reads_differently_is_reported_and_left(tmp_path: Path) -> None:
    """A report names the revision, the field, what was read and what is read now, and changes nothing."""
    with kept(tmp_path) as desk:
        before = _titles(desk)
        found = reread(desk.store, tmp_path / "archive", [Better()], every=False, apply=False)
        assert found.applied == 0
        (one,) = found.differences
        assert (one.reference, one.reader_version) == ("L0/26", desk.source.reader_version)
        assert [(field.field, field.before, field.after) for field in one.fields] == [
            ("title", '"Notice L0/26"', '"Notice L0/26, read better"')
        ]
        assert _titles(desk) == before


def test_what_is_applied_is_no_news(tmp_path: Path) -> None:
    """What today's reader reads is written in place with its version, for all revisions if asked, and nothing is told."""
    with kept(tmp_path) as desk:
        changes = desk.store.changes(desk.store.moment(desk.now))
        current = reread(desk.store, tmp_path / "archive", [Better()], every=False, apply=True)
        assert current.applied == 1
        assert sum("better" in title for title in _titles(desk)["L0/26"]) == 1
        earlier = reread(desk.store, tmp_path / "archive", [Better()], every=True, apply=True)
        assert earlier.applied == len(_titles(desk)["L0/26"]) - 1
        assert all("better" in title for title in _titles(desk)["L0/26"])
        assert reread(desk.store, tmp_path / "archive", [Better()], every=True, apply=False).differences == ()
        versions = {
            revision.reader_version
            for history in desk.store.histories(desk.store.moment(desk.now), name="L0/26")
            for revision in history.revisions
        }
        assert versions == {Better().reader_version} != {desk.source.reader_version}
        assert desk.store.changes(desk.store.moment(desk.now)) == changes
        desk.source = Better()
        listed = [notice("L0/26", text="Amended on day 2."), *TEN[4:]]
        assert all(
            "better" not in field.after for change in desk.read(page(*listed)).changes for field in change.fields
        )


def test_what_cannot_be_read_again_is_said(tmp_path: Path) -> None:
    """A row that today's reader refuses, and bytes that are gone, are faults in words; nothing is written for them."""
    with kept(tmp_path) as desk:
        before = _titles(desk)
        refused = reread(desk.store, tmp_path / "archive", [Stricter()], every=False, apply=True)
        assert [(one.reference, one.fields) for one in refused.differences] == [("L0/26", ())]
        assert "a better number" in refused.differences[0].fault
        for path in archive_files(tmp_path):
            path.unlink()
        lost = reread(desk.store, tmp_path / "archive", [desk.source], every=False, apply=True)
        assert len(lost.differences) == lost.revisions
        assert all("cannot be read" in one.fault for one in lost.differences)
        assert _titles(desk) == before


def test_other_strings_are_said_and_left(tmp_path: Path) -> None:
    """Where only the strings are taken in another way, that is said, and those stored stay."""
    with kept(tmp_path) as desk:
        found = reread(desk.store, tmp_path / "archive", [Renamed()], every=False, apply=True)
        assert found.applied == 0
        assert all(one.strings and not one.fields for one in found.differences)
        assert len(found.differences) == found.revisions


def test_the_recorded_pages_read_the_same_again(tmp_path: Path, material: Path) -> None:
    """What the shipped sources read of recorded pages comes out of the archive again, joined parts among it."""
    sources = registry.all_sources()
    names = [path for path in sorted((material / "captures").glob("*.warc.gz")) if "uk-pib" not in path.name]
    assert names
    with Store(f"sqlite:///{tmp_path}/store.sqlite3") as store:
        with Archive(tmp_path / "archive", rotate_bytes=10**9, committed=store.archived, now=START) as archive:
            replay(store, archive, sources, names)
        found = reread(store, tmp_path / "archive", sources, every=True, apply=False)
    assert found.revisions > 50
    assert found.differences == ()

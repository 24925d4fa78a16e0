"""Upkeep does the same on every database, but for the copy of the store itself."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from advisories import publish
from advisories.config import RetentionSettings, Settings
from advisories.publish import Publication
from advisories.store import sqlite_file
from advisories.upkeep.backup import backup, restore
from advisories.upkeep.prune import prune
from advisories.upkeep.reread import reread
from advisories.upkeep.verify import verify
from tests.core.wired import Desk
from tests.upkeep.kept import ROTATE, archive_files, tell, told


def test_a_store_is_verified_thinned_and_read_again(tmp_path: Path, store_url: str) -> None:
    """Whole before and after retention, nothing that was said is lost, and everything reads as it did."""
    with closing(Desk(tmp_path, store_url)) as desk:
        desk.archive._rotate_bytes = ROTATE
        tell(desk, 2)
        desk.archive.close()
        assert verify(desk.store, tmp_path / "archive").fault_count == 0
        before = told(desk)
        gone = prune(
            desk.store, tmp_path / "archive", RetentionSettings(runs_days=1, archive_days=1), desk.now, dry=False
        )
        assert gone.runs
        assert told(desk) == before
        assert verify(desk.store, tmp_path / "archive").fault_count == 0
        again = reread(desk.store, tmp_path / "archive", [desk.source], every=True, apply=False)
        assert again.differences == ()
        assert desk.store.find_names("l3-26") == ("L3/26",)


def test_a_store_that_is_no_file_is_left_to_its_own_tools(tmp_path: Path, store_url: str) -> None:
    """Of a store on PostgreSQL a backup holds the archive, and says so; of an SQLite one it holds the store as well."""
    with closing(Desk(tmp_path, store_url)) as desk:
        tell(desk, 1)
        file = tmp_path / "kept.tar"
        manifest = backup(desk.store, tmp_path / "archive", None, file, desk.now)
        is_file = sqlite_file(store_url) is not None
        assert manifest.has_store == is_file
        restored = restore(file, tmp_path / "new")
        assert (restored.verified is not None) == is_file
        assert [path.read_bytes() for path in archive_files(tmp_path / "new")] == [
            path.read_bytes() for path in archive_files(tmp_path)
        ]
        assert verify(desk.store, tmp_path / "new" / "archive").fault_count == 0


def test_a_site_of_many_advisories_is_built_from_every_database(
    tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The questions that spare a build the past are understood by each database."""
    with closing(Desk(tmp_path, store_url)) as desk:
        publication = Publication(
            sources=(desk.source,),
            settings=Settings(),
            site_folder=tmp_path / "site",
            digest_folder=tmp_path / "digests",
        )
        for days in (1, 2):
            tell(desk, days)
            monkeypatch.setattr("advisories.publish.MADE_WHOLE", 0)
            release = publish.build_site(desk.store, publication, desk.now)
        assert len(list((release / "changes").iterdir())) == 5

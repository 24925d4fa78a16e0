"""Verification finds whatever was lost or changed, and nothing where nothing was."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from advisories.upkeep.verify import verify
from tests.core.wired import Desk
from tests.upkeep.kept import archive_files, kept


def _sql(desk: Desk, statement: str) -> None:
    with closing(sqlite3.connect(desk.folder / "store.sqlite3")) as connection, connection:
        connection.execute(statement)


def _flip(desk: Desk) -> None:
    """Change a byte in the middle of an archive file."""
    path = archive_files(desk.folder)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)


def _cut(desk: Desk) -> None:
    path = archive_files(desk.folder)[0]
    path.write_bytes(path.read_bytes()[:-100])


def test_a_sound_store_and_archive_are_whole(tmp_path: Path) -> None:
    """Everything that was read can be proved, repeats among it, and nothing is reported."""
    with kept(tmp_path) as desk:
        found = verify(desk.store, tmp_path / "archive")
        assert (found.fault_count, found.faults, found.notes) == (0, (), ())
        assert found.revisions > 10
        assert found.readings == 72
        assert found.records == 69
        assert found.files == len(archive_files(tmp_path)) > 1
        assert found.archive_bytes == sum(path.stat().st_size for path in archive_files(tmp_path))


DAMAGE: tuple[tuple[str, Callable[[Desk], object], str], ...] = (
    ("a changed byte", _flip, "broken bytes|damaged|expected"),
    ("a file cut off", _cut, "the file is cut off"),
    ("a file gone", lambda desk: archive_files(desk.folder)[0].unlink(), "cannot be read"),
    (
        "another digest",
        lambda desk: _sql(desk, f"UPDATE readings SET sha256 = '{'a' * 64}' WHERE id = 1"),
        "expected a body of SHA-256",
    ),
    (
        "a wrong offset",
        lambda desk: _sql(desk, "UPDATE readings SET archive_offset = archive_offset + 1 WHERE id = 1"),
        "found none",
    ),
    (
        "a wrong length",
        lambda desk: _sql(desk, "UPDATE readings SET archive_length = archive_length - 1 WHERE id = 1"),
        "expected a record of",
    ),
    (
        "a committed end inside a record",
        lambda desk: _sql(desk, "UPDATE archive_files SET length = length - 1"),
        "not the end of a record",
    ),
    (
        "a file that the store does not vouch for",
        lambda desk: _sql(desk, "DELETE FROM archive_files"),
        "vouches for no such file",
    ),
    (
        "evidence that is not there",
        lambda desk: _sql(desk, "UPDATE revisions SET evidence = '99999' WHERE id = 1"),
        "reading 99999, is not in the store",
    ),
    (
        "no evidence",
        lambda desk: _sql(desk, "UPDATE revisions SET evidence = '' WHERE id = 1"),
        "names no evidence",
    ),
    (
        "a row that refers to nothing",
        lambda desk: _sql(desk, "DELETE FROM runs WHERE id = 1"),
        "rows that are not there",
    ),
)


@pytest.mark.parametrize(("what", "damage", "words"), DAMAGE, ids=[what for what, _, _ in DAMAGE])
def test_damage_is_a_fault_in_words(tmp_path: Path, what: str, damage: Callable[[Desk], object], words: str) -> None:
    """Each kind of loss or change is reported as wrong, and said what it is."""
    with kept(tmp_path, days=2) as desk:
        damage(desk)
        found = verify(desk.store, tmp_path / "archive")
        assert found.fault_count, what
        assert [one for one in found.faults if re.search(words, one.words)], found.faults


def test_what_the_store_does_not_vouch_for_is_a_note(tmp_path: Path) -> None:
    """Bytes behind the committed end, records without a reading and unknown files are told, and are no fault."""
    with kept(tmp_path, days=2) as desk:
        with archive_files(tmp_path)[-1].open("ab") as file:
            file.write(b"torn")
        (tmp_path / "archive" / "advisories-20200101T000000Z-0001.warc.gz").write_bytes(b"another's")
        found = verify(desk.store, tmp_path / "archive")
        assert found.fault_count == 0
        assert [note.words for note in found.notes] == [
            "4 bytes behind the committed end: a run in progress, or to be cut off",
            "9 bytes that this store does not know; it may be another's",
        ]


def test_a_repeat_whose_body_is_gone_is_a_fault(tmp_path: Path) -> None:
    """A revisit is only whole while the body that it stands for is."""
    with kept(tmp_path, days=2) as desk:
        first, *_ = archive_files(tmp_path)
        in_first = f"archive_file = '{first.name}'"
        _sql(desk, f"UPDATE readings SET archive_file = '', archive_offset = 0, archive_length = 0 WHERE {in_first}")
        _sql(desk, f"DELETE FROM archive_files WHERE name = '{first.name}'")
        first.unlink()
        assert "orphan" in verify(desk.store, tmp_path / "archive").faults[0].words

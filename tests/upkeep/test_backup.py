"""A backup is one whole file or none; a restore is proved or refused."""

from __future__ import annotations

import io
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from advisories.errors import AdvisoriesError, InputError
from advisories.store import Store
from advisories.upkeep.backup import backup, restore, without_secrets
from advisories.upkeep.verify import verify
from tests.core.wired import START, Desk, notice, page
from tests.upkeep.kept import archive_files, kept, told


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with a history."""
    with kept(tmp_path / "live", days=2) as found:
        yield found


def _backup(desk: Desk, file: Path) -> Path:
    backup(desk.store, desk.folder / "archive", None, file, desk.now)
    return file


@pytest.mark.parametrize("name", ["kept.tar.gz", "kept.tgz", "kept.tar"])
def test_a_restored_folder_says_what_was_backed_up(desk: Desk, tmp_path: Path, name: str) -> None:
    """Store and archive come back with every revision, change and edition, and can be proved."""
    restored = restore(_backup(desk, tmp_path / name), tmp_path / "new")
    assert restored.verified is not None
    assert restored.verified.fault_count == 0
    with Store(f"sqlite:///{tmp_path}/new/advisories.sqlite3") as store:
        before = told(desk)
        desk.store, live = store, desk.store
        assert told(desk) == before
        desk.store = live
    assert {path.name: path.read_bytes() for path in archive_files(tmp_path / "new")} == {
        path.name: path.read_bytes() for path in archive_files(desk.folder)
    }


def test_settings_are_kept_without_passwords(desk: Desk, tmp_path: Path) -> None:
    """The settings file is in the backup; a password in an address is not."""
    settings = tmp_path / "advisories.toml"
    settings.write_text('# ours\nstore = "postgresql+psycopg://ann:s3cr3t%21@db.example/kept"\n')
    file = tmp_path / "kept.tar.gz"
    backup(desk.store, desk.folder / "archive", settings, file, desk.now)
    restore(file, tmp_path / "new")
    text = (tmp_path / "new" / "advisories.toml").read_text()
    assert text == '# ours\nstore = "postgresql+psycopg://ann@db.example/kept"\n'
    assert without_secrets(text) == text


def test_only_what_is_committed_is_backed_up(desk: Desk, tmp_path: Path) -> None:
    """Bytes behind the committed end of an archive file, and files of others, stay out."""
    path = archive_files(desk.folder)[-1]
    whole = path.read_bytes()
    path.write_bytes(whole + b"torn tail")
    (desk.folder / "archive" / "advisories-20200101T000000Z-0001.warc.gz").write_bytes(b"another's")
    restored = restore(_backup(desk, tmp_path / "kept.tar"), tmp_path / "new")
    assert restored.verified is not None
    assert (restored.verified.fault_count, restored.verified.notes) == (0, ())
    assert (tmp_path / "new" / "archive" / path.name).read_bytes() == whole


def test_a_backup_made_while_another_process_writes_is_whole(desk: Desk, tmp_path: Path) -> None:
    """Backups taken between and during runs restore to a moment that can be proved."""
    done = threading.Event()

    def write() -> None:
        for number in range(40):
            desk.read(page(notice("L5/26"), notice(f"W{number}/26")))
        done.set()

    writer = threading.Thread(target=write)
    with Store(desk.store.url) as store:
        writer.start()
        made = 0
        while not done.is_set() or not made:
            made += 1
            backup(store, desk.folder / "archive", None, tmp_path / f"{made}.tar", desk.now)
        writer.join()
    for number in range(1, made + 1):
        restored = restore(tmp_path / f"{number}.tar", tmp_path / f"restored-{number}")
        assert restored.verified is not None
        assert restored.verified.fault_count == 0


def test_a_backup_replaces_the_last_one_only_when_it_is_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup that fails leaves the file of that name as it was, and nothing beside it."""
    folder = tmp_path / "backups"
    before = _backup(desk, folder / "kept.tar").read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("advisories.upkeep.backup.add", refuse)
    with pytest.raises(InputError, match="No space left"):
        _backup(desk, folder / "kept.tar")
    assert [path.name for path in folder.iterdir()] == ["kept.tar"]
    assert (folder / "kept.tar").read_bytes() == before


def test_lost_archive_files_are_said_and_the_rest_is_kept(desk: Desk, tmp_path: Path) -> None:
    """A backup of a damaged archive is made, names what is lacking, and restores to what can be had."""
    first, second, *_ = archive_files(desk.folder)
    first.unlink()
    second.write_bytes(second.read_bytes()[:50])
    file = tmp_path / "kept.tar"
    manifest = backup(desk.store, desk.folder / "archive", None, file, desk.now)
    assert [words.partition(":")[0] for words in manifest.lacking] == [first.name, second.name]
    restored = restore(file, tmp_path / "new")
    assert restored.manifest.lacking == manifest.lacking
    assert restored.verified is not None
    assert restored.verified.fault_count > 1


@pytest.mark.parametrize("name", ["kept.zip", "kept", "kept.tar.xz"])
def test_a_name_that_says_no_tar_is_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    """The ending says the form; any other is refused before anything is written."""
    with pytest.raises(InputError, match="ends in"):
        _backup(desk, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_folder_with_files_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    """Nothing is restored over something else."""
    target = tmp_path / "new"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="expected an empty folder"):
        restore(_backup(desk, tmp_path / "kept.tar"), target)
    assert [path.name for path in target.iterdir()] == ["mine.txt"]


def test_an_interrupted_restore_can_be_repeated(desk: Desk, tmp_path: Path) -> None:
    """What a killed restore left behind does not count as files."""
    (tmp_path / "new" / ".partial" / "archive").mkdir(parents=True)
    (tmp_path / "new" / ".partial" / "advisories.sqlite3").write_bytes(b"half")
    restored = restore(_backup(desk, tmp_path / "kept.tar"), tmp_path / "new")
    assert restored.verified is not None
    assert restored.verified.fault_count == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["advisories.sqlite3", "archive"]


def _refused(file: Path, folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        restore(file, folder)
    assert not folder.exists() or not list(folder.iterdir())
    return str(caught.value)


@pytest.mark.parametrize("name", ["kept.tar.gz", "kept.tar"])
@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_backup_that_is_cut_off_is_refused(desk: Desk, tmp_path: Path, name: str, part: float) -> None:
    """A truncated backup restores nothing, wherever it ends."""
    file = _backup(desk, tmp_path / name)
    data = file.read_bytes()
    end = int(len(data) * part)
    if name == "kept.tar" and part > 0.9:
        end = len(data.rstrip(b"\0")) - 1
    file.write_bytes(data[:end])
    assert name in _refused(file, tmp_path / "new")


@pytest.mark.parametrize("name", ["kept.tar.gz", "kept.tar"])
def test_a_changed_byte_anywhere_is_refused_or_harmless(desk: Desk, tmp_path: Path, name: str) -> None:
    """No flipped bit ever comes out as other contents than were backed up."""
    file = _backup(desk, tmp_path / name)
    data = file.read_bytes()
    good = {path.name: path.read_bytes() for path in archive_files(desk.folder)}
    refused = 0
    for turn, at in enumerate(range(0, len(data), len(data) // 60)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        target = tmp_path / f"new-{turn}"
        try:
            restore(file, target)
        except AdvisoriesError:
            refused += 1
            assert not list(target.iterdir())
        else:
            assert {path.name: path.read_bytes() for path in archive_files(target)} == good
    assert refused > 30


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> Callable[[tarfile.TarFile], None]:
    def put(tar: tarfile.TarFile) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = 4 if kind == tarfile.REGTYPE else 0
        tar.addfile(info, io.BytesIO(b"evil"))

    return put


HOSTILE = {
    "a path that climbs": _member("archive/../../evil"),
    "a path from the root": _member("/tmp/evil"),
    "a folder below the archive": _member("archive/inner/evil"),
    "a hidden name": _member("archive/.evil"),
    "a name with a line end": _member("archive/evil\nname"),
    "a backslash": _member("archive\\evil"),
    "a symbolic link": _member("archive/evil", tarfile.SYMTYPE, "/etc/passwd"),
    "a hard link": _member("archive/evil", tarfile.LNKTYPE, "advisories.sqlite3"),
    "a link in the place of the store": _member("advisories.sqlite3", tarfile.SYMTYPE, "/etc/passwd"),
    "a folder in the place of the archive": _member("archive", tarfile.SYMTYPE, "/tmp"),
    "a device": _member("archive/evil", tarfile.CHRTYPE),
    "a pipe": _member("archive/evil", tarfile.FIFOTYPE),
    "a folder": _member("archive/evil", tarfile.DIRTYPE),
    "a stranger": _member("evil.txt"),
    "a file that the manifest does not name": _member("archive/evil.warc.gz"),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("first", [True, False], ids=["before", "among"])
def test_a_hostile_member_restores_nothing(desk: Desk, tmp_path: Path, what: str, first: bool) -> None:
    """Names that lead elsewhere, links, devices and strangers are refused, and nothing is written outside."""
    file = _backup(desk, tmp_path / "kept.tar")
    hostile = tmp_path / "hostile.tar"
    with tarfile.open(file) as good, tarfile.open(hostile, "w") as bad:
        if first:
            HOSTILE[what](bad)
        for info in good:
            if info.name == "manifest.json" and not first:
                HOSTILE[what](bad)
            bad.addfile(info, good.extractfile(info))
    before = sorted(path.name for path in tmp_path.iterdir())
    _refused(hostile, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "new") == before


def test_a_member_twice_and_anything_behind_the_manifest_are_refused(desk: Desk, tmp_path: Path) -> None:
    """The second of a name could replace the first that was checked; both are refused."""
    file = _backup(desk, tmp_path / "kept.tar")
    for turn, extra in enumerate(("advisories.sqlite3", "archive/evil.warc.gz", "manifest.json")):
        bad = tmp_path / f"{turn}.tar"
        bad.write_bytes(file.read_bytes())
        with tarfile.open(bad, "a") as tar:
            _member(extra)(tar)
        _refused(bad, tmp_path / f"new-{turn}")


def test_a_store_that_is_broken_inside_is_refused(desk: Desk, tmp_path: Path) -> None:
    """A backup whose hashes fit, but whose store is no store, restores nothing."""
    with closing(sqlite3.connect(desk.folder / "store.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in _refused(_backup(desk, tmp_path / "kept.tar"), tmp_path / "new")


def test_a_restored_store_goes_on(desk: Desk, tmp_path: Path) -> None:
    """Reading goes on in a restored folder as if nothing had happened."""
    restore(_backup(desk, tmp_path / "kept.tar.gz"), tmp_path / "new")
    (tmp_path / "new" / "advisories.sqlite3").rename(tmp_path / "new" / "store.sqlite3")
    with closing(Desk(tmp_path / "new")) as again:
        again.now = desk.now
        assert again.now > START
        assert again.read(page(notice("L5/26"), notice("Z1/26"))).new == 1
        assert verify(again.store, tmp_path / "new" / "archive").fault_count == 0

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from warcio.archiveiterator import ArchiveIterator

from advisories.archive import PATTERN, Archive, Place, index, load, read_place
from advisories.errors import ArchiveError, StoreError
from advisories.model import Response
from tests.archive.answers import NOW, answer, opened, sha256


def only_file(folder: Path) -> Path:
    """Return the one file of an archive."""
    (found,) = folder.glob(PATTERN)
    return found


def end(place: Place) -> int:
    """Return what the store commits for a place."""
    return place.offset + place.length


HEADERS = [
    (("Content-Type", "text/html"), ("Content-Length", "9")),
    (("Content-Type", "text/html"),),
    (("content-encoding", "gzip"), ("Content-Length", "4000"), ("X-A", "1"), ("X-A", "2")),
    (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
    (("Content-Length", "9"), ("Content-Length", "9")),
    (),
]


@pytest.mark.parametrize("headers", HEADERS)
def test_round_trip(tmp_path: Path, headers: tuple[tuple[str, str], ...]) -> None:
    """A response comes back exactly as it was received: time, status, header lines, body."""
    given = answer(b"NOTAM \x00\xff\n", headers=headers, minutes=0.123456)
    with opened(tmp_path) as archive:
        place = archive.append(given)
        archive.sync()
        assert archive.read(place.file, place.offset, place.length) == given
    assert read_place(tmp_path, place) == given
    assert place.sha256 == sha256(given.body)


@pytest.mark.parametrize("status", [204, 404, 599, 200])
@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", b"WARC/1.1\r\n\r\n", b"x" * 300_000])
def test_any_body_and_status(tmp_path: Path, status: int, body: bytes) -> None:
    """Any status and body comes back, also an empty body, one like a record, and a large one."""
    with opened(tmp_path) as archive:
        place = archive.append(answer(body, status=status))
        assert archive.read(place.file, place.offset, place.length) == answer(body, status=status)


def test_other_tools_read_it(tmp_path: Path) -> None:
    """A web-archive tool reads every record, its digests hold, and body and headers fit each other."""
    coded = answer(b"page " * 100, headers=(("Content-Encoding", "gzip"), ("Content-Length", "77")))
    posted = answer(b"found", minutes=1, method="POST", sent=b"q=OIIX")
    with opened(tmp_path) as archive:
        first = archive.append(coded)
        archive.append(posted)
        archive.append(msgspec.structs.replace(coded, read_at=posted.read_at), known={first.sha256: first}.get)
    with only_file(tmp_path).open("rb") as file:
        records = []
        for record in ArchiveIterator(file, check_digests="raise"):
            records.append((record.rec_type, record.content_stream().read()))
            assert record.format == "warc"
            if record.rec_type == "response":
                assert record.http_headers.get_header("Content-Length") == str(len(records[-1][1]))
                assert record.http_headers.get_header("Content-Encoding") is None
    assert [kind for kind, _ in records] == ["warcinfo", "response", "request", "response", "revisit"]
    assert records[1][1] == coded.body
    assert records[2][1] == b"q=OIIX"


def test_repeat_is_a_revisit(tmp_path: Path) -> None:
    """The same body again costs some hundred bytes, keeps its own head, and is read back whole."""
    body = os.urandom(100_000)
    again = answer(body, minutes=60, headers=(("ETag", '"2"'),))
    with opened(tmp_path) as archive:
        first = archive.append(answer(body))
        second = archive.append(again, known={first.sha256: first}.get)
        third = archive.append(answer(body, minutes=120), known={first.sha256: second}.get)
        assert first.length > 100_000
        assert second.length < 600
        assert archive.read(second.file, second.offset, second.length) == again
        assert archive.read(third.file, third.offset, third.length) == answer(body, minutes=120)
    found = index([only_file(tmp_path)])
    assert [load(entry) for entry in found.entries] == [answer(body), again, answer(body, minutes=120)]


@pytest.mark.parametrize("wrong", ["no file", "other body", "past the end", "outside"])
def test_repeat_of_what_is_not_there_is_written_whole(tmp_path: Path, wrong: str) -> None:
    """Where the store knows a body that the archive does not hold as it says, the body is written whole."""
    with opened(tmp_path) as archive:
        other = archive.append(answer(b"other"))
        place = {
            "no file": msgspec.structs.replace(other, file="advisories-gone.warc.gz"),
            "other body": other,
            "past the end": msgspec.structs.replace(other, offset=10_000_000),
            "outside": msgspec.structs.replace(other, file="../../etc/passwd"),
        }[wrong]
        given = answer(b"this" * 1000, minutes=1)
        kept = archive.append(given, known=lambda digest: msgspec.structs.replace(place, sha256=digest))
        assert archive.read(kept.file, kept.offset, kept.length) == given
    assert not index([only_file(tmp_path)]).entries[1].revisit


def test_revisit_across_files_and_its_loss(tmp_path: Path) -> None:
    """A repeat finds its body in an older file, or through the store where that file is gone, or says what is missing."""
    with opened(tmp_path, rotate_bytes=1) as archive:
        first = archive.append(answer(b"body" * 100))
        second = archive.append(answer(b"body" * 100, minutes=1), known={first.sha256: first}.get)
        third = archive.append(answer(b"body" * 100, minutes=2))
        assert len({first.file, second.file, third.file}) == 3
        assert archive.read(second.file, second.offset, second.length).body == b"body" * 100
        (tmp_path / first.file).unlink()
        with pytest.raises(ArchiveError, match="orphan revisit"):
            archive.read(second.file, second.offset, second.length)
        again = archive.read(second.file, second.offset, second.length, known={third.sha256: third}.get)
        assert again == answer(b"body" * 100, minutes=1)


def test_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    """Archiving the same answers twice gives the same file, so that a replay is stable to the byte."""
    for folder in ("a", "b"):
        with opened(tmp_path / folder) as archive:
            for minute in range(3):
                archive.append(answer(b"x", minutes=minute, method="POST", sent=b"q"))
    assert only_file(tmp_path / "a").name == only_file(tmp_path / "b").name
    assert only_file(tmp_path / "a").read_bytes() == only_file(tmp_path / "b").read_bytes()


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    """Answers to requests that carry a secret are refused, and the refusal does not tell it."""
    with opened(tmp_path) as archive:
        with pytest.raises(ArchiveError, match="secret"):
            archive.append(msgspec.structs.replace(answer(), secret=True))
        with pytest.raises(ArchiveError, match="REDACTED") as caught:
            archive.append(answer(url="https://x.example/p?token=S3CRET"))
    assert "S3CRET" not in str(caught.value)
    assert not list(tmp_path.iterdir())


HOSTILE = [
    (("X-A\r\nInjected", "1"),),
    (("X-A", "1\r\nContent-Length: 7\r\n\r\nWARC/1.1"),),
    (("", "nameless"), ("X\u202eA", "b\x00c")),
    (("X-Title", "Überflug \u202e 警告"),),
]


@pytest.mark.parametrize("headers", HOSTILE)
def test_hostile_headers_stay_in_their_line(tmp_path: Path, headers: tuple[tuple[str, str], ...]) -> None:
    """Header lines cannot break out of the record: the body stays the body, and one record stays one."""
    with opened(tmp_path) as archive:
        place = archive.append(answer(b"body", headers=headers))
        read = archive.read(place.file, place.offset, place.length)
    assert (read.body, read.status) == (b"body", 200)
    assert all("\n" not in value and name.lower() not in ("injected", "content-length") for name, value in read.headers)
    assert len(index([only_file(tmp_path)]).entries) == 1


@pytest.mark.parametrize("url", ["", "https://x.example/a b", "https://x.example/\r\nWARC-Type: x", "https://x/\u202e"])
def test_address_that_would_break_a_line_is_refused(tmp_path: Path, url: str) -> None:
    """An address with white space or control characters is not archived."""
    with opened(tmp_path) as archive, pytest.raises(ArchiveError, match="expected an address"):
        archive.append(answer(url=url))


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/b", "", ".", "..", "x\x00"])
def test_reading_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    """No file outside the archive's folder is read, whatever the store says."""
    with pytest.raises(ArchiveError, match="name of a file"):
        read_place(tmp_path, Place(file=name, offset=0, length=10, sha256=""))


def test_rotation(tmp_path: Path) -> None:
    """A file that has reached its size is closed and a new one begun; every answer stays readable."""
    with opened(tmp_path, rotate_bytes=3000) as archive:
        places = [archive.append(answer(os.urandom(1000), minutes=n)) for n in range(8)]
        archive.sync()
        assert [archive.read(p.file, p.offset, p.length).read_at for p in places] == [
            answer(minutes=n).read_at for n in range(8)
        ]
    sizes = [path.stat().st_size for path in sorted(tmp_path.glob(PATTERN))]
    assert len(sizes) == 4
    assert all(3000 <= size < 4500 for size in sizes[:-1])


def test_nothing_is_made_before_the_first_answer(tmp_path: Path) -> None:
    """Opening and closing an archive leaves no file and no folder behind."""
    with opened(tmp_path / "archive") as archive:
        archive.sync()
    assert not (tmp_path / "archive").exists()


def test_file_is_taken_over(tmp_path: Path) -> None:
    """The next process goes on in the file that the store vouches for."""
    with opened(tmp_path) as archive:
        first = archive.append(answer())
    with opened(tmp_path, {first.file: end(first)}) as archive:
        second = archive.append(answer(b"more", minutes=1))
    assert (second.file, second.offset) == (first.file, end(first))


def test_request_lies_before_its_answer(tmp_path: Path) -> None:
    """The end of a place is the end of the file also for a POST, so that cutting back to it loses nothing."""
    posted = answer(method="POST", sent=b"q=1")
    with opened(tmp_path) as archive:
        place = archive.append(posted)
    assert end(place) == only_file(tmp_path).stat().st_size
    with opened(tmp_path, {place.file: end(place)}):
        pass
    (entry,) = index([only_file(tmp_path)]).entries
    assert load(entry) == posted


@pytest.mark.parametrize("tail", ["torn", "whole", "garbage"])
def test_tail_is_cut_back(tmp_path: Path, tail: str) -> None:
    """What lies behind the last committed offset, torn or whole, is cut off on opening."""
    with opened(tmp_path) as archive:
        first = archive.append(answer())
        archive.append(answer(os.urandom(3000), minutes=1))
    path = only_file(tmp_path)
    if tail == "torn":
        os.truncate(path, path.stat().st_size - 1000)
    elif tail == "garbage":
        with path.open("ab") as file:
            file.write(b"\x00" * 500)
    with opened(tmp_path, {first.file: end(first)}) as archive:
        assert path.stat().st_size == end(first)
        third = archive.append(answer(minutes=2))
        assert archive.read(third.file, third.offset, third.length) == answer(minutes=2)
    assert index([path]).bad == ()


def test_all_files_that_nobody_holds_are_cut_back(tmp_path: Path) -> None:
    """Torn tails of older files are cut back too."""
    with opened(tmp_path, rotate_bytes=1) as archive:
        places = [archive.append(answer(minutes=n)) for n in range(3)]
    for path in tmp_path.glob(PATTERN):
        with path.open("ab") as file:
            file.write(b"torn")
    with opened(tmp_path, {place.file: end(place) for place in places}):
        pass
    assert index(sorted(tmp_path.glob(PATTERN))).bad == ()


def test_file_without_a_committed_answer_goes(tmp_path: Path) -> None:
    """A file that the store knows with nothing committed, or that holds nothing but its opening, is removed."""
    with opened(tmp_path) as archive:
        place = archive.append(answer())
    with opened(tmp_path, {place.file: 0}):
        assert not list(tmp_path.glob(PATTERN))
    with opened(tmp_path) as archive:
        place = archive.append(answer(b"x" * 3000))
    os.truncate(only_file(tmp_path), place.offset + 20)
    with opened(tmp_path):
        assert not list(tmp_path.glob(PATTERN))


def test_file_of_another_store_is_left_alone(tmp_path: Path) -> None:
    """A file with answers that this store does not know is neither cut, nor removed, nor written to."""
    with opened(tmp_path) as archive:
        theirs = archive.append(answer())
    before = only_file(tmp_path).read_bytes()
    with opened(tmp_path) as archive:
        ours = archive.append(answer(minutes=1))
    assert ours.file != theirs.file
    assert (tmp_path / theirs.file).read_bytes() == before


def test_file_shorter_than_committed_is_left_alone(tmp_path: Path) -> None:
    """A file that lost committed bytes is not written to; reading it says what is wrong."""
    with opened(tmp_path) as archive:
        place = archive.append(answer(os.urandom(5000)))
    os.truncate(tmp_path / place.file, end(place) - 100)
    with opened(tmp_path, {place.file: end(place)}) as archive:
        assert archive.append(answer(minutes=1)).file != place.file
        with pytest.raises(ArchiveError, match="cut off"):
            archive.read(place.file, place.offset, place.length)


def _hold(folder: Path, ready: multiprocessing.synchronize.Event, go: multiprocessing.synchronize.Event) -> None:
    with opened(folder) as archive:
        archive.append(answer(b"theirs"))
        archive.sync()
        ready.set()
        go.wait(10)


def test_file_of_another_process_is_left_alone(tmp_path: Path) -> None:
    """A file that another process holds is not touched, though the store knows nothing of it; we begin our own."""
    spawn = multiprocessing.get_context("spawn")
    ready, go = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(tmp_path, ready, go))
    other.start()
    try:
        assert ready.wait(10)
        theirs = only_file(tmp_path)
        size = theirs.stat().st_size
        with opened(tmp_path, {theirs.name: 10}) as archive:
            assert archive.append(answer(b"ours")).file != theirs.name
        assert theirs.stat().st_size == size
    finally:
        go.set()
        other.join()


def test_store_is_asked_under_the_lock(tmp_path: Path) -> None:
    """The committed offset is asked for when the file is locked, so that what was committed just before is kept."""
    with opened(tmp_path) as archive:
        place = archive.append(answer())
    asked: list[bool] = []

    def committed() -> Mapping[str, int]:
        with opened(tmp_path, dict) as second:
            asked.append(second._volume is None)
        return {place.file: end(place)}

    with opened(tmp_path, committed):
        assert only_file(tmp_path).stat().st_size == end(place)
    assert asked == [True]


def test_full_disk(tmp_path: Path) -> None:
    """Where the disk is full the append fails in plain words, the file is as before, and work goes on when it can."""
    with opened(tmp_path) as archive:
        first = archive.append(answer())
        archive.sync()
        size = only_file(tmp_path).stat().st_size
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, limits[1]))
        try:
            with pytest.raises(ArchiveError, match="cannot be written: File too large"):
                archive.append(answer(os.urandom(50_000), minutes=1))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert only_file(tmp_path).stat().st_size == size
        second = archive.append(answer(os.urandom(50_000), minutes=1))
        archive.sync()
    assert second.offset == end(first)


def test_full_disk_leaves_no_new_file(tmp_path: Path) -> None:
    """A file that could not even be opened with its first record is not left behind."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(tmp_path) as archive:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        try:
            with pytest.raises(ArchiveError, match="cannot be written"):
                archive.append(answer())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert not list(tmp_path.glob(PATTERN))


@pytest.mark.parametrize("what", ["a file", "a dead link"])
def test_folder_that_cannot_be_made(tmp_path: Path, what: str) -> None:
    """A folder that cannot be made or written is an error in plain words, without a traceback."""
    folder = tmp_path / "archive"
    if what == "a file":
        folder.write_text("not a folder")
    else:
        folder.symlink_to(tmp_path / "gone" / "gone")
    with opened(folder) as archive, pytest.raises(ArchiveError, match=r"archive .* cannot be"):
        archive.append(answer())


def test_failed_sync_gives_the_file_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where syncing fails, what was appended is given up and the next answer goes into a new file."""
    with opened(tmp_path) as archive:
        first = archive.append(answer())

        def fail(descriptor: int) -> None:
            raise OSError(5, f"Input/output error on {descriptor}")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fail)
            with pytest.raises(ArchiveError, match="cannot be synced"):
                archive.sync()
        assert archive.append(answer(minutes=1)).file != first.file


@pytest.mark.parametrize("at", range(0, 1400, 97))
def test_cut_anywhere_recovers(tmp_path: Path, at: int) -> None:
    """Wherever a crash tears the file after the committed offset, the committed answers and new ones are read back."""
    with opened(tmp_path) as archive:
        first = archive.append(answer())
        archive.append(answer(os.urandom(1000), minutes=1, method="POST", sent=b"q"))
    path = only_file(tmp_path)
    os.truncate(path, min(end(first) + at, path.stat().st_size))
    with opened(tmp_path, {first.file: end(first)}) as archive:
        second = archive.append(answer(minutes=2))
        archive.sync()
    read = [load(entry) for entry in index([path]).entries]
    assert read == [answer(), answer(minutes=2)]
    assert second.offset == end(first)


def test_read_checks_the_digest_that_is_expected(tmp_path: Path) -> None:
    """A place whose record holds another body than the store says is an error."""
    with opened(tmp_path) as archive:
        place = archive.append(answer())
    with pytest.raises(ArchiveError, match="expected a body of SHA-256"):
        read_place(tmp_path, msgspec.structs.replace(place, sha256="0" * 64))


def test_damage_is_seen(tmp_path: Path) -> None:
    """A flipped byte anywhere in a record is an error or changes nothing, never another body."""
    given = answer(os.urandom(300))
    with opened(tmp_path) as archive:
        place = archive.append(given)
    path = only_file(tmp_path)
    whole = path.read_bytes()
    for at in range(place.offset, end(place), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            read: Response | None = read_place(tmp_path, place)
        except ArchiveError:
            read = None
        assert read in (None, given)


def test_a_file_is_known_before_any_record_is_in_it(tmp_path: Path) -> None:
    """A file whose beginning the store has noted is cut back to its opening where a crash came before the first commit."""
    known: dict[str, int] = {}
    archive = Archive(tmp_path, rotate_bytes=1_000_000, committed={}, now=NOW, begun=known.__setitem__)
    archive.append(answer())
    archive.close()
    (path,) = tmp_path.iterdir()
    assert path.stat().st_size > known[path.name] > 0
    opened(tmp_path, known).close()
    assert path.stat().st_size == known[path.name]


def test_a_file_that_cannot_be_noted_is_not_begun(tmp_path: Path) -> None:
    """Where the store cannot note a new file, the file is removed and the error is the store's own."""

    def refuse(name: str, length: int) -> None:
        raise StoreError(f"{name}, {length}: refused")

    with (
        Archive(tmp_path, rotate_bytes=1_000_000, committed={}, now=NOW, begun=refuse) as archive,
        pytest.raises(StoreError, match="refused"),
    ):
        archive.append(answer())
    assert list(tmp_path.iterdir()) == []

from __future__ import annotations

import gzip
import os
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from warcio.statusandheaders import StatusAndHeaders

from advisories.archive import PATTERN, BadRecord, IndexEntry, index, load, read_records
from advisories.archive.span import spans
from advisories.errors import InputError
from advisories.model import Response
from tests.archive.answers import NOW, URL, Recorder, answer, opened, sha256


def bodies(*paths: Path) -> list[bytes]:
    """Return the bodies of all answers of files, in order; there must be nothing bad."""
    found = list(read_records(paths))
    assert all(isinstance(item, Response) for item in found), found
    return [item.body for item in found if isinstance(item, Response)]


def reasons(*paths: Path) -> list[str]:
    """Return what is wrong with files, in words."""
    return [str(item) for item in read_records(paths) if isinstance(item, BadRecord)]


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    """Return another tool's file to write."""
    made = Recorder(tmp_path / "foreign.warc.gz")
    yield made
    made.close()


def test_records_of_all_files_come_by_time(tmp_path: Path) -> None:
    """All records of all files come in order of time, however files are named and given, and a file given twice counts once."""
    files = []
    for name, minutes in (("b", (0, 3)), ("a", (4, 1)), ("c", (2,))):
        file = Recorder(tmp_path / f"{name}.warc.gz")
        for minute in minutes:
            file.response(str(minute).encode(), minutes=minute)
        files.append(file.close())
    for order in (files, files[::-1], [*files, files[0]]):
        assert bodies(*order) == [b"0", b"1", b"2", b"3", b"4"]


def test_plain_file(tmp_path: Path) -> None:
    """An uncompressed file is read as well, its offsets too."""
    file = Recorder(tmp_path / "plain.warc", gzip=False)
    for minute in range(3):
        file.response(os.urandom(200_000), minutes=minute)
    path = file.close()
    entries = index([path]).entries
    assert [isinstance(load(entry), Response) for entry in entries] == [True] * 3
    assert path.read_bytes()[entries[1].offset :].startswith(b"WARC/1.0")


def test_other_records_are_passed_over(recorder: Recorder) -> None:
    """Records that hold no answer from the web are neither answers nor bad."""
    recorder.response(b"meta", kind="metadata", WARC_Concurrent_To="<urn:x>")
    recorder.response(b"1.2.3.4", url="dns:notices.example")
    recorder.response(b"page")
    assert bodies(recorder.close()) == [b"page"]


def test_request_gives_method_and_body(recorder: Recorder) -> None:
    """A request record, before or after its answer, named by it or naming it, gives method and body."""
    big = os.urandom(300_000)
    recorder.request("POST", b"q=1", WARC_Concurrent_To="<urn:1>")
    recorder.response(b"a", WARC_Record_ID="<urn:1>")
    recorder.response(b"b", minutes=1, WARC_Record_ID="<urn:2>")
    recorder.request("PUT", big, WARC_Concurrent_To="<urn:2>")
    recorder.request("POST", b"q=3", WARC_Record_ID="<urn:r3>")
    recorder.response(b"c", minutes=2, WARC_Concurrent_To="<urn:r3>")
    recorder.request("GET", b"", WARC_Concurrent_To="<urn:4>")
    recorder.response(b"d", minutes=3, WARC_Record_ID="<urn:4>")
    entries = index([recorder.close()]).entries
    assert [(entry.method, entry.sent) for entry in entries] == [
        ("POST", b"q=1"),
        ("PUT", big),
        ("POST", b"q=3"),
        ("GET", b""),
    ]
    loaded = load(entries[0])
    assert isinstance(loaded, Response)
    assert (loaded.method, loaded.sent) == ("POST", b"q=1")


CODED = {
    "gzip": (gzip.compress(b"page"), (("Content-Encoding", "gzip"),)),
    "deflate": (zlib.compress(b"page"), (("Content-Encoding", "deflate"),)),
    "chunked": (b"2\r\npa\r\n2;x=y\r\nge\r\n0\r\n\r\n", (("Transfer-Encoding", "chunked"),)),
    "decoded by the recorder": (b"page", (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))),
    "both": (
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(b"page")), gzip.compress(b"page")),
        (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
    ),
}


@pytest.mark.parametrize("case", CODED)
def test_codings_that_recorders_leave_are_undone(recorder: Recorder, case: str) -> None:
    """Transfer and content coding are undone where the bytes show them, whatever the headers say."""
    body, headers = CODED[case]
    recorder.response(body, headers=headers)
    assert bodies(recorder.close()) == [b"page"]


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (gzip.compress(b"page" * 99, mtime=0)[:-9], (("Content-Encoding", "gzip"),), "cut off"),
        (b"5\r\npa", (("Transfer-Encoding", "chunked"),), "cut off"),
        (b"2\r\npa\r\nzz", (("Transfer-Encoding", "chunked"),), "expected a chunk"),
        (b"page", (("Content-Encoding", "br"),), "'br'"),
        (gzip.compress(b"0" * 70_000_000, mtime=0), (("Content-Encoding", "gzip"),), "at most 64,000,000"),
    ],
)
def test_body_that_cannot_be_decoded_is_bad(
    recorder: Recorder, body: bytes, headers: tuple[tuple[str, str], ...], words: str
) -> None:
    """A body that is cut off, in an unknown coding, or too large is a bad record that names file and offset."""
    recorder.response(body, headers=headers)
    (reason,) = reasons(recorder.close())
    assert words in reason
    assert reason.startswith(f"{recorder.path}, offset 0: ")


@pytest.mark.parametrize("digest", ["sha1", "sha256", "md5", "sha512"])
def test_digests_are_checked(tmp_path: Path, digest: str) -> None:
    """A body that does not match its digest is a bad record; an unknown digest proves nothing."""
    right = {"sha256": f"sha256:{sha256(b'page')}"}.get(digest)
    wrong = f"{digest}:{'0' * 40}"
    file = Recorder(tmp_path / "x.warc")
    file.response(b"page", WARC_Payload_Digest=wrong)
    file.response(b"page", minutes=1, WARC_Payload_Digest=right or "crc9:1")
    found = list(read_records([file.close()]))
    assert isinstance(found[0], BadRecord)
    assert "does not match its digest" in found[0].reason
    assert isinstance(found[1], Response)


def test_body_cut_by_the_recorder_is_bad(recorder: Recorder) -> None:
    """A record that its recorder marked as cut off is bad."""
    recorder.response(b"half", WARC_Truncated="length")
    assert "cut the body off (length)" in reasons(recorder.close())[0]


def revisit(file: Recorder, digest: str, *, minutes: int, head: bool = True, **fields: str) -> None:
    """Write a revisit as other tools do."""
    writer = file._writer
    stamp = answer(minutes=minutes).read_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    http = StatusAndHeaders("200 OK", [("ETag", '"9"')], protocol="HTTP/1.1") if head else None
    names = {name.replace("_", "-"): value for name, value in fields.items()}
    date = names.pop("Refers-Date", "2026-09-14T06:00:00Z")
    record = writer.create_revisit_record(URL, digest or "sha1:X", URL, date, http, {"WARC-Date": stamp} | names)
    if not digest:
        record.rec_headers.remove_header("WARC-Payload-Digest")
    writer.write_record(record)


def test_revisit_of_another_tool_is_resolved(tmp_path: Path) -> None:
    """A revisit is resolved by digest across files given in any order, and keeps its own time and head."""
    first = Recorder(tmp_path / "z.warc.gz")
    first.response(b"page")
    first.close()
    digest = index([first.path]).entries[0].digest
    assert digest.startswith("sha1:")
    second = Recorder(tmp_path / "a.warc.gz")
    revisit(second, digest.upper().replace("SHA1", "sha1"), minutes=60)
    revisit(second, digest, minutes=120, head=False)
    second.close()
    found = list(read_records([second.path, first.path]))
    assert [item.read_at for item in found if isinstance(item, Response)] == [
        answer(minutes=n).read_at for n in (0, 60, 120)
    ]
    assert isinstance(found[1], Response)
    assert isinstance(found[2], Response)
    assert (found[1].body, found[1].header("etag")) == (b"page", '"9"')
    assert (found[2].body, found[2].header("content-type")) == (b"page", "text/html")


def test_revisit_without_digest_goes_by_address_and_date(recorder: Recorder) -> None:
    """A revisit without a digest is resolved by the address and date it refers to, and by nothing less."""
    recorder.response(b"page")
    revisit(recorder, "", minutes=5)
    revisit(recorder, "", minutes=6, Refers_Date="2026-09-14T05:59:00Z")
    found = list(read_records([recorder.close()]))
    assert [type(item) for item in found] == [Response, Response, BadRecord]


def test_orphan_revisit_is_bad_unless_the_store_knows(recorder: Recorder) -> None:
    """A revisit of what no file holds is a bad record, unless the lookup finds the body by its digest."""
    revisit(recorder, f"sha256:{sha256(b'page')}", minutes=5)
    assert "an orphan revisit" in reasons(recorder.close())[0]
    (entry,) = index([recorder.path]).entries
    asked: list[str] = []

    def lookup(digest: str) -> Response:
        asked.append(digest)
        return answer(b"page")

    found = load(entry, lookup)
    assert isinstance(found, Response)
    assert (found.body, found.read_at) == (b"page", answer(minutes=5).read_at)
    assert asked == [f"sha256:{sha256(b'page')}"]


def test_304_is_bad_unless_an_etag_proves_what_it_confirms(recorder: Recorder) -> None:
    """A recorded 304 stands for the answer with the same ETag; an orphan 304 is a bad record."""
    recorder.response(b"one", headers=(("ETag", '"1"'),))
    recorder.response(b"two", minutes=1, headers=(("ETag", '"2"'),))
    recorder.response(b"", minutes=2, status="304 Not Modified", headers=(("ETag", '"1"'),))
    recorder.response(b"", minutes=3, status="304 Not Modified", headers=(("ETag", '"3"'),))
    recorder.response(b"", minutes=4, status="304 Not Modified", headers=())
    found = list(read_records([recorder.close()]))
    confirmed = found[2]
    assert isinstance(confirmed, Response)
    assert (confirmed.status, confirmed.body, confirmed.read_at) == (200, b"one", answer(minutes=2).read_at)
    assert all(isinstance(item, BadRecord) and "orphan 304" in item.reason for item in found[3:])


BROKEN = {
    "empty": (b"", "an empty file"),
    "text": (b"Dear archive, hello\n", "expected a WARC file"),
    "HTML": (b"<html>\r\n\r\n</html>", "expected a WARC file"),
    "zip": (b"PK\x03\x04....", "expected a WARC file"),
    "zstd": (b"\x28\xb5\x2f\xfd....", "expected a WARC file"),
    "gzip of text": (gzip.compress(b"hello"), "expected a WARC record"),
    "gzip head only": (gzip.compress(b"WARC/1.0\r\n")[:12], "cut off"),
    "no content length": (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "Content-Length"),
    "negative length": (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "Content-Length"),
    "huge length": (b"WARC/1.0\r\nContent-Length: 999999999999\r\n\r\n", "at most"),
    "longer than the file": (b"WARC/1.0\r\nContent-Length: 99\r\n\r\nshort", "cut off"),
    "endless header": (b"WARC/1.0\r\n" + b"A" * 300_000, "expected a WARC record"),
    "future version": (b"WARC/7.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "expected a WARC record"),
    "ARC": (b"filedesc://x 0.0.0.0 20200101000000 text/plain 9\n", "expected a WARC file"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_file_that_is_no_archive_is_bad(tmp_path: Path, case: str) -> None:
    """A file that is not a WARC file, or breaks off, is a bad record that names file and offset and what was found."""
    data, words = BROKEN[case]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    (reason,) = reasons(path)
    assert reason.startswith(f"{path}, offset 0: ")
    assert words in reason


@pytest.mark.parametrize("name", ["gone.warc.gz", "."])
def test_file_that_cannot_be_opened_is_the_users_error(tmp_path: Path, name: str) -> None:
    """A file that is not there, or is a folder, is an error that names it."""
    with pytest.raises(InputError, match="cannot be read"):
        index([tmp_path / name])


def test_several_records_in_one_member(tmp_path: Path) -> None:
    """A file compressed as a whole is a bad record that says how to mend it."""
    plain = Recorder(tmp_path / "plain.warc", gzip=False)
    plain.response(b"a")
    plain.response(b"b", minutes=1)
    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(plain.close().read_bytes()))
    assert "warcio recompress" in reasons(path)[0]


def test_what_lies_before_a_tear_is_read(recorder: Recorder) -> None:
    """The records before a torn tail are read, and the tear is one bad record at its offset."""
    recorder.response(b"whole")
    recorder.response(os.urandom(500), minutes=1)
    path = recorder.close()
    os.truncate(path, path.stat().st_size - 50)
    found = list(read_records([path]))
    assert [type(item) for item in found] == [BadRecord, Response]
    assert isinstance(found[0], BadRecord)
    assert found[0].offset > 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"WARC-Date": "yesterday"}, "ISO 8601"),
        ({"WARC-Date": ""}, "ISO 8601"),
        ({"WARC-Segment-Number": "1"}, "segments"),
        ({"WARC-Refers-To-Target-URI": URL, "WARC-Refers-To-Date": "then"}, ""),
    ],
)
def test_record_with_odd_fields(recorder: Recorder, fields: dict[str, Any], words: str) -> None:
    """One record with fields that cannot be used is bad, alone; fields that do not matter do no harm."""
    recorder.response(b"odd", **{name.replace("-", "_"): value for name, value in fields.items()})
    recorder.response(b"fine", minutes=1)
    found = list(read_records([recorder.close()]))
    kinds = [BadRecord, Response] if words else [Response, Response]
    assert [type(item) for item in found] == kinds
    assert words in str(found[0])


def test_revisit_that_refers_to_no_date(recorder: Recorder) -> None:
    """A revisit that refers to something that is no date is an orphan, not a fault."""
    revisit(recorder, "", minutes=5, Refers_Date="then")
    assert "orphan" in reasons(recorder.close())[0]


def test_record_without_an_http_answer_is_bad(tmp_path: Path) -> None:
    """A response record whose block is not an HTTP answer is bad, and the next is read."""
    path = tmp_path / "x.warc"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-09-14T06:00:00Z\r\n"
    blocks = (b"", b"not http at all", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nfine")
    path.write_bytes(
        b"".join(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n" for block in blocks)
    )
    found = list(read_records([path]))
    assert [type(item) for item in found] == [BadRecord, BadRecord, BadRecord, Response]


def test_flipped_bytes_never_give_another_body(recorder: Recorder) -> None:
    """Whatever byte of a file is damaged, reading ends in the same answers or in bad records, without a traceback."""
    recorder.response(b"page one", headers=(("Content-Encoding", "identity"),))
    recorder.response(b"page two", minutes=1)
    path = recorder.close()
    whole = path.read_bytes()
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        read = [item.body for item in read_records([path]) if isinstance(item, Response)]
        assert set(read) <= {b"page one", b"page two"}


def test_limit_on_a_record(tmp_path: Path) -> None:
    """A record that unfolds beyond the limit ends the file, as a bad record, without being held."""
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nContent-Length: 50000000\r\n\r\n" + b"0" * 50_000_000))
    tracemalloc.start()
    (found,) = spans(path, limit=10_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(found, BadRecord)
    assert "at most 10,000,000" in found.reason
    assert most < 8_000_000


def test_file_that_changed_after_the_index(recorder: Recorder) -> None:
    """A file that is gone or shorter when a record is loaded gives a bad record."""
    recorder.response(b"page")
    (entry,) = index([recorder.close()]).entries
    os.truncate(recorder.path, 100)
    assert isinstance(load(entry), BadRecord)
    recorder.path.unlink()
    assert isinstance(load(entry), BadRecord)


def test_index_entry_travels_as_json(recorder: Recorder) -> None:
    """An index entry can be written down and read back."""
    recorder.response(b"page")
    (entry,) = index([recorder.close()]).entries
    assert msgspec.json.decode(msgspec.json.encode(entry), type=IndexEntry) == entry


CAPTURES = {
    "awc-2026-07-21": 4,
    "conflict-2026-09-25": 3,
    "easa-text-2026-08-22": 1,
    "ecfr-part91-subpartM": 4,
    "faa-notam-apis": 9,
    "faa-search-oiix-kicz-2026": 14,
    "federal-register": 5,
    "uk-pib-hourly-2026-06": 36,
    "uk-pib-quarterly": 9,
}


@pytest.mark.parametrize("name", CAPTURES)
def test_real_captures_are_read_whole(material: Path, name: str) -> None:
    """Every record of real captures is read, its digest right, in order of time."""
    found = list(read_records([material / "captures" / f"{name}.warc.gz"]))
    answers = [item for item in found if isinstance(item, Response)]
    assert len(found) == len(answers) == CAPTURES[name]
    assert [item.read_at for item in answers] == sorted(item.read_at for item in answers)
    assert all(len(item.body) == int(item.header("content-length")) for item in answers)


def test_hours_of_a_bulletin_are_quick_and_flat(material: Path, tmp_path: Path) -> None:
    """36 bulletins of 1.8 MB are indexed, loaded and archived in seconds, with one or two of them in memory at a time."""
    path = material / "captures" / "uk-pib-hourly-2026-06.warc.gz"
    start = time.process_time()
    tracemalloc.start()
    entries = index([path]).entries
    with opened(tmp_path, rotate_bytes=2_000_000) as archive:
        for entry in entries:
            response = load(entry)
            assert isinstance(response, Response)
            archive.append(response)
        archive.sync()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.process_time() - start < 15
    assert most < 30_000_000
    kept = index(sorted(tmp_path.glob(PATTERN)))
    assert [entry.date for entry in kept.entries] == [entry.date for entry in entries]
    assert load(kept.entries[-1]) == load(entries[-1])
    assert NOW not in [entry.date for entry in entries]

"""Where records lie in a WARC file, and what their headers say: gzip members (`.warc.gz`) or plain records (`.warc`).

Files come from anywhere, so nothing is believed: every length is checked against what is there, and nothing is read
or unfolded beyond a limit.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from advisories.errors import ArchiveError, snippet
from advisories.model import Value

RECORD_LIMIT: Final = 512_000_000
_HEAD: Final = 1 << 17
_CHUNK: Final = 1 << 20
_GZIP_MAGIC: Final = b"\x1f\x8b"
_END: Final = b"\r\n\r\n"
_WARC_HEADERS: Final = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
_FAULTS: Final = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError, IndexError)


class BadRecord(Value, frozen=True):
    """A record, or the rest of a file, that cannot be used: where it lies and why, in words."""

    file: str
    offset: int
    reason: str
    url: str = ""

    def __str__(self) -> str:
        """Return one line for a person."""
        return f"{self.file}, offset {self.offset}: {self.reason}"


class Span(Value, frozen=True):
    """One record's bytes: offset and length in the file, the first 128 KiB unfolded, and the whole unfolded size."""

    offset: int
    length: int
    head: bytes
    size: int


class Parsed:
    """A record taken apart: WARC headers, HTTP headers (None where there are none), and its block after them."""

    def __init__(self, data: bytes) -> None:
        """Take a record apart. Raises `ArchiveError`."""
        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        try:
            record: ArcWarcRecord = loader.parse_record_stream(
                io.BytesIO(data), known_format="warc", no_record_parse=True
            )
            self.warc: StatusAndHeaders = record.rec_headers
            self.kind = str(record.rec_type or "")
            self.url = str(self.warc.get_header("WARC-Target-URI") or "")
            self.http: StatusAndHeaders | None = None
            if self.url:
                # A file that a person handed in lies under `file:NAME`, as an answer like any other.
                address = "https:" if self.url.startswith("file:") else self.url
                self.http = loader.load_http_headers(self.kind, address, record.raw_stream, record.length)
        except _FAULTS as error:
            raise ArchiveError(f"expected a WARC record, found {snippet(data[:120])} ({snippet(error)})") from None
        self._stream = record.raw_stream

    def field(self, name: str) -> str:
        """Return a WARC header, or an empty string."""
        return str(self.warc.get_header(name) or "")

    def payload(self) -> bytes:
        """Return what follows the HTTP headers, as far as the bytes given reach."""
        return bytes(self._stream.read())


def spans(path: Path, limit: int = RECORD_LIMIT) -> Iterator[Span | BadRecord]:
    """Yield the records of a file in order; after a `BadRecord` the rest of the file cannot be found and is not read."""
    with path.open("rb") as file:
        start = file.read(8)
        file.seek(0)
        try:
            if start.startswith(_GZIP_MAGIC):
                yield from _members(file, limit)
            elif start.startswith(b"WARC/"):
                yield from _plain(file, path.stat().st_size, limit)
            else:
                found = snippet(start) if start else "an empty file"
                reason = f"expected a WARC file (.warc or .warc.gz), found {found}"
                yield BadRecord(file=str(path), offset=0, reason=reason)
        except _BrokenError as error:
            yield BadRecord(file=str(path), offset=error.offset, reason=error.reason)


def read_span(path: Path, offset: int, length: int = 0, limit: int = RECORD_LIMIT) -> bytes:
    """Return one record unfolded; without a length the gzip member that begins there, up to its end.

    Raises `ArchiveError` naming file and offset.
    """
    where = f"{path}, offset {offset}"
    try:
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(length or _CHUNK)
            if length and len(data) != length:
                raise ArchiveError(f"{where}: expected {length} bytes, found {len(data)}: the file is cut off")
            if length and not data.startswith(_GZIP_MAGIC):
                return data
            return _unfolded(file, data, limit, more=not length)
    except (OSError, ValueError, OverflowError) as error:
        raise ArchiveError(f"{where}: cannot be read: {error}") from None
    except _BrokenError as error:
        raise ArchiveError(f"{where}: {error.reason}") from None


def declared_size(head: bytes) -> int:
    """Return the bytes that a record should have by its own header, without the two empty lines. Raises `ArchiveError`."""
    end = head.find(_END)
    if not head.startswith(b"WARC/") or end < 0:
        raise ArchiveError(f"expected a WARC record, found {snippet(head[:120])}")
    try:
        headers = _WARC_HEADERS.parse(io.BytesIO(head[: end + len(_END)]))
    except _FAULTS as error:
        raise ArchiveError(f"expected a WARC record, found {snippet(head[:120])} ({snippet(error)})") from None
    length = str(headers.get_header("Content-Length") or "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise ArchiveError(f"expected a Content-Length in the WARC header, found {snippet(length)!r}")
    return end + len(_END) + int(length)


class _BrokenError(Exception):
    """The file cannot be followed from here on."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset
        self.reason = reason


def _unfolded(file: BinaryIO, data: bytes, limit: int, *, more: bool) -> bytes:
    """Return one gzip member unfolded, reading on where `more` is true. Raises `_BrokenError`."""
    inflate = zlib.decompressobj(31)
    pieces = []
    room = limit
    while not inflate.eof:
        try:
            pieces.append(inflate.decompress(data, room + 1))
        except zlib.error as error:
            raise _BrokenError(0, f"expected a gzip member, found broken bytes ({error})") from None
        room -= len(pieces[-1])
        if room < 0:
            raise _BrokenError(0, f"expected a record of at most {limit:,} bytes, found more")
        data = file.read(_CHUNK) if more else b""
        if not (inflate.eof or data):
            raise _BrokenError(0, "expected a whole gzip member, found one that is cut off")
    return b"".join(pieces)


def _checked(span: Span) -> Span:
    """Return the span where its size is the one that the record declares. Raises `_BrokenError`."""
    try:
        declared = declared_size(span.head)
    except ArchiveError as error:
        raise _BrokenError(span.offset, str(error)) from None
    if span.size < declared:
        raise _BrokenError(span.offset, f"expected a record of {declared:,} bytes, found {span.size:,}: it is cut off")
    if span.size > declared + 2 * len(_END):
        raise _BrokenError(
            span.offset,
            "expected one record in each gzip member, found more; `warcio recompress` makes such a file readable",
        )
    return span


def _members(file: BinaryIO, limit: int) -> Iterator[Span]:
    offset = read = 0
    data = b""
    while True:
        inflate = zlib.decompressobj(31)
        head, size = b"", 0
        while not inflate.eof:
            if not data:
                data = file.read(_CHUNK)
                read += len(data)
            if not data:
                if size == 0 and read == offset:
                    return
                raise _BrokenError(offset, "expected a whole gzip member, found the end of the file: it is cut off")
            try:
                piece = inflate.decompress(data, _CHUNK)
            except zlib.error as error:
                raise _BrokenError(offset, f"expected a gzip member, found broken bytes ({error})") from None
            size += len(piece)
            if len(head) < _HEAD:
                head += piece[: _HEAD - len(head)]
            if size > limit:
                raise _BrokenError(offset, f"expected a record of at most {limit:,} bytes, found more")
            data = inflate.unconsumed_tail
        data = inflate.unused_data
        end = read - len(data)
        yield _checked(Span(offset=offset, length=end - offset, head=head, size=size))
        offset = end


def _plain(file: BinaryIO, total: int, limit: int) -> Iterator[Span]:
    offset = 0
    while offset < total:
        file.seek(offset)
        head = file.read(_HEAD)
        try:
            declared = declared_size(head)
        except ArchiveError as error:
            raise _BrokenError(offset, str(error)) from None
        if declared > limit:
            raise _BrokenError(offset, f"expected a record of at most {limit:,} bytes, found {declared:,}")
        yield _checked(Span(offset=offset, length=declared, head=head[:declared], size=min(declared, total - offset)))
        offset += declared
        file.seek(offset)
        gap = file.read(len(_END))
        offset += len(gap) if gap == _END else len(gap) - len(gap.lstrip(b"\r\n"))

"""All records of WARC files in order of time, without holding a body: an index first, then one record at a time.

A `revisit` is resolved by its payload digest within the files given (or by what it says it refers to); a 304 only where
an ETag proves which answer it confirms. What cannot be resolved is a `BadRecord`, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from advisories import times
from advisories.archive.body import matches_digest, payload_of
from advisories.archive.form import restored_headers, status_of
from advisories.archive.span import RECORD_LIMIT, BadRecord, Parsed, Span, read_span, spans
from advisories.errors import AdvisoriesError, ArchiveError, InputError, snippet
from advisories.model import Response, Value

BODY_LIMIT: Final = 64_000_000
_NOT_MODIFIED: Final = 304
_SENT_LIMIT: Final = 1_000_000


class Where(Value, frozen=True):
    """One record's bytes: the file's path, offset and length."""

    file: str
    offset: int
    length: int


class IndexEntry(Value, frozen=True):
    """One recorded answer: when it was received, from where, what was asked, and where its bytes lie.

    `digest` is the payload digest as the file states it, lower case; `origin` the record that holds the body, where
    this one is a repeat and the files given hold it.
    """

    date: datetime
    file: str
    offset: int
    length: int
    url: str
    status: int
    revisit: bool = False
    method: str = "GET"
    sent: bytes = b""
    digest: str = ""
    etag: str = ""
    origin: Where | None = None

    @property
    def where(self) -> Where:
        """Return the place of the record."""
        return Where(file=self.file, offset=self.offset, length=self.length)


class Index(Value, frozen=True):
    """The answers of all files by time (then file, then offset), and what could not be used."""

    entries: tuple[IndexEntry, ...]
    bad: tuple[BadRecord, ...]


Lookup = Callable[[str], Response | None]
"""Finds the answer that holds a body, by payload digest (`sha256:…`, lower case)."""


def index(paths: Iterable[Path]) -> Index:
    """Read the headers of all records of all files. Raises `InputError` where a file is not there or cannot be opened.

    Records that hold no answer (warcinfo, metadata, DNS) are passed over; requests give answers their method and body.
    """
    entries: list[IndexEntry] = []
    bad: list[BadRecord] = []
    refers: dict[Where, tuple[str, str]] = {}
    for path in dict.fromkeys(paths):
        try:
            found, broken = _index_file(path, refers)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
        entries.extend(found)
        bad.extend(broken)
    entries.sort(key=lambda entry: (entry.date, entry.file, entry.offset))
    return Index(entries=tuple(_resolved(entries, refers)), bad=tuple(bad))


def load(entry: IndexEntry, lookup: Lookup | None = None, *, limit: int = BODY_LIMIT) -> Response | BadRecord:
    """Return the answer of an entry, its part not yet named, with all coding undone; never raises for what the file holds.

    `lookup` finds bodies that the files indexed do not hold; `limit` is the most bytes that a body may have.
    """
    try:
        return _load(entry, lookup, limit)
    except AdvisoriesError as error:
        return BadRecord(file=entry.file, offset=entry.offset, reason=str(error), url=entry.url)


def read_records(paths: Iterable[Path], lookup: Lookup | None = None) -> Iterator[Response | BadRecord]:
    """Yield what cannot be used, then all answers of all files by time, one body in memory at a time."""
    found = index(paths)
    yield from found.bad
    for entry in found.entries:
        yield load(entry, lookup)


def entry_of(path: Path, offset: int, length: int, record: Parsed) -> IndexEntry:
    """Return the entry of one record, not paired with its request. Raises `ArchiveError` or `InputError`."""
    if record.field("WARC-Segment-Number"):
        raise ArchiveError("a record in segments: expected whole records")
    status = status_of(record.http) if record.http else 0
    if record.kind == "response" and not status:
        raise ArchiveError("expected an HTTP answer with a status, found none")
    return IndexEntry(
        date=times.iso(record.field("WARC-Date")),
        file=str(path),
        offset=offset,
        length=length,
        url=record.url,
        status=status,
        revisit=record.kind == "revisit",
        digest=record.field("WARC-Payload-Digest").strip().lower(),
        etag=str((record.http.get_header("ETag") if record.http else "") or "").strip(),
    )


def _load(entry: IndexEntry, lookup: Lookup | None, limit: int) -> Response:
    record = Parsed(read_span(Path(entry.file), entry.offset, entry.length, RECORD_LIMIT))
    if not (entry.revisit or entry.status == _NOT_MODIFIED):
        return _response(entry, record, record, limit)
    if entry.origin is not None:
        origin = entry.origin
        holder = Parsed(read_span(Path(origin.file), origin.offset, origin.length, RECORD_LIMIT))
        return _response(entry, record, holder, limit)
    found = lookup(entry.digest) if lookup and entry.digest else None
    if found is None:
        what = "304 (not modified)" if entry.status == _NOT_MODIFIED else f"revisit of {entry.digest or 'an answer'}"
        raise ArchiveError(f"an orphan {what}: the answer it repeats is in none of the files given")
    status, headers = _own_head(record) or (found.status, found.headers)
    return _answer(entry, status, headers, found.body)


def _own_head(record: Parsed) -> tuple[int, tuple[tuple[str, str], ...]] | None:
    """Return status and headers that a record states for itself; a bare revisit or a 304 states none of its own."""
    if record.http is None or status_of(record.http) in (0, _NOT_MODIFIED):
        return None
    return status_of(record.http), restored_headers(record.http.headers)


def _response(entry: IndexEntry, record: Parsed, holder: Parsed, limit: int) -> Response:
    if holder.http is None:
        raise ArchiveError("expected an HTTP answer, found a record without one")
    if holder.field("WARC-Truncated"):
        raise ArchiveError(f"the recorder cut the body off ({snippet(holder.field('WARC-Truncated'))})")
    raw = holder.payload()
    forms = payload_of(raw, holder.http.headers, limit)
    digest = holder.field("WARC-Payload-Digest")
    if digest and not any(matches_digest(digest, form) for form in (forms.decoded, forms.coded, raw)):
        raise ArchiveError(f"the body does not match its digest {snippet(digest)}: the file is damaged")
    status, headers = _own_head(record) or (status_of(holder.http), restored_headers(holder.http.headers))
    return _answer(entry, status, headers, forms.decoded)


def _answer(entry: IndexEntry, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> Response:
    return Response(
        part="",
        url=entry.url,
        status=status,
        headers=headers,
        body=body,
        read_at=entry.date,
        method=entry.method,
        sent=entry.sent,
    )


def _index_file(path: Path, refers: dict[Where, tuple[str, str]]) -> tuple[list[IndexEntry], list[BadRecord]]:
    entries: dict[str, IndexEntry] = {}
    bad: list[BadRecord] = []
    asked: dict[str, tuple[str, bytes]] = {}
    partner: dict[str, str] = {}
    for span in spans(path):
        if isinstance(span, BadRecord):
            bad.append(span)
            continue
        try:
            record = Parsed(span.head)
            name = record.field("WARC-Record-ID") or str(span.offset)
            if record.kind == "request" and record.http is not None:
                asked[name] = _asked(path, span, record)
                partner[record.field("WARC-Concurrent-To")] = name
            elif record.kind in ("response", "revisit") and record.url.startswith(("http://", "https://", "file:")):
                entry = entry_of(path, span.offset, span.length, record)
                entries[name if name not in entries else f"{name} {span.offset}"] = entry
                partner.setdefault(name, record.field("WARC-Concurrent-To"))
                refers[entry.where] = (record.field("WARC-Refers-To-Target-URI"), _stamp(record))
        except AdvisoriesError as error:
            bad.append(BadRecord(file=str(path), offset=span.offset, reason=str(error)))
    return [_paired(entry, asked.get(partner.get(name, ""))) for name, entry in entries.items()], bad


def _stamp(record: Parsed) -> str:
    """Return the date that a revisit refers to, to the second; an empty string where it names none."""
    try:
        return times.stamp(times.iso(record.field("WARC-Refers-To-Date")))
    except InputError:
        return ""


def _paired(entry: IndexEntry, asked: tuple[str, bytes] | None) -> IndexEntry:
    if asked is None or asked == ("GET", b""):
        return entry
    return msgspec.structs.replace(entry, method=asked[0], sent=asked[1])


def _asked(path: Path, span: Span, record: Parsed) -> tuple[str, bytes]:
    whole = record if span.size == len(span.head) else Parsed(read_span(path, span.offset, span.length, _SENT_LIMIT))
    assert record.http is not None
    return str(record.http.protocol).upper(), whole.payload()


def _resolved(entries: list[IndexEntry], refers: dict[Where, tuple[str, str]]) -> Iterator[IndexEntry]:
    """Yield the entries, repeats with the place of their body where the files hold it."""
    by_digest: dict[str, Where] = {}
    by_date: dict[tuple[str, str], Where] = {}
    by_tag: dict[tuple[str, str], Where] = {}
    for entry in entries:
        if entry.revisit or entry.status == _NOT_MODIFIED:
            continue
        if entry.digest:
            by_digest.setdefault(entry.digest, entry.where)
        by_date.setdefault((entry.url, times.stamp(entry.date)), entry.where)
        if entry.etag:
            by_tag.setdefault((entry.url, entry.etag), entry.where)
    for entry in entries:
        if not (entry.revisit or entry.status == _NOT_MODIFIED):
            yield entry
            continue
        origin = by_digest.get(entry.digest) if entry.digest else None
        if origin is None and not entry.digest:
            origin = by_date.get(refers[entry.where])
        if origin is None and entry.status == _NOT_MODIFIED and entry.etag:
            origin = by_tag.get((entry.url, entry.etag))
        yield msgspec.structs.replace(entry, origin=origin)

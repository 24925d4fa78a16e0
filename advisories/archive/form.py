"""The form of one record: a response as WARC/1.1 bytes, and those bytes as a response again.

What stands in the archive is the body with transfer and content coding undone, so that any web-archive tool reads it;
the headers that spoke of the coding are kept beside it under `X-Archive-Orig-`, with a Content-Length of the body that
is really there. Record ids are derived from kind, address, time and content, so that the same response always gives the
same bytes (ISO 28500:2017, WARC 1.1).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from advisories.errors import ArchiveError, snippet
from advisories.model import Response, Value

GZIP_LEVEL: Final = 5
ORIGINAL: Final = "X-Archive-Orig-"
REFERS_TO_FILE: Final = "WARC-Refers-To-Filename"
REFERS_TO_OFFSET: Final = "WARC-Refers-To-File-Offset"
_CODED: Final = ("content-encoding", "transfer-encoding")
_LENGTH: Final = "content-length"
_NOT_A_TOKEN: Final = re.compile(r"[^!#$%&'*+\-.^_`|~0-9A-Za-z]", re.ASCII)


class Place(Value, frozen=True):
    """Where a record lies: file name inside the archive folder, offset and length in bytes, SHA-256 of the body."""

    file: str
    offset: int
    length: int
    sha256: str


class Origin(Value, frozen=True):
    """The record that holds the body a repeat refers to."""

    place: Place
    url: str
    date: str


class Packed(Value, frozen=True):
    """The bytes to append: the request record (empty for a plain GET) and the response or revisit record."""

    request: bytes
    response: bytes


def warc_date(when: datetime) -> str:
    """Return a WARC-Date: UTC, whole seconds, or microseconds where there are any (WARC 1.1 section 5.4)."""
    when = when.astimezone(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if when.microsecond else "%Y-%m-%dT%H:%M:%SZ")


def digest_label(sha256: str) -> str:
    """Return a WARC-Payload-Digest value."""
    return f"sha256:{sha256}"


def sha256_of(body: bytes) -> str:
    """Return the SHA-256 of a body in hex."""
    return hashlib.sha256(body).hexdigest()


def pack(response: Response, sha256: str, origin: Origin | None) -> Packed:
    """Return the records for a response; with `origin` a revisit that holds no body of its own.

    `sha256` is that of the body. Raises `ArchiveError` where the address could break a header line.
    """
    if any(c.isspace() or not c.isprintable() for c in response.url) or not response.url:
        raise ArchiveError(f"archive: expected an address, found {snippet(response.url)!r}")
    date = warc_date(response.read_at)
    seed = " ".join((response.method, response.url, date, sha256, sha256_of(response.sent)))
    kind = "revisit" if origin else "response"
    response_id = f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {seed}')}>"
    request = b""
    if response.method != "GET" or response.sent:
        request_id = f"<urn:uuid:{uuid5(NAMESPACE_URL, f'request {seed}')}>"
        request = _pack_request(response, date, request_id, response_id)
    fields = {"WARC-Record-ID": response_id, "WARC-Date": date}
    headers = StatusAndHeaders(_status_line(response.status), _archived_headers(response), protocol="HTTP/1.1")
    with io.BytesIO() as out:
        writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
        if origin is None:
            fields["WARC-Payload-Digest"] = digest_label(sha256)
            record = writer.create_warc_record(
                response.url,
                "response",
                payload=io.BytesIO(response.body),
                length=len(response.body),
                http_headers=headers,
                warc_headers_dict=fields,
            )
        else:
            fields[REFERS_TO_FILE] = origin.place.file
            fields[REFERS_TO_OFFSET] = str(origin.place.offset)
            record = writer.create_revisit_record(
                response.url, digest_label(sha256), origin.url, origin.date, headers, fields
            )
        writer.write_record(record)
        return Packed(request=request, response=compress(out.getvalue()))


def pack_info(file: str, when: datetime, software: str) -> bytes:
    """Return the warcinfo record that opens a file."""
    with io.BytesIO() as out:
        writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
        info = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": "Responses with transfer and content coding undone; the headers that spoke of them "
            f"are kept under {ORIGINAL}.",
        }
        record = writer.create_warcinfo_record(file, info)
        record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'warcinfo {file}')}>")
        record.rec_headers.replace_header("WARC-Date", warc_date(when))
        writer.write_record(record)
        return compress(out.getvalue())


def compress(record: bytes) -> bytes:
    """Return one gzip member without a time stamp."""
    gzip = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 31)
    return gzip.compress(record) + gzip.flush()


def restored_headers(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return header lines as they came: what `pack` renamed gets its name back, what it added goes."""
    if not any(name.startswith(ORIGINAL) for name, _ in headers):
        return tuple(headers)
    replaced = any(name.lower() == f"{ORIGINAL}{_LENGTH}".lower() for name, _ in headers)
    lines = []
    for name, value in headers:
        plain = name[len(ORIGINAL) :] if name.startswith(ORIGINAL) else ""
        if plain.lower() in _CODED or (plain.lower() == _LENGTH and value):
            lines.append((plain, value))
        elif plain.lower() != _LENGTH and not (replaced and name.lower() == _LENGTH):
            lines.append((name, value))
    return tuple(lines)


def status_of(record_headers: StatusAndHeaders) -> int:
    """Return the HTTP status of parsed headers, 0 where it is not a number."""
    code = str(record_headers.get_statuscode())
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0


def _pack_request(response: Response, date: str, request_id: str, response_id: str) -> bytes:
    parts = urlsplit(response.url)
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    lines = [("Host", parts.netloc.rpartition("@")[2]), ("Content-Length", str(len(response.sent)))]
    method = _NOT_A_TOKEN.sub("", response.method) or "GET"
    headers = StatusAndHeaders(f"{method} {target} HTTP/1.1", lines, is_http_request=True)
    with io.BytesIO() as out:
        writer = WARCWriter(out, gzip=False, warc_version="WARC/1.1")
        fields = {"WARC-Record-ID": request_id, "WARC-Date": date, "WARC-Concurrent-To": response_id}
        record: ArcWarcRecord = writer.create_warc_record(
            response.url,
            "request",
            payload=io.BytesIO(response.sent),
            length=len(response.sent),
            http_headers=headers,
            warc_headers_dict=fields,
        )
        writer.write_record(record)
        return compress(out.getvalue())


def _status_line(status: int) -> str:
    try:
        return f"{status:03d} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status:03d} Unknown"


def _archived_headers(response: Response) -> list[tuple[str, str]]:
    """Return header lines that are true of the body as archived, with the originals kept beside them."""
    length = str(len(response.body))
    lengths = [value for name, value in response.headers if name.lower() == _LENGTH]
    lines = []
    for raw_name, raw_value in response.headers:
        name = _NOT_A_TOKEN.sub("", raw_name)
        value = "".join(c if c.isprintable() or c == "\t" else " " for c in raw_value)
        about_coding = name.lower() in _CODED or (name.lower() == _LENGTH and lengths != [length])
        if name:
            lines.append((f"{ORIGINAL}{name}" if about_coding else name, value))
    if lengths != [length]:
        if not lengths:
            lines.append((f"{ORIGINAL}Content-Length", ""))
        lines.append(("Content-Length", length))
    return lines

"""Answers made for tests, and their reading, without network, store or clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from advisories.model import Advisory, Response
from advisories.sources.answer import read_part
from advisories.sources.base import PartReading, PartRecords, Source

AT = datetime(2031, 5, 4, 6, 0, tzinfo=UTC)
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MEDIA = {
    "page": "text/html; charset=UTF-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "pib": "text/xml",
    "text": "text/plain",
}


def answer(
    source: Source, part: str, body: bytes | str, *, media: str = "", status: int = 200, at: datetime = AT
) -> Response:
    """Return an answer to a part's own address."""
    return Response(
        part=part,
        url=source.part(part).url,
        status=status,
        headers=(("Content-Type", media or MEDIA[part]),),
        body=body.encode() if isinstance(body, str) else body,
        read_at=at,
    )


def read(
    source: Source, part: str, body: bytes | str, *, media: str = "", status: int = 200, at: datetime = AT
) -> PartReading:
    """Return what a body is worth as an answer to that part."""
    return read_part(source, answer(source, part, body, media=media, status=status, at=at))


def fresh(readings: Mapping[str, PartReading], *, at: datetime = AT) -> dict[str, PartRecords]:
    """Return the records of parts all read at one time."""
    return {name: PartRecords(records=reading.records, read_at=at) for name, reading in readings.items()}


def advisories(source: Source, part: str, body: bytes | str) -> dict[str, Advisory]:
    """Return the advisories of a source of one part, by reference; the reading must be without fault."""
    reading = read(source, part, body)
    assert not reading.reason, reading.reason
    joined = source.join(fresh({part: reading}), {})
    found = [source.advisory(item.record) for item in joined]
    assert len({advisory.reference for advisory in found}) == len(found)
    return {advisory.reference: advisory for advisory in found}


def recorded(path: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Yield address, date, content type and body of each response in a WARC file."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                about = record.rec_headers
                media = record.http_headers.get_header("content-type") or ""
                yield (
                    about.get_header("WARC-Target-URI"),
                    about.get_header("WARC-Date"),
                    media,
                    record.content_stream().read(),
                )


def as_answers(source: Source, path: Path) -> Iterator[Response]:
    """Yield the responses of a WARC file that are answers to parts of the source."""
    for url, date, media, body in recorded(path):
        if part := source.part_of("GET", url, b""):
            yield answer(source, part, body, media=media, at=datetime.fromisoformat(date))

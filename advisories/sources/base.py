"""The source contract, and the reading of one answer under it.

A source is facts as class attributes and a few pure hooks. The functions here run the hooks, isolate rows that cannot
be read, give each part its own verdict, and refuse emptiness that the page does not explain. A source never touches
network, store or clock, and never imports another source.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from advisories.errors import AdvisoriesError, EmptyPageError, SourceError, WrongPageError, snippet
from advisories.model import Advisory, Request, Response, Value, Verdict

Record = Mapping[str, Any]
"""The publisher's own strings for one row: a mapping of names to strings, lists or mappings of strings."""

_ROW_FAULTS = (AdvisoriesError, ValueError, LookupError, TypeError, AttributeError)


class Coverage(StrEnum):
    """What the rows of a part are out of all there are. Only a snapshot's absence means anything."""

    SNAPSHOT = "snapshot"
    WINDOW = "window"
    QUERY = "query"
    DELTA = "delta"


class Proof(StrEnum):
    """How true the recorded pages behind a source's tests are. Anything but `wire` starts unproven."""

    WIRE = "wire"
    REBUILT = "rebuilt"
    DOCUMENTED = "documented"


class Republish(StrEnum):
    """What the terms let us show: the bytes as received, the text with acknowledgement, or a link only."""

    BYTES = "bytes"
    TEXT = "text"
    LINK = "link"


class Part(Value, frozen=True):
    """One response that a source needs.

    `marker` is text that proves the page to be the one we know; `nothing` the page's own words for "there are none".
    `media` are the content types that the answer may come as (empty: any).
    """

    name: str
    url: str
    coverage: Coverage
    marker: str
    nothing: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


class Page(Value, frozen=True):
    """A response that was checked to be the page we know."""

    part: str
    url: str
    body: bytes
    charset: str
    read_at: datetime

    @property
    def text(self) -> str:
        """Return the body decoded by its byte-order mark, its declared charset, or UTF-8. Raises `WrongPageError`."""
        charset = self.charset or "utf-8"
        if self.body.startswith(b"\xef\xbb\xbf"):
            charset = "utf-8-sig"
        try:
            return self.body.decode(charset)
        except (UnicodeDecodeError, LookupError) as error:
            raise WrongPageError(self.url, f"text in {charset}", str(error)) from None


class PartRecords(Value, frozen=True):
    """The records of one part, and whether they were read in this run (`fresh`) or carried over from an earlier one."""

    records: tuple[Record, ...]
    read_at: datetime
    fresh: bool = True


class Joined(Value, frozen=True):
    """The strings that describe one advisory, and the freshly read parts that list it."""

    record: Record
    parts: tuple[str, ...]


class BadRow(Value, frozen=True):
    """A row that could not be read, with the reason and a snippet for a person."""

    part: str
    reason: str
    found: str


class PartReading(Value, frozen=True):
    """What one answer was worth: its verdict, its records, its bad rows, and the page's own "last updated"."""

    part: str
    verdict: Verdict
    reason: str = ""
    records: tuple[Record, ...] = ()
    bad: tuple[BadRow, ...] = ()
    updated: datetime | None = None
    follow: tuple[Request, ...] = ()


class Source(ABC):
    """Base of every source. Subclass it through a base for the form at hand (`html`, `json`, `csv`, `xml`, `feed`).

    Attributes are the facts. `name` is the module, the fixture folder and the key in the settings. `cadence` is how
    often it is read, `expected` how often its publisher is expected to change something (longer silence is a fault),
    `window` how far apart the parts of one run may lie.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    authority: ClassVar[str]
    home: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]]
    cadence: ClassVar[timedelta] = timedelta(hours=1)
    expected: ClassVar[timedelta | None] = None
    window: ClassVar[timedelta] = timedelta(minutes=15)
    proof: ClassVar[Proof] = Proof.DOCUMENTED
    republish: ClassVar[Republish] = Republish.LINK
    terms: ClassVar[str] = ""
    acknowledgement: ClassVar[str] = ""
    reader_version: ClassVar[int] = 1

    def requests(self, now: datetime) -> tuple[Request, ...]:
        """Return what to fetch at `now`; by default every part's address."""
        return tuple(Request(part=part.name, url=part.url) for part in self.parts)

    def follow(self, page: Page) -> tuple[Request, ...]:
        """Return further parts that a page leads to (details, next pages)."""
        return ()

    def part_of(self, method: str, url: str, body: bytes) -> str | None:
        """Return the part that a recorded request belongs to, or None where it is not this source's."""
        return next((part.name for part in self.parts if method == "GET" and same_address(part.url, url)), None)

    def part(self, name: str) -> Part:
        """Return the facts of a part. Raises `LookupError`."""
        return next(part for part in self.parts if part.name == name)

    @abstractmethod
    def rows(self, page: Page) -> Sequence[Any]:
        """Return the page's rows, in order, found by structure. Raises `SourceError` where the structure is not there."""

    @abstractmethod
    def record(self, page: Page, row: Any) -> Record | Sequence[Record]:
        """Return a row's own strings (or several records of one row). Raises `RowError`."""

    @abstractmethod
    def advisory(self, record: Record) -> Advisory:
        """Read a (joined) record. Raises `RowError`."""

    def updated(self, page: Page) -> datetime | None:
        """Return the page's own "last updated", where it prints one."""
        return None

    def join(self, parts: Mapping[str, PartRecords], known: Mapping[str, str]) -> tuple[Joined, ...]:
        """Return one record per advisory; by default each record of each part stands alone.

        `known` maps every alias that the store knows for this source to its reference.
        """
        return tuple(
            Joined(record=record, parts=(name,) if got.fresh else ())
            for name, got in parts.items()
            for record in got.records
        )


def same_address(ours: str, recorded: str) -> bool:
    """Return whether two addresses name the same resource: scheme, a trailing slash and an empty fragment do not count."""

    def plain(url: str) -> str:
        head, _, query = url.partition("#")[0].partition("?")
        return f"{head.partition('://')[2].rstrip('/')}?{query}"

    return plain(ours) == plain(recorded)


def open_page(part: Part, response: Response) -> Page:
    """Check that a response is the page we know. Raises `WrongPageError` naming what was expected and found."""
    if response.status != 200:
        raise WrongPageError(response.url, "status 200", f"status {response.status}")
    content_type = response.header("content-type")
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    if part.media and media and media not in part.media:
        raise WrongPageError(response.url, f"content type {' or '.join(part.media)}", content_type)
    charset = ""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    if part.marker.encode() not in response.body:
        raise WrongPageError(
            response.url, f"a page containing {part.marker!r}", response.body[:800].decode("utf-8", "replace")
        )
    return Page(part=part.name, url=response.url, body=response.body, charset=charset, read_at=response.read_at)


def read_part(source: Source, response: Response) -> PartReading:
    """Read one answer under the source's hooks. Never raises for what the answer holds: the verdict says it.

    OK: marker found, rows (or the page's own words that there are none), no bad row. DEGRADED: some rows bad.
    FAILED: wrong page, unexplained emptiness, or no row readable.
    """
    part = source.part(response.part)
    try:
        page = open_page(part, response)
        rows = source.rows(page)
        updated = source.updated(page)
        refuse_silence(part, page, rows)
    except SourceError as error:
        return PartReading(part=part.name, verdict=Verdict.FAILED, reason=str(error))
    records: list[Record] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            found = source.record(page, row)
        except _ROW_FAULTS as error:
            bad.append(bad_row(part.name, error, row))
            continue
        if isinstance(found, Mapping):
            records.append(found)
        else:
            records.extend(found)
    verdict, reason = Verdict.OK, ""
    if bad and not records:
        verdict, reason = Verdict.FAILED, f"{part.name}: none of {len(bad)} rows could be read; first: {bad[0].reason}"
    elif bad:
        verdict, reason = (
            Verdict.DEGRADED,
            f"{part.name}: {len(bad)} of {len(bad) + len(records)} rows could not be read; first: {bad[0].reason}",
        )
    return PartReading(
        part=part.name,
        verdict=verdict,
        reason=reason,
        records=tuple(records),
        bad=tuple(bad),
        updated=updated,
        follow=tuple(source.follow(page)),
    )


def refuse_silence(part: Part, page: Page, rows: Sequence[Any]) -> None:
    """Accept a page without rows only where it says itself that there are none. Raises `EmptyPageError`."""
    if not rows and not any(words.encode() in page.body for words in part.nothing):
        found = page.body[:400].decode("utf-8", "replace")
        raise EmptyPageError(page.url, "rows, or the page's own words that there are none", found)


def bad_row(part: str, error: BaseException, found: object) -> BadRow:
    """Return a bad row for a fault; a fault that is not one of ours is named by its type."""
    reason = str(error) if isinstance(error, AdvisoriesError) else f"{type(error).__name__}: {error}"
    return BadRow(part=part, reason=snippet(reason), found=snippet(found))

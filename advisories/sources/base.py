"""The source contract, and the reading of one answer under it.

A source is facts as class attributes and a few pure hooks. The functions here run the hooks, isolate rows that cannot
be read, give each part its own verdict, and refuse emptiness that the page does not explain. A source never touches
network, store or clock, and never imports another source.
"""

from __future__ import annotations

import codecs
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import msgspec

from advisories.errors import AdvisoriesError, EmptyPageError, SourceError, WrongPageError, snippet
from advisories.model import Advisory, Request, Response, Value, Verdict
from advisories.reading import VERSION

Record = Mapping[str, Any]
"""The publisher's own strings for one row: a mapping of names to strings, lists or mappings of strings."""

REASON_LIMIT = 500
"""Characters of a reason that are kept; what was found is cut shorter still, where it is raised."""

ADDRESS_LIMIT = 2000
"""Characters of an address that a page leads to; the index of a database takes no key of any length."""

FOLLOW_LIMIT = 2000
"""Further addresses that one page may lead to: hosts are asked one after the other, with a pause."""

ROW_FAULTS = (
    AdvisoriesError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a hook may raise over what an answer holds: ours, and Python's own for strings that are not as expected."""


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
    `media` are the content types that the answer may come as (empty: any). `proof` says how true to the wire the
    recorded answers behind its tests are.
    """

    name: str
    url: str
    coverage: Coverage
    marker: str
    nothing: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    proof: Proof = Proof.DOCUMENTED


class Page(Value, frozen=True):
    """A response that was checked to be the page we know, with its body parsed once (`document`)."""

    part: str
    url: str
    body: bytes
    charset: str
    read_at: datetime
    source: str = ""
    document: Any = None

    @property
    def where(self) -> str:
        """Return source and part, as every error names them."""
        return f"{self.source}/{self.part}"

    @property
    def text(self) -> str:
        """Return the body decoded by its byte-order mark, its declared charset, or UTF-8. Raises `WrongPageError`.

        U+FFFD stands for NUL, which no notation uses and not every database can hold.
        """
        charset = self.charset or "utf-8"
        if self.body.startswith(b"\xef\xbb\xbf"):
            charset = "utf-8-sig"
        try:
            return self.body.decode(charset).replace("\x00", "\ufffd")
        except (UnicodeDecodeError, LookupError) as error:
            raise WrongPageError(self.where, f"text in {charset}", str(error)) from None


class PartRecords(Value, frozen=True):
    """The records of one part, and whether they were read in this run (`fresh`) or carried over from an earlier one."""

    records: tuple[Record, ...]
    read_at: datetime
    fresh: bool = True


class Joined(Value, frozen=True):
    """The strings that describe one advisory, and the freshly read parts that list it."""

    record: Record
    parts: tuple[str, ...]


class Prose(Value, frozen=True):
    """The words in which an advisory instructs operators, and whose they are.

    `words` are as published: its text, or with `title_only` its title where the text cannot be read. `before` is what
    the document states elsewhere and readers need (subject, countries, whom such documents address); it is never quoted.
    """

    issuer: str
    words: str
    before: str = ""
    title_only: bool = False


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
    """Base of every source. Subclass it through a base for the form at hand (`HtmlSource`, `JsonSource`, ...).

    Attributes are the facts. `name` is the module, the fixture folder and the key in the settings. `cadence` is how
    often it is read, `expected` how often its publisher is expected to change something (longer silence is a fault),
    `window` how far apart the parts of one run may lie. `reader` is raised when the source's own hooks read better. A
    source `by_hand` is fed by a person with files and never asked for.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    authority: ClassVar[str]
    home: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]]
    cadence: ClassVar[timedelta] = timedelta(hours=1)
    expected: ClassVar[timedelta | None] = None
    window: ClassVar[timedelta] = timedelta(minutes=15)
    by_hand: ClassVar[bool] = False
    republish: ClassVar[Republish] = Republish.LINK
    terms: ClassVar[str] = ""
    acknowledgement: ClassVar[str] = ""
    reader: ClassVar[int] = 1

    @property
    def reader_version(self) -> int:
        """Return what rises when old records are to be read anew: with the source's own hooks, or the reading of prose."""
        return self.reader * 1000 + VERSION

    @property
    def proof(self) -> Proof:
        """Return how true the recorded answers are: the weakest of the parts' proofs."""
        return max((part.proof for part in self.parts), key=list(Proof).index)

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

    def parse(self, page: Page) -> Any:
        """Return the body in the form at hand, once per answer: hooks find it as `page.document`.

        Raises `WrongPageError` where the body is not of that form.
        """
        return page.text

    @abstractmethod
    def rows(self, page: Page) -> Sequence[Any]:
        """Return the page's rows, in order, found by structure. Raises `SourceError` where the structure is not there."""

    @abstractmethod
    def record(self, page: Page, row: Any) -> Record | Sequence[Record]:
        """Return a row's own strings (or several records of one row). Raises `RowError`."""

    @abstractmethod
    def advisory(self, record: Record) -> Advisory:
        """Read a (joined) record. Raises `RowError`."""

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return the words of an advisory that may instruct operators, by default its text; None where none can."""
        return Prose(issuer=self.authority, words=advisory.text) if isinstance(advisory.text, str) else None

    def updated(self, page: Page) -> datetime | None:
        """Return the page's own "last updated", where it prints one."""
        return None

    def lapsed(self, record: Record, listed: Iterable[Advisory]) -> Mapping[str, str]:
        """Return which of the listed advisories a record says are in force no more, by reference, each with the reason.

        Asked only of sources whose parts are deltas: their absence means nothing, but a checklist does.
        """
        return {}

    def mentions(self, reference: str, body: bytes) -> bool:
        """Return whether a body still names `reference` anywhere, be it in a row that cannot be read."""
        return reference.rpartition(" ")[2].encode() in body

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


def open_page(part: Part, response: Response, source: str = "") -> Page:
    """Check that a response is the page we know; a byte-order mark counts before the header's charset.

    Raises `WrongPageError` naming what was expected and found.
    """
    content_type = response.header("content-type")
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    charset = ""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    if response.body.startswith(codecs.BOM_UTF8):
        charset = ""
    page = Page(
        part=part.name,
        url=response.url,
        body=response.body,
        charset=charset,
        read_at=response.read_at,
        source=source,
    )
    if response.status != 200:
        raise WrongPageError(page.where, "status 200", f"status {response.status}")
    if part.media and media and media not in part.media:
        raise WrongPageError(page.where, f"content type {' or '.join(part.media)}", content_type)
    if charset and _is_utf8_called_otherwise(page.body, charset):
        raise WrongPageError(page.where, f"text in {charset}", "text in UTF-8")
    if part.marker.encode() not in response.body:
        found = response.body[:800].decode("utf-8", "replace").strip() or f"{len(response.body)} bytes without text"
        raise WrongPageError(page.where, f"a page containing {part.marker!r}", found)
    return page


def _is_utf8_called_otherwise(body: bytes, charset: str) -> bool:
    """Return whether a body is UTF-8 under another name; read under that name, every accent would look amended."""
    try:
        if codecs.lookup(charset).name.startswith("utf") or body.isascii():
            return False
        body.decode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def read_part(source: Source, response: Response) -> PartReading:
    """Read one answer under the source's hooks. Never raises for what the answer holds: the verdict says it.

    OK: marker found, rows (or the page's own words that there are none), no bad row. DEGRADED: some rows bad.
    FAILED: wrong page, unexplained emptiness, or no row readable.
    """
    part = source.part(response.part)
    try:
        page = open_page(part, response, source.name)
        page = msgspec.structs.replace(page, document=source.parse(page))
        rows = source.rows(page)
        updated = source.updated(page)
        follow = tuple(source.follow(page))
        refuse_silence(part, page, rows)
        refuse_length(page, follow)
    except ROW_FAULTS as error:
        reason = bad_row(part.name, error, "").reason
        if not isinstance(error, SourceError):
            reason = f"{source.name}/{part.name}: expected the page we know, found {reason}"
        return PartReading(part=part.name, verdict=Verdict.FAILED, reason=reason)
    records, bad = read_rows(source, page, rows)
    verdict, reason = Verdict.OK, ""
    if bad:
        verdict = Verdict.DEGRADED if records else Verdict.FAILED
        count = f"{len(bad)} of {len(bad) + len(records)} rows" if records else f"none of {len(bad)} rows"
        could = "could not be read" if records else "could be read"
        reason = f"{source.name}/{part.name}: {count} {could}; first: {bad[0].reason}"
    return PartReading(
        part=part.name,
        verdict=verdict,
        reason=reason,
        records=tuple(records),
        bad=tuple(bad),
        updated=updated,
        follow=follow,
    )


def read_rows(source: Source, page: Page, rows: Sequence[Any]) -> tuple[list[Record], list[BadRow]]:
    """Return the records of the rows, and the rows that could not be read; one bad row never costs another."""
    records: list[Record] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            found = source.record(page, row)
        except ROW_FAULTS as error:
            bad.append(bad_row(page.part, error, row))
            continue
        if isinstance(found, dict):
            records.append(found)
        elif isinstance(found, Mapping):
            records.append(dict(found))
        else:
            records.extend(found)
    return records, bad


def refuse_length(page: Page, follow: Sequence[Request]) -> None:
    """Accept only so many addresses, of a length that everything on the way takes. Raises `WrongPageError`."""
    if len(follow) > FOLLOW_LIMIT:
        raise WrongPageError(page.where, f"at most {FOLLOW_LIMIT} links to follow", f"{len(follow)}")
    for request in follow:
        if len(request.url) > ADDRESS_LIMIT:
            raise WrongPageError(page.where, f"links of at most {ADDRESS_LIMIT} characters", request.url)


def refuse_silence(part: Part, page: Page, rows: Sequence[Any]) -> None:
    """Accept a page without rows only where it says itself that there are none. Raises `EmptyPageError`."""
    if not rows and not any(words.encode() in page.body for words in part.nothing):
        found = page.body[:400].decode("utf-8", "replace")
        raise EmptyPageError(page.where, "rows, or the page's own words that there are none", found)


def bad_row(part: str, error: BaseException, found: object) -> BadRow:
    """Return a bad row for a fault; a fault that is not one of ours is named by its type."""
    reason = str(error) if isinstance(error, AdvisoriesError) else snippet(f"{type(error).__name__}: {error}")
    return BadRow(part=part, reason=" ".join(reason.split())[:REASON_LIMIT], found=snippet(found))

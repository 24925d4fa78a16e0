"""The source contract.

A source is facts as class attributes and a few pure hooks; `answer` reads one answer under it. A source never touches
network, store or clock, and never imports another source.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from advisories.errors import AdvisoriesError, WrongPageError, snippet
from advisories.model import Advisory, Request, Value, Verdict
from advisories.reading import VERSION

Record = Mapping[str, Any]
"""The publisher's own strings for one row: a mapping of names to strings, lists or mappings of strings."""

REASON_LIMIT = 500
"""Characters of a reason that are kept; what was found is cut shorter still, where it is raised."""

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


class State(Value, frozen=True):
    """What is remembered of a source when it is asked again: its last run whose news counted, the last reading of each part."""

    good_at: datetime | None = None
    read_at: Mapping[str, datetime] = {}


class Part(Value, frozen=True):
    """One response that a source needs, or several of one kind: the pages of a list, a detail for each row.

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
    """A response that was checked to be the page we know, with its body parsed once (`document`).

    `request` is what was asked, with the headers that the next pages may need too; of a recorded answer they are not
    known.
    """

    part: str
    url: str
    body: bytes
    charset: str
    read_at: datetime
    source: str = ""
    document: Any = None
    request: Request = Request(part="", url="")

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
    """The strings that describe one advisory, and the freshly read parts that list it.

    Where several parts describe it the record holds the strings of each under the part's name: their answers are then
    its evidence. `unless` is what it would be without a doubt that the record tells of: where that is what the store
    holds, the doubt is not about anything new, and nothing has changed.
    """

    record: Record
    parts: tuple[str, ...]
    unless: Record | None = None


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

    @property
    def follows(self) -> bool:
        """Return whether pages lead to others; they are then read anew each time, since a 304 would lead nowhere."""
        return type(self).follow is not Source.follow

    @property
    def scattered(self) -> bool:
        """Return whether an advisory list may lie in several answers, whose records are then remembered one by one."""
        return len(self.parts) > 1 or self.follows or type(self).requests is not Source.requests

    def requests(self, now: datetime, state: State) -> tuple[Request, ...]:
        """Return what to fetch first at `now`, by what is remembered; by default every part's address."""
        return tuple(Request(part=part.name, url=part.url) for part in self.parts)

    def follow(self, page: Page) -> tuple[Request, ...]:
        """Return further parts that a page leads to: all next pages and all details there are, also unchanged ones.

        A detail with `changed` is asked for only where it was not read since. What a snapshot's page leads to and was
        not read makes the list incomplete, so that no absence counts.
        """
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

    def went_back(self, part: str, records: Sequence[Record], before: Sequence[Record]) -> str:
        """Return how a part's records show that it is an older copy than the one read before; an empty string where none does."""
        return ""

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


def bad_row(part: str, error: BaseException, found: object) -> BadRow:
    """Return a bad row for a fault; a fault that is not one of ours is named by its type."""
    reason = str(error) if isinstance(error, AdvisoriesError) else snippet(f"{type(error).__name__}: {error}")
    return BadRow(part=part, reason=" ".join(reason.split())[:REASON_LIMIT], found=snippet(found))

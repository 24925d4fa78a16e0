"""What a decision about a run starts from, what it may ask, and what it says: values between the store and `decide`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from advisories.health import Before
from advisories.intake import Address, PartMemory
from advisories.lineage import Ending
from advisories.model import Advisory, Change, Link, Value, Verdict
from advisories.sources.base import BadRow


class Tracked(Value, frozen=True):
    """An advisory that the store has under one of its names."""

    id: int
    reference: str
    listed: bool
    hash: bytes


class Memory(Value, frozen=True):
    """What the store knows of a source for deciding.

    `by_hash` finds the advisory of an unchanged row and holds all that are listed; `missing` are those that the last
    readings did not find, with how many in a row; `older` those whose text is of an older revision, by reference. The
    three are filled for deciding only, not for asking.
    """

    run_id: int = 0
    last_at: datetime | None = None
    verdict: Verdict | None = None
    since: datetime | None = None
    good_at: datetime | None = None
    changed_at: datetime | None = None
    good_verdict: Verdict | None = None
    baseline_at: datetime | None = None
    effective_through: datetime | None = None
    reader_version: int | None = None
    failures: int = 0
    before: Before = Before()
    by_hash: Mapping[bytes, int] = {}
    missing: Mapping[int, int] = {}
    older: Mapping[int, str] = {}
    parts: Mapping[Address, PartMemory] = {}
    known: Mapping[str, str] = {}


class Listed(Value, frozen=True):
    """An advisory that a source of an authority lists, and the time up to which that source's beginnings were told."""

    source: str
    advisory: Advisory
    through: datetime | None


class Recall(Protocol):
    """The questions that a decision asks of the store, about few advisories each."""

    def find(self, names: Iterable[str]) -> Mapping[str, Tracked]:
        """Return the advisories of the source known under these names."""

    def records(self, ids: Iterable[int]) -> Mapping[int, bytes]:
        """Return the current records, as stored JSON."""

    def advisories(self, ids: Iterable[int]) -> Mapping[int, Advisory]:
        """Return the current advisories as last read."""

    def links(self) -> list[tuple[str, Link]]:
        """Return the links of all listed advisories of the source, each with the reference of the one that links."""

    def naming(self, references: Iterable[str]) -> list[tuple[str, Link]]:
        """Return the links to these references of all advisories of the source ever read, with who links."""

    def starting(self, after: datetime, until: datetime) -> Mapping[int, Advisory]:
        """Return the listed advisories of which something begins in (after, until]."""

    def standing(self, authorities: Iterable[str]) -> Mapping[int, Listed]:
        """Return all that these authorities list in any source, by id, as the store has it before this run."""


class Fresh(Value, frozen=True):
    """An advisory to be written: its names, the record as hashed, and the parts that it was read from."""

    advisory: Advisory
    record: bytes
    hash: bytes
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the reference and the aliases, the reference first."""
        return (self.advisory.reference, *self.advisory.aliases)


class Outcome(Value, frozen=True):
    """What a run decided; the store writes all of it in one transaction.

    `past` are those of the new ones that had ended when they were read, by reference. `held` means that an old copy was
    read: the last good state stands, and its parts are not remembered. `turned` are known advisories of which something
    began by the clock, each with the time at which something of it begins next.
    """

    verdict: Verdict
    reason: str = ""
    blocked: bool = False
    rows: int = 0
    updated: datetime | None = None
    baseline: bool = False
    healthy: bool = False
    held: bool = False
    bad: tuple[BadRow, ...] = ()
    new: tuple[Fresh, ...] = ()
    revised: tuple[tuple[int, Fresh], ...] = ()
    relisted: tuple[int, ...] = ()
    reread: tuple[tuple[int, Advisory], ...] = ()
    unlisted: tuple[tuple[int, Ending], ...] = ()
    past: Mapping[str, Ending] = {}
    missing: Mapping[int, int] = {}
    turned: Mapping[int, datetime | None] = {}
    changes: tuple[Change, ...] = ()

"""What the store knows, as values: advisories at a time, their revisions and evidence, the health of sources.

These are what the store hands to whoever shows something (digest, site, command line). `State` and ages are derived
for the asked time; nothing here is stored as such.
"""

from __future__ import annotations

from datetime import datetime

from advisories.model import Advisory, Change, Evidence, State, Value, Verdict


class Standing(Value, frozen=True):
    """One advisory as known at a time: the revision, whether the publisher lists it, and its derived state.

    `since` is when this revision was first read, `first_seen` when the advisory was, `last_seen` the last reading
    that listed it. `unlisted_at` and `unlisted_reason` are set where it is listed no more; `successor` names what
    replaced or continues it.
    """

    advisory: Advisory
    revision_id: int
    since: datetime
    first_seen: datetime
    last_seen: datetime
    listed: bool
    state: State
    unlisted_at: datetime | None = None
    unlisted_reason: str = ""
    successor: str = ""


class Revision(Value, frozen=True):
    """One content state of an advisory, with the bytes it was read from."""

    revision_id: int
    advisory: Advisory
    read_at: datetime
    record: bytes
    reader_version: int
    evidence: tuple[Evidence, ...]


class Listing(Value, frozen=True):
    """One unbroken time during which the publisher listed an advisory."""

    listed_at: datetime
    unlisted_at: datetime | None = None
    reason: str = ""
    successor: str = ""


class History(Value, frozen=True):
    """Everything known about one advisory, oldest first."""

    standing: Standing
    revisions: tuple[Revision, ...]
    listings: tuple[Listing, ...]
    changes: tuple[Change, ...]


class PartHealth(Value, frozen=True):
    """How the last reading of one part went."""

    part: str
    url: str
    verdict: Verdict | None
    reason: str = ""
    read_at: datetime | None = None
    good_at: datetime | None = None


class SourceHealth(Value, frozen=True):
    """How a source stands: last verdict and why, since when it has not been read well, ages, counts.

    `verdict` is None where it was never read. `good_at` is the last run whose news counted (not FAILED); `since` is
    when the present verdict began. `updated` is the page's own "last updated". `changed_at` is the last reading that
    found anything changed, and `overdue_at` when silence becomes a fault: longer than the expected update period
    without any change. A source `by_hand` is fed by a person with files: it cannot be late.
    """

    source: str
    title: str
    authority: str
    home: str
    proof: str
    accepted: bool
    verdict: Verdict | None
    reason: str = ""
    blocked: bool = False
    since: datetime | None = None
    run_at: datetime | None = None
    good_at: datetime | None = None
    next_at: datetime | None = None
    cadence_minutes: int = 60
    updated: datetime | None = None
    changed_at: datetime | None = None
    overdue_at: datetime | None = None
    by_hand: bool = False
    failures: int = 0
    listed: int = 0
    bad_rows: tuple[str, ...] = ()
    parts: tuple[PartHealth, ...] = ()
    acknowledgement: str = ""
    terms: str = ""
    republish: str = ""

    @property
    def silent(self) -> bool:
        """Return whether the page was read after a change had been due, and had not changed."""
        return self.good_at is not None and self.overdue_at is not None and self.good_at > self.overdue_at

    @property
    def supports_none(self) -> bool:
        """Return whether this source's silence means anything: read whole, and its reader proved or accepted."""
        return self.verdict is Verdict.OK and (self.accepted or self.proof == "wire")


class Holder(Value, frozen=True):
    """Which process is at work: its name, since when, its last sign of life, and until when that is believed."""

    owner: str
    since: datetime
    beat_at: datetime
    until: datetime


class Fault(Value, frozen=True):
    """Something wrong with the program or its surroundings, one for each condition.

    `since` is when it began, `at` when it was last met, `times` how often; `over_at` is set once it is over.
    """

    kind: str
    words: str
    since: datetime
    at: datetime
    times: int = 1
    over_at: datetime | None = None


class Knowledge(Value, frozen=True):
    """What a view is made from: all that is known at `known_at`, judged as of `as_of`.

    `standings` holds every advisory listed at `known_at`, and those that the changes speak of even where they are
    listed no more; `changes` are those with ids in (`since_change`, `last_change`], oldest first, each with its id.
    `moves` are changes of stance of any time, newest first, where a view shows them by their place. `since` is the time
    of the edition (or the start of the day) that the changes are counted from.
    """

    as_of: datetime
    known_at: datetime
    sources: tuple[SourceHealth, ...]
    standings: tuple[Standing, ...]
    changes: tuple[tuple[int, Change], ...] = ()
    moves: tuple[Change, ...] = ()
    since: datetime | None = None
    since_change: int = 0
    last_change: int = 0
    edition: int = 0

"""What a stance is made of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from advisories.geo.places import Place
from advisories.known import Standing
from advisories.model import (
    Advisory,
    Force,
    Provision,
    State,
    Value,
)
from advisories.reading.operators import Answer, Applicability

RANK: Final = {Force.PROHIBITED: 0, Force.AVOID: 2, Force.CAUTION: 3, Force.INFORMATION: 4}
UNREAD_RANK: Final = 1
NOTHING: Final = 9


class OwnStatus(StrEnum):
    """What the State says about its own airspace."""

    CLOSED = "closed"
    RESTRICTED = "restricted"
    OPEN = "open"
    NOT_READ = "not read"


class Entry(Value, frozen=True):
    """One provision that concerns the airspace, with the advisory that holds it.

    `provision` is None where the advisory's provisions were not read: then it counts as the strictest. `overruled_by`
    names the measure of the same authority whose words set this one aside. `answer` is that for the operator asked for.
    """

    standing: Standing
    state: State
    provision: Provision | None = None
    overruled_by: str = ""
    answer: Applicability | None = None

    @property
    def advisory(self) -> Advisory:
        """Return the advisory that holds the provision."""
        return self.standing.advisory

    @property
    def rank(self) -> int:
        """Return how strict it is, 0 the strictest; what was not read counts as do not enter."""
        return UNREAD_RANK if self.provision is None else RANK[self.provision.force]


class Conflict(Value, frozen=True):
    """Two measures of one authority that say different things about levels that they share."""

    one: Entry
    other: Entry


class AuthorityStance(Value, frozen=True):
    """All that one authority tells about the airspace, strictest first, and how well its sources were read.

    `sources` are its sources, `unread` those of them that were not read well at the time: then "none known" is not said.
    `read_at` is the oldest of their last good readings.
    """

    authority: str
    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...] = ()
    sources: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    read_at: datetime | None = None

    @property
    def standing(self) -> tuple[Entry, ...]:
        """Return the entries that count: not overruled, and for the operator asked for unless it is not addressed."""
        return tuple(
            one
            for one in self.entries
            if not one.overruled_by and (one.answer is None or one.answer.answer is not Answer.DOES_NOT)
        )

    @property
    def word(self) -> str:
        """Return the headline: the strongest force, `not read`, or `none known`."""
        if self.standing:
            first = self.standing[0]
            return "not read" if first.provision is None else first.provision.force.value
        return "not read" if self.unread else "none known"


class Stance(Value, frozen=True):
    """The stance on one place: the State's own status, each authority, the hazards, and what all of it rests on."""

    place: Place
    as_of: datetime
    known_at: datetime
    own: OwnStatus
    own_state: str
    own_entries: tuple[Entry, ...]
    authorities: tuple[AuthorityStance, ...]
    hazards: tuple[Entry, ...]
    upcoming: tuple[Entry, ...]
    coverage: str

    @property
    def rank(self) -> int:
        """Return how strict the strongest of it is, for sorting: the State's own closure first, then by instruction."""
        if self.own is OwnStatus.CLOSED:
            return -1
        told = (one.rank for of in self.authorities for one in of.standing)
        return min((*told, *(one.rank for one in self.own_entries)), default=NOTHING)

"""From what stands to the stance on a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from advisories.geo import countries, firs
from advisories.geo.places import Place
from advisories.known import SourceHealth, Standing
from advisories.model import (
    Advisory,
    Force,
    Instruction,
    Kind,
    NotRead,
    Provision,
    State,
    Verdict,
)
from advisories.reading.addressees import ALL, authority_state
from advisories.reading.operators import OperatorProfile, applicability
from advisories.stance.shapes import AuthorityStance, Entry, OwnStatus, Stance
from advisories.stance.weighing import TOP, conflicts, edges, overruled
from advisories.standing import state_at
from advisories.times import spoken

MOST_INTERVALS: Final = 3
STANDING: Final = (State.IN_FORCE, State.OVERDUE, State.END_PASSED)
"""States in which what an advisory tells stands: an end that has passed while it is still listed ends nothing."""
_HAZARDS: Final = frozenset({"gnss", "space-debris", "weather"})


def stance(
    place: Place,
    standings: Sequence[Standing],
    sources: Sequence[SourceHealth],
    as_of: datetime,
    known_at: datetime,
    operator: OperatorProfile | None = None,
) -> Stance:
    """Return the stance on a place at `as_of` by what was known at `known_at` (both aware UTC).

    `standings` are as the store tells them for these times. With an `operator`, every entry carries its answer.
    """
    sources = [one for one in sources if not one.by_hand or one.run_at]
    found = [one for standing in standings for one in entries(standing, place, as_of, operator)]
    own = overruled(one for one in found if is_own(one))
    hazards = [one for one in found if is_hazard(one)]
    rest = [one for one in found if not is_own(one) and not is_hazard(one)]
    read = [one for one in sources if was_read(one, known_at)]
    return Stance(
        place=place,
        as_of=as_of,
        known_at=known_at,
        own=own_status(own, read=_own_read(standings, sources, place, known_at)),
        own_state=place.country,
        own_entries=_sorted(one for one in own if one.state in STANDING),
        authorities=_authorities([one for one in rest if one.state in STANDING], sources, known_at),
        hazards=_sorted(one for one in hazards if one.state in STANDING),
        upcoming=_sorted(one for one in found if one.state is State.UPCOMING and one.standing.first_seen <= as_of),
        coverage=_coverage(sources, read),
    )


def entries(standing: Standing, place: Place, as_of: datetime, operator: OperatorProfile | None = None) -> list[Entry]:
    """Return what one advisory tells about a place, each provision in the state that it has at `as_of` (aware UTC)."""
    advisory = standing.advisory
    if not standing.listed or not advisory.kind.warns or standing.state in (State.WITHDRAWN, State.NOT_LISTED):
        return []
    if isinstance(advisory.provisions, NotRead):
        if not _advisory_concerns(advisory, place) or not may_tell(advisory):
            return []
        return [Entry(standing=standing, state=standing.state)]
    found = [
        Entry(
            standing=standing,
            state=_state(advisory, one, standing.state, as_of),
            provision=one,
            answer=applicability(one, operator) if operator else None,
        )
        for one in advisory.provisions
        if concerns(one, place) or (not one.firs and not one.countries and _advisory_concerns(advisory, place))
    ]
    if advisory.unread and (found or _advisory_concerns(advisory, place)):
        found.append(Entry(standing=standing, state=standing.state))
    return found


def may_tell(advisory: Advisory) -> bool:
    """Return whether an advisory tells operators anything, or may: an ordinary NOTAM that was not read is not taken to."""
    if not advisory.kind.warns:
        return False
    if isinstance(advisory.provisions, NotRead):
        return advisory.kind is not Kind.NOTAM
    return bool(advisory.provisions or advisory.unread)


def _state(advisory: Advisory, provision: Provision, state: State, as_of: datetime) -> State:
    """Return the state of one provision: its own validity goes before that of its advisory."""
    if provision.validity is None or state in (State.WITHDRAWN, State.NOT_LISTED):
        return state
    return state_at(_with_validity(advisory, provision), as_of, listed=True)


def _with_validity(advisory: Advisory, provision: Provision) -> Advisory:
    own = provision.validity
    assert own is not None
    start = own.start if isinstance(own.start, datetime) else advisory.validity.start
    end, kind = (
        (own.end, own.end_kind)
        if isinstance(own.end, datetime)
        else (advisory.validity.end, advisory.validity.end_kind)
    )
    return replace(advisory, validity=replace(own, start=start, end=end, end_kind=kind))


def concerns(provision: Provision, place: Place) -> bool:
    """Return whether a provision speaks about a place: by FIR, or by country where it names one.

    Asked for a FIR, a provision that names only a country concerns every FIR over it; asked for a country, every FIR that
    covers it counts, unless the provision names other countries within that FIR.
    """
    if place.firs and set(provision.firs) & set(place.firs):
        named = set(provision.countries)
        return not place.is_country or not named or place.country in named
    lands = {place.country} if place.is_country else _lands(place)
    return not provision.firs and bool(set(provision.countries) & lands)


def _lands(place: Place) -> set[str]:
    return {country for code in place.firs[:1] if (fir := firs.by_code(code)) for country in fir.countries}


def _advisory_concerns(advisory: Advisory, place: Place) -> bool:
    if set(advisory.firs) & set(place.firs) and advisory.kind is not Kind.NOTAM:
        return True
    if advisory.firs:
        return False
    if not place.country:
        return place.name in advisory.areas
    lands = {countries.by_name(area) for area in advisory.areas} - {None}
    return bool(lands & ({place.country} if place.is_country else _lands(place)))


def is_own(entry: Entry) -> bool:
    """Return whether a provision closes or restricts a State's own airspace, which binds everyone.

    A State's advice to everyone about its own airspace closes nothing: it stands with what that authority tells.
    """
    one = entry.provision
    return one is not None and one.instruction is Instruction.DO_NOT_ENTER and ALL in one.addressees.certificate_states


def is_hazard(entry: Entry) -> bool:
    """Return whether a provision speaks of a hazard alone, which is no stance: interference, rocket areas, weather."""
    one = entry.provision
    if one is None or one.force in (Force.PROHIBITED, Force.AVOID):
        return False
    return bool(one.threats) and set(one.threats) <= _HAZARDS


def own_status(own: Iterable[Entry], *, read: bool) -> OwnStatus:
    """Return what a State says of its own airspace by these entries; `read` says whether their absence means anything."""
    standing = [one for one in own if one.state in STANDING and not one.overruled_by]
    for one in standing:
        provision = one.provision
        whole = provision is not None and not provision.partial and not provision.exceptions
        if provision is not None and provision.force is Force.PROHIBITED and whole and _all_levels(provision):
            return OwnStatus.CLOSED
    if standing:
        return OwnStatus.RESTRICTED
    return OwnStatus.OPEN if read else OwnStatus.NOT_READ


def _own_read(standings: Sequence[Standing], sources: Sequence[SourceHealth], place: Place, known_at: datetime) -> bool:
    """Return whether the State's own NOTAM about its airspace are read: whole, lately, and there are some of it.

    That an authority's list of warnings about others is read says nothing about its own airspace.
    """
    mine = {one.source for one in sources if place.country and authority_state(one.authority) == place.country}
    well = {one.source for one in sources if one.supports_none and was_read(one, known_at)}
    found = {
        one.advisory.source
        for one in standings
        if one.advisory.kind is Kind.NOTAM and set(one.advisory.firs) & set(place.firs)
    }
    return bool(found & mine & well)


def _all_levels(provision: Provision) -> bool:
    low, high = edges(provision)
    return low <= 0 and high >= TOP


def _authorities(
    entries: Sequence[Entry], sources: Sequence[SourceHealth], known_at: datetime
) -> tuple[AuthorityStance, ...]:
    names = {*(one.authority for one in sources), *(one.advisory.authority for one in entries)}
    return tuple(_authority(name, entries, sources, known_at) for name in sorted(names))


def _authority(
    name: str, entries: Sequence[Entry], sources: Sequence[SourceHealth], known_at: datetime
) -> AuthorityStance:
    mine = [one for one in sources if one.authority == name]
    ordered = _sorted(overruled(one for one in entries if one.advisory.authority == name))
    return AuthorityStance(
        authority=name,
        entries=ordered,
        conflicts=conflicts(ordered),
        sources=tuple(one.source for one in mine),
        unread=tuple(one.source for one in mine if not was_read(one, known_at) or not one.supports_none),
        read_at=min((one.good_at for one in mine if one.good_at), default=None),
    )


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(
        sorted(
            entries,
            key=lambda one: (bool(one.overruled_by), one.rank, one.advisory.authority, one.advisory.reference),
        )
    )


def was_read(source: SourceHealth, at: datetime) -> bool:
    """Return whether a source had been read lately at `at`: within three of its intervals, and not failed since."""
    if source.good_at is None or source.verdict in (None, Verdict.FAILED):
        return False
    return at - source.good_at <= MOST_INTERVALS * timedelta(minutes=source.cadence_minutes)


def _coverage(sources: Sequence[SourceHealth], read: Sequence[SourceHealth]) -> str:
    """Return what a stance rests on: how many authorities are covered, read, and how long ago the oldest was."""
    covered = {one.authority for one in sources}
    unread = {one.authority for one in sources if one not in read}
    well = len(covered - unread)
    oldest = min((one.good_at for one in read if one.good_at), default=None)
    age = f", the oldest at {spoken(oldest)}" if oldest else ""
    missing = f"; not read lately or in whole: {', '.join(sorted(unread))}" if unread else ""
    return f"of {len(covered)} authorities covered, {well} read{age}{missing}"

"""Where an advisory stands at a time: derived from its validity and from whether its publisher lists it."""

from __future__ import annotations

from datetime import datetime

from advisories.model import Advisory, EndKind, LinkKind, NotRead, State, Validity

_SETS_ASIDE = (LinkKind.OVERRULES, LinkKind.REPLACES)


def state_at(advisory: Advisory, at: datetime, *, listed: bool) -> State:
    """Return the state at `at` (aware UTC).

    Listed is not in force: the publisher may list what has not begun or whose end has passed. An estimated end never
    ends anything by the clock (ICAO Annex 15, item C with EST: replaced or cancelled, or it stands). A start or end
    that was not read or is not stated never makes an advisory milder: it counts as begun and as not ended.
    """
    if not listed:
        return State.NOT_LISTED
    if advisory.active is False:
        return State.WITHDRAWN
    start, end = advisory.validity.start, advisory.validity.end
    if isinstance(start, datetime) and at < start:
        return State.UPCOMING
    if isinstance(end, datetime) and end <= at:
        return State.OVERDUE if advisory.validity.end_kind is EndKind.ESTIMATED else State.END_PASSED
    return State.IN_FORCE


def ended_by_clock(advisory: Advisory, at: datetime) -> bool:
    """Return whether a fixed, printed end has passed at `at`: such an advisory leaves its list without being news."""
    end = advisory.validity.end
    fixed = advisory.validity.end_kind in (EndKind.FIXED, EndKind.UNLESS_REVIEWED)
    return fixed and isinstance(end, datetime) and end <= at


def turns_at(advisory: Advisory, after: datetime) -> datetime | None:
    """Return the next time later than `after` at which something begins by the clock because of an advisory.

    That is its own start, that of one of its provisions, and the end of one that sets another measure aside, which
    begins to apply again then. None where nothing more begins.
    """
    provisions = () if isinstance(advisory.provisions, NotRead) else advisory.provisions
    spans: list[Validity] = [advisory.validity, *(one.validity for one in provisions if one.validity)]
    moments = [one.start for one in spans]
    if any(link.kind in _SETS_ASIDE for link in advisory.links):
        moments += [one.end for one in spans if one.end_kind is not EndKind.ESTIMATED]
    return min((one for one in moments if isinstance(one, datetime) and one > after), default=None)

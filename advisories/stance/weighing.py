"""Which measures set others of their authority aside, and which contradict one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from advisories.model import (
    Advisory,
    Datum,
    Kind,
    Level,
    Limit,
    LinkKind,
    Provision,
    State,
)
from advisories.stance.shapes import Conflict, Entry


def overruled(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries, each marked where another measure in force of its authority names it as set aside.

    Only words do that, as links; when the measure that overrules lapses it is no longer among the entries, and what it
    set aside stands again.
    """
    found = tuple(entries)
    by: dict[tuple[str, str], str] = {}
    for one in found:
        for link in one.advisory.links if one.state in (State.IN_FORCE, State.OVERDUE) else ():
            if link.kind in (LinkKind.OVERRULES, LinkKind.REPLACES):
                by[(one.advisory.authority, link.reference)] = one.advisory.reference
    return tuple(replace(one, overruled_by=name) if (name := _named(one.advisory, by)) else one for one in found)


def _named(advisory: Advisory, by: Mapping[tuple[str, str], str]) -> str:
    names = (advisory.reference, *advisory.aliases, *((advisory.kind.value,) if advisory.kind is Kind.AIC else ()))
    return next((by[(advisory.authority, name)] for name in names if (advisory.authority, name) in by), "")


def conflicts(entries: Sequence[Entry]) -> tuple[Conflict, ...]:
    """Return the pairs of different advisories that tell the same people different things about levels that they share."""
    standing = [one for one in entries if not one.overruled_by and one.provision is not None]
    return tuple(
        Conflict(one=one, other=other)
        for at, one in enumerate(standing)
        for other in standing[at + 1 :]
        if one.advisory.reference != other.advisory.reference and _disagree(one.provision, other.provision)
    )


def _disagree(one: Provision | None, other: Provision | None) -> bool:
    if one is None or other is None or one.force is other.force or one.partial or other.partial:
        return False
    (low, high), (bottom, top) = edges(one), edges(other)
    return max(low, bottom) < min(high, top)


TOP: Final = 9_999.0


def edges(provision: Provision) -> tuple[float, float]:
    """Return both limits in hundreds of feet for comparing only; what was not read or stated reaches to the end."""
    return _edge(provision.lower, 0.0), _edge(provision.upper, TOP)


def _edge(limit: Limit, otherwise: float) -> float:
    if not isinstance(limit, Level):
        return otherwise
    if limit.datum in (Datum.SFC, Datum.UNL):
        return 0.0 if limit.datum is Datum.SFC else TOP
    if limit.datum is Datum.FL:
        return limit.value
    return limit.value * (3.28084 if limit.unit == "M" else 1.0) / 100

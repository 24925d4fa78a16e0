"""Stances in words and marks: the table of places × authorities, and each entry as a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from advisories.digest import inert, lines, marks, moments
from advisories.geo.places import Place
from advisories.known import Standing
from advisories.model import State
from advisories.reading import sentences
from advisories.stance import AuthorityStance, Conflict, Entry, Stance, wording
from advisories.stance.places import keys, of_key
from advisories.times import spoken


def everywhere(standings: Iterable[Standing]) -> list[Place]:
    """Return the places that warnings speak about: FIRs, countries where no FIR is named, and areas where neither is."""
    told = (one.advisory for one in standings if one.advisory.kind.warns and lines.speaks_in_full(one.advisory))
    found = sorted({key for advisory in told for key in keys(advisory)})
    return list(dict.fromkeys(of_key(key) for key in found))


def cell(found: Stance, authority: str) -> str:
    """Return what an authority says in a few words: the mark and band of each level of strictness, `–` for none known."""
    of = next((one for one in found.authorities if one.authority == authority), None)
    if of is None:
        return "·"
    if not of.standing:
        return "?" if of.unread else "–"
    words = dict.fromkeys(f"{sign(one)} {band(one)}" for one in of.standing)
    return "; ".join([*words][:3]) + (" …" if len(words) > 3 else "")


def sign(entry: Entry) -> str:
    """Return the mark of an entry."""
    return marks.UNREAD.sign if entry.provision is None else marks.of_provision(entry.provision).sign


def band(entry: Entry) -> str:
    """Return the band of an entry in words."""
    if entry.provision is None:
        return "not read"
    words = wording.band(entry.provision.lower, entry.provision.upper)
    return f"{words}, in part" if entry.provision.partial else words


def plain(entry: Entry) -> str:
    """Return an entry as a sentence for a person."""
    advisory = entry.advisory
    reference = "; ".join(filter(None, (advisory.reference, marks.text_of(advisory))))
    if entry.provision is None:
        why = marks.NOT_FULLY if advisory.unread else "what it tells whom was not read: treat as do not enter"
        return f"{why}, {moments.until(advisory.validity)} — {reference}"
    return sentences.sentence(entry.provision, reference=reference, validity=advisory.validity)


def rests(of: AuthorityStance) -> str:
    """Return when an authority was read, or which of its sources were not read well."""
    if of.unread:
        return f"{', '.join(of.unread)} not read well, not lately or unproven"
    return f"read {spoken(of.read_at)}" if of.read_at else ""


def conflict(one: Conflict) -> str:
    """Return a conflict as a sentence."""
    return (
        f"Conflict: {one.one.advisory.reference} and {one.other.advisory.reference} differ over the same levels; neither"
        " names the other, so both stand."
    )


def notes(entry: Entry) -> tuple[str, ...]:
    """Return what to know of an entry before believing it."""
    said = []
    if entry.provision is not None and marks.by_title(entry.advisory):
        said.append("read from its title alone")
    if entry.overruled_by:
        said.append(f"set aside by {inert.line(entry.overruled_by, 80)}, which names it")
    if entry.state is not State.IN_FORCE:
        said.append(entry.state.value)
    return tuple(said)

"""Stances in words and marks: the table of places × authorities, and each entry as a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from advisories.digest import lines, marks, moments
from advisories.geo.places import Place, place
from advisories.known import Standing
from advisories.model import NotRead
from advisories.reading import sentences
from advisories.stance import Entry, Stance


def everywhere(standings: Iterable[Standing]) -> list[Place]:
    """Return the FIRs that warnings name, and the countries of those that name no FIR."""
    codes: dict[str, None] = {}
    lands: dict[str, None] = {}
    for standing in standings:
        advisory = standing.advisory
        if not advisory.kind.warns or not lines.speaks_in_full(advisory):
            continue
        if isinstance(advisory.provisions, NotRead):
            codes |= dict.fromkeys(advisory.firs)
            continue
        for one in advisory.provisions:
            codes |= dict.fromkeys(one.firs)
            lands |= {} if one.firs else dict.fromkeys(one.countries)
    regions = [place(code) or region(code) for code in sorted(codes)]
    named = [place(lines.country(code)) for code in sorted(lands)]
    return list(dict.fromkeys(one for one in (*regions, *named) if one is not None))


def region(code: str) -> Place | None:
    """Return the place of a FIR's code that our table does not know, or None where it is no such code."""
    known = len(code) == 4 and code.isascii() and code.isalnum() and code.isupper()
    return Place(name=f"FIR {code}", firs=(code,), country="") if known else None


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
    words = marks.band(entry.provision.lower, entry.provision.upper)
    return f"{words}, in part" if entry.provision.partial else words


def plain(entry: Entry) -> str:
    """Return an entry as a sentence for a person."""
    advisory = entry.advisory
    reference = "; ".join(filter(None, (advisory.reference, marks.text_of(advisory))))
    if entry.provision is None:
        why = marks.NOT_FULLY if advisory.unread else "what it tells whom was not read: treat as do not enter"
        return f"{why}, {moments.until(advisory.validity)} — {reference}"
    return sentences.sentence(entry.provision, reference=reference, validity=advisory.validity)

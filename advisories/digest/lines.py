"""One advisory as one line: what it says, where it stands, and what to know before believing it."""

from __future__ import annotations

import re
from datetime import datetime

from advisories.digest import inert, marks, moments, paths
from advisories.digest.shapes import AdvisoryLine, PlaceLink
from advisories.geo import countries
from advisories.known import Standing
from advisories.model import Advisory, EndKind, Force, Kind, NotRead, NotStated, Provision, State

_SECURITY = "security"
_IDLE = frozenset({"airspace", "of", "the", "in", "and"})
_WORD = re.compile(r"\w+")
_STRONG = (Force.PROHIBITED, Force.AVOID)


def speaks_in_full(advisory: Advisory) -> bool:
    """Return whether an advisory is shown as a line of its own rather than counted with the ordinary NOTAM.

    Everything but a NOTAM is. A NOTAM is where it is a State's security NOTAM: its text or title opens with the word
    SECURITY, as these do by custom, or a provision that forbids or advises against flight names a threat.
    """
    if advisory.kind is not Kind.NOTAM:
        return True
    if not isinstance(advisory.provisions, NotRead) and any(
        one.threats and one.force in _STRONG for one in advisory.provisions
    ):
        return True
    text = advisory.text if isinstance(advisory.text, str) else ""
    return any(words.lstrip()[: len(_SECURITY)].casefold() == _SECURITY for words in (text, advisory.title))


def _provisions(advisory: Advisory) -> tuple[Provision, ...]:
    return () if isinstance(advisory.provisions, NotRead) else advisory.provisions


def firs(advisory: Advisory) -> tuple[str, ...]:
    """Return the FIRs that an advisory is about: those of its provisions where read, else those it is listed with.

    A security NOTAM is filed under its own State's FIRs and speaks of another's: until its provisions are read, the
    FIRs that it speaks of are not known, and none is returned.
    """
    read = tuple(dict.fromkeys(code for one in _provisions(advisory) for code in one.firs))
    if read:
        return read
    return () if abroad(advisory) else advisory.firs


def areas(advisory: Advisory) -> tuple[str, ...]:
    """Return the countries and areas that an advisory is listed under or its provisions name."""
    read = _provisions(advisory)
    named = advisory.areas or tuple(dict.fromkeys(country(code) for one in read for code in one.countries))
    return named or tuple(dict.fromkeys(one.area for one in read if one.area and not one.firs))


def country(code: str) -> str:
    """Return a country's common name; what is no code is returned as it is."""
    known = countries.lookup(code)
    return countries.name(known) if known else code


def abroad(advisory: Advisory) -> bool:
    """Return whether an advisory is a security NOTAM whose airspace stands only in its text."""
    return advisory.kind is Kind.NOTAM and speaks_in_full(advisory)


def place(name: str, path: str, base_url: str) -> PlaceLink:
    """Return a link to the page of a place or document."""
    return PlaceLink(name=inert.line(name, 80), path=path, url=paths.public(base_url, path))


def places(advisory: Advisory) -> str:
    """Return areas, FIRs and locations in a few words."""
    codes = firs(advisory)
    locations = tuple(one for one in advisory.locations if one not in advisory.firs) if not abroad(advisory) else ()
    groups = [
        ", ".join(inert.line(one, 60) for one in group[:6]) + (" …" if len(group) > 6 else "")
        for group in (areas(advisory), codes, locations)
        if group
    ]
    if groups:
        return " · ".join(groups)
    return "airspace named in its text, not read" if abroad(advisory) else "airspace not stated"


def title_adds(advisory: Advisory) -> bool:
    """Return whether a title says more than the areas it is listed under: `Airspace of Jordan` does not."""
    named = {word for name in areas(advisory) for word in _words(name)}
    return not _words(advisory.title[: inert.TITLE_LIMIT]) <= named | _IDLE


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def state_means(standing: Standing) -> str:
    """Return what a state means that is neither in force nor upcoming; an empty string for these, and once delisted."""
    if standing.state is State.END_PASSED:
        return "The printed end has passed and it is still listed: end passed, not confirmed ended."
    if standing.state is State.OVERDUE:
        return "The estimated end has passed; an estimate ends nothing: in force, overdue."
    return ""


def cautions(standing: Standing) -> tuple[str, ...]:
    """Return what a reader must know before believing the line, besides its state, which stands in the line itself."""
    advisory = standing.advisory
    said: list[str] = []
    if advisory.text_is_older:
        listed, read = inert.line(str(advisory.revision), 40), inert.line(str(advisory.text_revision), 40)
        said.append(f"The list names revision {listed}; the text shown is of revision {read}, an older one.")
    if advisory.unread:
        said.append("Not fully read: see the text. A clause that may instruct operators was not understood.")
    if standing.state is State.NOT_LISTED:
        reason = inert.line(standing.unlisted_reason) or "reason unknown"
        said.append(f"No longer listed: {reason}. This is not a clearance.")
    if standing.successor and standing.successor not in standing.unlisted_reason:
        said.append(f"Replaced or continued by {inert.line(standing.successor, 80)}.")
    return tuple(said)


def _home(advisory: Advisory) -> str:
    return inert.address(advisory.url)


def line(standing: Standing, base_url: str) -> AdvisoryLine:
    """Return one advisory as a template shows it in lists."""
    advisory = standing.advisory
    mark, headline = marks.of_advisory(advisory)
    levels, levels_read = marks.levels(advisory)
    whom = list(dict.fromkeys(marks.whom(one.addressees) for one in _provisions(advisory)))
    path = paths.advisory(advisory.authority, advisory.reference)
    validity = advisory.validity
    return AdvisoryLine(
        mark=mark,
        headline=headline,
        kind=advisory.kind.value,
        warns=advisory.kind.warns,
        authority=inert.line(advisory.authority, 40),
        reference=inert.line(advisory.reference, 80),
        revision="" if isinstance(advisory.revision, NotStated | NotRead) else inert.line(advisory.revision, 20),
        title=inert.line(advisory.title),
        title_adds=title_adds(advisory),
        places=places(advisory),
        areas=tuple(place(one, paths.area(one), base_url) for one in areas(advisory)),
        firs=tuple(place(one, paths.fir(one), base_url) for one in firs(advisory)),
        levels=levels,
        levels_read=levels_read,
        whom="; ".join(whom[:2]) + (f"; {len(whom) - 2} more" if len(whom) > 2 else ""),
        start=moments.moment(validity.start) if isinstance(validity.start, datetime) else None,
        end=moments.end(validity.end) if isinstance(validity.end, datetime) else None,
        end_note=moments.end_note(validity),
        until=moments.until(validity),
        state=standing.state.value,
        text_of=marks.text_of(advisory),
        cautions=cautions(standing),
        state_means=state_means(standing),
        seen=moments.moment(standing.first_seen),
        since=moments.moment(standing.since),
        path=path,
        url=paths.public(base_url, path),
        home=_home(advisory),
    )


def dated_end(advisory: Advisory) -> datetime | None:
    """Return the printed end, estimated ones included (they are named as such wherever shown), or None."""
    validity = advisory.validity
    dated = validity.end_kind in (EndKind.FIXED, EndKind.UNLESS_REVIEWED, EndKind.ESTIMATED)
    return validity.end if dated and isinstance(validity.end, datetime) else None

"""Marks, bands and addressees in words: what an advisory says, and never more than was read.

Where provisions were not read, a mark comes from the document's own title and says so; what neither says is `?`, which
ranks with the strictest.
"""

from __future__ import annotations

from datetime import datetime

from advisories.digest import inert
from advisories.digest.moments import starting, until
from advisories.digest.shapes import Mark, ProvisionLine
from advisories.model import (
    Addressees,
    Advisory,
    Datum,
    Force,
    Kind,
    Level,
    Limit,
    NotRead,
    Provision,
)
from advisories.reading import sentences
from advisories.stance import wording
from advisories.stance.wording import LEVELS_NOT_READ, band, instruction

CLOSED = Mark(sign="✕", word="closed or restricted for everyone", css="closed", rank=0)
BINDING = Mark(sign="■", word="do not enter, binding", css="binding", rank=1)
TITLED = Mark(sign="■", word="prohibited by its title, text not read", css="binding", rank=1)
UNREAD = Mark(sign="?", word=wording.UNREAD, css="unread", rank=2)
AVOID = Mark(sign="◩", word="do not enter, recommended", css="avoid", rank=3)
CAUTION = Mark(sign="△", word="caution", css="caution", rank=4)
TITLED_CAUTION = Mark(sign="△", word="caution by its title, text not read", css="caution", rank=4)
INFORMATION = Mark(sign="○", word="information", css="information", rank=5)
ALL_MARKS = (CLOSED, BINDING, TITLED, UNREAD, AVOID, CAUTION, TITLED_CAUTION, INFORMATION)

NOT_FULLY = "not fully read: see the text"
GLYPH_HEIGHT = 28
_CEILING = 600.0
_FEET_PER_METRE = 3.28084
_FORCE = {Force.PROHIBITED: BINDING, Force.AVOID: AVOID, Force.CAUTION: CAUTION, Force.INFORMATION: INFORMATION}
_TITLED = {
    "prohibit": (TITLED, "prohibition by its title"),
    "advisory": (TITLED_CAUTION, "advisory by its title"),
}
_TITLED_KINDS = (Kind.PROHIBITORY_NOTAM, Kind.ADVISORY_NOTAM, Kind.SFAR)
_TITLES = {Force.PROHIBITED: TITLED, Force.CAUTION: TITLED_CAUTION}
_STATES = {"US": "US", "EU": "EU", "GB": "UK", "ALL": "all"}


def of_provision(provision: Provision) -> Mark:
    """Return the mark of one provision; one that binds everyone is the State's own closure or restriction."""
    if provision.force is Force.PROHIBITED and "ALL" in provision.addressees.certificate_states:
        return CLOSED
    return _FORCE[provision.force]


def text_of(advisory: Advisory) -> str:
    """Return of which revision the text is where the list names another, in a few words; or an empty string."""
    if not advisory.text_is_older:
        return ""
    return f"text of {inert.line(str(advisory.text_revision), 40)}, list names {inert.line(str(advisory.revision), 40)}"


def by_title(advisory: Advisory) -> bool:
    """Return whether provisions were read from the title alone, because the text was not read."""
    return not isinstance(advisory.provisions, NotRead) and isinstance(advisory.text, NotRead)


def of_advisory(advisory: Advisory) -> tuple[Mark, str]:
    """Return the strongest mark and the headline in words."""
    if not isinstance(advisory.provisions, NotRead) and not by_title(advisory):
        if not advisory.provisions:
            return (UNREAD, NOT_FULLY) if advisory.unread else (INFORMATION, "no instruction to operators in its text")
        strongest = min(advisory.provisions, key=lambda one: of_provision(one).rank)
        others = len({(one.instruction, one.legal_form) for one in advisory.provisions}) - 1
        words = instruction(strongest) + (f", and {others} more" if others else "")
        mark = of_provision(strongest)
        if advisory.unread:
            return min(mark, UNREAD, key=lambda one: one.rank), f"{words}; {NOT_FULLY}"
        return mark, words
    if not advisory.kind.warns:
        return INFORMATION, advisory.kind.value
    if advisory.kind is Kind.PROHIBITORY_NOTAM:
        return _TITLED["prohibit"]
    if advisory.kind is Kind.ADVISORY_NOTAM:
        return _TITLED["advisory"]
    title = advisory.title[: inert.TITLE_LIMIT].casefold()
    if advisory.kind is Kind.SFAR and "prohibit" in title:
        return _TITLED["prohibit"]
    return UNREAD, "instruction not read"


def levels(advisory: Advisory) -> tuple[str, bool]:
    """Return an advisory's band in words, and whether levels were read."""
    if not isinstance(advisory.provisions, NotRead) and advisory.provisions:
        bands = list(dict.fromkeys(band(one.lower, one.upper) for one in advisory.provisions))
        words = "; ".join(bands[:3]) + (f"; {len(bands) - 3} more bands" if len(bands) > 3 else "")
        return words, LEVELS_NOT_READ not in bands
    words = band(advisory.lower, advisory.upper)
    return words, not isinstance(advisory.lower, NotRead) and not isinstance(advisory.upper, NotRead)


def _states(states: tuple[str, ...], noun: str) -> list[str]:
    return [f"{_STATES.get(inert.line(one, 20), inert.line(one, 20))} {noun}" for one in states]


def whom(addressees: Addressees) -> str:
    """Return the addressees: States of certificate, licence and registry, third-country operators, or their words."""
    named = [
        *_states(addressees.certificate_states, "operators"),
        *_states(addressees.licence_states, "licence holders"),
        *_states(addressees.registry_states, "registered aircraft"),
    ]
    if addressees.third_country_operators:
        named.append("third-country operators")
    if addressees.private_flights is True:
        named.append("private flights too")
    if addressees.private_flights is False:
        named.append("not private flights")
    named.extend(inert.line(one, 80) for one in addressees.conditions)
    return ", ".join(named) or inert.line(addressees.words, 160) or "addressees not stated"


def _hundreds_of_feet(limit: Limit, otherwise: float) -> float:
    if not isinstance(limit, Level):
        return otherwise
    if limit.datum is Datum.SFC:
        return 0.0
    if limit.datum is Datum.UNL:
        return _CEILING
    if limit.datum is Datum.FL:
        return limit.value
    return limit.value * (_FEET_PER_METRE if limit.unit == "M" else 1) / 100


def glyph(lower: Limit, upper: Limit) -> tuple[int, int]:
    """Return top and height in px of a band on a column of 28 px from SFC to FL 600; what is not read fills it."""
    low = min(max(_hundreds_of_feet(lower, 0.0), 0.0), _CEILING)
    high = min(max(_hundreds_of_feet(upper, _CEILING), low), _CEILING)
    top = round(GLYPH_HEIGHT * (1 - high / _CEILING))
    height = max(2, round(GLYPH_HEIGHT * (high - low) / _CEILING))
    return min(top, GLYPH_HEIGHT - height), height


def where(provision: Provision) -> str:
    """Return the airspace of a provision, and whether only part of it is meant."""
    named = [inert.line(one, 40) for one in (*provision.firs, *provision.countries)]
    area = inert.line(provision.area, 160)
    words = ", ".join(named + ([area] if area else [])) or "airspace not stated"
    return f"part of {words}" if provision.partial and not area else words


def lines(advisory: Advisory, *, quote: bool, brief: bool = False) -> tuple[ProvisionLine, ...]:
    """Return the provisions of an advisory, strictest first; the issuer's words only where its terms let us `quote`.

    `brief` ones stand beneath a line that names the advisory, its end and of which revision its text is.
    """
    if isinstance(advisory.provisions, NotRead):
        return ()
    made = (line(one, advisory, quote=quote, brief=brief) for one in advisory.provisions)
    return tuple(sorted(made, key=lambda one: one.mark.rank))


def line(provision: Provision, advisory: Advisory, *, quote: bool, brief: bool = False) -> ProvisionLine:
    """Return a provision of an advisory as a template shows it; the issuer's words only where its terms let us `quote`."""
    top, height = glyph(provision.lower, provision.upper)
    details = [f"Except: {inert.line(one)}" for one in provision.exceptions]
    details += [f"Phase: {inert.line(one, 60)}" for one in provision.phases]
    if provision.schedule:
        details.append(f"Schedule: {inert.line(provision.schedule)}")
    if provision.threats:
        details.append(f"Threats: {', '.join(inert.line(one, 60) for one in provision.threats)}")
    if provision.partial and not provision.resolved:
        details.append("Only part of the airspace; where its edge runs was not resolved: treat as the whole.")
    titled = by_title(advisory)
    if titled:
        details.append("Read from the title alone; the text, which has levels, times and exceptions, was not read.")
    validity = provision.validity
    reference = "; ".join(filter(None, (advisory.reference, text_of(advisory))))
    plain = sentences.sentence(provision, reference=reference, validity=advisory.validity)
    if brief:
        # What the sentence ends with stands in the line above it; a begin, or a validity of its own, does not.
        plain = plain.removesuffix(f" — {reference}")
        if provision.validity is None and not isinstance(advisory.validity.start, datetime):
            plain = plain.replace(f", {sentences.until(advisory.validity)}", "", 1)
    return ProvisionLine(
        plain=inert.line(plain, 600),
        mark=_TITLES.get(provision.force, UNREAD) if titled else of_provision(provision),
        words=instruction(provision),
        where=where(provision),
        band=band(provision.lower, provision.upper),
        top=top,
        height=height,
        whom=whom(provision.addressees),
        validity="" if validity is None else f"{starting(validity)} – {until(validity)}",
        details=tuple(details),
        sentence=inert.line(provision.sentence, 2_000) if quote and not titled else "",
    )

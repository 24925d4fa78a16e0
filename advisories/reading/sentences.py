"""One sentence for a person from a provision: who, what, where, band, from and until, why, reference.

The same provision always gives the same sentence. It never replaces the issuer's own words, which stand beside it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from advisories import times
from advisories.geo import countries, firs
from advisories.model import (
    Addressees,
    Datum,
    EndKind,
    Instruction,
    LegalForm,
    Level,
    Limit,
    NotRead,
    Provision,
    Validity,
)
from advisories.reading.addressees import ALL, EU

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_FORMS: Final = {
    LegalForm.BINDING: "binding",
    LegalForm.AS_SERVED: "binding on operators served with a direction",
    LegalForm.RECOMMENDATION: "recommended",
    LegalForm.UNSTATED: "legal form not stated",
}
_THREATS: Final = {
    "air-defence": "air-defence weapons",
    "manpads": "portable air-defence missiles",
    "military-activity": "military activity",
    "missile-launch": "missile launches",
    "drones": "drones",
    "gnss": "GNSS interference",
    "misidentification": "misidentification",
    "small-arms": "small arms and indirect fire",
    "terrorism": "extremist or militant groups",
    "no-atc": "no air traffic control",
    "crime": "crime",
    "space-debris": "space debris",
    "weather": "weather",
    "political": "political instability",
}


_ADJECTIVES: Final = {"CA": "Canadian", "DE": "German", "FR": "French", "GB": "UK", "IT": "Italian", "US": "US"}
_ARTICLE: Final = (
    "United ",
    "Central African",
    "Democratic Republic",
    "Republic ",
    "Netherlands",
    "Philippines",
    "Bahamas",
    "Gambia",
    "Maldives",
)


def who(people: Addressees) -> str:
    """Return whom the provision addresses, as the subject of a sentence."""
    states = people.certificate_states or people.registry_states
    if not states:
        return "Operators (not stated whose)"
    if ALL in states:
        return "Everyone"
    if states == (EU,):
        return "EU operators and third-country operators" if people.third_country_operators else "EU operators"
    if states == ("US",):
        return "US operators and FAA airmen"
    owners = " and owners of aircraft registered there" if people.private_flights and people.registry_states else ""
    if len(states) == 1 and states[0] in _ADJECTIVES:
        return f"{_ADJECTIVES[states[0]]} operators{owners}"
    return f"Operators of {_listed([_country(state) for state in states])}{owners}"


def _country(code: str) -> str:
    known = countries.lookup(code)
    name = countries.name(known) if known else code
    return f"the {name}" if name.startswith(_ARTICLE) else name


def what(provision: Provision) -> str:
    """Return what the provision tells."""
    if provision.instruction is Instruction.DO_NOT_ENTER:
        return "do not fly in"
    return "take care in" if provision.instruction is Instruction.CAUTION else "know of"


def where(provision: Provision) -> str:
    """Return the airspace: countries, FIRs with their codes, and the words of an area that is a part of them."""
    names = [_country(country) for country in provision.countries]
    regions = [_region(code) for code in provision.firs]
    place = f"{_listed(names)} ({', '.join(regions)})" if names and regions else _listed(names or regions)
    if not place:
        return provision.area or "an area that was not read"
    if not provision.partial:
        return place
    return f"a part of {place}: {provision.area}" if provision.area else f"a part of {place}"


def _region(code: str) -> str:
    fir = firs.by_code(code)
    return f"{fir.name} FIR {code}" if fir else f"FIR {code}"


def band(lower: Limit, upper: Limit) -> str:
    """Return the band in words; a limit that includes 9,999 ft reads as below 10,000 ft, which is the same."""
    if isinstance(lower, NotRead) or isinstance(upper, NotRead):
        return "levels not read: treat as all"
    if not isinstance(lower, Level) or not isinstance(upper, Level):
        return "levels not stated"
    bottom, top = lower.datum is Datum.SFC, upper.datum is Datum.UNL
    if bottom and top:
        return "at all levels"
    if bottom:
        return _below(upper)
    if top:
        return f"{'at and above' if lower.inclusive else 'above'} {lower}"
    return f"from {lower} to {upper}"


def _below(upper: Level) -> str:
    if upper.inclusive and upper.unit == "FT" and upper.value % 1000 == 999:
        rounded = Level(datum=upper.datum, value=upper.value + 1, unit=upper.unit, inclusive=False)
        return f"below {rounded}"
    return f"{'at or below' if upper.inclusive else 'below'} {upper}"


def until(validity: Validity | None) -> str:
    """Return when it begins and ends, in words; open and unknown ends are said as such."""
    if validity is None:
        return "end not read"
    start = f"from {_day(validity.start, end=False)} " if isinstance(validity.start, datetime) else ""
    if isinstance(validity.end, datetime):
        about = {EndKind.ESTIMATED: "about ", EndKind.UNLESS_REVIEWED: ""}.get(validity.end_kind, "")
        note = ", unless reviewed earlier" if validity.end_kind is EndKind.UNLESS_REVIEWED else ""
        note = " (estimated)" if validity.end_kind is EndKind.ESTIMATED else note
        return f"{start}until {about}{_day(validity.end, end=True)}{note}"
    words = {
        EndKind.PERMANENT: "permanently",
        EndKind.UNTIL_FURTHER_NOTICE: "until further notice",
        EndKind.NOT_STATED: "end not stated",
    }
    return f"{start}{words.get(validity.end_kind, 'end not read')}"


def _day(when: datetime, *, end: bool) -> str:
    whole = when.hour == when.minute == 0
    if end and whole:
        when -= timedelta(days=1)
    elif not whole and not (end and (when.hour, when.minute) == (23, 59)):
        return times.spoken(when)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def sentence(provision: Provision, *, reference: str, validity: Validity | None = None) -> str:
    """Return the sentence for one provision of the advisory `reference`.

    `validity` is that of the advisory; the provision's own goes before it.
    """
    reasons = _listed([_THREATS.get(threat, threat) for threat in provision.threats])
    why = f", because of {reasons}" if reasons else ""
    exceptions = ", with exceptions" if provision.exceptions else ""
    phases = f" ({_listed(list(provision.phases))})" if provision.phases else ""
    levels = band(provision.lower, provision.upper)
    place = f"{where(provision)}," if levels.startswith("levels ") else where(provision)
    return (
        f"{who(provision.addressees)}: {what(provision)} {place} {levels}"
        f"{phases} ({_FORMS[provision.legal_form]}){exceptions}, {until(provision.validity or validity)}{why} — {reference}"
    )

"""From instructions and their reach to provisions: one instruction for one band of one airspace."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from advisories.geo import firs
from advisories.model import Addressees, Instruction, LegalForm, Level, Provision
from advisories.reading.areas import Airspace, airspaces
from advisories.reading.bands import EVERYTHING, SFC, Band
from advisories.reading.instructions import Rule, Told
from advisories.reading.scopes import Scope
from advisories.reading.sections import Sections
from advisories.reading.words import Words

_PHASES: Final = (
    ("overflight", re.compile(r"\bOVERFL(?:Y|IGHT|YING)S?\b")),
    ("landing", re.compile(r"\b(?:LANDINGS?|ARRIV(?:E|AL|ALS|ING)|APPROACH(?:ES)?|TO/FROM|OPERATIONS TO)\b")),
    ("departure", re.compile(r"\b(?:DEPART(?:URE|URES|ING)|TAKE-?OFFS?|CLIMB-OUTS?|TO/FROM)\b")),
)
_AFFECTED: Final = re.compile(
    r"\b(?:AFFECTED|AFOREMENTIONED|ABOVE-?NAMED|ABOVE-?MENTIONED|SAID|THIS|SAME|CONCERNED) (?:AIR ?SPACES?|AREAS?|REGIONS?|FIRS?|TERRITORY)\b"
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A provision before the whole text has been read: its airspace may still be empty."""

    told: Told
    space: Airspace
    lower: Level
    upper: Level
    exceptions: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    scope: tuple[int, int]


def limits(told: Told, band: Band | None) -> tuple[Level, Level]:
    """Return lower and upper limit: a floor to be kept means everything below it is told to be avoided."""
    if told.floor is not None:
        return SFC, told.floor
    chosen = band or EVERYTHING
    return chosen.lower, chosen.upper


def drafts(
    words: Words, told: Told, reach: Scope, sentence: tuple[int, int], page: Sections, previous: list[Draft]
) -> list[Draft]:
    """Return the drafts of one instruction; where it names no airspace the affected or the previous one is meant."""
    spaces = _spaces(words, reach, page, previous, told)
    fallback = reach.bands[0] if reach.bands else None
    result: list[Draft] = []
    for space in spaces:
        band = space.band if space.band in reach.bands or not fallback else fallback
        if reach.airspaces and space in reach.airspaces:
            band = space.band or fallback
        lower, upper = limits(told, band)
        result.append(
            Draft(
                told=told,
                space=space,
                lower=lower,
                upper=upper,
                exceptions=reach.exceptions,
                sentence=sentence,
                scope=(reach.start, reach.end),
            )
        )
    return result


def _spaces(words: Words, reach: Scope, page: Sections, previous: list[Draft], told: Told) -> list[Airspace]:
    plain = words.plain
    if reach.excepted:
        found = airspaces(plain, *reach.excepted)
        base = found[0] if found and found[0].named else (previous[-1].space if previous else None)
        if base is not None:
            area = found[0].area if found else base.area
            return [
                Airspace(
                    firs=base.firs or (previous[-1].space.firs if previous else ()),
                    countries=base.countries,
                    area=area,
                    partial=True,
                    band=reach.bands[0] if reach.bands else None,
                )
            ]
    named = [space for space in reach.airspaces if space.named]
    if page.affected:
        return _affected(plain, reach, page, named)
    if named:
        return list(reach.airspaces)
    loose = [space for space in reach.airspaces if space.area[1] > space.area[0] and _is_area(plain, space)]
    if loose and not _AFFECTED.search(plain, reach.start, reach.end):
        return loose
    if previous and not (told.rule is Rule.CLOSED and not reach.bands):
        return _inherited(previous)
    return []


_AREA_WORD = re.compile(
    r"\b(?:SEA|GULF|OCEAN|WATERS|STRAITS?|PENINSULA|REGIONS?|AREAS?|ZONE|AIR ?SPACE|TERRITORY|NM|NAUTICAL MILES?|KM|COUNTRIES|STATES|BORDERS?|PROVINCES?|FIR|UIR|[0-9]{4,6}[NS])\b"
)


def _is_area(plain: str, space: Airspace) -> bool:
    return space.apart or _AREA_WORD.search(plain, *space.area) is not None


def _inherited(previous: list[Draft]) -> list[Airspace]:
    last = previous[-1].told
    return [
        msgspec.structs.replace(draft.space, band=None)
        for draft in previous
        if draft.told is last and (draft.space.named or draft.space.area[1])
    ]


def _affected(plain: str, reach: Scope, page: Sections, named: list[Airspace]) -> list[Airspace]:
    apart = [space for space in reach.airspaces if space.apart and not space.named]
    if apart and not named:
        return apart
    if not named:
        loose = [space for space in reach.airspaces if space.partial and _is_area(plain, space)]
        if loose and not _AFFECTED.search(plain, reach.start, reach.end) and not any(s.partial for s in page.affected):
            return [space for space in reach.airspaces if space.partial]
        return list(page.affected)
    result: list[Airspace] = []
    for space in named:
        result += [space] if space.firs else _by_country(space, page)
    return result


def _by_country(space: Airspace, page: Sections) -> list[Airspace]:
    """Return the affected FIRs of the countries that an instruction names, and the countries for which none is given."""
    codes: list[str] = []
    left: list[str] = []
    partial = space.partial
    for country in space.countries:
        own = [code for part in page.affected for code in part.firs if country in page.of(code)]
        codes += own
        left += [] if own else [country]
        partial = partial or any(part.partial for part in page.affected if set(own) & set(part.firs))
    result: list[Airspace] = []
    band = space.band or next((part.band for part in page.affected if part.band), None)
    if codes:
        countries = tuple(country for country in space.countries if country not in left)
        result.append(
            Airspace(firs=tuple(dict.fromkeys(codes)), countries=countries, area=space.area, partial=partial, band=band)
        )
    if left:
        result.append(Airspace(countries=tuple(left), area=space.area, partial=partial, band=band))
    return result


def pairs(found: list[Draft], page: Sections) -> dict[str, tuple[str, ...]]:
    """Return the country that the text itself puts with each FIR code, where it is only one."""
    result: dict[str, tuple[str, ...]] = {}
    for draft in found:
        for code in draft.space.firs:
            if len(draft.space.countries) == 1:
                result.setdefault(code, draft.space.countries)
    for part in page.affected:
        for code in part.firs:
            countries = page.of(code)
            if countries:
                result[code] = countries
    return result


def provision(
    words: Words,
    draft: Draft,
    people: Addressees,
    threats: tuple[str, ...],
    paired: dict[str, tuple[str, ...]],
    exceptions: tuple[str, ...],
) -> Provision:
    """Return the provision of a draft, with the words of its sentence, its exceptions and its area."""
    plain = words.plain
    space = draft.space
    countries = space.countries or tuple(dict.fromkeys(c for code in space.firs for c in paired.get(code, ())))
    own = tuple(words.quote(*span) for span in draft.exceptions)
    told = plain[draft.told.start : draft.scope[1]] if draft.scope[1] > draft.told.start else plain[slice(*draft.scope)]
    return Provision(
        instruction=draft.told.instruction,
        legal_form=draft.told.form,
        lower=draft.lower,
        upper=draft.upper,
        firs=tuple(sorted(space.firs)),
        countries=tuple(sorted(countries)),
        area=words.quote(*space.area).strip(" ,;:.") if space.area[1] > space.area[0] else "",
        partial=space.partial,
        exceptions=(*own, *exceptions),
        phases=tuple(name for name, pattern in _PHASES if pattern.search(told)),
        addressees=people,
        threats=threats,
        sentence=words.quote(*draft.sentence),
        span=words.span(*draft.sentence),
    )


def same(one: Provision, other: Provision) -> bool:
    """Return whether two provisions say the same but for the sentence."""
    return (
        one.force is other.force
        and one.firs == other.firs
        and one.countries == other.countries
        and (one.lower, one.upper, one.partial) == (other.lower, other.upper, other.partial)
        and (bool(one.firs or one.countries) or one.area == other.area)
    )


def wholes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the countries that the FIRs cover, by the table of FIRs."""
    return tuple(dict.fromkeys(c for code in codes for fir in [firs.by_code(code)] if fir for c in fir.countries))


__all__ = ["Draft", "Instruction", "LegalForm", "drafts", "limits", "pairs", "provision", "same", "wholes"]

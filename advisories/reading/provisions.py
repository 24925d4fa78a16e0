"""From instructions and their reach to provisions: one instruction for one band of one airspace."""

from __future__ import annotations

from typing import Final

import msgspec

from advisories.geo import firs
from advisories.model import Addressees, Datum, Instruction, Level, Limit, NotRead, Provision
from advisories.reading.areas import Airspace, airspaces, is_area, meant
from advisories.reading.bands import EVERYTHING, SFC, Band, bands
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.exemptions import floor_of
from advisories.reading.instructions import TITLES, Rule, Told
from advisories.reading.lands import lands
from advisories.reading.lists import PART
from advisories.reading.places import regions
from advisories.reading.scopes import Scope, reasoned
from advisories.reading.sections import Sections
from advisories.reading.verbs import NOT_LAND
from advisories.reading.words import Found, Words

_PHASES: Final = (
    (
        "overflight",
        cue(
            r"\bOVERFL(?:Y|IGHT|YING)S?\b",
            starts="OVERFLY. OVERFLYS. OVERFLYING. OVERFLYINGS. OVERFLIGHT. OVERFLIGHTS.",
        ),
    ),
    (
        "landing",
        cue(
            r"\b(?:LANDINGS?|ARRIV(?:E|AL|ALS|ING)|APPROACH(?:ES)?|TO/FROM|OPERATIONS TO)\b",
            starts="LANDING ARRIV APPROACH TO_FROM OPERATIONS_TO",
        ),
    ),
    (
        "departure",
        cue(
            r"\b(?:DEPART(?:URE|URES|ING)|TAKE-?OFFS?|CLIMB-OUTS?|TO/FROM)\b",
            starts="DEPART TAKE_OFF TAKE_OFFS TAKEOFF CLIMB_OUT CLIMB_OUTS TO_FROM",
        ),
    ),
)
_GROUND: Final = (
    ("landing", compiled(r"\b(?:LAND|ARRIVE)\b")),
    ("departure", compiled(r"\b(?:TAKE[- ]?OFF|DEPART)\b")),
)
_ANY_PHASE: Final = bits(*(pattern for _, pattern in _PHASES))
_AFFECTED: Final = compiled(
    r"\b(?:AFFECTED|AFOREMENTIONED|ABOVE[- ]?NAMED|ABOVE[- ]?MENTIONED|ABOVE[- ]?LISTED|SAID|THIS|THESE|SAME|CONCERNED|CLOSED|CLSD) (?:FLIGHT INFORMATION )?(?:AIR ?SPACES?|AREAS?|REGIONS?|FIRS?|TERRITORY)\b"
)


_FLYING: Final = compiled(
    r"\b(?:FLIGHTS?|FLTS?|OPERATIONS?|OVERFLIGHTS?|OVERFLYING|ENTRY|ENTER(?:ING)?|TRAFFIC|AIR ?SPACE|FIR|FLYING|OPERATING|USE OF)\b"
)
_OF_AIRSPACE: Final = compiled(
    r"\b(?:PORTIONS?|PARTS?|SECTORS?|AIR ?SPACES?)\b(?![^.;]{0,300}\b(?:FLIGHTS?|FLTS?|OPERATIONS?|LANDING|TRAFFIC)\b)"
)
# What is limited by itself, and what is whole though it is no FIR.
_PLACE_WORD: Final = compiled(
    r"\b(?:AREAS?|ZONES?|TMA|CTR|TERMINAL|AIRPORTS?|AERODROMES?|(?:FOLLOWING|FLW|AFFECTED|NOTAMED|DEFINED|MENTIONED) AIR ?SPACES?|ADJACENT|[0-9]+ ?(?:NM|KM))\b"
)
_BESIDE: Final = compiled(r"\b(?:ADJACENT|VICINITY|[0-9]+ ?(?:NM|KM))\b")
_WHOLE: Final = compiled(r"\b(?:SEA|GULF|OCEAN|STRAITS?|WATERS|FIRS?|UIRS?|UTA)\b")
_PART_OVER: Final = compiled(
    r"(?: (?:WHEN|WHILE|OVERFLYING|OPERATING))? ?(?:IN |WITHIN )?THE (?:OTHER )?(?:PARTS?|PORTIONS?|REST|REMAINDER) (?:LOCATED |SITUATED )?(?:OVER|WITHIN|ABOVE|IN)\b"
)
# An aerodrome with its code as all that an instruction names: it is not the whole affected airspace.
_AERODROME: Final = compiled(
    r" ?(?:(?:TO|FROM|INTO|AT|OR|AND|THE)(?: |/|, )){1,8}(?:(?!(?:TO|FROM|AT|IN|FOR|OR|AND|ANY|ALL|WHEN)\b)[A-Z'.-]{2,20} ){0,4}"
    r"(?:AIRPORT|AERODROME|AIRFIELD|AD)(?: [A-Z'.-]{2,20}){0,3} ?\([A-Z]{4}\)"
)
# What is left of the airspaces named before, or a part of them.
_OF_THESE: Final = compiled(
    r"\b(?:REST|REMAINDER|(?:REMAINING|OTHER) (?:PARTS?|PORTIONS?|SECTORS?)) OF (?:THE|THESE|THOSE|THIS|THAT)(?: [A-Z]{3,12})? (?:FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|AIR ?SPACES?)\b"
)
_LOOK_BACK: Final = 2000
_TITLE_ONLY: Final = NotRead(why="only the title was read")


class Draft(Found, frozen=True):
    """A provision before the whole text has been read: its airspace may still be empty."""

    told: Told
    space: Airspace
    lower: Limit
    upper: Limit
    exceptions: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    scope: tuple[int, int]


def limits(told: Told, band: Band | None) -> tuple[tuple[Limit, Limit], ...]:
    """Return lower and upper limit of each band: a floor to be kept means everything below it is told to be avoided.

    A title names no levels: they have not been read, which counts as all.
    """
    if told.rule in TITLES and band is None:
        return ((_TITLE_ONLY, _TITLE_ONLY),)
    if told.floor is not None:
        return ((SFC, told.floor),)
    return (band or EVERYTHING).limits


class Context(Found, frozen=True):
    """What an instruction may lean on: the text, its affected airspace, and the drafts before it."""

    words: Words
    page: Sections
    previous: tuple[Draft, ...] = ()


def drafts(context: Context, told: Told, reach: Scope, sentence: tuple[int, int]) -> list[Draft]:
    """Return the drafts of one instruction; where it names no airspace the affected or the previous one is meant."""
    words = context.words
    fallback = _repeated(reach, context.previous) or (reach.bands[0] if reach.bands else None)
    last = context.previous[-1].space if context.previous else None
    result: list[Draft] = []
    for found in _spaces(context, told, reach):
        own = found in reach.airspaces or not fallback
        space = _as_part(words, meant(words, found, sentence[0], last))
        result += [
            Draft(
                told=told,
                space=part,
                lower=lower,
                upper=upper,
                exceptions=exceptions,
                sentence=sentence,
                scope=(reach.start, reach.end),
            )
            for part, exceptions in _with_exceptions(words, space, reach)
            for lower, upper in limits(told, (space.band or fallback) if own else fallback)
        ]
    return result


def _with_exceptions(words: Words, space: Airspace, reach: Scope) -> list[tuple[Airspace, tuple[tuple[int, int], ...]]]:
    """Return an airspace with its exceptions; of its FIRs those apart that an exception does not name where it names some."""
    told = {code for other in reach.airspaces for code in other.firs} if reach.exceptions else set()
    named = {code for span in reach.exceptions for code in _named_by(words, span, told)} if len(told) > 1 else set()
    if not named or not space.firs:
        return [(space, reach.exceptions)]
    own = tuple(code for code in space.firs if code in named)
    others = tuple(code for code in space.firs if code not in named)
    if not (own and others):
        return [(space, reach.exceptions if own else ())]
    return [(_only(space, others), ()), (_only(space, own), reach.exceptions)]


def _named_by(words: Words, exception: tuple[int, int], told: set[str]) -> set[str]:
    """Return which of some FIRs an exception names, by their codes or, of a part of an airspace, by their country."""
    named = {place.code for place in regions(words, *exception)} & told
    if named or not _OF_AIRSPACE.search(words.plain, *exception):
        return named
    states = {alpha2 for _, _, alpha2 in lands(words, *exception)}
    return {code for code in told if states & set(_covered(code))}


def _covered(code: str) -> tuple[str, ...]:
    fir = firs.by_code(code)
    return fir.countries if fir else ()


def _only(space: Airspace, codes: tuple[str, ...]) -> Airspace:
    """Return an airspace of several FIRs for some of them, with their countries."""
    covered = {country for code in codes for country in _covered(code)}
    countries = tuple(country for country in space.countries if country in covered)
    return msgspec.structs.replace(space, firs=codes, countries=countries or space.countries)


def floors(words: Words, base: Draft, exception: tuple[int, int]) -> list[Draft]:
    """Return the draft of a level to be kept on excepted routes: there the airspace below it is told to be avoided."""
    floor = floor_of(words, *exception) if base.told.instruction is Instruction.DO_NOT_ENTER else None
    if floor is None or base.upper == floor:
        return []
    space = msgspec.structs.replace(base.space, area=exception, partial=True, band=None)
    return [msgspec.structs.replace(base, space=space, lower=SFC, upper=floor, exceptions=(), sentence=base.sentence)]


def _as_part(words: Words, space: Airspace) -> Airspace:
    """Return an area without FIR or country as the part of some airspace that it is; a named sea is whole."""
    if space.named or space.apart or space.partial or not _PLACE_WORD.search(words.plain, *space.area):
        return space
    beside = _BESIDE.search(words.plain, *space.area)
    whole = None if beside else _WHOLE.search(words.plain, *space.area)
    return space if whole else msgspec.structs.replace(space, partial=True)


def _repeated(reach: Scope, previous: tuple[Draft, ...]) -> Band | None:
    """Return the band of "above this level": beyond the limit that the instruction before it names."""
    if not reach.same_level or not previous:
        return None
    last = previous[-1]
    for limit in (last.upper, last.lower):
        if isinstance(limit, Level) and limit.datum not in (Datum.SFC, Datum.UNL):
            return Band(lower=limit) if reach.same_level == "above" else Band(upper=limit)
    return None


def _spaces(context: Context, told: Told, reach: Scope) -> list[Airspace]:
    words, previous = context.words, context.previous
    if reach.excepted:
        return _excepted(words, reach.excepted, previous)
    if context.page.affected:
        return _affected(words, reach, context.page)
    if any(space.named for space in reach.airspaces):
        return _other_part(words, reach, previous) or list(reach.airspaces)
    loose = [space for space in reach.airspaces if space.area[1] > space.area[0] and is_area(words, space)]
    if loose and (loose[0].area[1] <= reach.start or not _AFFECTED.search(words.plain, reach.start, reach.end)):
        return loose
    if previous and _leans(words, told, reach):
        return _inherited(words, previous, reach)
    return _referred(words, told, reach)


def speaks_of_flying(words: Words, start: int, end: int) -> bool:
    """Return whether words speak of flights or operations, so that what they tell is about an airspace."""
    return _FLYING.search(words.plain, start, end) is not None


def _other_part(words: Words, reach: Scope, previous: tuple[Draft, ...]) -> list[Airspace]:
    """Return the FIRs named before where only another part of them is named: "and ... in the part over ..."."""
    if (
        not previous
        or any(space.firs for space in reach.airspaces)
        or not _PART_OVER.match(words.plain, reach.start, reach.end)
    ):
        return []
    lands = tuple(country for space in reach.airspaces for country in space.countries)
    known = [firs.by_code(code) for code in previous[-1].space.firs]
    codes = tuple(fir.code for fir in known if fir is not None and set(lands) & set(fir.countries))
    return [msgspec.structs.replace(reach.airspaces[0], firs=codes, countries=lands, partial=True)] if codes else []


def refers_back(words: Words, start: int, end: int) -> bool:
    """Return whether words speak of an airspace that stands before them: "this area", "the affected airspace"."""
    return _AFFECTED.search(words.plain, start, end) is not None


def _leans(words: Words, told: Told, reach: Scope) -> bool:
    """Return whether an instruction without an airspace means the one before: it speaks of flying, or names levels."""
    if (
        reach.bands
        or reach.same_level
        or told.floor is not None
        or _AFFECTED.search(words.plain, reach.start, reach.end)
    ):
        return True
    if told.rule in (Rule.BAN, Rule.AVOID, Rule.CLOSED):
        return _FLYING.search(words.plain, min(reach.start, told.start), told.end) is not None
    return told.rule is Rule.NOT_ENTER


def _referred(words: Words, told: Told, reach: Scope) -> list[Airspace]:
    """Return the FIRs named before an instruction that speaks of "these flight information regions"."""
    if not _AFFECTED.search(words.plain, reach.start, reach.end):
        return []
    codes = tuple(dict.fromkeys(place.code for place in regions(words, max(0, told.start - _LOOK_BACK), told.start)))
    part = PART.search(words, reach.start, reach.end)
    area = (part.start(), reach.end) if part else (0, 0)
    return [Airspace(firs=codes, partial=part is not None, area=area)] if codes else []


def _excepted(words: Words, span: tuple[int, int], previous: tuple[Draft, ...]) -> list[Airspace]:
    """Return the part of an airspace that an exception names: its own FIRs, or else those it is excepted from."""
    found = airspaces(words, *span)
    base = previous[-1].space if previous else None
    levels = bands(words, *span)
    band = levels[0] if len(levels) == 1 else None
    if found and found[0].named:
        space = found[0]
        codes = space.firs or (base.firs if base else ())
        return [msgspec.structs.replace(space, firs=codes, partial=True, band=band)]
    if base is None:
        return []
    area = found[0].area if found else base.area
    return [msgspec.structs.replace(base, area=area, partial=True, band=band)]


def _inherited(words: Words, previous: tuple[Draft, ...], reach: Scope) -> list[Airspace]:
    """Return the airspaces of the instruction before, or the part of them that this one names: "the rest of these FIRs"."""
    last = previous[-1].told
    parts = (space for space in reach.airspaces if space.partial)
    part = next((space for space in parts if _OF_THESE.search(words.plain, *space.area)), None)
    return [
        msgspec.structs.replace(draft.space, band=None, area=part.area, partial=True)
        if part
        else msgspec.structs.replace(draft.space, band=None)
        for draft in previous
        if draft.told is last and (draft.space.named or draft.space.area[1])
    ]


def _affected(words: Words, reach: Scope, page: Sections) -> list[Airspace]:
    named = [space for space in reach.airspaces if space.named]
    apart = [space for space in reach.airspaces if space.apart and not space.named]
    if apart and not named:
        return apart
    if not named:
        aerodrome = _AERODROME.match(words.plain, reach.start, reach.end)
        loose = [space for space in reach.airspaces if (space.partial or aerodrome) and is_area(words, space)]
        refers = _AFFECTED.search(words.plain, reach.start, reach.end) or any(space.partial for space in page.affected)
        return loose if loose and not refers else list(page.affected)
    result: list[Airspace] = []
    for space in named:
        result += [space] if space.firs else _by_country(space, page)
    if any(space.firs for space in result) or not any(space.firs for space in page.affected):
        return [*result, *apart]
    return list(page.affected) if reasoned(words, reach.start, reach.end) else result


def _served(code: str, page: Sections) -> tuple[str, ...]:
    """Return the countries that a FIR covers where the text itself puts none beside any."""
    fir = firs.by_code(code) if not page.countries else None
    return fir.countries if fir else ()


def _by_country(space: Airspace, page: Sections) -> list[Airspace]:
    """Return the affected FIRs of the countries that an instruction names, and the countries for which none is given."""
    codes: list[str] = []
    left: list[str] = []
    partial = space.partial
    for country in space.countries:
        own = [
            code for part in page.affected for code in part.firs if country in (page.of(code) or _served(code, page))
        ]
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
    paired: dict[str, tuple[str, ...]],
    exceptions: tuple[str, ...],
    people: Addressees,
    stated: tuple[str, ...],
) -> Provision:
    """Return the provision of a draft, with the words of its sentence, its exceptions and its area.

    `paired` gives the countries of FIR codes, `exceptions` those found elsewhere in the text, `people` whom it addresses,
    `stated` the threats of the whole text.
    """
    space = draft.space
    countries = space.countries
    if paired and not countries:
        countries = tuple(dict.fromkeys(c for code in space.firs for c in paired.get(code, ())))
    sentence, span = words.cited(*draft.sentence)
    own = tuple([words.quote(*exception) for exception in draft.exceptions]) if draft.exceptions else ()
    low, top = draft.scope
    if top > draft.told.start:
        low = draft.told.start
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
        addressees=people,
        threats=stated,
        phases=_phases(words, draft.told, low, top),
        sentence=sentence,
        span=span,
    )


def _phases(words: Words, told: Told, low: int, top: int) -> tuple[str, ...]:
    """Return the phases of flight that an instruction speaks of; a ban on landing or departure alone is of these."""
    named: tuple[str, ...] = ()
    if words.present & _ANY_PHASE:
        named = tuple([name for name, pattern in _PHASES if pattern.search(words, low, top)])
    if "overflight" in named or not words.present & NOT_LAND.also:
        return named
    if not NOT_LAND.pattern.match(words.plain, told.start, told.end):
        return named
    return tuple(name for name, pattern in _GROUND if pattern.search(words.plain, told.start, told.end))


def same(one: Provision, other: Provision) -> bool:
    """Return whether two provisions say the same but for the sentence."""
    return (
        one.force is other.force
        and one.firs == other.firs
        and one.countries == other.countries
        and (one.lower, one.upper, one.partial) == (other.lower, other.upper, other.partial)
        and (bool(one.firs or one.countries) or one.area == other.area)
    )

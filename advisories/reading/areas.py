"""Which airspace a phrase names: whole FIRs and countries apart from parts of them, each with its band.

A list is read as it is written: "FIR A, FIR B and portions of FIR C" is two airspaces, a direction behind a plain list
("FIR A, FIR B and FIR C west of 60° E") limits all of it, one behind a lettered or bulleted item only that item.
"FIR X within the territory of Y" is a part of the FIR (the FIR may reach further); "FIR X / territory and airspace of Y"
and "the airspace of Y (FIR X)" name the same airspace twice (UK AIP ENR 1.1 section 1.4.5; EASA CZIB).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import reduce
from itertools import pairwise
from typing import Final

import msgspec

from advisories.geo import firs
from advisories.reading.bands import EVERYTHING, Band, bands
from advisories.reading.cues import compiled, cue
from advisories.reading.lists import COMPASS, PART, PART_BEHIND, Run, of_items, pieces, runs
from advisories.reading.places import REFERENCE, Place, items, places
from advisories.reading.words import Found, Words, once

_CUT = cue(
    r"\b(?:IN PARTICULAR|PARTICULARLY|ESPECIALLY|NOTABLY|IN ORDER TO|ACCORDING TO|IN ACCORDANCE WITH|INCLUDING (?:DURING|LANDING|TAKE))\b",
    starts="IN_PARTICULAR PARTICULARLY ESPECIALLY NOTABLY IN_ORDER_TO ACCORDING_TO IN_ACCORDANCE_WITH INCLUDING_DURING INCLUDING_LANDING INCLUDING_TAKE",
)
# What opens a clause ("in accordance with ..., operators shall not ...") cuts nothing off.
_LEADING: Final = 3
_OTHER = cue(
    r"\b(?:AIR ?SPACES? OF (?:THE )?)?(?:BORDERING|NEIGHBOU?RING|ADJACENT|SURROUNDING) (?:REGIONS?|COUNTRIES|STATES?|AIR ?SPACES?|FIRS?|AREAS?)\b",
    holds="BORDERING NEIGHBO ADJACENT SURROUNDING",
)
_ARTICLE: Final = 4
# An area at a distance that is joined to an airspace, not a limit of it.
_BESIDE: Final = cue(
    r"(?<!FROM )(?<!FROM, )(?<!TO )\b(?:AND|OR|NOR|AS WELL AS) (?:ALSO )?(?:IN )?(?=(?:(?:THE|ANY) )?(?:(?:AIR ?SPACES?|AREAS?|ZONES?) )?(?:WITHIN|WI|INSIDE|UP TO) (?:A DISTANCE OF )?[0-9]{1,4} ?(?:NM|NAUTICAL|KM|KILOMET|MILES)\b)",
    holds="NM NAUTICAL KM KILOMET MILES",
)

_SEA = compiled(r"\b(?:SEA|GULF|OCEAN|STRAITS?|CHANNEL|WATERS)\b")
_TRIM = compiled(
    r"^ ?(?:(?:WHEN|WHILE|AND|OR|ALSO|OPERATING|OVERFLYING|FLYING|PLANNING|FLIGHTS?|OPERATIONS?|THE|WITHIN|IN|INTO|OVER|ABOVE|ANY|ALL|TO) ){0,50}|[ ,;:.-]{1,50}$"
)


_NOUN = compiled(r"(?:PROVINCES?|GOVERNORATES?|PENINSULA|REGIONS?)\b")
_PREPOSITION = compiled(r"(?:\b(?:OVER|OVERFLYING|IN|WITHIN|ABOVE|OF|THE)|,) ")
_TAIL: Final = (
    " AND",
    " OR",
    " TO",
    " AND TO",
    " OF",
    " THE",
    " IN",
    " AT",
    " BUT",
    " BELOW",
    " BELOW HEIGHT",
    " HEIGHT",
    " ABOVE",
    " AT ALTITUDES",
    " DUE",
    " IS",
    " ARE",
    " BE",
)


class Airspace(Found, frozen=True):
    """One airspace of a phrase: FIR codes and countries as named, whole or in part, with its own band.

    `area` spans the words that name or limit it. `apart` says that the phrase names other airspace than the affected
    one ("neighbouring countries") without listing it.
    """

    firs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    area: tuple[int, int] = (0, 0)
    partial: bool = False
    band: Band | None = None
    apart: bool = False

    @property
    def named(self) -> bool:
        """Return whether a FIR or a country is named."""
        return bool(self.firs or self.countries)


@once
def airspaces(words: Words, start: int, end: int) -> list[Airspace]:
    """Return the airspaces that the phrase between `start` and `end` of the plain text names, in order."""
    levels = bands(words, start, end)
    cut = _CUT.search(words, start, end)
    named = places(words, start, end)
    if cut and cut.start() - start > _LEADING and (not named or named[0].start < cut.start() or not named[0].code):
        end = cut.start()
        named = [place for place in named if place.start < end]
    result: list[Airspace] = []
    parts = pieces(words, start, end)
    if words.present & REFERENCE.bit:
        parts = _behind_countries(words, parts, named)
    beside = _BESIDE.matches(words, start, end) if words.present & _BESIDE.bit else None
    further = _further(beside, parts, named) if beside else frozenset()
    parts = _parted(parts, further) if further else parts
    itemised = of_items(words, parts, start, levels) if len(parts) > 1 and levels else None
    for index, (low, top) in enumerate(parts):
        whole = low == start and top == end
        inside = named if whole else [place for place in named if low <= place.start < top]
        for run in runs(words, low, top, inside, itemised[index] if itemised else levels):
            space = _airspace(words, run)
            result.append(_beside(space, low, top, levels, named) if low in further else space)
    return _merged(words, result, [] if itemised else levels)


def named_airspaces(words: Words, start: int, end: int) -> list[Airspace]:
    """Return the airspaces of a phrase of which a FIR or a country is named."""
    return [space for space in airspaces(words, start, end) if space.named] if places(words, start, end) else []


def _behind_countries(words: Words, parts: list[tuple[int, int]], named: list[Place]) -> list[tuple[int, int]]:
    """Part countries from the FIR that follows the distance by which they are limited: it is another airspace."""
    result: list[tuple[int, int]] = []
    for part in parts:
        low, top = part
        for at in items(words, low, top):
            before = [place for place in named if low <= place.start < at]
            if before and not any(place.code for place in before):
                result.append((low, at))
                low = at
        result.append((low, top))
    return result


def _further(beside: list[re.Match[str]], parts: list[tuple[int, int]], named: list[Place]) -> frozenset[int]:
    """Return where an area at a distance begins that is joined to a FIR or country: "FIR A and within 50 NM of ..."."""
    joints = [found.end() for found in beside if named and named[0].start < found.start()]
    heads = [low for low, _ in parts]
    return frozenset(next((low for low in heads if at <= low <= at + _ARTICLE), at) for at in joints)


def _parted(parts: list[tuple[int, int]], further: frozenset[int]) -> list[tuple[int, int]]:
    """Return the pieces of a list, parted where further areas begin."""
    cuts = [sorted({low, *(at for at in further if low < at < top), top}) for low, top in parts]
    return [span for cut in cuts for span in pairwise(cut)]


def _beside(space: Airspace, low: int, top: int, levels: list[Band], named: list[Place]) -> Airspace:
    """Return an area joined to a FIR as airspace of its own; the level of the FIR before it is not its own."""
    if space.named:
        return space
    first = named[0].start
    shared = all(low <= band.start < top or band.start < first for band in levels) or not levels
    return msgspec.structs.replace(space, apart=True, band=space.band if shared else Band(start=low, end=low))


def _airspace(words: Words, run: Run) -> Airspace:
    low, top, band = run.start, run.end, run.band
    codes, lands = _each(run.places)
    mark = _part(words, run)
    other = _OTHER.search(words, low, top) if words.present & _OTHER.bit else None
    if mark is None and (codes or lands):
        return Airspace(firs=codes, countries=lands, band=band, apart=other is not None and not codes)
    if mark is not None:
        mark = (_lead(words.plain, low, mark[0]), mark[1])
    behind = max([place.end for place in run.places] + ([mark[0]] if mark else []), default=low)
    trimmed = _trimmed(words.plain, low, top, band if band is not None and band.start > behind else None)
    area = (mark[0], trimmed[1]) if mark is not None and (codes or lands) else trimmed
    if other is not None and not (codes or lands):
        area = other.span()
    return Airspace(
        firs=codes,
        countries=lands,
        area=area if area[0] <= area[1] else trimmed,
        partial=mark is not None,
        band=band,
        apart=other is not None and not codes,
    )


def _each(places: tuple[Place, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes and the countries of some places, each once and in order."""
    codes: dict[str, None] = {}
    lands: dict[str, None] = {}
    for place in places:
        if place.code:
            codes[place.code] = None
        if place.country:
            lands[place.country] = None
    return tuple(codes), tuple(lands)


def _lead(plain: str, low: int, at: int) -> int:
    """Return where the words that limit begin: a province or region is named before its noun."""
    noun = _NOUN.match(plain, at)
    prepositions = list(_PREPOSITION.finditer(plain, max(low, at - 80), at)) if noun else []
    return prepositions[-1].end() if prepositions else at


def _trimmed(plain: str, low: int, top: int, band: Band | None) -> tuple[int, int]:
    text = plain[low:top]
    begin = _TRIM.match(text)
    start = low + (begin.end() if begin else 0)
    if band is not None and start < band.start < top:
        top = plain.rfind(" ", start, band.start) if band.start > start else top
    while top > start and (plain[top - 1] in " ,;:.-(" or plain.endswith(_TAIL, start, top)):
        top = top - 1 if plain[top - 1] in " ,;:.-(" else plain.rfind(" ", start, top)
    return (start, max(start, top))


def _part(words: Words, run: Run) -> tuple[int, int] | None:
    """Return the first words that limit the airspace to a part, or None where all of it is meant."""
    found = PART.search(words, run.start, run.end)
    if found is None:
        for place in reversed(run.places):
            if place.code:
                found = PART_BEHIND.search(words.plain, max(place.end, run.start), run.end)
                break
    if found is None:
        return _share(words, run)
    sea = not run.places and _SEA.search(words.plain, run.start, run.end) and not limited(words, run.start, run.end)
    return None if sea else found.span()


def _share(words: Words, run: Run) -> tuple[int, int] | None:
    """Return the words by which a country's airspace is only a share of a FIR: "Mali airspace within FIR Dakar"."""
    plain = words.plain
    for land, region in pairwise(run.places):
        fir = firs.by_code(region.code) if land.country and region.code else None
        within = _WITHIN.match(plain, land.end, region.start) if fir else None
        if fir and within and set(fir.countries) != {land.country}:
            return (land.start, within.end())
        if (
            fir
            and not set(fir.countries) <= {place.country for place in run.places}
            and _is_territory(plain, run, land)
        ):
            return (land.start, land.end)
    first = run.places[0] if run.places else None
    unknown = _UNKNOWN.search(words, run.start, first.start) if first and first.code else None
    return unknown.span() if unknown else None


def _is_territory(plain: str, run: Run, land: Place) -> bool:
    """Return whether the territory of a country stands before the one FIR of a list: "the territory of A (FIR B)"."""
    codes = [place for place in run.places if place.code]
    before = plain[max(run.start, land.start - _TERRITORY_BEFORE) : land.start]
    return len(codes) == 1 and bool(_TERRITORY.search(before) and _IN_BRACKETS.match(plain, land.end, codes[0].start))


_TERRITORY: Final = compiled(r"(?<!AIRSPACE OR )(?<!AIRSPACE AND )\bTERRITORY (?:OF|OVER) (?:THE )?$")
_TERRITORY_BEFORE: Final = 32
_IN_BRACKETS: Final = compiled(r" ?\((?:[A-Z' ]{2,40} ?-? ?)?$|,? \(?(?:FIR|UIR) [A-Z' ]{2,30} ?[-(]? ?$")
# A region that is no country: "the airspace of ... within FIR ...".
_UNKNOWN: Final = cue(
    r"\b(?:AIR ?SPACE|TERRITORY) (?:OF|OVER) (?:THE )?[A-Z][A-Z'-]{2,20}(?: [A-Z'-]{3,20}){0,3} (?:WITHIN|INSIDE|IN) (?:THE )?(?:FIR |UIR )?(?:[A-Z'-]{2,16} ){0,3}(?:FIR |UIR )?\(?$",
    starts="AIRSPACE. AIR_SPACE TERRITORY.",
)
_WITHIN: Final = compiled(
    r"(?:'S)? ?(?:AIR ?SPACE|TERRITORY)?(?: (?:BELOW|ABOVE) [A-Z0-9, ]{2,24}?)? ?(?:WITHIN|INSIDE|IN) (?:THE )?(?=FIR|UIR|[A-Z' -]{2,30}FIR)"
)
_LIMIT: Final = compiled(
    rf"\b{COMPASS} OF\b|\b[0-9]{{1,4}} ?(?:NM|NAUTICAL MILES?|KM)|\b[0-9]{{4,7}}[NSEW](?=\b|[0-9])|\b{COMPASS} (?:PART|HALF|PORTION)"
)


def limited(words: Words, start: int, end: int) -> bool:
    """Return whether a phrase limits an airspace by a direction, a distance or coordinates."""
    return _LIMIT.search(words.plain, start, end) is not None


def _merged(words: Words, parts: list[Airspace], levels: list[Band]) -> list[Airspace]:
    """Join pieces that stand alike: same band, whole with whole, part with part; loose words join what they limit."""
    result: list[Airspace] = []
    if len(parts) == 1 and (parts[0].named or parts[0].apart):
        return [_with_band(parts[0], levels[0])] if len(levels) == 1 and parts[0].band is None else parts
    for part in parts if len(parts) > 1 else ():
        if not part.named and not part.apart and result and result[-1].named:
            if part.partial and not result[-1].partial:
                result[-1] = _joined(result[-1], part)
            continue
        match = next((i for i, old in enumerate(result) if _alike(old, part)), None)
        if match is None:
            result.append(part)
        else:
            result[match] = _joined(result[match], part)
    result = result or parts
    named = [part for part in result if part.firs or part.countries or part.apart]
    loose = [part for part in result if part.area[1] > part.area[0]] if not named else []
    areas = [part for part in loose if is_area(words, part)] if len(loose) > 1 else loose
    chosen = named or (areas or loose)[:1]
    if len(levels) == 1:
        return [_with_band(part, levels[0]) if part.band is None else part for part in chosen]
    return chosen


def _alike(old: Airspace, new: Airspace) -> bool:
    same = (old.band or EVERYTHING).limits == (new.band or EVERYTHING).limits
    return same and old.partial == new.partial and old.named == new.named and bool(old.firs) == bool(new.firs)


def _joined(old: Airspace, new: Airspace) -> Airspace:
    return Airspace(
        firs=tuple(dict.fromkeys((*old.firs, *new.firs))),
        countries=tuple(dict.fromkeys((*old.countries, *new.countries))),
        area=old.area if old.area[1] > old.area[0] else new.area,
        partial=old.partial or new.partial,
        band=old.band or new.band,
        apart=old.apart or new.apart,
    )


def _with_band(part: Airspace, band: Band) -> Airspace:
    return Airspace(
        firs=part.firs, countries=part.countries, area=part.area, partial=part.partial, band=band, apart=part.apart
    )


_AREA_WORD: Final = compiled(
    r"\b(?:SEAS?|GULF|OCEAN|WATERS|STRAITS?|PENINSULA|REGIONS?|AREAS?|ZONE|AIR ?SPACE|TERRITORY|NM|NAUTICAL MILES?|KM|COUNTRIES|STATES|BORDERS?|PROVINCES?|COUNT(?:Y|IES) OF|DISTRICTS?|AIRPORTS?|AERODROMES?|FIR|UIR|UTA|CTA|TMA|SECTORS?|ROUTES?|AIRWAYS?|[0-9]{1,4}(?:NM|KM)|[0-9]{2,6}[NS]|[0-9]{4,6}[NS]?[0-9]{5,7}[EW])\b"
)
_INTO_AREA: Final = compiled(r"\b(?:WITHIN|WI|INSIDE|IN|OVER|AROUND)\b")
_SURFACE: Final = compiled(
    r"\b(?:RWYS?|RUNWAYS?|TWYS?|TAXIWAYS?|TAXILANES?|APRONS?|PUSH-?BACK|STANDS?|PARKING|DE-?ICING)\b"
)


def from_preposition(words: Words, space: Airspace) -> Airspace:
    """Return an area without the words before it: "GPS unreliable within 5 km of ..." is the area within 5 km."""
    found = _INTO_AREA.search(words.plain, *space.area)
    if not found or space.named or not _AREA_WORD.search(words.plain, found.start(), space.area[1]):
        return space
    return msgspec.structs.replace(space, area=(found.start(), space.area[1]))


def is_area(words: Words, space: Airspace) -> bool:
    """Return whether the words of an airspace without FIR or country are those of an area at all."""
    if space.apart:
        return True
    found = _AREA_WORD.search(words.plain, *space.area)
    return found is not None and not _SURFACE.search(words.plain, *space.area)


def sentence_before(words: Words, start: int) -> tuple[int, int]:
    """Return the span of the sentence before an offset, empty where there is none."""
    stops = words.stops
    index = bisect_right(stops, max(0, start - 1))
    if index == 0:
        return (0, 0)
    return (stops[index - 2] if index > 1 else 0, stops[index - 1])


_BARE: Final = compiled(
    r"(?:(?:WI|WITHIN|IN|INTO|OVER) )?(?:THE |THIS |SAID )?(?:(?:DESIGNATED|RESTRICTED|TEMPO|TEMPORARY|DANGER|PROHIBITED|ABOVE|MENTIONED) )*(?:AIR ?SPACE|AREA|ZONE)\b(?: (?:IS|ARE|SHALL)\b[^.;]*)?"
)
_THE: Final = compiled(r"(?:AIR ?SPACE|AREA|ZONE|FIR|UIR|REGION)(?: (?:IS|ARE|SHALL)\b[^.;]*)?")


def meant(words: Words, space: Airspace, start: int, last: Airspace | None) -> Airspace:
    """Return what the sentence before `start` describes where a space is no more than "the area".

    That is an area without a name; else, of "the area" and "the FIR", what is named there, or `last` named before.
    """
    if space.named or space.partial:
        return space
    bare = _BARE.fullmatch(words.plain, *space.area)
    known = words.plain.endswith(("THE ", "THIS ", "SAID "), 0, space.area[0]) and _THE.fullmatch(
        words.plain, *space.area
    )
    if not (bare or known):
        return space
    before = sentence_before(words, start)
    described = airspaces(words, *before)
    found = next((other for other in described if other.partial and not other.named), None)
    if found is not None:
        return from_preposition(words, found)
    if not known:
        return space
    named = [other for other in described if other.named] or ([last] if last is not None else [])
    return msgspec.structs.replace(reduce(_joined, named), band=space.band) if named else space

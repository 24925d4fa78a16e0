"""Which airspace a phrase names: whole FIRs and countries apart from parts of them, each with its band.

A list is read as it is written: "FIR A, FIR B and portions of FIR C" is two airspaces, a direction behind a plain list
("FIR A, FIR B and FIR C west of 60° E") limits all of it, one behind a lettered or bulleted item only that item.
"FIR X within the territory of Y" is a part of the FIR (the FIR may reach further); "FIR X / territory and airspace of Y"
and "the airspace of Y (FIR X)" name the same airspace twice (UK AIP ENR 1.1 section 1.4.5; EASA CZIB).
"""

from __future__ import annotations

import re
from typing import Final

from advisories.model import Value
from advisories.reading.bands import EVERYTHING, Band, bands
from advisories.reading.places import Place, references, regions, states

_COMPASS = r"(?:NORTH|SOUTH|EAST|WEST|NORTHERN|SOUTHERN|EASTERN|WESTERN|(?:NORTH|SOUTH)-?(?:EAST|WEST)(?:ERN)?|CENTRAL)"
_PIECE = r"(?:PORTIONS?|PARTS?|SECTIONS?|SECTORS?|AREAS?|REST|REMAINDER|REMAINING|SPECIFIED|OVERWATER|MARITIME|ROUTES?|SEGMENTS?|HALF)"
# A new head in a list: from here on another airspace is meant.
_HEAD = re.compile(
    rf"(?:[,;] ?(?:AND |OR |AS WELL AS )?|(?<!TERRITORY)(?<!TERRITORIES) (?:AND|OR|AS WELL AS) )(?:ALSO )?(?:(?:IN|WITHIN|OVER|INTO) )?(?:THE )?"
    rf"(?=(?:{_COMPASS} )?{_PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE)\b|AIR ?SPACE (?:OVER|ABOVE|WITHIN|ALONG|DEFINED)\b)"
    r"|[;]|(?<![A-Z0-9(])\(?[A-H][.)] (?=[A-Z(])|(?:[:;,]|\bAND|\bIN|\bEXCEPT) ?- ?(?=[A-Z])|(?<=[:;,] )- ?(?=[A-Z])"
)
_ITEM = re.compile(r"[-A-H;.)( ]*[A-H.)-]")
_PART: Final = re.compile(
    rf"\b{_COMPASS}(?:WARDS?)? (?:(?:AND|OR) {_COMPASS} )?(?:OF|FROM|PART|PORTION|HALF|SECTOR|SIDE)\b"
    rf"|\b{_PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE|AREAS?|ROUTES?|PORTIONS?|LOCATED|DEFINED)\b"
    r"|\bOVER ?WATER\b|\bOVERWATER\b|\bWATERS OF\b|\bHIGH SEAS\b|\bOVER THE (?:WATERS|SEA|OCEAN)\b|\bTMA\b"
    r"|\b[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?) ?(?:OF|FROM|OUTSIDE|RADIUS|AROUND|EITHER)?\b"
    r"|\b[0-9]{4,7}(?:\.[0-9]{1,3})?[NSEW]\b|\b(?:BOUNDED|DELIMITED|DEFINED|CORRESPONDING|LIMITED) (?:BY|TO)\b"
    r"|\b(?:PROVINCES?|GOVERNORATES?|PENINSULA)\b|\bREGION (?:OF|IN) (?!FIR)"
)
_PART_BEHIND: Final = re.compile(
    r"\b(?:WITHIN|INSIDE|OVER|LOCATED|SITUATED|ABOVE (?!FL|[0-9]|FLIGHT|HEIGHT|ALTITUDE|GROUND|SEA|MEAN|OR )|ALONG"
    r"|BETWEEN THE|IN THE (?:AREA|PORTION|PART|TERRITORY|AIR ?SPACE|NORTH|SOUTH|EAST|WEST)|IN AIRSPACE)\b"
)
_CUT = re.compile(
    r"\b(?:IN PARTICULAR|PARTICULARLY|ESPECIALLY|NOTABLY|IN ORDER TO|ACCORDING TO|IN ACCORDANCE WITH|INCLUDING (?:DURING|LANDING|TAKE))\b"
)
_OTHER = re.compile(
    r"\b(?:AIR ?SPACES? OF (?:THE )?)?(?:BORDERING|NEIGHBOU?RING|ADJACENT|SURROUNDING) (?:REGIONS?|COUNTRIES|STATES?|AIR ?SPACES?|FIRS?|AREAS?)\b"
)
_WHOLE = re.compile(r"\b(?:ENTIRE|WHOLE)\b")
_SEA = re.compile(r"\b(?:SEA|GULF|OCEAN|STRAITS?|CHANNEL|WATERS)\b")
_TRIM = re.compile(
    r"^ ?(?:(?:WHEN|WHILE|AND|OR|ALSO|OPERATING|OVERFLYING|FLYING|PLANNING|FLIGHTS?|OPERATIONS?|THE|WITHIN|IN|INTO|OVER|ABOVE|ANY|ALL|TO) )*|[ ,;:.-]+$"
)


_NOUN = re.compile(r"(?:PROVINCES?|GOVERNORATES?|PENINSULA|REGION)\b")
_PREPOSITION = re.compile(r"(?:\b(?:OVER|IN|WITHIN|ABOVE|OF|THE)|,) ")
_TAIL: Final = (" AND", " OR", " TO", " AND TO", " OF", " THE", " IN", " AT", " BUT", " BELOW", " ABOVE", " AT ALTITUDES", " DUE")


class Airspace(Value, frozen=True):
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


def _pieces(plain: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Split a phrase at new heads and list marks; the flag says that the piece is a list item of its own."""
    pieces: list[tuple[int, int, bool]] = []
    at, item = start, False
    for found in _HEAD.finditer(plain, start, end):
        if found.start() > at:
            pieces.append((at, found.start(), item))
        at, item = found.end(), True
    pieces.append((at, end, item))
    return [piece for piece in pieces if plain[piece[0] : piece[1]].strip(" ,;:.-")]


def _band_for(found: list[Band], at: int, first: int) -> Band | None:
    """Return the band of a place: the next behind it, or the last before it where bands stand in front."""
    if not found:
        return None
    if found[0].start < first:
        before = [band for band in found if band.start <= at]
        return before[-1] if before else found[0]
    behind = [band for band in found if band.start >= at]
    return behind[0] if behind else found[-1]


def airspaces(plain: str, start: int, end: int) -> list[Airspace]:
    """Return the airspaces that the phrase between `start` and `end` of the plain text names, in order."""
    levels = bands(plain, start, end)
    cut = _CUT.search(plain, start, end)
    if cut:
        end = cut.start()
    codes, lands = regions(plain, start, end), states(plain, start, end)
    places = sorted([*codes, *lands], key=lambda place: place.start)
    result: list[Airspace] = []
    for low, top, item in _pieces(plain, start, end):
        inside = [place for place in places if low <= place.start < top]
        result += _piece(plain, low, top, inside, levels, item=item)
    return _merged(result, levels)


def _piece(plain: str, low: int, top: int, places: list[Place], levels: list[Band], *, item: bool) -> list[Airspace]:
    first = places[0].start if places else low
    bands_of = [(_band_for(levels, place.start, first), place) for place in places]
    kinds = {id(band): band for band, _ in bands_of}
    own = [band for band in levels if low <= band.start < top]
    if len(kinds) <= 1:
        return [_airspace(plain, low, top, places, own[0] if len(own) == 1 else next(iter(kinds.values()), None))]
    result: list[Airspace] = []
    for band in kinds.values():
        chosen = [place for given, place in bands_of if given is band]
        begin = low if chosen[0] is places[0] else chosen[0].start
        stop = band.end if band is not None and band.end > chosen[-1].end else chosen[-1].end
        result.append(_airspace(plain, begin, min(stop, top), chosen, band))
    return result


def _airspace(plain: str, low: int, top: int, places: list[Place], band: Band | None) -> Airspace:
    codes = tuple(dict.fromkeys(place.code for place in places if place.code))
    lands = tuple(dict.fromkeys(place.country for place in places if place.country))
    mark = _part(plain, low, top, places)
    if mark:
        mark = (_lead(plain, low, mark[0]), mark[1])
    other = _OTHER.search(plain, low, top)
    trimmed = _trimmed(plain, low, top, band)
    area = trimmed if not (codes or lands) else ((mark[0], trimmed[1]) if mark else (0, 0))
    if other is not None and not (codes or lands):
        area = other.span()
    if area[0] > area[1]:
        area = trimmed
    return Airspace(
        firs=codes,
        countries=lands,
        area=area,
        partial=mark is not None,
        band=band,
        apart=other is not None and not codes,
    )


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
    while top > start and (plain[top - 1] in " ,;:.-(" or plain[start:top].endswith(_TAIL)):
        top = top - 1 if plain[top - 1] in " ,;:.-(" else plain.rfind(" ", start, top)
    return (start, max(start, top))


def _part(plain: str, low: int, top: int, places: list[Place]) -> tuple[int, int] | None:
    """Return the first words that limit the airspace to a part, or None where all of it is meant."""
    coded = [place for place in places if place.code]
    last = coded[-1].end if coded else low
    found = _PART.search(plain, low, top)
    if not coded:
        if found and not places and _SEA.search(plain, low, top) and not _limits(plain, low, top):
            return None
        return found.span() if found else None
    if found:
        return found.span()
    behind = _PART_BEHIND.search(plain, last, top)
    return behind.span() if behind else None


_LIMIT = re.compile(rf"\b{_COMPASS} OF\b|\b[0-9]{{1,4}} ?(?:NM|NAUTICAL MILES?|KM)|\b[0-9]{{4,7}}[NSEW]\b")


def _limits(plain: str, low: int, top: int) -> bool:
    return _LIMIT.search(plain, low, top) is not None


def _merged(parts: list[Airspace], levels: list[Band]) -> list[Airspace]:
    """Join pieces that stand alike: same band, whole with whole, part with part; loose words join what they limit."""
    result: list[Airspace] = []
    for part in parts:
        if not part.named and not part.apart and result and result[-1].named:
            if part.partial and not result[-1].partial:
                result[-1] = _joined(result[-1], part)
            continue
        match = next((i for i, old in enumerate(result) if _alike(old, part)), None)
        if match is None:
            result.append(part)
        else:
            result[match] = _joined(result[match], part)
    named = [part for part in result if part.named or part.apart]
    chosen = named or [part for part in result if part.area[1] > part.area[0]][:1]
    if len(levels) == 1:
        return [_with_band(part, levels[0]) for part in chosen]
    return chosen


def _alike(old: Airspace, new: Airspace) -> bool:
    same = (old.band or EVERYTHING).lower == (new.band or EVERYTHING).lower
    same = same and (old.band or EVERYTHING).upper == (new.band or EVERYTHING).upper
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


def only_reference(plain: str, start: int, end: int) -> bool:
    """Return whether the phrase names an airspace around a reference point and nothing else."""
    return bool(references(plain, start, end)) and not regions(plain, start, end)

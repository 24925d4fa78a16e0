"""How a list of airspaces is written: where a new item begins, and which items a limit or a level stands behind.

"FIR A, FIR B and portions of FIR C" has two heads. A limit in the middle of a list ("FIR A, FIR B and FIR C within
200 NM of the border, FIR D") limits the items joined to it by "and"; one at the end limits the whole list.
"""

from __future__ import annotations

import re
from typing import Final

from advisories.model import Value
from advisories.reading.bands import Band
from advisories.reading.places import Place

COMPASS: Final = (
    r"(?:NORTH|SOUTH|EAST|WEST|NORTHERN|SOUTHERN|EASTERN|WESTERN|(?:NORTH|SOUTH)-?(?:EAST|WEST)(?:ERN)?|CENTRAL)"
)
PIECE: Final = r"(?:PORTIONS?|PARTS?|SECTIONS?|SECTORS?|AREAS?|REST|REMAINDER|REMAINING|SPECIFIED|OVERWATER|MARITIME|ROUTES?|SEGMENTS?|HALF)"
# Words that limit an airspace to a part wherever they stand, and those that do so behind a FIR.
PART: Final = re.compile(
    rf"\b{COMPASS}(?:WARDS?)? (?:(?:AND|OR) {COMPASS} )?(?:OF|FROM|PART|PORTION|HALF|SECTOR|SIDE)\b"
    rf"|\b{PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE|AREAS?|ROUTES?|PORTIONS?|LOCATED|DEFINED)\b"
    r"|\bOVER ?WATER\b|\bWATERS OF\b|\bHIGH SEAS\b|\bOVER THE (?:WATERS|SEA|OCEAN)\b|\bTMA\b"
    r"|\b[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?)\b(?: (?:OF|FROM|OUTSIDE|RADIUS|AROUND|EITHER))?"
    r"|\b[0-9]{4,7}(?:\.[0-9]{1,3})?[NSEW](?=\b|[0-9])|\b(?:BOUNDED|DELIMITED|DEFINED|CORRESPONDING|LIMITED) (?:BY|TO)\b"
    r"|\b(?:PROVINCES?|GOVERNORATES?|PENINSULA)\b|(?<!INFORMATION )(?<!THE )\bREGIONS?\b(?! ?\()"
)
PART_BEHIND: Final = re.compile(
    r"\b(?:WITHIN|INSIDE|OVER|LOCATED|SITUATED|ABOVE (?!FL|[0-9]|FLIGHT|HEIGHT|ALTITUDE|GROUND|SEA|MEAN|OR |TH)|ALONG"
    r"|BETWEEN THE|IN THE (?:AREA|PORTION|PART|TERRITORY|AIR ?SPACE|NORTH|SOUTH|EAST|WEST)|IN AIRSPACE)\b"
)
_HEAD: Final = re.compile(
    rf"(?:[,;] ?(?:AND |OR |AS WELL AS )?|(?<!TERRITORY)(?<!TERRITORIES) (?:AND|OR|AS WELL AS) )(?:ALSO )?(?:(?:IN|WITHIN|OVER|INTO) )?(?:THE )?"
    rf"(?=(?:{COMPASS} )?{PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE)\b|AIR ?SPACE (?:OVER|ABOVE|WITHIN|ALONG|DEFINED)\b)"
    r"|[;]|(?<![A-Z0-9(])\(?[A-H][.)] (?=[A-Z(])|(?:[:;,]|\bAND|\bIN|\bEXCEPT) ?- ?(?=[A-Z])|(?<=[:;,] )- ?(?=[A-Z])"
)
_AND: Final = re.compile(r"\)? ?(?:FIR\)? |UIR\)? )?(?:AND|OR|&|/) [^,;]{0,60}$")


class Run(Value, frozen=True):
    """Items of a list that stand under one limit and one band, at `start` to `end` of the plain text."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    band: Band | None = None


def pieces(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a phrase at new heads and list marks; pieces without words are left out."""
    result: list[tuple[int, int]] = []
    at = start
    for found in _HEAD.finditer(plain, start, end):
        if found.start() > at:
            result.append((at, found.start()))
        at = found.end()
    result.append((at, end))
    return [(low, top) for low, top in result if plain[low:top].strip(" ,;:.-")]


def _band_for(found: list[Band], at: int, first: int) -> Band | None:
    """Return the band of a place: the next behind it, or the last before it where bands stand in front."""
    if not found:
        return None
    if found[0].start < first:
        before = [band for band in found if band.start <= at]
        return before[-1] if before else found[0]
    behind = [band for band in found if band.start >= at]
    return behind[0] if behind else found[-1]


def _limit_between(plain: str, start: int, end: int) -> int | None:
    found = PART.search(plain, start, end) or PART_BEHIND.search(plain, start, end)
    return found.start() if found else None


def runs(plain: str, start: int, end: int, places: list[Place], levels: list[Band]) -> list[Run]:
    """Split one piece of a list into runs of items that share limit and band; without FIR codes it is one run."""
    coded = [place for place in places if place.code]
    if len(coded) < 2:
        own = [band for band in levels if start <= band.start < end]
        band = own[0] if len(own) == 1 else _band_for(levels, places[0].start if places else start, start)
        return [Run(start=start, end=end, places=tuple(places), band=band)]
    groups: list[list[Place]] = [[]]
    starts = [start]
    for index, place in enumerate(coded):
        groups[-1].append(place)
        if index + 1 == len(coded):
            break
        following = coded[index + 1]
        limit = _limit_between(plain, place.end, following.start)
        first = coded[0].start
        same = _band_for(levels, place.start, first) is _band_for(levels, following.start, first)
        if limit is None and same:
            continue
        if limit is not None:
            _split_joined(plain, groups, starts)
        groups.append([])
        starts.append(_item_start(plain, place.end, following.start))
    result: list[Run] = []
    for index, group in enumerate(groups):
        stop = starts[index + 1] if index + 1 < len(groups) else end
        inside = tuple(place for place in places if starts[index] <= place.start < stop)
        result.append(
            Run(start=starts[index], end=stop, places=inside, band=_band_for(levels, group[0].start, coded[0].start))
        )
    return result


def _item_start(plain: str, low: int, top: int) -> int:
    """Return where the item before `top` begins: behind the last comma or "and" after `low`."""
    return max(plain.rfind(",", low, top) + 1, plain.rfind(" AND ", low, top) + 1, low)


def _split_joined(plain: str, groups: list[list[Place]], starts: list[int]) -> None:
    """Take out of the last group the items that a limit behind it reaches: those joined by "and", or the last."""
    group = groups[-1]
    at = len(group) - 1
    while at > 0 and _AND.match(plain[group[at - 1].end : group[at].start]):
        at -= 1
    if 0 < at < len(group):
        groups[-1] = group[:at]
        groups.append(group[at:])
        starts.append(_item_start(plain, group[at - 1].end, group[at].start))

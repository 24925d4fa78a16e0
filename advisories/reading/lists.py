"""How a list of airspaces is written: where a new item begins, and which items a limit or a level stands behind.

"FIR A, FIR B and portions of FIR C" has two heads. A limit in the middle of a list ("FIR A, FIR B and FIR C within
200 NM of the border, FIR D") limits the items joined to it by "and"; one at the end limits the whole list.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Final

import msgspec

from advisories.reading.bands import MOST, Band
from advisories.reading.cues import compiled, cue, mark
from advisories.reading.places import Place
from advisories.reading.words import Found, Words, once_in_text

COMPASS: Final = (
    r"(?:NORTH|SOUTH|EAST|WEST|NORTHERN|SOUTHERN|EASTERN|WESTERN|(?:NORTH|SOUTH)-?(?:EAST|WEST)(?:ERN)?|CENTRAL)"
)
PIECE: Final = r"(?:PORTIONS?|PARTS?|SECTIONS?|SECTORS?|AREAS?|REST|REMAINDER|REMAINING|SPECIFIED|OVERWATER|MARITIME|ROUTES?|SEGMENTS?|HALF)"
# Words that limit an airspace to a part wherever they stand, and those that do so behind a FIR.
PART: Final = cue(
    rf"\b{COMPASS}(?:WARDS?)? (?:(?:AND|OR) {COMPASS} )?(?:OF|FROM|PART|PORTION|HALF|SECTOR|SIDE)\b"
    rf"|(?<!\bALL )(?<!\bALL ATS )(?<!\bALL THE )\b{PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE|AREAS?|ROUTES?|PORTIONS?|LOCATED|DEFINED)\b"
    r"|\b(?:LAND TERRITORY|MAINLAND|LAND ?MASS)\b|\bTERRITORY OF (?:THE )?[A-Z' -]{3,30}? (?:WITHIN|INSIDE|IN) (?:THE )?(?:FIR|UIR|[A-Z' -]{2,30} FIR)\b|\bTERRITORY ONLY\b"
    r"|\bOVER ?WATER\b|\bWATERS OF\b|\bHIGH SEAS\b|\bOVER THE (?:WATERS|SEA|OCEAN)\b|\bTMA\b"
    r"|\b[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?)\b(?: (?:OF|FROM|OUTSIDE|RADIUS|AROUND|EITHER))?"
    r"|\b[0-9]{4,7}(?:\.[0-9]{1,3})?[NSEW](?=\b|[0-9])|\b(?:BOUNDED|DELIMITED|DEFINED|CORRESPONDING|LIMITED) (?:BY|TO)\b"
    r"|\b(?:PROVINCES?|GOVERNORATES?|PENINSULA)\b|(?<!INFORMATION )(?<!THE )\bREGIONS?\b(?! ?\()",
    starts="LAND_TERRITORY LAND_MASS MAINLAND. LANDMASS. TERRITORY. NORTH SOUTH EAST WEST CENTRAL PORTION. PORTIONS. PART. PARTS. SECTION. SECTIONS. SECTOR. SECTORS. AREA. AREAS. REST. REMAINDER. REMAINING. SPECIFIED. OVERWATER. OVER_WATER OVER_THE_WATERS OVER_THE_SEA OVER_THE_OCEAN MARITIME. ROUTE. ROUTES. SEGMENT. SEGMENTS. HALF. WATERS_OF HIGH_SEAS TMA BOUNDED. DELIMITED. DEFINED. CORRESPONDING. LIMITED_BY LIMITED_TO PROVINCE. PROVINCES. GOVERNORATE. GOVERNORATES. PENINSULA. REGION. REGIONS.",
    units="NM NAUTICAL KM KILOMET N S E W",
)
PART_BEHIND: Final = compiled(
    r"\b(?:WITHIN(?! TH(?:IS|ESE|AT|E SAID) )|INSIDE|OVER|LOCATED|SITUATED|ABOVE (?!FL|[0-9]|FLIGHT|HEIGHT|ALTITUDE|GROUND|SEA|MEAN|OR |TH)|ALONG"
    r"|BETWEEN THE|IN THE (?:AREA|PORTION|PART|TERRITORY|AIR ?SPACE|NORTH|SOUTH|EAST|WEST)|IN AIRSPACE)\b"
)
_TO_A_PIECE: Final = (
    r"(?:[,;] ?(?:AND |OR |NOR |AS WELL AS )?|(?<!TERRITORY)(?<!TERRITORIES) (?:AND|OR|NOR|AS WELL AS) )(?:ALSO )?(?:(?:IN|WITHIN|OVER|INTO) )?(?:THE )?",
    rf"(?:{COMPASS} )?",
)
_TO_A_WHOLE: Final = (r"(?:,? (?:AND|OR)|[,;]) ", r"(?:THE )?")
# The words that can stand last before a piece or a whole in the pattern below.
_LAST_BEFORE_PIECE: Final = frozenset(
    {"AND", "OR", "NOR", "AS", "ALSO", "IN", "WITHIN", "OVER", "INTO", "THE", "CENTRAL"}
    | {
        f"{side}{other}{end}"
        for side in ("NORTH", "SOUTH", "EAST", "WEST")
        for other in ("", "EAST", "WEST")
        for end in ("", "ERN")
    }
)
_JOINTS: Final = frozenset(",;")
# What a piece without words is made of.
_MARKS: Final = " ,;:.-"
# The first line says how every head begins, so that all other places are passed over at once.
_HEAD: Final = compiled(
    r"(?=[,;:(-]| (?:AND|OR|NOR|AS WELL AS) |[A-H][.)]|(?:AND|IN|EXCEPT) ?-)(?:"
    rf"{_TO_A_PIECE[0]}"
    rf"(?={_TO_A_PIECE[1]}{PIECE} (?:OF|OVER|ABOVE|WITHIN|IN|AIRSPACE)\b|AIR ?SPACE (?:OVER|ABOVE|WITHIN|ALONG|DEFINED)\b)"
    rf"|{_TO_A_WHOLE[0]}(?={_TO_A_WHOLE[1]}(?:ENTIRE|WHOLE|ENTIRETY OF) )"
    r"|(?<=[0-9°'][NSEW]) AND (?=OF (?:THE )?[A-Z])"
    r"|[;]|(?<![A-Z0-9(])\(?[A-H][.)] (?=[A-Z(])|(?:[:;,]|\bAND|\bIN|\bEXCEPT) ?- ?(?=[A-Z])|(?<=[:;,] )- ?(?=[A-Z]))"
)
# What parts one item of a list from the next for good, and what names an airspace.
_MARKED: Final = compiled(r";|\(?\b(?:[A-H][.)]|[IVX]{1,4}\)|[0-9]{1,2}\))|-")
_NAMED: Final = compiled(r"\b(?:FIRS?|UIRS?|AIR ?SPACES?|TERRITORY)\b|\([A-Z]{4}\)")
_PIECES: Final = mark(
    (
        "PORTION. PORTIONS. PART. PARTS. SECTION. SECTIONS. SECTOR. SECTORS. AREA. AREAS. REST. REMAINDER. REMAINING. SPECIFIED. OVERWATER."
        " MARITIME. ROUTE. ROUTES. SEGMENT. SEGMENTS. HALF. ENTIRE. WHOLE. ENTIRETY. "
        "AIRSPACE_OVER AIRSPACE_ABOVE AIRSPACE_WITHIN AIRSPACE_ALONG AIRSPACE_DEFINED AIR_SPACE"
    ).split
)
_LETTERED: Final = mark("A B C D E F G H".split)
_SIGNS: Final = (";", " AND OF ", "-")
_BEFORE_DASH: Final = (":", ";", ",", ": ", "; ", ", ", "AND", "AND ", "IN", "IN ", "EXCEPT", "EXCEPT ")
# How far a head begins at most before the word, dash or semicolon that it needs, and how far what follows is looked at.
_HEAD_BEFORE: Final = 80
_HEAD_BEHIND: Final = 60
# How an item begins that does not surely share the level of those behind it, and a level that is set apart for all items.
_APART: Final = compiled(
    r"(?:[,;/]|\b(?:AND|OR|NOR))(?: ?\b(?:AND|OR|NOR|ALSO)){0,4} (?:WITHIN|WI|IN|INTO|INSIDE|OVER)\b|\bNOR\b"
)
_OPENS: Final = compiled(r"[,;]|(?<!\bAT )(?<!\bON )\b(?:AND|OR|NOR)\b(?! EQUAL)")
_INTO: Final = compiled(r"(?: (?:OR|AND) (?:ABOVE|BELOW|HIGHER|LOWER))? (?:IN|INTO|WITHIN|WI|INSIDE|OVER) (?![0-9])")
# "... and, below FL 260, in FIR B": the commas around the level are passed over.
_AND_THEN: Final = compiled(r"\b(?:AND|OR|NOR|BUT),? (?:[A-Z]{2,8} ){0,5}$")
_FOR_ALL: Final = compiled(r"\)?(?: ?FIR| UIR)?\)? ?[,:]")
_AND: Final = compiled(r"\)? ?(?:FIR\)? |UIR\)? )?(?:AND|OR|NOR|&|/) [^,;]{0,60}$")


class Run(Found, frozen=True):
    """Items of a list that stand under one limit and one band, at `start` to `end` of the plain text."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    band: Band | None = None


def pieces(words: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Split a phrase at new heads and list marks; pieces without words are left out."""
    plain = words.plain
    low, top = _heads_within(words, start, end)
    if low == top:
        return [(start, end)] if plain[start:end].strip(_MARKS) else []
    result: list[tuple[int, int]] = []
    at = start
    for found in _HEAD.finditer(plain, low, top):
        if found.start() > at:
            result.append((at, found.start()))
        at = found.end()
    result.append((at, end))
    return [(low, top) for low, top in result if plain[low:top].strip(_MARKS)]


def of_items(words: Words, parts: list[tuple[int, int]], start: int, levels: list[Band]) -> list[list[Band]] | None:
    """Return the bands that may be meant for each piece of a list with marks or semicolons, None for any other list.

    There a level belongs to its own item, one before the list to all; an item without a level beside items that have one
    is meant at all levels.
    """
    plain = words.plain
    items: list[list[int]] = [[0]]
    for index in range(1, len(parts)):
        if _MARKED.search(plain, parts[index - 1][1], parts[index][0]):
            items.append([])
        items[-1].append(index)
    if len(items) == 1:
        return None
    spans = [(parts[item[0]][0], parts[item[-1]][1]) for item in items]
    own = [[band for band in levels if low <= band.start < top] for low, top in spans]
    marked = bool(own[0]) and _MARKED.search(plain, start, own[0][0].start) is not None
    leading = [] if marked else [band for band in own[0] if _leads(plain, spans[0][0], band.start)]
    result: list[list[Band]] = []
    for item, (low, _), bands in zip(items, spans, own, strict=True):
        result += [bands or leading or [Band(start=low, end=low)]] * len(item)
    return result


def _leads(plain: str, start: int, at: int) -> bool:
    """Return whether a level stands before the first airspace of a list."""
    return _NAMED.search(plain, start, at) is None


def _heads_within(words: Words, start: int, end: int) -> tuple[int, int]:
    """Return the part of a phrase in which all stands that `_HEAD` needs, an empty one where nothing does."""
    spots = _spots(words)
    first, behind = bisect_left(spots, start), bisect_left(spots, end)
    if first == behind:
        return (start, start)
    return (max(start, spots[first] - _HEAD_BEFORE), min(end, spots[behind - 1] + _HEAD_BEHIND))


@once_in_text
def _spots(words: Words) -> list[int]:
    """Return where something stands in the whole text that `_HEAD` needs: a word, dash, semicolon or letter of a list."""
    plain = words.plain
    spots = [at for at in _PIECES.everywhere(words) if _is_joined(words, at)]
    spots += [at for at in _LETTERED.everywhere(words) if plain.startswith((". ", ") "), at + 1)]
    for sign in _SIGNS:
        at = plain.find(sign)
        while at >= 0:
            if sign != "-" or plain.endswith(_BEFORE_DASH, 0, at):
                spots.append(at)
            at = plain.find(sign, at + 1)
    return sorted(spots)


def _is_joined(words: Words, at: int) -> bool:
    """Return whether what stands before a word can lead from a joint of a list to a piece or a whole."""
    plain, letters = words.plain, words.letters
    if plain[at - 1 : at] != " ":
        return plain[at - 1 : at] in _JOINTS
    return plain[at - 2 : at - 1] in _JOINTS or letters[letters.rfind(" ", 0, at) + 1 : at] in _LAST_BEFORE_PIECE


def _band_for(found: list[Band], at: int, first: int) -> Band | None:
    """Return the band of a place: the next behind it, or the last before it where bands stand in front."""
    if not found:
        return None
    if found[0].start < first:
        before = [band for band in found if band.start <= at]
        return before[-1] if before else found[0]
    behind = [band for band in found if band.start >= at]
    return behind[0] if behind else found[-1]


def _bands_of(plain: str, coded: list[Place], levels: list[Band]) -> dict[int, Band | None]:
    """Return the band of each FIR of a list, by where the FIR stands.

    A level behind a list is shared by the items that one preposition governs. Whether it is meant for those before a
    preposition or "nor" of its own, too, nobody can tell, and an item behind all levels has none: these are read at all
    levels. A level that opens an item ("and below FL 260 in FIR B") is that of this item and of those behind it.
    """
    first = coded[0].start
    if not levels or levels[0].everything or levels[0].start < first:
        return {place.start: _band_for(levels, place.start, first) for place in coded}
    opening = _opening(plain, coded, levels)
    whole = Band(start=first, end=first)
    result: dict[int, Band | None] = {}
    for place, following in zip(reversed(coded), [None, *reversed(coded[1:])], strict=True):
        behind = next((band for band in levels if band.start >= place.start), None)
        last = next((band for band in reversed(levels) if band.start < place.start), None)
        own = behind is not None and (following is None or behind.start < following.start)
        chosen: Band | None = whole
        if own and behind not in opening:
            chosen = behind
        elif last in opening:
            chosen = last
        elif following is not None and behind is not None and result[following.start] is behind:
            apart = not own and _APART.search(plain, place.end, following.start)
            chosen = whole if own or (apart and not _FOR_ALL.match(plain, coded[-1].end)) else behind
        result[place.start] = chosen
    return result


def _opening(plain: str, coded: list[Place], levels: list[Band]) -> list[Band]:
    """Return the bands that open an item of a list: they stand behind a joint and before the preposition of the item."""
    result: list[Band] = []
    for place, following in pairwise(coded):
        band = next((one for one in reversed(levels) if place.end <= one.start < following.start), None)
        if band is None or not _OPENS.search(plain, place.end, band.start):
            continue
        if _INTO.match(plain, band.end) or (
            _AND_THEN.search(plain, place.end, band.start) and _INTO.match(plain, band.end + 1)
        ):
            result.append(band)
    return result


def _all_of(found: list[Band]) -> Band:
    """Return the bands of the only airspace of a phrase as one, each told once."""
    several = [band for one in found for band in (one, *one.also)]
    others = {band.limits[0]: band for band in several if band.limits[0] != found[0].limits[0]}
    return msgspec.structs.replace(found[0], end=found[-1].end, also=tuple(others.values())[:MOST])


def _limit_between(words: Words, start: int, end: int) -> int | None:
    found = PART.search(words, start, end) or PART_BEHIND.search(words.plain, start, end)
    return found.start() if found else None


def runs(words: Words, start: int, end: int, places: list[Place], levels: list[Band]) -> list[Run]:
    """Split one piece of a list into runs of items that share limit and band; without FIR codes it is one run."""
    coded = [place for place in places if place.code] if len(places) > 1 else []
    if len(coded) < 2:
        several = _by_country(words.plain, start, end, places, levels) if levels and len(places) > 1 else []
        if several:
            return several
        own = [band for band in levels if start <= band.start < end] if levels else []
        if len(own) > 1 and len(places) < 2:
            band: Band | None = _all_of(own)
        else:
            band = own[0] if len(own) == 1 else _band_for(levels, places[0].start if places else start, start)
        return [Run(start=start, end=end, places=tuple(places), band=band)]
    own_band = _bands_of(words.plain, coded, levels)
    groups: list[list[Place]] = [[]]
    starts = [start]
    limited = _limit_between(words, coded[-1].end, end) is not None
    for index, place in enumerate(coded):
        groups[-1].append(place)
        if index + 1 == len(coded):
            break
        following = coded[index + 1]
        limit = _limit_between(words, place.end, following.start)
        # A limit behind the list is that of the items which share its preposition: "in A and B, and in C west of 60° W".
        apart = limited and _APART.search(words.plain, place.end, following.start)
        if limit is None and not apart and own_band[place.start] is own_band[following.start]:
            continue
        if limit is not None:
            _split_joined(words.plain, groups, starts)
        groups.append([])
        starts.append(_item_start(words.plain, place.end, following.start))
    result: list[Run] = []
    for index, group in enumerate(groups):
        stop = starts[index + 1] if index + 1 < len(groups) else end
        inside = tuple(place for place in places if starts[index] <= place.start < stop)
        result.append(Run(start=starts[index], end=stop, places=inside, band=own_band[group[0].start]))
    return result


def _by_country(plain: str, start: int, end: int, places: list[Place], levels: list[Band]) -> list[Run]:
    """Return the runs of countries that have bands of their own, in one FIR or in none; an empty list where they share one."""
    lands = [place for place in places if place.country]
    bands = _bands_of(plain, lands, levels) if len(lands) > 1 else {}
    if len({id(band) for band in bands.values()}) < 2:
        return []
    shared = tuple(place for place in places if place.code)
    starts = [start, *(_joint(plain, place.end, following.start) for place, following in pairwise(lands)), end]
    return [
        Run(start=low, end=top, places=(*shared, land), band=bands[land.start])
        for land, (low, top) in zip(lands, pairwise(starts), strict=True)
    ]


def _joint(plain: str, low: int, top: int) -> int:
    """Return where an item begins: at its joint, behind the level of the item before it."""
    found = _OPENS.search(plain, low, top)
    return found.start() if found else low


def _item_start(plain: str, low: int, top: int) -> int:
    """Return where the item before `top` begins: behind the last comma, "and" or "nor" after `low`."""
    return max(low, *(plain.rfind(joint, low, top) + 1 for joint in (",", " AND ", " OR ", " NOR ")))


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

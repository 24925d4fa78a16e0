"""FIRs and countries that a phrase names, and those it only measures from.

A FIR counts where its code stands, or where its name stands beside FIR, UIR or "flight information region". A code is
given as printed, also where it is wrong; what looks wrong about it is a doubt, never a correction. A place that is only
a reference point ("within 200 NM of the boundary of ...") does not count (EASA CZIB, UK AIP ENR 1.1 section 1.4.5,
KICZ NOTAM).
"""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import Final

from advisories.geo import firs
from advisories.reading.cues import bits, compiled, cue, mark
from advisories.reading.lands import may_name, territories
from advisories.reading.words import Found, Words, once, once_in_text

# A code may stand behind a stroke where another one, or the word FIR, stands before it: "UKBV/UKBU".
_CODE = compiled(
    r"(?:(?<![A-Z0-9/.@])|(?<=[ (/][A-Z]{4}/)|(?<=^[A-Z]{4}/)|(?<=[ (/][FU]IR/))[A-Z]{2}[A-Z0-9]{2}(?![A-Z0-9@.]\S)(?![A-Z0-9])"
)
_CODED: Final = mark(lambda: (fir.code.rstrip("0123456789") for fir in firs.all_firs()))
_WRONG_CODE = cue(
    r"(?:\b(?:FIRS?|UIRS?)\)?(?: [A-Z'.-]{2,20}){0,4}|\bREGIONS?(?: ?\((?:FIRS?|UIRS?)\))?) ?[(/-] ?"
    r"(?P<code>(?=[A-Z0-9]{0,3}[A-Z])[A-Z0-9]{4})(?= ?[)/])",
    starts="FIR FIRS. UIR UIRS. REGION. REGIONS.",
)
_FIR_WORD = r"(?:FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|UPPER (?:FLIGHT )?INFORMATION REGIONS?)"
_NAME_WORD = r"(?!(?:AND|OR|FIRS?|UIRS?|WITHIN|IN|THE|BELOW|ABOVE|OF|TO)\b)[A-Z][A-Z'.-]{1,20}"
_NAME_AFTER = cue(
    rf"\b(?:FIRS?|UIRS?) (?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})",
    starts="FIR FIRS. UIR UIRS.",
)
_NAME_BEFORE = compiled(rf"\b(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}) (?={_FIR_WORD}\b)")
_AERODROME_BEFORE = cue(
    r"\b(?:AERODROMES?|AIRPORTS?|AD|AIRFIELDS?|AIRSTRIPS?)\b(?: (?!(?:FIRS?|UIRS?|REGIONS?)\b)[A-Z'-]{1,20}){0,3} ?\(?(?:[A-Z]{3} ?/ ?)?$",
    starts="AERODROME. AERODROMES. AIRPORT. AIRPORTS. AD AIRFIELD. AIRFIELDS. AIRSTRIP. AIRSTRIPS.",
)
_FIR_NEAR = compiled(_FIR_WORD + r"\b")
_FIR_HERE = cue(
    rf"\b{_FIR_WORD}\b",
    starts="FIR FIRS. UIR UIRS. FLIGHT_INFORMATION_REGION UPPER_FLIGHT_INFORMATION UPPER_INFORMATION_REGION",
)
_WORDS: Final = frozenset({"SKED", "BIRD"})
_AS_CODE: Final = compiled(
    rf"{_FIR_WORD}[ A-Z'(/-]{{0,22}}(?:SKED|BIRD)|[(/] ?(?:SKED|BIRD)|(?:SKED|BIRD)\)? ?{_FIR_WORD}|- (?:SKED|BIRD)\)"
)
_ANY: Final = bits(_CODED, _WRONG_CODE, _FIR_HERE)
_NEAR: Final = 240
_MOST_WORDS: Final = 4
_NOT_CODES: Final = frozenset({"FIRS", "UIRS", "AIRS", "ICAO", "EASA", "CZIB"})

REFERENCE: Final = cue(
    r"\b(?:[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?|MILES?)(?: RADIUS)? "
    r"(?:OF|FROM|OUTSIDE|AROUND|SURROUNDING|ALONG|BEYOND|EITHER SIDE OF|TO)"
    r"|BOUNDAR(?:Y|IES) (?:OF|WITH|BETWEEN|TO)|BORDERS? (?:OF|WITH|BETWEEN|TO)|BORDERING|ADJACENT TO|NEAREST (?:TO )?"
    r"|CLOSE TO|NEXT TO|VICINITY OF|OUTSIDE(?: OF)?|SURROUNDING|AROUND|NEIGHBOU?RING|NEAR|RELATIVE TO)\b",
    starts="BOUNDARY. BOUNDARIES. BORDER. BORDERS. BORDERING. ADJACENT_TO NEAR. NEAREST. CLOSE_TO NEXT_TO VICINITY_OF OUTSIDE. SURROUNDING. AROUND. NEIGHBO RELATIVE_TO",
    units="NM NAUTICAL KM KILOMET MILE",
)
_REFERENCE_END = compiled(
    r"[;:]| (?:WITHIN|WI|IN|INTO|INSIDE|WHEN|BELOW|ABOVE|AT|OVER|DUE|FOR|WHERE|SHOULD|ARE|IS)\b(?! THE BOUND)"
)
_BORDER = compiled(r"\b(?:BORDERS?|COAST|COASTLINE)\b")
_MEASURED = compiled(r"[0-9]|BOUNDAR|BORDER")
# The next item of a list behind a reference point: another FIR, or a part of one.
_NEXT_ITEM = compiled(
    r"(?:,(?: (?:AND|OR|NOR))?| (?:AND|OR|NOR|AS WELL AS|PLUS)| &) (?:(?:ALSO|ALL OF|THE|ENTIRE|WHOLE) ){0,3}"
    r"(?=(?:FIRS?|UIRS?) |(?:(?!(?:AND|OR|NOR|THE)\b)[A-Z'.-]{2,20} ){1,4}(?:FIRS?\b|UIRS?\b|\((?:[FU]IR )?[A-Z]{4}\b)"
    r"|(?:PARTS?|PORTIONS?|REST|REMAINDER) OF )"
)
_A_FIR = compiled(r"\b(?:FIRS?|UIRS?|INFORMATION REGIONS?)\b|\([A-Z]{4}\)")
_ONE_OF_TWO = compiled(r"\bBETWEEN(?:(?! AND ).)*$")
_REFERENCE_LIMIT: Final = 600
_by_start: Final = attrgetter("start")


class Place(Found, frozen=True):
    """A FIR (`code`) or a country (`country`, alpha-2) at `start` to `end` of the plain text."""

    start: int
    end: int
    code: str = ""
    country: str = ""


@once
def references(words: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans whose places are only reference points for a distance, a border or a direction."""
    plain = words.plain
    spans: list[tuple[int, int]] = []
    for found in REFERENCE.matches(words, start, end):
        if spans and found.start() < spans[-1][1]:
            continue
        limit = min(end, found.end() + _REFERENCE_LIMIT)
        stop = _REFERENCE_END.search(plain, found.end(), limit)
        limit = stop.start() if stop else limit
        spans.append((found.start(), _next_item(plain, found, limit)))
    return spans


def _next_item(plain: str, found: re.Match[str], limit: int) -> int:
    """Return where a reference point ends: where the next item of a list begins, or at `limit`.

    What a country's border or a place is joined to is the next item, what a FIR's boundary is joined to may be a further
    reference point; a comma behind a border always begins one.
    """
    border = _BORDER.search(plain, found.start(), found.end() + 24) is not None
    if not (border or _MEASURED.match(found[0])):
        return limit
    for item in _NEXT_ITEM.finditer(plain, found.end(), limit):
        before = plain[found.start() : item.start()]
        if item[0].startswith(",") and border:
            return item.start()
        if not _A_FIR.search(before) and not _ONE_OF_TWO.search(before):
            return item.start()
    return limit


def items(words: Words, start: int, end: int) -> list[int]:
    """Return where the next item of a list begins behind a distance from a country's border or from a place."""
    spans = references(words, start, end) if words.present & REFERENCE.bit else []
    return [top for _, top in spans if top < end and _NEXT_ITEM.match(words.plain, top, end)] if spans else []


def within(spans: list[tuple[int, int]], at: int) -> bool:
    """Return whether one of some spans holds an offset."""
    return bool(spans) and any(low <= at < top for low, top in spans)


def places(words: Words, start: int, end: int) -> list[Place]:
    """Return the FIRs and the countries that a phrase names, in order; reference points left out.

    A FIR counts by its code, or by its name where no code stands beside it, a country where its airspace or territory is
    named. What stands around them is read up to the ends of the sentence.
    """
    if not (words.present & _ANY or may_name(words)):
        return []
    plain = words.plain
    stop = plain.find(". ", end)
    found = _places(words, plain.rfind(". ", 0, start) + 1, stop + 1 if stop >= 0 else len(plain))
    if not found or (found[0].start >= start and found[-1].start < end):
        return found
    return [place for place in found if start <= place.start < end]


def regions(words: Words, start: int, end: int) -> list[Place]:
    """Return the FIRs and UIRs that a phrase names."""
    return [place for place in places(words, start, end) if place.code]


@once
def _places(words: Words, start: int, end: int) -> list[Place]:
    found = coded(words, start, end)
    if words.present & _FIR_HERE.bit:
        found = [*found, *_named(words, start, end, found)]
    apart = references(words, start, end) if found and words.present & REFERENCE.bit else []
    if apart:
        found = [place for place in found if not within(apart, place.start)]
    states = _states(words, start, end)
    return sorted([*found, *states], key=_by_start) if len(found) + len(states) > 1 else found or states


def coded(words: Words, start: int, end: int) -> list[Place]:
    """Return the codes of FIRs, reference points among them, and what stands in the place of one.

    A code that names an aerodrome too counts only where a word for a FIR is near, one that is a word of notices (SKED for
    scheduled, BIRD) only beside such a word or in brackets.
    """
    plain = words.plain
    found: list[Place] = []
    if words.present & _CODED.bit:
        known, doubtful = _codes(words), _doubtful()
        found = [
            place
            for place in known
            if start <= place.start < end and (place.code not in doubtful or _is_meant(plain, start, place))
        ]
    wrong = _wrong_codes(words) if words.present & _WRONG_CODE.bit else None
    if wrong:
        found += [place for low, place in wrong if start <= low and place.end < end]
        found.sort(key=_by_start)
    return found


@once_in_text
def all_coded(words: Words) -> list[Place]:
    """Return what `coded` finds in the whole text."""
    return coded(words, 0, len(words.plain))


@once_in_text
def _wrong_codes(words: Words) -> list[tuple[int, Place]]:
    """Return what stands in the place of a code in the whole text, with where the words for a FIR before it begin."""
    return [
        (found.start(), Place(start=found.start("code"), end=found.end("code"), code=found["code"]))
        for found in _WRONG_CODE.matches(words)
        if found["code"] not in _NOT_CODES
        and firs.by_code(found["code"]) is None
        and firs.by_name(found["code"]) is None
    ]


@once_in_text
def _codes(words: Words) -> list[Place]:
    """Return the codes of the table that stand in the whole text, but for those called an aerodrome's."""
    plain = words.plain
    aerodromes = words.present & _AERODROME_BEFORE.bit
    result: list[Place] = []
    for at in _CODED.everywhere(words):
        found = _CODE.match(plain, at)
        fir = firs.by_code(found[0]) if found else None
        if fir is None or (aerodromes and _AERODROME_BEFORE.search(words, max(0, at - 60), at)):
            continue
        if plain[at - 1 : at] == "(" or fir.kind is not firs.FirKind.PSEUDO:
            result.append(Place(start=at, end=at + 4, code=fir.code))
    return result


@cache
def _doubtful() -> frozenset[str]:
    """Return the codes that name an aerodrome too or are words of notices."""
    return _WORDS.union(fir.code for fir in firs.all_firs() if fir.aerodrome)


def _is_meant(plain: str, start: int, place: Place) -> bool:
    """Return whether what stands around a code that may be something else, from `start` on, tells that it is a FIR."""
    if place.code not in _WORDS:
        return _FIR_NEAR.search(plain[max(start, place.start - _NEAR) : place.end + _NEAR]) is not None
    return _AS_CODE.search(plain[max(0, place.start - 24) : place.end + 6]) is not None


def _named(words: Words, start: int, end: int, beside: list[Place]) -> list[Place]:
    """Return the FIRs that are named beside the word FIR and that no code beside the name stands for."""
    names = _names(words, start, end, beside)
    if not names:
        return []
    codes = {place.code for place in beside}
    result: list[Place] = []
    for found, forward in names:
        low, top = found.span("name")
        parts = found["name"].split(" ")
        for count in range(len(parts), 0, -1):
            name = " ".join(parts[:count] if forward else parts[-count:])
            fir = firs.by_name(f"UIR {name}" if "UIR" in found[0][:4] else name)
            if fir is not None and firs.by_code(name) is None:
                at = low if forward else top - len(name)
                if fir.code not in codes and not _close(at, at + len(name), beside):
                    codes.add(fir.code)
                    result.append(Place(start=at, end=at + len(name), code=fir.code))
                break
    return result


def _close(start: int, end: int, beside: list[Place]) -> bool:
    """Return whether a code stands beside a name."""
    low, top = start - 12, end + 50
    for place in beside:
        if place.start > top:
            return False
        if place.start >= low:
            return True
    return False


def _names(words: Words, start: int, end: int, beside: list[Place]) -> list[tuple[re.Match[str], bool]]:
    """Return what may be the name of a FIR: the words behind FIR or UIR, and the up to four words before it.

    Where a code stands beside even the shortest name there, none is looked for.
    """
    plain = words.plain
    result: list[tuple[re.Match[str], bool]] = []
    behind = start
    for at in _NAME_AFTER.within(words, start, end):
        if at >= behind and not (beside and _close(at + 5, at + 6, beside)):
            found = _NAME_AFTER.pattern.match(plain, at, end)
            if found:
                result.append((found, True))
                behind = found.end()
    behind = start
    for at in _FIR_HERE.within(words, start, end):
        if at <= behind or plain[at - 1] != " " or not _FIR_HERE.pattern.match(plain, at, end):
            continue
        if beside and _close(at - 3, at - 1, beside):
            behind = at
            continue
        low = at - 1
        for _ in range(_MOST_WORDS):
            low = max(plain.rfind(" ", behind, low), behind)
        found = _NAME_BEFORE.search(plain, low, end)
        if found:
            result.append((found, False))
            behind = found.end()
    return result


def _states(words: Words, start: int, end: int) -> list[Place]:
    if not may_name(words):
        return []
    apart = references(words, start, end) if words.present & REFERENCE.bit else []
    return [Place(start=at, end=stop, country=land) for at, stop, land in territories(words, start, end, apart)]

"""FIRs and countries that a phrase names, and those it only measures from.

A FIR counts where its code stands, or where its name stands beside FIR, UIR or "flight information region". A code is
given as printed, also where it is wrong; what looks wrong about it is a doubt, never a correction. A place that is only
a reference point ("within 200 NM of the boundary of ...") does not count (EASA CZIB, UK AIP ENR 1.1 section 1.4.5,
KICZ NOTAM). A country counts where its airspace or territory is named, not where a FIR, a sea or an authority has its
name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from advisories.geo import countries, firs
from advisories.model import Value
from advisories.notam.diagnostics import Diagnostic
from advisories.reading.cues import DIGITS, cue, mark
from advisories.reading.words import Words, once

_CODE = re.compile(r"(?<![A-Z0-9/.@])[A-Z]{2}[A-Z0-9]{2}(?![A-Z0-9@.]\S)(?![A-Z0-9])")
_CODED: Final = mark(lambda: (fir.code.rstrip("0123456789") for fir in firs.all_firs()))
_WRONG_CODE = cue(
    r"(?:\b(?:FIRS?|UIRS?)\)?(?: [A-Z'.-]{2,20}){0,4}|\bREGIONS?(?: ?\((?:FIRS?|UIRS?)\))?) ?[(/-] ?"
    r"(?P<code>(?=[A-Z0-9]{0,3}[A-Z])[A-Z0-9]{4})(?= ?[)/])",
    starts="FIR FIRS UIR UIRS REGION",
)
_FIR_WORD = r"(?:FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|UPPER (?:FLIGHT )?INFORMATION REGIONS?)"
_NAME_WORD = r"(?!(?:AND|OR|FIRS?|UIRS?|WITHIN|IN|THE|BELOW|ABOVE|OF|TO)\b)[A-Z][A-Z'.-]{1,20}"
_NAME_AFTER = cue(
    rf"\b(?:FIRS?|UIRS?) (?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})",
    starts="FIR FIRS UIR UIRS",
)
_NAME_BEFORE = re.compile(rf"\b(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}) (?={_FIR_WORD}\b)")
_AERODROME_BEFORE = cue(
    r"\b(?:AERODROMES?|AIRPORTS?|AD|AIRFIELDS?|AIRSTRIPS?)\b(?: [A-Z'-]{1,20}){0,3} ?\(?(?:[A-Z]{3} ?/ ?)?$",
    starts="AERODROME AIRPORT AD AIRFIELD AIRSTRIP",
)
_FIR_NEAR = re.compile(_FIR_WORD + r"\b")
_FIR_HERE = cue(rf"\b{_FIR_WORD}\b", starts="FIR FIRS UIR UIRS FLIGHT UPPER")
_SCHEDULED: Final = "SKED"
_AS_CODE: Final = re.compile(rf"{_FIR_WORD}[ A-Z'(/-]{{0,22}}SKED|[(/] ?SKED|SKED\)? ?{_FIR_WORD}|- SKED\)")
_NEAR: Final = 240
_MOST_WORDS: Final = 4
_PARTED: Final = re.compile(r"[ ,()/]+")
_NOT_NAMES: Final = frozenset({"FIR", "UIR", "FLIGHT", "INFORMATION", "REGION", "-", ""})
_NOT_CODES: Final = frozenset({"FIRS", "UIRS", "AIRS", "ICAO", "EASA", "CZIB"})

_REFERENCE = cue(
    r"\b(?:[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?|MILES?)(?: RADIUS)? "
    r"(?:OF|FROM|OUTSIDE|AROUND|SURROUNDING|ALONG|BEYOND|EITHER SIDE OF|TO)"
    r"|BOUNDAR(?:Y|IES) (?:OF|WITH|BETWEEN|TO)|BORDERS? (?:OF|WITH|BETWEEN|TO)|BORDERING|ADJACENT TO|NEAREST (?:TO )?"
    r"|CLOSE TO|NEXT TO|VICINITY OF|OUTSIDE(?: OF)?|SURROUNDING|AROUND|NEIGHBOU?RING|NEAR|RELATIVE TO)\b",
    starts="BOUNDARY BORDER ADJACENT NEAR CLOSE NEXT VICINITY OUTSIDE SURROUNDING AROUND NEIGHBOURING RELATIVE",
    units="NM NAUTICAL KM KILOMETRES MILES",
)
_REFERENCE_END = re.compile(
    r"[;:]| (?:WITHIN|WI|IN|INSIDE|WHEN|BELOW|BLW|ABOVE|AT|OVER|DUE|FOR|WHERE|SHOULD|ARE|IS)\b(?! THE BOUND)"
)
_BORDER = re.compile(r"\b(?:BORDERS?|COAST|COASTLINE)\b")
_NEXT_ITEM = re.compile(r", (?:AND )?(?=(?:FIRS?|UIRS?) |[A-Z' -]{2,30} (?:FIR|UIR|\())")
_REFERENCE_LIMIT: Final = 600

_LAND: Final = mark(countries.first_words)
_OF_AIRSPACE = re.compile(
    r"\b(?:AIR ?SPACES?|TERRITOR(?:Y|IES)|SKIES|TERRITORIAL (?:WATERS|SEAS?)|PARTS?|PORTIONS?|PROVINCES?)(?: (?:AND|OR) (?:THE )?(?:AIR ?SPACES?|TERRITOR(?:Y|IES)))?"
    r" (?:OF|OVER|ABOVE|WITHIN)(?: THE)?(?: (?:[A-Z]{4,12} )?(?:REPUBLIC|KINGDOM|STATE|TERRITORY) OF(?: THE)?)? $"
)
_INTO = re.compile(
    r"\b(?:IN|INTO|WITHIN|OVER|ABOVE|ENTER|ENTERING|OVERFLY|OVERFLYING|PENETRATE|PENETRATING)(?: THE)?"
    r"(?: (?:NORTH|SOUTH|EAST|WEST|CENTRAL)-?(?:EAST|WEST)?(?:ERN)?)?(?: (?:REPUBLIC|KINGDOM|STATE) OF(?: THE)?)? $"
)
# The words that can stand last before a country in the patterns above and below; blank is what a dash ends.
_LAST_OF_AIRSPACE: Final = frozenset({"OF", "OVER", "ABOVE", "WITHIN", "THE"})
_LAST_INTO: Final = frozenset(
    {
        "OF",
        "THE",
        "IN",
        "INTO",
        "WITHIN",
        "OVER",
        "ABOVE",
        "ENTER",
        "ENTERING",
        "OVERFLY",
        "OVERFLYING",
        "PENETRATE",
        "",
    }
    | {"PENETRATING", "ERN", "EAST", "WEST", "EASTERN", "WESTERN"}
    | {
        f"{side}{other}{end}"
        for side in ("NORTH", "SOUTH", "EAST", "WEST", "CENTRAL")
        for other in ("", "EAST", "WEST")
        for end in ("", "ERN")
    }
)
_LAST_OF_CAUSE: Final = frozenset({"IN", "BETWEEN", "WITH", "ON", "AGAINST", "FROM", "OVER", "WITHIN", "OF", "THE"})
_LAST_NOT_BEFORE: Final = frozenset(
    {"OF", "WITH", "BETWEEN", "IN", "BY", "THE", "GULF", "SEA", "STRAIT", "STRAITS", "BAY", "COAST", "COASTS", "BORDER"}
    | {"BORDERS", "BOUNDARY", "BOUNDARIES", "FIR", "UIR", "BEHALF", "GOVERNMENT", "AUTHORITIES", "CITIZENS"}
    | {"REGISTERED", "ESTABLISHED", "BASED", "ISSUED", "CERTIFICATE"}
)
_OWNED = re.compile(r"(?:'S?)? ?(?:\([A-Z .]{2,40}\) )?(?:AIR ?SPACES?|TERRITOR(?:Y|IES|IAL))\b")
_ANOTHER = re.compile(r"(?: ?\([^()]{0,60}\))?,? ?(?:AND|OR|/|&)? ?(?:THE )?")
_NOT_AFTER = re.compile(
    r" ?(?:OCEANIC )?(?:FIRS?|UIRS?|FLIGHT INFO|UPPER (?:FLIGHT )?INFO|TMA|CTA|CTR|INTERNATIONAL|AIRPORT|AERODROME|REGISTERED|AIP|-REGISTERED)"
)
_NOT_BEFORE = re.compile(
    r"\b(?:GULF|SEA|STRAITS?|BAY|COASTS?|BORDERS?|BOUNDAR(?:Y|IES)|BY|FIR|UIR|BEHALF|GOVERNMENT|AUTHORITIES|CITIZENS|REGISTERED|ESTABLISHED|BASED|ISSUED|CERTIFICATE)"
    r"(?: (?:OF|WITH|BETWEEN|IN|BY))?(?: THE)? $"
)
# A country that danger comes from, or where a war is fought, is not thereby the airspace.
_CAUSE = re.compile(
    r"\b(?:CONFLICTS?|WARS?|HOSTILITIES|FIGHTING|COMBAT|INVASION|CRISIS|ATTACKS?|STRIKES?) (?:IN|BETWEEN|WITH|ON|AGAINST|FROM|OVER|WITHIN|OF)(?: THE)? $"
    r"|\b(?:LAUNCHED|FIRED|ORIGINAT(?:ING|ED)|EMANAT(?:ING|ED)|COMING|STEMMING|ARISING|ATTACKS?|MISSILES?|DRONES?|ROCKETS?|SPILL-?OVER) (?:FROM|OUT OF|IN)(?: THE)?"
    r"(?: (?:TERRITORY|AIR ?SPACE) OF(?: THE)?)? $"
)


class Place(Value, frozen=True):
    """A FIR (`code`) or a country (`country`, alpha-2) at `start` to `end` of the plain text."""

    start: int
    end: int
    code: str = ""
    country: str = ""


@once
def _references(words: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans whose places are only reference points for a distance, a border or a direction."""
    plain = words.plain
    spans: list[tuple[int, int]] = []
    for found in _REFERENCE.matches(words, start, end):
        if spans and found.start() < spans[-1][1]:
            continue
        limit = min(end, found.end() + _REFERENCE_LIMIT)
        stop = _REFERENCE_END.search(plain, found.end(), limit)
        limit = stop.start() if stop else limit
        border = _BORDER.search(plain, found.start(), found.end() + 24)
        item = _NEXT_ITEM.search(plain, found.end(), limit) if border else None
        spans.append((found.start(), item.start() if item else limit))
    return spans


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    return bool(spans) and any(low <= at < top for low, top in spans)


def places(words: Words, start: int, end: int) -> list[Place]:
    """Return the FIRs and the countries that a phrase names, in order; reference points left out.

    A FIR counts by its code, or by its name where no code stands beside it, a country where its airspace or territory is
    named. What stands around them is read up to the ends of the sentence.
    """
    plain = words.plain
    stop = plain.find(". ", end)
    found = _places(words, plain.rfind(". ", 0, start) + 1, stop + 1 if stop >= 0 else len(plain))
    return [place for place in found if start <= place.start < end] if found else found


def regions(words: Words, start: int, end: int) -> list[Place]:
    """Return the FIRs and UIRs that a phrase names."""
    return [place for place in places(words, start, end) if place.code]


@once
def _places(words: Words, start: int, end: int) -> list[Place]:
    found = _coded(words, start, end)
    if words.present & _FIR_HERE.bit:
        found = [*found, *_named(words, start, end, found)]
    apart = _references(words, start, end) if found and words.present & _REFERENCE.bit else []
    if apart:
        found = [place for place in found if not _within(apart, place.start)]
    states = _states(words, start, end)
    return sorted([*found, *states], key=_by_start) if len(found) + len(states) > 1 else found or states


def _coded(words: Words, start: int, end: int) -> list[Place]:
    """Return the codes of FIRs, reference points among them, and what stands in the place of one.

    A code that names an aerodrome too counts only where a word for a FIR is near, one that is an abbreviation of NOTAM
    (SKED, scheduled) only beside such a word or in brackets.
    """
    plain = words.plain
    found: list[Place] = []
    if words.present & _CODED.bit:
        aerodromes = _aerodromes()
        found += [
            place
            for place in _codes(words)
            if start <= place.start < end
            and (
                place.code not in aerodromes
                or _FIR_NEAR.search(plain[max(start, place.start - _NEAR) : place.end + _NEAR])
            )
            and (place.code != _SCHEDULED or _AS_CODE.search(plain[max(0, place.start - 24) : place.end + 6]))
        ]
    wrong = _wrong_codes(words) if words.present & _WRONG_CODE.bit else None
    if wrong:
        found += [place for low, place in wrong if start <= low and place.end < end]
        found.sort(key=_by_start)
    return found


@once
def _wrong_codes(words: Words) -> list[tuple[int, Place]]:
    """Return what stands in the place of a code in the whole text, with where the words for a FIR before it begin."""
    return [
        (found.start(), Place(start=found.start("code"), end=found.end("code"), code=found["code"]))
        for found in _WRONG_CODE.matches(words)
        if found["code"] not in _NOT_CODES
        and firs.by_code(found["code"]) is None
        and firs.by_name(found["code"]) is None
    ]


@once
def _codes(words: Words) -> list[Place]:
    """Return the codes of the table that stand in the whole text, but for those called an aerodrome's."""
    plain = words.plain
    result: list[Place] = []
    for at in _CODED.everywhere(words):
        found = _CODE.match(plain, at)
        fir = firs.by_code(found[0]) if found else None
        if fir is None or _AERODROME_BEFORE.search(words, max(0, at - 60), at):
            continue
        if fir.kind is not firs.FirKind.PSEUDO or plain[at - 1 : at] == "(":
            result.append(Place(start=at, end=at + 4, code=fir.code))
    return result


@cache
def _aerodromes() -> frozenset[str]:
    return frozenset(fir.code for fir in firs.all_firs() if fir.aerodrome)


def _by_start(place: Place) -> int:
    return place.start


def _named(words: Words, start: int, end: int, coded: list[Place]) -> list[Place]:
    """Return the FIRs that are named beside the word FIR and that no code beside the name stands for."""
    codes = {place.code for place in coded}
    result: list[Place] = []
    for found, forward in _names(words, start, end, coded):
        low, top = found.span("name")
        parts = found["name"].split(" ")
        for count in range(len(parts), 0, -1):
            name = " ".join(parts[:count] if forward else parts[-count:])
            fir = firs.by_name(f"UIR {name}" if "UIR" in found[0][:4] else name)
            if fir is not None and firs.by_code(name) is None:
                at = low if forward else top - len(name)
                if fir.code not in codes and not _close(at, at + len(name), coded):
                    codes.add(fir.code)
                    result.append(Place(start=at, end=at + len(name), code=fir.code))
                break
    return result


def _close(start: int, end: int, coded: list[Place]) -> bool:
    """Return whether a code stands beside a name."""
    return any(start - 12 <= place.start <= end + 50 for place in coded)


def _names(words: Words, start: int, end: int, coded: list[Place]) -> list[tuple[re.Match[str], bool]]:
    """Return what may be the name of a FIR: the words behind FIR or UIR, and the up to four words before it.

    Where a code stands beside even the shortest name there, none is looked for.
    """
    plain = words.plain
    result: list[tuple[re.Match[str], bool]] = []
    behind = start
    for at in _NAME_AFTER.within(words, start, end):
        if at >= behind and not _close(at + 5, at + 6, coded):
            found = _NAME_AFTER.pattern.match(plain, at, end)
            if found:
                result.append((found, True))
                behind = found.end()
    behind = start
    for at in _FIR_HERE.within(words, start, end):
        if at <= behind or plain[at - 1] != " " or not _FIR_HERE.pattern.match(plain, at, end):
            continue
        if _close(at - 3, at - 1, coded):
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
    result: list[Place] = []
    if not words.present & _LAND.bit:
        return result
    plain, letters = words.plain, words.letters
    apart = _references(words, start, end) if words.present & _REFERENCE.bit else []
    for at, stop, alpha2 in lands(words, start, end, demonyms=True):
        if _NOT_AFTER.match(plain, stop) or _within(apart, at):
            continue
        before = letters[letters.rfind(" ", 0, at) + 1 : at] if plain[at - 1 : at] == " " else None
        if before in _LAST_NOT_BEFORE and _NOT_BEFORE.search(plain, max(start, at - 27), at):
            continue
        if before in _LAST_OF_CAUSE and _CAUSE.search(plain, max(start, at - 48), at):
            continue
        if (
            (result and _ANOTHER.fullmatch(plain, result[-1].end, at))
            or _OWNED.match(plain, stop)
            or (before in _LAST_OF_AIRSPACE and _OF_AIRSPACE.search(plain, max(start, at - 80), at))
            or (before in _LAST_INTO and _INTO.search(plain, max(start, at - 48), at))
        ):
            result.append(Place(start=at, end=stop, country=alpha2))
    return result


def lands(words: Words, start: int, end: int, *, demonyms: bool = False) -> list[tuple[int, int, str]]:
    """Return the countries named between two offsets as (start, end, alpha-2), with `demonyms` also by adjectives."""
    if words.spelled:
        named: list[tuple[int, int, str]] = []
        if not words.present & _LAND.bit:
            return named
        for name in _names_and_adjectives(words) if demonyms else _names_alone(words):
            low, top, alpha2 = name
            if low >= end:
                return named
            if low < start < top or top > end:
                break
            if low >= start and alpha2:
                named.append(name)
        else:
            return named
    found = countries.find(words.plain[start:end], demonyms=demonyms)
    return [(start + low, start + top, alpha2) for low, top, alpha2 in found]


@once
def _names_alone(words: Words) -> list[tuple[int, int, str]]:
    return countries.find_at(_heads(words), words.plain)


@once
def _names_and_adjectives(words: Words) -> list[tuple[int, int, str]]:
    return countries.find_at(_heads(words), words.plain, demonyms=True)


@once
def _heads(words: Words) -> list[tuple[int, int, str]]:
    """Return the words at which names of countries may begin: where they begin and end, in small letters."""
    plain, letters = words.plain, words.letters
    result: list[tuple[int, int, str]] = []
    for at in _LAND.everywhere(words):
        end = letters.find(" ", at + 1) - 1
        if plain[at - 1 : at] not in DIGITS and plain[end : end + 1] not in DIGITS:
            result.append((at, end, plain[at:end].lower()))
    return result


def doubts(words: Words) -> list[Diagnostic]:
    """Return what looks wrong about printed FIR codes: unknown, no longer served, or beside another FIR's name.

    A code that was typed with letters of another script in the text as published is one of the doubts.
    """
    plain = words.plain
    coded = _coded(words, 0, len(plain))
    if not coded:
        return []
    apart = _references(words, 0, len(plain))
    printed = plain if words.printed.isascii() else words.printed.upper()
    result: list[Diagnostic] = []
    seen: set[str] = set()
    for place in coded:
        if place.code in seen or _within(apart, place.start):
            continue
        seen.add(place.code)
        fir = firs.by_code(place.code)
        beside = _beside(plain, place)
        if fir is None:
            meant = f"; the FIR named beside it is {beside.code}" if beside else ""
            result.append(_doubt("fir-unknown", place, f"no FIR has the code {place.code}{meant}"))
        elif beside is not None and beside.code != place.code and not _related(fir, beside):
            message = f"{place.code} is {fir.name}, the name beside it is that of {beside.code}"
            result.append(_doubt("fir-name", place, message))
        elif fir.kind is firs.FirKind.DISUSED:
            result.append(_doubt("fir-disused", place, f"{place.code} is not served: {fir.note or fir.kind}"))
        if place.code not in printed:
            result.append(_doubt("fir-letters", place, f"{place.code} is typed with letters of another script"))
    return result


def _doubt(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code=code, item="E", message=message, start=place.start, end=place.end)


def _related(fir: firs.Fir, other: firs.Fir) -> bool:
    return other.code == fir.upper or fir.code == other.upper or any(other.code == r.to for r in fir.relations)


def _beside(plain: str, place: Place) -> firs.Fir | None:
    before = plain[max(0, place.start - 50) : place.start].rstrip(" (-/")
    words = [word for word in _PARTED.split(before)[-4:] if word not in _NOT_NAMES]
    for count in range(min(3, len(words)), 0, -1):
        fir = firs.by_name(" ".join(words[-count:]))
        if fir is not None:
            return fir
    return None

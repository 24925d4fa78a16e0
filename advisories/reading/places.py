"""FIRs and countries that a phrase names, and those it only measures from.

A FIR counts where its code stands, or where its name stands beside FIR, UIR or "flight information region". A code is
given as printed, also where it is wrong; what looks wrong about it is a doubt, never a correction. A place that is only
a reference point ("within 200 NM of the boundary of ...") does not count (EASA CZIB, UK AIP ENR 1.1 section 1.4.5,
KICZ NOTAM). A country counts where its airspace or territory is named, not where a FIR, a sea or an authority has its
name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from advisories.geo import countries, firs
from advisories.model import Value
from advisories.notam.diagnostics import Diagnostic

_CODE = re.compile(r"(?<![A-Z0-9/.@])[A-Z]{2}[A-Z0-9]{2}(?![A-Z0-9@.]\S)(?![A-Z0-9])")
_WRONG_CODE = re.compile(
    r"(?:\b(?:FIRS?|UIRS?)\)?(?: [A-Z'.-]{2,20}){0,4}|\bREGIONS?(?: ?\((?:FIRS?|UIRS?)\))?) ?[(/-] ?"
    r"(?P<code>(?=[A-Z0-9]{0,3}[A-Z])[A-Z0-9]{4})(?= ?[)/])"
)
_FIR_WORD = r"(?:FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|UPPER (?:FLIGHT )?INFORMATION REGIONS?)"
_NAME_WORD = r"(?!(?:AND|OR|FIRS?|UIRS?|WITHIN|IN|THE|BELOW|ABOVE|OF|TO)\b)[A-Z][A-Z'.-]{1,20}"
_NAME_AFTER = re.compile(rf"\b(?:FIRS?|UIRS?) (?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}})")
_NAME_BEFORE = re.compile(rf"\b(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,3}}) (?={_FIR_WORD}\b)")
_AERODROME_BEFORE = re.compile(
    r"\b(?:AERODROMES?|AIRPORTS?|AD|AIRFIELDS?|AIRSTRIPS?)(?: [A-Z'-]{1,20}){0,3} ?\(?(?:[A-Z]{3} ?/ ?)?$"
)
_FIR_NEAR = re.compile(_FIR_WORD + r"\b")
_NEAR: Final = 240
_NOT_CODES: Final = frozenset({"FIRS", "UIRS", "AIRS", "ICAO", "EASA", "CZIB"})

_REFERENCE = re.compile(
    r"\b(?:[0-9]{1,4} ?(?:NM|NAUTICAL MILES?|KM|KILOMET(?:RE|ER)S?|MILES?)(?: RADIUS)? "
    r"(?:OF|FROM|OUTSIDE|AROUND|SURROUNDING|ALONG|BEYOND|EITHER SIDE OF|TO)"
    r"|BOUNDAR(?:Y|IES) (?:OF|WITH|BETWEEN|TO)|BORDERS? (?:OF|WITH|BETWEEN|TO)|BORDERING|ADJACENT TO|NEAREST (?:TO )?"
    r"|CLOSE TO|NEXT TO|VICINITY OF|OUTSIDE(?: OF)?|SURROUNDING|AROUND|NEIGHBOU?RING|NEAR|RELATIVE TO)\b"
)
_REFERENCE_END = re.compile(
    r"[;:]| (?:WITHIN|WI|IN|INSIDE|WHEN|BELOW|BLW|ABOVE|AT|OVER|DUE|FOR|WHERE|SHOULD|ARE|IS)\b(?! THE BOUND)"
)
_BORDER = re.compile(r"\b(?:BORDERS?|COAST|COASTLINE)\b")
_NEXT_ITEM = re.compile(r", (?:AND )?(?=(?:FIRS?|UIRS?) |[A-Z' -]{2,30} (?:FIR|UIR|\())")
_REFERENCE_LIMIT: Final = 600

_OF_AIRSPACE = re.compile(
    r"\b(?:AIR ?SPACES?|TERRITOR(?:Y|IES)|SKIES|TERRITORIAL (?:WATERS|SEAS?)|PARTS?|PORTIONS?|PROVINCES?)(?: (?:AND|OR) (?:THE )?(?:AIR ?SPACES?|TERRITOR(?:Y|IES)))?"
    r" (?:OF|OVER|ABOVE|WITHIN)(?: THE)?(?: (?:[A-Z]{4,12} )?(?:REPUBLIC|KINGDOM|STATE|TERRITORY) OF(?: THE)?)? $"
)
_INTO = re.compile(
    r"\b(?:IN|INTO|WITHIN|OVER|ABOVE|ENTER|ENTERING|OVERFLY|OVERFLYING|PENETRATE|PENETRATING)(?: THE)?"
    r"(?: (?:NORTH|SOUTH|EAST|WEST|CENTRAL)-?(?:EAST|WEST)?(?:ERN)?)?(?: (?:REPUBLIC|KINGDOM|STATE) OF(?: THE)?)? $"
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


class Place(Value, frozen=True):
    """A FIR (`code`) or a country (`country`, alpha-2) at `start` to `end` of the plain text."""

    start: int
    end: int
    code: str = ""
    country: str = ""


def _window(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a phrase, so that one search serves every phrase in it."""
    stop = plain.find(". ", end)
    return (plain.rfind(". ", 0, start) + 1, stop + 1 if stop >= 0 else len(plain))


@lru_cache(maxsize=64)
def _references(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans whose places are only reference points for a distance, a border or a direction."""
    spans: list[tuple[int, int]] = []
    for found in _REFERENCE.finditer(plain, start, end):
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
    return any(low <= at < top for low, top in spans)


def _names_aerodrome(plain: str, found: re.Match[str]) -> bool:
    return bool(_AERODROME_BEFORE.search(plain[max(0, found.start() - 60) : found.start()]))


def regions(plain: str, start: int, end: int) -> list[Place]:
    """Return the FIRs and UIRs named by code, or by name where no code stands beside it; reference points left out."""
    return [place for place in _regions(plain, *_window(plain, start, end)) if start <= place.start < end]


@lru_cache(maxsize=64)
def _regions(plain: str, start: int, end: int) -> tuple[Place, ...]:
    apart = _references(plain, start, end)
    places: list[Place] = []
    for found in _CODE.finditer(plain, start, end):
        fir = firs.by_code(found[0])
        if fir is None or _names_aerodrome(plain, found):
            continue
        near = plain[max(start, found.start() - _NEAR) : found.end() + _NEAR]
        if fir.kind is firs.FirKind.PSEUDO and plain[found.start() - 1 : found.start()] != "(":
            continue
        if not fir.aerodrome or _FIR_NEAR.search(near):
            places.append(Place(start=found.start(), end=found.end(), code=found[0]))
    places += [
        Place(start=found.start("code"), end=found.end("code"), code=found["code"])
        for found in _WRONG_CODE.finditer(plain, start, end)
        if found["code"] not in _NOT_CODES
        and firs.by_code(found["code"]) is None
        and firs.by_name(found["code"]) is None
    ]
    places.sort(key=lambda place: place.start)
    places += _named(plain, start, end, places)
    outside = (place for place in places if not _within(apart, place.start))
    return tuple(sorted(outside, key=lambda place: place.start))


def _named(plain: str, start: int, end: int, coded: list[Place]) -> list[Place]:
    codes = {place.code for place in coded}
    result: list[Place] = []
    for pattern, forward in ((_NAME_AFTER, True), (_NAME_BEFORE, False)):
        for found in pattern.finditer(plain, start, end):
            words = found["name"].split(" ")
            for count in range(len(words), 0, -1):
                chosen = words[:count] if forward else words[-count:]
                name = " ".join(chosen)
                fir = firs.by_name(f"UIR {name}" if "UIR" in plain[found.start() : found.start() + 4] else name)
                if fir is not None and firs.by_code(name) is None:
                    at = found.start("name") if forward else found.end("name") - len(name)
                    close = any(at - 12 <= place.start <= at + len(name) + 50 for place in coded)
                    if fir.code not in codes and not close:
                        codes.add(fir.code)
                        result.append(Place(start=at, end=at + len(name), code=fir.code))
                    break
    return result


def states(plain: str, start: int, end: int) -> list[Place]:
    """Return the countries whose airspace or territory is named; reference points left out."""
    return [place for place in _states(plain, *_window(plain, start, end)) if start <= place.start < end]


@lru_cache(maxsize=64)
def _states(plain: str, start: int, end: int) -> tuple[Place, ...]:
    apart = _references(plain, start, end)
    result: list[Place] = []
    for low, top, alpha2 in countries.find(plain[start:end], demonyms=True):
        at, stop = start + low, start + top
        before = plain[max(start, at - 80) : at]
        if _within(apart, at) or _NOT_AFTER.match(plain, stop) or _NOT_BEFORE.search(before):
            continue
        follows = result and _ANOTHER.fullmatch(plain, result[-1].end, at)
        if follows or _OWNED.match(plain, stop) or _OF_AIRSPACE.search(before) or _INTO.search(before):
            result.append(Place(start=at, end=stop, country=alpha2))
    return tuple(result)


def doubts(plain: str, printed: str, places: list[Place]) -> list[Diagnostic]:
    """Return what looks wrong about printed FIR codes: unknown, no longer served, or beside another FIR's name.

    `printed` is the text as published; a code that was typed with letters of another script is one of the doubts.
    """
    result: list[Diagnostic] = []
    seen: set[str] = set()
    for place in places:
        if not place.code or place.code in seen or plain[place.start : place.end] != place.code:
            continue
        seen.add(place.code)
        fir = firs.by_code(place.code)
        beside = _beside(plain, place)
        if fir is None:
            meant = f"; the FIR named beside it is {beside.code}" if beside else ""
            result.append(_doubt("fir-unknown", place, f"no FIR has the code {place.code}{meant}"))
        elif beside is not None and beside.code != place.code and not _related(fir, beside):
            words = f"{place.code} is {fir.name}, the name beside it is that of {beside.code}"
            result.append(_doubt("fir-name", place, words))
        elif fir.kind is firs.FirKind.DISUSED:
            result.append(_doubt("fir-disused", place, f"{place.code} is not served: {fir.note or fir.kind}"))
        if place.code not in printed.upper():
            result.append(_doubt("fir-letters", place, f"{place.code} is typed with letters of another script"))
    return result


def _doubt(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code=code, item="E", message=message, start=place.start, end=place.end)


def _related(fir: firs.Fir, other: firs.Fir) -> bool:
    return other.code == fir.upper or fir.code == other.upper or any(other.code == r.to for r in fir.relations)


def _beside(plain: str, place: Place) -> firs.Fir | None:
    before = plain[max(0, place.start - 50) : place.start].rstrip(" (-/")
    words = re.split(r"[ ,()/]+", before)[-4:]
    words = [word for word in words if word not in ("FIR", "UIR", "FLIGHT", "INFORMATION", "REGION", "-", "")]
    for count in range(min(3, len(words)), 0, -1):
        fir = firs.by_name(" ".join(words[-count:]))
        if fir is not None:
            return fir
    return None

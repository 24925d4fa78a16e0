"""What looks wrong about the FIR codes of a text. A code is shown as printed whatever is said about it here."""

from __future__ import annotations

from typing import Final

from advisories.geo import firs
from advisories.notam.diagnostics import Diagnostic
from advisories.reading.places import Place, all_coded, references, within
from advisories.reading.words import Words

_NOT_NAMES: Final = frozenset({"FIR", "UIR", "FLIGHT", "INFORMATION", "REGION", "-"})


def doubts(words: Words) -> list[Diagnostic]:
    """Return what looks wrong about printed FIR codes: unknown, no longer served, or beside another FIR's name.

    A code that was typed with letters of another script in the text as published is one of the doubts.
    """
    plain = words.plain
    # What is printed in ASCII holds no letters of another script.
    scripts = not words.printed.isascii()
    printed = words.printed.upper() if scripts else plain
    found: list[tuple[Place, firs.Fir | None, firs.Fir | None]] = []
    doubted = False
    for place in all_coded(words):
        fir = firs.by_code(place.code)
        beside = _beside(plain, place, fir)
        found.append((place, fir, beside))
        doubted = doubted or (scripts and place.code not in printed) or _is_doubted(fir, beside)
    if not doubted:
        return []
    apart = references(words, 0, len(plain))
    result: list[Diagnostic] = []
    seen: set[str] = set()
    for place, fir, beside in found:
        if place.code in seen or within(apart, place.start):
            continue
        seen.add(place.code)
        if fir is None:
            meant = f"; the FIR named beside it is {beside.code}" if beside else ""
            result.append(_doubt("fir-unknown", place, f"no FIR has the code {place.code}{meant}"))
        elif beside is not None and beside.code != place.code and not _related(fir, beside):
            message = f"{place.code} is {fir.name}, the name beside it is that of {beside.code}"
            result.append(_doubt("fir-name", place, message))
        elif fir.kind is firs.FirKind.DISUSED:
            result.append(_doubt("fir-disused", place, f"{place.code} is not served: {fir.note or fir.kind}"))
        if scripts and place.code not in printed:
            result.append(_doubt("fir-letters", place, f"{place.code} is typed with letters of another script"))
    return result


def _is_doubted(fir: firs.Fir | None, beside: firs.Fir | None) -> bool:
    """Return whether anything looks wrong about a code by itself, wherever it stands."""
    if fir is None or fir.kind is firs.FirKind.DISUSED:
        return True
    return beside is not None and beside is not fir and not _related(fir, beside)


def _doubt(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code=code, item="E", message=message, start=place.start, end=place.end)


def _related(fir: firs.Fir, other: firs.Fir) -> bool:
    return other.code == fir.upper or fir.code == other.upper or any(other.code == r.to for r in fir.relations)


def _beside(plain: str, place: Place, fir: firs.Fir | None) -> firs.Fir | None:
    """Return the FIR whose name stands before a code, that of the code itself first."""
    before = plain[max(0, place.start - 50) : place.start].rstrip(" (-/")
    if fir is not None and before.endswith(fir.name.upper()):
        return fir
    before = before.replace(",", " ").replace("(", " ").replace(")", " ").replace("/", " ")
    name = [word for word in before.split()[-4:] if word not in _NOT_NAMES][-3:]
    while name:
        fir = firs.by_name(" ".join(name))
        if fir is not None:
            return fir
        del name[0]
    return None

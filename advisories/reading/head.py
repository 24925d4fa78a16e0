"""The head of a NOTAM in the format of the ICAO: its number, the qualifiers (Q), where and when (A to D), up to item E.

Item E is the text. What stands in the head is no area and no list of airspaces of the text; the FIRs of item A answer for
an instruction of a text that names no FIR or country, and one of them for the area of such a text (ICAO Annex 15,
Appendix 6).
"""

from __future__ import annotations

import re
from typing import Final

from advisories.geo import firs
from advisories.reading.places import places
from advisories.reading.words import Words

_CODES: Final = r"(?P<{}>(?:[A-Z]{{4}}\b[\s,/]{{0,3}}){{1,40}})"
_START: Final = re.compile(
    r"(?:^\(?(?:[A-Z]{4}[- ])?[A-Z][0-9]{4}/[0-9]{2}\b[^.()]{0,80}?"
    r"|\b[A-Z][0-9]{4}/[0-9]{2} NOTAM[NRC]?\b(?: [A-Z][0-9]{4}/[0-9]{2}\b)?[\s|]{1,6})?"
    r"(?:\bA\)\s{0,3}" + _CODES.format("first") + r")?\bQ\)\s{0,3}[A-Z]{4}\s?/\s?Q[A-Z]{0,4}\s{0,3}/",
    re.IGNORECASE,
)
_TEXT: Final = re.compile(r"(?<![A-Z0-9(])E\)|\bQ\)", re.IGNORECASE)
_PLACE: Final = re.compile(r"(?<![A-Z0-9(])A\)\s{0,3}" + _CODES.format("codes"), re.IGNORECASE)
_LONGEST: Final = 1500
_AREA: Final = re.compile(r"\bAREAS?\b|\b[0-9]{2}[0-9 .]{0,9}[NS]\b|\b[0-9]{4,6}[NS]|\b[NS][0-9]{4,6}")


def without_head(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with blanks in the place of the heads of NOTAM, of the same length, and their items A if these are FIRs."""
    pieces: list[str] = []
    codes: list[str] = []
    at = 0
    for found in _START.finditer(text):
        end = _TEXT.search(text, found.end(), found.end() + _LONGEST)
        if found.start() < at or end is None or end[0][0] not in "Ee":
            continue
        place = _PLACE.search(text, found.end(), end.start())
        codes += (
            (found["first"] or (place["codes"] if place else "")).upper().replace(",", " ").replace("/", " ").split()
        )
        pieces += [text[at : found.start()], " " * (end.end() - found.start())]
        at = end.end()
    named = tuple(dict.fromkeys(codes))
    known = all(firs.by_code(code) is not None for code in named)
    return "".join([*pieces, text[at:]]) if pieces else text, named if known else ()


def names_land(words: Words) -> bool:
    """Return whether a text names a FIR or a country."""
    return bool(places(words, 0, len(words.plain)))


def names_area(words: Words) -> bool:
    """Return whether a text names an area or coordinates."""
    return _AREA.search(words.plain) is not None

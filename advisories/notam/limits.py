"""Items F and G: the vertical limits, each with its own unit and datum (ICAO Annex 15, items F and G)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from advisories.model import Datum, Level

_DATUMS: Final = {
    "": Datum.UNSTATED,
    "AMSL": Datum.AMSL,
    "MSL": Datum.AMSL,
    "ALT": Datum.AMSL,
    "AGL": Datum.AGL,
    "SFC": Datum.AGL,
    "GND": Datum.AGL,
    "ASFC": Datum.AGL,
    "AAL": Datum.UNSTATED,
}
SURFACE: Final = Level(datum=Datum.SFC)
UNLIMITED: Final = Level(datum=Datum.UNL)
SEA_LEVEL: Final = Level(datum=Datum.AMSL, unit="FT")
_WORDS: Final = {
    "SFC": SURFACE,
    "GND": SURFACE,
    "GROUND": SURFACE,
    "SURFACE": SURFACE,
    "MSL": SEA_LEVEL,
    "AMSL": SEA_LEVEL,
    "UNL": UNLIMITED,
    "UNLTD": UNLIMITED,
    "UNLIM": UNLIMITED,
    "UNLIMITED": UNLIMITED,
}

# Every repetition is bounded, so that matching takes time linear in the text. Item G may follow without a space.
_EDGE: Final = r"(?:(?![A-Z0-9])|(?=G\s?\)))"
_DATUM: Final = rf"(?:AMSL|MSL|AGL|ASFC|SFC|GND|ALT|AAL){_EDGE}"
_UNIT: Final = rf"(?:FT|FEET|METERS|METRES|M)(?:(?![A-Z])|(?={_DATUM})|(?=G\s?\)))"
_NUMBER: Final = r"\d{1,6}(?:[ ,.]\d{3}(?!\d))?(?:\.\d{1,2})?"
# The same height in the other unit, in brackets or behind a stroke: 12 200 M (40 000 FT) AMSL.
_OTHER: Final = rf"(?:(?:\(\s?{_NUMBER}\s?(?:FT|FEET|M)\s?\)|/\s?{_NUMBER}\s?(?:FT|FEET|M)(?![A-Z]))\s{{0,3}})?"
PATTERN: Final = (
    rf"(?:(?:SFC|GND|A?MSL|GROUND|SURFACE|UNL(?:TD|IM|IMITED)?){_EDGE}"
    r"|FL\s{0,3}\d{1,3}(?!\d)"
    rf"|{_NUMBER}\s{{0,3}}(?:{_UNIT})?\.?\s{{0,3}}{_OTHER}(?:\(?{_DATUM}\)?)?)"
)
_FLIGHT_LEVEL: Final = re.compile(r"FL\s{0,3}(\d{1,3})", re.ASCII)
_HEIGHT: Final = re.compile(rf"({_NUMBER})\s{{0,3}}({_UNIT})?\.?\s{{0,3}}{_OTHER}(?:\(?({_DATUM})\)?)?", re.ASCII)
_THOUSANDS: Final = re.compile(r"(?<=\d)[ ,.](?=\d{3}(?!\d))")


@lru_cache(maxsize=4096)
def read_level(words: str) -> Level | None:
    """Read one limit such as `SFC`, `FL195`, `2500FT AMSL` or `900M AGL`; None where it is not one.

    A number keeps the unit and datum printed with it. Where none is printed the unit is empty and the datum unstated.
    """
    text = " ".join(words.upper().split()).strip(" .,;")
    fixed = _WORDS.get(text)
    if fixed is not None:
        return fixed
    level = _FLIGHT_LEVEL.fullmatch(text)
    if level:
        return Level(datum=Datum.FL, value=float(level[1]))
    height = _HEIGHT.fullmatch(text)
    if not height:
        return None
    unit = "" if height[2] is None else "FT" if height[2][0] == "F" else "M"
    return Level(datum=_DATUMS[height[3] or ""], value=float(_THOUSANDS.sub("", height[1])), unit=unit)

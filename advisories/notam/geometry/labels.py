"""What is printed with a shape beside its positions: its name, and the levels it has to itself."""

from __future__ import annotations

import re
from typing import Final

from advisories.notam.geometry import words

_LEAST_NAME: Final = 3
_SHORTEST_LEVELS: Final = len("SFC-UNL")
# "MAX HGT 83FT AGL/160FT AMSL": how high something stands, not from where to where an area reaches.
_TALL: Final = re.compile(r"(?:HGT|HEIGHT|ELEV[A-Z]{0,6}|UP\sTO|MAX)[\s:=]{0,3}$")
_TALL_LEAD: Final = 16
_HEIGHT: Final = re.compile(r"([\d,]{1,7})\s?(FT|M)\s?\(?(?:(AGL|ASFC)|(AMSL|MSL))?")


def name(lead: str) -> str:
    """Return the name or number of an area that the words before it end with, empty where they give none."""
    if len(lead) <= _LEAST_NAME:
        return ""
    found = ""
    if words.DESIGNATED.search(lead) or words.TITLED.search(lead):
        for match in words.NAME.finditer(lead):
            found = (match[1] or match[2]).strip()
    if found or not (")" in lead or "." in lead):
        return found
    item = words.ITEM.search(lead)
    return item[1] if item else ""


def levels(text: str, start: int, end: int) -> tuple[str, str] | None:
    """Return the lower and upper limit that stand behind a shape, as printed; one height said in two ways is none."""
    if end - start < _SHORTEST_LEVELS:
        return None
    match = words.LEVELS.search_between(text, start, end)
    while match is not None and _is_one_height(text, match):
        match = words.LEVELS.pattern.search(text, match.end(), end)
    return None if match is None else (match[1], match[3])


def _is_one_height(text: str, match: re.Match[str]) -> bool:
    """Return whether two heights are one: in metres and feet, above the ground and above the sea, or its top and foot."""
    if not (match[1][0].isdigit() and match[3][0].isdigit()):
        return False
    tall = _TALL.search(text, max(0, match.start() - _TALL_LEAD), match.start()) is not None
    lower, upper = _HEIGHT.match(match[1]), _HEIGHT.match(match[3])
    if lower is None or upper is None or (match[2] != "/" and not tall):
        return False
    if lower[2] != upper[2] or (lower[3] and upper[4]) or (lower[4] and upper[3]):
        return True
    return (tall and match[2] == "/") or _number(lower[1]) > _number(upper[1])


def _number(figures: str) -> int:
    return int(figures.replace(",", ""))

"""What is printed with a shape beside its positions: its name, and the levels it has to itself."""

from __future__ import annotations

from typing import Final

from advisories.notam.geometry import words

_LEAST_NAME: Final = 3
_SHORTEST_LEVELS: Final = len("SFC-UNL")


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
    """Return the lower and upper limit that stand behind a shape, as printed; one height in feet and metres is none."""
    if end - start < _SHORTEST_LEVELS:
        return None
    match = words.LEVELS.search_between(text, start, end)
    if match is None or (match[2] == "/" and {match[1][-1], match[3][-1]} == {"M", "T"}):
        return None
    return match[1], match[3]

"""Sizes in words: how large, and beside it the words that make it a radius, a half width, a width, a diameter."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from advisories.geo.shapes import Length

UNIT: Final = r"(?:NMI?|N\.M\.|NAUTICAL\s?MILES?|MILES?|MN|KMS?|KILOMET(?:RE|ER|RO)S?|MTRS?|MTS?|MET(?:RE|ER|RO)S?|M|FT|FEET|SM|STATUTE\s?MILES?)"
NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})(?=\s?(?:M|FT)\b)|\d{1,5}(?:[.,]\d{1,4})?|[.,]\d{1,3})"
LENGTH: Final = rf"(?:{NUMBER}\s{{0,2}}-?{UNIT}(?![A-Z])|{NUMBER}\s?(?:NM|KM|M)(?=CENT|FROM|OF\s|RADIUS))"
RADIUS_WORD: Final = r"(?:R\s?ADIUS|RADII|RADIJ|PROMIEN\w{0,2}|YARI\s?CAP\w{0,4}|POLUMJER\w{0,2}|RAIDUS|RAADIUS|RADUIS|RADIU|RAYON|RADIO|RAGGIO|RAIO|RDO|RAD)"
_FILL: Final = r"(?:\s|[:=,(\-]|OF|IS|DE|UP\s?TO|WITH|MAX(?:IMUM)?|ABOUT|APP?ROX(?:IMATELY)?|NOT\sEXCEEDING|A|THE){0,6}"

# How large: a length, and beside it the words that make it a radius, a half width ("side"), a width, a diameter.
# The number is looser than NUMBER here: a search for plain signs skips from one to the next.
_SIZE: Final = re.compile(
    rf"[0-9.,](?<![0-9.,]{{2}})[0-9.,]*+\s{{0,2}}-?(?:{UNIT}(?![A-Z])|(?:NM|KM|M)(?=CENT|FROM|OF\s|RADIUS))"
)
_BEHIND: Final = re.compile(
    r"[\s\-:]{0,3}(?:\([^)]{1,20}\)\s?)?(?:"
    r"(?P<side>(?:RADIUS\s)?OF\s(?:(?:THE|AN?|FLW|FOLLOWING)\s)?(?:STRAIGHT\s)?(?:ROUTE|TRACK|LINE|COURSE|CENT(?:RE|ER)\s?LINE)(?![A-Z])"
    r"|(?:(?:ON|TO)\s)?(?:EITHER|EACH|BOTH)\s{0,2}SIDES?|(?:TO\s)?(?:THE\s)?(?:LEFT|RIGHT)\s(?:AND|/)\s?(?:LEFT|RIGHT)(?![A-Z]))"
    r"|(?P<half>(?:(?:ON|TO)\s)?(?:THE\s)?(?:NORTH|SOUTH|EAST|WEST|LEFT|RIGHT|[NS][EW]|[NSEW])[A-Z]{0,7}\sSIDE\sOF\s(?:(?:THE|AN?|FLW)\s)?(?:STRAIGHT\s)?(?:LINE|TRACK|ROUTE)(?![A-Z]))"
    r"|(?P<width>WIDE|(?:IN\s)?WIDTH)|(?P<across>(?:IN\s)?DIAMETER)"
    rf"|(?P<radius>(?:(?:OF|IN|DE|A)\s)?(?:{RADIUS_WORD}|CIRCLE)(?![A-Z])|\.\sRADIUS(?=\s(?:CENT|OF\s|AROUND))|(?:AROUND|ARND|AUTOUR|ALREDEDOR))"
    r"|(?P<about>(?:OF|ON\sPSN|PSN|FM|FROM|AROUND|ARND|ABOUT|CENT|CERCA|AUTOUR|[NS]?\d{4})))"
)
_BEFORE: Final = re.compile(
    rf"(?:(?P<side>(?:EITHER|EACH|BOTH)\s{{1,2}}SIDES?\s{{0,2}}(?:OF|BY|WITH|AT)?)|(?P<width>WIDTH{_FILL})|(?P<across>DIAMETER{_FILL})"
    rf"|(?P<radius>(?<![A-Z])(?:(?:{RADIUS_WORD}(?![A-Z])|R\s?[=:]|R){_FILL}|AFFECT\s(?:ACFT|AIRCRAFT)\s(?:WI|WITHIN)))"
    r"|(?P<about>(?<![A-Z])(?:WI|WITHIN|CIRCLE(?:\sOF)?|CIRCULAR\sAREA(?:\sOF)?|CERCLE\sDE|CIRCULO\sDE)(?:\sA)?))\s{0,3}$"
)
# "UAS OPR 250M OF PSN 531406N": the word for "within" is left out.
_OF_A_POSITION: Final = re.compile(r"\s{0,2}OF\s(?:PSN\s|POSITION\s)?[NS]?\d{4}")
# What is measured beside a line: to both sides, to one side ("half"), from edge to edge.
_BESIDE: Final = ("side", "half", "width")
# "BELOW 1500FT AROUND": a level, not a radius.
_HEIGHTS: Final = ("FT", "M")
_LEVELS: Final = ("BELOW", "BLW", "ABOVE", "ABV")
# A diameter that small is a balloon's or a tank's, not that of an area.
_BALLOON_M: Final = 30.0
_FIGURE: Final = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?|[.,]\d{1,4}")
_LENGTH_PARTS: Final = re.compile(rf"({NUMBER})\s{{0,2}}-?({UNIT})")
ANY_LENGTH: Final = re.compile(rf"(?<![\d.]){LENGTH}")

_UNITS: Final = {"N": "NM", "K": "KM", "F": "FT", "S": "SM"}


class Measured(NamedTuple):
    """A size found in words: `kind` is side, half, width or radius; `length` as printed; the span of the words."""

    kind: str
    length: Length
    start: int
    end: int


def number(words: str) -> float:
    """Return the first number in `words` ("5,9", ".65"); 0 where there is none."""
    match = _FIGURE.search(words)
    return float(match.group().replace(",", ".")) if match else 0.0


def length(words: str) -> Length:
    """Return the distance that `words` print ("5,9 NM", "1,330M", ".65NM")."""
    match = _LENGTH_PARTS.search(words)
    assert match is not None
    return _length(match)


def _length(parts: re.Match[str]) -> Length:
    figure, unit = parts.groups()
    head, comma, tail = figure.replace(",", ".").partition(".")
    short = "NM" if unit[:2] in ("MN", "MI") else _UNITS.get(unit[0], "M")
    # A distance in metres or feet has no thousandths: 1,330M and 1.500M are thousands.
    thousands = comma and len(tail) == 3 and head not in ("", "0") and short in ("M", "FT")
    return Length(value=float(head + tail) if thousands else float(f"{head or 0}.{tail or 0}"), unit=short)


def measures(text: str, start: int, end: int) -> list[Measured]:
    """Return the sizes worded between `start` and `end` of `text`, in order."""
    found: list[Measured] = []
    for match in _SIZE.finditer(text, start, end):
        first, last = match.span()
        behind = _BEHIND.match(text, last, min(end + 4, len(text)))
        kind = behind.lastgroup if behind else None
        if behind is not None and kind != "about":
            last = behind.end()
        else:
            kind, first = _led(text, max(start, first - 30), match.span(), kind)
            if kind is None:
                continue
        printed = match.group()
        parts = _LENGTH_PARTS.fullmatch(printed) or _LENGTH_PARTS.fullmatch(printed.lstrip(".,"))
        if parts is None:
            continue
        size = _length(parts)
        if size.unit in _HEIGHTS and text[max(start, match.start() - 7) : match.start()].rstrip().endswith(_LEVELS):
            continue
        if kind == "across" and size.metres < _BALLOON_M:
            continue
        if kind in ("across", "width"):
            size = Length(value=size.value / 2, unit=size.unit)
        if size.value > 0:
            found.append(Measured(kind if kind in _BESIDE else "radius", size, first, min(last, end)))
    return found


def _led(text: str, start: int, span: tuple[int, int], kind: str | None) -> tuple[str | None, int]:
    """Return the kind of a size by the words before it, None where they do not make it one, and where they begin.

    `kind` is what the words behind it say.
    """
    first, last = span
    before = _before(text[start:first])
    if before is None:
        return (kind if kind == "about" and _OF_A_POSITION.match(text, last) else None), first
    if before.lastgroup == "about" and kind != "about":
        return None, first
    return before.lastgroup, first - (before.end() - before.start())


def _before(said: str) -> re.Match[str] | None:
    """Return the words before a size that make it one, at the end of what is said."""
    at = said.rfind("RADIUS")
    if at >= 0 and (found := _BEFORE.search(said, at)):
        return found
    # All of these words have one of these in them; the search is slow to miss.
    if "R" in said or "WI" in said or "SIDE" in said or "CAP" in said:
        return _BEFORE.search(said)
    return None

"""Positions in aeronautical text: every notation in use → decimal degrees (WGS 84, north and east positive).

Rules: ICAO Annex 15 and Doc 8126 (DDMM, DDMMSS, decimals of the last unit, hemisphere behind), FAA Order 7930.2 (the
same, glued), and what States really print: the hemisphere in front, degree signs, dashes, blanks, numbers broken over
lines, decimal commas, decimals without a point.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from advisories.geo.positions import DEGREES, MINUTES, NOTHING_BETWEEN, Position, uniform_positions


class Misprint(NamedTuple):
    """Characters shaped like a position that cannot be one (61 minutes, 95 degrees): the span and what is wrong."""

    start: int
    end: int
    why: str


# Between latitude and longitude: little more than a blank, a comma, a slash, a dash, or the word itself.
_GAP = r"[\s,;/_.:()\-]{0,5}(?:LON(?:G(?:ITUDE)?)?[\s.:=]{0,3}|AND\s{1,3})?"
_FRACTION = r"(?:\s{0,2}[.,]\s?\d(?:\s{0,2}\d){0,7})?"
_TAIL = r"(?:[.,]\d{1,8})?"
_END = r"(?!\d)"
# A side may touch the next word (1032000EPOINT B); one that stands apart must not be that word's own first letter.
_EAST = r"(?:[EW]|\s{1,3}[EW](?![A-Z]))"


def _digits(count: int) -> str:
    """Return a pattern for so many digits, which a line break or blanks may part."""
    return rf"\d(?:\s{{0,3}}\d){{{count - 1}}}"


# Degrees, minutes and seconds kept apart by signs, dashes or blanks.
_DEGREE = r"\s?(?:°|DEG(?:REES?)?|[-:*])\s{0,2}"
_MINUTE = r"\s?(?:'(?!')|MIN(?:UTES?)?|[-:])\s{0,2}"
_SECOND = r"\s?(?:\"|''|SEC(?:ONDS?)?)?"
_SIGNED = (
    rf"\d{{1,3}}(?:{_DEGREE}\d{{1,2}}(?:[.,]\d{{1,6}})?(?:{_MINUTE}(?:\d{{1,2}}(?:[.,]\d{{1,6}})?)?{_SECOND})?"
    rf"|\s{{1,2}}\d{{2}}(?:[.,]\d{{1,6}})?(?:(?:\s{{1,2}}|{_MINUTE})\d{{2}}(?:[.,]\d{{1,6}})?{_SECOND})?)"
)
_DECIMAL = r"\d{1,3}[.,]\d{1,8}\s?(?:°|DEG(?:REES?)?)?"

# 513206N 0000059W: nineteen of twenty positions. Its halves are of one fineness, so it cannot hide a broken number.
# It begins with a plain digit, so that the search can skip to one.
_COMMON: Final = re.compile(
    rf"\d(?<!\d\d)(?:\d{{5}}{_TAIL}\s?([NS])[\s,/\-]{{0,4}}(\d{{7}}{_TAIL})|\d{{3}}([NS])[\s,/\-]{{0,4}}(\d{{5}}))([EW]|\s[EW](?![A-Z]))"
)
# What is left beside the common ones calls for every notation.
# The search skips from figure to figure: a side right before it and a second figure behind, or a side behind it.
_MORE: Final = re.compile(
    r"[0-9](?:(?![0-9])(?:[\s\"'°.]{0,3}+[NSEW](?![A-Z])|\s?SEC)"
    r"|(?<=[NSEW\s].)(?=[0-9])(?:(?<=[NSEW].)(?<![A-Z][NSEW].)|(?<=[NSEW]\s.)(?<![A-Z][NSEW]\s.)"
    r"|(?<=[NSEW]\s\s.)(?<![A-Z][NSEW]\s\s.)|(?<=[NSEW]\s\s\s.)(?<![A-Z][NSEW]\s\s\s.)))"
)
# Every position has both of these; the names of routes (W17, N884) are one of them alone.
_BESIDE = r"(?:[\d\"'°*:\-]|DEG(?:REES?)?|MIN(?:UTES?)?|SEC(?:ONDS?)?)\s{0,3}"
_NORTHING: Final = re.compile(rf"{_BESIDE}[NS]|[NS]\s{{0,3}}\d")
_EASTING: Final = re.compile(rf"{_BESIDE}[EW]|[EW]\s{{0,3}}\d")
# Nothing common has its side before its figures.
_LETTER_BEFORE: Final = re.compile(r"[NS][0-9]{4}")
_FIGURE_FIRST: Final = (
    rf"(?P<a>(?P<a1>(?:\d{{4}}|\d{{6}}){_TAIL})\s{{0,2}}(?P<a2>[NS])[NS]?{_GAP}"
    rf"(?P<a3>\d{{4,7}}{_TAIL})(?P<a4>{_EAST}))"
    # the same, numbers broken by a line: both halves must be of one fineness
    rf"|(?P<c>(?P<c1>{_digits(6)}{_FRACTION})\s{{0,3}}(?P<c2>[NS]){_GAP}"
    rf"(?P<c3>{_digits(7)}{_FRACTION})(?P<c4>{_EAST}))"
    rf"|(?P<d>(?P<d1>{_digits(4)}{_FRACTION})\s{{0,3}}(?P<d2>[NS]){_GAP}"
    rf"(?P<d3>{_digits(5)}{_FRACTION})(?P<d4>{_EAST}))"
    # 39°56'00"N 119°21'00"E, 39-56-00N, 39 56 00 N, 51.5074N; 14N062W
    rf"|(?<![.,])(?P<g>(?P<g1>{_SIGNED}|{_DECIMAL})\s?(?P<g2>[NS]){_GAP}(?P<g3>{_SIGNED}|{_DECIMAL})(?P<g4>{_EAST}))"
    rf"|(?<![.,])(?P<h>(?P<h1>\d{{2}})\s?(?P<h2>[NS])[\s,/\-]{{0,2}}(?P<h3>\d{{3}})\s?(?P<h4>[EW])(?![A-Z]))"
    # 52251612N016484567E: hundredths of seconds without a point
    rf"|(?P<j>(?P<j1>\d{{8}})\s?(?P<j2>[NS]){_GAP}(?P<j3>\d{{9}})(?P<j4>{_EAST}))"
)
_LETTER_FIRST: Final = (
    # N395600E1192100
    rf"(?P<b>(?P<b2>[NS])\s?(?P<b1>(?:\d{{4}}|\d{{6}}){_TAIL}){_GAP}"
    rf"(?P<b4>[EW])\s?(?P<b3>\d{{4,7}}{_TAIL}){_END})"
    rf"|(?P<e>(?P<e2>[NS])\s{{0,3}}(?P<e1>{_digits(6)}{_FRACTION}){_GAP}"
    rf"(?P<e4>[EW])\s{{0,3}}(?P<e3>{_digits(7)}{_TAIL}){_END})"
    rf"|(?P<f>(?P<f2>[NS])\s{{0,3}}(?P<f1>{_digits(4)}{_FRACTION}){_GAP}"
    rf"(?P<f4>[EW])\s{{0,3}}(?P<f3>{_digits(5)}{_TAIL}){_END})"
    # N39°56'00" E119°21'00", N 39 56 00 E 119 21 00
    rf"|(?P<i>(?<!\d)(?P<i2>[NS])\s?(?P<i1>{_SIGNED}|{_DECIMAL}){_GAP}(?P<i4>[EW])\s?(?P<i3>{_SIGNED}|{_DECIMAL}){_END})"
    rf"|(?P<k>(?P<k2>[NS])\s?(?P<k1>\d{{8}}){_GAP}(?P<k4>[EW])\s?(?P<k3>\d{{9}}){_END})"
    # E0910807N293931: longitude first
    rf"|(?P<l>(?P<l4>[EW])\s?(?P<l3>(?:\d{{5}}|\d{{7}}){_TAIL})[\s,;/\-]{{0,4}}"
    rf"(?P<l2>[NS])\s?(?P<l1>(?:\d{{4}}|\d{{6}}){_TAIL}){_END})"
)
# A position begins with a figure that a side follows, or DEG, MIN or SEC, with only signs between; or with a side and a
# figure.
_PAIR: Final = re.compile(
    rf"(?=[\dNSEW])(?:(?=\d)(?<!\d)(?=[\d\s.,'\"°*:\-]{{1,90}}+[NSDM])(?:{_FIGURE_FIRST})"
    rf"|(?=[NSEW]\s{{0,3}}\d)(?<![A-Z])(?:{_LETTER_FIRST}))"
)
_SIXTY: Final = "60 minutes or more, or above 60 seconds"
_NUMBERS: Final = re.compile(r"\d+(?:[.,]\d+)?")
_BLANKS: Final = re.compile(r"\s+")

# A text without this holds no position: a digit beside N or S, and a digit beside E or W after it.
# The search skips from figure to figure.
_HINT: Final = re.compile(
    r"[0-9](?:(?![0-9])(?:[\s\"'°.]{0,3}+[NS][NS\s\d,;/_.:()\-L]|\s?SEC[A-Z]{0,4}\s?[NS](?![A-Z]))"
    r"|(?<=[NSEW\s].)(?=[0-9])(?:(?<=[NS].)(?<![A-Z][NS].)|(?<=[NS]\s.)(?<![A-Z][NS]\s.)"
    r"|(?=[0-9]{4})(?:(?<=[EW].)(?<![A-Z][EW].)|(?<=[EW]\s.)(?<![A-Z][EW]\s.))))"
)
# Left over beside the positions: a latitude or longitude whose other half could not be read.
_HALF: Final = re.compile(
    r"[0-9NSEW](?<![0-9A-Z.+].)(?:(?<=\d)(?:\d{4,6}(?:[.,]\d{1,6})?\s?[NS](?![A-Z])|\d{5,7}(?:[.,]\d{1,6})?\s?[EW](?![A-Z]))"
    r"|(?<=[NS])\d{6}(?!\w)|(?<=[EW])\d{7}(?!\w))"
)
_SHORTEST_HALF: Final = 6


def _glued(digits: str, whole: int, *, hundredths: bool = False) -> float:
    """Return degrees from DD, DDMM, DDMMSS (`whole` degree digits: 2 or 3) with decimals of the last unit.

    Seconds rounded up to 60 are the next minute.

    Raises:
        ValueError: minutes of 60 or more, seconds above 60, or a length that is no notation.
    """
    if not hundredths:
        minutes_of = MINUTES.get(digits[whole:])
        degrees = DEGREES.get(digits[:whole])
        if minutes_of is not None and degrees is not None:
            return degrees + minutes_of
    head, _, tail = digits.replace(",", ".").partition(".")
    if hundredths:
        head, tail = head[:-2], head[-2:]
    size = len(head)
    # One leading zero of a longitude is often left out: 705653W. Where two are left it was another figure.
    if whole == 3 and size in (4, 6):
        if head.startswith("00"):
            raise ValueError("a longitude that lacks a figure")
        whole = 2
    if size == whole:
        return float(f"{head}.{tail or 0}")
    minutes = int(head[whole : whole + 2])
    if size == whole + 2:
        value = float(f"{minutes}.{tail}") if tail else float(minutes)
        seconds = 0.0
    elif size == whole + 4:
        seconds = float(f"{head[whole + 2 :]}.{tail}") if tail else float(head[whole + 2 :])
        value = minutes + seconds / 60
    else:
        raise ValueError("not a number of degrees, minutes and seconds")
    if minutes >= 60 or seconds > 60:
        raise ValueError(_SIXTY)
    return int(head[:whole]) + value / 60


def _parted(words: str) -> float:
    """Return degrees from numbers kept apart: degrees, minutes, seconds, the last of them with decimals.

    Seconds rounded up to 60 are the next minute.

    Raises:
        ValueError: minutes of 60 or more, or seconds above 60.
    """
    parts = [float(number.replace(",", ".")) for number in _NUMBERS.findall(words)]
    if any(part >= 60 for part in parts[1:2]) or any(part > 60 for part in parts[2:]):
        raise ValueError(_SIXTY)
    return sum(part / size for part, size in zip(parts, (1.0, 60.0, 3600.0), strict=False))


def _read(kind: str, latitude: str, longitude: str) -> tuple[float, float]:
    if kind in "abl":
        if (
            len(longitude.partition(".")[0].partition(",")[0]) == 6
            and len(latitude.partition(".")[0].partition(",")[0]) != 6
        ):
            raise ValueError("a longitude of six digits beside a latitude of four")
        return _glued(latitude, 2), _glued(longitude, 3)
    if kind in "cdef":
        return _glued(_BLANKS.sub("", latitude), 2), _glued(_BLANKS.sub("", longitude), 3)
    if kind in "jk":
        return _glued(latitude, 2, hundredths=True), _glued(longitude, 3, hundredths=True)
    return _parted(latitude), _parted(longitude)


def hinted(text: str) -> bool:
    """Return whether upper-case `text` may hold a position; False is certain."""
    return _HINT.search(text) is not None


def find_positions(text: str) -> tuple[list[Position], list[Misprint]]:
    """Return the positions printed in upper-case `text`, in order, and what is shaped like one but is none.

    Latitude and longitude are decimal degrees, WGS 84, north and east positive. Nothing is repaired: 61 minutes, 95
    degrees, half of a position are a `Misprint`. Figures are those of ASCII. Linear in the length of the text; never
    raises on text.
    """
    found, rest = uniform_positions(text)
    if found and not _holds_more(rest):
        return found, []
    return (None if _LETTER_BEFORE.search(text) else _common_positions(text)) or all_positions(text)


def _holds_more(rest: str) -> bool:
    """Return whether what is left of a text beside its common positions may hold other ones, or half of one."""
    if not _MORE.search(rest):
        return False
    return (_NORTHING.search(rest) is not None and _EASTING.search(rest) is not None) or _HALF.search(rest) is not None


def _common_positions(text: str) -> tuple[list[Position], list[Misprint]] | None:
    """Return the positions of a text that prints all of them in a common notation; else None."""
    found: list[Position] = []
    wrong: list[Misprint] = []
    rest: list[str] = []
    end = 0
    for match in _COMMON.finditer(text):
        fine_side, fine_lon, side, short_lon, east = match.groups()
        start = match.start()
        lat = text[start : match.start(1 if fine_side else 3)].rstrip()
        if start - end > NOTHING_BETWEEN:
            rest.append(text[end:start])
        end = match.end()
        try:
            latitude, longitude = _glued(lat, 2), _glued(fine_lon or short_lon, 3)
            found.append(_place(latitude, longitude, fine_side or side, east[-1], (start, end)))
        except ValueError as fault:
            wrong.append(Misprint(start, end, str(fault)))
    rest.append(text[end:])
    return None if _holds_more("\n".join(rest)) else (found, wrong)


def _place(latitude: float, longitude: float, side: str, east: str, span: tuple[int, int]) -> Position:
    if latitude > 90 or longitude > 180:
        raise ValueError("beyond 90 degrees of latitude or 180 of longitude")
    return Position(-latitude if side == "S" else latitude, -longitude if east == "W" else longitude, *span)


def all_positions(text: str) -> tuple[list[Position], list[Misprint]]:
    """Return the positions of a text in every notation in use, and what is shaped like one."""
    found: list[Position] = []
    wrong: list[Misprint] = []
    for match in _PAIR.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        try:
            latitude, longitude = _read(kind, match[kind + "1"], match[kind + "3"])
            position = _place(latitude, longitude, match[kind + "2"], match[kind + "4"][-1], (start, end))
        except ValueError as fault:
            wrong.append(Misprint(start, end, str(fault)))
            continue
        found.append(position)
    return found, sorted(wrong + _halves(text, found, wrong))


def _halves(text: str, found: list[Position], wrong: list[Misprint]) -> list[Misprint]:
    """Return latitudes and longitudes whose other half could not be read."""
    taken = sorted([(position.start, position.end) for position in found] + [(start, end) for start, end, _ in wrong])
    rest: list[Misprint] = []
    begin = 0
    for start, end in [*taken, (len(text), len(text))]:
        if start - begin >= _SHORTEST_HALF:
            rest += [
                Misprint(match.start(), match.end(), "half of a position")
                for match in _HALF.finditer(text, begin, start)
            ]
        begin = end
    return rest

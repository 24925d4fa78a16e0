"""Bands of levels in official English: which levels a phrase names, with datum, and whether the limit belongs to it.

Datum words follow ICAO Annex 15, items F and G (SFC, GND, UNL, FL, AMSL, AGL); they are never merged with one another.
A limit named by "below" or "above" is outside the band, one named by "at or below", "at and above", "up to" or "from
... to" is inside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

import msgspec

from advisories.model import Datum, Level
from advisories.reading.cues import NUMERIC, compiled, cue, mark
from advisories.reading.words import Found, Words, once, once_in_text

SFC: Final = Level(datum=Datum.SFC)
UNL: Final = Level(datum=Datum.UNL)

_NUMBER = r"(?P<{0}number>[0-9]{{1,3}}(?:[ ,.][0-9]{{3}})+|[0-9]{{2,6}})"
_MEASURE = r"(?P<{0}unit>FT|FEET|FOOT|M|METRES|METERS|METRE)\b\.?"
_DATUM = (
    r"(?:,? ?\(?(?P<{0}datum>AGL|A\.G\.L\.?|AMSL|MSL|ASL|ABOVE (?:THE )?(?:GROUND|SURFACE|TERRAIN)(?: LEVEL)?|"
    r"(?:ABOVE )?MEAN SEA LEVEL|ABOVE SEA LEVEL)\b\)?(?: ?\((?:AGL|AMSL|MSL)\))?)?"
)
_ONE = (
    r"(?:(?:FLIGHT LEVELS? ?(?:\(FL\) ?)?|\bFLS? ?|\bF(?=[0-9]{{3}}\b))-? ?(?P<{0}fl>[0-9]{{2,3}})(?![0-9]|[OIL]\b)(?! ?(?:FT|FEET|NM|KM)\b)|"
    + _NUMBER
    + r" ?"
    + _MEASURE
    + _DATUM
    + r"|\b(?P<{0}word>SFC|GND|SURFACE|GROUND|(?:MEAN )?SEA LEVEL|(?<!FT )(?<!FEET )MSL|UNL|UNLTD|UNLIMITED)\b)"
)
LEVEL: Final = compiled(_ONE.format(""))
# A flight level with a letter for a figure: "FL26O".
_MISPRINTED: Final = compiled(r"(?:FLIGHT LEVELS? ?(?:\(FL\) ?)?|\bFLS? ?)-? ?(?=[OIL]{0,2}[0-9])[0-9OIL]{2,3}\b")
_FLIGHT_LEVELS: Final = mark("FL FLS F".split)
_LEVELS: Final = mark("LEVEL".split)
_FLIGHT: Final = "FLIGHT "
_UNITS: Final = mark("FT FEET FOOT M METRE METER".split)
_LOWERS: Final = mark("BETWEEN BTN FROM SFC GND SURFACE GROUND SEA".split)
_UNLIMITED: Final = mark("UNL UNLTD UNLIMITED".split)
_PAIR: Final = compiled(
    r"(?:\b(?:BETWEEN|BTN|FROM) (?:THE )?)?"
    + _ONE.format("low_").replace(_MEASURE.format("low_"), "(?:" + _MEASURE.format("low_") + ")?")
    + r"(?: ?[-/] ?| (?:UP )?TO(?: AND INCLUDING)? (?:THE )?| AND (?!ABOVE|BELOW|HIGHER|LOWER|UP)| UNTIL )"
    + _ONE.format("top_")
)
# How the words between the two levels of a pair end.
_BETWEEN: Final = ("-", "- ", "/", "/ ", " TO ", " TO THE ", " INCLUDING ", " INCLUDING THE ", " AND ", " UNTIL ")
_LONGEST_BETWEEN: Final = 16
_ALL: Final = cue(
    r"\b(?:ALL|ANY|EVERY) (?:(?:ALTITUDES?|HEIGHTS?|(?:FLIGHT )?LEVELS?|FLS?)\b(?: ?(?:AND|OR|/|,) ?)?){1,3}(?<![ /,])",
    starts="ALL_ALTITUDE ALL_HEIGHT ALL_FLIGHT_LEVEL ALL_LEVEL ALL_FL ALL_FLS ANY_ALTITUDE ANY_HEIGHT ANY_FLIGHT_LEVEL ANY_LEVEL ANY_FL ANY_FLS "
    "EVERY_ALTITUDE EVERY_HEIGHT EVERY_FLIGHT_LEVEL EVERY_LEVEL EVERY_FL EVERY_FLS",
)
_WHOLE: Final = cue(
    r"\b(?:SFC|GND)[-/ ]UNL\b|\bANY (?:ALTITUDE|(?:FLIGHT )?LEVEL)\b",
    starts="SFC GND ANY_ALTITUDE ANY_FLIGHT_LEVEL ANY_LEVEL",
)
_DIGIT: Final = compiled(r"\d")
# What stands before a limit, with the words one of which it needs.
_BEFORE: Final = (
    (frozenset({"BELOW"}), compiled(r"(?:AT|ON) (?:OR|AND|/) BELOW(?: [A-Z ]{1,30})?$"), "upper", True),
    (
        frozenset({"EQUAL"}),
        compiled(r"\b(?:EQUAL TO,? OR BELOW|(?:BELOW|LESS THAN|LOWER THAN) OR EQUAL TO)(?: [A-Z ]{1,20})?$"),
        "upper",
        True,
    ),
    (
        frozenset({"ABOVE", "HIGHER"}),
        compiled(r"(?:AT(?: A)?|ON|EQUAL TO|AT OR EQUAL TO),? (?:OR|AND|/),? (?:ABOVE|HIGHER THAN)(?: [A-Z ]{1,30})?$"),
        "lower",
        True,
    ),
    (
        frozenset({"EQUAL"}),
        compiled(r"(?:ABOVE|HIGHER THAN|GREATER THAN) OR EQUAL TO(?: [A-Z ]{1,20})?$"),
        "lower",
        True,
    ),
    (
        frozenset({"BELOW", "THAN"}),
        compiled(r"(?:NOT|NO|NEVER) (?:BELOW|LOWER THAN|LESS THAN)(?: [A-Z ]{1,20})?$"),
        "lower",
        True,
    ),
    (
        frozenset({"LEAST", "MINIMUM", "FROM"}),
        compiled(r"\b(?:AT LEAST|MINIMUM(?: (?:ALTITUDE|FLIGHT LEVEL|LEVEL|HEIGHT))?(?: OF)?|AS FROM)$"),
        "lower",
        True,
    ),
    (
        frozenset({"ABOVE", "HIGHER"}),
        compiled(r"(?:NOT|NO|NEVER) (?:ABOVE|HIGHER THAN)(?: [A-Z ]{1,20})?$"),
        "upper",
        True,
    ),
    (
        frozenset({"UP", "UNTIL", "MAXIMUM"}),
        compiled(r"\b(?:UP TO|UNTIL|MAXIMUM(?: (?:ALTITUDE|FLIGHT LEVEL|LEVEL|HEIGHT))?(?: OF)?)(?: AND INCLUDING)?$"),
        "upper",
        True,
    ),
    (
        frozenset({"BELOW", "UNDER", "BENEATH", "UNDERNEATH", "THAN"}),
        compiled(r"\b(?:BELOW|UNDER|BENEATH|UNDERNEATH|LOWER THAN|LESS THAN)(?: [A-Z ]{1,30})?$"),
        "upper",
        False,
    ),
    (
        frozenset({"ABOVE", "OVER", "THAN"}),
        compiled(r"\b(?:ABOVE|OVER|HIGHER THAN|MORE THAN)(?: (?:A |THE |AN )?(?:[A-Z]{1,12} ?){0,3})?$"),
        "lower",
        False,
    ),
)
_NEEDED: Final = frozenset().union(*(needed for needed, _, _, _ in _BEFORE))
# What follows "or above" where it belongs to a level of its own: "below FL 320 or above FL 460".
OWN_LEVEL: Final = (
    r"(?: (?:THAN|A|AN|THE|OF|FLIGHT|LEVELS?|ALTITUDES?|HEIGHTS?|TO(?: AND INCLUDING)?)){0,5} ?\(?"
    + _ONE.format("own_")
)
_AFTER: Final = (
    (compiled(rf" ?,? (?:OR|AND) (?:BELOW|LOWER|LESS)\b(?!{OWN_LEVEL})"), "upper", True),
    (compiled(rf" ?,? (?:OR|AND) (?:ABOVE|HIGHER|MORE|UP|UPWARDS)\b(?!{OWN_LEVEL})"), "lower", True),
)
_AND_ABOVE: Final = compiled(rf" ?,? (?:OR|AND) (?:ABOVE|HIGHER)\b(?!{OWN_LEVEL})")
# What stands between two bands of one airspace.
_JOINT: Final = compiled(
    r"(?: (?:OR|AND) (?:ABOVE|BELOW|HIGHER|LOWER))?(?: ?,? (?:AND|BUT|AS WELL AS|(?P<or>OR|AND/OR))|,)(?: ALSO)?"
    r"(?: (?:FROM|AT|OR|AND|EQUAL|TO|BELOW|ABOVE|UNDER|OVER|BENEATH|HIGHER|LOWER|MORE|LESS|THAN|BETWEEN|UP|UNTIL|NOT|NO"
    r"|A|AN|THE|ANY|ALL|OF|FLIGHT|LEVELS?|ALTITUDES?|HEIGHTS?)){0,8} ?\(?"
)
# A further level whose side is that of the band before it: "below FL 260 in FIR A and FL 320 in FIR B".
_FURTHER_BEFORE: Final = compiled(
    r"(?:,|;|\b(?:AND|OR))(?: (?:AND|OR|ALSO|AT|OF|A|AN|THE|FLIGHT LEVELS?|LEVELS?|ALTITUDES?|HEIGHTS?)){0,5} $"
)
_FURTHER_BEHIND: Final = compiled(r" (?:IN|INTO|WITHIN|WI|INSIDE|OVER|FOR)\b")
_CODE: Final = compiled(r"\([A-Z]{4}\)")
# A "not" that only says again the one before the first of two levels: "not to fly below FL 320 and not above FL 460".
_NOT_AGAIN: Final = compiled(
    r"(?<!\bNOT )(?<!\bNO )\b(?:BELOW|ABOVE|UNDER|OVER) (?:FLIGHT LEVEL |FL ?)?[0-9][0-9 ,]{0,8}[A-Z .]{0,12} (?:AND|OR)"
    r"(?P<again> NOT)(?= (?:BELOW|ABOVE)(?: [A-Z ]{1,20})?$)"
)
# Levels that stand beside one another behind "below" or "above" are no range: "below FL 260 and FL 320 in FIR B".
_SIDED: Final = compiled(
    r"\b(?:BELOW|ABOVE|UNDER|OVER|THAN) (?:(?:A|AN|THE|OF|FLIGHT|LEVELS?|ALTITUDES?|HEIGHTS?) ){0,4}$"
)
_RANGE: Final = compiled(r" (?:TO|UNTIL) |^(?:BETWEEN|BTN|FROM)\b")
# So many bands are told of one airspace beside the first; more of them are no prose of an authority.
MOST: Final = 12
_LOOK_BACK: Final = 60
_LOOK_AHEAD: Final = 80
_MARKS: Final = " ,."
_NO_MARKS: Final = str.maketrans("", "", _MARKS)


class Band(Found, frozen=True):
    """A band of levels as printed at `start` to `end` of the plain text.

    `also` are the further bands that are named in one breath with it: "below FL 320 and above FL 460".
    """

    lower: Level = SFC
    upper: Level = UNL
    start: int = 0
    end: int = 0
    also: tuple[Band, ...] = ()

    @property
    def everything(self) -> bool:
        """Return whether the band reaches from the surface to unlimited."""
        return self.lower.datum is Datum.SFC and self.upper.datum is Datum.UNL

    @property
    def limits(self) -> tuple[tuple[Level, Level], ...]:
        """Return lower and upper limit of the band and of those named with it."""
        own = (self.lower, self.upper)
        return (own, *((band.lower, band.upper) for band in self.also)) if self.also else (own,)


EVERYTHING: Final = Band()


def _datum(text: str | None) -> Datum:
    if not text:
        return Datum.UNSTATED
    if "AGL" in text.replace(".", "") or "GROUND" in text or "SURFACE" in text or "TERRAIN" in text:
        return Datum.AGL
    return Datum.AMSL


def level(found: re.Match[str], prefix: str = "", *, inclusive: bool = True) -> Level:
    """Return the level that a match of `LEVEL` names. FL 999 is unlimited (ICAO Annex 15, item G of whole FIRs)."""
    word = found[f"{prefix}word"]
    if word:
        return UNL if word.startswith("UNL") else SFC
    flight_level = found[f"{prefix}fl"]
    if flight_level:
        return UNL if flight_level == "999" else Level(datum=Datum.FL, value=float(flight_level), inclusive=inclusive)
    number = float(found[f"{prefix}number"].translate(_NO_MARKS))
    unit = "M" if (found[f"{prefix}unit"] or "").startswith("M") else "FT"
    return Level(datum=_datum(found[f"{prefix}datum"]), value=number, unit=unit, inclusive=inclusive)


def _agree(low: Level, top: Level) -> Level:
    """Give a lower limit without a datum the datum and unit of the upper one: "between 5,000 and 10,000 ft AGL"."""
    if low.datum is Datum.UNSTATED and top.datum in (Datum.AGL, Datum.AMSL):
        return Level(datum=top.datum, value=low.value, unit=top.unit, inclusive=low.inclusive)
    return low


def _relation(words: Words, found: re.Match[str], start: int, end: int) -> tuple[str, bool]:
    plain = words.plain
    for pattern, side, inclusive in _AFTER:
        if pattern.match(plain, found.end(), min(end, found.end() + _LOOK_AHEAD)):
            return side, inclusive
    begin = max(start, found.start() - _LOOK_BACK)
    before = plain[begin : found.start()].rstrip(" (,")
    again = _NOT_AGAIN.search(before) if " NOT " in before else None
    if again:
        before = before[: again.start("again")] + before[again.end("again") :]
    near = _NEEDED.intersection(words.letters[begin + 1 : found.start() + 1].split())
    for needed, pattern, side, inclusive in _BEFORE if near else ():
        hit = None if needed.isdisjoint(near) else pattern.search(before)
        if hit and LEVEL.search(hit[0]) is None:
            return side, inclusive
    return "", True


def _shared(plain: str, found: re.Match[str], last: Band, end: int) -> tuple[str, bool]:
    """Return the side of a level that shares the words of the band before it, none where it does not."""
    before = plain[max(last.end, found.start() - _LOOK_BACK) : found.start()]
    if last.everything or not (_FURTHER_BEFORE.search(before) and _FURTHER_BEHIND.match(plain, found.end(), end)):
        return "", True
    if last.lower.datum is Datum.SFC:
        return "upper", last.upper.inclusive
    return "lower", last.lower.inclusive


@once
def bands(words: Words, start: int, end: int) -> list[Band]:
    """Return the bands named between `start` and `end` of the plain text, in order.

    A level in no relation ("FL 320" alone) is not a band. Levels keep datum, unit and whether they are inside.
    """
    plain = words.plain
    everywhere = figures(words)
    inside = everywhere[bisect_left(everywhere, start) : bisect_left(everywhere, end)]
    unlimited = _UNLIMITED.within(words, start, end) if words.present & _UNLIMITED.bit else []
    if not (inside or unlimited or _ALL.stands(words, start, end)):
        return []
    if plain.find("ALL", start, end) < 0 and not _DIGIT.search(plain, start, end):
        return [Band(start=hit.start() - start, end=hit.end() - start) for hit in _WHOLE.matches(words, start, end)]
    result = [Band(start=hit.start(), end=hit.end()) for hit in _ALL.matches(words, start, end)]
    pairs = _pairs(words, start, end, inside, unlimited)
    result += pairs
    behind = start
    for at in inside:
        found = LEVEL.match(plain, at, end) if at >= behind else None
        if not found:
            continue
        behind = found.end()
        if any(pair.start <= at < pair.end for pair in pairs):
            continue
        side, inclusive = _relation(words, found, start, end)
        if not side and result and not pairs:
            side, inclusive = _shared(plain, found, result[-1], end)
        if side == "upper":
            result.append(Band(upper=level(found, inclusive=inclusive), start=at, end=behind))
        elif side == "lower":
            result.append(Band(lower=level(found, inclusive=inclusive), start=at, end=behind))
    return _in_one_breath(plain, start, sorted(result, key=lambda band: band.start)) if len(result) > 1 else result


def _in_one_breath(plain: str, start: int, found: list[Band]) -> list[Band]:
    """Join bands between which no airspace or other words stand, only a joint: they are those of one airspace.

    "In FIR A below FL 320 and below FL 260 in FIR B" has two, though: the second band stands before its own.
    """
    result = found[:1]
    code = _CODE.search(plain, start, found[-1].start)
    for band in found[1:]:
        last = result[-1]
        joint = None if last.everything or band.everything else _JOINT.fullmatch(plain, last.end, band.start)
        parted = code is not None and code.start() < last.start and _FURTHER_BEHIND.match(plain, band.end)
        if joint is None or parted or len(last.also) == MOST:
            result.append(band)
            continue
        both = None if last.also or joint["or"] else _between(last, band)
        result[-1] = both or msgspec.structs.replace(last, end=band.end, also=(*last.also, band))
    return result


def _between(one: Band, other: Band) -> Band | None:
    """Return the band of "above FL 100 and below FL 200", None where two limits do not enclose one."""
    low, top = (one, other) if one.upper.datum is Datum.UNL else (other, one)
    if low.upper.datum is not Datum.UNL or top.lower.datum is not Datum.SFC:
        return None
    lower, upper = low.lower, top.upper
    if lower.datum is not upper.datum or lower.unit != upper.unit or lower.value >= upper.value:
        return None
    return Band(lower=lower, upper=upper, start=one.start, end=other.end)


def printed(words: Words, start: int, end: int) -> list[tuple[int, Level | None]]:
    """Return the levels with a figure between `start` and `end` and where they stand, None for a figure misprinted."""
    plain = words.plain
    everywhere = figures(words)
    result: list[tuple[int, Level | None]] = []
    behind = start
    for at in everywhere[bisect_left(everywhere, start) : bisect_left(everywhere, end)]:
        found = LEVEL.match(plain, at, end) if at >= behind else None
        if found:
            behind = found.end()
            result.append((at, level(found)))
        elif _MISPRINTED.match(plain, at, end):
            result.append((at, None))
    return result


def _pairs(words: Words, start: int, end: int, inside: list[int], unlimited: list[int]) -> list[Band]:
    """Return the bands that are named by both limits; `inside`, where figures are, and `unlimited` is where the upper one may begin."""
    plain = words.plain
    for at in (*inside, *unlimited):
        if plain.endswith(_BETWEEN, max(start, at - _LONGEST_BETWEEN), at):
            break
    else:
        return []
    result: list[Band] = []
    behind = start
    for at in sorted([*inside, *_LOWERS.within(words, start, end)]):
        pair = _PAIR.match(plain, at, end) if at >= behind else None
        if not pair:
            continue
        if _SIDED.search(plain, max(start, at - _LOOK_BACK), at) and _RANGE.search(pair[0]) is None:
            continue
        behind = pair.end()
        low, top = level(pair, "low_"), level(pair, "top_")
        bare = bool(pair["low_number"]) and not pair["low_unit"]
        if low.datum is Datum.UNL or top.datum is Datum.SFC or (bare and not pair[0].startswith(("B", "F"))):
            continue
        above = _AND_ABOVE.match(plain, pair.end(), min(end, pair.end() + _LOOK_AHEAD))
        result.append(Band(lower=_agree(low, top), upper=UNL if above else top, start=pair.start(), end=pair.end()))
    return result


@once_in_text
def figures(words: Words) -> list[int]:
    """Return where levels with a figure may begin in the whole text."""
    plain = words.plain
    behind = [at - len(_FLIGHT) for at in _LEVELS.everywhere(words)] if words.present & _LEVELS.bit else []
    found = {at for at in behind if plain.startswith(_FLIGHT, at)}
    if words.present & _FLIGHT_LEVELS.bit:
        found.update(_FLIGHT_LEVELS.everywhere(words))
    for unit in _UNITS.everywhere(words) if words.present & _UNITS.bit else ():
        at = unit
        while at and plain[at - 1] in NUMERIC:
            at -= 1
        found.update(range(unit - len(plain[at:unit].lstrip(_MARKS)), unit))
    return sorted(found)

"""Areas that are only named: `DANGER AREA EGD123 ACTIVE`, `R-2508 ACT`, `DESERT MOA`. Never drawn, never guessed."""

from __future__ import annotations

import re
from typing import Final

from advisories.geo.shapes import Named
from advisories.notam.geometry import labels
from advisories.notam.geometry.plain import Plain

_NUMBER: Final = r"\d{1,4}[A-Z]{0,4}(?![A-Z0-9]|[/.]\d)"
# Words and abbreviations that end like nationality letters and a kind: the threshold of a runway, sections of an AIP.
_NOT: Final = r"(?!(?:THR|RNP|OTR|CDR|CTR|SEP|TWR|AND|FOR|PER)(?![A-Z])|END0|ENR\d(?!\d)|(?:ON|OF|IN|TO|BY|OR|FM|AT|AS|WI|NO|UP)\s)"
# EGD123, EG D123, LF-R45A, EPTR12, LRTRA20A: nationality letters (ICAO Annex 15), kind, number. TRA 003, TSA26A without.
_FULL: Final = (
    rf"{_NOT}(?:[A-Z]{{2}}[\s\-]?(?:D|R|P)-?{_NUMBER}|[A-Z]{{2}}[\s\-](?:D|R|P)[\s\-]{_NUMBER}|CYA{_NUMBER}"
    rf"|(?:[A-Z]{{2}}-?)?(?:TSA|TRA|TDA|TS|TR|CBA|MTA|HTA|LFA|CATA)[\s\-]?{_NUMBER})"
)
# R-2508, W237A, D201: only where they are said to be active, since airways and taxiways look the same.
_SHORT: Final = rf"{_NOT}[A-Z]{{0,2}}[DRPWM][\s\-]?{_NUMBER}"
_ACTIVE: Final = r"(?:(?:LOW|HIGH|UPPER|LOWER|IS|ARE|WILL\sBE)\s){0,2}(?:DE-?)?(?:ACT|ACTIVE|ACTIVATED|HOT)(?![A-Z])"
_MORE: Final = rf"(?:\s?(?:,|AND|/)\s?{_SHORT}){{0,12}}"
_KIND: Final = r"(?:DANGER|RESTRICTED|PROHIBITED|RESERVED|SEGREGATED|WARNING|TRAINING|FIRING)\sAREAS?"
_AREA: Final = rf"{_KIND}(?:\s(?:(?:IS|ARE)\s)?(?:DE-?)?ACTIV[A-Z]{{1,5}})?[\s:]{{1,3}}"
# A designator's figure follows at most eight letters and signs; the kinds stand further before it.
_OPENING: Final = r"(?=[A-Z][A-Z\s\-]{0,8}+[0-9]|DANGER|RESTRICT|PROHIB|RESERVED|SEGREG|WARNING|TRAINING|FIRING)"
_DESIGNATED: Final = re.compile(
    rf"(?<![A-Z0-9/.\-]){_OPENING}(?:(?P<full>{_FULL})|(?P<area>{_AREA}(?P<short>{_SHORT}))|(?P<list>{_SHORT}{_MORE})\s{_ACTIVE})"
)
_EACH: Final = re.compile(_SHORT)
# The search for what might be a designator skips from figure to figure.
_FIGURE: Final = re.compile(
    r"[0-9](?<=[ADMPRSW\s\-].)(?:(?<=[DRPWM]\d)|(?<=[RSTBFY]A\d)|(?<=[ST][SR]\d)|(?<=[DRPWM]-\d)|(?<=[RSTB]A[\s\-]\d)|(?<=[\s\-][DRPWM]\s\d)"
    r"|(?<=[A-Z][A-Z][DRP]\s\d)(?<![A-Z][A-Z][A-Z][DRP]\s\d)(?<!(?:ENR|SUP|AND|FOR|END|PER|MAR|SEP|IFR|RVR|RNP|THR)\s\d))"
)
# That something is done to it shows that it is not only mentioned.
_SAID: Final = re.compile(
    r"(?<![A-Z])(?:(?:DE-?)?ACT(?![A-Z])|(?:DE-?)?A[CK]TIV|HOT(?![A-Z])|DANGER|RESTRICTED|PROHIBITED|RESERVED|SEGREGATED|ESTABLISHED|WITHDRAWN|PERMITTED|TAKE\sPLACE|CLSD|SPECIAL\sUSE)"
)
# SEVIER A MOA, POWDER RIVER 2 HIGH MOA (FAA Order 7930.2): the words before it that are its name.
_MOA: Final = re.compile(r"((?:(?<![A-Z0-9])[A-Z0-9][A-Z0-9'.]{0,14}\s){1,4})(?:MOA|ATCAA)(?![A-Z])")
_NO_MOA: Final = frozenset(
    ("AIRSPACE", "TRAINING", "IN", "WI", "WITHIN", "THE", "AND", "OF", "ACT", "OPS", "FLARES", "FOR", "UAS", "AREA")
)
_WORD: Final = re.compile(r"\S+")
# RESTRICTED AREA 'NORTH RANGE' ACTIVATED, NORTH HILLS MILITARY TRAINING AREAS ACTIVATED
_QUOTED: Final = re.compile(rf"{_KIND}\s{{1,2}}['\"/]{{1,2}}([A-Z][A-Z0-9 .\-]{{2,40}})['\"/]")
_TITLED: Final = re.compile(rf"({_KIND})\s(?:(?:IS|ARE)\s)?(?:DE-?)?ACTIV")
_TITLE: Final = re.compile(
    r"(?<![A-Z])(?:(?:THE|FOLLOWING|FLW|TEMPO[A-Z]{0,5})\s){0,3}(?!THE\s|FOLLOWING\s|FLW\s|TEMPO)((?:[A-Z][A-Z'\-]{1,15}\s){1,4})$"
)
_LONGEST_TITLE: Final = 64
_LEVELS_TAIL: Final = 48
# A designator's figure stands no further than this behind its first word.
_HEAD: Final = 60


def named_areas(plain: Plain) -> tuple[Named, ...]:
    """Return the areas that a text without any shape names by designator or name, each with its own levels.

    Kinds of designator: ICAO Annex 15 and Doc 8126 (nationality letters, D, R or P, number), OPADD (TSA, TRA), FAA Order
    7930.2 (R-, W-, MOA, ATCAA). The designator is the `name`; none of them is resolved.
    """
    text = plain.text
    figure = _FIGURE.search(text)
    spans = _designators(text, max(0, figure.start() - _HEAD)) if figure else []
    spans += _titles(text)
    if not spans and "AREA" in text:
        spans = _titled(text)
    if not spans or not _SAID.search(text):
        return ()
    spans = sorted(set(spans))
    found: dict[tuple[str, str, str], Named] = {}
    for number, (start, end) in enumerate(spans):
        until = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        lower, upper = labels.levels(text, end, min(until, end + _LEVELS_TAIL)) or ("", "")
        name = text[start:end]
        key = (name.replace(" ", "").replace("-", ""), lower, upper)
        if key in found:
            continue
        first, last = plain.span(start, end)
        found[key] = Named(
            name=name,
            lower=lower,
            upper=upper,
            words=plain.original[first:last],
            start=first,
            end=last,
            resolved=False,
            unresolved=(name,),
        )
    return tuple(found.values())


def _designators(text: str, start: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in _DESIGNATED.finditer(text, start):
        if match["list"]:
            spans += [each.span() for each in _EACH.finditer(text, match.start("list"), match.end("list"))]
        else:
            spans.append(match.span("full" if match["full"] else "short"))
    return spans


def _titles(text: str) -> list[tuple[int, int]]:
    spans = [match.span(1) for match in _QUOTED.finditer(text)] if "AREA" in text else []
    if "MOA" not in text and "ATCAA" not in text:
        return spans
    for match in _MOA.finditer(text):
        start = match.start()
        for word in _WORD.finditer(match[1]):
            if word.group() in _NO_MOA:
                start = match.start() + word.end() + 1
        if start < match.end(1):
            spans.append((start, match.end()))
    return spans


def _titled(text: str) -> list[tuple[int, int]]:
    """Return the kinds of area that are said to be active, with the names in front ("NORTH HILLS TRAINING AREAS")."""
    spans: list[tuple[int, int]] = []
    for match in _TITLED.finditer(text):
        begin = max(0, match.start() - _LONGEST_TITLE)
        title = _TITLE.search(text[begin : match.start()])
        if title is not None:
            spans.append((begin + title.start(1), match.end(1)))
    return spans

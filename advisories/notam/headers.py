"""Where a NOTAM begins in a longer text: its number and type, in each layout."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?:([A-Z]{4})[ -]{1,3})?(?<![A-Z0-9/])([A-Z]{1,2})(\d{1,5})/(\d\d)(?!\d)"
_REFERENCE: Final = r"(?:[A-Z]{4}[ -]{1,3})?[A-Z]{1,2}\d{1,5}/\d\d(?!\d)"

# Office, series, serial, year, type, reference. The type may be absent where DU: or an item follows at once.
HEADER: Final = re.compile(
    rf"{_NUMBER}(?:"
    rf"[\s,;:|'\"]{{1,20}}NOTAM([NRC]?)(?:(?![A-Z])|(?=[QA]\s?\)))(?:[\s,]{{1,20}}({_REFERENCE}))?"
    rf"|[\s|]{{0,20}}(?=DU\s?:)"
    rf"|[\s|]{{1,20}}(?=[QA]\s?\)))"
)
# The same, certain enough to cut a text there: an item or DU: follows.
_CERTAIN: Final = re.compile(
    rf"\(?{_NUMBER}(?:"
    rf"[\s,;:|'\"]{{1,20}}NOTAM[NRC]?(?:[\s,]{{1,20}}{_REFERENCE})?[\s,;:|'\"]{{0,40}}(?=[QAB]\s?\))"
    rf"|[\s|]{{0,20}}(?=DU\s?:))"
)
_BETWEEN: Final = " \n\t,;:|'\""
_REACH: Final = 40
# Accountability, number, location (FAA Order JO 7930.2). A copy without the exclamation mark is known only for FDC.
DOMESTIC: Final = re.compile(
    r"(?:!\s{0,3}([A-Z][A-Z0-9]{1,4})|(?<![A-Z0-9!])(FDC))\s{1,5}(\d{1,2})/(\d{3,5})(?![\d/])\s{1,5}([A-Z0-9]{2,5})(?![A-Z0-9])"
)

# Office, series, serial, year, type of a notice that goes on in prose: `KICZ A0012/25 NOTAM...SECURITY...`.
NOTICE: Final = re.compile(
    r"(?<![A-Z0-9])(K[A-Z]{3})[ _-]{1,3}(?:NOTAM\s{1,3})?([A-Z])(\d{4})[/-](\d\d)(?!\d)\s{0,3}(?:NOTAM([NRC]?)(?![A-Z]))?"
    r"[\s.:–—-]{0,20}(?=SECURITY|UNITED STATES OF AMERICA)"
)


# SNOWTAM, ASHTAM and BIRDTAM: in brackets, behind their abbreviated heading or without it, or the heading alone.
_HEADING: Final = r"(?<![A-Z0-9])(?:SW|VA)[A-Z]{2}\d{4}\s{1,5}[A-Z]{4}\s{1,5}\d{6,10}(?!\d)"
_NAMED: Final = re.compile(
    rf"(?:{_HEADING}(?:\s[A-Z]{{3}})?\s{{0,20}})?\((?:SNOW|ASH|BIRD)TAM(?![A-Z])|{_HEADING}(?=\s{{0,5}}\n|$)"
)


def starts(capitals: str) -> list[int]:
    """Return where NOTAMs begin in a text in capitals, in order."""
    found = {match.start() for match in _CERTAIN.finditer(capitals)}
    if "!" in capitals or "FDC" in capitals:
        found |= {match.start() for match in DOMESTIC.finditer(capitals) if _opens_line(capitals, match.start())}
    found |= {match.start() for match in NOTICE.finditer(capitals) if _opens_line(capitals, match.start())}
    if "TAM" in capitals or "SW" in capitals or "VA" in capitals:
        found |= {match.start() for match in _NAMED.finditer(capitals) if _opens_line(capitals, match.start())}
    return sorted(found)


def next_start(capitals: str, begin: int) -> int:
    """Return where the next NOTAM begins after `begin`, or the end of the text."""
    # Most texts hold one NOTAM and none of the words.
    rest = capitals[begin:]
    if "NOTAM" not in rest and "DU:" not in rest and "DU :" not in rest:
        return len(capitals)
    for word in ("NOTAM", "DU:", "DU :"):
        at = capitals.find(word, begin)
        while at >= 0:
            # What stands before the word must end like a number, or the word is one of a sentence.
            before = capitals[max(begin, at - _REACH) : at].rstrip(_BETWEEN)
            if before[-2:].isdigit() and before[-3:-2] == "/":
                found = _CERTAIN.search(capitals, max(begin, at - _REACH), at + 2 * _REACH)
                if found:
                    return found.start()
            at = capitals.find(word, at + 1)
    return len(capitals)


def _opens_line(capitals: str, at: int) -> bool:
    """Return whether only spaces, quotes and brackets stand before it on its line."""
    before = capitals[max(0, at - _REACH) : at].rstrip(" (\t\"'")
    return before.endswith("\n") if before else at < _REACH

"""When a text says it applies, in its own words: a start, an end and what kind of end it is.

Dates without a time run from 00:00 Z of the first to 24:00 Z of the last day; open ends never become dates (ICAO
Annex 15, items B and C; reference section 8). Where a text prints several, its own period is meant, not that of another
document.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from advisories.model import NOT_STATED, EndKind, Validity, When
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.words import Words
from advisories.times import MONTHS, end_of_day

_MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
_DATE = (
    rf"(?:(?P<d1>[0-9]{{1,2}})(?:ST|ND|RD|TH)? (?P<m1>{_MONTH}),? (?:(?P<t1>[0-9]{{2}}:[0-9]{{2}}(?= )|[0-9]{{4}}(?= ?(?:UTC|Z)\b)) ?(?:UTC|Z)? ?)?(?P<y1>[0-9]{{4}})"
    rf"(?:,? (?:AT )?(?P<t2>[0-9]{{2}}:?[0-9]{{2}}) ?(?:UTC|Z))?"
    rf"|(?P<m3>{_MONTH}) (?P<d3>[0-9]{{1,2}}),? (?P<y3>[0-9]{{4}})"
    r"|(?P<d4>[0-9]{1,2})[/.](?P<m4>[0-9]{1,2})[/.](?P<y4>[0-9]{4}))"
)
_START: Final = cue(
    r"\b(?:FROM|WEF|STARTING|EFFECTIVE(?: ON| FROM)?|AS OF|AS FROM|SFC-[A-Z0-9]{3,8}:|BETWEEN) ?" + _DATE,
    starts="FROM WEF* STARTING EFFECTIVE AS_OF* AS_FROM SFC BETWEEN",
)
_END: Final = cue(
    r"\b(?:VALID UNTIL ?:?|UNTIL|TIL|TILL|THROUGH|EXPIR(?:ES|Y|ATION)(?: DATE)?(?: ON| IS)?:?|NOT LATER THAN|UP TO) ?"
    + _DATE,
    starts="VALID_UNTIL UNTIL TIL* THROUGH EXPIR NOT_LATER_THAN UP_TO*",
)
_OPEN: Final = (
    (
        cue(r"\bUNTIL FURTHER (?:NOTICE|ADVISED|ADVICE)\b|\bUFN\b", starts="UNTIL_FURTHER UFN"),
        EndKind.UNTIL_FURTHER_NOTICE,
    ),
    (
        cue(r"\bUNTIL PERM(?:ANENT)?\b|\bPERMANENT(?:LY)?\b|\bPERM\b", starts="UNTIL_PERM PERM"),
        EndKind.PERMANENT,
    ),
)
_REVIEWED: Final = compiled(r"\bUNLESS (?:REVIEWED|REVISED|OTHERWISE|EXTENDED|WITHDRAWN)")
_ESTIMATED: Final = compiled(r"^[ ,]{0,2}\(?EST\b")


def _when(found: re.Match[str], *, end: bool) -> datetime | None:
    for number in "134":
        day = found[f"d{number}"]
        if not day:
            continue
        month = found[f"m{number}"]
        index = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
        time = (found["t1"] or found["t2"] or "") if number == "1" else ""
        digits = time.replace(":", "")
        try:
            when = datetime(int(found[f"y{number}"]), index, int(day), tzinfo=UTC)
            if digits == "2400":
                return when + timedelta(days=1)
            if digits:
                return when.replace(hour=int(digits[:2]), minute=int(digits[2:]))
        except ValueError:
            return None
        return end_of_day(when) if end else when
    return None


_ANY: Final = bits(_START, _END, *(pattern for pattern, _ in _OPEN))
_NONE: Final = Validity(start=NOT_STATED, end=NOT_STATED, end_kind=EndKind.NOT_STATED)


def validity(words: Words) -> Validity:
    """Return the period that the text states, with its words; what it does not state is `NOT_STATED`."""
    plain = words.plain
    if not words.present & _ANY:
        return _NONE
    start_found = _START.search(words)
    ends = _END.matches(words)
    end_found = ends[-1] if ends else None
    start: When = NOT_STATED
    quoted: list[str] = []
    if start_found:
        start = _when(start_found, end=False) or NOT_STATED
        quoted.append(words.quote(*start_found.span()))
    end: When = NOT_STATED
    kind = EndKind.NOT_STATED
    when = _when(end_found, end=True) if end_found else None
    if end_found and when is not None:
        end, kind = when, EndKind.FIXED
        behind = plain[end_found.end() : end_found.end() + 40]
        if _REVIEWED.search(behind):
            kind = EndKind.UNLESS_REVIEWED
        elif _ESTIMATED.search(behind):
            kind = EndKind.ESTIMATED
        quoted.append(words.quote(*end_found.span()))
    else:
        for pattern, open_kind in _OPEN:
            open_found = pattern.search(words)
            if open_found:
                kind = open_kind
                quoted.append(words.quote(*open_found.span()))
                break
    if not quoted:
        return _NONE
    return Validity(start=start, end=end, end_kind=kind, words=" … ".join(quoted))

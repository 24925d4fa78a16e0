"""When a text says it applies, in its own words: a start, an end and what kind of end it is.

Dates without a time run from 00:00 Z of the first to 24:00 Z of the last day; open ends never become dates (ICAO
Annex 15, items B and C; reference section 8). Where a text prints several, its own period is meant, not that of another
document.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from advisories.model import NOT_STATED, EndKind, NotRead, Validity, When
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.words import Words
from advisories.times import MONTHS

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
_DATES: Final = (("d1", "m1", "y1"), ("d3", "m3", "y3"), ("d4", "m4", "y4"))
_DAY: Final = timedelta(days=1)
_REVIEWED: Final = compiled(r"\bUNLESS (?:REVIEWED|REVISED|OTHERWISE|EXTENDED|WITHDRAWN)")
# When an earlier measure would have ended is no end of this one.
_WOULD_HAVE: Final = compiled(r"\b(?:WOULD (?:HAVE|OTHERWISE)|(?:WAS|WERE) (?:DUE|SET|SCHEDULED) TO)\b[^.;]{0,60}$")
_WOULD_BACK: Final = 90
_ESTIMATED: Final = compiled(r"^[ ,]{0,2}\(?EST\b")


def _when(found: re.Match[str], *, end: bool) -> datetime | NotRead:
    for names in _DATES:
        day, month, year = found.group(*names)
        if day:
            break
    digits = (found["t1"] or found["t2"] or "").replace(":", "")
    try:
        when = datetime(int(year), int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1, int(day), tzinfo=UTC)
        if digits not in ("", "2400"):
            return when.replace(hour=int(digits[:2]), minute=int(digits[2:]))
        return when + _DAY if digits or end else when
    except (ValueError, OverflowError):
        return NotRead(why=f"no such date or time: {found[0][:60]}")


_ANY: Final = bits(_START, _END, *(pattern for pattern, _ in _OPEN))
_NONE: Final = Validity(start=NOT_STATED, end=NOT_STATED, end_kind=EndKind.NOT_STATED)


def validity(words: Words) -> Validity:
    """Return the period that the text states, with its words.

    What it does not state is `NOT_STATED`, a date that there is not ("32/13/2031") is not read.
    """
    plain = words.plain
    if not words.present & _ANY:
        return _NONE
    start_found = _START.search(words)
    ends = [
        one
        for one in _END.matches(words)
        if not _WOULD_HAVE.search(plain, max(0, one.start() - _WOULD_BACK), one.start())
    ]
    end_found = ends[-1] if ends else None
    start: When = NOT_STATED
    quoted: list[str] = []
    if start_found:
        start = _when(start_found, end=False)
        quoted.append(words.quote(*start_found.span()))
    end: When = _when(end_found, end=True) if end_found else NOT_STATED
    kind = EndKind.NOT_READ if end_found else EndKind.NOT_STATED
    if end_found and isinstance(end, datetime):
        kind = EndKind.FIXED
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
                end, kind = NOT_STATED, open_kind
                quoted.append(words.quote(*open_found.span()))
                break
        else:
            if end_found:
                quoted.append(words.quote(*end_found.span()))
    if not quoted:
        return _NONE
    return Validity(start=start, end=end, end_kind=kind, words=" … ".join(quoted))

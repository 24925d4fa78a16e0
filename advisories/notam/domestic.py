"""US domestic NOTAMs: `!ACCT nn/nnn LOC KEYWORD text start-end` and FDC NOTAMs (FAA Order JO 7930.2)."""

from __future__ import annotations

import re
from collections import deque
from datetime import datetime
from typing import Final

import msgspec

from advisories.model import EndKind, Level
from advisories.notam.draft import Draft, created_at
from advisories.notam.headers import DOMESTIC, starts
from advisories.notam.items import NOWHERE, Span, footer
from advisories.notam.limits import PATTERN, read_level
from advisories.notam.message import Layout, MessageKind, Notam
from advisories.notam.validity import read_end, read_time

KEYWORDS: Final = frozenset(
    (
        *("RWY", "TWY", "APRON", "AD", "OBST", "NAV", "COM", "SVC", "AIRSPACE", "ODP", "SID", "STAR"),
        *("CHART", "DATA", "IAP", "VFP", "ROUTE", "SPECIAL", "SECURITY"),
    )
)
_TIMES: Final = re.compile(r"(?<!\d)(\d{10}|WIE)\s{0,2}-\s{0,2}(\d{10}(?:\s{0,2}EST)?|PERM|UFN)(?![A-Z0-9])")
_FROM: Final = re.compile(r"(?:EFFECTIVE|FROM|FM|WEF)\s{1,3}(\d{10})(?!\d)")
_UNTIL: Final = re.compile(r"(?:UNTIL|TO|TIL)\s{1,3}(\d{10}(?:\s{0,2}EST)?)(?!\d)")
_KEYWORD: Final = re.compile(r"\s{0,10}(?:[A-Z]{2}\.{1,2}){0,6}\.{0,3}([A-Z]{2,9})(?![A-Z])")
_PART: Final = re.compile(r"\s{0,10}(?:PART\s{1,3}(\d{1,2})\s{1,3}OF\s{1,3}(\d{1,2})\s{1,10})?")
_BAND: Final = re.compile(
    rf"(?<![A-Z0-9./])({PATTERN})(?:\s{{0,2}}-\s{{0,2}}|\s(UP TO (?:BUT NOT INCLUDING|AND INCLUDING)?)\s?)({PATTERN})(?![0-9/])"
)
_UNITS: Final = ("FT", "FL", "SFC", "UNL", "GND")
_WITH_AREAS: Final = frozenset({"AIRSPACE", "SECURITY", "SPECIAL"})

# The words of a schedule, which stands between the limits and the times: `DLY 1600-0200`, `MON-FRI SR-SS EXC HOL`.
_DAY: Final = r"(?:MON|TUE|WED|THU|FRI|SAT|SUN)"
_HOUR: Final = r"(?:\d{4}|SR|SS)"
_WORD: Final = re.compile(rf"(?:DLY|DAILY|EXC|HOL|AND|H24|{_DAY}(?:-{_DAY})?|{_HOUR}(?:-{_HOUR})?),?")
_TOKEN: Final = re.compile(r"\S{1,40}")
_OPENS: Final = re.compile(rf"DLY|DAILY|{_DAY}")
_BY_THE_SUN: Final = re.compile(r"SR-SS|SS-SR")
_LONGEST: Final = 120
_EFFECTIVE: Final = re.compile(r"EFFECTIVE\s{1,3}\d{10}(?!\d)")
_LOCAL: Final = re.compile(r"\s{0,5}\([^()]{1,60}LOCAL[^()]{0,20}\)\s{0,5}\.?\s{0,5}$")


def read_domestic(raw: str, text: str, capitals: str) -> Notam | None:
    """Read one US domestic NOTAM, the first where the text holds several; None where it is none.

    `text` is `raw` in plain form and `capitals` the same text in capitals, of the same length.
    """
    header = DOMESTIC.search(capitals)
    if header is None:
        return None
    draft = Draft(raw, text, capitals)
    begin = header.end()
    later = starts(capitals[begin:]) if "!" in capitals[begin:] else []
    stop = begin + later[0] if later else len(capitals)
    mark = footer(capitals, begin, stop) if "CREATED" in capitals or "SOURCE" in capitals else None
    last = mark.start() if mark else stop
    part, parts, keyword = _opening(capitals, begin, last)
    found = _last_of(_TIMES, capitals, Span(begin, last))
    start, start_words, end, end_words, end_kind = _validity(draft, found, Span(begin, last))
    body = draft.trimmed(Span(begin, found.start() if found else last))
    schedule = _schedule(capitals, body, alone=keyword in _WITH_AREAS) if found else NOWHERE
    lower, upper = (
        _limits(draft, Span(body.begin, schedule.begin or body.end)) if keyword in _WITH_AREAS else (None, None)
    )
    created, source = created_at(mark)
    issued = created or start
    return Notam(
        raw=raw,
        layout=Layout.US_DOMESTIC,
        kind=MessageKind.NOTAM,
        number=f"{header[3]}/{header[4]}",
        serial=int(header[4]),
        year=_year(header[3], issued) if issued else None,
        month=int(header[3]) if len(header[3]) == 2 else None,
        nof=header[1] or header[2],
        locations=(header[5],),
        keyword=keyword,
        start=start,
        start_words=start_words,
        immediate=start_words == "WIE",
        end=end,
        end_words=end_words,
        end_kind=end_kind,
        schedule=text[schedule.begin : schedule.end],
        schedule_at=schedule.begin,
        text=text[body.begin : body.end],
        text_at=body.begin,
        lower=lower,
        upper=upper,
        part=part,
        parts=parts,
        created=created,
        source=source,
        diagnostics=tuple(draft.faults),
    )


def _last_of(pattern: re.Pattern[str], capitals: str, span: Span) -> re.Match[str] | None:
    """Return the last match in a stretch of the text."""
    return deque(pattern.finditer(capitals, *span), maxlen=1).pop() if pattern.search(capitals, *span) else None


def _year(first: str, issued: datetime) -> int:
    """Return the year of issue: at or before `issued`, in the month (D) or with the last digit (FDC) of the number."""
    if len(first) == 1:
        return issued.year - (issued.year - int(first)) % 10
    return issued.year if int(first) <= issued.month else issued.year - 1


def _opening(capitals: str, begin: int, end: int) -> tuple[int | None, int | None, str]:
    """Return part, parts and the keyword that follow the location; FDC puts states before it, `NV..AIRSPACE`."""
    part = _PART.match(capitals, begin, end)
    at = part.end() if part else begin
    keyword = _KEYWORD.match(capitals, at, end)
    word = keyword[1] if keyword and keyword[1] in KEYWORDS else ""
    if part is None or part[1] is None:
        return None, None, word
    return int(part[1]), int(part[2]), word


_Validity = tuple[datetime | None, str, datetime | None, str, EndKind]


def _validity(draft: Draft, found: re.Match[str] | None, span: Span) -> _Validity:
    """Return start and end from the range that ends the message, else from EFFECTIVE … UNTIL … in its text."""
    if found:
        start_words, end_words = found[1], found[2]
        place = Span(*found.span())
    else:
        opens = _FROM.search(draft.capitals, *span)
        closes = _last_of(_UNTIL, draft.capitals, span)
        start_words = opens[1] if opens else ""
        end_words = closes[1] if closes else ""
        place = span
    start = read_time(start_words) if start_words not in ("", "WIE") else None
    end, end_kind = read_end(end_words)
    if start is None and start_words != "WIE":
        draft.fault("b-unreadable" if start_words else "b-missing", "B", f"no start time in {start_words!r}", place)
    if end_kind is EndKind.NOT_READ:
        draft.fault("c-unreadable", "C", f"no end time in {end_words!r}", place)
    elif end_kind is EndKind.NOT_STATED:
        draft.fault("c-missing", "C", "it is not said when this ends", place)
    if start is not None and end is not None and end < start:
        draft.fault("c-before-b", "C", f"the end {end_words} is before the start {start_words}", place)
    return start, start_words, end, end_words, end_kind


def _schedule(capitals: str, body: Span, *, alone: bool) -> Span:
    """Return the schedule: several EFFECTIVE … UNTIL … times, or from the first day word that only schedule follows.

    Times by the sun count `alone`, without a day word, where the NOTAM is about an area; beside others they tell when a
    light is on.
    """
    effective = _EFFECTIVE.search(capitals, *body)
    if effective and len(_UNTIL.findall(capitals, *body)) > 1:
        closes = _last_of(_UNTIL, capitals, Span(effective.start(), body.end))
        if closes:
            return Span(effective.start(), closes.end())
    local = _LOCAL.search(capitals, max(body.begin, body.end - _LONGEST), body.end)
    body = Span(body.begin, local.start() if local else body.end)
    begin = NOWHERE.begin
    timed = False
    for word in reversed(list(_TOKEN.finditer(capitals, max(body.begin, body.end - _LONGEST), body.end))):
        if not _WORD.fullmatch(word[0].rstrip(".")):
            break
        timed = timed or word[0][0].isdigit() or word[0][:2] in ("SR", "SS") or word[0][:3] == "H24"
        if timed and (_OPENS.match(word[0]) or (alone and _BY_THE_SUN.fullmatch(word[0].rstrip(".")))):
            begin = word.start()
    return Span(begin, body.end) if begin else NOWHERE


def _limits(draft: Draft, span: Span) -> tuple[Level | None, Level | None]:
    """Return the one band that the text names; where it names several, none, which is noted.

    A number without a datum keeps none; a bare lower number has the unit of the upper: `5000-17000FT`.
    """
    bands = set()
    for found in _BAND.finditer(draft.capitals, *span):
        if found[3].isdigit() or not any(unit in found[3] for unit in _UNITS):
            continue
        lower, upper = read_level(found[1]), read_level(found[3])
        if lower is None or upper is None:
            continue
        if found[1].isdigit():
            lower = msgspec.structs.replace(lower, unit=upper.unit, datum=upper.datum)
        if found[2] and "NOT" in found[2]:
            upper = msgspec.structs.replace(upper, inclusive=False)
        bands.add((lower, upper))
    if len(bands) == 1:
        return bands.pop()
    if bands:
        draft.fault("limits-several", "E", f"the text names {len(bands)} bands; none is taken as the limits", span)
    return None, None

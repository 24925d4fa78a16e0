"""The FAA's KICZ notices as its pages print them: a number, SECURITY, the text, and levels and times at the end."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from advisories.model import EndKind
from advisories.notam.draft import Draft, number_of
from advisories.notam.headers import NOTICE, next_start
from advisories.notam.items import NOWHERE, Span
from advisories.notam.limits import PATTERN
from advisories.notam.message import Layout, MessageKind, Notam, NotamType
from advisories.times import MONTHS

_TYPES: Final = {"N": NotamType.NEW, "R": NotamType.REPLACE, "C": NotamType.CANCEL}
_CENTURY: Final = 2000
_WHEN: Final = r"(\d{1,2})\s([A-Z]{3})\s(\d\d):?(\d\d)\s(?:UTC\s)?(\d{4})(?:\sUTC)?"
_VALID: Final = re.compile(
    rf"({PATTERN})\s?-\s?({PATTERN})[:,;]?\s{{1,5}}{_WHEN}\s{{1,5}}UNTIL\s{{1,5}}(?:{_WHEN}(\s?EST)?|(PERM|UFN|FURTHER))"
)
_CREATED: Final = re.compile(rf"CREATED\s?:\s{{0,5}}{_WHEN}")


def read_notice(raw: str, text: str, capitals: str) -> Notam | None:
    """Read one notice, the first where the text holds several; None where it is none.

    The times, `SFC-UNL: 21 NOV 17:43 UTC 2025 UNTIL 19 FEB 23:59 UTC 2026`, are UTC whether they say so or not.
    """
    header = NOTICE.search(capitals)
    if header is None:
        return None
    draft = Draft(raw, text, capitals)
    begin = header.end()
    stop = next_start(capitals, begin)
    created = _CREATED.search(capitals, begin, stop)
    found = None
    for match in _VALID.finditer(capitals, begin, stop):
        found = match
    start, start_words, end, end_words, end_kind = None, "", None, "", EndKind.NOT_STATED
    if found:
        begins, _, ends = found[0].partition("UNTIL")
        start, start_words = _time(found, 3), " ".join(begins.split())
        end, end_words = _time(found, 8) if found[8] else None, " ".join(ends.split())
        end_kind = _kind(found, end)
    elif capitals.find("UNTIL FURTHER ADVISED", begin, stop) >= 0:
        end_words, end_kind = "UNTIL FURTHER ADVISED", EndKind.UNTIL_FURTHER_NOTICE
    if start is None:
        draft.fault("b-unreadable" if found else "b-missing", "B", "the notice prints no time from which it holds")
    if end_kind in (EndKind.NOT_READ, EndKind.NOT_STATED):
        draft.fault("c-unreadable" if found else "c-missing", "C", "the notice does not say when it ends")
    body = draft.trimmed(Span(begin, found.start() if found else created.start() if created else stop))
    return Notam(
        raw=raw,
        layout=Layout.NOTICE,
        kind=MessageKind.NOTAM,
        number=number_of(header[2], header[3], header[4]),
        series=header[2],
        serial=int(header[3]),
        year=_CENTURY + int(header[4]),
        nof=header[1],
        type=_TYPES.get(header[5] or ""),
        locations=(header[1],),
        start=start,
        start_words=start_words,
        end=end,
        end_words=end_words,
        end_kind=end_kind,
        text=text[body.begin : body.end],
        text_at=body.begin,
        lower=draft.limit("F", Span(*found.span(1)) if found else NOWHERE),
        upper=draft.limit("G", Span(*found.span(2)) if found else NOWHERE),
        created=_time(created, 1) if created else None,
        diagnostics=tuple(draft.faults),
    )


def _time(found: re.Match[str], group: int) -> datetime | None:
    """Return day, month by name, hour, minute and year as UTC; None where that is no time."""
    day, month, hour, minute, year = found.groups()[group - 1 : group + 4]
    try:
        return datetime(int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None


def _kind(found: re.Match[str], end: datetime | None) -> EndKind:
    if found[14]:
        return EndKind.PERMANENT if found[14] == "PERM" else EndKind.UNTIL_FURTHER_NOTICE
    if end is None:
        return EndKind.NOT_READ
    return EndKind.ESTIMATED if found[13] else EndKind.FIXED

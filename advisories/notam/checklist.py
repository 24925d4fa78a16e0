"""Checklists: the NOTAMs that an office says are in force (OPADD, checklist NOTAM, `QKKKK`)."""

from __future__ import annotations

import re
from typing import Final

from advisories.notam.draft import number_of
from advisories.notam.message import MessageKind, Notam

_YEAR: Final = re.compile(r"YEAR\s{0,3}[=:]\s{0,3}(?:20)?(\d\d)(?!\d)")
_NUMBER: Final = re.compile(r"\s{0,20}(?:\d{1,3}/)?([A-Z]?)(\d{4})(?![\d/])[,.;]?")
_NIL: Final = re.compile(r"\s{0,20}NIL(?![A-Z])")


def listed(notam: Notam) -> tuple[str, ...] | None:
    """Return the numbers (`A0705/26`) that a checklist lists, in its order; None where it is no readable checklist.

    The numbers are of the checklist's own series. Each list follows `YEAR=`; what comes after it, such as the latest
    publications, is not part of it. A list that reads NIL counts, as an empty one.
    """
    if notam.kind is not MessageKind.CHECKLIST:
        return None
    text = notam.text.upper()
    numbers: list[str] = []
    found = False
    for year in _YEAR.finditer(text):
        at = year.end()
        nothing = _NIL.match(text, at)
        found = found or nothing is not None
        while number := _NUMBER.match(text, at):
            numbers.append(number_of(number[1] or notam.series, number[2], year[1]))
            at = number.end()
            found = True
    return tuple(numbers) if found else None

"""What has been read of one NOTAM so far, and what could not be."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from advisories.model import Level
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.form import located
from advisories.notam.items import NOWHERE, Span
from advisories.notam.limits import read_level
from advisories.notam.message import MessageKind
from advisories.times import MONTHS

_PART: Final = re.compile(r"PART\s{1,3}(\d{1,2})\s{1,3}OF\s{1,3}(\d{1,2})(?!\d)")
_PART_REACH: Final = 40
_OPENINGS: Final = ("CHECKLIST", "TRIGGER NOTAM", "NOTAM TRIGGER")


class Draft:
    """The text given, the text as read and in capitals (the same length), and the faults found so far."""

    __slots__ = ("capitals", "faults", "raw", "text")

    def __init__(self, raw: str, text: str, capitals: str) -> None:
        self.raw = raw
        self.text = text
        self.capitals = capitals
        self.faults: list[Diagnostic] = []

    def fault(self, code: str, item: str, message: str, span: Span = NOWHERE) -> None:
        """Note what could not be read; the span, in the text as read, is kept as one in the text given."""
        begin = located(self.raw, self.text, span.begin)
        end = begin if span.end <= span.begin else located(self.raw, self.text, span.end)
        self.faults.append(Diagnostic(code=code, item=item, message=message, start=begin, end=end))

    def trimmed(self, span: Span) -> Span:
        """Return the span without the white space at its ends."""
        words = self.text[span.begin : span.end]
        begin = span.begin + len(words) - len(words.lstrip())
        return Span(begin, begin + len(words.strip()))

    def limit(self, item: str, span: Span) -> Level | None:
        """Return the limit in the span, None where there is none or it cannot be read, which is noted."""
        if span.end <= span.begin:
            return None
        words = self.capitals[span.begin : span.end]
        level = read_level(words)
        if level is None and words.strip():
            self.fault(
                f"{item.lower()}-unreadable", item, f"item {item}: no vertical limit in {words.strip()[:40]!r}", span
            )
        return level


def kind_of(qcode: str, capitals: str, at: int) -> MessageKind:
    """Return whether it is a checklist or trigger NOTAM, by code or by the words with which item E begins (OPADD)."""
    if not capitals.startswith(_OPENINGS, at) and qcode[3:] not in ("KK", "TT"):
        return MessageKind.NOTAM
    if qcode == "QKKKK":
        return MessageKind.CHECKLIST
    if qcode.endswith("TT") and qcode != "QTTTT":
        return MessageKind.TRIGGER
    if capitals.startswith("CHECKLIST", at):
        return MessageKind.CHECKLIST
    return MessageKind.TRIGGER if capitals.startswith(_OPENINGS, at) else MessageKind.NOTAM


def number_of(series: str, serial: str, year: str) -> str:
    """Return `A0012/25`: the serial in at least four digits, the year in two."""
    return f"{series}{serial:0>4}/{year}"


def reference_of(words: str) -> str:
    """Return a reference such as `A12/25` or `EGGN-A0012/25` as `A0012/25`; empty where there is none."""
    if not words:
        return ""
    number = words.replace("-", " ").split()[-1]
    letters = number.rstrip("0123456789/")
    serial, _, year = number[len(letters) :].partition("/")
    return number_of(letters, serial, year)


def part_of(capitals: str, place: Span, text: Span) -> tuple[int | None, int | None]:
    """Return `PART n OF m`, as it stands in item A, at the start of item E, or after END at its end."""
    for begin, end in (
        place,
        (text.begin, min(text.end, text.begin + _PART_REACH)),
        (max(text.begin, text.end - _PART_REACH), text.end),
    ):
        found = _PART.search(capitals, begin, end)
        if found:
            return int(found[1]), int(found[2])
    return None, None


def created_at(footer: re.Match[str] | None) -> tuple[datetime | None, str]:
    """Return when a service says that the NOTAM was created (aware UTC), and by which address."""
    if footer is None:
        return None, ""
    source = footer[6] or ""
    if footer[1] is None or footer[2] not in MONTHS:
        return None, source
    try:
        when = datetime(
            int(footer[3]), MONTHS.index(footer[2]) + 1, int(footer[1]), int(footer[4]), int(footer[5]), tzinfo=UTC
        )
    except ValueError:
        return None, source
    return when, source

"""From a NOTAM as read to an advisory: the one way to its limits, times, links, airspace and title.

A record holds a NOTAM either as `notam`, its text in any layout (or the texts of its parts), or as the fields of the UK
briefing. Formats: ICAO Annex 15, appendix 3, and Doc 10066.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec

from advisories import notam as language
from advisories.geo import countries, firs
from advisories.model import (
    NOT_STATED,
    Advisory,
    Datum,
    EndKind,
    Kind,
    Level,
    Limit,
    Link,
    LinkKind,
    NotRead,
    Validity,
    When,
)
from advisories.notam import MessageKind, Notam, NotamType
from advisories.sources.base import Record
from advisories.sources.words import one_line, paragraphs, shorten

TITLE_LIMIT: Final = 120
NAMED: Final = (MessageKind.SNOWTAM, MessageKind.ASHTAM, MessageKind.BIRDTAM)
"""Messages that are recognised and named, but are not NOTAMs and are not read as such."""

_SECURITY: Final = "SECURITY"
_INTERFERENCE: Final = ("GA", "GW")
_REGIONS: Final = ("AF", "AO", "AU")
_CLOSED: Final = ("LC", "LP")
_ONE_LETTER: Final = ("C", "K", "Y")

_TEXT: Final = "notam"
_FIELDS: Final = ("Series", "Number", "Year")
_INDICATOR: Final = re.compile(r"[A-Z]{4}", re.ASCII)
_LINKS: Final = {NotamType.REPLACE: LinkKind.REPLACES, NotamType.CANCEL: LinkKind.CANCELS}
_MESSAGES: Final = {MessageKind.CHECKLIST: "checklist", MessageKind.TRIGGER: "trigger NOTAM"}


def as_record(texts: Sequence[str]) -> Record:
    """Return the record of a NOTAM that came as text, or as the texts of its parts in order."""
    return {_TEXT: texts[0] if len(texts) == 1 else list(texts)}


def notam_of(record: Record) -> Notam | None:
    """Return the NOTAM that a record holds, None where it holds none. Never raises for what the text says."""
    texts = record.get(_TEXT)
    if isinstance(texts, str):
        return language.parse(texts)
    if isinstance(texts, list) and texts:
        return whole([language.parse(str(text)) for text in texts])
    return language.from_fields(record) if all(name in record for name in _FIELDS) else None


def whole(parts: Sequence[Notam]) -> Notam:
    """Return the parts of one NOTAM as one: the items of the first, the texts of all."""
    first = parts[0]
    text = "\n".join(part.text for part in parts)
    raw = "\n".join(part.raw for part in parts)
    limited = next((part for part in parts if part.lower or part.upper), first)
    return msgspec.structs.replace(
        first, raw=raw, text=text, text_at=0, lower=limited.lower, upper=limited.upper, part=None, parts=None
    )


def instructs(qcode: str, text: str) -> bool:
    """Return whether a NOTAM concerns where operators may fly, by its code or its first word (ICAO Doc 8126).

    These are security notices (plain language that opens with that word), closures of a whole region (QAFLC, QAOLC,
    QAULC) and interference with satellite navigation (QGA.., QGW..).
    """
    subject, condition = qcode[1:3], qcode[3:5]
    security = condition in ("", "XX") and text[: len(_SECURITY)].upper() == _SECURITY
    return security or subject in _INTERFERENCE or (subject in _REGIONS and condition in _CLOSED)


@cache
def state_of(office: str) -> str:
    """Return the State whose location indicators begin like an office's (ICAO Doc 7910), or an empty string."""
    letters = office[: 1 if office[:1] in _ONE_LETTER else 2]
    states = {fir.state for fir in firs.all_firs() if fir.code.startswith(letters) and fir.kind.current}
    return countries.name(states.pop()) if len(states) == 1 else ""


def advisory_of(notam: Notam, *, authority: str, source: str, reference: str, office: str, url: str) -> Advisory:
    """Return a NOTAM as an advisory of that reference; `office` is what the numbers that it names belong to.

    Limits come from items F and G, or where those are absent from the Q-line (flight levels, 000 and 999 being SFC and
    UNL). A limit or time that cannot be read is `NotRead` with the words, never a guess. A NOTAM that cancels another
    is itself never in force (`active`).
    """
    text = paragraphs(notam.text)
    cancels = notam.type is NotamType.CANCEL
    return Advisory(
        authority=authority,
        source=source,
        reference=reference,
        kind=Kind.NOTAM,
        title=_title(notam, text),
        text=text or NOT_STATED,
        firs=_firs(notam),
        locations=notam.locations,
        issued=notam.created or NOT_STATED,
        validity=_validity(notam),
        schedule=one_line(notam.schedule) or NOT_STATED,
        lower=_limit(notam, "F", notam.lower, notam.lower_fl, Level(datum=Datum.SFC), 0),
        upper=_limit(notam, "G", notam.upper, notam.upper_fl, Level(datum=Datum.UNL), 999),
        active=False if cancels else NOT_STATED,
        links=_links(notam, office),
        url=url,
    )


def _title(notam: Notam, text: str) -> str:
    """Return the places, what sort of message it is where it is no ordinary NOTAM, and the first line of its text."""
    first = one_line(text.partition("\n")[0])
    if notam.kind in NAMED:
        first = f"{notam.kind.value}, named but not read as a NOTAM"
    elif notam.kind in _MESSAGES and not first.upper().startswith(("CHECKLIST", "TRIGGER")):
        first = f"{_MESSAGES[notam.kind]}: {first}"
    if notam.type is NotamType.CANCEL and notam.reference:
        first = f"cancels {notam.reference}" + (f": {first}" if first else "")
    return shorten(f"{' '.join(notam.locations) or 'NOTAM'}: {first}", TITLE_LIMIT)


def _firs(notam: Notam) -> tuple[str, ...]:
    """Return the Q-line's FIR; a code that ends in XX means the several FIRs listed in item A (Doc 10066, item Q)."""
    if notam.fir.endswith("XX"):
        return tuple(place for place in notam.locations if _INDICATOR.fullmatch(place))
    return (notam.fir,) if _INDICATOR.fullmatch(notam.fir) else ()


def _links(notam: Notam, office: str) -> tuple[Link, ...]:
    kind = _LINKS.get(notam.type) if notam.type else None
    if kind is None or not notam.reference:
        return ()
    return (Link(kind=kind, reference=f"{office} {notam.reference}"),)


def _fault(notam: Notam, *codes: str) -> NotRead | None:
    """Return why an item was not read, None where it was or is not there."""
    return next((NotRead(why=fault.message) for fault in notam.diagnostics if fault.code in codes), None)


def _validity(notam: Notam) -> Validity:
    """Return items B and C, UTC: an end is a time only where one is printed, EST makes it an estimate."""
    end: When = notam.end or NOT_STATED
    if notam.end_kind is EndKind.NOT_READ:
        end = _fault(notam, "c-unreadable") or NotRead(why="item C")
    start: When = notam.start or _fault(notam, "b-unreadable") or NOT_STATED
    closing = notam.end_words.removesuffix("EST").rstrip()
    words = (
        f"B) {notam.start_words}" if notam.start_words else "",
        f"C) {closing}" if closing else "",
        "EST" if notam.end_kind is EndKind.ESTIMATED else "",
    )
    return Validity(start=start, end=end, end_kind=notam.end_kind, words=one_line(" ".join(filter(None, words))))


def _limit(notam: Notam, item: str, level: Level | None, printed: int | None, beyond: Level, mark: int) -> Limit:
    """Return a limit from item F or G, else from the Q-line's three digits, whose open end stands for SFC or UNL."""
    if level is not None:
        return level
    fault = _fault(notam, f"{item.lower()}-unreadable")
    if fault is None and printed is None:
        fault = _fault(notam, "q-unreadable")
    if fault is not None:
        return fault
    if printed is None:
        return NOT_STATED
    return beyond if printed == mark else Level(datum=Datum.FL, value=printed)

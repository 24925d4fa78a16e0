"""How EASA writes the numbers, dates and validity of its Conflict Zone Information Bulletins, in every style seen.

The same bulletin is `czib-2026-07r2` in an address, `CZIB-2026-07R1` or `2026-03-R14` in the CSV, and its older kin are
`SIB-2014-21R1`. All these name one bulletin and one revision of it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from advisories.errors import InputError
from advisories.model import NOT_STATED, EndKind, NotRead, Validity, Value, When
from advisories.sources.words import area_name, one_line
from advisories.times import day_first, end_of_day

ORIGINAL: Final = "original"
"""The label of a bulletin's first issue, which EASA prints without any revision."""

_NUMBER: Final = re.compile(
    r"(?:(czib|sib)[-_ ]{0,2})?(\d{4})-(\d{1,3})(?:[-_ ]{0,2}r(?:ev(?:ision)?)?[-_ .]{0,2}(\d{1,3}))?(?:-0)?",
    re.ASCII | re.IGNORECASE,
)
_PRINTED_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.{0,20})?", re.ASCII)
_VALIDITY: Final = re.compile(r"(?:until\s)?(\d{1,2}/\d{1,2}/\d{4})(?!\d)(.{0,200})", re.ASCII | re.IGNORECASE)
_REVIEWED: Final = re.compile(r"\bunless\s(?:\w{1,20}\s){0,2}reviewed\b|\bunless\sreviewed\searlier\b", re.IGNORECASE)
_FURTHER_NOTICE: Final = re.compile(r"\buntil\sfurther\s(?:notice|advice|advised)\b", re.IGNORECASE)
_CODE: Final = r"[ABCDEFGHKLMNOPRSTUVWYZ][A-Z]{3}"
_BRACKETS: Final = re.compile(r"\(([^()]{1,80})\)")
_CODE_IN_BRACKETS: Final = re.compile(rf"(?:[^()]{{0,70}}\s?[-–—]\s?|(?:FIR|UIR)\s)?({_CODE})(?:\s(?:FIR|UIR))?")
_CODE_OPEN: Final = re.compile(
    rf"\b(?:FIR|UIR)\s({_CODE})\b(?!\s?\()|\b(?:FIR|UIR)\s[^(),;.]{{1,40}}\s[-–—]\s({_CODE})\b"
)
_SUBJECT: Final = re.compile(
    r"(?:airspace of (?:the )?)?(.{1,200}?)(?: and neighbouring (?:airspaces?|countries))?", re.IGNORECASE
)
_PLACE_TAIL: Final = re.compile(r"\s[–—-]\s.{1,200}|,\s.{1,200}|\s\(.{1,200}")


class Number(Value, frozen=True):
    """A bulletin's number (`CZIB 2026-07`) and its revision, 0 being the first issue."""

    reference: str
    revision: int

    @property
    def label(self) -> str:
        """Return `R2`, or `original` for the first issue."""
        return f"R{self.revision}" if self.revision else ORIGINAL


def number(printed: str) -> Number | None:
    """Return the number and revision printed in any style, or None where it is none."""
    found = _NUMBER.fullmatch(one_line(printed))
    if found is None:
        return None
    return Number(
        reference=f"{(found[1] or 'CZIB').upper()} {found[2]}-{int(found[3]):02d}", revision=int(found[4] or 0)
    )


def slug_number(address: str) -> Number | None:
    """Return the number and revision in the last step of a bulletin's address, or None."""
    return number(address.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2])


def printed_day(printed: str) -> datetime:
    """Return 00:00Z of the calendar day printed, whatever offset follows it: `2017-03-31T00:00:00+0300` is 31 March.

    Raises `InputError`.
    """
    found = _PRINTED_DAY.fullmatch(printed.strip())
    try:
        if found:
            return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
    except ValueError:
        pass
    raise InputError(f"date: expected a day such as 2017-03-31T00:00:00+0300, found {printed[:60]!r}")


def day(printed: str, *, first: bool) -> When:
    """Read an issue date: day first (`DD/MM/YYYY`) or year first; empty is not stated, anything else not read."""
    if not printed.strip():
        return NOT_STATED
    try:
        return day_first(printed) if first else printed_day(printed)
    except InputError as error:
        return NotRead(why=str(error))


def validity(words: str, date: str) -> Validity:
    """Read a validity as printed, from the sentence, or where there is none from the date beside it.

    An end runs through 24:00Z of the day printed. Nothing printed is `not stated`; words without a date that are not
    "until further notice" are `not read`. A start is never stated apart from the issue date.
    """
    printed = one_line(words) or one_line(date)
    if not printed:
        return Validity(start=NOT_STATED, end=NOT_STATED, end_kind=EndKind.NOT_STATED)
    found = _VALIDITY.fullmatch(printed)
    try:
        end = end_of_day(day_first(found[1])) if found else None
    except InputError as error:
        return Validity(start=NOT_STATED, end=NotRead(why=str(error)), end_kind=EndKind.NOT_READ, words=printed)
    if end is not None and found is not None:
        kind = EndKind.UNLESS_REVIEWED if _REVIEWED.search(found[2]) else EndKind.FIXED
        return Validity(start=NOT_STATED, end=end, end_kind=kind, words=printed)
    if _FURTHER_NOTICE.search(printed):
        return Validity(start=NOT_STATED, end=NOT_STATED, end_kind=EndKind.UNTIL_FURTHER_NOTICE, words=printed)
    why = f"validity: expected a date DD/MM/YYYY, found {printed[:80]!r}"
    return Validity(start=NOT_STATED, end=NotRead(why=why), end_kind=EndKind.NOT_READ, words=printed)


def firs(affected: str) -> tuple[str, ...]:
    """Return the FIR and UIR codes of an Affected Airspace field, each once, in its order.

    Codes stand in brackets (`FIR Amman (OJAC)`, `(Bahrain FIR – OBBB)`, `(FIR OAKX)`) or after the word FIR; a name in
    capitals (`FIR LVIV (UKLV)`) is no code.
    """
    spans = [(found.start(), inner[1]) for found in _BRACKETS.finditer(affected) if (inner := _inside(found[1]))]
    spans += [(found.start(), found[1] or found[2]) for found in _CODE_OPEN.finditer(affected)]
    return tuple(dict.fromkeys(code for _, code in sorted(spans)))


def _inside(words: str) -> re.Match[str] | None:
    return _CODE_IN_BRACKETS.fullmatch(words.strip())


def countries(listed: str, subject: str) -> tuple[str, ...]:
    """Return the countries as listed; where none is, the place that the subject names, without what surrounds it."""
    names = tuple(dict.fromkeys(area_name(name) for part in listed.split(",") if (name := one_line(part))))
    if names:
        return names
    found = _SUBJECT.fullmatch(one_line(subject))
    place = _PLACE_TAIL.sub("", found[1]) if found else ""
    return (area_name(place),) if place else ()

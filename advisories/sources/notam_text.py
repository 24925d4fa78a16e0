"""NOTAM text that a person imports: bulletins and single messages in any layout, by file.

A file is a delta: what it does not hold means nothing. A NOTAMR replaces and a NOTAMC cancels the NOTAM that it names; a
checklist (`QKKKK`) ends those of its office, series and years that it no longer lists (ICAO Annex 15, 6.1; OPADD).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from advisories import notam as language
from advisories.errors import RowError
from advisories.model import Advisory
from advisories.notam import Layout, Notam
from advisories.sources.base import Coverage, Joined, Page, Part, PartRecords, Proof, Prose, Record, Republish, Source
from advisories.sources.notams import NAMED, advisory_of, as_record, instructs, notam_of, state_of

SCHEME: Final = "file:"
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class NotamText(Source):
    """NOTAM text from files, imported by hand or left in the drop folder."""

    name = "notam_text"
    title = "NOTAM text imported by a person"
    authority = "imported"
    home = SCHEME
    parts = (Part(name="text", url=SCHEME, coverage=Coverage.DELTA, marker="", proof=Proof.WIRE),)
    by_hand = True
    cadence = timedelta(days=36_500)
    window = timedelta(0)
    republish = Republish.TEXT
    terms = "NOTAM are notices to everyone who flies (ICAO Annex 15); where a file came from, its importer knows."

    def part_of(self, method: str, url: str, body: bytes) -> str | None:
        """Return the part of a file that was imported earlier, as the archive keeps it."""
        return "text" if url.startswith(SCHEME) else None

    def parse(self, page: Page) -> str:
        """Return the text of a file."""
        return self.text_of(page.body)

    def text_of(self, body: bytes) -> str:
        """Return the text of a file's bytes: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
        if body.startswith(_WIDE):
            return body.decode("utf-16", "replace")
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return body.decode("cp1252", "replace")

    def rows(self, page: Page) -> Sequence[str]:
        """Return the texts of the NOTAMs in a file."""
        return language.split(page.document)

    def record(self, page: Page, row: Any) -> Record:
        """Return one NOTAM's text. Raises `RowError` where it cannot be told from others."""
        record = as_record([row])
        name_of(language.parse(row))
        return record

    def join(self, parts: Mapping[str, PartRecords], known: Mapping[str, str]) -> tuple[Joined, ...]:
        """Return the records of a file, each NOTAM once; the parts of one that are all there are one."""
        found: dict[tuple[str, ...], list[tuple[Record, Notam]]] = {}
        for record in (record for got in parts.values() if got.fresh for record in got.records):
            notam = notam_of(record)
            if notam is None:
                continue
            same = ("part", _base(notam), str(notam.parts)) if notam.part else ("", *notam.raw.split())
            group = found.setdefault(same, [])
            if notam.part or not group:
                group.append((record, notam))
        return tuple(Joined(record=record, parts=("text",)) for group in found.values() for record in _merged(group))

    def advisory(self, record: Record) -> Advisory:
        """Read one NOTAM. Raises `RowError` where it has no number, or neither office nor place."""
        notam = notam_of(record)
        if notam is None:
            raise RowError(self.name, "a record with the text of a NOTAM", record)
        office = _office(notam)
        domestic = notam.layout is Layout.US_DOMESTIC
        authority = state_of("K" if domestic else office) or office
        return advisory_of(
            notam, authority=authority, source=self.name, reference=name_of(notam), office=office, url=""
        )

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return the text of the few NOTAM that concern where operators may fly."""
        notam = notam_of(record)
        if notam is None or not isinstance(advisory.text, str) or not instructs(notam.qcode, advisory.text):
            return None
        return Prose(issuer=state_of(_office(notam)), words=advisory.text)

    def lapsed(self, record: Record, listed: Iterable[Advisory]) -> Mapping[str, str]:
        """Return what a checklist no longer lists, of its own office and series and of the years that it names.

        What was issued after the checklist, by its number, is not in it and stands. Without a printed office the
        checklist speaks for the FIRs that it names.
        """
        notam = notam_of(record)
        numbers = language.listed(notam) if notam is not None and notam.part is None else None
        if notam is None or numbers is None or notam.year is None or notam.serial is None:
            return {}
        offices = {notam.nof} if notam.nof else {notam.fir, *notam.locations}
        years = {notam.year % 100, *(int(number[-2:]) for number in numbers)}
        listing = {f"{office} {number}" for office in offices for number in numbers}
        reason = f"not in checklist {name_of(notam)}"
        own = (notam.year % 100, notam.serial)
        ended = {}
        for advisory in listed:
            office, series, year, serial = _parts_of(advisory.reference)
            counts = office in offices and series == notam.series and year in years
            if counts and (year, serial) < own and advisory.reference not in listing:
                ended[advisory.reference] = reason
        return ended


def name_of(notam: Notam) -> str:
    """Return the reference: `EGGN A0012/25`, `JFK 05/142 2026` (US domestic), `EGLL SNOWTAM 0123`.

    The office is the one that is printed, else the FIR or first location. One part of a NOTAM whose other parts are
    not there is named as such. Raises `RowError` where a number, or office and place, are missing.
    """
    name = _base(notam)
    return f"{name} part {notam.part} of {notam.parts}" if notam.part else name


def _base(notam: Notam) -> str:
    office = _office(notam)
    if notam.kind in NAMED and office and notam.serial is not None:
        return f"{office} {notam.kind.value} {notam.serial:04d}"
    if not notam.number or not office:
        raise RowError("notam_text", "a NOTAM number, and its office, FIR or location", notam.raw)
    if notam.layout is Layout.US_DOMESTIC and notam.year:
        return f"{office} {notam.number} {notam.year}"
    return f"{office} {notam.number}"


def _office(notam: Notam) -> str:
    if notam.nof:
        return notam.nof
    if len(notam.fir) == 4 and not notam.fir.endswith("XX"):
        return notam.fir
    return notam.locations[0] if notam.locations else ""


def _merged(group: Sequence[tuple[Record, Notam]]) -> list[Record]:
    """Return the parts of one NOTAM as one record where all are there, else each as it is."""
    parts = {notam.part: record for record, notam in group if notam.part}
    count = group[0][1].parts
    if parts and count and sorted(filter(None, parts)) == list(range(1, count + 1)):
        return [as_record([str(parts[number]["notam"]) for number in range(1, count + 1)])]
    return list(parts.values()) or [record for record, _ in group]


def _parts_of(reference: str) -> tuple[str, str, int, int]:
    """Return office, series, year and serial of `EGGN A0012/25`; empty and -1 for any other reference."""
    office, _, number = reference.partition(" ")
    letters = number.rstrip("0123456789/")
    serial, _, year = number[len(letters) :].partition("/")
    if not (letters.isalpha() and serial.isdecimal() and year.isdecimal()):
        return "", "", -1, -1
    return office, letters, int(year), int(serial)

"""UK NOTAM from the contingency pre-flight information bulletin of NATS: one XML file with all of them, about hourly.

The file has no published schema; it is the European AIS Database's bulletin. A NOTAM that concerns several aerodromes
or FIRs stands in several sections and is one advisory. Items are those of ICAO Annex 15, appendix 3, and Doc 10066.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lxml import etree

from advisories.errors import InputError, RowError, WrongPageError
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
from advisories.sources.base import Coverage, Page, Part, Proof, Record, Republish
from advisories.sources.from_xml import XmlSource
from advisories.sources.words import one_line, paragraphs, shorten
from advisories.times import iso, ten_digits

ADDRESS: Final = "https://pibs.nats.co.uk/operational/pibs/PIB.xml"
TITLE_LIMIT: Final = 120

_REQUIRED: Final = ("NOF", "Series", "Number", "Year")
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_YEAR = re.compile(r"\d{2}", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{4}", re.ASCII)
_SERIES = re.compile(r"[A-Z]{1,2}", re.ASCII)
_FLIGHT_LEVEL = re.compile(r"FL\s?(\d{1,3})", re.ASCII)
_FEET_OR_METRES = re.compile(r"(\d{1,6})\s?(FT|M)(?:\s?(AMSL|AGL))?", re.ASCII)
_STORED = re.compile(r"(\d{2})(\d{2})(\d{4})(\d{2})(\d{2})", re.ASCII)
_LINKS: Final = {"R": LinkKind.REPLACES, "C": LinkKind.CANCELS}


class UkPib(XmlSource):
    """Every NOTAM in force or starting within seven days that the UK's bulletin lists, its own and neighbours'."""

    name = "uk_pib"
    title = "UK NOTAM (pre-flight information bulletin)"
    authority = "UK"
    home = "https://www.nats.aero/do-it-online/pre-flight-information-bulletins/"
    parts = (
        Part(
            name="pib",
            url=ADDRESS,
            coverage=Coverage.SNAPSHOT,
            marker="<AreaPIBHeader>",
            media=("text/xml", "application/xml"),
            proof=Proof.WIRE,
        ),
    )
    cadence = timedelta(hours=1)
    expected = timedelta(hours=12)
    republish = Republish.TEXT
    terms = (
        "No open licence is published. NOTAM are notices to everyone who flies (ICAO Annex 15), so their text is shown"
        " with acknowledgement; the file itself is not passed on."
    )
    acknowledgement = "Source: NATS UK Aeronautical Information Service, European AIS Database."
    root = "Pib"

    def rows(self, page: Page) -> Sequence[etree._Element]:
        """Return the NOTAM of all sections, each once; one that differs from its namesake is returned as well.

        Raises `WrongPageError` where there is no FIR section.
        """
        if page.document.find("FIRSection") is None:
            raise WrongPageError(page.where, "sections FIRSection", [child.tag for child in page.document][:20])
        rows: list[etree._Element] = []
        first: dict[tuple[str | None, ...], etree._Element] = {}
        for row in page.document.iter("Notam"):
            earlier = first.setdefault(tuple([item.text for item in row[:4]]), row)
            if earlier is row or _words(earlier) != _words(row):
                rows.append(row)
        return rows

    def updated(self, page: Page) -> datetime | None:
        """Return the time at which the bulletin was issued, UTC. Raises `WrongPageError` where it prints none."""
        printed = page.document.findtext("AreaPIBHeader/Issued") or ""
        try:
            return iso(printed)
        except InputError as error:
            raise WrongPageError(page.where, "AreaPIBHeader/Issued with a time", str(error)) from None

    def record(self, page: Page, row: etree._Element) -> Record:
        """Return the NOTAM's own items by name: item A as a list, the Q-line as a mapping, all else as strings.

        Items that the publisher may add are kept. Attributes and `Marker` are not: they tell the place and the age
        within the bulletin, which differ between sections and hours for one and the same NOTAM. Raises `RowError`
        where the NOTAM has no number.
        """
        record: dict[str, Any] = {}
        for child in row:
            tag = child.tag
            text: Any = child.text
            if tag == "QLine":
                text = {part.tag: part.text or "" for part in child}
            elif text is None or len(child):
                text = _inner(child)
            if tag in record:
                earlier = record[tag]
                record[tag] = [*earlier, text] if isinstance(earlier, list) else [earlier, text]
            else:
                record[tag] = text
        record.pop("Marker", None)
        places = record.get("ItemA")
        if isinstance(places, str):
            record["ItemA"] = [places]
        try:
            number, year = record["Number"], record["Year"]
            known = record["NOF"] and record["Series"] and number.isdecimal() and year.isdecimal()
        except (KeyError, AttributeError):
            known = False
        if not known:
            raise RowError(page.where, f"a NOTAM with {', '.join(_REQUIRED)}", record)
        return record

    def mentions(self, reference: str, body: bytes) -> bool:
        """Return whether a NOTAM of that number, in whatever series and year, stands in the file."""
        number = reference.rpartition("/")[0][-4:].lstrip("0")
        return f"<Number>{number}</Number>".encode() in body

    def advisory(self, record: Record) -> Advisory:
        """Read one NOTAM. Raises `RowError` where its number is not one.

        Limits come from items F and G, or where those are absent from the Q-line (flight levels, 000 and 999 being
        SFC and UNL). A limit or time that cannot be read is `NotRead` with the words, never a guess.
        """
        qline = record.get("QLine")
        qline = qline if isinstance(qline, Mapping) else {}
        places = tuple(place for item in record.get("ItemA") or () if (place := one_line(str(item))))
        text = paragraphs(str(record.get("ItemE") or ""))
        first_line = one_line(text.partition("\n")[0])
        reference = _reference(record["NOF"], record["Series"], record["Number"], record["Year"])
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=reference,
            kind=Kind.NOTAM,
            title=shorten(f"{' '.join(places) or 'NOTAM'}: {first_line}", TITLE_LIMIT),
            text=text or NOT_STATED,
            firs=_firs(str(qline.get("FIR") or "").strip(), places),
            locations=places,
            issued=_stored(str(record.get("NotamStoreDate") or "")),
            validity=_validity(record),
            schedule=one_line(str(record.get("ItemD") or "")) or NOT_STATED,
            lower=_limit(record.get("ItemF"), qline.get("Lower"), "000", Datum.SFC),
            upper=_limit(record.get("ItemG"), qline.get("Upper"), "999", Datum.UNL),
            links=_links(record),
            url=ADDRESS,
        )


def _words(row: etree._Element) -> bytes:
    words: bytes = etree.tostring(row, method="text", encoding="utf-8", with_tail=False)
    return words


def _inner(item: etree._Element) -> str | dict[str, str]:
    """Return what stands inside an item: its parts by name, or one string where words and parts are mixed."""
    if item.text or any(part.tail for part in item):
        return "".join(map(str, item.itertext()))
    return {str(part.tag): "".join(map(str, part.itertext())) for part in item} or ""


def _reference(office: str, series: str, number: str, year: str) -> str:
    """Return `EGGN L2624/26`: NOTAM office, series, four digits, two-digit year (Doc 10066, NOTAM number)."""
    shapes = ((_LETTERS, office), (_SERIES, series), (_NUMBER, number), (_YEAR, year))
    if not all(shape.fullmatch(part.strip()) for shape, part in shapes):
        raise RowError("uk_pib", "a NOTAM number such as EGGN L2624/26", f"{office} {series}{number}/{year}")
    return f"{office.strip()} {series.strip()}{number.strip():0>4}/{year.strip()}"


def _links(record: Record) -> tuple[Link, ...]:
    kind = _LINKS.get(str(record.get("Type") or "").strip())
    if kind is None or not record.get("ReferredNumber"):
        return ()
    names = (record.get(f"Referred{name}") for name in ("Series", "Number", "Year"))
    return (Link(kind=kind, reference=_reference(record["NOF"], *(str(name or "") for name in names))),)


def _firs(fir: str, places: Sequence[str]) -> tuple[str, ...]:
    """Return the Q-line's FIR; a code that ends in XX means the several FIRs listed in item A (Doc 10066, item Q)."""
    if fir.endswith("XX"):
        return tuple(place for place in places if _LETTERS.fullmatch(place))
    return (fir,) if _LETTERS.fullmatch(fir) else ()


def _time(text: str) -> When:
    if not text:
        return NOT_STATED
    try:
        return ten_digits(text)
    except InputError as error:
        return NotRead(why=str(error))


def _validity(record: Record) -> Validity:
    """Read items B and C as printed, UTC: an end is a time only where one is printed, EST makes it an estimate."""
    printed = one_line(str(record.get("EndValidity") or ""))
    estimated = one_line(str(record.get("Estimation") or "")) or ("EST" if printed.endswith("EST") else "")
    closing = printed.removesuffix("EST").rstrip()
    opening = one_line(str(record.get("StartValidity") or ""))
    end: When
    if closing in ("PERM", "UFN"):
        end, kind = NOT_STATED, EndKind.PERMANENT if closing == "PERM" else EndKind.UNTIL_FURTHER_NOTICE
    else:
        end = _time(closing)
        if isinstance(end, datetime):
            kind = EndKind.ESTIMATED if estimated == "EST" else EndKind.FIXED
        else:
            kind = EndKind.NOT_READ if isinstance(end, NotRead) else EndKind.NOT_STATED
    if estimated not in ("", "EST"):
        end, kind = NotRead(why=f"estimation: expected EST, found {estimated[:40]!r}"), EndKind.NOT_READ
    words = [f"B) {opening}" if opening else "", f"C) {closing}" if closing else "", estimated]
    return Validity(start=_time(opening), end=end, end_kind=kind, words=" ".join(filter(None, words)))


def _limit(item: object, qline: object, open_end: str, datum: Datum) -> Limit:
    """Read a limit from item F or G, else from the Q-line's three digits, whose open end stands for SFC or UNL."""
    printed = one_line(str(item or "")).upper()
    if printed:
        return _stated_limit(printed)
    digits = one_line(str(qline or ""))
    if not digits:
        return NOT_STATED
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 3):
        return NotRead(why=f"Q-line level: expected three digits, found {digits[:40]!r}")
    if digits.zfill(3) == open_end:
        return Level(datum=datum)
    return Level(datum=Datum.FL, value=int(digits))


def _stated_limit(printed: str) -> Limit:
    if printed in ("SFC", "GND"):
        return Level(datum=Datum.SFC)
    if printed == "UNL":
        return Level(datum=Datum.UNL)
    if found := _FLIGHT_LEVEL.fullmatch(printed):
        return Level(datum=Datum.FL, value=int(found[1]))
    if found := _FEET_OR_METRES.fullmatch(printed):
        return Level(datum=Datum(found[3]) if found[3] else Datum.UNSTATED, value=int(found[1]), unit=found[2])
    return NotRead(why=f"limit: expected SFC, UNL, FL or feet, found {printed[:40]!r}")


def _stored(printed: str) -> When:
    """Read `DDMMYYYYHHMM`, UTC, as the database writes the time at which the NOTAM was stored."""
    found = _STORED.fullmatch(printed.strip())
    if not found:
        return NotRead(why=f"store date: expected DDMMYYYYHHMM, found {printed[:40]!r}") if printed else NOT_STATED
    day, month, year, hour, minute = (int(group) for group in found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError as error:
        return NotRead(why=f"store date: {error}: {printed[:40]!r}")

"""UK NOTAM from the contingency pre-flight information bulletin of NATS: one XML file with all of them, about hourly.

The file has no published schema; it is the European AIS Database's bulletin. A NOTAM that concerns several aerodromes
or FIRs stands in several sections and is one advisory. Items are those of ICAO Annex 15, appendix 3, and Doc 10066.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from lxml import etree

from advisories.errors import InputError, RowError, WrongPageError
from advisories.model import Advisory, NotRead
from advisories.notam import from_fields
from advisories.sources.base import Coverage, Page, Part, Proof, Prose, Record, Republish
from advisories.sources.from_xml import XmlSource
from advisories.sources.notams import advisory_of, instructs, state_of
from advisories.times import iso

ADDRESS: Final = "https://pibs.nats.co.uk/operational/pibs/PIB.xml"

_REQUIRED: Final = ("NOF", "Series", "Number", "Year")
_REFERENCE: Final = re.compile(r"[A-Z]{4} [A-Z]{1,2}\d{4}/\d{2}", re.ASCII)


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
        """Read one NOTAM by its fields. Raises `RowError` where its number is not one."""
        notam = from_fields(record)
        reference = f"{notam.nof} {notam.number}"
        if not _REFERENCE.fullmatch(reference):
            found = " ".join(str(record.get(name)) for name in _REQUIRED)
            raise RowError(self.name, "a NOTAM number such as EGGN L2624/26", found)
        read = advisory_of(
            notam, authority=self.authority, source=self.name, reference=reference, office=notam.nof, url=ADDRESS
        )
        stored = str(record.get("NotamStoreDate") or "").strip()
        if stored and notam.created is None:
            why = f"store date: expected DDMMYYYYHHMM, found {stored[:40]!r}"
            return msgspec.structs.replace(read, issued=NotRead(why=why))
        return read

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return the text of the few NOTAM that concern where operators may fly, judged by their NOTAM code first."""
        qline = record.get("QLine")
        if not isinstance(qline, Mapping) or not isinstance(advisory.text, str):
            return None
        if not instructs(f"Q{qline.get('Code23', '')}{qline.get('Code45', '')}", advisory.text):
            return None
        return Prose(issuer=state_of(str(record["NOF"]).strip()), words=advisory.text)


def _words(row: etree._Element) -> bytes:
    words: bytes = etree.tostring(row, method="text", encoding="utf-8", with_tail=False)
    return words


def _inner(item: etree._Element) -> str | dict[str, str]:
    """Return what stands inside an item: its parts by name, or one string where words and parts are mixed."""
    if item.text or any(part.tail for part in item):
        return "".join(map(str, item.itertext()))
    return {str(part.tag): "".join(map(str, part.itertext())) for part in item} or ""

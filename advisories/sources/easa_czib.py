"""EASA's Conflict Zone Information Bulletins, read from three exports of one list and joined.

JSON lists every bulletin with status and validity but without number and text; CSV has number and text; the RSS feed
has the newest revision and bridges the two. Each can fail alone: what was read of it before stays, under the revision
that it was read from. Bulletins are recommendations; a revision is a new issue under the same number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from advisories.errors import InputError, RowError
from advisories.model import NOT_STATED, Advisory, EndKind, Kind, NotRead, NotStated, Validity, When
from advisories.sources import from_csv, from_feed, from_json
from advisories.sources.base import Coverage, Joined, Page, Part, PartRecords, Proof, Prose, Record, Republish, Source
from advisories.sources.easa_bridge import (
    bridge,
    csv_number,
    listed_number,
    nid_of,
    revision_gone_back,
    revision_name,
)
from advisories.sources.easa_words import countries, day, firs, number, slug_number, validity
from advisories.sources.from_html import plain
from advisories.sources.words import one_line, web_address
from advisories.times import iso

HOME: Final = "https://www.easa.europa.eu/en/domains/air-operations/czibs"
COLUMNS: Final = (
    "Subject",
    "CZIB number",
    "Issue date",
    "Valid until",
    "Status",
    "Affected Airspace",
    "Affected Country",
    "Recommendation(s)",
)
_JSON_FIELDS: Final = (
    "Nid",
    "issued_date",
    "valid_until_date",
    "field_easa_valid_until_descr",
    "name",
    "status",
    "country",
)
_STATUS: Final = {"active": True, "withdrawn": False}
_APPLICABILITY: Final = (
    "Air operators subject to Regulation (EU) 965/2012; third-country operators authorised by EASA, when conducting"
    " operations to, from and within the EU"
)
"""Whom every bulletin addresses (EASA, CZIB process); the exports leave it out."""
_NOT_KEPT: Final = frozenset({"coordinates", "updated"})


class EasaCzib(Source):
    """Every bulletin that EASA lists, active and withdrawn."""

    name = "easa_czib"
    title = "EASA Conflict Zone Information Bulletins"
    authority = "EASA"
    home = HOME
    parts = (
        Part(
            name="json",
            url=f"{HOME}/export-json?page&_format=json",
            coverage=Coverage.SNAPSHOT,
            marker='"conflict_zones"',
            media=("application/json",),
            proof=Proof.WIRE,
        ),
        Part(
            name="csv",
            url=f"{HOME}/export?page&_format=csv",
            coverage=Coverage.SNAPSHOT,
            marker="CZIB number",
            media=("text/csv", "application/csv", "text/plain"),
            # The recording holds the real text, put into CSV by the documented columns.
            proof=Proof.REBUILT,
        ),
        Part(
            name="rss",
            url=f"{HOME}/feed.xml",
            coverage=Coverage.WINDOW,
            marker="Conflict Zones Advisories",
            media=("application/rss+xml", "application/xml", "text/xml"),
            proof=Proof.WIRE,
        ),
    )
    cadence = timedelta(hours=1)
    expected = timedelta(days=60)
    republish = Republish.TEXT
    terms = (
        "Reproduction is authorised, provided the source is acknowledged (easa.europa.eu, copyright and disclaimer)."
    )
    acknowledgement = "Source: European Union Aviation Safety Agency (EASA), www.easa.europa.eu."

    def parse(self, page: Page) -> Any:
        """Return the decoded JSON, the table or the feed's entries. Raises `WrongPageError`."""
        if page.part == "json":
            return from_json.document(page)
        return from_csv.table(page, COLUMNS) if page.part == "csv" else from_feed.entries(page, "rss")

    def rows(self, page: Page) -> Sequence[Any]:
        """Return the bulletins of one export. Raises `WrongPageError`."""
        if page.part == "json":
            return from_json.listing(page, "conflict_zones")
        found: Sequence[Any] = page.document.rows if page.part == "csv" else page.document
        return found

    def updated(self, page: Page) -> datetime | None:
        """Return when EASA last touched any bulletin, UTC, as the JSON export prints it; the others print no such time."""
        if page.part != "json":
            return None
        rows = from_json.listing(page, "conflict_zones")
        return max((at for row in rows if (at := _touched(row)) is not None), default=None)

    def record(self, page: Page, row: Any) -> Record:
        """Return the publisher's own strings of one bulletin in one export. Raises `RowError`.

        The coordinates are left out, because they geocode the country's name and not the airspace; so is `updated`,
        which moves with the site's own editing, of many bulletins at once.
        """
        if page.part == "json":
            return _json_record(page, row)
        if page.part == "csv":
            record = {name: cell.strip() for name, cell in from_csv.strings(page, row).items()}
            if number(record["CZIB number"]) is None or not record["Subject"]:
                raise RowError(page.where, "a subject and a CZIB number", record)
            return record
        if not nid_of(row["guid"]) and slug_number(row["link"]) is None:
            raise RowError(page.where, "a Nid in the guid or a CZIB number in the link", row)
        try:
            return {**row, "link": web_address(row["link"], HOME)}
        except InputError as error:
            raise RowError(page.where, "a link to the bulletin", str(error)) from None

    def went_back(self, part: str, records: Sequence[Record], before: Sequence[Record]) -> str:
        """Return which bulletin is printed under an older revision than before: revisions go forward."""
        return revision_gone_back(part, records, before)

    def join(self, parts: Mapping[str, PartRecords], known: Mapping[str, str]) -> tuple[Joined, ...]:
        """Return one record per bulletin: `{"reference", "json", "csv", "rss"}`, the last three as far as they are read."""
        return bridge(parts, known)

    def advisory(self, record: Record) -> Advisory:
        """Read a joined bulletin.

        `revision` is the newest that feed or CSV lists, `text_revision` that of the CSV, which text and FIRs are of.
        The end is the JSON export's, unless a later reading contradicts it; then the CSV's, if it is of the revision
        listed; otherwise it is not read, and says why.
        """
        of_json, of_csv, of_rss = (record.get(name) or {} for name in ("json", "csv", "rss"))
        subject = one_line(of_json.get("name") or of_csv.get("Subject") or of_rss.get("title") or "")
        listed, read = listed_number(record), csv_number(record)
        no_number = NotRead(why="the JSON export prints no number or revision")
        no_text = NotRead(why="the CSV export, which holds the text, was not read for this bulletin")
        nid = of_json.get("Nid") or nid_of(of_rss.get("guid", ""))
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=record["reference"],
            kind=Kind.CZIB,
            title=subject,
            aliases=(
                *((f"Nid {nid}",) if nid else ()),
                *((revision_name(listed),) if listed and listed.revision else ()),
            ),
            revision=listed.label if listed else no_number,
            text=_text(of_csv) if of_csv else no_text,
            text_revision=read.label if read else no_text,
            areas=countries(plain(of_json.get("country", "")) or of_csv.get("Affected Country", ""), subject),
            firs=firs(of_csv.get("Affected Airspace", "")),
            issued=_issued(of_json, of_csv),
            validity=_validity(record),
            schedule=NOT_STATED if of_csv else no_text,
            active=_active(record),
            url=of_rss.get("link") or HOME,
        )

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return affected airspace and recommendations, behind the subject, the countries and whom bulletins address."""
        of_csv = record.get("csv") or {}
        if not isinstance(advisory.text, str):
            return None
        labelled = {
            "SUBJECT": of_csv.get("Subject", ""),
            "AFFECTED COUNTRIES": of_csv.get("Affected Country", ""),
            "APPLICABILITY": _APPLICABILITY,
        }
        before = "".join(f"{label}: {one_line(words)}\n" for label, words in labelled.items() if words)
        return Prose(issuer=self.authority, words=advisory.text, before=before)


def _json_record(page: Page, row: Any) -> Record:
    if not isinstance(row, dict):
        raise RowError(page.where, "an object per bulletin", row)
    record = {name: cell for name, cell in row.items() if name not in _NOT_KEPT}
    for name in _JSON_FIELDS:
        cell = record.get(name)
        if not isinstance(cell, str | int | None):
            raise RowError(page.where, f"words as {name}", record)
        record[name] = "" if cell is None else str(cell)
    if not nid_of(record["Nid"]) or not record["name"].strip():
        raise RowError(page.where, "a Nid and a name", record)
    return record


def _touched(row: Any) -> datetime | None:
    """Return the time that a JSON row prints within `<time datetime="…">`, or None where it prints none."""
    try:
        return iso(plain(row["updated"]))
    except (InputError, KeyError, TypeError, AttributeError):
        return None


def _text(of_csv: Record) -> str | NotStated:
    """Return affected airspace and recommendations as published, each under EASA's own heading."""
    headings = ("Affected Airspace", "Recommendation(s)")
    published = [(heading, of_csv.get(heading, "")) for heading in headings]
    return "\n\n".join(f"{heading}:\n{words}" for heading, words in published if words) or NOT_STATED


def _issued(of_json: Record, of_csv: Record) -> When:
    if printed := of_json.get("issued_date"):
        return day(printed, first=False)
    if of_csv:
        return day(of_csv.get("Issue date", ""), first=True)
    return NotRead(why="neither export was read; the feed's date is not the issue date")


def _validity(record: Record) -> Validity:
    """Return the end that belongs to the revision listed, from the JSON export or else the CSV, or why there is none.

    The CSV leaves out what the JSON export prints: the words that go with a date ("unless reviewed earlier"), and some
    ends altogether. From the CSV alone these are not read.
    """
    listed, read = listed_number(record), csv_number(record)
    if "json" in record and not record.get("behind"):
        of_json = record["json"]
        return validity(plain(of_json.get("field_easa_valid_until_descr", "")), of_json.get("valid_until_date", ""))
    if listed is not None and read is not None and read.revision == listed.revision:
        printed = validity("", record["csv"].get("Valid until", ""))
        if isinstance(printed.end, NotStated):
            silent = NotRead(why="the CSV export prints no end; the JSON export, which may, was not read")
            return msgspec.structs.replace(printed, end=silent, end_kind=EndKind.NOT_READ)
        if printed.end_kind is EndKind.FIXED:
            return msgspec.structs.replace(printed, end_kind=EndKind.NOT_READ)
        return printed
    label = listed.label if listed else "a revision"
    have = f"the end that was read is of {read.label}" if read else "no end was read since"
    return Validity(start=NOT_STATED, end=NotRead(why=f"the list names {label}; {have}"), end_kind=EndKind.NOT_READ)


def _active(record: Record) -> bool | NotRead:
    """Return EASA's own status, from the JSON export or, where that is missing or older, from the CSV."""
    printed = record.get("json", {}).get("status", "")
    if "csv" in record and (not printed or "csv" in record.get("behind", ())):
        printed = record["csv"].get("Status", "")
    status = _STATUS.get(printed.strip().lower())
    if status is None:
        why = f"status: expected Active or Withdrawn, found {printed[:40]!r}" if printed else "no status was read"
        return NotRead(why=why)
    return status

"""The FAA's page "Prohibitions, Restrictions and Notices": which documents it lists for which country or area.

The page holds titles and links only, in one section per country or area. Levels, ends and texts stand in the documents
behind the links, so they are *not read* here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from advisories.errors import InputError, RowError, WrongPageError
from advisories.model import Advisory, EndKind, Kind, Link, LinkKind, NotRead, Validity, Value
from advisories.sources.base import Coverage, Joined, Page, Part, PartRecords, Proof, Prose, Record, Republish
from advisories.sources.faa_sections import Outline, Section, outline
from advisories.sources.faa_titles import Reading, fold, read_title, shown_title
from advisories.sources.from_html import DAMAGED, HtmlSource
from advisories.sources.words import area_name, web_address
from advisories.times import long_date

ADDRESS: Final = "https://www.faa.gov/air_traffic/publications/us_restrictions/"
HEADING: Final = "Prohibitions, Restrictions and Notices"

_SFAR: Final = re.compile(r"\bSFAR\)? ?(?:No\. ?)?(\d{1,3})\b", re.ASCII | re.IGNORECASE)
_NOT_READ: Final = NotRead(why="the page lists titles only; this stands in the document behind the link")


class Item(Value, frozen=True):
    """One document in one section; or, where `expected` is set, the lack of what should be there."""

    area: str
    title: str = ""
    href: str = ""
    expected: str = ""
    found: str = "nothing"


class FaaProhibitions(HtmlSource):
    """Every document that the FAA lists for a country or area: KICZ NOTAM, SFARs, background notices, references."""

    name = "faa_prohibitions"
    title = "FAA Prohibitions, Restrictions and Notices"
    authority = "FAA"
    home = ADDRESS
    parts = (
        Part(
            name="page",
            url=ADDRESS,
            coverage=Coverage.SNAPSHOT,
            marker=HEADING,
            media=("text/html", "application/xhtml+xml"),
            # The recording behind the tests is the article as served; the frame of the site around it was left out.
            proof=Proof.REBUILT,
        ),
    )
    cadence = timedelta(hours=1)
    expected = timedelta(days=60)
    republish = Republish.BYTES
    terms = "A work of the United States Government, in the public domain (17 U.S.C. 105)."
    acknowledgement = "Source: Federal Aviation Administration."

    def parse(self, page: Page) -> Outline:
        """Return the page's outline. Raises `WrongPageError` where its heading or its closing line is not there."""
        found = outline(super().parse(page), HEADING)
        if found is None:
            raise WrongPageError(page.where, f"the heading {HEADING!r}", page.body[:800].decode("utf-8", "replace"))
        if found.updated is None:
            end = page.body[-200:].decode("utf-8", "replace")
            raise WrongPageError(page.where, "a closing line 'Last updated: …' (the page breaks off)", end)
        return found

    def rows(self, page: Page) -> Sequence[Item]:
        """Return the items of all sections in the page's order, then one for each thing that should be there and is not.

        Index and glossary are passed by. A section that the page's own index names must be there; a section must hold
        an item or say that there is none.
        """
        sections = page.document.sections
        index = [entry for section in sections for entry in section.index]
        areas = [section for section in sections if not _is_furniture(section, index)]
        items = [item for section in areas for item in _items(section)]
        missing = {name for name, anchor in index if not any(section.answers(name, anchor) for section in areas)}
        items += [Item(area=name, expected="a section, since the page's index names it") for name in sorted(missing)]
        if areas and self.updated(page) is None:
            items.append(Item(area="Last updated", expected="a date", found=page.document.updated))
        return items

    def updated(self, page: Page) -> datetime | None:
        """Return the page's "Last updated" as 00:00Z of that day, or None where it is no date (then a bad row says so)."""
        try:
            return long_date(page.document.updated)
        except InputError:
            return None

    def record(self, page: Page, row: Item) -> Record:
        """Return area, title and absolute link of one document. Raises `RowError`, also for a link that is no web address."""
        if row.expected:
            raise RowError(f"{page.where}, section {row.area!r}", row.expected, row.found)
        if DAMAGED in row.title:
            raise RowError(f"{page.where}, section {row.area!r}", "a title in the page's charset", row.title)
        try:
            link = web_address(row.href, f"{page.url.partition('?')[0].rstrip('/')}/") if row.href else ""
        except InputError as error:
            raise RowError(f"{page.where}, section {row.area!r}", "a document's address", str(error)) from None
        return {"area": row.area, "title": row.title, "link": link}

    def join(self, parts: Mapping[str, PartRecords], known: Mapping[str, str]) -> tuple[Joined, ...]:
        """Return one record per document with every section that lists it.

        Documents with a number are one where the number is; those without are one where the link is. Two documents
        without a number that read alike are told apart by an ordinal in the page's order.
        """
        joined: list[Joined] = []
        for name, got in parts.items():
            documents: dict[str, list[Record]] = {}
            for record in got.records:
                reading = _read(record)
                key = reading.reference if reading.numbered or not record["link"] else record["link"]
                documents.setdefault(key, []).append(record)
            alike: dict[str, int] = {}
            for listed in documents.values():
                reference = _read(listed[0]).reference
                alike[reference] = alike.get(reference, 0) + 1
                whole: dict[str, Any] = {"listed": listed}
                if alike[reference] > 1:
                    whole["ordinal"] = str(alike[reference])
                joined.append(Joined(record=whole, parts=(name,) if got.fresh else ()))
        return tuple(joined)

    def mentions(self, reference: str, body: bytes) -> bool:
        """Return whether the page still names a number in any of its spellings, or every telling word of a title."""
        number = reference.rpartition(" ")[2]
        if "/" in number:
            return any(number.replace("/", mark).encode() in body for mark in "/-_")
        page = fold(body.decode("utf-8", "ignore"))
        return all(word in page for word in fold(reference.rpartition(": ")[2]).split())

    def advisory(self, record: Record) -> Advisory:
        """Read one document. Levels, times and text are not read: the page does not print them."""
        listed = record["listed"]
        first = listed[0]
        reading = _read(first)
        ordinal = record.get("ordinal")
        title = shown_title(first["title"])
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=f"{reading.reference} ({ordinal})" if ordinal else reading.reference,
            kind=reading.kind,
            title=title,
            text=_NOT_READ,
            areas=tuple(dict.fromkeys(area_name(entry["area"]) for entry in listed)),
            firs=tuple(dict.fromkeys(fir for entry in listed for fir in _read(entry).firs)),
            issued=_NOT_READ,
            validity=Validity(start=_NOT_READ, end=_NOT_READ, end_kind=EndKind.NOT_READ),
            schedule=_NOT_READ,
            lower=_NOT_READ,
            upper=_NOT_READ,
            provisions=_NOT_READ,
            links=_links(reading.kind, title),
            url=first["link"] or ADDRESS,
        )

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return the title of a measure: all of it that the page prints."""
        if not advisory.kind.warns:
            return None
        return Prose(issuer=self.authority, words=advisory.title, title_only=True)


def _is_furniture(section: Section, index: Sequence[tuple[str, str]]) -> bool:
    """Return whether a section is an index or a glossary, by what it holds, and no place that the index names."""
    if any(section.answers(name, anchor) for name, anchor in index):
        return False
    return section.glossary or (bool(section.index) and not section.entries)


def _items(section: Section) -> Iterator[Item]:
    """Yield a section's documents; prose without a link counts where it names a document or stands alone."""
    kept = [entry for entry in section.entries if entry.href or entry.in_list or read_title(entry.words).numbered]
    for entry in kept or section.entries:
        yield Item(area=section.name, title=entry.words, href=entry.href)
    if not section.entries and not section.says_none:
        yield Item(area=section.name, expected="a document, or the words that there is none")


def _read(record: Record) -> Reading:
    return read_title(record["title"], unquote(urlsplit(record["link"]).path.rpartition("/")[2]))


def _links(kind: Kind, title: str) -> tuple[Link, ...]:
    found = _SFAR.search(title) if kind is Kind.POINTER else None
    return (Link(kind=LinkKind.POINTS_TO, reference=f"SFAR {found[1]}"),) if found else ()

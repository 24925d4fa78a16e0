"""The pages of the story, built as their publishers build them: the FAA's page, EASA's three exports, the UK's bulletin.

Every page says that its content is invented, in a place that its reader passes by or keeps as text.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from io import StringIO
from itertools import groupby
from typing import Final, TypeVar

from advisories.demo.notices import AERODROMES, FIRS, NOTICES
from advisories.demo.story import (
    BULLETINS,
    DOCUMENTS,
    FAA_UPDATED,
    FIRST_DAY,
    MARK,
    Bulletin,
    Document,
    Notice,
)
from advisories.model import Value
from advisories.sources.easa_czib import COLUMNS
from advisories.sources.faa_prohibitions import HEADING

BULLETIN_PAGES: Final = "https://www.easa.europa.eu/en/domains/air-operations/czibs"
_FOLDER: Final = "/air_traffic/publications/us_restrictions/demonstration"
_SETTLED: Final = "2026-02-20T10:00:00+02:00"
_FEED_LENGTH: Final = 10

Listed = TypeVar("Listed", Document, Bulletin, Notice)


class Sheet(Value, frozen=True):
    """An answer of a publisher: its content type and its body."""

    media: str
    body: bytes
    status: int = 200


def _on(day: int, items: Iterable[Listed]) -> list[Listed]:
    """Return the items listed on a day."""
    return [item for item in items if item.first <= day <= item.last]


def _day_in_words(day: date) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"


def faa_page(day: int, at: datetime) -> Sheet:
    """Return the FAA's page: an index of countries, then a section with links for each."""
    del at
    areas = [(area, list(found)) for area, found in groupby(_on(day, DOCUMENTS), key=lambda one: one.area)]
    index = "".join(f'<li><a href="#{_anchor(area)}">{area}</a></li>' for area, _ in areas)
    sections = "\n".join(
        f'<h2 id="restrict{_anchor(area)}">{area}<a class="ck-anchor" id="{_anchor(area)}"></a></h2><ul>'
        + "".join(f'<li><a href="{_FOLDER}/{one.file}">{escape(one.title)}</a> (PDF)</li>' for one in found)
        + '</ul><p><a class="anchorUp" href="#content">Back to top</a></p>'
        for area, found in areas
    )
    updated = _day_in_words(date.fromisoformat(FAA_UPDATED[day - 1]))
    page = f"""<!DOCTYPE html>
<html lang="en"><head><title>{HEADING} | {MARK}</title></head><body>
<main><article><div class="node__content">
<h1 class="page__title"><span>{HEADING}</span></h1>
<div class="mb-4">
<p><a class="ck-anchor" id="content"></a>{MARK}. No country, airspace or number on this page exists.</p>
<h2>Alphabetical List by Country</h2><ul>{index}</ul><hr>
{sections}
</div>
<div class="w-100"><div class='mb-4 py-4'>Last updated: {updated}</div></div>
</div></article></main></body></html>
"""
    return Sheet(media="text/html; charset=UTF-8", body=page.encode())


def _anchor(area: str) -> str:
    return area.replace(" ", "")


def easa_json(day: int, at: datetime) -> Sheet:
    """Return EASA's JSON export: every bulletin with its status and validity, without number and text."""
    del at
    rows = [
        {
            "Nid": str(one.nid),
            "issued_date": f"{one.issued}T00:00:00+0200",
            "valid_until_date": one.until,
            "field_easa_valid_until_descr": f"<p>{one.until}, unless reviewed earlier.</p>\n",
            "name": _subject(one),
            "status": _status(one),
            "country": one.country,
            "coordinates": "",
            "updated": f'<time datetime="{_touched(one)}">{_touched(one)}</time>\n',
        }
        for one in _on(day, BULLETINS)
    ]
    body = json.dumps({"conflict_zones": rows, "notice": MARK}, separators=(",", ":"))
    return Sheet(media="application/json", body=body.encode())


def _subject(one: Bulletin) -> str:
    return f"Airspace of {one.country}"


def _status(one: Bulletin) -> str:
    return "Active" if one.active else "Withdrawn"


def _touched(one: Bulletin) -> str:
    """Return when a bulletin was last touched: the evening before the day on which this state of it is first listed."""
    if one.first == 1:
        return _SETTLED
    return f"{FIRST_DAY + timedelta(days=one.first - 2):%Y-%m-%d}T18:00:00+02:00"


def easa_csv(day: int, at: datetime) -> Sheet:
    """Return EASA's CSV export: numbers and texts, which may be of an earlier revision than the list's."""
    del at
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in BULLETINS:
        first, last = one.text_days
        if first <= day <= last:
            revision = f"R{one.revision}" if one.revision else ""
            cells = (
                _subject(one),
                f"CZIB-{one.number}{revision}",
                f"{date.fromisoformat(one.issued):%d/%m/%Y}",
                one.until,
                _status(one),
                one.airspace,
                one.country,
                f"{one.advice} {MARK}.",
            )
            writer.writerow(cells)
    return Sheet(media="text/csv; charset=utf-8", body=out.getvalue().encode())


def easa_rss(day: int, at: datetime) -> Sheet:
    """Return EASA's feed: the newest bulletins, whose addresses carry number and revision."""
    del at
    newest = sorted(_on(day, BULLETINS), key=lambda one: one.issued, reverse=True)[:_FEED_LENGTH]
    items = "\n".join(_feed_item(one) for one in newest)
    page = f"""<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel>
<title>Conflict Zones Advisories</title>
<link>{BULLETIN_PAGES}</link>
<description>{MARK}</description>
<language>en</language>
{items}
</channel>
</rss>
"""
    return Sheet(media="application/rss+xml; charset=utf-8", body=page.encode())


def _feed_item(one: Bulletin) -> str:
    issued = f"{date.fromisoformat(one.issued):%a, %d %b %Y} 00:00:00 +0200"
    revision = f"-r{one.revision}" if one.revision else ""
    return f"""<item>
  <title>{_subject(one)}</title>
  <link>{BULLETIN_PAGES}/czib-{one.number}{revision}</link>
  <description/>
  <pubDate>{issued}</pubDate>
  <guid isPermaLink="false">{one.nid} on {issued}</guid>
</item>"""


def uk_bulletin(day: int, at: datetime) -> Sheet:
    """Return the UK's bulletin as issued at `at`: aerodrome sections, then those of the FIR."""
    listed = [one for one in _on(day, NOTICES) if not _over(one, at)]
    sections = "".join(_fir_section(fir, listed) for fir in FIRS)
    page = f"""<?xml version="1.0" encoding="UTF-8"?><!-- {MARK} --><Pib PIBType="F">
<AreaPIBHeader>
<AuthorityName>UNITED KINGDOM</AuthorityName>
<Validity><ValidFrom>{_printed(at)}</ValidFrom><ValidTo>{_printed(at + timedelta(days=7))}</ValidTo></Validity>
<ContentExplanation>{MARK}</ContentExplanation>
<Issued>{_printed(at)}</Issued>
</AreaPIBHeader>
{sections}</Pib>
"""
    return Sheet(media="text/xml", body=page.encode())


def _printed(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _over(one: Notice, at: datetime) -> bool:
    """Return whether the bulletin has dropped a NOTAM, as it does with a printed end that has passed."""
    return not one.estimated and one.ends < f"{at:%y%m%d%H%M}"


def _fir_section(fir: str, listed: Sequence[Notice]) -> str:
    aerodromes = "".join(
        f"<ADSection><Code>{code}</Code><Name>{name}</Name>{_notices(listed, code, 'AD')}</ADSection>\n"
        for code, (name, of) in AERODROMES.items()
        if of == fir
    )
    return (
        f"<FIRSection><ICAO>{fir}</ICAO><Name>{FIRS[fir]}</Name>\n{aerodromes}"
        f"<Warnings>{_notices(listed, fir, 'WAR')}</Warnings></FIRSection>\n"
    )


def _notices(listed: Sequence[Notice], place: str, section: str) -> str:
    found = "".join(_notam(one, section) for one in listed if place in one.places.split())
    return f"<NotamList>{found}</NotamList>"


def _notam(one: Notice, section: str) -> str:
    series, number, year = _numbered(one.name)
    items = [("NOF", "EGXX"), ("Series", series), ("Number", number), ("Year", year)]
    items.append(("Type", "R" if one.replaces else "N"))
    if one.replaces:
        items += zip(("ReferredSeries", "ReferredNumber", "ReferredYear"), _numbered(one.replaces), strict=True)
    qualifiers = {"FIR": one.fir, "Code23": one.code[:2], "Code45": one.code[2:], "Traffic": "IV", "Purpose": "NBO"}
    qualifiers |= {"Scope": "A" if section == "AD" else "W", "Lower": "0", "Upper": "999"}
    items.append(("QLine", "".join(f"<{name}>{text}</{name}>" for name, text in qualifiers.items())))
    items += [("ItemA", place) for place in one.places.split()]
    items += [("StartValidity", one.begins), ("EndValidity", one.ends)]
    items += [("Estimation", "EST")] if one.estimated else []
    items += [("ItemD", one.schedule)] if one.schedule else []
    items.append(("ItemE", f"{escape(one.text, quote=False)}\n{MARK.upper()}."))
    items += [(name, text) for name, text in zip(("ItemF", "ItemG"), one.levels, strict=True) if text]
    return (
        f'\n<Notam PIBSection="{section}">'
        + "".join(f"<{name}>{text}</{name}>" for name, text in items)
        + "<Marker>+</Marker></Notam>"
    )


def _numbered(name: str) -> tuple[str, str, str]:
    """Return series, number and year of `L9101/26`."""
    number, _, year = name.partition("/")
    return number[0], number[1:], year


PAGES: Final[dict[tuple[str, str], Callable[[int, datetime], Sheet]]] = {
    ("easa_czib", "json"): easa_json,
    ("easa_czib", "csv"): easa_csv,
    ("easa_czib", "rss"): easa_rss,
    ("faa_prohibitions", "page"): faa_page,
    ("uk_pib", "pib"): uk_bulletin,
}
"""Who builds which part of which source."""


def challenge() -> Sheet:
    """Return what a host sends that wants a person instead of a program."""
    page = f"<!DOCTYPE html><html><head><title>Are you a robot?</title></head><body><p>{MARK}.</p></body></html>\n"
    return Sheet(media="text/html; charset=UTF-8", body=page.encode(), status=403)


def error() -> Sheet:
    """Return what a host sends whose export has failed."""
    return Sheet(
        media="text/html; charset=UTF-8", body=f"<html><body>Error. {MARK}.</body></html>\n".encode(), status=500
    )


def cut_off(whole: Sheet) -> Sheet:
    """Return an answer whose connection was lost past the middle."""
    return Sheet(media=whole.media, body=whole.body[: len(whole.body) * 2 // 3])

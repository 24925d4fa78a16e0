"""The reading of one answer under the source contract.

The functions here run a source's hooks, isolate rows that cannot be read, give the answer its own verdict, and refuse
emptiness that the page does not explain.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from advisories.errors import EmptyPageError, SourceError, WrongPageError
from advisories.model import Request, Response, Verdict
from advisories.sources.base import ROW_FAULTS, BadRow, Page, Part, PartReading, Record, Source, bad_row

ADDRESS_LIMIT: Final = 2000
"""Characters of an address that a page leads to; the index of a database takes no key of any length."""


def open_page(part: Part, response: Response, source: str = "", request: Request | None = None) -> Page:
    """Check that a response is the page we know; a byte-order mark counts before the header's charset.

    Raises `WrongPageError` naming what was expected and found.
    """
    content_type = response.header("content-type")
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    charset = ""
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    if response.body.startswith(codecs.BOM_UTF8):
        charset = ""
    page = Page(
        part=part.name,
        url=response.url,
        body=response.body,
        charset=charset,
        read_at=response.read_at,
        source=source,
        request=request or Request(part=part.name, url=response.url, method=response.method, body=response.sent),
    )
    if response.status != 200:
        raise WrongPageError(page.where, "status 200", f"status {response.status}")
    if part.media and media and media not in part.media:
        raise WrongPageError(page.where, f"content type {' or '.join(part.media)}", content_type)
    if charset and _is_utf8_called_otherwise(page.body, charset):
        raise WrongPageError(page.where, f"text in {charset}", "text in UTF-8")
    if part.marker.encode() not in response.body:
        found = response.body[:800].decode("utf-8", "replace").strip() or f"{len(response.body)} bytes without text"
        raise WrongPageError(page.where, f"a page containing {part.marker!r}", found)
    return page


def _is_utf8_called_otherwise(body: bytes, charset: str) -> bool:
    """Return whether a body is UTF-8 under another name; read under that name, every accent would look amended."""
    try:
        if codecs.lookup(charset).name.startswith("utf") or body.isascii():
            return False
        body.decode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return False
    return True


def read_part(source: Source, response: Response, request: Request | None = None) -> PartReading:
    """Read one answer under the source's hooks. Never raises for what the answer holds: the verdict says it.

    OK: marker found, rows (or the page's own words that there are none), no bad row. DEGRADED: some rows bad.
    FAILED: wrong page, unexplained emptiness, or no row readable.
    """
    part = source.part(response.part)
    try:
        page = open_page(part, response, source.name, request)
        page = msgspec.structs.replace(page, document=source.parse(page))
        rows = source.rows(page)
        updated = source.updated(page)
        follow = tuple(source.follow(page))
        refuse_silence(part, page, rows)
        refuse_length(page, follow)
    except ROW_FAULTS as error:
        reason = bad_row(part.name, error, "").reason
        if not isinstance(error, SourceError):
            reason = f"{source.name}/{part.name}: expected the page we know, found {reason}"
        return PartReading(part=part.name, verdict=Verdict.FAILED, reason=reason)
    records, bad = read_rows(source, page, rows)
    verdict, reason = Verdict.OK, ""
    if bad:
        verdict = Verdict.DEGRADED if records else Verdict.FAILED
        count = f"{len(bad)} of {len(bad) + len(records)} rows" if records else f"none of {len(bad)} rows"
        could = "could not be read" if records else "could be read"
        reason = f"{source.name}/{part.name}: {count} {could}; first: {bad[0].reason}"
    return PartReading(
        part=part.name,
        verdict=verdict,
        reason=reason,
        records=tuple(records),
        bad=tuple(bad),
        updated=updated,
        follow=follow,
    )


def read_rows(source: Source, page: Page, rows: Sequence[Any]) -> tuple[list[Record], list[BadRow]]:
    """Return the records of the rows, and the rows that could not be read; one bad row never costs another."""
    records: list[Record] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            found = source.record(page, row)
        except ROW_FAULTS as error:
            bad.append(bad_row(page.part, error, row))
            continue
        if isinstance(found, dict):
            records.append(found)
        elif isinstance(found, Mapping):
            records.append(dict(found))
        else:
            records.extend(found)
    return records, bad


def refuse_length(page: Page, follow: Sequence[Request]) -> None:
    """Accept only addresses of a length that everything on the way takes. Raises `WrongPageError`."""
    for request in follow:
        if len(request.url) > ADDRESS_LIMIT:
            raise WrongPageError(page.where, f"links of at most {ADDRESS_LIMIT} characters", request.url)


def refuse_silence(part: Part, page: Page, rows: Sequence[Any]) -> None:
    """Accept a page without rows only where it says itself that there are none. Raises `EmptyPageError`."""
    if not rows and not any(words.encode() in page.body for words in part.nothing):
        found = page.body[:400].decode("utf-8", "replace")
        raise EmptyPageError(page.where, "rows, or the page's own words that there are none", found)

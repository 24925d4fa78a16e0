"""A made-up source of one JSON page, and a desk to run it on: real store, real archive, made answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from advisories.archive import Archive
from advisories.errors import RowError
from advisories.model import Advisory, Answer, EndKind, Failure, Kind, Link, LinkKind, Response, Unchanged, Validity
from advisories.refresh import Report, settle, took_of
from advisories.sources.base import Coverage, Page, Part, Proof, Record, Republish
from advisories.sources.from_json import JsonSource, listing
from advisories.store import Store
from advisories.times import iso

URL = "https://notices.example/list.json"
START = datetime(2026, 3, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


class MadeNotices(JsonSource):
    """Notices of an invented authority."""

    name = "made_notices"
    title = "Notices of Larovia"
    authority = "LARO"
    home = "https://notices.example/"
    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            name="list",
            url=URL,
            coverage=Coverage.SNAPSHOT,
            marker='"notices"',
            nothing=('"none": true',),
            proof=Proof.WIRE,
        ),
    )
    republish = Republish.TEXT
    terms = "Invented."
    acknowledgement = "Source: nobody."

    def rows(self, page: Page) -> Sequence[Any]:
        """Return the notices."""
        return listing(page, "notices")

    def record(self, page: Page, row: Any) -> Record:
        """Return a notice as printed."""
        if "number" not in row:
            raise RowError(page.url, "a notice with a number", row)
        return dict(row)

    def advisory(self, record: Record) -> Advisory:
        """Read a notice."""
        end = record.get("end")
        start = record.get("start")
        links = (Link(kind=LinkKind.REPLACES, reference=record["replaces"]),) if record.get("replaces") else ()
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=record["number"],
            kind=Kind.AIC,
            title=record.get("title", "Notice"),
            text=record.get("text", ""),
            areas=tuple(record.get("areas", ("Larovia",))),
            firs=tuple(record.get("firs", ())),
            validity=Validity(
                start=iso(start) if start else START,
                end=iso(end) if end else Validity().end,
                end_kind=EndKind.FIXED if end else EndKind.NOT_READ,
            ),
            links=links,
        )


def notice(number: str, **fields: Any) -> Mapping[str, Any]:
    """Return a notice as its publisher prints it."""
    return {"number": number, "title": f"Notice {number}", "firs": ["XQLR"], **fields}


def page(*notices: Mapping[str, Any], **extra: Any) -> bytes:
    """Return the page that lists these notices."""
    return json.dumps({"notices": list(notices), **extra}).encode()


TEN = tuple(notice(f"L{number}/26") for number in range(10))


class Desk:
    """A store and an archive in a folder, and a clock that only moves when told."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.source = MadeNotices()
        self.store = Store(url or f"sqlite:///{folder}/store.sqlite3")
        self.store.register([self.source.name])
        self.archive = Archive(folder / "archive", rotate_bytes=10**9, committed=self.store.archived(), now=START)
        self.now = START

    def close(self) -> None:
        """Let go of store and archive."""
        self.archive.close()
        self.store.close()

    def answer(self, answer: Answer) -> Report:
        """Settle one answer at the present time, then let an hour pass."""
        memory = self.store.remember(self.source)
        report = settle(
            self.store, self.archive, self.source, (took_of(self.source, memory, answer),), self.now, memory
        )
        self.now += HOUR
        return report

    def read(self, body: bytes, *, status: int = 200, etag: str = "") -> Report:
        """Settle a page."""
        headers = (("Content-Type", "application/json"), *((("ETag", etag),) if etag else ()))
        return self.answer(Response(part="list", url=URL, status=status, headers=headers, body=body, read_at=self.now))

    def fail(self, reason: str = "status 500", *, blocked: bool = False) -> Report:
        """Settle a failure."""
        return self.answer(Failure(part="list", url=URL, read_at=self.now, reason=reason, blocked=blocked))

    def unchanged(self) -> Report:
        """Settle a 304."""
        return self.answer(Unchanged(part="list", url=URL, read_at=self.now))

    def listed(self) -> set[str]:
        """Return the references that are listed now."""
        return {item.advisory.reference for item in self.store.standings(self.store.moment(self.now)) if item.listed}

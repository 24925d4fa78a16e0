"""A store as years of hourly reading leave it, made in bulk: most advisories long gone, 1,500 listed.

Ten ordinary NOTAM appear each hour and the ten oldest go; every tenth is amended once. Each third day a notice of
another kind appears, which stays for sixty days; forty more stay for good.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, create_engine, event, insert

from advisories.lookup import backwards
from advisories.model import Advisory, Change, ChangeKind, EndKind, Kind, Validity, to_json
from advisories.sources.base import Part, Record
from advisories.store import Store
from advisories.store import schema as tables
from tests.core.wired import MadeNotices

LISTED = 1500
HOURLY = 10
STAYING = 40
NOTICE_HOURS = 72
NOTICE_LASTS = 60 * 24
AMENDED = 10
FILE = "advisories-20200101T000000Z-0001.warc.gz"
HOUR = timedelta(hours=1)
TEXT = (
    "AIRSPACE RESTRICTED WI 5NM RADIUS 512345N 0012345W (NEAR LARO). UNMANNED AIRCRAFT SYSTEM WILL OPERATE BLW 400FT AGL. "
    "OPS CONTACT +00 0000 000000. FOR INFO: "
)
_BATCH = 20_000


class Years(MadeNotices):
    """The notices and NOTAM of an invented authority."""

    name = "years"
    authority = "LARO"

    def advisory(self, record: Record) -> Advisory:
        """Read a notice; those numbered as NOTAM are NOTAM."""
        return advisory(record["number"], record["text"], record["title"], datetime.fromisoformat(record["start"]))


def advisory(reference: str, text: str, title: str, start: datetime) -> Advisory:
    """Return one advisory, read: it gives operators no instruction."""
    return Advisory(
        authority="LARO",
        source="years",
        reference=reference,
        kind=Kind.NOTAM if reference.startswith("LARO") else Kind.AIC,
        title=title,
        text=text,
        areas=("Larovia",),
        firs=("XQLR",),
        locations=("XQLR",),
        validity=Validity(start=start, end=start + timedelta(days=7), end_kind=EndKind.FIXED),
        provisions=(),
    )


def reference_of(number: int) -> str:
    """Return the reference of the n-th NOTAM."""
    year, of_year = divmod(number, 26 * 9999)
    series, count = divmod(of_year, 9999)
    return f"LARO {chr(65 + series)}{count + 1:04d}/{year + 10:02d}"


class Maker:
    """Makes the rows of a store whose last run was at `end`."""

    def __init__(self, revisions: int, end: datetime, source: Years) -> None:
        self.source = source
        self.part = source.parts[0]
        self.hours = (revisions - STAYING) * 24 // (HOURLY * 24 + HOURLY * 24 // AMENDED)
        self.begin = end - HOUR * self.hours
        self.end = end
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.revision = self.change = self.advisories = self.listing = 0
        self.later: dict[int, list[tuple[int, ChangeKind, str]]] = {}

    def put(self, table: Table, **values: Any) -> None:
        """Add a row."""
        self.rows.setdefault(table.name, []).append(values)

    def tell(self, run: int, key: int, at: datetime, kind: ChangeKind, reference: str) -> None:
        """Add a change."""
        self.change += 1
        change = Change(kind=kind, authority="LARO", source="years", reference=reference, at=at, title="UAS")
        self.put(
            tables.changes, id=self.change, run_id=run, advisory_id=key, at=at, kind=kind.value, body=to_json(change)
        )

    def revise(self, run: int, key: int, at: datetime, reference: str, text: str) -> bytes:
        """Add a revision and return the record's hash."""
        self.revision += 1
        record = to_json({"number": reference, "title": "UAS", "text": text, "start": self.begin.isoformat()})
        read = advisory(reference, text, "UAS", at)
        digest = hashlib.sha256(record).digest()
        self.put(
            tables.revisions,
            id=self.revision,
            advisory_id=key,
            run_id=run,
            at=at,
            hash=digest,
            record=record,
            advisory=to_json(read),
            reader_version=self.source.reader_version,
            evidence=str(run),
        )
        return digest

    def appear(self, run: int, at: datetime, reference: str, lasts: int, *, amended: bool = False) -> None:
        """Add an advisory that is listed for some hours (0: to the end), amended after a while."""
        self.advisories += 1
        key = self.advisories
        digest = self.revise(run, key, at, reference, TEXT + reference)
        if run > 1:
            self.tell(run, key, at, ChangeKind.NEW, reference)
        if amended and run + 5 <= self.hours:
            digest = self.revise(run + 5, key, at + 5 * HOUR, reference, f"{TEXT}{reference}, AMENDED")
            self.later.setdefault(run + 5, []).append((key, ChangeKind.AMENDED, reference))
        gone = run + lasts if lasts else self.hours + 1
        if gone <= self.hours:
            self.listing += 1
            off = at + (gone - run) * HOUR
            self.later.setdefault(gone, []).append((key, ChangeKind.NO_LONGER_LISTED, reference))
            self.put(
                tables.listings,
                id=self.listing,
                advisory_id=key,
                listed_at=at,
                unlisted_at=off,
                reason="no longer listed",
                successor="",
            )
        self.put(
            tables.advisories,
            id=key,
            source="years",
            authority="LARO",
            reference=reference,
            first_at=at,
            listed_since=at if gone > self.hours else None,
            seen_at=None if gone > self.hours else at,
            missing=0,
            revision_id=self.revision,
            hash=digest,
            start_at=at,
            text_older=False,
        )
        self.put(tables.names, source="years", **named(reference), advisory_id=key)

    def run(self, number: int, body: bytes) -> None:
        """Add the run of an hour, its reading, and what appears in it."""
        at = self.begin + number * HOUR
        last = number == self.hours
        self.put(
            tables.runs,
            id=number,
            source="years",
            at=at,
            verdict="OK",
            reason="",
            blocked=False,
            since=self.begin + HOUR,
            good_at=at,
            changed_at=at,
            rows=LISTED,
            updated=None,
            baseline=number == 1,
            bad_rows=b"[]",
        )
        self.put(
            tables.readings,
            id=number,
            run_id=number,
            source="years",
            part=self.part.name,
            url=self.part.url,
            status=200,
            verdict="OK",
            reason="",
            read_at=at,
            sha256=hashlib.sha256(body if last else str(number).encode()).hexdigest(),
            archive_file=FILE,
            archive_offset=number * 50_000,
            archive_length=50_000,
        )
        for key, kind, reference in self.later.pop(number, ()):
            self.tell(number, key, at, kind, reference)
        for turn in range(HOURLY):
            count = (number - 1) * HOURLY + turn
            self.appear(number, at, reference_of(count), LISTED // HOURLY, amended=count % AMENDED == 0)
        if number == 1:
            for count in range(STAYING):
                self.appear(number, at, f"Notice {count}", 0)
        elif number % NOTICE_HOURS == 0:
            self.appear(number, at, f"Notice of hour {number}", NOTICE_LASTS)

    def batches(self, body: bytes) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Yield rows by table, some hours at a time."""
        hours = iter(range(1, self.hours + 1))
        while some := list(islice(hours, _BATCH // HOURLY)):
            for number in some:
                self.run(number, body)
            yield self.rows
            self.rows = {}


def named(reference: str) -> dict[str, str]:
    """Return a name as the store keeps it."""
    return {"name": reference, "backwards": backwards(reference)}


def make(url: str, revisions: int, end: datetime, part: Part, body: bytes) -> int:
    """Fill a new store with about so many revisions, the last run at `end` having read `body`; return their number."""
    Store(url).close()
    source = type("Source", (Years,), {"parts": (part,)})()
    maker = Maker(revisions, end, source)
    engine = create_engine(url)
    event.listen(engine, "connect", _hasty)
    by_name = {table.name: table for table in tables.metadata.sorted_tables}
    with engine.begin() as connection:
        state = {
            "name": "years",
            "next_at": end + HOUR,
            "failures": 0,
            "accepted": True,
            "last_run_id": maker.hours,
            "good_verdict": "OK",
            "baseline_at": maker.begin + HOUR,
            "effective_through": end,
            "healthy_rows": LISTED,
            "reader_version": source.reader_version,
        }
        connection.execute(insert(tables.sources), state)
        for rows in maker.batches(body):
            for name in ("runs", "readings", "advisories", "revisions", "names", "listings", "changes"):
                if rows.get(name):
                    connection.execute(insert(by_name[name]), rows[name])
        connection.execute(insert(tables.archive_files), {"name": FILE, "length": (maker.hours + 1) * 50_000})
        last = {
            "part": part.name,
            "url": part.url,
            "reading_id": maker.hours,
            "read_at": end,
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        connection.execute(insert(tables.parts), {"source": "years", "etag": "", "last_modified": "", **last})
        edition = {"after_change": 0, "last_change": maker.change, "subject": "Advisories", "message": b""}
        connection.execute(insert(tables.editions), {"id": 1, "at": end, **edition})
    engine.dispose()
    return maker.revision


def _hasty(connection: Any, _record: Any) -> None:
    """Make an SQLite connection that does not wait for the disk."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000"):
        connection.execute(f"PRAGMA {pragma}").close()


def page() -> bytes:
    """Return a page about as large as one that lists all of them."""
    rows = [{"number": reference_of(count), "title": "UAS", "text": TEXT} for count in range(LISTED)]
    return json.dumps({"notices": rows}).encode()

"""A store and an archive in a new folder, and what the recorded files hold, read independently of the program."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from advisories.archive import Archive
from advisories.sources import registry
from advisories.sources.base import Source
from advisories.store import Store

NOW = datetime(2026, 12, 1, tzinfo=UTC)


class Desk(NamedTuple):
    """A store with its archive and the shipped sources."""

    store: Store
    archive: Archive
    sources: tuple[Source, ...]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return an empty store with its archive."""
    with (
        Store(f"sqlite:///{tmp_path}/store.sqlite3") as store,
        Archive(tmp_path / "archive", rotate_bytes=10**9, committed={}, now=NOW) as archive,
    ):
        yield Desk(store, archive, registry.all_sources())


class Printed(NamedTuple):
    """One NOTAM of a PIB file by its own elements: B and C as printed, and what it replaces."""

    start: str
    end: str
    estimated: bool
    replaces: str


def pib_files(path: Path) -> dict[datetime, dict[str, Printed]]:
    """Return the NOTAM of every PIB file in a WARC file, by the time of reading, with the standard library alone."""
    found: dict[datetime, dict[str, Printed]] = {}
    data = gzip.decompress(path.read_bytes())
    for record in data.split(b"WARC/1.1\r\n" if data.startswith(b"WARC/1.1") else b"WARC/1.0\r\n")[1:]:
        date = re.search(rb"WARC-Date: (\S+)", record)
        start = record.find(b"<?xml")
        if date and start > 0 and b"WARC-Type: response" in record:
            body = record[start : record.rindex(b"</Pib>") + 6]
            found[datetime.fromisoformat(date[1].decode())] = notams(body)
    return found


def notams(body: bytes) -> dict[str, Printed]:
    """Return the NOTAM of one PIB file by their names."""
    found = {}
    for item in ET.fromstring(body).iter("Notam"):
        text = {child.tag: (child.text or "").strip() for child in item}
        name = f"{text['NOF']} {text['Series']}{int(text['Number']):04d}/{text['Year']}"
        old = ""
        if text.get("ReferredNumber"):
            old = f"{text['NOF']} {text['ReferredSeries']}{int(text['ReferredNumber']):04d}/{text['ReferredYear']}"
        found[name] = Printed(text["StartValidity"], text["EndValidity"], text.get("Estimation") == "EST", old)
    return found


def instant(text: str) -> datetime:
    """Return `YYMMDDhhmm` as UTC."""
    day = datetime.strptime(text[:6], "%y%m%d").replace(tzinfo=UTC)
    return day + timedelta(hours=int(text[6:8]), minutes=int(text[8:]))

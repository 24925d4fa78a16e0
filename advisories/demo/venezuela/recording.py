"""The story of Venezuela as one WARC file: both lists, read once a month and at each event."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from advisories import __version__
from advisories.archive.form import pack, pack_info, sha256_of
from advisories.demo.venezuela.papers import EVENTS, MARK, PAPERS, Paper, at
from advisories.demo.venezuela.sources import VenezuelaEasa, VenezuelaFaa
from advisories.errors import InputError
from advisories.model import Response
from advisories.times import stamp

FIRST: Final = at(2019, 1, 14, 12)
LAST: Final = at(2026, 9, 14, 12)
STEP: Final = timedelta(days=28)
AGAIN: Final = timedelta(hours=12)
"""A list that shrinks much is believed when the next reading agrees."""


def _readings() -> tuple[datetime, ...]:
    monthly = [FIRST + STEP * step for step in range((LAST - FIRST) // STEP + 1)]
    events = [when for when, _ in EVENTS]
    return tuple(sorted({*monthly, LAST, *events, *(when + AGAIN for when in events)}))


READINGS: Final = _readings()
"""When both lists are read: every four weeks, twice at each event, and last on 14 September 2026."""


def _document(one: Paper) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "kind": one.kind.value,
        "title": one.title,
        "text": one.text,
        "start": stamp(one.start),
        "end": stamp(one.end) if one.end else "",
        "revision": one.revision,
        "active": one.active,
        "areas": list(one.areas),
        "firs": list(one.firs),
        "words": one.words,
    }


def listed(source: str, when: datetime) -> list[dict[str, Any]]:
    """Return what a source lists at a time."""
    return [
        _document(one)
        for one in PAPERS
        if one.source == source and one.first <= when and (one.last is None or when < one.last)
    ]


def answers() -> list[Response]:
    """Return every answer of the story, oldest first."""
    found = []
    for when in READINGS:
        for source in (VenezuelaEasa, VenezuelaFaa):
            body = json.dumps({"mark": MARK, "documents": listed(source.name, when)}, ensure_ascii=False)
            found.append(
                Response(
                    part="list",
                    url=source.parts[0].url,
                    status=200,
                    headers=(("Date", format_datetime(when, usegmt=True)), ("Content-Type", "application/json")),
                    body=body.encode(),
                    read_at=when,
                )
            )
    return found


def record(path: Path) -> Path:
    """Write the story as a WARC file, the same bytes each time. Raises `InputError` where it cannot be written."""
    records = [pack_info(path.name, FIRST, f"airspace-advisories/{__version__}")]
    records += [pack(answer, sha256_of(answer.body), None).response for answer in answers()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(records))
    except OSError as fault:
        raise InputError(f"{path}: cannot be written: {fault.strerror}") from None
    return path

"""Advisories as JSON and CSV for other programs. The fields are stable.

JSON: one array of objects. CSV: one row per advisory, lists joined by a space, times ISO 8601 in Z; a cell that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec

from advisories.known import Standing
from advisories.model import EndKind, NotRead, NotStated
from advisories.times import stamp

FIELDS: Final = (
    "authority",
    "reference",
    "revision",
    "kind",
    "title",
    "areas",
    "firs",
    "state",
    "listed",
    "first_seen",
    "last_seen",
    "start",
    "end",
    "end_kind",
    "url",
    "source",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def row(standing: Standing) -> dict[str, Any]:
    """Return one advisory as the documented fields.

    `start` and `end` are null where no time is printed or none was read; `end_kind` tells which. `revision` is null
    where the publisher numbers none or it was not read.
    """
    advisory = standing.advisory
    validity = advisory.validity
    return {
        "authority": advisory.authority,
        "reference": advisory.reference,
        "revision": None if isinstance(advisory.revision, NotStated | NotRead) else advisory.revision,
        "kind": advisory.kind.value,
        "title": advisory.title,
        "areas": list(advisory.areas),
        "firs": list(advisory.firs),
        "state": standing.state.value,
        "listed": standing.listed,
        "first_seen": stamp(standing.first_seen),
        "last_seen": stamp(standing.last_seen),
        "start": stamp(validity.start) if isinstance(validity.start, datetime) else None,
        "end": stamp(validity.end) if isinstance(validity.end, datetime) else None,
        "end_kind": EndKind(validity.end_kind).value,
        "url": advisory.url,
        "source": advisory.source,
    }


def as_json(standings: Iterable[Standing]) -> str:
    """Return a JSON array, one object per advisory, UTF-8 text."""
    rows = [row(standing) for standing in standings]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1).decode() + "\n"


def as_csv(standings: Iterable[Standing]) -> str:
    """Return CSV (RFC 4180) with a header line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for standing in standings:
        writer.writerow([_cell(value) for value in row(standing).values()])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = text.replace("\x00", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) else text

"""Advisories as JSON and CSV for other programs. The fields are stable.

JSON: one array of objects. CSV: one row per advisory, lists joined by a space, times ISO 8601 in Z; a cell that a
spreadsheet would take for a formula gets an apostrophe in front, what would steer a reader is written out, and what no spreadsheet holds is cut.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

import msgspec

from advisories.digest import inert
from advisories.known import Standing
from advisories.model import EndKind, Kind, NotRead, NotStated, State
from advisories.times import stamp

Time = Annotated[datetime, msgspec.Meta(tz=True)]


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """One advisory as other programs get it; every key is always there.

    `start` and `end` are null where no time is printed or none was read; `end_kind` tells which. `revision` is null
    where the publisher numbers none or it was not read.
    """

    authority: str
    reference: str
    revision: str | None
    kind: Kind
    title: str
    areas: tuple[str, ...]
    firs: tuple[str, ...]
    state: State
    listed: bool
    first_seen: Time
    last_seen: Time
    start: Time | None
    end: Time | None
    end_kind: EndKind
    url: str
    source: str


FIELDS: Final = Exported.__struct_fields__
_FORMULA: Final = tuple("=+-@＝＋－＠")
_CELL_LIMIT: Final = 32_000
"""Characters of a cell; spreadsheets take no more than 32,767."""


def row(standing: Standing) -> Exported:
    """Return one advisory as the documented fields."""
    advisory = standing.advisory
    validity = advisory.validity
    return Exported(
        authority=advisory.authority,
        reference=advisory.reference,
        revision=None if isinstance(advisory.revision, NotStated | NotRead) else advisory.revision,
        kind=advisory.kind,
        title=advisory.title,
        areas=advisory.areas,
        firs=advisory.firs,
        state=standing.state,
        listed=standing.listed,
        first_seen=standing.first_seen.replace(microsecond=0),
        last_seen=standing.last_seen.replace(microsecond=0),
        start=validity.start if isinstance(validity.start, datetime) else None,
        end=validity.end if isinstance(validity.end, datetime) else None,
        end_kind=EndKind(validity.end_kind),
        url=advisory.url,
        source=advisory.source,
    )


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
        writer.writerow([_cell(value) for value in msgspec.structs.astuple(row(standing))])
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return stamp(value)
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    text = inert.visible(text if len(text) <= _CELL_LIMIT else f"{text[: _CELL_LIMIT - 1]}…")
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text

"""What commands print as JSON, as types, and the JSON Schema of all of it. These forms are stable."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from advisories.export import Exported
from advisories.known import Fault, History, Holder, SourceHealth, Standing
from advisories.model import Advisory, Change, Evidence, Provision, Validity


class PlaceShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is listed for a place at a time, and how every source stands, without which it proves nothing."""

    asked: str
    as_of: datetime
    standings: tuple[Standing, ...]
    sources: tuple[SourceHealth, ...]


class SourceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One source: what it is, how often it is read, how its reader was proved, what its terms allow, where it is asked."""

    source: str
    authority: str
    title: str
    cadence_minutes: int
    proof: str
    republish: str
    terms: str
    acknowledgement: str
    home: str
    addresses: tuple[str, ...]


class SourceStatus(SourceHealth, frozen=True, kw_only=True):
    """How a source stands; `silent` says that it was read after a change had been due and had not changed."""

    silent: bool


class HolderStatus(Holder, frozen=True, kw_only=True):
    """Which process is at work; `alive` says whether it has shown a sign of life lately."""

    alive: bool


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How every source and the program itself stand. Sizes are in bytes; a folder that cannot be asked is null."""

    at: datetime
    version: str
    edition: int | None
    edition_at: datetime | None
    sources: tuple[SourceStatus, ...]
    lease: HolderStatus | None
    deliveries: dict[str, int]
    faults: tuple[Fault, ...]
    free_bytes: dict[str, int | None]


DOCUMENTS: Final = {
    "advisories export": tuple[Exported, ...],
    "advisories changes --json": tuple[Change, ...],
    "advisories show REFERENCE --json": tuple[History, ...],
    "advisories show FIR|COUNTRY --json": PlaceShown,
    "advisories status --json": Status,
    "advisories sources --json": tuple[SourceFacts, ...],
}
_VALUES: Final = (Exported, Change, Advisory, Provision, Validity, Evidence)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what commands print, each document under its command, and of the values in it."""
    shapes, parts = msgspec.json.schema_components((*DOCUMENTS.values(), *_VALUES), ref_template="#/$defs/{name}")
    documents = [{"title": title, **shape} for title, shape in zip(DOCUMENTS, shapes, strict=False)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "advisories",
        "anyOf": [*documents, *shapes[len(DOCUMENTS) :]],
        "$defs": parts,
    }

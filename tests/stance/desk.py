"""Invented authorities with sources of one JSON page each, whose papers say what they tell, and a desk to read them on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from advisories.archive import Archive
from advisories.errors import RowError
from advisories.model import (
    NOT_READ,
    NOT_STATED,
    Addressees,
    Advisory,
    Answer,
    Change,
    Datum,
    EndKind,
    Failure,
    Instruction,
    Kind,
    LegalForm,
    Level,
    Link,
    LinkKind,
    Provision,
    Response,
    Validity,
)
from advisories.refresh import Report, settle, took_of
from advisories.sources.base import Coverage, Page, Part, Proof, Prose, Record, Republish, Source
from advisories.sources.from_json import JsonSource, listing
from advisories.store import Store
from advisories.times import iso

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
DO_NOT, CARE = Instruction.DO_NOT_ENTER, Instruction.CAUTION
Paper = Mapping[str, Any]


def tells(instruction: Instruction, *firs: str, upto: int = 0, **fields: Any) -> Provision:
    """Return a provision for some FIRs up to a flight level, or at all levels; what forbids is binding."""
    form = LegalForm.BINDING if instruction is DO_NOT else LegalForm.RECOMMENDATION
    upper = Level(datum=Datum.FL, value=upto, inclusive=False) if upto else Level(datum=Datum.UNL)
    given = {"legal_form": form, "firs": firs, "addressees": Addressees(certificate_states=("ZZ",)), **fields}
    return Provision(**{"instruction": instruction, "lower": Level(datum=Datum.SFC), "upper": upper, **given})


def paper(number: str, *told: Provision, **fields: Any) -> Paper:
    """Return a paper as its publisher lists it; what it tells is not read where nothing is given."""
    return {"number": number, "told": msgspec.to_builtins(told), **fields}


class Papers(JsonSource):
    """A list of papers that say themselves what they tell."""

    name = "larovia_papers"
    title = "Papers of Larovia"
    authority = "Larovia"
    home = "https://papers.example/"
    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            name="list",
            url="https://papers.example/list.json",
            coverage=Coverage.SNAPSHOT,
            marker='"papers"',
            nothing=('"none": true',),
            proof=Proof.WIRE,
        ),
    )
    republish = Republish.TEXT
    terms = "Invented."
    acknowledgement = "Source: nobody."

    def rows(self, page: Page) -> Any:
        """Return the papers."""
        return listing(page, "papers")

    def record(self, page: Page, row: Any) -> Record:
        """Return a paper as listed."""
        if "number" not in row:
            raise RowError(page.url, "a paper with a number", row)
        return dict(row)

    def prose(self, record: Record, advisory: Advisory) -> Prose | None:
        """Return none: the papers say themselves what they tell."""
        del record, advisory
        return None

    def advisory(self, record: Record) -> Advisory:
        """Read a paper."""
        told = msgspec.convert(record["told"], tuple[Provision, ...])
        read = record.get("read", bool(told))
        start, end = record.get("start"), record.get("end")
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=record["number"],
            kind=Kind(record.get("kind", "AIC")),
            title=record.get("title", "Paper"),
            text=record.get("text", "As published.") if read else NOT_READ,
            areas=tuple(record.get("areas", ())),
            firs=tuple(record.get("firs", ())),
            active=record.get("active", NOT_STATED),
            validity=Validity(
                start=iso(start) if start else NOT_STATED,
                end=iso(end) if end else NOT_STATED,
                end_kind=EndKind.FIXED if end else EndKind.PERMANENT,
            ),
            provisions=told if read else NOT_READ,
            unread=tuple(record.get("unread", ())),
            links=tuple(Link(kind=LinkKind(kind), reference=other) for kind, other in record.get("links", ())),
        )


def source(name: str = "larovia_papers", authority: str = "Larovia", *, reader: int = 1) -> Source:
    """Return a source of papers under another name, of another authority, or with another reader."""
    facts = {"name": name, "authority": authority, "title": f"Papers of {authority}", "reader_version": reader}
    kind: type[Source] = type(name.title(), (Papers,), {**facts, "__doc__": Papers.__doc__})
    return kind()


class Desk:
    """A store and an archive in a folder, and a clock that moves on by an hour with each reading."""

    def __init__(self, folder: Path, url: str = "", *sources: Source) -> None:
        self.sources = sources or (source(),)
        self.store = Store(url or f"sqlite:///{folder}/store.sqlite3")
        self.store.register(one.name for one in self.sources)
        self.archive = Archive(folder / "archive", rotate_bytes=10**9, committed=self.store.archived(), now=START)
        self.now = START

    def close(self) -> None:
        """Let go of store and archive."""
        self.archive.close()
        self.store.close()

    def _settle(self, source: Source, answer: Answer) -> Report:
        memory = self.store.remember(source)
        took = (took_of(source, memory, answer),)
        report = settle(self.store, self.archive, source, took, self.now, memory)
        self.now += HOUR
        return report

    def read(self, *papers: Paper, source: Source | None = None, **extra: Any) -> list[Change]:
        """Settle a page that lists these papers; return the changes of stance."""
        body = json.dumps({"papers": papers, **({} if papers else {"none": True}), **extra}).encode()
        which = source or self.sources[0]
        headers = (("Content-Type", "application/json"),)
        url = which.parts[0].url
        answer = Response(part="list", url=url, status=200, headers=headers, body=body, read_at=self.now)
        return [one for one in self._settle(which, answer).changes if one.place]

    def fail(self, source: Source | None = None) -> list[Change]:
        """Settle a page that cannot be read; return the changes of stance."""
        which = source or self.sources[0]
        answer = Failure(part="list", url=which.parts[0].url, read_at=self.now, reason="status 500")
        return [one for one in self._settle(which, answer).changes if one.place]

    def at(self, when: datetime) -> None:
        """Let time pass until `when`."""
        self.now = when


def told(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    """Return changes of stance in short: the kind, the authority, the place, the reference."""
    return [(one.kind.value, one.authority, one.place, one.reference) for one in changes]


def words(change: Change) -> str:
    """Return what a change of stance says was told before and is told after."""
    (field,) = change.fields
    return f"{field.field}: {field.before} -> {field.after}"

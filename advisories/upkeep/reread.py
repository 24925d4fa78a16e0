"""Everything read again from its archived bytes by today's reader: what reads differently, and never as news.

The bytes behind a revision are read, and joined where several parts describe an advisory, as a run would; what comes
out is compared with what the store says. Nothing is a change of the publisher's: only our reading differs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from advisories.archive import Place, read_place
from advisories.errors import AdvisoriesError, snippet
from advisories.model import Advisory, Evidence, FieldChange, Response, Value, Verdict
from advisories.provisions import told
from advisories.sources.answer import read_part
from advisories.sources.base import ROW_FAULTS, PartRecords, Record, Source, bad_row
from advisories.store import Store
from advisories.store.keeping import Stored

Seen = Callable[[str, int], None]


class Difference(Value, frozen=True, omit_defaults=False):
    """One revision that reads differently today: which fields, before and after, as JSON cut to 200 characters.

    `strings` says that even the publisher's strings are taken from the bytes in another way. `fault` says why it could
    not be read again; there are no fields then.
    """

    source: str
    reference: str
    revision_id: int
    reader_version: int
    fields: tuple[FieldChange, ...] = ()
    strings: bool = False
    fault: str = ""


class Reread(Value, frozen=True, omit_defaults=False):
    """How many revisions were read again, what differs, and how many were written."""

    revisions: int
    differences: tuple[Difference, ...]
    applied: int = 0


class _Again(Value, frozen=True):
    """One advisory as today's reader reads it, with the strings it was read from."""

    advisory: Advisory
    record: Record


def reread(
    store: Store, folder: Path, sources: Sequence[Source], *, every: bool, apply: bool, seen: Seen | None = None
) -> Reread:
    """Read the bytes behind the current revisions again (with `every` behind all revisions) and compare.

    With `apply`, what reads differently is written in the place of what was read, with today's `reader_version`; the
    strings and their hash stay as they came. `seen` is called with each source and how many of its revisions are read.
    Raises `StoreError`.
    """
    differences: list[Difference] = []
    count = applied = 0
    for source in sources:
        with store.keeping() as keeping:
            names = _Names(keeping.namings(source.name) if source.scattered else ())
            revisions = list(keeping.revisions(source.name, every=every))
        better: list[tuple[Stored, Advisory]] = []
        done = 0
        for (run_id, named), group in groupby(revisions, key=lambda one: (one.run_id, one.evidence)):
            with store.keeping() as keeping:
                proofs = keeping.proofs(named)
            again, faults = _read(
                store, folder, source, [proofs[key] for key in named if key in proofs], names.before(run_id)
            )
            for stored in group:
                found = _compared(source, stored, again, faults)
                done += 1
                if found is None:
                    continue
                differences.append(found[0])
                if found[1] is not None:
                    better.append((stored, found[1]))
            if seen:
                seen(source.name, done)
        count += done
        if apply and better:
            with store.keeping(writes=True) as keeping:
                for stored, advisory in better:
                    keeping.write_read(stored, advisory, source.reader_version)
            applied += len(better)
    return Reread(revisions=count, differences=tuple(differences), applied=applied)


class _Names:
    """The names that the store knew for a source when a run began: what joining its parts went by."""

    def __init__(self, namings: Iterable[tuple[int, str, tuple[str, ...]]]) -> None:
        self._waiting = deque(namings)
        self._known: dict[str, str] = {}

    def before(self, run_id: int) -> dict[str, str]:
        """Return each name with its reference. Ask run by run."""
        while self._waiting and self._waiting[0][0] < run_id:
            _, reference, names = self._waiting.popleft()
            self._known |= dict.fromkeys(names, reference)
        return self._known


def _read(
    store: Store, folder: Path, source: Source, proofs: Iterable[Evidence], known: Mapping[str, str]
) -> tuple[dict[str, _Again], tuple[str, ...]]:
    """Return, by every name, what the bytes of these readings say today, and what could not be read of them."""
    faults: list[str] = []
    records: dict[str, list[Record]] = {}
    newest: dict[str, Evidence] = {}
    for proof in proofs:
        try:
            reading = read_part(source, _answer(store, folder, proof))
        except (AdvisoriesError, LookupError) as error:
            faults.append(str(error))
            continue
        faults += [reading.reason] if reading.verdict is Verdict.FAILED else []
        records.setdefault(proof.part, []).extend(reading.records)
        newest[proof.part] = max(newest.get(proof.part, proof), proof, key=lambda one: one.read_at)
    parts = {
        part: PartRecords(records=tuple(found), read_at=newest[part].read_at)
        for part, found in records.items()
        if found
    }
    again: dict[str, _Again] = {}
    for joined in source.join(parts, known) if parts else ():
        try:
            advisory = told(source, joined.record)
        except ROW_FAULTS as error:
            faults.append(bad_row(source.name, error, "").reason)
            continue
        one = _Again(advisory=advisory, record=joined.record)
        for name in (advisory.reference, *advisory.aliases):
            again.setdefault(name, one)
    return again, tuple(faults)


def _answer(store: Store, folder: Path, proof: Evidence) -> Response:
    """Return the archived answer behind a reading. Raises `ArchiveError`."""
    place = Place(
        file=proof.archive_file, offset=proof.archive_offset, length=proof.archive_length, sha256=proof.sha256
    )
    found = read_place(folder, place, partial(store.known_place, url=proof.url))
    return msgspec.structs.replace(found, part=proof.part, url=proof.url)


def _compared(
    source: Source, stored: Stored, again: Mapping[str, _Again], faults: Sequence[str]
) -> tuple[Difference, Advisory | None] | None:
    """Return how a revision reads today and what is to be written, or None where it reads as it did."""
    before = stored.advisory
    names = (before.reference, *before.aliases)
    now = next((again[name] for name in names if name in again), None)
    about = Difference(
        source=source.name,
        reference=before.reference,
        revision_id=stored.id,
        reader_version=stored.reader_version,
    )
    if now is None:
        why = faults[0] if faults else "today's reader does not find it in its own bytes"
        return msgspec.structs.replace(about, fault=snippet(why)), None
    fields = difference(before, now.advisory)
    strings = msgspec.to_builtins(now.record) != msgspec.json.decode(stored.record)
    if not fields and not strings:
        return None
    return msgspec.structs.replace(about, fields=fields, strings=strings), now.advisory if fields else None


def difference(before: Advisory, after: Advisory) -> tuple[FieldChange, ...]:
    """Return the fields that differ, as JSON cut to 200 characters."""
    return tuple(
        FieldChange(field=name, before=_shown(old), after=_shown(new))
        for name in Advisory.__struct_fields__
        if (old := getattr(before, name)) != (new := getattr(after, name))
    )


def _shown(value: Any) -> str:
    return snippet(msgspec.json.encode(value).decode())

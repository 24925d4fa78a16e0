"""Whether everything the store says can be proved: every archive record it names is there, whole, and its own.

A fault is something lost or changed. A note is nothing to mend: bytes that the store does not vouch for (another
process may be about to), answers that were never archived because they carried a secret, or were let go by retention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from advisories.archive import PATTERN, Place, Proof, Walked, walk
from advisories.errors import AdvisoriesError, ArchiveError
from advisories.model import Value
from advisories.store import Store
from advisories.store.keeping import Keeping, Read

SHOWN = 1000
Seen = Callable[[str], None]


class Finding(Value, frozen=True):
    """One thing found: what it concerns (`store`, an archive file, a revision), and what is the matter, in words."""

    about: str
    words: str


class Verified(Value, frozen=True):
    """What was checked, what is wrong, and what is worth knowing. Sizes in bytes.

    At most 1,000 faults are kept; `fault_count` counts all of them.
    """

    revisions: int
    readings: int
    records: int
    files: int
    archive_bytes: int
    fault_count: int
    faults: tuple[Finding, ...]
    notes: tuple[Finding, ...]


class _Findings:
    """Faults and notes in the making."""

    def __init__(self) -> None:
        self.faults: list[Finding] = []
        self.notes: list[Finding] = []
        self.count = 0

    def fault(self, about: str, words: str) -> None:
        self.count += 1
        if self.count <= SHOWN:
            self.faults.append(Finding(about=about, words=words))

    def note(self, about: str, words: str) -> None:
        self.notes.append(Finding(about=about, words=words))


def verify(store: Store, folder: Path, *, seen: Seen | None = None) -> Verified:
    """Check store and archive against each other. Raises `StoreError` only where the store cannot be read at all.

    `seen` is called with the name of each archive file as its turn comes.
    """
    findings = _Findings()
    try:
        store.check()
    except AdvisoriesError as error:
        findings.fault("store", str(error))
    with store.keeping() as keeping:
        return _verified(store, keeping, folder, findings, seen or (lambda _: None))


def _verified(store: Store, keeping: Keeping, folder: Path, findings: _Findings, seen: Seen) -> Verified:
    broken = keeping.broken_references()
    if broken:
        findings.fault("store", f"{broken:,} rows refer to rows that are not there")
    committed = keeping.archived()
    proof = Proof(folder)
    in_archive: dict[int, bool] = {}
    sizes = records = 0
    for file, group in groupby(keeping.readings(), key=lambda read: read.file):
        reads = list(group)
        in_archive |= {read.id: bool(file) for read in reads}
        if file and file not in committed:
            findings.fault(file, f"{len(reads):,} readings name it, but the store vouches for no such file")
        elif file:
            seen(file)
            size, count = _file(store, folder, file, committed[file], reads, proof, findings)
            sizes, records = sizes + size, records + count
            del committed[file]
    for file, end in sorted(committed.items()):
        seen(file)
        sizes += _file(store, folder, file, end, (), proof, findings)[0]
    _strangers(folder, {*keeping.archived()}, findings)
    return Verified(
        revisions=_evidence(keeping, in_archive, findings),
        readings=len(in_archive),
        records=records,
        files=len(keeping.archived()),
        archive_bytes=sizes,
        fault_count=findings.count,
        faults=tuple(findings.faults),
        notes=tuple(findings.notes),
    )


def _file(
    store: Store, folder: Path, name: str, end: int, reads: Iterable[Read], proof: Proof, findings: _Findings
) -> tuple[int, int]:
    """Check one archive file and the readings that lie in it; return its committed size and its records checked."""
    try:
        walked = walk(folder, name, end)
    except ArchiveError as error:
        findings.fault(name, f"{error}; {len(tuple(reads)):,} readings lie in it")
        return 0, 0
    _ends(walked, name, end, findings)
    named: set[int] = set()
    for read in reads:
        named.add(read.offset)
        if read.offset + read.length > end:
            findings.fault(
                name, f"reading {read.id} ends at {read.offset + read.length:,}, behind the committed {end:,}"
            )
            continue
        found = walked.answers.get(read.offset)
        if found != read.length and not walked.fault:
            what = f"one of {found:,} bytes" if found else "none"
            findings.fault(
                name, f"reading {read.id}: expected a record of {read.length:,} bytes at {read.offset:,}, found {what}"
            )
            continue
        words = proof.fault(read.place, _finder(store, read))
        if words:
            findings.fault(name, f"reading {read.id} ({read.url}): {words}")
    unnamed = [length for offset, length in walked.answers.items() if offset not in named]
    if unnamed:
        findings.note(name, f"{len(unnamed):,} records ({sum(unnamed):,} bytes) that no reading names")
    return min(walked.size, end), len(named)


def _finder(store: Store, read: Read) -> Callable[[str], Place | None]:
    return lambda digest: store.known_place(digest, read.url)


def _ends(walked: Walked, name: str, end: int, findings: _Findings) -> None:
    if walked.size < end:
        findings.fault(name, f"expected {end:,} committed bytes, found {walked.size:,}: the file is cut off")
    elif walked.fault:
        findings.fault(name, f"cannot be followed to its committed end {end:,}: {walked.fault}")
    elif not walked.closes:
        findings.fault(name, f"the committed end {end:,} is not the end of a record")
    elif walked.size > end:
        findings.note(
            name, f"{walked.size - end:,} bytes behind the committed end: a run in progress, or to be cut off"
        )


def _strangers(folder: Path, known: set[str], findings: _Findings) -> None:
    for path in sorted(folder.glob(PATTERN)) if folder.is_dir() else ():
        if path.name not in known:
            findings.note(
                path.name, f"{path.stat().st_size:,} bytes that this store does not know; it may be another's"
            )


def _evidence(keeping: Keeping, in_archive: dict[int, bool], findings: _Findings) -> int:
    """Check that every revision's evidence can be resolved; return how many revisions there are."""
    count = unarchived = 0
    for key, reference, named in keeping.evidence():
        count += 1
        lost = [reading for reading in named if reading not in in_archive]
        if not named:
            findings.fault(reference, f"revision {key} names no evidence")
        elif lost:
            findings.fault(reference, f"revision {key}: its evidence, reading {lost[0]}, is not in the store")
        unarchived += bool(named) and not all(in_archive.get(reading, True) for reading in named)
    if unarchived:
        findings.note("evidence", f"{unarchived:,} revisions rest on answers that are not in the archive")
    return count

"""Retention: letting go of what proves nothing any more. By default nothing goes.

Revisions, changes and editions always stay, and so do the bytes they rest on. What may go, after the days that the
settings name: runs that told nothing (one a day stays, and every change of verdict with the run before it), and
archived answers that no revision rests on, that are no part's last good answer, and that no kept repeat refers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from advisories.archive import Closed, Moved, dropped
from advisories.config import RetentionSettings
from advisories.errors import ArchiveError
from advisories.model import Value
from advisories.store import Store
from advisories.store.keeping import NOT_MODIFIED, Keeping, Read, Run

WORTH_REWRITING = 0.1
"""The part of an archive file that must be free to go before the file is written anew."""


class FileLoss(Value, frozen=True):
    """What goes of one archive file: bytes freed, answers that go, answers that stay (none: the file goes)."""

    file: str
    bytes: int
    going: int
    staying: int


class Pruned(Value, frozen=True, omit_defaults=False):
    """What goes, or went: runs and readings with about their bytes in the store, and archive files.

    `hindered` says, in words, what could not go now and why.
    """

    runs: int = 0
    readings: int = 0
    row_bytes: int = 0
    files: tuple[FileLoss, ...] = ()
    hindered: tuple[str, ...] = ()

    @property
    def archive_bytes(self) -> int:
        """Return the bytes that the archive is smaller by."""
        return sum(loss.bytes for loss in self.files)


class _Plan(Value, frozen=True):
    """What goes: runs by id, and archive files with the offsets of the answers that stay in each."""

    runs: tuple[int, ...]
    readings: int
    row_bytes: int
    losses: tuple[FileLoss, ...]
    keep: dict[str, frozenset[int]]
    ends: dict[str, int]


def prune(store: Store, folder: Path, retention: RetentionSettings, now: datetime, *, dry: bool) -> Pruned:
    """Let go of what the settings allow to go at `now`; with `dry` only say what that is.

    Archive files are left alone while another process writes one: a repeat that is being written may refer to any of
    them. New files are synced before the one transaction, old ones removed after it, so that a crash loses nothing.
    Raises `StoreError` or `ArchiveError`.
    """
    if dry:
        with store.keeping() as keeping:
            return _told(_planned(keeping, folder, retention, now))
    with Closed(folder) as closed:
        hindered: tuple[str, ...] = ()
        if closed.busy and retention.archive_days:
            retention = RetentionSettings(runs_days=retention.runs_days)
            hindered = (f"another process writes {closed.busy[0]}: archive files stay until it is idle",)
        with ExitStack() as undo:
            with store.keeping(writes=True) as keeping:
                plan = _planned(keeping, folder, retention, now)
                keeping.forget_runs(plan.runs)
                for loss in plan.losses:
                    moved = Moved(name="", length=0, places={})
                    if loss.staying:
                        moved = closed.rewrite(loss.file, plan.ends[loss.file], plan.keep[loss.file])
                        undo.callback(closed.remove, moved.name)
                    keeping.move_file(loss.file, moved.name, moved.length, moved.places)
            undo.pop_all()
        for loss in plan.losses:
            closed.remove(loss.file)
    return _told(plan, hindered)


def _told(plan: _Plan, hindered: tuple[str, ...] = ()) -> Pruned:
    return Pruned(
        runs=len(plan.runs),
        readings=plan.readings,
        row_bytes=plan.row_bytes,
        files=plan.losses,
        hindered=hindered,
    )


def _planned(keeping: Keeping, folder: Path, retention: RetentionSettings, now: datetime) -> _Plan:
    reads = list(keeping.readings())
    vouching = keeping.vouching()
    going: set[int] = set()
    if retention.runs_days:
        needed = keeping.told_runs() | {read.run_id for read in reads if read.id in vouching}
        before = now - timedelta(days=retention.runs_days)
        going = {run.id for run in thinned(keeping.runs(before)) if run.id not in needed}
        while lent := {read.run_id for read in _lenders(reads, going)}:
            going -= lent
    staying = [read for read in reads if read.run_id not in going]
    keep: dict[str, frozenset[int]] = {}
    losses: list[FileLoss] = []
    ends = keeping.archived()
    if retention.archive_days:
        before = now - timedelta(days=retention.archive_days)
        keep = _kept(reads, staying, vouching, before)
        losses = [
            loss
            for file in sorted(keep)
            if file in ends and (loss := _loss(folder, file, ends[file], keep[file], reads))
        ]
    return _Plan(
        runs=tuple(sorted(going)),
        readings=len(reads) - len(staying),
        row_bytes=keeping.row_bytes(sorted(going)),
        losses=tuple(losses),
        keep=keep,
        ends=ends,
    )


def thinned(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs, given by source and time, that nobody misses: not the first of a UTC day, no change of verdict."""
    for _, group in groupby(runs, key=lambda run: run.source):
        of_source = list(group)
        turns = {run.id for pair in pairwise(of_source) if pair[0].verdict != pair[1].verdict for run in pair}
        days = set()
        for run in of_source[:-1]:
            first = run.at.date() not in days
            days.add(run.at.date())
            if not (first or run.baseline or run.id in turns):
                yield run


def _origins(reads: Iterable[Read]) -> dict[tuple[str, str], Read]:
    """Return, by digest and address, the first reading with those bytes: later ones are stored as repeats of it."""
    found: dict[tuple[str, str], Read] = {}
    for read in sorted(reads, key=lambda one: one.id):
        if read.file and read.status != NOT_MODIFIED:
            found.setdefault((read.sha256, read.url), read)
    return found


def _lenders(reads: Iterable[Read], going: set[int]) -> Iterator[Read]:
    """Yield readings of runs that would go, whose bytes a reading that stays repeats."""
    origins = _origins(reads)
    for read in reads:
        origin = origins.get((read.sha256, read.url))
        if read.file and read.run_id not in going and origin is not None and origin.run_id in going:
            yield origin


def _kept(reads: list[Read], staying: list[Read], vouching: set[int], before: datetime) -> dict[str, frozenset[int]]:
    """Return the archive files whose newest answer is older than `before`, with the offsets that must stay."""
    newest: dict[str, datetime] = {}
    for read in reads:
        if read.file:
            newest[read.file] = max(newest.get(read.file, read.read_at), read.read_at)
    old = {file for file, at in newest.items() if at < before}
    origins = _origins(reads)
    keep: dict[str, set[int]] = {file: set() for file in old}
    for read in staying:
        if not read.file or (read.file in old and read.id not in vouching):
            continue
        for one in (read, origins.get((read.sha256, read.url), read)):
            if one.file in old:
                keep[one.file].add(one.offset)
    return {file: frozenset(offsets) for file, offsets in keep.items()}


def _loss(folder: Path, file: str, end: int, keep: frozenset[int], reads: Iterable[Read]) -> FileLoss | None:
    """Return what goes of a file, or None where it is too little, or the file is not as it should be."""
    answers = {read.offset for read in reads if read.file == file}
    if not keep:
        return FileLoss(file=file, bytes=end, going=len(answers), staying=0)
    try:
        free = dropped(folder, file, end, keep)
    except ArchiveError:
        return None
    if free < WORTH_REWRITING * end:
        return None
    return FileLoss(file=file, bytes=free, going=len(answers - keep), staying=len(keep))

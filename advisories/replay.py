"""The whole program on recorded responses: the same reading, deciding and storing, with the records' own dates.

All records of all files are sorted by WARC-Date. The parts of a source within its window form one run, whose time is
the last part's date. Due times and pauses are ignored, no validators are sent, nothing is delivered. No record means
"not attempted", never failure. A record not newer than the source's last run is skipped, so that replaying twice
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from advisories.archive import Archive, BadRecord, IndexEntry, Place, index, load
from advisories.errors import InputError
from advisories.fetch import judged
from advisories.model import Answer, Response, Value
from advisories.refresh import Report, settle, took_of
from advisories.sources.base import Source, same_address
from advisories.store import Store


class Group(Value, frozen=True):
    """The recorded answers that form one run: each with the part it belongs to, oldest first."""

    source: str
    parts: tuple[str, ...]
    entries: tuple[IndexEntry, ...]

    @property
    def at(self) -> datetime:
        """Return the run's time: the last part's date."""
        return self.entries[-1].date


class Replayed(Value, frozen=True):
    """What a replay did: its runs, how many records were older than what is stored, foreign, or could not be used."""

    reports: tuple[Report, ...]
    skipped: int
    foreign: int
    bad: tuple[BadRecord, ...]


def replay(
    store: Store,
    archive: Archive,
    sources: Sequence[Source],
    paths: Iterable[Path],
    *,
    until: datetime | None = None,
    seen: Callable[[int, int, Report | None], None] | None = None,
) -> Replayed:
    """Run the program on WARC files, up to `until`. Raises `InputError` for a file that cannot be opened.

    `seen` is called after each run with how many are done and how many there are.
    """
    store.register(source.name for source in sources)
    by_name = {source.name: source for source in sources}
    found = index(paths)
    groups, foreign = grouped(found.entries, sources)
    groups = [group for group in groups if until is None or group.at <= until]
    reports: list[Report] = []
    bad = list(found.bad)
    skipped = 0
    for done, group in enumerate(groups, 1):
        source = by_name[group.source]
        memory = store.remember(source)
        answers: list[Answer] = []
        for part, entry in zip(group.parts, group.entries, strict=True):
            if memory.last_at is not None and entry.date <= memory.last_at:
                skipped += 1
                continue
            answer = _answer(store, archive, source, part, entry)
            if isinstance(answer, BadRecord):
                bad.append(answer)
            else:
                answers.append(answer)
        report = None
        if answers:
            took = [took_of(source, memory, answer) for answer in answers]
            report = settle(store, archive, source, took, group.at, memory)
            reports.append(report)
        if seen:
            seen(done, len(groups), report)
    return Replayed(reports=tuple(reports), skipped=skipped, foreign=foreign, bad=tuple(bad))


def grouped(entries: Iterable[IndexEntry], sources: Sequence[Source]) -> tuple[list[Group], int]:
    """Return the runs that records form, in order of time, and how many records belong to no source here."""
    groups: list[Group] = []
    open_groups: dict[str, list[tuple[str, IndexEntry]]] = {}
    foreign = 0
    for entry in entries:
        mine = [(source, part) for source in sources if (part := source.part_of(entry.method, entry.url, entry.sent))]
        foreign += not mine
        for source, part in mine:
            current = open_groups.setdefault(source.name, [])
            if current and not _fits(source, current, part, entry):
                groups.append(_closed(source, current))
                current = open_groups[source.name] = []
            current.append((part, entry))
    by_name = {source.name: source for source in sources}
    groups += [_closed(by_name[name], current) for name, current in open_groups.items() if current]
    return sorted(groups, key=lambda group: group.at), foreign


def _fits(source: Source, current: Sequence[tuple[str, IndexEntry]], part: str, entry: IndexEntry) -> bool:
    late = entry.date - current[0][1].date > source.window
    again = any(earlier == part and same_address(old.url, entry.url) for earlier, old in current)
    return not late and not again


def _closed(source: Source, current: Sequence[tuple[str, IndexEntry]]) -> Group:
    return Group(
        source=source.name,
        parts=tuple(part for part, _ in current),
        entries=tuple(entry for _, entry in current),
    )


def _answer(store: Store, archive: Archive, source: Source, part: str, entry: IndexEntry) -> Answer | BadRecord:
    def lookup(digest: str) -> Response | None:
        kind, _, value = digest.partition(":")
        place: Place | None = store.known_place(value, entry.url) if kind == "sha256" else None
        return archive.read(place.file, place.offset, place.length) if place else None

    found = load(entry, lookup)
    if isinstance(found, BadRecord):
        return found
    own = next(
        (known.url for known in source.parts if known.name == part and same_address(known.url, entry.url)), entry.url
    )
    return judged(msgspec.structs.replace(found, part=part, url=own))


def files(paths: Iterable[Path]) -> list[Path]:
    """Return the WARC files named, folders standing for the WARC files in them. Raises `InputError` where there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted([*path.glob("*.warc"), *path.glob("*.warc.gz")])
            if not inside:
                raise InputError(f"{path}: expected WARC files (*.warc, *.warc.gz), found none")
            found += inside
        else:
            found.append(path)
    return found

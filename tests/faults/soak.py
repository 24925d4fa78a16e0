"""Thirty-six hours read live over loopback, faults in one answer in five: in the end the state without faults.

`MALLOC_ARENA_MAX=2 python -m tests.faults.soak FOLDER` reads the recorded pages in FOLDER (the captures), ten times an
hour: the thirty-six hours of the UK bulletin as they were recorded, and of the FAA's and EASA's pages, each recorded once,
that recording, of which in the course of the hours documents come, go and get other words. Without a folder, invented
hours of all sources. `--seed N` draws other faults.

*The same state*, after one pass without faults at the end: every source lists the same references, and each advisory
listed is the same, field by field, as after the same readings without faults. What may differ is when things were first
seen, what came and went between two good readings, and the number of revisions on the way. A withdrawal is *false* where
the publisher's page of that hour still lists what was taken off. Half the rows is never drawn twice in a row for one
part: a second short reading that misses the same rows is believed, as designed.

*Memory* is the resident size after each pass, once what is free was given back, in a process that has met all hours and
every fault before (a run without faults, then a rehearsal with others): a service is at work for months, and what a process takes once, at
first, is not what grows. The mean of the last tenth of all passes may differ from that of the first by at most 5 %.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import logging
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import structlog

from advisories.model import Verdict
from tests.faults.faults import BY_NAME, FAULTS, Fault
from tests.faults.pages import DESIGNS, MAKERS, Copy, Pages, Set
from tests.faults.recordings import AFTER, dated, pages, recorded, reworded, rows, set_of
from tests.faults.world import GONE, SETTINGS, START, World, path_of
from tests.fetch.loopback import Asked, Said, page
from tests.sources.made import MEDIA

HOURS: Final = 36
SHARE: Final = 0.2
GROWTH: Final = 0.05
REHEARSED: Final = 3
"""How often an hour is rehearsed in all, in the short form as in the long one."""
HOURLY: Final = msgspec.structs.replace(SETTINGS, timeout=1.0, total_timeout=2.0, max_bytes=64_000_000)
Hours = Sequence[Mapping[str, Set]]
"""What every source serves in every hour."""


class Told(NamedTuple):
    """How a soak went: what is listed at the end, and after each pass where there were no faults, false withdrawals, faults, and memory in kB."""

    listed: Mapping[str, Mapping[str, bytes]]
    truth: Sequence[Mapping[str, frozenset[str]]]
    withdrawn: Sequence[tuple[int, str, str]]
    passes: int
    answers: int
    faults: int
    failed: int
    memory: Sequence[int]

    @property
    def growth(self) -> float:
        """Return by how much the last tenth of the passes used more memory than the first."""
        tenth = max(1, len(self.memory) // 10)
        return sum(self.memory[-tenth:]) / sum(self.memory[:tenth]) - 1


def invented(name: str, hour: int) -> Set:
    """Return a source's invented pages in an hour: something comes, goes or is amended every few hours."""
    make, stage, words = MAKERS[name], hour // 4, f"Words {hour // 12} – (ZZFA)."
    good = make(range(50 + stage // 2, 62 + stage), day=6 + stage, words=words)
    before = max(0, hour - 1)
    return Set(
        good=good,
        amended={part: Copy(copy.media, copy.body + b"\n\n") for part, copy in good.items()},
        older=make(
            range(50 + before // 8, 62 + before // 4), day=6 + before // 4, words=f"Words {before // 12} – (ZZFA)."
        ),
        half=make(range(56 + stage, 62 + stage), day=6 + stage, words=words),
        redesigned={part: Copy(copy.media, DESIGNS[part]) for part, copy in good.items()},
    )


def living(good: Pages, hour: int) -> Pages:
    """Return a page that was recorded once as it may have been in an hour: every four hours a document comes or goes.

    Half-way, and only then, all of them get other words. What ends, ends by going: its exports never contradict one another
    about that.
    """
    stage = hour // 4

    def at(part: str, body: bytes) -> bytes:
        body = dated(part, body, stage)
        if stage:
            body = rows(part, body, lambda number: number % 23 != stage)
        return reworded(part, body) if HOURS // 3 <= hour < 2 * HOURS // 3 and part != "json" else body

    return {part: Copy(copy.media, at(part, copy.body)) for part, copy in good.items()}


def hours(folder: Path | None) -> Hours:
    """Return thirty-six hours: of recorded pages where there is a folder, else invented ones."""
    if folder is None:
        return [{name: invented(name, hour) for name in MAKERS} for hour in range(HOURS)]
    bulletins = recorded(sorted(folder.glob("uk-pib-hourly*.warc.gz")))["uk_pib"]["pib"][:HOURS]
    once = pages(folder)
    good = [
        {name: living(once[name], hour) for name in MAKERS if name != "uk_pib"}
        | {"uk_pib": {"pib": Copy(MEDIA["pib"], bulletin.body)}}
        for hour, bulletin in enumerate(bulletins)
    ]
    return [
        {name: set_of(each, good[max(0, hour - 1)][name]) for name, each in good[hour].items()} for hour in range(HOURS)
    ]


class Plan:
    """Which answer is given which fault: drawn from the seed, the pass and the path alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.fault = cache(self._fault)

    def _fault(self, number: int, path: str) -> Fault | None:
        chance = random.Random(f"{self._seed} {number} {path}")
        if number < 1 or chance.random() >= SHARE:
            return None
        drawn = chance.choice(FAULTS)
        lately = any(
            self.fault(earlier, path) is BY_NAME["half the rows"] for earlier in range(max(0, number - 5), number)
        )
        return BY_NAME["500"] if lately and drawn is BY_NAME["half the rows"] else drawn


def no_fault(number: int, path: str) -> Fault | None:
    """Plan nothing."""
    del number, path
    return None


def resident() -> int:
    """Return the resident size of this process in kB, once free memory was given back to the system (glibc)."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line).split()[1])


def soak(
    folder: Path, all_hours: Hours, polls: int, plan: Callable[[int, str], Fault | None], at: datetime = START
) -> Told:
    """Read all hours so many times an hour from `at` on, with the faults of the plan, then once without."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    memory: list[int] = []
    truth: list[Mapping[str, frozenset[str]]] = []
    failed = answers = 0
    with World(folder, MAKERS, at=at, fetch=HOURLY) as world:
        last = len(all_hours) * polls
        current = [0]

        def saying(name: str, part: str) -> Said:
            def said(asked: Asked, connection: socket.socket) -> None:
                pages = all_hours[min(current[0] // polls, len(all_hours) - 1)][name]
                fault = plan(current[0], path_of(name, part)) if current[0] < last else None
                copy = pages.good[part]
                answer = fault.said(pages, part) if fault else page(copy.body, Content_Type=copy.media)
                if isinstance(answer, bytes):
                    connection.sendall(answer)
                else:
                    answer(asked, connection)

            return said

        for name in MAKERS:
            for part in all_hours[0][name].good:
                world.say(name, part, saying(name, part))
        for number in range(last + 1):
            current[0] = number
            reports = world.read(timedelta(hours=1) / polls)
            failed += sum(report.verdict is not Verdict.OK for report in reports.values())
            answers += len(world.host.paths)
            world.host.asked.clear()
            if plan is no_fault:
                truth.append({name: frozenset(map(sys.intern, world.listed(name))) for name in MAKERS})
            memory.append(resident())
        began = at + timedelta(hours=1) / polls
        withdrawn = [
            (round((one.at - began) / (timedelta(hours=1) / polls)), source.name, one.reference)
            for source in world.sources
            for one in world.changes(source.name)
            if one.kind in GONE
        ]
        paths = [path_of(name, part) for name in MAKERS for part in all_hours[0][name].good]
        return Told(
            listed={name: _anywhere(world.listed(name), world.port) for name in MAKERS},
            truth=truth,
            withdrawn=withdrawn,
            passes=last + 1,
            answers=answers,
            faults=sum(plan(number, path) is not None for number in range(last) for path in paths),
            failed=failed,
            memory=memory,
        )


def _anywhere(listed: Mapping[str, bytes], port: int) -> dict[str, bytes]:
    """Return what is listed as it would be at any other port."""
    return {reference: advisory.replace(f":{port}/".encode(), b"/") for reference, advisory in listed.items()}


class Compared(NamedTuple):
    """Two soaks of the same hours, with and without faults: what differs at the end, and what was withdrawn falsely."""

    clean: Told
    faulty: Told
    differing: Sequence[str]
    false: Sequence[tuple[int, str, str]]


def compare(folder: Path, all_hours: Hours, polls: int, seed: int, at: datetime) -> Compared:
    """Soak without faults and with them, after a rehearsal in which the process meets all hours and faults at first."""
    once = min(polls, REHEARSED)
    others = [Plan(seed + number) for number in range(1, 1 + REHEARSED // once)]
    for name in ("clean", "faulty", *(f"rehearsal-{number}" for number in range(len(others)))):
        (folder / name).mkdir()
    clean = soak(folder / "clean", all_hours, polls, no_fault, at)
    for number, plan in enumerate(others):
        soak(folder / f"rehearsal-{number}", all_hours, once, plan.fault, at)
    faulty = soak(folder / "faulty", all_hours, polls, Plan(seed).fault, at)
    differing = [
        f"{name} {reference}"
        for name in MAKERS
        for reference in sorted(clean.listed[name].keys() | faulty.listed[name].keys())
        if clean.listed[name].get(reference) != faulty.listed[name].get(reference)
    ]
    false = [one for one in faulty.withdrawn if one[2] in clean.truth[one[0]][one[1]]]
    return Compared(clean, faulty, differing, false)


def main() -> int:
    """Soak, print the figures, and return the number of promises broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="Folder with the recorded hours.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--polls", type=int, default=10, help="Readings in an hour.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        found = compare(Path(name), hours(asked.folder), asked.polls, asked.seed, AFTER if asked.folder else START)
    faulty = found.faulty
    print(f"{faulty.passes} passes, {faulty.answers} answers, {faulty.faults} of them with a fault")
    print(
        f"{faulty.failed} runs not OK; {len(faulty.withdrawn)} advisories taken off lists, {len(found.false)} falsely"
    )
    print(f"{sum(map(len, faulty.listed.values()))} listed at the end, {len(found.differing)} of them differ")
    print(
        f"memory: {faulty.memory[0] // 1024} MB to {faulty.memory[-1] // 1024} MB, last to first tenth {faulty.growth:+.1%}"
    )
    for words in (*found.differing[:10], *found.false[:10]):
        print(words)
    return bool(found.differing) + bool(found.false) + (abs(faulty.growth) > GROWTH)


if __name__ == "__main__":
    sys.exit(main())

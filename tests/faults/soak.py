"""Thirty-six hours read live over loopback, faults in one answer in five: in the end the state without faults.

`MALLOC_ARENA_MAX=2 python -m tests.faults.soak FOLDER` reads the recorded hours of the UK bulletin in FOLDER (WARC files), beside invented
pages of the other sources, ten times an hour; without a folder, invented hours of all sources. `--seed N` draws others.

*The same state*, after one pass without faults at the end: every source lists the same references, and each advisory
listed is the same, field by field, as after the same readings without faults. What may differ is when things were first
seen, what came and went between two good readings, and the number of revisions on the way. A withdrawal is *false* where
the publisher's page of that hour still lists what was taken off. Half the rows is never drawn twice in a row for one
part: a second short reading that misses the same rows is believed, as designed. Memory is the resident size after each
pass, once what is free was given back, in a process that has met every fault before; the mean of the last tenth of all
passes may exceed that of the first by at most 5 %.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import logging
import random
import re
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import structlog

from advisories.model import Verdict
from tests.faults.faults import BY_NAME, FAULTS, Fault
from tests.faults.pages import DESIGNS, MAKERS, Copy, Pages, Set, recorded
from tests.faults.world import GONE, SETTINGS, START, World, path_of
from tests.fetch.loopback import Asked, Said, page

HOURS: Final = 36
SHARE: Final = 0.2
GROWTH: Final = 0.05
HOURLY: Final = msgspec.structs.replace(SETTINGS, timeout=1.0, total_timeout=2.0, max_bytes=64_000_000)
_NOTAM: Final = re.compile(rb"<Notam .{1,20000}?</Notam>", re.DOTALL)
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


def invented(name: str, hour: int) -> Pages:
    """Return a source's invented pages in an hour: something comes, goes or is amended every few hours."""
    stage = hour // 4
    return MAKERS[name](range(50 + stage // 2, 62 + stage), day=6 + stage, words=f"Words {hour // 12} – (ZZFA).")


def half(body: bytes) -> bytes:
    """Return a bulletin without every second NOTAM."""
    found = list(_NOTAM.finditer(body))
    kept, at = [], 0
    for notam in found[::2]:
        kept.append(body[at : notam.start()])
        at = notam.end()
    return b"".join((*kept, body[at:]))


def set_of(name: str, hour: int, before: Pages, good: Pages) -> Set:
    """Return what a source serves, and what can go wrong with it."""
    if name == "uk_pib":
        halved: Pages = {part: Copy(copy.media, half(copy.body)) for part, copy in good.items()}
    else:
        stage = hour // 4
        halved = MAKERS[name](range(56 + stage, 62 + stage), day=6 + stage, words=f"Words {hour // 12} – (ZZFA).")
    return Set(
        good=good,
        amended={part: Copy(copy.media, copy.body + b"\n\n") for part, copy in good.items()},
        older=before,
        half=halved,
        redesigned={part: Copy(copy.media, DESIGNS[part]) for part, copy in good.items()},
    )


def hours(folder: Path | None) -> Hours:
    """Return thirty-six hours: recorded ones of the UK bulletin where there is a folder, else invented ones."""
    pages = [{name: invented(name, hour) for name in MAKERS} for hour in range(HOURS)]
    if folder is not None:
        answers = recorded(sorted(folder.glob("uk-pib-hourly*.warc.gz")))["uk_pib"]["pib"]
        for hour, answer in enumerate(answers[:HOURS]):
            pages[hour]["uk_pib"] = {"pib": Copy("text/xml", answer.body)}
    return [
        {name: set_of(name, hour, pages[max(0, hour - 1)][name], good) for name, good in pages[hour].items()}
        for hour in range(HOURS)
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


def soak(folder: Path, all_hours: Hours, polls: int, plan: Callable[[int, str], Fault | None]) -> Told:
    """Read all hours so many times an hour, with the faults of the plan, then once without."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    memory: list[int] = []
    truth: list[Mapping[str, frozenset[str]]] = []
    failed = answers = 0
    with World(folder, MAKERS, at=START, fetch=HOURLY) as world:
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
        began = START + timedelta(hours=1) / polls
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


def compare(folder: Path, all_hours: Hours, polls: int, seed: int) -> Compared:
    """Soak without faults and with them, after a rehearsal in which the process meets every fault for the first time."""
    for name in ("clean", "rehearsal", "faulty"):
        (folder / name).mkdir()
    clean = soak(folder / "clean", all_hours, polls, no_fault)
    soak(folder / "rehearsal", all_hours, 1, Plan(seed + 1).fault)
    faulty = soak(folder / "faulty", all_hours, polls, Plan(seed).fault)
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
        found = compare(Path(name), hours(asked.folder), asked.polls, asked.seed)
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
    return bool(found.differing) + bool(found.false) + (faulty.growth > GROWTH)


if __name__ == "__main__":
    sys.exit(main())

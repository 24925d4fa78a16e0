"""Every source, every part, every fault, over a real server: what was known stands, and nothing is withdrawn.

`python -m tests.faults.matrix FOLDER` goes through all of it with the recorded pages in FOLDER (the captures): source by
part by fault, each once, good again, and three times in a row, with site and digest after each; it prints what failed
and the figures. A second argument takes only the sources whose names it begins.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from advisories.model import Verdict
from tests.faults.faults import FAULTS, Fault
from tests.faults.pages import Set, source_of
from tests.faults.recordings import AFTER, sets
from tests.faults.world import HEALTH, HOUR, START, World

LOST, BACK = HEALTH
BROKEN: Final = ("failed", "blocked", "suspect", "read in part")


def break_part(world: World, name: str, pages: Set, fault: Fault, only: str = "") -> None:
    """Let one part, or every part of a source, be answered with a fault."""
    world.impatient = fault.slow
    for part in pages.good:
        if only in ("", part):
            world.say(name, part, fault.said(pages, part))


def counts(fault: Fault, part: str) -> tuple[int, int]:
    """Return how often in a row a fault is met, twice; a list that is shorter for good is to be believed at some time."""
    if fault.name == "half the rows":
        return (1, 2) if part else (1, 1)
    return (1, 3)


def story(
    folder: Path, name: str, pages: Set, fault: Fault, part: str = "", *, at: datetime = START, shown: bool = True
) -> None:
    """Tell the story of a fault in a source, or in one part of it. Raises `AssertionError` where anything known is lost.

    Whatever the page's own verdict is while all is well, it is another while the fault lasts, and the reason says why;
    with `shown` so do, when it lasts, the site, its status, and the digest, with the time since when.
    """
    title = source_of(name).title
    alone = part in ("", *pages.good) and (not part or len(pages.good) == 1)
    with World(folder, [name], at=at) as world:
        world.serve(name, pages.good)
        well = world.read()[name]
        assert well.verdict in (Verdict.OK, Verdict.DEGRADED), well.reason
        known = world.listed(name)
        assert known
        for last, count in enumerate(counts(fault, part)):
            break_part(world, name, pages, fault, part)
            since = world.now + HOUR
            for _ in range(count):
                report = world.read()[name]
                assert world.listed(name).keys() == known.keys(), report.reason
                if _reads_as_well(fault, part):
                    continue
                assert any(words in report.reason for words in fault.words), report.reason
                if alone:
                    verdicts = (Verdict.SUSPECT, Verdict.DEGRADED) if fault.partial else (Verdict.FAILED,)
                    assert report.verdict in verdicts, report
                else:
                    assert report.verdict in (Verdict.DEGRADED, Verdict.SUSPECT), report
                assert world.listed(name) == known, report.reason
            if shown and last and not _reads_as_well(fault, part):
                _is_told(world, name, title, fault, f"{since:%d %b %H:%MZ}".lstrip("0") if alone else "")
            world.serve(name, pages.good)
            report = world.read()[name]
            assert report.verdict is well.verdict, report.reason
            assert report.reason == well.reason
            assert world.listed(name) == known
            if shown and last:
                world.build()
                world.issue()
                assert world.status(name)["state"] == ("read" if well.verdict is Verdict.OK else "read in part")
        assert world.withdrawn() == []
        told = [one.kind for one in world.changes(name)]
        assert told == ([] if fault.partial or not alone else [LOST, BACK] * 2)


def _reads_as_well(fault: Fault, part: str) -> bool:
    """Return whether a faulty copy cannot be told from a good one: a feed is a window, and may hold any number of rows."""
    return part == "rss" and fault.name == "half the rows"


def _is_told(world: World, name: str, title: str, fault: Fault, since: str) -> None:
    """Check that site, status and digest say what is wrong, and since when."""
    front, digest, status = world.build(), world.issue(), world.status(name)
    assert status["state"] in BROKEN, status
    assert any(words in status["reason"] for words in fault.words), status
    for shown in (front, digest):
        assert title in shown
        assert any(words in shown for words in fault.words)
        assert since in shown


def main(folder: str, begins: str = "") -> int:
    """Go through the whole matrix with recorded pages, print what failed and the figures, and return how much did."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    told = wrong = 0
    began = time.monotonic()
    for name, pages in sorted(sets(Path(folder)).items()):
        if not name.startswith(begins):
            continue
        parts = ("", *pages.good) if len(pages.good) > 1 else ("",)
        for part in parts:
            for fault in FAULTS:
                told += 1
                try:
                    with tempfile.TemporaryDirectory() as place:
                        story(Path(place), name, pages, fault, part, at=AFTER)
                except AssertionError as error:
                    wrong += 1
                    print(f"WRONG {name}/{part or 'all'}: {fault.name}: {error}", flush=True)
        print(f"{name}: {len(parts)} x {len(FAULTS)} done, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{told} stories of source x part x fault on recorded pages, {wrong} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))

"""Every source against every fault, over a real server: nothing known is lost, nothing is withdrawn, and it is said.

With invented pages site and digest too; with the recorded ones, where they are there, each fault of each source and part,
but of the bulletin with a thousand NOTAM a few: `python -m tests.faults.matrix FOLDER` does all of it with all of them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from advisories.model import ChangeKind, Verdict
from tests.conftest import MATERIAL
from tests.faults.faults import BY_NAME, FAULTS, Fault
from tests.faults.matrix import LOST, break_part, story
from tests.faults.pages import Set, invented
from tests.faults.recordings import AFTER, sets
from tests.faults.world import START, World

SOURCES = ("easa_czib", "faa_prohibitions", "uk_pib")
PARTS = ("json", "csv", "rss")
WHOLE = tuple(fault for fault in FAULTS if not fault.partial)
OF_MANY = ("truncated body, no length", "half the rows", "an old cached copy")


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.parametrize("name", SOURCES)
def test_a_fault_loses_and_withdraws_nothing(tmp_path: Path, name: str, fault: Fault) -> None:
    """Good, one faulty reading, good, three faulty ones, good: all that was known stands, and each fault is told once."""
    story(tmp_path, name, invented(name), fault)


@pytest.fixture(scope="module")
def recorded(material: Path) -> dict[str, Set]:
    """Return the recorded pages of each source, and what can go wrong with them."""
    return sets(material / "captures")


@pytest.fixture(scope="module")
def exports() -> tuple[Set, datetime]:
    """Return three exports of one list and the time to read them: recorded ones, or invented where those are absent."""
    if MATERIAL.is_dir():
        return sets(MATERIAL / "captures")["easa_czib"], AFTER
    return invented("easa_czib"), START


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.parametrize("part", PARTS)
def test_a_fault_in_one_part_costs_nothing_that_was_known(
    tmp_path: Path, exports: tuple[Set, datetime], part: str, fault: Fault
) -> None:
    """One of three exports broken, once or several times in a row: everything stands as it was known, texts included."""
    pages, at = exports
    story(tmp_path, "easa_czib", pages, fault, part, at=at, shown=False)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.parametrize("name", ["easa_czib", "faa_prohibitions"])
def test_a_fault_in_a_recorded_page_costs_nothing(
    tmp_path: Path, recorded: dict[str, Set], name: str, fault: Fault
) -> None:
    """The same holds for the pages as they are, with all that is odd about them: texts that lag, rows in two sections."""
    story(tmp_path, name, recorded[name], fault, at=AFTER, shown=False)


@pytest.mark.parametrize("name", OF_MANY)
def test_a_fault_in_a_recorded_bulletin_costs_nothing(tmp_path: Path, recorded: dict[str, Set], name: str) -> None:
    """A bulletin of a thousand NOTAM that breaks off, loses half of them or is an hour old is not believed."""
    story(tmp_path, "uk_pib", recorded["uk_pib"], BY_NAME[name], at=AFTER, shown=False)


def test_half_an_export_is_believed_at_the_third_reading_however_long_the_source_is_read_in_part(
    tmp_path: Path, recorded: dict[str, Set]
) -> None:
    """A source whose texts lag is read in part for weeks; that makes no shorter list more credible."""
    name, pages = "easa_czib", recorded["easa_czib"]
    with World(tmp_path, [name], at=AFTER) as world:
        world.serve(name, pages.good)
        for _ in range(5):
            assert world.read()[name].verdict is Verdict.DEGRADED
        known = world.listed(name)
        break_part(world, name, pages, BY_NAME["half the rows"], "csv")
        for _ in range(2):
            assert "rows fell from" in world.read()[name].reason
            assert world.listed(name) == known
        assert "rows fell from" not in world.read()[name].reason
        assert world.listed(name).keys() == known.keys()
        assert world.withdrawn() == []


@pytest.mark.parametrize("name", SOURCES)
def test_half_the_rows_twice_in_a_row_is_believed_and_undone(tmp_path: Path, name: str) -> None:
    """The confirmed case: a second reading that misses the same rows is believed; they are listed again when they return."""
    pages = invented(name)
    with World(tmp_path, [name]) as world:
        world.serve(name, pages.good)
        world.read()
        known = world.listed(name)
        world.serve(name, pages.half)
        assert [world.read()[name].verdict for _ in range(2)] == [Verdict.SUSPECT, Verdict.OK]
        gone = known.keys() - world.listed(name).keys()
        assert len(gone) == 6
        assert {(one.kind, one.note) for one in world.withdrawn()} == {(ChangeKind.NO_LONGER_LISTED, "reason unknown")}
        world.serve(name, pages.good)
        world.read()
        assert world.listed(name) == known
        assert {one.reference for one in world.changes(name) if one.kind is ChangeKind.LISTED_AGAIN} == gone


@pytest.mark.parametrize("fault", WHOLE, ids=[fault.name for fault in WHOLE])
def test_one_source_that_fails_costs_the_others_nothing(tmp_path: Path, fault: Fault) -> None:
    """While one source fails, the others are read in the same pass; a fault that changes, or lasts, is no second notice."""
    name = "faa_prohibitions"
    with World(tmp_path, SOURCES) as world:
        for each in SOURCES:
            world.serve(each, invented(each).good)
        world.read()
        for failing in (fault, BY_NAME["500"]):
            break_part(world, name, invented(name), failing)
            reports = world.read()
            assert {each for each, report in reports.items() if report.verdict is Verdict.FAILED} == {name}
            assert {report.verdict for each, report in reports.items() if each != name} == {Verdict.OK}
        assert world.told(name) == [LOST]
        assert world.withdrawn() == []

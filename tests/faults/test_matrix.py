"""Every source against every fault, over a real server: nothing known is lost, nothing is withdrawn, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisories.model import ChangeKind, Verdict
from tests.faults.faults import BY_NAME, FAULTS, Fault
from tests.faults.pages import Set, invented, source_of
from tests.faults.world import HEALTH, HOUR, World

SOURCES = ("easa_czib", "faa_prohibitions", "uk_pib")
PARTS = ("json", "csv", "rss")
WHOLE = tuple(fault for fault in FAULTS if not fault.partial)
LOST, BACK = HEALTH


def break_part(world: World, name: str, pages: Set, fault: Fault, only: str = "") -> None:
    """Let one part, or every part of a source, be answered with a fault."""
    world.impatient = fault.slow
    for part in pages.good:
        if only in ("", part):
            world.say(name, part, fault.said(pages, part))


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
@pytest.mark.parametrize("name", SOURCES)
def test_a_fault_loses_and_withdraws_nothing(tmp_path: Path, name: str, fault: Fault) -> None:
    """Good, one faulty reading, good, three faulty ones, good: all that was known stands, and each fault is told once."""
    pages = invented(name)
    title = source_of(name).title
    expected = Verdict.SUSPECT if fault.partial else Verdict.FAILED
    counts = (1, 1) if fault.name == "half the rows" else (1, 3)
    with World(tmp_path, [name]) as world:
        world.serve(name, pages.good)
        assert world.read()[name].verdict is Verdict.OK
        known = world.listed(name)
        world.issue()
        for count in counts:
            break_part(world, name, pages, fault)
            since = world.now + HOUR
            for _ in range(count):
                report = world.read()[name]
                assert report.verdict is expected, report.reason
                assert any(words in report.reason for words in fault.words), report.reason
                assert world.listed(name) == known
            front, digest, status = world.build(), world.issue(), world.status(name)
            assert status["state"] in ("failed", "blocked", "suspect")
            assert any(words in status["reason"] for words in fault.words)
            for shown in (front, digest):
                assert title in shown
                assert any(words in shown for words in fault.words)
                assert f"{since:%d %b %H:%MZ}".lstrip("0") in shown
            world.serve(name, pages.good)
            report = world.read()[name]
            assert report.verdict is Verdict.OK, report.reason
            assert world.listed(name) == known
            world.build()
            assert world.status(name)["state"] == "read"
            assert not any(words in world.issue() for words in fault.words)
        assert world.withdrawn() == []
        assert [one.kind for one in world.changes(name)] == ([] if fault.partial else [LOST, BACK] * 2)


@pytest.mark.parametrize("fault", WHOLE, ids=[fault.name for fault in WHOLE])
@pytest.mark.parametrize("part", PARTS)
def test_a_fault_in_one_part_costs_nothing_that_was_known(tmp_path: Path, part: str, fault: Fault) -> None:
    """One of three exports broken, once or three times in a row: everything stands as it was known, texts included."""
    one_part(tmp_path, part, fault, (1, 3))


@pytest.mark.parametrize("part", ["json", "csv"])
def test_half_an_export_is_not_read_while_another_lists_as_before(tmp_path: Path, part: str) -> None:
    """An export that lost half its rows lends what it last said, for up to two readings in a row."""
    one_part(tmp_path, part, BY_NAME["half the rows"], (1, 2))


def one_part(folder: Path, part: str, fault: Fault, counts: tuple[int, ...]) -> None:
    """Tell the story of a fault in one export of several."""
    name = "easa_czib"
    pages = invented(name)
    with World(folder, [name]) as world:
        world.serve(name, pages.good)
        world.read()
        known = world.listed(name)
        for count in counts:
            break_part(world, name, pages, fault, part)
            for _ in range(count):
                report = world.read()[name]
                assert world.listed(name) == known, report.reason
                assert report.verdict is Verdict.DEGRADED
                assert any(words in report.reason for words in fault.words), report.reason
            world.serve(name, pages.good)
            assert world.read()[name].verdict is Verdict.OK
        assert world.listed(name) == known
        assert world.changes(name) == []


@pytest.mark.parametrize("part", PARTS)
def test_an_old_copy_of_one_export_unlists_nothing(tmp_path: Path, part: str) -> None:
    """An old copy of one export of three, three times in a row: every bulletin stays listed, and nothing is withdrawn."""
    name = "easa_czib"
    pages = invented(name)
    with World(tmp_path, [name]) as world:
        world.serve(name, pages.good)
        world.read()
        known = world.listed(name)
        break_part(world, name, pages, BY_NAME["an old cached copy"], part)
        verdicts = [world.read()[name].verdict for _ in range(3)]
        assert verdicts == [{"json": Verdict.SUSPECT, "csv": Verdict.DEGRADED, "rss": Verdict.OK}[part]] * 3
        assert world.listed(name).keys() == known.keys()
        world.serve(name, pages.good)
        world.read()
        assert world.listed(name) == known
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

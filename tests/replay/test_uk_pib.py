"""Thirty-six hours of UK NOTAM, file by file, against what each file itself prints."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from advisories.model import Change, ChangeKind, State
from advisories.refresh import Report
from advisories.replay import replay

from .conftest import Desk, Printed, instant, pib_files

GONE = (ChangeKind.NO_LONGER_LISTED, ChangeKind.REPLACED, ChangeKind.REISSUED, ChangeKind.CANCELLED)


def expected_state(item: Printed, at: datetime) -> State:
    """Return the state of a NOTAM by its own B, C and EST."""
    if instant(item.start) > at:
        return State.UPCOMING
    if item.end == "PERM" or instant(item.end) > at:
        return State.IN_FORCE
    return State.OVERDUE if item.estimated else State.END_PASSED


@pytest.fixture
def recorded(material: Path) -> Path:
    """Return the recorded hours."""
    return material / "captures" / "uk-pib-hourly-2026-06.warc.gz"


def test_every_hour_is_listed_and_in_force_as_its_file_prints(desk: Desk, recorded: Path) -> None:
    """After each file, what is listed is the file's NOTAM, and in force and upcoming follow B, C and EST."""
    hours = pib_files(recorded)
    assert len(hours) == 36
    states: Counter[State] = Counter()

    def check(_done: int, total: int, report: Report | None) -> None:
        assert report is not None
        assert total == 36
        printed = hours[report.at]
        shown = {item.advisory.reference: item.state for item in desk.store.standings(desk.store.moment(report.at))}
        assert shown == {name: expected_state(item, report.at) for name, item in printed.items()}
        states.update(shown.values())

    result = replay(desk.store, desk.archive, desk.sources, [recorded], seen=check)
    assert [report.at for report in result.reports] == sorted(hours)
    assert result.reports[0].baseline
    assert result.reports[0].changes == ()
    assert states[State.IN_FORCE] > 20_000
    assert states[State.UPCOMING] > 5_000


def test_what_goes_before_its_end_is_told_once_by_the_right_name(desk: Desk, recorded: Path) -> None:
    """Of what leaves before its end, what a NOTAMR names is replaced, the rest no longer listed, each once."""
    hours = sorted(pib_files(recorded).items())
    replaced_by = {item.replaces: name for _, printed in hours for name, item in printed.items() if item.replaces}
    expected: dict[str, ChangeKind] = {}
    for (_, before), (at, after) in pairwise(hours):
        for name in before.keys() - after.keys():
            item = before[name]
            if item.end != "PERM" and not item.estimated and instant(item.end) <= at:
                continue
            expected[name] = ChangeKind.REPLACED if name in replaced_by else ChangeKind.NO_LONGER_LISTED
    result = replay(desk.store, desk.archive, desk.sources, [recorded])
    told = [change for report in result.reports for change in report.changes if change.kind in GONE]
    assert Counter(change.reference for change in told) == Counter(dict.fromkeys(expected, 1))
    assert {change.reference: change.kind for change in told} == expected
    assert {change.other for change in told if change.kind is ChangeKind.REPLACED} <= set(replaced_by.values())
    assert 80 <= len(told) <= 120


def test_nothing_flaps(desk: Desk, recorded: Path) -> None:
    """No NOTAM is new twice, comes back, or comes into force twice."""
    result = replay(desk.store, desk.archive, desk.sources, [recorded])
    told: list[Change] = [change for report in result.reports for change in report.changes]
    counts = Counter((change.reference, change.kind) for change in told)
    assert max(counts.values()) == 1
    assert not [change for change in told if change.kind in (ChangeKind.LISTED_AGAIN, ChangeKind.AMENDED)]


def dump(path: Path) -> list[str]:
    """Return everything in the store, as SQL."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_replaying_twice_changes_nothing(desk: Desk, recorded: Path, tmp_path: Path) -> None:
    """A second replay of the same records leaves store and archive as they were."""
    replay(desk.store, desk.archive, desk.sources, [recorded])
    before = dump(tmp_path / "store.sqlite3")
    archived = {path.name: path.stat().st_size for path in (tmp_path / "archive").iterdir()}
    again = replay(desk.store, desk.archive, desk.sources, [recorded])
    assert (len(again.reports), again.skipped) == (0, 36)
    assert dump(tmp_path / "store.sqlite3") == before
    assert {path.name: path.stat().st_size for path in (tmp_path / "archive").iterdir()} == archived


def test_the_past_is_answered_as_it_was_known(desk: Desk, recorded: Path) -> None:
    """Asked for a past hour by what was known then, the store answers with that hour's file."""
    hours = pib_files(recorded)
    replay(desk.store, desk.archive, desk.sources, [recorded])
    end = max(hours)
    for at in sorted(hours)[::7]:
        moment = desk.store.moment(end, as_of=at, known_at=at)
        shown = {item.advisory.reference: item.state for item in desk.store.standings(moment)}
        assert shown == {name: expected_state(item, at) for name, item in hours[at].items()}


def test_quarterly_files_read_whole(desk: Desk, material: Path) -> None:
    """Files of five years read without a bad row, and each lists what it prints."""
    recorded = material / "captures" / "uk-pib-quarterly.warc.gz"
    files = pib_files(recorded)

    def check(_done: int, _total: int, report: Report | None) -> None:
        assert report is not None
        if report.verdict.value == "OK":
            shown = {item.advisory.reference for item in desk.store.standings(desk.store.moment(report.at))}
            assert shown == set(files[report.at])

    result = replay(desk.store, desk.archive, desk.sources, [recorded], seen=check)
    assert len(result.reports) == len(files)
    assert [report.rows for report in result.reports] == [len(files[report.at]) for report in result.reports]

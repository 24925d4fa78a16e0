"""The recorded conflict-zone pages of the FAA and EASA, in any order of files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from advisories.archive import Archive
from advisories.model import ChangeKind, State, Verdict
from advisories.replay import replay
from advisories.store import Store

from .conftest import Desk

NOW = datetime(2026, 9, 25, 3, tzinfo=UTC)
FILES = ("conflict-2026-09-25.warc.gz", "easa-text-2026-08-22.warc.gz")
LAGGING = {f"CZIB 2026-0{number}" for number in (4, 5, 6, 7, 8)}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=["list first", "text first"])
def test_bulletins_keep_their_identity_and_their_texts(desk: Desk, material: Path, order: tuple[str, ...]) -> None:
    """33 bulletins, 15 active, whatever the order of files; five are newer revisions with the text of an older one."""
    result = replay(desk.store, desk.archive, desk.sources, [material / "captures" / name for name in order])
    assert not result.bad
    assert [report.source for report in result.reports] == ["easa_czib", "easa_czib", "faa_prohibitions"]
    shown = [item for item in desk.store.standings(desk.store.moment(NOW)) if item.advisory.source == "easa_czib"]
    assert len(shown) == 33
    assert sum(item.advisory.active is True for item in shown) == 15
    assert sum(item.state is State.WITHDRAWN for item in shown) == 18
    assert {item.advisory.reference for item in shown if item.advisory.text_is_older} == LAGGING
    assert all(isinstance(item.advisory.text, str) for item in shown)


def test_what_the_list_extended_is_told_and_nothing_else(desk: Desk, material: Path) -> None:
    """Five bulletins were extended between the two readings; reading further exports of the same is no news."""
    result = replay(desk.store, desk.archive, desk.sources, [material / "captures" / name for name in FILES])
    told = [change for report in result.reports for change in report.changes]
    assert {change.reference for change in told} == LAGGING
    assert {change.kind for change in told} == {ChangeKind.EXTENDED}
    assert result.reports[1].verdict is Verdict.DEGRADED
    assert all(reference in result.reports[1].reason for reference in LAGGING)


def test_every_section_of_the_faa_page_is_read(desk: Desk, material: Path) -> None:
    """All 24 country and area sections are there, and no document of the page's sections is missing."""
    replay(desk.store, desk.archive, desk.sources, [material / "captures" / FILES[0]])
    shown = [
        item.advisory
        for item in desk.store.standings(desk.store.moment(NOW))
        if item.advisory.source == "faa_prohibitions"
    ]
    assert len({area for advisory in shown for area in advisory.areas}) == 24
    assert len({advisory.reference for advisory in shown}) == len(shown) == 50
    health = {item.source: item for item in desk.store.health(desk.sources, desk.store.moment(NOW))}["faa_prohibitions"]
    assert health.verdict is Verdict.OK
    assert health.updated == datetime(2026, 9, 14, tzinfo=UTC)


def test_every_advisory_leads_to_its_bytes(desk: Desk, material: Path) -> None:
    """The evidence of every revision names archived bytes that hold what was read."""
    replay(desk.store, desk.archive, desk.sources, [material / "captures" / name for name in FILES])
    checked = 0
    for history in desk.store.histories(desk.store.moment(NOW)):
        for revision in history.revisions:
            assert revision.evidence, history.standing.advisory.reference
            for proof in revision.evidence:
                body = desk.archive.read(proof.archive_file, proof.archive_offset, proof.archive_length).body
                assert body
                checked += 1
            assert json.loads(revision.record)
    assert checked > 83


def test_our_own_archive_tells_the_same_story(desk: Desk, material: Path, tmp_path: Path) -> None:
    """Replaying what the program itself archived gives another store the same advisories, changes and verdicts."""
    captures = material / "captures"
    recorded = [captures / name for name in (*FILES, "uk-pib-hourly-2026-06.warc.gz")]
    until = datetime(2026, 6, 15, 4, tzinfo=UTC)
    first = replay(desk.store, desk.archive, desk.sources, recorded, until=until)
    first_too = replay(desk.store, desk.archive, desk.sources, recorded[:2])
    desk.archive.close()
    own = sorted((tmp_path / "archive").iterdir())
    with (
        Store(f"sqlite:///{tmp_path}/second.sqlite3") as store,
        Archive(tmp_path / "second", rotate_bytes=10**9, committed={}, now=NOW) as archive,
    ):
        second = replay(store, archive, desk.sources, own)
        assert not second.bad
        assert [report.changes for report in second.reports] == [
            report.changes for report in (*first.reports, *first_too.reports)
        ]
        assert [report.verdict for report in second.reports] == [
            report.verdict for report in (*first.reports, *first_too.reports)
        ]
        moment = store.moment(NOW)
        assert [item.advisory for item in store.standings(moment)] == [
            item.advisory for item in desk.store.standings(desk.store.moment(NOW))
        ]

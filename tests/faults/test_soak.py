"""Thirty-six invented hours with faults in one answer in five; recorded ones by `python -m tests.faults.soak FOLDER`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.soak import SHARE, compare, hours


def test_faults_in_one_answer_in_five_change_nothing_in_the_end(tmp_path: Path) -> None:
    """After thirty-six hours of random faults one pass without any gives the state of hours without, and nothing was lost."""
    found = compare(tmp_path, hours(None), polls=1, seed=20310506)
    assert found.differing == []
    assert found.false == []
    assert found.clean.failed == 0
    assert found.faulty.failed > 10
    assert SHARE / 2 < found.faulty.faults / found.faulty.answers < SHARE * 1.5
    assert {name: len(listed) for name, listed in found.clean.listed.items()} == {
        "easa_czib": 16,
        "faa_prohibitions": 26,
        "uk_pib": 19,
    }

"""Ten kills; two hundred by `python -m tests.faults.crashes 200`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.stories import WORKS, Stories

KILLS = 10


def test_a_kill_at_any_moment_changes_nothing_in_the_end(tmp_path: Path) -> None:
    """Killed ten times in replay, live reading and publishing, the state afterwards is that of an undisturbed run."""
    stories = Stories(tmp_path, seed=20310506)
    try:
        while stories.kills < KILLS:
            for work in WORKS:
                assert stories.story(work, 4) == []
    finally:
        stories.close()

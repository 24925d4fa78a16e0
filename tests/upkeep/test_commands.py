"""The commands of upkeep: what they print, and the status they end with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands
from advisories.errors import InputError
from tests.core.wired import Desk
from tests.upkeep.kept import archive_files, kept

PLUGIN = """
from tests.core import wired

class MadeNotices(wired.MadeNotices):
    pass
"""
SETTINGS = """
store = "sqlite:///store.sqlite3"
sources = ["made_notices"]
plugins = ["made.py"]
[retention]
runs_days = 1
archive_days = 1
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with a history, and settings beside its store."""
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "made.py").write_text(PLUGIN)
    (tmp_path / "live" / "advisories.toml").write_text(SETTINGS)
    with kept(tmp_path / "live") as found:
        found.archive.close()
        yield found


def run(desk: Desk, *arguments: str) -> Result:
    """Run a command with the desk's settings."""
    return CliRunner().invoke(commands, [*arguments, "--config", str(desk.folder / "advisories.toml")])


def test_verify_says_whole(desk: Desk) -> None:
    """A sound store is whole, in one line and as JSON, with status 0."""
    result = run(desk, "verify")
    assert result.exit_code == 0
    assert result.output.startswith("whole: ")
    assert json.loads(run(desk, "verify", "--json").output)["fault_count"] == 0


def test_verify_ends_with_1_where_something_is_wrong(desk: Desk) -> None:
    """What is lost is said in words, and the status tells a script."""
    archive_files(desk.folder)[0].unlink()
    result = run(desk, "verify")
    assert result.exit_code == 1
    assert "WRONG advisories-" in result.output
    found = json.loads(run(desk, "verify", "--json").output)
    assert found["fault_count"] == len(found["faults"]) > 0


def test_a_backup_is_restored_by_command(desk: Desk, tmp_path: Path) -> None:
    """What backup writes, restore makes into a folder that verifies, its settings among it."""
    file = tmp_path / "kept.tar.gz"
    result = run(desk, "backup", str(file))
    assert result.exit_code == 0, result.output
    assert "read back and compared" in result.output
    restored = CliRunner().invoke(commands, ["restore", str(file), str(tmp_path / "new")])
    assert restored.exit_code == 0, restored.output
    assert "whole: " in restored.output
    assert (tmp_path / "new" / "advisories.toml").read_text() == SETTINGS
    again = CliRunner().invoke(commands, ["restore", str(file), str(tmp_path / "new")])
    assert isinstance(again.exception, InputError)


def test_a_backup_that_lacks_something_says_so(desk: Desk, tmp_path: Path) -> None:
    """A backup of what is left is made, with status 1 and words."""
    archive_files(desk.folder)[0].unlink()
    result = run(desk, "backup", str(tmp_path / "kept.tar"))
    assert result.exit_code == 1
    assert "LACKING advisories-" in result.output


def test_prune_says_what_goes(desk: Desk) -> None:
    """A dry run prints each file and the sums; then they are gone, and the rest is whole."""
    dry = run(desk, "prune", "--dry-run")
    assert dry.exit_code == 0
    assert "would go: " in dry.output
    assert "written anew" in dry.output
    assert dry.output.replace("would go", "gone") == run(desk, "prune").output
    assert run(desk, "verify").exit_code == 0
    assert json.loads(run(desk, "prune", "--dry-run", "--json").output)["files"] == []


def test_prune_keeps_everything_by_default(desk: Desk) -> None:
    """Without settings prune says that it keeps everything."""
    (desk.folder / "advisories.toml").write_text(SETTINGS.partition("[retention]")[0])
    assert run(desk, "prune").output == "[retention] keeps everything: nothing goes.\n"


def test_reread_reports_and_applies(desk: Desk) -> None:
    """A reader that reads otherwise is reported, written only when told, and then reads the same."""
    assert "0 read differently" in run(desk, "reread", "made_notices").output
    (desk.folder / "made.py").write_text(
        PLUGIN.replace(
            "pass", "def advisory(self, record):\n        return replace(super().advisory(record), title='T')"
        )
        + "\nfrom msgspec.structs import replace\n"
    )
    report = run(desk, "reread")
    assert report.exit_code == 0, report.output
    assert 'title: "Notice L3/26" → "T"' in report.output
    applied = run(desk, "reread", "--all", "--apply")
    assert " written" in applied.output
    assert "0 read differently" in run(desk, "reread", "--all").output
    assert json.loads(run(desk, "reread", "--json").output)["differences"] == []


def test_reread_ends_with_1_where_bytes_are_gone(desk: Desk) -> None:
    """What cannot be read again is said, and the status tells a script."""
    for path in archive_files(desk.folder):
        path.unlink()
    result = run(desk, "reread")
    assert result.exit_code == 1
    assert "CANNOT BE READ" in result.output

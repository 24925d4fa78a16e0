"""The command that reads official prose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories.cli import commands
from advisories.errors import InputError

LINE = json.dumps(
    {"id": "x", "issuer": "UK", "text": "Operators are recommended not to enter FIR LIMA (SPIM) below FL 95."}
)


def test_lines_in_lines_out() -> None:
    """The command reads standard input and writes a reading for each line that is not blank."""
    reading = json.loads(CliRunner().invoke(commands, ["read"], input=f"{LINE}\n\n").output)
    assert (reading["id"], reading["provisions"][0]["upper"]) == ("x", "FL095")


def test_the_package_is_the_command() -> None:
    """`python -m advisories` is the command `advisories`, where no script stands on the path."""
    run = [sys.executable, "-m", "advisories", "read"]
    told = subprocess.run(run, input=LINE, capture_output=True, text=True, check=True).stdout
    assert told == CliRunner().invoke(commands, ["read"], input=LINE).output


def test_files_are_read(tmp_path: Path) -> None:
    """Several files are read in their order."""
    path = tmp_path / "lines.jsonl"
    path.write_text(LINE)
    assert len(CliRunner().invoke(commands, ["read", str(path), str(path)]).output.splitlines()) == 2


def test_a_bad_line_is_named() -> None:
    """A line that is no text is an error that names its number."""
    with pytest.raises(InputError, match="line 1"):
        CliRunner().invoke(commands, ["read"], input="{\n", catch_exceptions=False)


def test_gold_through_the_command(material: Path, tmp_path: Path) -> None:
    """The labelled texts keep full marks when they are read by the command and scored by the project's rule."""
    gold = material / "gold" / "provisions-dev.jsonl"
    result = CliRunner().invoke(commands, ["read", str(gold)])
    path = tmp_path / "readings.jsonl"
    path.write_text(result.output)
    run = [sys.executable, str(material / "gold" / "score.py"), str(gold), str(path)]
    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    marks = ("atom F1 1.000", "force 53/53", "addressees 53/53", "kind 53/53", "do-not-enter 0", "invented 0")
    assert [mark for mark in marks if mark not in told] == []

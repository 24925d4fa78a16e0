"""`advisories notam`: text in, JSON lines out, whatever is put in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands

TEXT = (
    "LXNF-A0123/27 NOTAMN\nQ) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 2703010600 C) 2703032100\n"
    "D) 0800-1600\nE) TEMPO RESTRICTED AREA ACT, 3NM RADIUS OF 451200N0073000W\nF) SFC G) 2500FT AMSL\n"
)


def notam(*words: str, given: str | bytes = "") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(commands, ["notam", *words], input=given, catch_exceptions=False)


def test_a_file_gives_one_object_a_line(tmp_path: Path) -> None:
    """Every NOTAM of a bulletin is one JSON object on a line of its own, in order."""
    file = tmp_path / "bulletin.txt"
    file.write_text(f"BULLETIN\n\n{TEXT}\n{TEXT.replace('A0123', 'A0124')}", "utf-8")
    done = notam(str(file))
    assert done.exit_code == 0
    assert [json.loads(line)["number"] for line in done.stdout.splitlines()] == ["A0123/27", "A0124/27"]


def test_a_window_needs_both_of_its_sides(tmp_path: Path) -> None:
    """With --from and --to the periods between them are printed; one alone, or no time at all, is a usage error."""
    file = tmp_path / "one.txt"
    file.write_text(TEXT, "utf-8")
    done = notam("--from", "2027-03-02", "--to", "2027-03-03T00:00Z", str(file))
    assert json.loads(done.stdout)["periods"] == [["2027-03-02T08:00:00Z", "2027-03-02T16:00:00Z"]]
    assert notam("--from", "2027-03-02", str(file)).exit_code == 2
    assert notam("--from", "noon", "--to", "later", str(file)).exit_code == 2


@pytest.mark.parametrize("words", [(), ("-",)])
def test_standard_input_is_read(words: tuple[str, ...]) -> None:
    """Without a file, or for -, standard input is read, and the id that came with a text goes out with it."""
    done = notam(*words, given=json.dumps({"id": "x", "text": TEXT}))
    assert json.loads(done.stdout)["id"] == "x"


def test_texts_and_json_lines_may_be_mixed() -> None:
    """Plain text between JSON lines is read where it stands; a mark of byte order in front is no text."""
    given = "\ufeff" + "\n".join([json.dumps({"id": 1, "text": TEXT}), TEXT.replace("A0123", "A0124"), "{}"])
    found = [json.loads(line) for line in notam(given=given).stdout.splitlines()]
    assert [(form["id"], form["number"]) for form in found] == [("1", "A0123/27"), ("A0124/27", "A0124/27")]


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\xff\xfe\x00\x9d(A0123/27 NOTAMN",
        b'{"text": "\\ud800"}',
        b'{"id": {"a": 1}, "text": "x"}',
        b'{"text": ' + b"[" * 100_000,
        b"[1, 2, 3]\n{",
        b"B) 9999999999 C) 0000000000 E)",
    ],
)
def test_no_input_raises(given: bytes) -> None:
    """Whatever comes in, each line out is one JSON object with every key, and the exit status is 0."""
    done = notam(given=given)
    assert done.exit_code == 0
    assert all("diagnostics" in json.loads(line) for line in done.stdout.splitlines())


def test_a_missing_file_is_a_plain_error(tmp_path: Path) -> None:
    """A file that is not there is named, without a traceback."""
    done = notam(str(tmp_path / "none.txt"))
    assert done.exit_code == 2
    assert "none.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_help_names_every_key() -> None:
    """The help documents every key of the output."""
    shown = notam("--help").stdout
    assert all(key in shown for key in json.loads(notam(given=TEXT).stdout))

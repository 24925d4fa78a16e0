"""Settings that are wrong, and surroundings that take no output: an error in words, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisories.config import read_settings
from advisories.errors import ConfigError

WRONG = {
    "[fecth]": r"unknown setting 'fecth'; did you mean 'fetch'",
    "[fetch]\ntimeuot = 3": r"\[fetch\]: unknown setting 'timeuot'; did you mean 'timeout'",
    "[delivery.smtp]\nhots = 'a'": r"unknown setting 'hots'; did you mean 'host'",
    "[operators.mine]\ncertifcate = 'US'": r"\[operators.mine\]: unknown setting 'certifcate'; did you mean 'certificate'",
    "fetch = 3": "object",
    "[fetch]\npause = -1": "pause",
    "[digest]\ntimes = ['25:00']": "times: expected HH:MM",
    "[digest]\ntimes = ['5']": "times: expected HH:MM",
    "[digest]\ntimes = ['05:00\\n']": "times: expected HH:MM",
    "[site]\nurl = 'javascript:alert(1)'": "url: expected an http:// or https:// address",
    "[site]\nurl = 'https://a.example/\"><script>'": "url: expected",
    "[site]\nurl = 'https://someone:hunter2@a.example/'": "url: expected",
    '[site]\nurl = "https://a.example/\\u0000"': "url: expected",
    "not toml": "not TOML",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_setting_is_named_with_what_was_expected(tmp_path: Path, text: str) -> None:
    """The file, the key, what was expected and the nearest known key are said; a secret is not."""
    path = tmp_path / "advisories.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=WRONG[text]) as told:
        read_settings(path)
    assert str(path) in str(told.value)
    assert "hunter2" not in str(told.value)


def run(*words: str, **changed: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, with changed surroundings."""
    command = (sys.executable, "-c", "from advisories.cli import main; main()", *words)
    return subprocess.run(command, env={**os.environ, **changed}, capture_output=True, check=False)


def test_what_a_terminal_cannot_show_is_escaped() -> None:
    """Words outside a terminal's encoding come as escapes, not as a traceback."""
    told = run("show", "–", "--store", "sqlite:///none–.sqlite3", PYTHONIOENCODING="latin-1")
    assert told.returncode == 2
    assert b"no store at none\\u2013.sqlite3" in told.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [("schema",), ("sources",), ("sources", "--json")])
def test_output_that_nothing_takes_is_an_error_in_words(words: tuple[str, ...]) -> None:
    """A full disk behind the standard output is said in one line, with exit status 2."""
    command = (sys.executable, "-c", "from advisories.cli import main; main()", *words)
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert told.returncode == 2
    assert told.stderr.decode().startswith("advisories: ")
    assert b"Traceback" not in told.stderr

"""What every command takes: a store, folders and the two times of a question, wherever a person writes them."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands
from advisories.demo import run

DAY = "2026-03-04T05:00Z"
ASKED = ("--known-at", DAY, "--as-of", DAY)
FORMS = (
    ("status", "--json"),
    ("show", "ZZLR", "--json"),
    ("stance", "ZZLR", "--json"),
    ("changes", "--json", "--since", "2026-03-01"),
    ("export",),
    ("export", "--format", "csv", "--all"),
    ("sources", "--json"),
    ("digest", "preview"),
    ("digest", "preview", "--eml"),
    ("digest", "preview", "--html"),
    ("schema",),
)


def advisories(*words: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(commands, list(words), catch_exceptions=False)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the invented story was told: a store, an archive, no settings file."""
    folder = tmp_path_factory.mktemp("told")
    run(folder / "story")
    return folder / "story"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds nothing."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def every_command(group: click.Group = commands, *before: str) -> list[tuple[str, ...]]:
    """Return the words of every command there is."""
    found: list[tuple[str, ...]] = []
    for name, command in sorted(group.commands.items()):
        words = (*before, name)
        found += every_command(command, *words) if isinstance(command, click.Group) else [words]
        found += [words] if getattr(command, "invoke_without_command", False) else []
    return found


def kept(told: Path) -> tuple[str, ...]:
    """Return the options that name the story's store and archive, and a site of one's own."""
    return ("--store", f"sqlite:///{told}/advisories.sqlite3", "--archive", f"{told}/archive", "--site", "own")


def said(*words: str) -> str:
    """Return what a command prints, without the disk's free bytes, which change by themselves."""
    result = advisories(*words)
    assert result.exit_code == 0
    return result.stdout.partition('"free_bytes"')[0]


def test_there_are_commands() -> None:
    """The list of commands that the tests below go through is not empty."""
    assert {("once",), ("digest", "preview"), ("sources",), ("sources", "check")} <= set(every_command())


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    """Every command says in its help what it is for."""
    result = advisories(*words, "--help")
    assert result.exit_code == 0
    assert len(result.output.partition("Options:")[0].splitlines()) >= 3


@pytest.mark.parametrize(
    "words", [words for words in every_command() if words not in {("notam",), ("read",), ("restore",)}], ids=" ".join
)
def test_every_command_that_has_a_store_takes_all_shared_options(words: tuple[str, ...]) -> None:
    """Store, site, archive and both times are options of every command that can have a use for them."""
    output = advisories(*words, "--help").output
    assert all(option in output for option in ("--store", "--site", "--archive", "--as-of", "--known-at", "--config"))


@pytest.mark.parametrize("words", FORMS, ids=" ".join)
def test_options_may_stand_before_and_after_a_command(told: Path, elsewhere: Path, words: tuple[str, ...]) -> None:
    """Without a settings file, the same is said wherever the shared options stand."""
    options = (*kept(told), *ASKED)
    after = said(*words, *options)
    assert after
    assert said(*options, *words) == after
    assert said(words[0], *options, *words[1:]) == after
    assert said(*kept(told), *words, *ASKED) == after
    assert not list(elsewhere.iterdir())


def test_what_stands_last_counts(told: Path, elsewhere: Path) -> None:
    """An option given twice means what is written nearer to the end."""
    once = advisories("status", "--json", *kept(told), "--known-at", DAY)
    twice = advisories(
        "--known-at", "2026-03-02", "--store", "sqlite:///none.db", "status", "--json", *kept(told), *ASKED
    )
    assert json.loads(twice.stdout)["at"] == json.loads(once.stdout)["at"] == "2026-03-04T05:00:00Z"


def test_a_command_says_what_the_one_before_it_was_not_told(told: Path, elsewhere: Path) -> None:
    """Options of one command line are forgotten by the next."""
    advisories("--store", f"sqlite:///{told}/advisories.sqlite3", "status")
    result = CliRunner().invoke(commands, ["status"])
    assert "no store at" in str(result.exception)


@pytest.mark.parametrize(
    "when",
    ["0001-01-01", "9999-12-31T23:59:59Z", "1899-12-31", "2200-01-01", "2026-13-01", "now", "", "20260304T05:00+99:00"],
)
def test_a_time_that_is_none_is_an_error_in_words(told: Path, elsewhere: Path, when: str) -> None:
    """What is no time, or no time that days can be added to, is refused with what is expected."""
    for option in ("--as-of", "--known-at"):
        result = advisories("digest", "preview", *kept(told), option, when)
        assert result.exit_code == 2
        assert "time: expected" in result.stderr


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "expected a URL"),
        ("nonsense", "expected a URL"),
        ("notices.sqlite3", "expected a URL"),
        ("postgres//host/name", "expected a URL"),
        ("mysql://reader:hunter2@host/name", "found one of mysql"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///none.sqlite3", "no store at none.sqlite3"),
        ("postgresql://host:port/name", "expected a URL"),
    ],
)
def test_a_store_that_is_none_is_an_error_in_words(elsewhere: Path, url: str, words: str) -> None:
    """A URL that names no store of ours is refused in plain words, without its password, before anything is made."""
    for command in (("status",), ("digest", "preview"), ("export",)):
        result = CliRunner().invoke(commands, [*command, "--store", url])
        assert words in str(result.exception)
        assert "hunter2" not in str(result.exception)
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(("code", "asks"), [("ABCD", True), ("SVZM", False), ("ZZLR", False)])
def test_a_code_that_nothing_knows_is_asked_about(
    told: Path, monkeypatch: pytest.MonkeyPatch, code: str, *, asks: bool
) -> None:
    """Where neither our table nor an advisory has a code, the answer asks whether it is right before it says "none"."""
    monkeypatch.chdir(told)
    said = advisories("stance", code, *ASKED)
    assert said.exit_code == 0
    assert ("no FIR that this program knows" in said.output) is asks

"""The command: where it tells the story, that it tells the same each time, and that what it prints works."""

from __future__ import annotations

import os
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories.cli import commands
from advisories.cli.demo import COMMANDS, demo
from advisories.config import read_settings
from advisories.demo import DAYS, Day, Tour, free_folder, record, run
from advisories.errors import InputError

from .conftest import file_of


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but the database and its lock files, and where its links lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file() and ".sqlite3" not in name:
            found[name] = path.read_bytes()
    return found


def test_two_tellings_are_the_same(tour: Tour, tmp_path: Path) -> None:
    """Recording, archive, site and digests of two tellings are the same, byte for byte."""
    again = run(tmp_path / "again")
    first, second = contents(tour.folder), contents(again.folder)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert any(name.startswith("site/releases/") and name.endswith("index.html") for name in first)


def test_recording_is_the_same_each_time(tmp_path: Path) -> None:
    """Two recordings hold the same bytes."""
    one, two = record(tmp_path / "a" / "demo.warc.gz"), record(tmp_path / "b" / "demo.warc.gz")
    assert one.read_bytes() == two.read_bytes()


def test_each_digest_is_there_in_three_forms(tour: Tour) -> None:
    """Each of the eight editions is there as a message, as text and as a page."""
    names = {path.name for path in tour.digests[0].parent.iterdir()}
    assert names == {f"edition-{day.number:04d}{end}" for day in DAYS for end in (".eml", ".txt", ".html")}


def test_the_site_has_a_page_for_each_day(tour: Tour) -> None:
    """The front page stands where the tour says, with a page for every day of the story beside it."""
    assert tour.site.is_file()
    days = {path.parent.name for path in tour.site.parent.glob("changes/*/index.html")}
    assert days == {f"{day.start:%Y-%m-%d}" for day in DAYS}


def test_the_front_page_is_that_of_the_last_edition(tour: Tour) -> None:
    """The front page carries the number of the edition issued at its time, and what that edition tells."""
    page = tour.site.read_text("utf-8")
    assert "edition 8" in page
    assert "No changes since 8 Mar 05:00Z" in page


def test_printed_commands_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the command prints for going on works as printed, from the folder where it was called."""
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(demo, [], catch_exceptions=False)
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    change, *rest = [shlex.split(line, comments=True) for line in lines[lines.index("Go on asking:") + 1 :]]
    paths = [line.split(":", 1)[1].split("(")[0].strip() for line in lines if line.startswith("The ")]
    assert len(paths) == 4
    assert all(Path(path).exists() for path in paths)
    assert change == ["cd", "advisories-demo"]
    monkeypatch.chdir(tmp_path / change[1])
    answers = {}
    if rest[0][0] == "export":
        assert rest.pop(0)[1].endswith(":$PATH")
    for program, *words in rest:
        assert program == "advisories"
        done = CliRunner().invoke(commands, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        answers[" ".join(words)] = done.stdout
    assert len(answers) == len(COMMANDS)
    assert "blocked" in answers["status --known-at 2026-03-05T05:00Z"]
    assert "no longer listed" in answers["show KICZ A9001/26"]
    assert "KICZ A9003/26" in answers["show ZZLR --known-at 2026-03-04T05:00Z"]
    assert "end passed, not confirmed ended" in answers["show Larovia --as-of 2026-07-01"]
    assert "source back" in answers["changes --since 2026-03-02"]
    assert answers["replay recordings"].startswith("0 runs")


def test_default_folder_is_a_new_one(tmp_path: Path) -> None:
    """Without a name the story goes to advisories-demo, or to the first numbered one that is not there."""
    assert free_folder(tmp_path).name == "advisories-demo"
    (tmp_path / "advisories-demo").mkdir()
    (tmp_path / "advisories-demo-2").write_text("taken")
    assert free_folder(tmp_path).name == "advisories-demo-3"


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    """A folder with anything in it is refused and left as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="expected a new or empty folder"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(InputError, match="cannot be written there"):
        run(tmp_path / "mine.txt")


def test_store_site_and_archive_go_where_they_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named places are used, and the settings file names them, so that commands in the folder find them."""
    monkeypatch.chdir(tmp_path)
    words = ["told", "--store", "sqlite:///s.sqlite3", "--site", "web", "--archive", "kept"]
    done = CliRunner().invoke(demo, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert (tmp_path / "web" / "current" / "index.html").is_file()
    assert list((tmp_path / "kept").glob("*.warc.gz"))
    assert not list((tmp_path / "told").glob("*.sqlite3"))
    assert read_settings(tmp_path / "told" / "advisories.toml").store == f"sqlite:///{tmp_path}/s.sqlite3"
    monkeypatch.chdir(tmp_path / "told")
    assert "9 Mar 2026 04:30Z" in CliRunner().invoke(commands, ["status"], catch_exceptions=False).stdout


def test_a_store_in_use_is_refused(tour: Tour, tmp_path: Path) -> None:
    """Invented warnings never go into a store that holds readings, nor onto a database server."""
    with pytest.raises(InputError, match="expected an empty one"):
        run(tmp_path / "one", store=f"sqlite:///{tour.folder / 'advisories.sqlite3'}")
    with pytest.raises(InputError, match="expected an SQLite file"):
        run(tmp_path / "two", store="postgresql://host/real")


@pytest.mark.parametrize("day", DAYS, ids=lambda day: f"{day.start:%d}")
def test_a_past_digest_is_told_as_it_was_known(tour: Tour, monkeypatch: pytest.MonkeyPatch, day: Day) -> None:
    """A digest asked for afterwards holds what was known then: no later warning, and none that was lost since."""
    monkeypatch.chdir(tour.folder)
    before = f"{day.edition_at - timedelta(minutes=1):%Y-%m-%dT%H:%MZ}"
    done = CliRunner().invoke(commands, ["digest", "preview", "--known-at", before], catch_exceptions=False)
    assert standing(done.stdout) == standing(file_of(tour, day.number).read_text("utf-8"))


def standing(text: str) -> str:
    """Return the part of a digest that tells how things stand."""
    return text[text.index("WARNINGS ") : text.index("COVERED ")]


def test_a_past_status_names_the_edition_of_its_time(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked what was known on a day, the status names the last edition issued by then."""
    monkeypatch.chdir(tour.folder)
    done = CliRunner().invoke(commands, ["status", "--known-at", "2026-03-05T06:00Z"], catch_exceptions=False)
    assert "last edition: 4, 5 Mar 2026 05:00Z" in done.stdout


def test_stance_takes_an_area_that_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stance on an area is that on the regions listed under it; a word that names nothing is an error."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(demo, ["told"], catch_exceptions=False).exit_code == 0
    monkeypatch.chdir(tmp_path / "told")
    words = ("stance", "--known-at", "2026-03-07T05:00Z")
    shown = CliRunner().invoke(commands, [*words, "larovia"], catch_exceptions=False).stdout
    assert "ZZLR" in shown
    assert "KICZ A9003/26" in shown
    refused = CliRunner().invoke(commands, [*words, "Nowhere"])
    assert "a listed area" in str(refused.exception)

"""NOTAM text by hand: a story through the real store, the drop folder, and what the digest says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories import digest, inbox, render
from advisories.archive import Archive
from advisories.cli import commands
from advisories.errors import InputError
from advisories.model import ChangeKind, Verdict
from advisories.refresh import Report
from advisories.replay import files, replay
from advisories.store import Store

START = datetime(2031, 5, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
QLINE = "Q) LXAA/{code}/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) {start} C) 3106302100\nE) {text})"


def notam(number: str, kind: str = "N", text: str = "TRA ACT", code: str = "QRTCA", start: str = "3105010000") -> str:
    """Return a NOTAM of the office LXNF."""
    return f"(LXNF-{number} NOTAM{kind}\n{QLINE.format(code=code, text=text, start=start)}\n"


def cancel(number: str, other: str) -> str:
    """Return a NOTAM that cancels another."""
    return (
        f"(LXNF-{number} NOTAMC {other}\nQ) LXAA/QRTXX/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 3105010000\nE) CNL)\n"
    )


class Desk:
    """A store and an archive in a folder, and a clock that moves on by an hour with each file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(f"sqlite:///{folder}/store.sqlite3")
        self.archive = Archive(folder / "archive", rotate_bytes=10**9, committed=self.store.archived(), now=START)
        self.now = START
        self.files = 0

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    def close(self) -> None:
        """Let go of store and archive."""
        self.archive.close()
        self.store.close()

    def hand_in(self, *texts: str, name: str = "") -> Report:
        """Hand in a file of these texts."""
        self.files += 1
        path = self.folder / (name or f"bulletin {self.files}.txt")
        path.write_text("\n".join(texts), "utf-8")
        self.now += HOUR
        return inbox.hand_in(self.store, self.archive, path, self.now)

    def listed(self) -> set[str]:
        """Return the references that are listed now."""
        found = self.store.standings(self.store.moment(self.now))
        return {item.advisory.reference for item in found if item.listed}

    def digest(self, since: datetime) -> str:
        """Return the text of a digest of everything since a time."""
        known = self.store.knowledge((inbox.SOURCE,), self.store.moment(self.now), after_change=0, since=since)
        return render.render("digest.txt", digest.view(known, title="Imported", base_url=""))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return an empty store and archive."""
    made = Desk(tmp_path)
    yield made
    made.close()


def kinds(report: Report) -> list[tuple[str, str]]:
    """Return what changed: kind and number."""
    return [(change.kind.value, change.reference.removeprefix("LXNF ")) for change in report.changes]


def test_new_replaced_cancelled_and_pruned(desk: Desk) -> None:
    """N is news at once, R replaces, C cancels, a checklist ends what it lists no more; the digest says each."""
    first = desk.hand_in(notam("A0010/31"), notam("A0011/31"), notam("A0012/31"), notam("B0001/31"))
    assert (first.verdict, first.baseline, len(first.changes)) == (Verdict.OK, False, 4)
    second = desk.hand_in(notam("A0013/31", "R A0010/31", text="TRA ACT, LARGER"))
    assert kinds(second) == [("new", "A0013/31"), ("replaced", "A0010/31")]
    third = desk.hand_in(cancel("A0014/31", "A0011/31"))
    assert kinds(third) == [("new", "A0014/31"), ("cancelled", "A0011/31")]
    text = "CHECKLIST\nYEAR=2031 0013\nLATEST PUBLICATIONS NIL"
    fourth = desk.hand_in(notam("A0020/31", text=text, code="QKKKK"), notam("A0021/31"))
    assert kinds(fourth)[2:] == [("no longer listed", "A0012/31"), ("no longer listed", "A0014/31")]
    assert {change.note for change in fourth.changes[2:]} == {"not in checklist LXNF A0020/31"}
    assert desk.listed() == {f"LXNF {one}" for one in ("A0013/31", "A0020/31", "A0021/31", "B0001/31")}
    said = desk.digest(START)
    assert "1 replacing another" in said
    assert "1 cancelled" in said
    assert "2 no longer listed" in said


def test_what_was_told_before_stays_told(desk: Desk) -> None:
    """A file told again, or an old NOTAM that comes after what replaced or cancelled it, brings nothing back."""
    desk.hand_in(notam("A0010/31"), name="a.txt")
    desk.hand_in(notam("A0013/31", "R A0010/31"), cancel("A0014/31", "A0009/31"))
    again = desk.hand_in(notam("A0010/31"), name="a.txt")
    late = desk.hand_in(notam("A0010/31"), notam("A0009/31"))
    assert (again.changes, late.changes) == ((), ())
    assert desk.listed() == {"LXNF A0013/31", "LXNF A0014/31"}
    ((history,),) = (desk.store.histories(desk.store.moment(desk.now), name="LXNF A0009/31"),)
    assert (history.standing.unlisted_reason, history.standing.successor) == (
        "cancelled by LXNF A0014/31",
        "LXNF A0014/31",
    )


def test_what_replaces_each_other_in_one_file_is_settled_at_once(desk: Desk) -> None:
    """Of a chain in one file only the last is listed; the others are kept, with what replaced them."""
    report = desk.hand_in(notam("A0010/31"), notam("A0011/31", "R A0010/31"), notam("A0012/31", "R A0011/31"))
    assert kinds(report) == [("new", "A0012/31")]
    assert desk.listed() == {"LXNF A0012/31"}
    successors = {
        history.standing.advisory.reference: history.standing.successor
        for history in desk.store.histories(desk.store.moment(desk.now))
    }
    assert successors == {
        "LXNF A0010/31": "LXNF A0011/31",
        "LXNF A0011/31": "LXNF A0012/31",
        "LXNF A0012/31": "",
    }


def test_absence_means_nothing_and_a_passed_end_is_no_news(desk: Desk) -> None:
    """What a later file does not hold stays listed until its own end, which ends it without a word."""
    desk.hand_in(*(notam(f"A{number:04d}/31") for number in range(1, 9)))
    report = desk.hand_in(notam("A0100/31", start="3108010000").replace("C) 3106302100", "C) 3109302100"))
    assert (report.verdict, len(desk.listed())) == (Verdict.OK, 9)
    desk.now = datetime(2031, 7, 1, tzinfo=UTC)
    later = desk.hand_in(notam("A0101/31").replace("C) 3106302100", "C) 3109302100"))
    assert kinds(later) == [("new", "A0101/31")]
    assert later.unlisted == 8
    assert desk.listed() == {"LXNF A0100/31", "LXNF A0101/31"}


def test_what_starts_later_comes_into_force_with_the_next_file(desk: Desk) -> None:
    """A NOTAM that was known before its start is told as effective at the first reading after it."""
    desk.hand_in(notam("A0001/31", start="3105010900"))
    desk.now += 3 * HOUR
    report = desk.hand_in(notam("A0002/31"))
    assert (ChangeKind.EFFECTIVE.value, "A0001/31") in kinds(report)


def test_the_archive_tells_the_same_story(desk: Desk, tmp_path: Path) -> None:
    """Imported files are in the archive under `file:NAME`, and replaying it gives the same store."""
    desk.hand_in(notam("A0010/31"), notam("A0011/31"))
    desk.hand_in(notam("A0013/31", "R A0010/31"))
    desk.archive.close()
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    result = replay(other.store, other.archive, (inbox.SOURCE,), files([tmp_path / "archive"]))
    other.now = desk.now
    assert (len(result.reports), other.listed()) == (2, {"LXNF A0011/31", "LXNF A0013/31"})
    other.close()


def test_nothing_is_stored_of_a_file_without_notam(desk: Desk) -> None:
    """A file that holds no NOTAM, or that cannot be read, is an error and leaves no run behind."""
    with pytest.raises(InputError, match=r"notes\.txt: .*rows"):
        desk.hand_in("buy milk", name="notes.txt")
    with pytest.raises(InputError, match="cannot be read"):
        inbox.hand_in(desk.store, desk.archive, desk.folder / "none.txt", desk.now)
    assert desk.store.last_run() is None


def test_the_drop_folder_is_emptied(desk: Desk) -> None:
    """Each file goes to `done`, or to `failed` with the reason; hidden, linked and unfinished ones wait."""
    folder = desk.folder / "drop"
    reports: list[Report] = []
    inbox.empty(folder, desk.store, desk.archive, desk.clock, reports.append)
    assert folder.is_dir()
    past = (START - HOUR).timestamp()
    for name, text in (
        ("a.txt", notam("A0001/31")),
        ("b.txt", "nothing"),
        (".c.txt", "x"),
        ("d.txt", notam("A0002/31")),
    ):
        (folder / name).write_text(text, "utf-8")
        os.utime(folder / name, (past, past))
    os.utime(folder / "d.txt", ((START - timedelta(seconds=1)).timestamp(),) * 2)
    (folder / "e.txt").symlink_to(folder / "a.txt")
    with pytest.raises(InputError, match=r"not read: b\.txt"):
        inbox.empty(folder, desk.store, desk.archive, desk.clock, reports.append)
    assert sorted(path.name for path in folder.iterdir()) == [".c.txt", "d.txt", "done", "e.txt", "failed"]
    assert [path.name for path in (folder / "done").iterdir()] == ["a.txt"]
    assert "expected rows" in (folder / "failed" / "b.txt.reason.txt").read_text("utf-8")
    (folder / "a.txt").write_text(notam("A0003/31"), "utf-8")
    os.utime(folder / "a.txt", (past, past))
    inbox.empty(folder, desk.store, desk.archive, desk.clock, reports.append)
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["a.2.txt", "a.txt"]
    assert [report.new for report in reports] == [1, 1]


def test_the_command_tells_notam_text_from_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`import` reads NOTAM text, says where it came from, decodes it, and refuses what is neither text nor page."""
    monkeypatch.chdir(tmp_path)
    Path("my bulletin.txt").write_text(notam("A0001/31"), "utf-8")
    Path("notes.txt").write_text("buy milk", "utf-8")

    def run(*words: str) -> str:
        return CliRunner().invoke(commands, list(words), catch_exceptions=False).output

    assert "notam_text: OK, 1 listed, 1 new" in run("import", "my bulletin.txt")
    shown = run("show", "LXNF A0001/31")
    assert "imported by a person from my bulletin.txt" in shown
    assert "temporary restricted area: activated (QRTCA)" in shown
    assert "circle, 12 NM around 45°12′N 007°30′W" in shown
    with pytest.raises(InputError, match="no NOTAM"):
        run("import", "notes.txt")

"""Status: how every source and the program itself stand, for a person and for a machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisories.cli import commands
from advisories.cli.logs import log_to_stderr
from advisories.faults import Faults
from advisories.lease import Lease
from advisories.store import Store
from tests.cli.test_doctor import PLUGIN, SETTINGS
from tests.fetch.loopback import Host, page
from tests.schedule.made import notices

KEYS = {"at", "version", "edition", "edition_at", "sources", "lease", "deliveries", "faults", "free_bytes"}
SOURCE_KEYS = {
    "source", "title", "authority", "home", "proof", "accepted", "by_hand", "verdict", "reason", "blocked", "since", "run_at",
    "good_at", "next_at", "cadence_minutes", "updated", "changed_at", "overdue_at", "failures", "listed", "bad_rows",
    "parts", "acknowledgement", "terms", "republish", "silent",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with settings for one source, whose host is not there yet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "made.py").write_text(PLUGIN.format(url="http://127.0.0.1:1/list"), "utf-8")
    (tmp_path / "advisories.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


def advisories(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(commands, list(words))


def state() -> Any:
    """Return what status says to machines."""
    return json.loads(advisories("status", "--json").output)


def test_the_keys_for_machines_are_always_all_there(folder: Path) -> None:
    """Before anything was read and after, the object and each source have the same documented keys."""
    with Store(f"sqlite:///{folder}/advisories.sqlite3"):
        pass
    before = state()
    host = Host(says={"/list": notices("L1/26")})
    (folder / "made.py").write_text(PLUGIN.format(url=host.url("/list")), "utf-8")
    assert advisories("refresh").exit_code == 0
    host.close()
    after = state()
    for found in (before, after):
        assert set(found) == KEYS
        assert set(found["sources"][0]) == SOURCE_KEYS
    assert before["sources"][0]["verdict"] is None
    assert after["sources"][0]["verdict"] == "OK"


def test_a_fault_is_said_in_words_and_when_it_is_tried_again(folder: Path) -> None:
    """A source that cannot be reached is shown with the reason, since when, and the next attempt."""
    host = Host(says={"/list": page(b"busy", "500 Internal Server Error")})
    (folder / "made.py").write_text(PLUGIN.format(url=host.url("/list")), "utf-8")
    advisories("refresh")
    host.close()
    words = advisories("status").output
    assert "FAILED" in words
    assert "status 500" in words
    (source,) = json.loads(advisories("status", "--json").output)["sources"]
    assert source["failures"] == 1
    assert source["next_at"] > source["run_at"]


def test_who_is_at_work_and_what_is_wrong_is_shown(folder: Path) -> None:
    """The holder of the lease, open faults, and those that ended within a day."""
    now = datetime.now(UTC)
    with Store(f"sqlite:///{folder}/advisories.sqlite3") as store:
        lease = Lease(store, "here:1:abc")
        lease.take(now)
        faults = Faults(logged=False)
        faults.note("publishing", "no room\x1b[31m for the site", now - timedelta(hours=2))
        faults.note("publishing", "no room\x1b[31m for the site", now - timedelta(hours=1))
        faults.note("clock", "set back", now - timedelta(hours=5))
        faults.over("clock", now - timedelta(hours=4))
        faults.note("ping", "long ago", now - timedelta(days=9))
        faults.over("ping", now - timedelta(days=8))
        faults.keep(store)
    words = advisories("status").output
    assert "at work: here:1:abc, since" in words
    assert "WRONG publishing, since" in words
    assert "met 2 times" in words
    assert "over  clock" in words
    assert "long ago" not in words
    assert "\x1b" not in words
    assert "deliveries: none" in words
    assert "free: archive" in words
    found = state()
    assert found["lease"]["alive"] is True
    assert [fault["kind"] for fault in found["faults"]] == ["publishing", "clock", "ping"]


def test_a_process_without_a_sign_of_life_is_not_said_to_be_at_work(folder: Path) -> None:
    """A lease that lapsed is shown with the last sign of life."""
    with Store(f"sqlite:///{folder}/advisories.sqlite3") as store:
        Lease(store, "here:1:abc").take(datetime.now(UTC) - timedelta(hours=1))
    assert "at work: no process; here:1:abc showed its last sign of life" in advisories("status").output
    assert state()["lease"]["alive"] is False


def test_log_lines_as_json_are_one_object_each(capsys: pytest.CaptureFixture[str]) -> None:
    """With foreign text in them as well, each line is one JSON object with time, level and event."""
    log_to_stderr(20, "json")
    Faults().note("publishing", 'no "room"\n{forged}', datetime.now(UTC))
    (line,) = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert found["event"] == "fault"
    assert found["reason"] == 'no "room"\n{forged}'
    assert found["level"] == "error"
    assert found["timestamp"].endswith("Z")

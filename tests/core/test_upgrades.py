"""A store of every released schema is brought up to date with all that it holds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from advisories.model import ChangeKind
from advisories.store import Store
from advisories.store.schema import metadata
from tests.core.schemas.dump import FOLDER, dump, head
from tests.core.wired import START, Desk, notice, page

DUMPS = sorted(FOLDER.glob("*.sql"))
_RENEW = "run `python -m tests.core.schemas`"


def _loaded(folder: Path, text: str) -> str:
    with closing(sqlite3.connect(folder / "store.sqlite3")) as connection:
        connection.executescript(text)
    return f"sqlite:///{folder}/store.sqlite3"


def _shape(text: str) -> list[str]:
    return sorted(re.findall(r"(?s)^CREATE .*?;$", text, re.MULTILINE))


def test_there_is_a_store_of_every_schema() -> None:
    """Every schema has a store here, and the newest is what today's migrations make."""
    assert [path.stem for path in DUMPS] == [f"{number:04d}" for number in range(1, len(DUMPS) + 1)]
    assert DUMPS[-1].stem == head(), _RENEW
    assert _shape(DUMPS[-1].read_text("utf-8")) == _shape(dump()), _RENEW


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_every_table_holds_something(tmp_path: Path, path: Path) -> None:
    """A store that is to prove an upgrade has a row in every table."""
    _loaded(tmp_path, path.read_text("utf-8"))
    with closing(sqlite3.connect(tmp_path / "store.sqlite3")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert len(tables) > 10
        for table in tables:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_an_upgrade_loses_nothing_and_ends_at_the_schema_of_the_code(tmp_path: Path, path: Path) -> None:
    """Revisions, changes, listings and editions read as before, and the tables are those of the code."""
    url = _loaded(tmp_path, path.read_text("utf-8"))
    with Store(url) as store:
        store.check()
        moment = store.moment(START.replace(day=2))
        histories = {one.standing.advisory.reference: one for one in store.histories(moment)}
        assert sorted(histories) == ["L0/26", "L1/26", "L2/26", "L3/26", "N1/26", "N2/26"]
        assert [revision.advisory.text for revision in histories["N2/26"].revisions] == [
            "Below FL 100.",
            "Below FL 200.",
        ]
        assert not histories["L0/26"].standing.listed
        assert histories["L0/26"].standing.successor == "N1/26"
        assert all(revision.evidence for history in histories.values() for revision in history.revisions)
        kinds = [change.kind for change in store.changes(moment)]
        assert kinds[:3] == [ChangeKind.NEW, ChangeKind.NEW, ChangeKind.SOURCE_LOST]
        edition = store.last_edition()
        assert edition is not None
        assert (edition.number, edition.message) == (1, b"words")
        assert store.find_names("n2-26") == ("N2/26",)
        assert store.archived()
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_changes_of_stance_are_told_in_an_upgraded_store(tmp_path: Path, path: Path) -> None:
    """A store from before changes of stance has none, and tells them from the next run on."""
    _loaded(tmp_path, path.read_text("utf-8"))
    with closing(Desk(tmp_path)) as desk:
        desk.now = START.replace(day=2)
        assert desk.store.moves(desk.store.moment(desk.now), each=9) == ()
        listed = [notice(f"L{number}/26") for number in range(1, 4)]
        known = (*listed, notice("N1/26", replaces="L0/26"), notice("N2/26", text="Below FL 200."))
        desk.read(page(*known, notice("N3/26", firs=["XQNV"], text="Operators should not enter FIR XQNV.")))
        (move,) = desk.store.moves(desk.store.moment(desk.now), ["XQNV"], each=9)
        assert (move.kind, move.reference) == (ChangeKind.TIGHTENED, "N3/26")


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_reading_goes_on_in_an_upgraded_store(tmp_path: Path, path: Path) -> None:
    """The next run finds what is known: only what is new is told."""
    _loaded(tmp_path, path.read_text("utf-8"))
    with closing(Desk(tmp_path)) as desk:
        desk.now = START.replace(day=2)
        listed = [notice(f"L{number}/26") for number in range(1, 4)]
        report = desk.read(
            page(*listed, notice("N1/26", replaces="L0/26"), notice("N2/26", text="Below FL 200."), notice("N3/26"))
        )
        assert [(change.kind, change.reference) for change in report.changes] == [(ChangeKind.NEW, "N3/26")]

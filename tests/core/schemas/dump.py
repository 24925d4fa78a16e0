"""A small store with rows in every table, made by the program itself where it can, and its SQL text."""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Integer, LargeBinary, Table, create_engine, insert, select

from advisories.store import Edition, engine
from advisories.store.schema import Moment, metadata
from tests.core.wired import HOUR, START, Desk, notice, page

FOLDER = Path(__file__).parent


def head() -> str:
    """Return the number of today's schema."""
    return str(ScriptDirectory(str(engine._MIGRATIONS)).get_current_head())


def story(desk: Desk) -> None:
    """Read what leaves rows in most tables: new, amended, linked, gone, failed, unchanged; then issue an edition."""
    listed = [notice(f"L{number}/26") for number in range(4)]
    desk.read(page(*listed), etag='"1"')
    desk.read(page(*listed, notice("N1/26", replaces="L0/26"), notice("N2/26", text="Below FL 100.", end="2026-04-01")))
    desk.fail()
    desk.read(page(*listed[1:], notice("N1/26", replaces="L0/26"), notice("N2/26", text="Below FL 200.")))
    desk.unchanged()
    last = desk.store.change_before(desk.now)
    desk.store.issue(
        Edition(number=1, at=desk.now, after_change=0, last_change=last, subject="Advisories", message=b"words")
    )


def dump() -> str:
    """Return a store of today's schema as SQL text, the same whenever it is made."""
    with made() as path, closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


@contextmanager
def made() -> Iterator[Path]:
    """Make the store; yield its file."""
    with structlog.testing.capture_logs(), tempfile.TemporaryDirectory() as name:
        logging.getLogger("alembic").setLevel(logging.WARNING)
        folder = Path(name)
        with closing(Desk(folder)) as desk:
            story(desk)
        _fill(folder / "store.sqlite3")
        yield folder / "store.sqlite3"


def _fill(path: Path) -> None:
    """Put one row into every table that has none."""
    filled = create_engine(f"sqlite:///{path}")
    with filled.begin() as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is None:
                connection.execute(insert(table).values(_row(table)))
    filled.dispose()


def _row(table: Table) -> dict[str, Any]:
    return {column.name: _value(column.type, column.name) for column in table.columns}


def _value(kind: object, name: str) -> int | bool | bytes | str | datetime:
    if isinstance(kind, Moment):
        return START + HOUR
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 1
    return b"bytes" if isinstance(kind, LargeBinary) else f"a {name}"

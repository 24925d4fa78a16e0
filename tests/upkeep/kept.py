"""A store and an archive with a history: listed, amended, gone, repeated, failed, and an edition."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from advisories.archive import PATTERN
from advisories.store import Edition
from tests.core.wired import TEN, Desk, notice, page

ROTATE = 20_000


@cache
def _template(days: int) -> tuple[Path, datetime]:
    """Make a history once, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="advisories-upkeep-"))
    atexit.register(shutil.rmtree, folder)
    with closing(Desk(folder)) as desk:
        desk.archive._rotate_bytes = ROTATE
        tell(desk, days)
        return folder, desk.now


@contextmanager
def kept(folder: Path, days: int = 3) -> Iterator[Desk]:
    """Return a desk that has read a page hourly for some days; a new notice each noon, a failure each evening."""
    template, now = _template(days)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with closing(Desk(folder)) as desk:
        desk.archive._rotate_bytes = ROTATE
        desk.now = now
        yield desk


def tell(desk: Desk, days: int) -> None:
    """Read a page hourly for some days, then issue an edition."""
    listed = list(TEN)
    for day in range(days):
        for hour in range(24):
            if hour == 12:
                listed.append(notice(f"N{desk.now:%m%d}/26", text=f"First words of day {day}."))
            if hour == 20:
                desk.fail()
                continue
            desk.read(page(*listed, asked=hour % 2))
        listed[0] = notice("L0/26", text=f"Amended on day {day}.")
        listed.pop(1)
        listed.append(notice(f"L{100 + day}/26"))
    last = desk.store.last_edition()
    number, after = (last.number + 1, last.last_change) if last else (1, 0)
    newest = desk.store.change_before(desk.now)
    desk.store.issue(
        Edition(
            number=number, at=desk.now, after_change=after, last_change=newest, subject="Advisories", message=b"words"
        )
    )


def archive_files(folder: Path) -> list[Path]:
    """Return the archive's files, oldest first."""
    return sorted((folder / "archive").glob(PATTERN))


def told(desk: Desk) -> dict[str, Any]:
    """Return everything that must never go: revisions with their texts, changes, editions."""
    moment = desk.store.moment(desk.now)
    histories = list(desk.store.histories(moment))
    return {
        "revisions": [[one.advisory for one in history.revisions] for history in histories],
        "listings": [history.listings for history in histories],
        "changes": desk.store.changes(moment),
        "edition": desk.store.last_edition(),
    }

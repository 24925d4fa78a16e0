"""Files that a person hands in: NOTAM text, imported by name or left in the drop folder.

Each file is archived as an answer from `file:NAME` and goes the way of every other reading. A file in the drop folder is
moved to `done` once it is stored, or to `failed` beside a text that says why; told twice, a file changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from advisories import notam
from advisories.archive import Archive
from advisories.errors import InputError
from advisories.model import Response, Verdict
from advisories.refresh import Report, settle, took_of
from advisories.sources.notam_text import SCHEME, NotamText
from advisories.store import Store

SOURCE: Final = NotamText()
DONE: Final = "done"
FAILED: Final = "failed"
MOST_BYTES: Final = 64_000_000
_SETTLED: Final = timedelta(seconds=2)
"""A file that was written to more recently may not be whole yet."""


def holds_notams(body: bytes) -> bool:
    """Return whether a NOTAM begins anywhere in a file's text."""
    return bool(notam.split(SOURCE.text_of(body)))


def hand_in(store: Store, archive: Archive, path: Path, at: datetime) -> Report:
    """Read a file of NOTAM text at `at`. Raises `InputError`, storing nothing, where no NOTAM in it can be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path}: more than {MOST_BYTES:,} bytes")
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    store.register([SOURCE.name])
    memory = store.remember(SOURCE)
    answer = Response(
        part=SOURCE.parts[0].name, url=f"{SCHEME}{quote(path.name)}", status=200, headers=(), body=body, read_at=at
    )
    took = took_of(SOURCE, memory, answer)
    if took.reading.verdict is Verdict.FAILED:
        raise InputError(f"{path}: {took.reading.reason}")
    return settle(store, archive, SOURCE, (took,), at, memory)


def empty(
    folder: Path, store: Store, archive: Archive, clock: Callable[[], datetime], seen: Callable[[Report], None]
) -> None:
    """Hand in every file of the drop folder, by name. Raises `InputError` at the end, naming those that failed.

    Hidden files, links and files that are still being written are left alone.
    """
    refused = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        waiting = sorted(path for path in folder.iterdir() if _waits(path, clock()))
    except OSError as error:
        raise InputError(f"import.folder: {folder}: {error.strerror}") from None
    for path in waiting:
        try:
            seen(hand_in(store, archive, path, clock()))
        except InputError as error:
            refused.append(path.name)
            _move(path, folder / FAILED, str(error))
        else:
            _move(path, folder / DONE)
    if refused:
        raise InputError(f"import.folder: not read: {', '.join(refused)}; see {folder / FAILED}")


def _waits(path: Path, now: datetime) -> bool:
    if path.name.startswith(".") or path.is_symlink() or not path.is_file():
        return False
    age = now - datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo)
    return not timedelta(0) <= age < _SETTLED


def _move(path: Path, folder: Path, why: str = "") -> None:
    """Move a file into a folder, under a name that is free there, with what is to be said of it beside it."""
    try:
        folder.mkdir(exist_ok=True)
        target, number = folder / path.name, 1
        while os.path.lexists(target):
            number += 1
            target = folder / f"{path.stem}.{number}{path.suffix}"
        path.rename(target)
        if why:
            target.with_name(f"{target.name}.reason.txt").write_text(f"{why}\n", "utf-8")
    except OSError as error:
        raise InputError(f"import.folder: {path} cannot be moved to {folder}: {error.strerror}") from None

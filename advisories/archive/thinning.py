"""Keeping some records of a closed archive file and letting go of the others.

The records kept are copied byte for byte into a new file; a request stays with its answer. Repeats in other files that
name the old file find their body by its digest from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from advisories.archive.place import inside
from advisories.archive.span import BadRecord, Parsed, spans
from advisories.archive.volume import create, take
from advisories.archive.writer import PATTERN
from advisories.errors import ArchiveError
from advisories.model import Value

_STAMP = "advisories-%Y%m%dT%H%M%SZ"


class Moved(Value, frozen=True):
    """A file written anew: its name, its length, and where each record kept lies now, by where it lay."""

    name: str
    length: int
    places: dict[int, int]


class Closed:
    """The archive's files, held while this is open, so that no process begins to write one."""

    def __init__(self, folder: Path) -> None:
        """Hold the files; what another process holds is in `busy`. Raises `ArchiveError`."""
        self._folder = folder
        self._stack = ExitStack()
        self.busy: list[str] = []
        for path in sorted(folder.glob(PATTERN)) if folder.is_dir() else ():
            volume = take(path)
            if volume is not None:
                self._stack.callback(volume.close)
            elif path.exists():
                self.busy.append(path.name)

    def __enter__(self) -> Self:
        """Return the held files."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of them."""
        self._stack.close()

    def rewrite(self, name: str, end: int, keep: frozenset[int]) -> Moved:
        """Write the answers at these offsets into a new file, which is synced. Raises `ArchiveError`; then none is left."""
        volume = create(self._folder, _begun(name))
        places: dict[int, int] = {}
        try:
            for offset, asked, raw in _answers(inside(self._folder, name), end):
                if offset in keep:
                    places[offset] = volume.append(asked + raw) + len(asked)
            _refuse_missing(name, keep - places.keys())
            volume.sync()
        except ArchiveError:
            with suppress(ArchiveError):
                volume.remove()
            raise
        volume.close()
        return Moved(name=volume.name, length=volume.end, places=places)

    def remove(self, name: str) -> None:
        """Remove a file. Raises `ArchiveError`."""
        path = inside(self._folder, name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(f"archive {path}: cannot be removed: {error.strerror or error}") from None


def dropped(folder: Path, name: str, end: int, keep: frozenset[int]) -> int:
    """Return the bytes of the answers, with their requests, that are not kept. Raises `ArchiveError`."""
    found = _answers(inside(folder, name), end)
    return sum(len(asked) + len(raw) for offset, asked, raw in found if offset not in keep)


def _answers(path: Path, end: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield offset, request bytes (empty where there is none) and bytes of every answer. Raises `ArchiveError`."""
    try:
        with path.open("rb") as file:
            asked = b""
            for span in spans(path):
                if isinstance(span, BadRecord):
                    raise ArchiveError(f"{span}; `advisories verify` says what is lost")
                if span.offset >= end:
                    break
                kind = Parsed(span.head).kind
                file.seek(span.offset)
                raw = file.read(span.length)
                if kind in ("response", "revisit"):
                    yield span.offset, asked, raw
                asked = raw if kind == "request" else b""
    except OSError as error:
        raise ArchiveError(f"archive {path}: cannot be read: {error.strerror or error}") from None


def _refuse_missing(name: str, missing: Iterable[int]) -> None:
    for offset in missing:
        raise ArchiveError(f"archive {name}: expected a record at offset {offset}, found none")


def _begun(name: str) -> datetime:
    """Return the time in a file's name, so that a new file keeps its place among the others."""
    try:
        return datetime.strptime(name[: len("advisories-20260101T000000Z")], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)

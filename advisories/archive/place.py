"""One archived response by its place: read back, and found again as the origin of a repeat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from advisories.archive.form import REFERS_TO_FILE, REFERS_TO_OFFSET, Origin, Place, digest_label
from advisories.archive.index import entry_of, load
from advisories.archive.span import BadRecord, Parsed, read_span
from advisories.errors import ArchiveError, snippet
from advisories.model import Response

Known = Callable[[str], Place | None]
"""Finds the place of a body that the store knows, by its SHA-256 in hex."""


def read_place(folder: Path, place: Place, known: Known | None = None) -> Response:
    """Return an archived response, a revisit with the body that it repeats; its part is not named.

    A revisit says itself where its body lies; `known` finds it by digest where that file is gone. Raises
    `ArchiveError` naming file and offset.
    """
    path = inside(folder, place.file)
    record = Parsed(read_span(path, place.offset, place.length))
    entry = entry_of(path, place.offset, place.length, record)

    def lookup(digest: str) -> Response | None:
        origin = find_origin(folder, referred(record), digest)
        if origin is None and known and digest.startswith("sha256:"):
            origin = find_origin(folder, known(digest.removeprefix("sha256:")), digest)
        return read_place(folder, origin.place) if origin else None

    found = load(entry, lookup)
    if isinstance(found, BadRecord):
        raise ArchiveError(str(found))
    if place.sha256 and entry.digest != digest_label(place.sha256):
        raise ArchiveError(f"{path}, offset {place.offset}: expected a body of SHA-256 {place.sha256}, found another")
    return found


def find_origin(folder: Path, place: Place | None, digest: str) -> Origin | None:
    """Return the record that holds the body with that digest label, following one repeat; None where it is not there."""
    for _ in range(2):
        if place is None:
            return None
        try:
            path = inside(folder, place.file)
            record = Parsed(read_span(path, place.offset, place.length))
        except ArchiveError:
            return None
        if record.field("WARC-Payload-Digest") != digest:
            return None
        if record.kind == "response":
            return Origin(place=place, url=record.url, date=record.field("WARC-Date"))
        place = referred(record)
    return None


def inside(folder: Path, name: str) -> Path:
    """Return the path of a file of the archive. Raises `ArchiveError` where the name would lead out of the folder."""
    if not name or name != Path(name).name or name in (".", "..") or "\x00" in name:
        raise ArchiveError(f"archive {folder}: expected the name of a file, found {snippet(name)!r}")
    return folder / name


def referred(record: Parsed) -> Place | None:
    """Return the place that a revisit names, its length unknown (0: to the end of the record)."""
    name, offset = record.field(REFERS_TO_FILE), record.field(REFERS_TO_OFFSET)
    if not name or not (offset.isascii() and offset.isdigit() and len(offset) < 16):
        return None
    return Place(file=name, offset=int(offset), length=0, sha256="")

"""Whether the archive holds what the store says it holds: every record at its place, whole, with the body it names."""

from __future__ import annotations

from pathlib import Path

from advisories.archive.form import Place, digest_label
from advisories.archive.index import entry_of
from advisories.archive.place import Known, find_origin, inside, read_place, referred
from advisories.archive.span import BadRecord, Parsed, Span, read_span, spans
from advisories.errors import AdvisoriesError, ArchiveError
from advisories.model import Value


class Walked(Value, frozen=True):
    """A file read from end to end: its size in bytes, where its answers begin, and whether `end` closes a record.

    `answers` maps the offset of every response or revisit up to `end` to its length. `fault` says where the file can
    no longer be followed before `end`; it is empty where it can.
    """

    size: int
    answers: dict[int, int]
    closes: bool
    fault: str = ""


def walk(folder: Path, name: str, end: int) -> Walked:
    """Read a file of the archive up to `end`, the length that is vouched for. Raises `ArchiveError` where it is not there."""
    path = inside(folder, name)
    answers: dict[int, int] = {}
    reached, fault = 0, ""
    try:
        size = path.stat().st_size
        for span in spans(path):
            if reached >= end:
                break
            if isinstance(span, BadRecord):
                fault = str(span)
                break
            if _is_answer(span):
                answers[span.offset] = span.length
            reached = span.offset + span.length
    except OSError as error:
        raise ArchiveError(f"archive {path}: cannot be read: {error.strerror or error}") from None
    return Walked(size=size, answers=answers, closes=reached == end, fault=fault)


def _is_answer(span: Span) -> bool:
    try:
        return Parsed(span.head).kind in ("response", "revisit")
    except ArchiveError:
        return False


class Proof:
    """Checks records one by one; a body that many records repeat is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole: set[tuple[str, int]] = set()

    def fault(self, place: Place, known: Known) -> str:
        """Return what is wrong with the record at a place, in words; an empty string where it is whole.

        `place.sha256` is compared where it is given. `known` finds the body that a repeat stands for where the file it
        names is gone.
        """
        try:
            return self._fault(place, known)
        except AdvisoriesError as error:
            return str(error)

    def _fault(self, place: Place, known: Known) -> str:
        path = inside(self._folder, place.file)
        record = Parsed(read_span(path, place.offset, place.length))
        label = entry_of(path, place.offset, place.length, record).digest
        if place.sha256 and label != digest_label(place.sha256):
            return f"{path}, offset {place.offset}: expected a body of SHA-256 {place.sha256}, found {label}"
        if record.kind == "revisit":
            origin = find_origin(self._folder, referred(record), label)
            if origin is None:
                origin = find_origin(self._folder, known(label.removeprefix("sha256:")), label)
            if origin is not None and (origin.place.file, origin.place.offset) in self._whole:
                return ""
            read_place(self._folder, place, known)
            if origin is not None:
                self._whole.add((origin.place.file, origin.place.offset))
            return ""
        read_place(self._folder, place, known)
        self._whole.add((place.file, place.offset))
        return ""

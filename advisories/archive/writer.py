"""The archive of responses: append-only WARC files, one for each process that writes, recovered on opening.

What the store has committed is never touched. What lies behind the last committed offset of a file that no process
holds was never vouched for, and is cut off on opening. A file that the store does not know is left as it is unless it
holds no record but its opening one: it may belong to another store, and evidence is not thrown away on a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from advisories.addresses import carries_secret, redact
from advisories.archive.form import Place, digest_label, pack, sha256_of
from advisories.archive.place import Known, find_origin, read_place
from advisories.archive.span import BadRecord, spans
from advisories.archive.volume import Volume, create, take
from advisories.errors import AdvisoriesError, ArchiveError
from advisories.model import Response

PATTERN: Final = "advisories-*.warc.gz"
Committed = Mapping[str, int] | Callable[[], Mapping[str, int]]
Begun = Callable[[str, int], None]
_OPENING: Final = 4096


class Archive:
    """The archive of one store: a folder of WARC files, one of them ours to write while this is open.

    `committed` maps file names to the offset up to which the store vouches for the file, or returns such a mapping. It
    is asked after a file has been locked: give a function that reads the store wherever several processes may write,
    because what another process committed a moment ago must not be cut off. No file is made before the first `append`; a
    new file is begun where ours has reached `rotate_bytes`, and `begun` is told its name and length before any record is
    in it: a store that notes them knows the file as its own, whenever a crash comes. `moved` finds a body by its digest
    where the file that a repeat names is gone, because retention has written it anew. `label` goes into the names of new
    files, for those that share a store but perhaps no folder. Use from one thread at a time.
    """

    def __init__(
        self,
        folder: Path,
        *,
        rotate_bytes: int,
        committed: Committed,
        now: datetime,
        begun: Begun | None = None,
        moved: Known | None = None,
        label: str = "",
    ) -> None:
        """Recover the folder's files and take over the newest that has room. Raises `ArchiveError`."""
        self.folder = folder
        self._rotate_bytes = rotate_bytes
        self._now = now
        self._begun = begun
        self._moved = moved
        self._label = label
        self._volume: Volume | None = None
        try:
            found = sorted(folder.glob(PATTERN), reverse=True) if folder.is_dir() else []
        except OSError as error:
            raise ArchiveError(f"archive {folder}: cannot be listed: {error.strerror or error}") from None
        try:
            for path in found:
                self._recover(path, committed)
        except ArchiveError:
            self.close()
            raise

    def append(self, response: Response, *, known: Known | None = None) -> Place:
        """Append a response and return its place; not yet safe on disk (`sync`).

        Where `known` finds the same body in this archive, a `revisit` record of a few hundred bytes stands for it. A
        request with a body or another method than GET is written before its response, so that the end of the place is
        the end of the file. Raises `ArchiveError`: the request carries a secret, or the file cannot be written; the
        file is then as it was before.
        """
        if response.secret or carries_secret(response.url):
            raise ArchiveError(f"archive: answers to requests that carry a secret are not kept: {redact(response.url)}")
        sha256 = sha256_of(response.body)
        place = known(sha256) if known and response.body else None
        packed = pack(response, sha256, find_origin(self.folder, place, digest_label(sha256)))
        volume = self._room()
        offset = volume.append(packed.request + packed.response) + len(packed.request)
        return Place(file=volume.name, offset=offset, length=len(packed.response), sha256=sha256)

    def sync(self) -> None:
        """Make everything appended safe on disk. Raises `ArchiveError`; what was appended is then given up."""
        if self._volume is None:
            return
        try:
            self._volume.sync()
        except ArchiveError:
            self.close()
            raise

    def read(self, file: str, offset: int, length: int, known: Known | None = None) -> Response:
        """Return an archived response, a revisit with the body that it repeats. Raises `ArchiveError`."""
        place = Place(file=file, offset=offset, length=length, sha256="")
        return read_place(self.folder, place, known or self._moved)

    def close(self) -> None:
        """Give our file up; what was not synced may be lost."""
        volume, self._volume = self._volume, None
        if volume is not None:
            volume.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _recover(self, path: Path, committed: Committed) -> None:
        volume = take(path)
        if volume is None:
            return
        end = (committed() if callable(committed) else committed).get(path.name)
        if end == 0 or (end is None and _holds_nothing(path, volume.end)):
            volume.remove()
        elif end is None or volume.end < end:
            volume.close()
        else:
            if volume.end > end:
                volume.cut(end)
            if self._volume is None and end < self._rotate_bytes:
                self._volume = volume
            else:
                volume.close()

    def _room(self) -> Volume:
        """Return our file, or a new one where there is none or it has no room. Raises `ArchiveError`."""
        if self._volume is not None and self._volume.end >= self._rotate_bytes:
            self.sync()
            self.close()
        if self._volume is None:
            volume = create(self.folder, self._now, self._label)
            if self._begun is not None:
                try:
                    self._begun(volume.name, volume.end)
                except AdvisoriesError:
                    volume.remove()
                    raise
            self._volume = volume
        return self._volume


def _holds_nothing(path: Path, size: int) -> bool:
    """Return whether a file holds no record but the one that opens it, whole or torn."""
    return size <= _OPENING and all(isinstance(span, BadRecord) or span.offset == 0 for span in spans(path))

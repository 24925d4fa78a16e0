"""One WARC file that this process alone may write: locked, appended to at a known end, cut back where a write fails."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from advisories import __version__
from advisories.archive.form import pack_info
from advisories.errors import ArchiveError


class Volume:
    """An open and locked file; `end` is where the next record goes, whatever a failed write left behind it."""

    def __init__(self, path: Path, descriptor: int, end: int) -> None:
        self.path = path
        self.name = path.name
        self.end = end
        self._descriptor = descriptor

    def append(self, data: bytes) -> int:
        """Write at the end and return the offset. Raises `ArchiveError`; the file then ends where it did before."""
        offset = position = self.end
        view = memoryview(data)
        try:
            while view:
                written = os.pwrite(self._descriptor, view, position)
                position += written
                view = view[written:]
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, offset)
            raise _failed(self.path, "written", error) from None
        self.end = position
        return offset

    def sync(self) -> None:
        """Make what was written safe on disk. Raises `ArchiveError`."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise _failed(self.path, "synced", error) from None

    def cut(self, end: int) -> None:
        """Cut the file back. Raises `ArchiveError`."""
        try:
            os.ftruncate(self._descriptor, end)
            os.fsync(self._descriptor)
        except OSError as error:
            raise _failed(self.path, "cut back", error) from None
        self.end = end

    def remove(self) -> None:
        """Remove the file and close it. Raises `ArchiveError`."""
        try:
            self.path.unlink()
        except OSError as error:
            raise _failed(self.path, "removed", error) from None
        finally:
            self.close()

    def close(self) -> None:
        """Close the file, which gives the lock back."""
        os.close(self._descriptor)


def create(folder: Path, now: datetime, label: str = "") -> Volume:
    """Make a new file, locked, holding its warcinfo record; folder and file are synced. Raises `ArchiveError`."""
    stem = f"advisories-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{label and f'-{label}'}"
    number = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            number += 1
            path = folder / f"{stem}-{number:04d}.warc.gz"
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            except FileExistsError:
                continue
            if _lock(path, descriptor):
                break
            os.close(descriptor)
    except OSError as error:
        raise _failed(folder, "written", error) from None
    volume = Volume(path, descriptor, 0)
    try:
        volume.append(pack_info(path.name, now, f"airspace-advisories/{__version__}"))
        volume.sync()
        _sync_folder(folder)
    except ArchiveError:
        with suppress(ArchiveError):
            volume.remove()
        raise
    return volume


def take(path: Path) -> Volume | None:
    """Open and lock a file that is there; None where another process holds it or it is gone. Raises `ArchiveError`."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _failed(path, "opened", error) from None
    if not _lock(path, descriptor):
        os.close(descriptor)
        return None
    return Volume(path, descriptor, os.fstat(descriptor).st_size)


def _lock(path: Path, descriptor: int) -> bool:
    """Lock an open file; false where another process holds it, or the path names another file by now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _failed(folder, "synced", error) from None


def _failed(path: Path, what: str, error: OSError) -> ArchiveError:
    return ArchiveError(f"archive {path}: cannot be {what}: {error.strerror or error}")

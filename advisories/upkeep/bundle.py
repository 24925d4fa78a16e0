"""A backup as a file: a tar archive, gzip-compressed where its name says so, that names everything in it.

Members: `advisories.sqlite3` (a copy of the store, made by SQLite's online backup), `advisories.toml` (the settings),
`archive/<file>` (the committed part of every archive file), and last `manifest.json` with the size and SHA-256 of each.
A backup comes from a place that one may not control, so nothing in it is believed: only these names, only plain files.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from advisories.errors import AdvisoriesError, InputError, snippet
from advisories.model import Value, from_json

STORE: Final = "advisories.sqlite3"
SETTINGS: Final = "advisories.toml"
ARCHIVE: Final = "archive/"
MANIFEST: Final = "manifest.json"
FORM: Final = 1
_ENDINGS: Final = (".tar", ".tar.gz", ".tgz")
_ARCHIVE_FILE: Final = re.compile(r"archive/[A-Za-z0-9][A-Za-z0-9._-]{0,199}", re.ASCII)
_MANIFEST_LIMIT: Final = 64_000_000
_CHUNK: Final = 1 << 20
_FAULTS: Final = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError)

Sink = Callable[[str], IO[bytes]]
"""Opens the file that a member's bytes go to."""


class Member(Value, frozen=True):
    """One file of a backup: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


class Manifest(Value, frozen=True):
    """What a backup holds; `made` is ISO 8601 in UTC, `store` where the store was (an URL without its password).

    `has_store` is false for a store that is no file: its own tools back it up. `lacking` names archive files that were
    not there, or shorter than the store vouches for, when the backup was made.
    """

    form: int
    version: str
    made: str
    store: str
    has_store: bool
    members: dict[str, Member]
    lacking: tuple[str, ...] = ()


def refuse_name(file: Path) -> None:
    """Raise `InputError` where the name of a backup does not say what it is."""
    if not file.name.endswith(_ENDINGS):
        raise InputError(f"{file}: expected a name that ends in {', '.join(_ENDINGS)}")


def is_compressed(file: Path) -> bool:
    """Return whether the name says that the backup is compressed."""
    return not file.name.endswith(".tar")


class _Measured:
    """A stream that counts and hashes what is read from it, and gives at most `size` bytes."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._left = stream, size
        self._sha256 = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Raises `OSError` where the file ends before its time."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._stream.read(wanted)
        if len(data) < wanted:
            raise OSError("the file became shorter while it was read")
        self._sha256.update(data)
        self._left -= len(data)
        self.size += len(data)
        return data

    @property
    def member(self) -> Member:
        """Return what was read."""
        return Member(size=self.size, sha256=self._sha256.hexdigest())


def add(tar: tarfile.TarFile, name: str, stream: IO[bytes], size: int) -> Member:
    """Add the first `size` bytes of a stream as a member. Raises `OSError` where there are fewer."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    measured = _Measured(stream, size)
    tar.addfile(info, measured)  # the protocol of `fileobj` is `read` alone
    return measured.member


def unpack(file: Path, sink: Sink) -> Manifest:
    """Read a backup from end to end, hand every member's bytes to `sink`, and check them against the manifest.

    Raises `InputError` naming the file and what is wrong with it: cut off, changed, or not a backup of ours.
    """
    found: dict[str, Member] = {}
    manifest: Manifest | None = None
    with _opened(file) as tar:
        for info in tar:
            if manifest is not None:
                raise InputError(f"{file}: expected nothing behind the manifest, found {snippet(info.name)!r}")
            if info.name in found or not _is_ours(info):
                raise InputError(f"{file}: expected the files of a backup, found {snippet(info.name)!r}")
            stream = tar.extractfile(info)
            assert stream is not None
            if info.name == MANIFEST:
                manifest = _manifest(file, stream.read(_MANIFEST_LIMIT))
            else:
                found[info.name] = _copied(stream, info, sink)
        _refuse_more(file, tar)
    if manifest is None:
        raise InputError(f"{file}: the manifest, which ends a backup, is not there: the file is cut off")
    _refuse_difference(file, manifest, found)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """Open a backup; whatever breaks while it is read is `InputError`."""
    try:
        with tarfile.open(file, "r:gz" if is_compressed(file) else "r:") as tar:
            yield tar
    except AdvisoriesError:
        raise
    except _FAULTS as error:
        raise InputError(f"{file}: not a whole backup: {snippet(str(error)) or type(error).__name__}") from None


def _refuse_more(file: Path, tar: tarfile.TarFile) -> None:
    """Read to the end, which proves the checksum of a compressed file; nothing but the padding of a tar may be there."""
    assert tar.fileobj is not None
    while data := tar.fileobj.read(_CHUNK):
        if data.strip(b"\0"):
            raise InputError(f"{file}: expected the end of the backup, found {snippet(data[:40])}")


def _is_ours(info: tarfile.TarInfo) -> bool:
    """Return whether a member is a plain file of a name that a backup has."""
    usual = info.name in (STORE, SETTINGS, MANIFEST) or _ARCHIVE_FILE.fullmatch(info.name) is not None
    return usual and info.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not info.issparse()


def _copied(stream: IO[bytes], info: tarfile.TarInfo, sink: Sink) -> Member:
    with _written(info.name):
        out = sink(info.name)
    with out:
        sha256 = hashlib.sha256()
        size = 0
        while data := stream.read(_CHUNK):
            sha256.update(data)
            size += len(data)
            with _written(info.name):
                out.write(data)
    return Member(size=size, sha256=sha256.hexdigest())


@contextmanager
def _written(name: str) -> Iterator[None]:
    """Tell an error of writing from one of reading."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{name}: cannot be written: {error.strerror or error}") from None


def _manifest(file: Path, data: bytes) -> Manifest:
    manifest = from_json(data, Manifest)
    if manifest.form != FORM:
        raise InputError(f"{file}: made by a newer version (form {manifest.form}); upgrade this program")
    return manifest


def _refuse_difference(file: Path, manifest: Manifest, found: dict[str, Member]) -> None:
    for name in sorted({*manifest.members, *found}):
        wanted, got = manifest.members.get(name), found.get(name)
        if wanted is None or got is None:
            raise InputError(
                f"{file}: {name}: {'not in the manifest' if got else 'named by the manifest, but not there'}"
            )
        if wanted != got:
            raise InputError(
                f"{file}: {name}: expected {wanted.size:,} bytes of SHA-256 {wanted.sha256}, "
                f"found {got.size:,} of {got.sha256}: the backup is damaged"
            )
    if manifest.has_store != (STORE in found):
        raise InputError(f"{file}: expected a copy of the store, found none")

"""Backup and restore: one file that holds what cannot be made again, and a folder made from it that is proved.

A backup is one moment of the store and the archive up to what that moment vouches for; other processes may go on
writing meanwhile. It is written beside its name, read back and compared, and only then given its name.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from advisories import __version__
from advisories.archive import inside
from advisories.errors import AdvisoriesError, InputError
from advisories.model import Value, to_json
from advisories.store import Store, sqlite_file
from advisories.store.engine import copy_sqlite, shown
from advisories.times import stamp
from advisories.upkeep.bundle import (
    ARCHIVE,
    FORM,
    MANIFEST,
    SETTINGS,
    STORE,
    Manifest,
    Member,
    add,
    is_compressed,
    refuse_name,
    unpack,
)
from advisories.upkeep.verify import Verified, verify

PARTIAL: Final = ".partial"
_LEVEL: Final = 6
_PASSWORD: Final = re.compile(r"(?<=://)([^\s/@:'\"]{0,200}):[^\s/@'\"]{1,500}@")


class Restored(Value, frozen=True):
    """What a restore made: the manifest it was checked against, and how store and archive stand to each other."""

    manifest: Manifest
    verified: Verified | None


def backup(store: Store, archive: Path, settings: Path | None, file: Path, now: datetime) -> Manifest:
    """Write a backup and return what it holds. A file of that name is replaced, in one step, by a whole one.

    Raises `InputError` where it cannot be written, `StoreError` where the store cannot be copied.
    """
    refuse_name(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as name:
            made = Path(name) / file.name
            manifest = _write(store, archive, settings, made, now)
            if unpack(made, _nowhere) != manifest:
                raise InputError(f"{file}: reads back as something else than was written")
            _sync(made)
            made.replace(file)
            _sync(file.parent)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror or error}") from None
    return manifest


def _write(store: Store, archive: Path, settings: Path | None, made: Path, now: datetime) -> Manifest:
    live = sqlite_file(store.url)
    members: dict[str, Member] = {}
    lacking: list[str] = []
    committed = store.archived()
    with _tar(made) as tar:
        if live is not None:
            copy = made.with_name(STORE)
            committed = copy_sqlite(live, copy)
            members[STORE] = _add_file(tar, STORE, copy, copy.stat().st_size)
            copy.unlink()
        if settings is not None:
            text = without_secrets(settings.read_text("utf-8")).encode()
            members[SETTINGS] = add(tar, SETTINGS, io.BytesIO(text), len(text))
        for name, length in sorted(committed.items()):
            path = inside(archive, name)
            there = path.stat().st_size if path.is_file() else 0
            if there < length:
                lacking.append(f"{name}: {there:,} of {length:,} committed bytes are there")
            if path.is_file():
                members[ARCHIVE + name] = _add_file(tar, ARCHIVE + name, path, min(there, length))
        manifest = Manifest(
            form=FORM,
            version=__version__,
            made=stamp(now),
            store=shown(store.url),
            has_store=live is not None,
            members=members,
            lacking=tuple(lacking),
        )
        data = to_json(manifest)
        add(tar, MANIFEST, io.BytesIO(data), len(data))
    return manifest


def _tar(made: Path) -> tarfile.TarFile:
    made.touch(0o600, exist_ok=False)
    return tarfile.open(made, "w:gz", compresslevel=_LEVEL) if is_compressed(made) else tarfile.open(made, "w")


def _nowhere(_: str) -> IO[bytes]:
    return Path(os.devnull).open("wb")


def _add_file(tar: tarfile.TarFile, name: str, path: Path, size: int) -> Member:
    with path.open("rb") as stream:
        return add(tar, name, stream, size)


def without_secrets(text: str) -> str:
    """Return settings without passwords in addresses; the settings themselves hold no other secret."""
    return _PASSWORD.sub(r"\1@", text)


def restore(file: Path, folder: Path, *, seen: Callable[[str], None] | None = None) -> Restored:
    """Make a folder from a backup: every hash checked, the store opened, then store and archive verified.

    The folder must be empty or not there yet; what cannot be restored whole leaves it as it was. Raises `InputError`.
    """
    refuse_name(file)
    partial = folder / PARTIAL
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(one.name != PARTIAL for one in folder.iterdir()):
            raise InputError(f"{folder}: expected an empty folder, found files in it; nothing was restored")
        _clear(partial)
        try:
            (partial / ARCHIVE).mkdir(parents=True)
            manifest = unpack(file, lambda name: _new(partial / name))
            verified = _verified(partial, manifest, seen)
            for one in sorted(partial.iterdir(), key=lambda path: path.name == STORE):
                one.rename(folder / one.name)
        finally:
            _clear(partial)
        _sync(folder)
    except OSError as error:
        raise InputError(f"{folder}: cannot be restored: {error.strerror or error}") from None
    return Restored(manifest=manifest, verified=verified)


def _verified(partial: Path, manifest: Manifest, seen: Callable[[str], None] | None) -> Verified | None:
    """Open the restored store, which checks its schema, and verify it with the archive; None where there is no store."""
    if not manifest.has_store:
        return None
    try:
        with Store(f"sqlite:///{partial / STORE}") as store:
            store.check()
            return verify(store, partial / ARCHIVE, seen=seen)
    except AdvisoriesError as error:
        raise InputError(f"the restored store cannot be used: {error}") from None


def _new(path: Path) -> IO[bytes]:
    path.touch(0o600, exist_ok=False)
    return path.open("wb")


def _clear(partial: Path) -> None:
    if partial.is_dir() and not partial.is_symlink():
        shutil.rmtree(partial)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

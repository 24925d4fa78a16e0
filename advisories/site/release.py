"""Releases on disk: written apart, linked to what did not change, and switched in one step.

`<site>/releases/<id>/` holds a release, `<site>/releases/<id>.json` its manifest, and `<site>/current` is a symlink to
the release that readers see. It is replaced by rename(2), so that a reader sees the old release or the new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from advisories.errors import AdvisoriesError, RenderError
from advisories.model import Value, from_json, to_json

PARTIAL = ".partial"


class PageFacts(Value, frozen=True):
    """What the manifest knows of one file: what it was made from, what came out, and where it links to."""

    key: str
    sha256: str
    size: int
    links: tuple[str, ...] = ()


class DayFacts(Value, frozen=True):
    """What the list of days says about a day whose page is carried over."""

    words: str
    warnings: int
    notams: int
    coverage: str


class Manifest(Value, frozen=True):
    """What a release is made of; paths are relative to it."""

    release: str
    pages: dict[str, PageFacts]
    days: dict[str, DayFacts]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the site for one build. Raises `RenderError` where another build holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RenderError(f"site {folder}: another build is running") from None
        yield


def manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the release that readers see, or None where there is none or it cannot be read."""
    try:
        name = Path((folder / "current").readlink()).name
        return from_json((folder / "releases" / f"{name}.json").read_bytes(), Manifest)
    except (OSError, AdvisoriesError):
        return None


class Draft:
    """A release in the making. Files are written once, or linked to the last release where their key is the same."""

    def __init__(self, folder: Path, before: Manifest | None) -> None:
        self._releases = folder / "releases"
        self._folder = folder
        self._before = before
        self._made: set[Path] = set()
        self._here: set[str] = set()
        self.pages: dict[str, PageFacts] = {}
        self.written = 0
        self.reused = 0
        self.bytes = 0
        self.root = self._releases / PARTIAL
        if self.root.exists():
            shutil.rmtree(self.root)
        self.root.mkdir(parents=True)

    def _refuse_twice(self, path: str) -> None:
        if path in self.pages:
            raise RenderError(f"site: two pages want the address {path}")

    def _target(self, path: str) -> Path:
        target = self.root / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target

    def reuse(self, path: str, key: str) -> PageFacts | None:
        """Keep a file of the last release if it was made from the same; return its facts, or None where it was not."""
        facts = self._before.pages.get(path) if self._before else None
        if self._before is None or facts is None or facts.key != key:
            return None
        source = self._releases / self._before.release / path
        try:
            if source.stat().st_size != facts.size:
                return None
        except OSError:
            return None
        self._refuse_twice(path)
        self.pages[path] = facts
        self.reused += 1
        self.bytes += facts.size
        return facts

    def write(self, path: str, key: str, data: bytes, links: tuple[str, ...] = ()) -> PageFacts:
        """Write a file. Raises `RenderError` where two pages want one address."""
        self._refuse_twice(path)
        self._target(path).write_bytes(data)
        self._here.add(path)
        facts = PageFacts(key=key, sha256=hashlib.sha256(data).hexdigest(), size=len(data), links=links)
        self.pages[path] = facts
        self.written += 1
        self.bytes += len(data)
        return facts

    def publish(self, prefix: str, days: dict[str, DayFacts], keep: int) -> str:
        """Give the release its id, switch readers to it, and remove all but the last `keep`. Returns the id."""
        content = hashlib.sha256()
        for path in sorted(self.pages):
            content.update(f"{path}\0{self.pages[path].sha256}\n".encode())
        release = f"{prefix}-{content.hexdigest()[:12]}"
        final = self._releases / release
        facts = to_json(Manifest(release=release, pages=self.pages, days=days))
        _replace(self._releases / f"{release}.json", facts)
        if final.exists():
            shutil.rmtree(self.root)
            os.utime(final)
        else:
            self._link_kept()
            os.utime(self.root)
            self.root.rename(final)
        link = self._folder / ".current"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases") / release, target_is_directory=True)
        link.replace(self._folder / "current")
        self._remove_old(release, keep)
        return release

    def _link_kept(self) -> None:
        """Link every file that is kept to the last release's; copy it where the file system has no links."""
        before = self._releases / self._before.release if self._before else self.root
        for path in self.pages:
            if path in self._here:
                continue
            target = self._target(path)
            try:
                target.hardlink_to(before / path)
            except OSError:
                shutil.copyfile(before / path, target)

    def _remove_old(self, current: str, keep: int) -> None:
        folders = [one for one in self._releases.iterdir() if one.is_dir() and one.name not in (current, PARTIAL)]
        newest = sorted(folders, key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
        for old in newest[max(0, keep - 1) :]:
            shutil.rmtree(old)
            old.with_name(f"{old.name}.json").unlink(missing_ok=True)


def _replace(path: Path, data: bytes) -> None:
    partial = path.with_name(f"{path.name}{PARTIAL}")
    partial.write_bytes(data)
    partial.replace(path)


def key(*parts: object) -> str:
    """Return a digest (64 hex digits) of values: text as it is, structs as deterministic JSON."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else msgspec.json.encode(part, order="deterministic")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()

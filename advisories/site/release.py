"""Releases on disk: written apart, linked to what did not change, and switched in one step.

`<site>/releases/<id>/` holds a release, `<site>/releases/<id>.json` its manifest, and `<site>/current` is a symlink to
the release that readers see. It is replaced by rename(2), so that a reader sees the old release or the new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from advisories.errors import AdvisoriesError, RenderError
from advisories.model import Value, from_json, to_json
from advisories.site.settled import NOW, Settled
from advisories.site.settled import link as link_file
from advisories.syndication import Entry

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


class Marks(Value, frozen=True):
    """How far the store was read for a release: the newest change, advisory and run by id, and what has a page.

    Every advisory from `reached` on has its page; those below are made a few at a time.
    """

    change: int
    newest: int
    run: int
    reached: int = 0


class Manifest(Value, frozen=True):
    """What a release is made of; paths are relative to it.

    `known_at` and `marks` say from what, `common` is a digest of what all pages depend on. `lasting` are advisories
    that are listed no more, and whose pages go on saying who else warns. `places` are the names of place folders,
    `feed` the entries of the feed.
    """

    release: str
    pages: dict[str, PageFacts]
    days: dict[str, DayFacts]
    known_at: datetime | None = None
    common: str = ""
    marks: Marks | None = None
    lasting: tuple[str, ...] = ()
    places: Mapping[str, str] = {}
    feed: tuple[Entry, ...] = ()


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

    def __init__(self, folder: Path, before: Manifest | None, settled: Settled) -> None:
        self._releases = folder / "releases"
        self._folder = folder
        self._before = before
        self._settled = settled
        self._settling: set[str] = set()
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
        target = self.root / self._settled.inside(path)
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target

    def reuse(self, path: str, key: str) -> PageFacts | None:
        """Keep a file of the last release if it was made from the same; return its facts, or None where it was not."""
        facts = self._before.pages.get(path) if self._before else None
        if self._before is None or facts is None or facts.key != key:
            return None
        try:
            if self._shown(path).stat().st_size != facts.size:
                return None
        except OSError:
            return None
        self._refuse_twice(path)
        self.pages[path] = facts
        self.reused += 1
        self.bytes += facts.size
        return facts

    def _shown(self, path: str) -> Path:
        """Return where the release that readers see has a page."""
        assert self._before is not None
        release = self._releases / self._before.release
        apart = release / NOW / path
        return apart if apart.exists() else release / path

    def carry(self, path: str) -> bool:
        """Keep a page of the last release as it is, here or among the settled; return whether it is there."""
        if self.has(path):
            return True
        facts = self._before.pages.get(path) if self._before else None
        if facts is None or not self._settled.shares(path):
            return facts is not None and self.reuse(path, facts.key) is not None
        if not self._shown(path).is_file():
            return False
        self._settling.add(path)
        return True

    def has(self, path: str) -> bool:
        """Return whether a page is part of the release, or settled."""
        return path in self.pages or path in self._settling or self._settled.holds(path)

    @property
    def settling(self) -> int:
        """Return how many pages are settled with this release."""
        return len(self._settling)

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

    def publish(self, prefix: str, made: Manifest, keep: int) -> str:
        """Give the release its id, switch readers to it, and remove all but the last `keep`. Returns the id.

        `made` is its manifest as far as it does not speak of files.
        """
        content = hashlib.sha256()
        for path in sorted(self.pages):
            content.update(f"{path}\0{self.pages[path].sha256}\n".encode())
        release = f"{prefix}-{content.hexdigest()[:12]}"
        final = self._releases / release
        self._settle()
        whole = msgspec.structs.replace(made, release=release, pages=self.pages)
        _replace(self._releases / f"{release}.json", to_json(whole))
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

    def _settle(self) -> None:
        """Hand over what changes no more, and let every shared address lead to its page."""
        if not self._settled.active:
            return
        for path in sorted(self._settling):
            self._settled.settle(self._shown(path), path)
        shown = self._releases / self._before.release if self._before else self.root
        for path in self.pages:
            if self._settled.shares(path):
                self._settled.point(path, shown)
        self._settled.attach(self.root)

    def _link_kept(self) -> None:
        """Link every file that is kept to the last release's."""
        for path in self.pages:
            if path not in self._here:
                link_file(self._shown(path), self._target(path))

    def _remove_old(self, current: str, keep: int) -> None:
        folders = [one for one in self._releases.iterdir() if one.is_dir() and one.name not in (current, PARTIAL)]
        newest = sorted(folders, key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
        for old in newest[max(0, keep - 1) :]:
            old.with_name(f"{old.name}.json").unlink(missing_ok=True)
            # Out of the way in one step: under its own name there is a whole release or none, so that one that was
            # half removed when the power failed is never taken for one that is there already.
            old.rename(self.root)
            shutil.rmtree(self.root)


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

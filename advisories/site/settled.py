"""Pages that change no more, kept once beside the releases instead of once in each.

A release holds every page until there are many that can no longer change. From then on `<site>/settled/` has an entry
for every page below `advisory/` and `changes/`: the settled page itself, or a link to `current/now/…`, where the release
that readers see holds the pages that may still change. A release then has a link to that folder in place of its own.
So an address stays what it is for good, switching the release still switches all that it holds in one step, and a build
costs what can have changed, not what was ever published.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

SHARED: Final = ("advisory", "changes")
NOW: Final = "now"
FOLDER: Final = "settled"
MOST = 5_000


class Settled:
    """The settled pages of a site, kept apart once a build keeps more than `MOST` files; from then on for good."""

    def __init__(self, site: Path, *, kept: int) -> None:
        self.root = site / FOLDER
        self.active = kept > MOST or self.root.is_dir()

    def shares(self, path: str) -> bool:
        """Return whether a page's address leads here."""
        return self.active and path.partition("/")[0] in SHARED

    def inside(self, path: str) -> str:
        """Return where a page lies inside its release."""
        return f"{NOW}/{path}" if self.shares(path) else path

    def holds(self, path: str) -> bool:
        """Return whether a page is settled."""
        page = self.root / path
        return self.shares(path) and page.is_file() and not page.is_symlink()

    def settle(self, page: Path, path: str) -> None:
        """Take over a page that readers see now, as it is. Raises `OSError`."""
        if not self.holds(path):
            self._put(path, page)

    def point(self, path: str, shown: Path) -> None:
        """Let an address lead into the release that readers see. `shown` is that release's folder. Raises `OSError`.

        A page that was settled goes into that release first, so that it is seen until the release is replaced.
        """
        entry = self.root / path
        target = f"{'../' * (path.count('/') + 1)}current/{NOW}/{path}"
        if entry.is_symlink():
            return
        if entry.exists():
            copy = shown / NOW / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            if not copy.exists():
                link(entry, copy)
        entry.parent.mkdir(parents=True, exist_ok=True)
        partial = entry.with_name(f"{entry.name}.partial")
        partial.unlink(missing_ok=True)
        partial.symlink_to(target)
        partial.replace(entry)

    def attach(self, release: Path) -> None:
        """Let a release lead here for the addresses that are shared. Raises `OSError`."""
        for name in SHARED:
            (self.root / name).mkdir(parents=True, exist_ok=True)
            (release / name).symlink_to(f"../../{FOLDER}/{name}", target_is_directory=True)

    def _put(self, path: str, page: Path) -> None:
        entry = self.root / path
        entry.parent.mkdir(parents=True, exist_ok=True)
        partial = entry.with_name(f"{entry.name}.partial")
        partial.unlink(missing_ok=True)
        link(page, partial)
        partial.replace(entry)


def link(source: Path, target: Path) -> None:
    """Link a file, or copy it where the file system has no links. Raises `OSError`."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)

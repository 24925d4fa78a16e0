"""The static site: pages built into a release and switched atomically."""

from __future__ import annotations

from advisories.site.build import MOVES_OF_PLACE, Extent, Release, build, last
from advisories.site.release import Manifest, Marks

__all__ = ["MOVES_OF_PLACE", "Extent", "Manifest", "Marks", "Release", "build", "last"]

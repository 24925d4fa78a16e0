"""The static site: pages built into a release and switched atomically."""

from __future__ import annotations

from advisories.site.build import Extent, Release, build, last
from advisories.site.release import Manifest, Marks

__all__ = ["Extent", "Manifest", "Marks", "Release", "build", "last"]

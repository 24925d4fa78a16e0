"""The static site: pages built into a release and switched atomically."""

from __future__ import annotations

from advisories.site.build import Release, build

__all__ = ["Release", "build"]

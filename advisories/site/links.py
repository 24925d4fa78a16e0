"""Every link of every page leads to a file of the same release."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Mapping

from advisories.errors import RenderError
from advisories.site.release import PageFacts

_HREF = re.compile(r'\s(?:href|src)="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]{0,30}:|//|#", re.IGNORECASE)
SHOWN = 5


def local(path: str, page: str) -> tuple[str, ...]:
    """Return the files that a page at `path` links to, relative to the site's root, without addresses elsewhere."""
    folder = posixpath.dirname(path)
    found = set()
    for raw in _HREF.findall(page):
        target = html.unescape(raw)
        if not target or _ELSEWHERE.match(target):
            continue
        plain = target.partition("#")[0].partition("?")[0]
        found.add(plain.lstrip("/") if plain.startswith("/") else posixpath.normpath(posixpath.join(folder, plain)))
    return tuple(sorted(found))


def check(pages: Mapping[str, PageFacts], has: Callable[[str], bool]) -> None:
    """Raise `RenderError` naming the first links that lead nowhere; `has` knows of files beside the pages."""
    gone = {link for facts in pages.values() for link in facts.links if link not in pages}
    gone = {link for link in gone if not has(link)}
    dead = [(path, link) for path, facts in pages.items() for link in facts.links if link in gone] if gone else []
    if dead:
        shown = "; ".join(f"{path} → {link}" for path, link in sorted(dead)[:SHOWN])
        raise RenderError(f"site: {len(dead)} links lead nowhere, nothing was published: {shown}")

"""What tests read from built pages."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from advisories.config import SiteSettings
from advisories.known import Knowledge
from advisories.model import Evidence
from advisories.site import Release, build
from tests.digest import invented as made

SETTINGS = SiteSettings(url=made.BASE, keep_releases=3)


def body(_: Evidence) -> bytes:
    """Return the archived body of any evidence."""
    return b"<html>invented</html>"


def built(folder: Path, known: Knowledge | None = None, **more: Any) -> Release:
    """Build the site of an invented morning."""
    known = known or made.knowledge()
    fields: dict[str, Any] = {
        "knowledge": known,
        "histories": made.histories(known),
        "days": (made.REPLACE(known, since=made.DAY_START),),
        "settings": SETTINGS,
        "title": made.TITLE,
        "archived": body,
    }
    return build(folder, **{**fields, **more})


class Page(HTMLParser):
    """Elements of a page: links, ids, whatever would run or load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.handlers.append(f"{tag} {name}")
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data") or (name == "href" and tag != "a"):
                self.loads.append(value or "")

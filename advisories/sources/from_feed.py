"""Base of sources that are feeds (RSS, Atom), read with feedparser, which is given bytes and never an address."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, ClassVar

import feedparser

from advisories.sources.base import Page, Source
from advisories.sources.from_xml import element

_FIELDS = {"id": "guid", "title": "title", "link": "link", "summary": "description", "published": "published"}


def entries(page: Page, root: str) -> tuple[dict[str, str], ...]:
    """Return the entries as strings: guid, title, link, description, published; what is absent is an empty string.

    Raises `WrongPageError` where the feed is not well-formed XML below `root` (`rss` or `feed`).
    """
    element(page, root)
    headers = {"content-type": f"application/xml; charset={page.charset or 'utf-8'}"}
    feed: Any = feedparser.parse(BytesIO(page.body), response_headers=headers)
    return tuple({ours: str(entry.get(theirs) or "") for theirs, ours in _FIELDS.items()} for entry in feed.entries)


class FeedSource(Source):
    """A source whose parts are feeds below a `root` element: `page.document` are the entries."""

    root: ClassVar[str] = "rss"

    def parse(self, page: Page) -> tuple[dict[str, str], ...]:
        """Return the entries. Raises `WrongPageError`."""
        return entries(page, self.root)

    def rows(self, page: Page) -> Sequence[dict[str, str]]:
        """Return the entries, in the feed's order."""
        found: tuple[dict[str, str], ...] = page.document
        return found

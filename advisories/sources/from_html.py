"""Base of sources that are HTML pages, read with Beautiful Soup over lxml."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Comment, Tag
from lxml import etree

from advisories.errors import WrongPageError
from advisories.sources.base import Page, Source
from advisories.sources.words import one_line

DAMAGED = "�"
"""What stands where a byte could not be decoded; a row that holds it cannot be trusted."""


NESTING_LIMIT = 1000
"""How deep elements may lie in each other; browsers end at 512, and climbing out of each text costs as much again."""


def soup(page: Page) -> BeautifulSoup:
    """Return the page as a tree.

    The charset of the HTTP header counts before the page's own (HTML, determining the character encoding); single
    bytes that it cannot decode become U+FFFD, so that only their rows suffer. Raises `WrongPageError` where the
    charset is unknown, the body holds null bytes, or its elements lie deeper in each other than any page's do.
    """
    if b"\0" in page.body:
        raise WrongPageError(page.where, "HTML without null bytes", page.body[:200].decode("utf-8", "replace"))
    try:
        body = page.body.decode(page.charset, "replace") if page.charset else page.body
    except LookupError:
        raise WrongPageError(page.where, "a known charset", page.charset) from None
    tree = BeautifulSoup(body, "lxml")
    depths = {id(tree): 0}
    for element in tree.descendants:
        if isinstance(element, Tag):
            depths[id(element)] = depth = depths[id(element.parent)] + 1
            if depth > NESTING_LIMIT:
                raise WrongPageError(
                    page.where, f"elements at most {NESTING_LIMIT:,} deep in each other", "deeper ones"
                )
    return tree


def words_of(node: Tag) -> str:
    """Return the node's words on one line, comments left out."""
    return one_line("".join(text for text in node.find_all(string=True) if not isinstance(text, Comment)))


def plain(markup: str) -> str:
    """Return the words of a piece of markup (entities resolved, tags dropped) on one line."""
    if "<" not in markup and "&" not in markup:
        return one_line(markup)
    whole = markup.replace("\0", " ")
    root = etree.fromstring(f"<div>{whole}</div>", etree.HTMLParser(remove_comments=True, no_network=True))
    return one_line(" ".join(map(str, root.itertext())))


class HtmlSource(Source):
    """A source whose parts are HTML pages: `page.document` is a `BeautifulSoup`."""

    def parse(self, page: Page) -> Any:
        """Return the page as a tree. Raises `WrongPageError`."""
        return soup(page)

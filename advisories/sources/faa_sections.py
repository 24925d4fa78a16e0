"""The sections of the FAA's page, found by structure: headings of the second level, and the blocks of text below each.

Ids and classes of the page are not uniform and are not relied on. A section whose blocks are all links within the page
is an index; its entries name the sections that there should be. The site's own menus follow the closing line.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PageElement

from advisories.model import Value
from advisories.sources.from_html import words_of
from advisories.sources.words import one_line

_UPDATED: Final = re.compile(r"last updated:?\s{0,3}(.{0,80})", re.IGNORECASE)
_TOP: Final = re.compile(r"(?:back|return) to (?:the )?top", re.IGNORECASE)
_NONE: Final = re.compile(
    r"(?:there (?:are|is) )?(?:currently )?(?:none\b|no (?:\w{1,20} ){0,4}(?:notam|notice|restriction|prohibition)s?\b)",
    re.IGNORECASE,
)
_GAP: Final = re.compile(r"\s{0,3}[/,;&]?\s{0,3}\0\s{0,3}[/,;&]?\s{0,3}")
_WORD: Final = re.compile(r"\w{1,40}")
_CELLS: Final = ("li", "td", "th", "dt", "dd")
_BLOCKS: Final = (
    "p",
    "div",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "ul",
    "ol",
    "dl",
    "table",
    "article",
    "main",
)
_SUBHEADINGS: Final = ("h3", "h4", "h5", "h6")
_UNSEEN: Final = ("script", "style", "template", "noscript")
_NO_DOCUMENT: Final = ("#", "mailto:", "tel:")


class Entry(Value, frozen=True):
    """One block of text of a section, or one of several links in it: its words, and its link where it has one.

    `in_list` tells whether it stands in a list or a table, rather than in a paragraph.
    """

    words: str
    href: str = ""
    in_list: bool = False


class Section(Value, frozen=True):
    """A heading, the anchors at it, the entries below it, the links within the page, and what it says of itself."""

    name: str
    anchors: tuple[str, ...]
    entries: tuple[Entry, ...]
    index: tuple[tuple[str, str], ...]
    says_none: bool
    glossary: bool

    def answers(self, name: str, anchor: str) -> bool:
        """Return whether an index entry leads to this section, by its words in any order or by its anchor."""
        return _key(name) == _key(self.name) or anchor.casefold() in self.anchors


class Outline(Value, frozen=True):
    """The page's sections in order, and its closing "last updated" (None where the page breaks off before it)."""

    sections: tuple[Section, ...]
    updated: str | None


def outline(tree: BeautifulSoup, title: str) -> Outline | None:
    """Return the outline below the heading `title`, or None where there is no such heading."""
    top = next((node for node in tree.find_all("h1") if _key(words_of(node)) == _key(title)), None)
    if top is None:
        return None
    heading: Tag | None = None
    blocks: dict[int, Tag] = {}
    sections: list[Section] = []
    updated: str | None = None
    for node in top.next_elements:
        if isinstance(node, Tag):
            if node.name == "h2":
                if heading is not None:
                    sections.append(_section(heading, list(blocks.values())))
                heading, blocks = node, {}
        elif _is_text(node) and node.strip():
            if "updated" in node.lower() and (found := _UPDATED.fullmatch(words_of(_block(node)))):
                updated = found[1]
                break
            if heading is not None and _within(node, ("h2",)) is None:
                block = _block(node)
                blocks.setdefault(id(block), block)
    if heading is not None:
        sections.append(_section(heading, list(blocks.values())))
    return Outline(sections=tuple(sections), updated=updated)


def _within(node: PageElement, names: Container[str]) -> Tag | None:
    """Return the nearest element of one of these names that a node stands in.

    `find_parent` would make a filter of the names each time, which is most of the work on a long page.
    """
    return next((parent for parent in node.parents if parent.name in names), None)


def _is_text(node: object) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, Comment) and _within(node, _UNSEEN) is None


def _block(node: NavigableString) -> Tag:
    """Return the list item or table cell that a text stands in, else the nearest block."""
    found = _within(node, _CELLS) or _within(node, _BLOCKS) or node.parent
    assert found is not None
    return found


def _link(text: PageElement) -> Tag | None:
    """Return the link that a text stands in."""
    return next((parent for parent in text.parents if parent.name == "a" and parent.has_attr("href")), None)


def _section(heading: Tag, blocks: list[Tag]) -> Section:
    entries: list[Entry] = []
    index: list[tuple[str, str]] = []
    says_none = False
    for block in blocks:
        texts = [
            (str(text), _link(text)) for text in block.find_all(string=True) if _is_text(text) and _block(text) is block
        ]
        words = one_line("".join(text for text, _ in texts))
        inside = [
            (one_line(text), str(link["href"])) for text, link in texts if link and str(link["href"]).startswith("#")
        ]
        if inside and words == one_line(" ".join(text for text, _ in inside)):
            index += [(text, href[1:]) for text, href in inside if text and not _TOP.fullmatch(text)]
        elif words and not _TOP.fullmatch(words):
            found = _entries(block, texts)
            if not any(entry.href for entry in found) and _NONE.match(words):
                says_none = True
            elif any(entry.href for entry in found) or block.name not in _SUBHEADINGS:
                entries += found
    anchors = [heading.get("id"), *(node.get("id") or node.get("name") for node in heading.find_all("a"))]
    return Section(
        name=words_of(heading),
        anchors=tuple(str(anchor).casefold() for anchor in anchors if anchor),
        entries=tuple(entries),
        index=tuple(index),
        says_none=says_none,
        glossary=bool(entries)
        and all(block.name in ("dt", "dd") for block in blocks)
        and not any(entry.href for entry in entries),
    )


def _entries(block: Tag, texts: list[tuple[str, Tag | None]]) -> list[Entry]:
    """Return one entry for each link that leads to a document, with the words of the others left out."""
    in_list = block.name in _CELLS
    links = list({id(link): link for _, link in texts if link and _leads_to_document(link)}.values())
    if not links:
        return [Entry(words=one_line("".join(text for text, _ in texts)), in_list=in_list)]
    found = []
    for ours in links:
        others = {id(link) for link in links if link is not ours}
        words = "".join("\0" if id(link) in others else text.replace("\0", "") for text, link in texts)
        found.append(Entry(words=one_line(_GAP.sub(" ", words)), href=str(ours["href"]), in_list=in_list))
    return found


def _leads_to_document(link: Tag) -> bool:
    href = str(link["href"]).strip()
    return bool(href) and not href.lower().startswith(_NO_DOCUMENT)


def _key(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold())) - {"the", "of", "and"}

"""Base of sources that are XML, read with lxml: no entities, no network, no huge trees, no document type."""

from __future__ import annotations

from typing import ClassVar

from lxml import etree

from advisories.errors import WrongPageError
from advisories.sources.base import Page, Source


def element(page: Page, root: str) -> etree._Element:
    """Return the root element, which must be called `root`.

    A document type declaration is refused, since all that it can bring are entities. Raises `WrongPageError` for that,
    for anything that is not well formed (a cut body), and for another root.
    """
    try:
        parser = etree.XMLParser(
            encoding=page.charset or None,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=True,
        )
        found = etree.fromstring(page.body, parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise WrongPageError(page.where, "well-formed XML", str(error)) from None
    about = found.getroottree().docinfo
    if about.internalDTD is not None or about.externalDTD is not None:
        raise WrongPageError(page.where, "XML without a document type", page.body[:200].decode("utf-8", "replace"))
    if found.tag != root:
        raise WrongPageError(page.where, f"the root element {root}", str(found.tag))
    return found


class XmlSource(Source):
    """A source whose parts are XML below a `root` element: `page.document` is that element."""

    root: ClassVar[str]

    def parse(self, page: Page) -> etree._Element:
        """Return the root element. Raises `WrongPageError`."""
        return element(page, self.root)

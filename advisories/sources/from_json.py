"""Base of sources that are JSON, read with msgspec."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from advisories.errors import WrongPageError
from advisories.sources.base import Page, Source

NUL: Final = "\\u0000"
_NUL: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def document(page: Page) -> Any:
    """Return the decoded body. Raises `WrongPageError` where it is not whole, valid JSON (RFC 8259).

    U+FFFD stands for an escaped NUL, as in the text of a page for a plain one.
    """
    try:
        text = page.text
        return msgspec.json.decode(_NUL.sub(r"\1\\ufffd", text) if NUL in text else text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise WrongPageError(page.where, "JSON", f"{error}: {page.body[:120]!r}") from None


def listing(page: Page, *path: str) -> list[Any]:
    """Return the list at `path` of the document. Raises `WrongPageError` naming the key that is not there."""
    found = page.document
    for key in path:
        if not isinstance(found, dict) or key not in found:
            held = sorted(found)[:10] if isinstance(found, dict) else type(found).__name__
            raise WrongPageError(page.where, f"an object with {key!r}", f"{held}")
        found = found[key]
    if not isinstance(found, list):
        raise WrongPageError(page.where, f"a list at {'.'.join(path) or 'the top'}", type(found).__name__)
    return found


class JsonSource(Source):
    """A source whose parts are JSON: `page.document` is the decoded value."""

    def parse(self, page: Page) -> Any:
        """Return the decoded body. Raises `WrongPageError`."""
        return document(page)

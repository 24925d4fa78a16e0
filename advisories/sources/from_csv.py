"""Base of sources that are CSV with a header line (RFC 4180), read with the csv module."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import ClassVar

from advisories.errors import RowError, WrongPageError
from advisories.model import Value
from advisories.sources.base import Page, Source


class Table(Value, frozen=True):
    """A header and the rows under it, as published."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(page: Page, columns: Sequence[str]) -> Table:
    """Return the table. A byte-order mark is dropped, the order of the columns does not count, blank lines neither.

    Raises `WrongPageError` where a column is missing, the quoting is broken (a cut body), or null bytes are in it.
    """
    text = page.text
    if b"\0" in page.body:
        raise WrongPageError(page.where, "CSV without null bytes", text[:200])
    try:
        lines = [tuple(line) for line in csv.reader(StringIO(text, newline=""), strict=True) if any(line)]
    except csv.Error as error:
        raise WrongPageError(page.where, "CSV", str(error)) from None
    header = tuple(name.strip() for name in lines[0]) if lines else ()
    if missing := [name for name in columns if name not in header]:
        raise WrongPageError(page.where, f"the columns {', '.join(missing)}", ", ".join(header))
    return Table(header=header, rows=tuple(lines[1:]))


def strings(page: Page, row: Sequence[str]) -> dict[str, str]:
    """Return a row's cells by column. Raises `RowError` where there are more or fewer cells than columns."""
    header = page.document.header
    if len(row) != len(header):
        raise RowError(page.where, f"{len(header)} cells", f"{len(row)} cells: {row}")
    return dict(zip(header, row, strict=True))


class CsvSource(Source):
    """A source whose parts are CSV with these `columns`: `page.document` is a `Table`."""

    columns: ClassVar[tuple[str, ...]]

    def parse(self, page: Page) -> Table:
        """Return the table. Raises `WrongPageError`."""
        return table(page, self.columns)

    def rows(self, page: Page) -> Sequence[Sequence[str]]:
        """Return the rows below the header."""
        found: Table = page.document
        return found.rows

"""Plain tables for a terminal: aligned columns, control characters made visible, nothing wrapped."""

from __future__ import annotations

from collections.abc import Sequence

from advisories.digest.inert import line


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns under a head; the last column is as long as it is."""
    cells = [list(head), *([line(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )

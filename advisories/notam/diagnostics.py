"""What could not be read in a NOTAM, and where."""

from __future__ import annotations

from advisories.model import Value


class Diagnostic(Value, frozen=True):
    """One thing that could not be read.

    `code` is stable (`b-unreadable`, `d-unresolved`), `item` the item letter or `header`, `start` and `end` the span
    in the text given to the parser (0-based, end exclusive), `message` a sentence for a person.
    """

    code: str
    item: str
    message: str
    start: int = 0
    end: int = 0

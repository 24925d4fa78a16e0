"""What templates receive of a stance: the table of places × authorities, and all that is told about one place."""

from __future__ import annotations

from typing import Annotated

from advisories.digest.shapes import Mark, PlaceLink, doc
from advisories.model import Value


class CellLine(Value, frozen=True):
    """One level of strictness in a cell of the table."""

    mark: Annotated[Mark, doc("How strong it is.")]
    band: Annotated[str, doc("The band: `SFC – FL 260`, `all levels`, `not read`; whether only in part.")]
    until: Annotated[str, doc("The end in words.")]


class Cell(Value, frozen=True):
    """What one authority says about one place."""

    authority: Annotated[str, doc("Which authority.")]
    lines: Annotated[tuple[CellLine, ...], doc("Each band that it speaks about, strictest first, at most 4.")]
    more: Annotated[int, doc("How many further bands stand on the place's page.")]
    sign: Annotated[str, doc("Where there are no lines: `–` none known, `?` not read, `·` not covered; else empty.")]
    word: Annotated[str, doc("The meaning of that sign; else empty.")]


class Row(Value, frozen=True):
    """One place in the table."""

    place: Annotated[PlaceLink, doc("The FIR or country, and its page.")]
    code: Annotated[str, doc("The FIR's code, or empty.")]
    own: Annotated[str, doc("What its State says of it: closed, restricted, open, not read.")]
    own_sign: Annotated[str, doc("The sign of that.")]
    cells: Annotated[tuple[Cell, ...], doc("One for each authority, in the table's order.")]


class Table(Value, frozen=True):
    """Places × authorities, strictest first, then by name."""

    authorities: Annotated[tuple[str, ...], doc("The columns.")]
    rows: Annotated[tuple[Row, ...], doc("The places that a warning is in force for.")]
    coverage: Annotated[str, doc("What the table rests on.")]


class ToldLine(Value, frozen=True):
    """One entry of a stance."""

    mark: Annotated[Mark, doc("How strong it is.")]
    plain: Annotated[str, doc("The sentence for a person.")]
    quote: Annotated[str, doc("The issuer's words, or empty where terms do not let us show them.")]
    notes: Annotated[tuple[str, ...], doc("What to know of it: read from its title, set aside by another, end passed.")]
    path: Annotated[str, doc("The folder of the advisory's page.")]
    reference: Annotated[str, doc("Its reference.")]


class ToldGroup(Value, frozen=True):
    """What one authority tells about a place."""

    name: Annotated[str, doc("The authority.")]
    word: Annotated[str, doc("The headline: the strongest force, `not read`, `none known`.")]
    rests: Annotated[str, doc("When it was read, or which of its sources were not read well.")]
    lines: Annotated[tuple[ToldLine, ...], doc("Its entries, strictest first.")]
    conflicts: Annotated[tuple[str, ...], doc("Its own measures that differ over the same levels, a sentence each.")]


class StanceView(Value, frozen=True):
    """The stance on one place, for its page."""

    own: Annotated[str, doc("What its State says of it: closed, restricted, open, not read.")]
    own_sign: Annotated[str, doc("The sign of that.")]
    own_lines: Annotated[tuple[ToldLine, ...], doc("The State's own words.")]
    groups: Annotated[tuple[ToldGroup, ...], doc("The authorities, by name.")]
    hazards: Annotated[tuple[ToldLine, ...], doc("Hazards, apart from the stance.")]
    upcoming: Annotated[tuple[ToldLine, ...], doc("What has not begun.")]
    coverage: Annotated[str, doc("What it rests on.")]

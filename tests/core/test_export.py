"""Advisories for other programs: what a spreadsheet gets is words and nothing else."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import msgspec
import pytest

from advisories import export
from advisories.known import Standing
from advisories.standing import state_at

from .made import advisory
from .wired import START

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "  =1+1",
    "\t=1+1",
    "\n=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1",
    "\u202eevil\u202c",
    "a\x00b\x1b[31mc\x07",
    "\ud800 half",
    'one\r\ntwo, "three"; four',
    "x" * 5_000_000,
)


def standing(title: str) -> Standing:
    """Return an advisory of that title, as listed now."""
    made = advisory(title=title)
    return Standing(
        advisory=made,
        revision_id=1,
        since=START,
        first_seen=START,
        last_seen=START,
        listed=True,
        state=state_at(made, START, listed=True),
    )


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_is_words_and_nothing_else(title: str) -> None:
    """No cell is a formula, steers a terminal or a reader, breaks its row, or is longer than a spreadsheet takes."""
    text = export.as_csv([standing(title)])
    assert not {one for one in text if unicodedata.category(one) in ("Cc", "Cf", "Cs")} - set("\r\n")
    head, row = list(csv.reader(io.StringIO(text, newline="")))
    cell = dict(zip(head, row, strict=True))["title"]
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert len(cell) < 32_767
    text.encode()


def test_json_holds_what_was_published() -> None:
    """JSON is for programs: the title is as published, control characters as escapes."""
    text = export.as_json([standing("=1+1 \u202eevil \x1b[31m")])
    assert "\x1b" not in text
    assert json.loads(text)[0]["title"] == "=1+1 \u202eevil \x1b[31m"
    assert msgspec.json.decode(text, type=list[export.Exported])[0].title.startswith("=1+1")

from __future__ import annotations

import json

import pytest

from advisories.errors import InputError
from advisories.reading.lines import read_lines

LINE = json.dumps(
    {
        "id": "x",
        "issuer": "UK",
        "reference": "V1",
        "text": "Operators are recommended not to enter FIR LIMA (SPIM) below FL 95.",
    }
)


def test_line() -> None:
    """A line in gives a line out in the label vocabulary, with levels three digits wide."""
    reading = json.loads(next(read_lines([LINE])))
    assert {key: reading[key] for key in ("id", "kind", "applies_to", "threats", "supersedes", "unread")} == {
        "id": "x",
        "kind": "measure",
        "applies_to": ["GB"],
        "threats": [],
        "supersedes": [],
        "unread": [],
    }
    provision = reading["provisions"][0]
    assert {
        key: provision[key] for key in ("force", "firs", "countries", "lower", "upper", "partial", "exceptions")
    } == {
        "force": "avoid",
        "firs": ["SPIM"],
        "countries": [],
        "lower": "SFC",
        "upper": "FL095",
        "partial": False,
        "exceptions": False,
    }


def test_only_printed_codes() -> None:
    """A code that is only known from the FIR's name is given as resolved, not as printed."""
    line = json.dumps({"issuer": "UK", "text": "Operators are recommended not to enter LIMA FIR."})
    provision = json.loads(next(read_lines([line])))["provisions"][0]
    assert (provision["firs"], provision["resolved"]) == ([], ["SPIM"])


@pytest.mark.parametrize("line", ["{", "[]", '{"issuer": "UK"}', '{"issuer": 1, "text": "x"}'])
def test_bad_line(line: str) -> None:
    """A line that is not a text is refused by its number."""
    with pytest.raises(InputError, match="line 2: expected JSON"):
        list(read_lines(["", line]))

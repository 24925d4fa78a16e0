"""What is denied is no instruction: what is not prohibited is not banned, and who is not asked to avoid is asked nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    "text",
    [
        "Flights through the Lima FIR (SPIM) above FL280 are not prohibited.",
        "Transit of FIR LIMA (SPIM) is not currently forbidden.",
        "Peruvian carriers are never barred from operating in FIR LIMA (SPIM).",
        "Overflights of FIR LIMA (SPIM) are neither banned nor expressly prohibited.",
        "No civil flights are at present in FIR LIMA (SPIM); no flights are generally prohibited.",
        "No foreign carriers are banned from FIR LIMA (SPIM).",
    ],
)
def test_denied_ban(text: str, told: Told) -> None:
    """A ban that a text denies is none; as it may mean more than it says, its sentence is shown."""
    assert told(text, "Peru") == []
    assert [one.why for one in read(text, issuer="Peru").unread] == ["no rule understands it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators are not prohibited from overflying FIR LIMA (SPIM) but should exercise caution.",
            [("caution", "SPIM", "SFC", "UNL", False, False)],
        ),
        (
            "Flights in FIR LIMA (SPIM) below FL240 are prohibited and above FL240 are not prohibited.",
            [("prohibited", "SPIM", "SFC", "FL240", False, False)],
        ),
        (
            "Flights are not banned in FIR LIMA (SPIM) but prohibited from entering FIR LA PAZ (SLLF).",
            [("prohibited", "SLLF", "SFC", "UNL", False, False)],
        ),
        (
            "Flights are not only prohibited in FIR LIMA (SPIM) below FL240.",
            [("prohibited", "SPIM", "SFC", "FL240", False, False)],
        ),
        (
            "There is no service and flights are prohibited in FIR LIMA (SPIM).",
            [("prohibited", "SPIM", "SFC", "UNL", False, False)],
        ),
        ("Overflights of FIR LIMA (SPIM) are not authorized.", [("prohibited", "SPIM", "SFC", "UNL", False, False)]),
    ],
)
def test_ban_beside_a_denial(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """What a text bans or advises beside a denied ban is read, and "not only" and "not authorized" deny none."""
    assert told(text, "UK") == expected

"""Bands of levels: each as it is printed, none turned round, none lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


def levels(told: Told, text: str, issuer: str = "Canada") -> list[tuple[str, str, str]]:
    """Return place, lower and upper limit of each provision."""
    return [(one[1], one[2], one[3]) for one in told(text, issuer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Operators should maintain FL 290 or ABV in FIR Tripoli (HLLL).", [("HLLL", "SFC", "FL290")]),
        ("Operators should avoid FIR Tripoli (HLLL) at FL 290 and BLW.", [("HLLL", "SFC", "FL290")]),
        ("Operators should avoid FIR Tripoli (HLLL) at or ABV FL 290.", [("HLLL", "FL290", "UNL")]),
        ("FIR Tripoli (HLLL) CLSD FM FL290 and abv.", [("HLLL", "FL290", "UNL")]),
    ],
)
def test_abbreviated_above_and_below(told: Told, text: str, expected: list[tuple[str, str, str]]) -> None:
    """ABV and BLW say what ABOVE and BELOW say wherever these are understood."""
    assert levels(told, text, "Libya") == expected
    full = text.replace("ABV", "above").replace("BLW", "below").replace("abv", "above")
    assert levels(told, full, "Libya") == expected


@pytest.mark.parametrize("gap", ["", " ", "\n  "])
def test_abbreviations_are_quoted_as_printed(gap: str) -> None:
    """The words of a provision are those of the text, also where white space makes up for the letters left out."""
    text = f"Be informed. {gap}Operators should avoid {gap}FIR Tripoli (HLLL) ABV FL 290. Report."
    (provision,) = read(text, issuer="Libya").provisions
    assert provision.sentence == "Operators should avoid FIR Tripoli (HLLL) ABV FL 290."
    low, top = provision.span
    assert text[low:top] == f"Operators should avoid {gap}FIR Tripoli (HLLL) ABV FL 290."

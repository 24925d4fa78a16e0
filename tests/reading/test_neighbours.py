from __future__ import annotations

import pytest

from advisories.reading import read
from advisories.reading.kinds import ReadingKind


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("THE NIGER REPUBLIC AIRSPACE REMAINS CLOSED FOR ALL SPECIAL FLIGHTS.", "NE"),
        ("HOWEVER,THE PERU REPUBLIC'S AIRSPACE IS CLOSED.", "PE"),
        ("OPERATORS SHALL NOT ENTER DOMINICAN REPUBLIC AIRSPACE.", "DO"),
    ],
)
def test_republic(text: str, country: str) -> None:
    """A country is named by its airspace with "republic" behind the name, too."""
    assert [one.countries for one in read(text, issuer="Chad").provisions] == [(country,)]


@pytest.mark.parametrize(
    ("issuer", "text", "kind", "people"),
    [
        ("Chad", "THE AIRSPACE OF NIGER IS CLOSED TO ALL FLIGHTS.", ReadingKind.OTHER, ("ALL",)),
        ("Chad", "CHADIAN OPERATORS SHALL NOT ENTER THE AIRSPACE OF NIGER.", ReadingKind.MEASURE, ("TD",)),
        ("Chad", "OPERATORS SHALL NOT ENTER THE AIRSPACE OF PERU.", ReadingKind.MEASURE, ("TD",)),
        ("Chad", "OPERATORS SHALL NOT ENTER THE AIRSPACE OF NIGER AND PERU.", ReadingKind.MEASURE, ("TD",)),
        ("Niger", "THE AIRSPACE OF CHAD IS CLOSED TO ALL FLIGHTS.", ReadingKind.MEASURE, ("NE",)),
    ],
)
def test_served(issuer: str, text: str, kind: ReadingKind, people: tuple[str, ...]) -> None:
    """A State closes the airspace of a neighbour in its own FIR for everyone, unless it speaks to its operators."""
    reading = read(text, issuer=issuer)
    assert (reading.kind, reading.applies_to) == (kind, people)

from __future__ import annotations

import pytest

from advisories.reading import read

OWN = "CHILEAN AIR CARRIERS AND ALL FLIGHTS WITH CHILEAN REGISTERED ACFT ARE REQUESTED TO AVOID FIR LIMA (SPIM)."


@pytest.mark.parametrize(
    ("foreign", "people"),
    [
        ("FOREIGN AIR CARRIERS INBOUND EUROPEAN UNION ARE RECOMMENDED TO AVOID FIR LIMA (SPIM).", [("CL",), ("EU",)]),
        ("FOREIGN OPERATORS FLYING TO THE EU SHALL NOT ENTER FIR LIMA (SPIM).", [("CL",), ("EU",)]),
        ("FOREIGN AIRLINES BOUND FOR CHILE SHOULD AVOID FIR LIMA (SPIM).", [("CL",), ("ALL",)]),
        (
            "FOREIGN AIR CARRIERS ARE NOT CONCERNED. CHILEAN OPERATORS SHALL NOT ENTER FIR LIMA (SPIM).",
            [("CL",), ("CL",)],
        ),
    ],
)
def test_foreign_carriers(foreign: str, people: list[tuple[str, ...]]) -> None:
    """A sentence to foreign carriers beside that to a State's own is told to them, also where both ask the same."""
    reading = read(f"{OWN} {foreign}", issuer="Chile")
    assert [one.addressees.certificate_states for one in reading.provisions] == people
    assert reading.applies_to == tuple(dict.fromkeys(state for states in people for state in states))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FLIGHTS DEPARTING CHILE ARE NOT ALLOWED TO ENTER FIR LIMA (SPIM).", ("ALL",)),
        ("AIRCRAFT TAKING OFF FROM CHILE SHALL NOT ENTER FIR LIMA (SPIM).", ("ALL",)),
        ("CHILEAN OPERATORS OF FLIGHTS DEPARTING CHILE SHALL NOT ENTER FIR LIMA (SPIM).", ("CL",)),
        ("FLIGHTS DEPARTING BOLIVIA SHALL NOT ENTER FIR LIMA (SPIM).", ("CL",)),
        ("CHILEAN OPERATORS SHALL NOT ENTER FIR LIMA (SPIM), EXCEPT WHEN FLYING FOR FOREIGN AIR CARRIERS.", ("CL",)),
    ],
)
def test_departing(text: str, expected: tuple[str, ...]) -> None:
    """What a State tells all flights that depart from it binds everyone, not its own operators alone."""
    assert read(text, issuer="Chile").applies_to == expected

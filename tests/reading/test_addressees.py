from __future__ import annotations

import pytest

from advisories.reading import read
from advisories.reading.kinds import ReadingKind


@pytest.mark.parametrize(
    ("issuer", "text", "people", "kind"),
    [
        ("Peru", "AIRSPACE CLSD WI AREA: 120000S0770000W-120500S0770500W-121000S0770000W.", ("ALL",), "other"),
        ("Peru", "PILOTS ARE REQUESTED NOT TO OVERFLY FILMING WI 1NM RADIUS 120000S0770000W.", ("ALL",), "other"),
        ("Peru", "MODEL ROCKET FIRING WI 1NM RADIUS OF 120000S0770000W.", ("ALL",), "other"),
        ("Peru", "GPS UNRELIABLE WITHIN 8KM RADIUS OF 120000S0770000W.", ("ALL",), "other"),
        ("Peru", "FIR LIMA (SPIM) CLOSED TO AIRCRAFT REGISTERED IN CHILE.", ("CL",), "other"),
        (
            "Peru",
            "THE AIRSPACE OF PERU IS CLOSED TO AIRCRAFT REGISTERED IN CHILE AND FOREIGN CIVIL AIRCRAFT COMING FROM THERE.",
            ("ALL",),
            "other",
        ),
        (
            "Peru",
            "PERUVIAN OPERATORS ARE ADVISED TO EXERCISE CAUTION OVER THE HIGH SEAS WITHIN 120000S0770000W 130000S0770000W.",
            ("PE",),
            "measure",
        ),
        ("UK", "UK operators are advised to take risk into account over the Red Sea.", ("GB",), "measure"),
        (
            "UK",
            "SECURITY - HAZARDOUS SITUATION. OPERATORS ARE ADVISED TO TAKE RISK INTO ACCOUNT OVER THE RED SEA.",
            ("GB",),
            "measure",
        ),
        (
            "USA",
            "U.S. OPERATORS ARE ADVISED TO EXERCISE CAUTION WITHIN 100 NM OF THE LIMA FIR (SPIM).",
            ("US",),
            "measure",
        ),
        ("UK", "FOR ADVICE TO UK AIR OPERATORS SEE UK AIP ENR 1.1 SECTION 1.4.5.", ("GB",), "pointer"),
        ("Germany", "Advice to operators is published in the AIC.", ("DE",), "pointer"),
        ("UK", "RADIO JAMMING WI 13NM 553000N 0003000W. BRIEFING SHEET BFS 059/2031 REFERS.", ("ALL",), "other"),
        ("EASA", "The bulletin has been revised editorially.", ("EU",), "other"),
    ],
)
def test_addressed(issuer: str, text: str, people: tuple[str, ...], kind: str) -> None:
    """A State's notice about its own airspace is for everyone unless it names somebody; advice is for own operators."""
    reading = read(text, issuer=issuer)
    assert (reading.applies_to, reading.kind) == (people, ReadingKind(kind))


def test_advice_by_its_reference() -> None:
    """A text that its reference calls advice of an authority is for its own operators, whatever it names."""
    text = "Operators are advised to exercise caution over the Red Sea."
    assert read(text, issuer="UK", reference="UK AIP ENR 1.1 (1.4.5)").applies_to == ("GB",)
    assert read(text, issuer="UK").applies_to == ("ALL",)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("LIMA FIR (SPIM) CLOSED TO ALL FLIGHTS EXCEPT PERUVIAN REGISTERED AIRCRAFT RETURNING TO BASE.", ("ALL",)),
        ("LIMA FIR (SPIM) CLOSED EXCEPT FOR PERUVIAN OPERATORS.", ("ALL",)),
        (
            "ALL AIRCRAFT EXCEPT PERUVIAN, CHILEAN AND BOLIVIAN REGISTERED AIRCRAFT ARE PROHIBITED FROM ENTERING LIMA FIR (SPIM).",
            ("ALL",),
        ),
        ("LIMA FIR (SPIM) CLOSED TO NON-PERUVIAN AIRCRAFT.", ("ALL",)),
        ("LIMA FIR (SPIM) CLOSED TO AIRCRAFT OTHER THAN PERUVIAN AIRCRAFT.", ("ALL",)),
        ("AIRSPACE OF PERU CLOSED EXCEPT TO PERUVIAN AIRLINES.", ("ALL",)),
        ("LIMA FIR (SPIM) CLOSED TO CHILEAN AIRCRAFT EXCEPT MEDICAL FLIGHTS OF BOLIVIAN OPERATORS.", ("CL",)),
    ],
)
def test_excepted_are_not_addressed(text: str, states: tuple[str, ...]) -> None:
    """A State whose aircraft are excepted from a closure is not the one whom it binds."""
    assert read(text, issuer="Peru").applies_to == states

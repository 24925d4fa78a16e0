from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read
from advisories.reading.kinds import ReadingKind

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (
            "EASA",
            "Take the potential risk of drifting drones, GNSS interference and air-defence activity into account in FIR Lima (SPIM).",
        ),
        ("EASA", "Operators should take the potential risk of GNSS interference into account in FIR Lima (SPIM)."),
        ("EASA", "Operators should take the risk in FIR Lima (SPIM) from GNSS jamming into account."),
        (
            "EASA",
            "Be prepared for GNSS jamming within FIR Lima (SPIM) and take it into account in the risk assessment.",
        ),
        ("EASA", "Operators should consider the possibility of GNSS jamming in FIR Lima (SPIM)."),
        ("EASA", "Operators should account for potential GNSS spoofing when operating in FIR Lima (SPIM)."),
        ("EASA", "Operators should include the risk of GPS jamming in their risk assessment for FIR Lima (SPIM)."),
        ("EASA", "Operators should pay particular attention to the risk of missiles within FIR Lima (SPIM)."),
        ("EASA", "Operators should assess the risk posed by GNSS jamming in FIR Lima (SPIM)."),
        ("EASA", "Operators should operate with caution within FIR Lima (SPIM)."),
        ("EASA", "The potential risk should be taken into account within FIR Lima (SPIM)."),
        ("EASA", "Hazards from military activity must be considered when flying in FIR Lima (SPIM)."),
        ("UK", "UK operators are advised to take potential risk from GPS jamming into account in FIR LIMA (SPIM)."),
        ("Italy", "CARRIERS ARE RECOMMENDED TO OPERATE WITHIN FIR LIMA (SPIM) ENSURING A ROBUST RISK ASSESSMENT."),
        ("Italy", "CARRIERS ARE ALLOWED TO OPERATE WITHIN LIMA FIR (SPIM) SUBJECT TO A ROBUST RISK ASSESSMENT."),
    ],
)
def test_caution(issuer: str, text: str, told: Told) -> None:
    """Whoever is told to reckon with a danger is told to take care, and that is a measure, also about GNSS."""
    assert told(text, issuer) == [("caution", "SPIM", "SFC", "UNL", False, False)]
    assert read(text, issuer=issuer).kind is ReadingKind.MEASURE


def test_preparation_is_a_duty(told: Told) -> None:
    """To be prepared for instructions asks for planning, not for care in an airspace."""
    text = "Exercise caution in FIR Lima (SPIM). Have contingency plans and be prepared for short notice instructions."
    assert told(text, "EASA") == [("caution", "SPIM", "SFC", "UNL", False, False)]


@pytest.mark.parametrize(
    "report",
    [
        "GPS INTERFERENCE MAY BE ENCOUNTERED",
        "GPS SIGNALS MAY BE JAMMED",
        "GNSS SIGNAL INTERRUPTIONS REPORTED",
        "GNSS DISTURBANCES EXPECTED",
        "GNSS POSITION MAY BE ERRONEOUS",
        "LOSS OF GPS SIGNAL REPORTED",
        "RADIO NAVIGATION INTERFERENCE (GNSS)",
    ],
)
def test_interference_is_information(report: str, told: Told) -> None:
    """That satellite navigation is disturbed is information where nobody is told to do anything about it."""
    text = f"{report} IN LIMA FIR (SPIM)."
    assert told(text, "Peru") == [("information", "SPIM", "SFC", "UNL", False, False)]


def test_level_behind_the_place(told: Told) -> None:
    """A place within the words of an instruction is its airspace: "to operate in ... above FL 250 only"."""
    text = "Carriers are recommended to operate in LIMA FIR (SPIM) above FL250 only on the basis of a risk assessment."
    assert told(text, "Italy") == [("avoid", "SPIM", "SFC", "FL250", False, False)]


@pytest.mark.parametrize(
    ("issuer", "text", "expected"),
    [
        (
            "EASA",
            "Airspace affected: FIR Lima (SPIM) east of 75°W. Operators are advised to exercise caution due to stray missiles from the conflict in Ecuador.",
            ("caution", "SPIM", "SFC", "UNL", True, False),
        ),
        (
            "EASA",
            "AFFECTED AIRSPACE: FIR Lima (SPIM) AFFECTED COUNTRIES: Peru RECOMMENDATIONS: Exercise caution as a consequence of the military activity in Ecuador.",
            ("caution", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Iran",
            "ALL OPERATORS PLANNING TO FLY IN LIMA FIR (SPIM) ARE ADVISED TO TAKE THIS POTENTIAL RISK INTO ACCOUNT DUE TO MILITANT ACTIVITY IN PERU.",
            ("caution", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "UK",
            "UK operators are advised to exercise caution because of missiles launched from Ecuador when operating within FIR LIMA (SPIM).",
            ("caution", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "UK",
            "UK operators are advised to take potential risk into account resulting from the war in Ecuador within FIR LIMA (SPIM).",
            ("caution", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "VFR ACFT ARE REQUESTED TO AVOID FLYING IN FOLLOWING AIRSPACE DUE TO A ROCKET LAUNCHED FROM ECUADOR AIRSPACE: 120000S0770000W 130000S0770000W 130000S0760000W",
            ("avoid", "AREA", "SFC", "UNL", True, False),
        ),
    ],
)
def test_cause_is_no_place(issuer: str, text: str, expected: tuple[Any, ...], told: Told) -> None:
    """Where danger comes from is not where care is asked for: a printed FIR or the affected airspace goes before it."""
    assert told(text, issuer) == [expected]


def test_place_of_danger_alone(told: Told) -> None:
    """Where nothing else is named, the country in which the danger is is the airspace, so that nothing is lost."""
    found = told("Operators should exercise caution due to military activity in Peru.", "EASA")
    assert found == [("caution", "PE", "SFC", "UNL", False, False)]


def test_caution_in_the_planning_paragraph(told: Told) -> None:
    """Care that is asked for without any airspace, beside a measure, is a duty and leaves nothing unread."""
    text = "OPERATORS ARE PROHIBITED FROM ENTERING THE LIMA FIR (SPIM). EXERCISE CAUTION DURING FLIGHT OPERATIONS."
    assert told(text, "USA") == [("prohibited", "SPIM", "SFC", "UNL", False, False)]
    reading = read(text, issuer="USA")
    assert reading.fully_read
    assert [one.sort for one in reading.duties] == ["care"]

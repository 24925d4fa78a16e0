from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("issuer", "text", "expected"),
    [
        (
            "Peru",
            "WARNING. CONCERNS THE WESTERN PART OF FIR SPIM. GPS INTERFERENCE SHOULD BE EXPECTED.",
            ("information", "SPIM", "SFC", "UNL", True, False),
        ),
        (
            "Peru",
            "GPS UNRELIABLE WITHIN 8.5KM RADIUS OF 120000S0770000W FROM SFC UP TO 26500FT AMSL.",
            ("information", "AREA", "SFC", "26500FT AMSL", True, False),
        ),
        (
            "Peru",
            "GNSS MAY BE UNAVAILABLE DUE TO INTERFERENCE WITHIN LIMA TMA AND NEARBY AIRSPACES.",
            ("information", "AREA", "SFC", "UNL", True, False),
        ),
        (
            "Peru",
            "GNSS SIGNAL JAMMING. ACTIVITY MAY AFFECT ACFT WI 6NM OF 120000S0770000W SFC TO 35000FT AMSL OR ABOVE.",
            ("information", "AREA", "SFC", "UNL", True, False),
        ),
        (
            "Peru",
            "GPS JAMMING REPORTED ABOVE FL300 WI AN AREA DEFINED AS 120000S0770000W TO 130000S0770000W CREWS SHOULD REMAIN PREPARED TO USE OTHER NAVAIDS.",
            ("caution", "AREA", "FL300", "UNL", True, False),
        ),
        (
            "Peru",
            "OPERATORS WITHIN AREQUIPA ADVISORY AIRSPACE ARE ADVISED TO BE CAUTIOUS ABOUT GPS OUTAGES.",
            ("caution", "AREA", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "HAZARDOUS SITUATION OVER HIGH SEAS WITHIN FOLLOWING COORDINATES: 120000S0770000W 130000S0770000W FROM MSL TO FL100. ALL PERUVIAN OPERATORS HAVE TO EXERCISE EXTREME CAUTION.",
            ("caution", "AREA", "SFC", "FL100", True, False),
        ),
        (
            "UK",
            "HAZARDOUS SITUATION IN PERU. FIR LIMA (SPIM), BELOW FL260. OPERATORS ARE ADVISED TO TAKE RISK INTO ACCOUNT.",
            ("caution", "SPIM", "SFC", "FL260", False, False),
        ),
    ],
)
def test_place_elsewhere(issuer: str, text: str, expected: tuple[Any, ...], told: Told) -> None:
    """Advice or a report without a place is about the one ahead of it, of the heading, or of the sentence beside it."""
    assert told(text, issuer) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "FLIGHTS THAT EXPERIENCE GNSS INTERFERENCE IN THE OCEANIC AREA MUST NOTIFY ATC.",
        "IF GNSS INTERFERENCE OCCURS WITHIN THE AREA IT SHALL BE REPORTED.",
        "ATC MUST INFORM OTHERS USING THE PHRASE: GNSS INTERFERENCE REPORTED IN THE AREA.",
        "GPS RAIM OUTAGES PREDICTED FOR NPA.",
    ],
)
def test_what_to_report(text: str) -> None:
    """What crews and controllers shall say if satellite navigation is disturbed reports no disturbance."""
    assert read(text, issuer="Peru").provisions == ()


@pytest.mark.parametrize(
    "told_of_it",
    [
        "THE AIRSPACE IS SEGREGATED AND SHALL BE AVOIDED.",
        "FLIGHT WI THE AREA IS PROHIBITED FOR ALL ACFT.",
        "AREA PROHIBITED.",
        "THE AREA CLOSED TO TRAFFIC.",
        "ACFT ARE REQ TO AVOID AREA.",
    ],
)
def test_the_area(told_of_it: str) -> None:
    """What is told of "the area" is told of the area that the sentence before describes, with its words."""
    text = f"AIRSPACE RESERVATION ACTIVATED WITHIN 5KM RADIUS OF 120000S0770000W. {told_of_it}"
    (found,) = read(text, issuer="Peru").provisions
    assert found.area == "WITHIN 5KM RADIUS OF 120000S0770000W"
    assert found.partial

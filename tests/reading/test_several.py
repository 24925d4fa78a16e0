from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    "text",
    [
        "Pilots are requested to maintain a flight level above or equal to FL320 in LIMA FIR (SPIM), and a flight level above or equal to FL260 in LA PAZ FIR (SLLF).",
        "Pilots are requested to maintain a flight level above or equal to FL320 in LIMA FIR (SPIM) and FL260 in LA PAZ FIR (SLLF).",
        "Pilots are requested to maintain a flight level above or equal to: - FL320 in LIMA FIR (SPIM); - FL260 in LA PAZ FIR (SLLF).",
        "Operators are recommended to maintain FL320 or above within FIR Lima (SPIM) and FL260 or above within FIR La Paz (SLLF).",
        "Operators should remain at or above FL320 within FIR LIMA (SPIM) and at or above FL260 within FIR LA PAZ (SLLF).",
    ],
)
def test_further_level(text: str, told: Told) -> None:
    """A second level to be kept, with or without its verb, belongs to the airspace behind it."""
    assert told(text, "France") == [
        ("avoid", "SPIM", "SFC", "FL320", False, False),
        ("avoid", "SLLF", "SFC", "FL260", False, False),
    ]


@pytest.mark.parametrize(
    "advice",
    [
        "In the excepted airspace operators are advised to take potential risk into account.",
        "On these routes, operators are recommended to exercise caution.",
        "Operators should exercise caution on the excepted routes.",
        "Operators using these airways are advised to take potential risk into account.",
        "Operators are advised to take potential risk into account on airways UL1 and UM2.",
    ],
)
def test_excepted_part(advice: str, told: Told) -> None:
    """Advice about what was excepted is about that part of the airspace, wherever in the sentence it is named."""
    text = (
        f"Operators are recommended not to enter FIR LIMA (SPIM), with the exception of airways UL1 and UM2. {advice}"
    )
    assert told(text, "Germany") == [
        ("avoid", "SPIM", "SFC", "UNL", False, True),
        ("caution", "SPIM", "SFC", "UNL", True, False),
    ]


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (
            "USA",
            "This action amends SFAR No. 199, which prohibits certain flight operations in the Lima FIR (SPIM) at altitudes below FL320 by all U.S. air carriers. The FAA is amending the prohibition to permit transiting overflights on jet routes UL1-UM2 at altitudes at and above FL300.",
        ),
        (
            "Germany",
            "GERMAN OPERATORS ARE PROHIBITED TO ENTER FIR LIMA (SPIM) BELOW FL320, EXCEPT ON AIRWAYS UL1 AND UM2 AT AND ABOVE FL300.",
        ),
    ],
)
def test_floor_of_excepted_route(issuer: str, text: str, told: Told) -> None:
    """A level to be kept on an excepted route is a second provision: below it the route is not excepted."""
    assert told(text, issuer) == [
        ("prohibited", "SPIM", "SFC", "FL320", False, True),
        ("prohibited", "SPIM", "SFC", "FL300", True, False),
    ]


def test_two_countries_one_limit(told: Told) -> None:
    """A limit before "and of" belongs to the country before it, not to the one behind."""
    text = "Airspace affected: Airspace above the territory of Peru north of 10°S and of Chile, below FL 250. Operators are recommended not to operate in the affected airspace."
    assert told(text, "EASA") == [
        ("avoid", "PE", "SFC", "FL250", True, False),
        ("avoid", "CL", "SFC", "FL250", False, False),
    ]

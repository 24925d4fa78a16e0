"""Lists of airspaces: where one item ends and the next begins, and that none is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (
            "France",
            "FRENCH AIR CARRIERS ARE REQUESTED NOT TO PENETRATE INTO THE LIMA FIR (SPIM) WITHIN 60NM OF THE BORDER WITH CHILE NOR INTO THE LA PAZ FIR (SLLF).",
        ),
        (
            "France",
            "FRENCH AIR CARRIERS ARE REQUESTED NOT TO PENETRATE INTO THE LIMA FIR (SPIM) WITHIN 60NM OF THE BORDER BETWEEN PERU AND CHILE AND INTO THE LA PAZ FIR (SLLF).",
        ),
        (
            "Germany",
            "IT IS RECOMMENDED NOT TO ENTER FIR LIMA (SPIM) WITHIN 50 NM OF THE BORDER BETWEEN PERU AND CHILE AS WELL AS FIR LA PAZ (SLLF).",
        ),
        (
            "Italy",
            "ITALIAN AIR CARRIERS SHALL AVOID LIMA FIR (SPIM) WITHIN 100NM FROM THE CHILEAN BORDER AND LA PAZ FIR (SLLF).",
        ),
        (
            "Canada",
            "Canadian air operators should not enter FIR Lima (SPIM) within 200 NM of the border with Chile or FIR La Paz (SLLF).",
        ),
        ("UK", "UK OPERATORS ARE ADVISED NOT TO ENTER FIR LIMA (SPIM) WITHIN 20NM OF THE COAST AND FIR LA PAZ (SLLF)."),
        (
            "EASA",
            "Operators should not operate within FIR Lima (SPIM) within 50 NM of the borders with Chile and Ecuador, and within FIR La Paz (SLLF).",
        ),
    ],
)
def test_item_behind_a_border(issuer: str, text: str, told: Told) -> None:
    """A FIR that "and", "or" or "nor" joins to a distance from a country's border is the next item of the list."""
    assert told(text, issuer) == [
        ("avoid", "SPIM", "SFC", "UNL", True, False),
        ("avoid", "SLLF", "SFC", "UNL", False, False),
    ]
    assert read(text, issuer=issuer).fully_read


def test_part_behind_a_border(told: Told) -> None:
    """A part of a FIR behind a distance from a border is the next item, under the level that stands before both."""
    text = "REQUESTED NOT TO PENETRATE BELOW FL260 INTO THE PARTS OF LIMA FIR (SPIM) LOCATED WITHIN 60NM OF THE BORDER BETWEEN PERU AND CHILE AND INTO THE PART OF LA PAZ FIR (SLLF) LOCATED NORTH OF 17S."
    assert told(text, "France") == [("avoid", "SLLF SPIM", "SFC", "FL260", True, False)]


@pytest.mark.parametrize(
    "place",
    [
        "within 50 NM of the boundary between FIR Lima (SPIM) and FIR La Paz (SLLF)",
        "within 50 NM of the boundary between Peru and FIR La Paz (SLLF)",
        "within 50 NM of the boundaries with FIR La Paz (SLLF) and FIR Guayaquil (SEFG)",
    ],
)
def test_boundary_of_two(place: str, told: Told) -> None:
    """The second of two FIRs whose boundary a distance is measured from is no item of the list."""
    text = f"Operators should not enter FIR Lima (SPIM) {place}."
    assert told(text, "Canada") == [("avoid", "SPIM", "SFC", "UNL", True, False)]
    assert read(text, issuer="Canada").fully_read


@pytest.mark.parametrize(
    "text",
    [
        "Operators should not enter FIR Lima (SPIM) within 50 NM of the boundary with FIR La Paz (SLLF) and FIR Guayaquil (SEFG).",
        "All operators are prohibited from operating within 200 nautical miles of the Lima FIR (SPIM) and the La Paz FIR (SLLF).",
    ],
)
def test_item_or_reference_point(text: str) -> None:
    """A FIR that may be the next item or a further reference point is shown as not read, never lost."""
    assert [one.why for one in read(text, issuer="Canada").unread] == ["a region of which nothing was read"]


@pytest.mark.parametrize(
    "place",
    [
        "FIR/UIR LIMA (SPIM/SLLF)",
        "FIR LIMA/LA PAZ (SPIM/SLLF)",
        "LIMA/LA PAZ FIRS (SPIM / SLLF)",
        "FIR LIMA (SPIM)/FIR LA PAZ (SLLF)",
        "FIRS SPIM/SLLF",
        "SPIM/SLLF",
    ],
)
def test_codes_joined_by_a_stroke(place: str, told: Told) -> None:
    """Each of the codes that a stroke joins counts."""
    text = f"UK OPERATORS ARE RECOMMENDED NOT TO ENTER {place} BELOW FL320."
    assert told(text, "UK") == [("avoid", "SLLF SPIM", "SFC", "FL320", False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Applicability: Air operators holding a certificate issued by a Member State. Required action(s) and compliance time(s): Air operators should not conduct operations in FIR Lima (SPIM).",
        "APPLICABILITY: Air operators. Air operators should not conduct operations in FIR Lima (SPIM).",
        "Applicability: All operators Operators should not operate in FIR Lima (SPIM).",
        "Applicability Description: Air operators of the Union. Flights in FIR Lima (SPIM) should be suspended.",
        "Subject: Airspace of Peru. Air operators are recommended not to operate within FIR Lima (SPIM).",
        "Affected countries: Peru. It is recommended not to enter FIR Lima (SPIM). Valid until: 31/12/2031.",
    ],
)
def test_part_that_goes_on_to_instruct(text: str, told: Told) -> None:
    """A labelled part that describes ends where the text goes on to instruct without a label."""
    assert told(text, "EASA") == [("avoid", "SPIM", "SFC", "UNL", False, False)]
    assert read(text, issuer="EASA").applies_to == ("EU",)


@pytest.mark.parametrize(
    "text",
    [
        "Operators should not operate: a) below FL 320 in FIR Lima (SPIM); b) at any level in FIR La Paz (SLLF).",
        "Operators should not operate: - below FL 320 in FIR Lima (SPIM); - at all levels in FIR La Paz (SLLF).",
        "Operators should not operate: - in FIR Lima (SPIM) below FL 320; - in FIR La Paz (SLLF).",
        "Operators should not operate: 1) below FL 320 within FIR Lima (SPIM); 2) within FIR La Paz (SLLF).",
        "Operators should not enter FIR Lima (SPIM) below FL 320; FIR La Paz (SLLF).",
    ],
)
def test_level_of_an_item(text: str, told: Told) -> None:
    """In a list of items each has its own level, before or behind its airspace; one without a level is meant at all."""
    assert told(text, "EASA") == [
        ("avoid", "SPIM", "SFC", "FL320", False, False),
        ("avoid", "SLLF", "SFC", "UNL", False, False),
    ]


def test_level_of_the_last_item(told: Told) -> None:
    """A level behind the last of several items is not that of the items before it."""
    assert told("NOT TO ENTER: FIR LIMA (SPIM); FIR LA PAZ (SLLF) BELOW FL320.", "UK") == [
        ("avoid", "SPIM", "SFC", "UNL", False, False),
        ("avoid", "SLLF", "SFC", "FL320", False, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NOT TO ENTER BELOW FL320: FIR LIMA (SPIM); FIR LA PAZ (SLLF).",
        "NOT TO ENTER BELOW FL320: - LIMA FIR (SPIM) ; - LA PAZ FIR (SLLF).",
        "NOT TO ENTER BELOW FL320 FIR LIMA (SPIM); FIR LA PAZ (SLLF).",
    ],
)
def test_level_of_a_list(text: str, told: Told) -> None:
    """A level before a list is that of all its items."""
    assert told(text, "UK") == [("avoid", "SLLF SPIM", "SFC", "FL320", False, False)]


def test_clause_behind_a_semicolon(told: Told) -> None:
    """A clause behind a semicolon may begin with its own airspace and level."""
    text = "Not operate below FL 320 in FIR Lima (SPIM); above FL 320 in FIR Lima (SPIM), operators should exercise caution; in FIR La Paz (SLLF) operators should exercise caution."
    assert told(text, "EASA") == [
        ("avoid", "SPIM", "SFC", "FL320", False, False),
        ("caution", "SPIM", "FL320", "UNL", False, False),
        ("caution", "SLLF", "SFC", "UNL", False, False),
    ]


def test_fir_behind_countries_within_a_distance(told: Told) -> None:
    """A FIR that follows countries limited by a distance is another airspace, and the countries are not lost."""
    text = "Operators are prohibited from entering the airspace of Peru and Chile within 100 nautical miles of the border between Peru and Chile and the Guayaquil FIR (SEFG)."
    assert told(text, "Canada") == [
        ("prohibited", "CL PE", "SFC", "UNL", True, False),
        ("prohibited", "SEFG", "SFC", "UNL", False, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Operators should avoid flight within 50NM of the border with Chile and the La Paz FIR (SLLF).",
        "Operators are prohibited from operating in the Lima FIR (SPIM): 1. Below FL260 west of 75W; 2. At all altitudes east of 75W.",
        "In FIR Lima (SPIM), operators are requested not to descend below FL260; in FIR La Paz (SLLF), not below FL320.",
    ],
)
def test_item_that_no_rule_took_up(text: str) -> None:
    """An item that may be lost behind a distance or a semicolon is shown as not read."""
    reading = read(text, issuer="Canada")
    assert reading.provisions
    assert [one.why for one in reading.unread] == ["a region of which nothing was read"]


def test_level_of_the_clause_before(told: Told) -> None:
    """A clause behind a semicolon that names its airspace does not take the level of the one before."""
    text = "FLIGHTS IN LIMA FIR (SPIM) ARE NOT RECOMMENDED BLW FL260; LA PAZ FIR (SLLF) TO BE AVOIDED."
    assert told(text, "Italy") == [
        ("avoid", "SPIM", "SFC", "FL260", False, False),
        ("avoid", "SLLF", "SFC", "UNL", False, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "OPERATORS ARE ADVISED TO EXERCISE CAUTION IN THE LIMA FIR (SPIM) AND THE LA PAZ FIR (SLLF), AND IN THE BRASILIA FIR (SBBS) WEST OF 060 00 00W.",
        "EXERCISE CAUTION WITHIN FIR LIMA (SPIM), FIR LA PAZ (SLLF) AND WITHIN FIR BRASILIA (SBBS) WEST OF 60W.",
    ],
)
def test_a_limit_is_of_the_items_that_share_its_preposition(text: str) -> None:
    """A limit behind a list is not that of items before a preposition of its own: those are meant whole."""
    found = {code: one.partial for one in read(text, issuer="USA").provisions for code in one.firs}
    assert found == {"SPIM": False, "SLLF": False, "SBBS": True}

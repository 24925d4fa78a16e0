from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

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


@pytest.mark.parametrize(
    "items",
    [
        "(1) the LIMA FIR (SPIM); (2) the LA PAZ FIR (SLLF).",
        "1. LIMA FIR (SPIM); and 2. LA PAZ FIR (SLLF).",
        "(i) FIR LIMA (SPIM); (ii) FIR LA PAZ (SLLF).",
        "- LIMA (SPIM); - LA PAZ (SLLF).",
        "a) within FIR LIMA (SPIM); b) within FIR LA PAZ (SLLF).",
    ],
)
def test_numbered_items(items: str, told: Told) -> None:
    """However the items of a list are numbered, all of them are read."""
    text = f"Operators are prohibited from operating in: {items}"
    assert [where for _, where, *_ in told(text, "USA")] == ["SLLF SPIM"]


def test_two_countries_one_limit(told: Told) -> None:
    """A limit before "and of" belongs to the country before it, not to the one behind."""
    text = "Airspace affected: Airspace above the territory of Peru north of 10°S and of Chile, below FL 250. Operators are recommended not to operate in the affected airspace."
    assert told(text, "EASA") == [
        ("avoid", "PE", "SFC", "FL250", True, False),
        ("avoid", "CL", "SFC", "FL250", False, False),
    ]


@pytest.mark.parametrize(
    ("issuer", "text", "expected"),
    [
        (
            "EASA",
            "AFFECTED AIRSPACE: Airspace of Peru (FIR Lima – SPIM) and Chile (FIR Santiago – SCEZ) RECOMMENDATIONS: Not operate within the airspace of Peru. For operations within the airspace of Chile, air operators should conduct a robust risk assessment.",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("caution", "SCEZ", "SFC", "UNL", False, False)],
        ),
        (
            "EASA",
            "AFFECTED AIRSPACE: FIR Lima (SPIM) RECOMMENDATIONS: Not operate within FIR Lima (SPIM). Exercise caution in the neighbouring FIRs, in particular FIR La Paz (SLLF).",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("caution", "SLLF", "SFC", "UNL", False, False)],
        ),
        (
            "EASA",
            "Information Note. Airspace affected: FIR Lima (SPIM), below 10 000 ft AGL Civil air operators are advised to exercise caution.",
            [("caution", "SPIM", "SFC", "10000FT AGL", False, False)],
        ),
        (
            "EASA",
            "Flight operations in the airspace of Peru are not recommended.",
            [("avoid", "PE", "SFC", "UNL", False, False)],
        ),
        (
            "UK",
            "UK operators are not recommended to overfly FIR LIMA (SPIM) below FL320.",
            [("avoid", "SPIM", "SFC", "FL320", False, False)],
        ),
        (
            "UK",
            "UK operators are advised that flight below FL250 within FIR LIMA (SPIM) should be avoided.",
            [("avoid", "SPIM", "SFC", "FL250", False, False)],
        ),
        (
            "UK",
            "Security - Hazardous Situation in Peru UK civil air operators are advised to take all potential risk into account. Potential risk to aviation overflying FIR LIMA (SPIM) at less than 25,000FT AGL.",
            [("caution", "SPIM", "SFC", "25000FT AGL", False, False)],
        ),
        (
            "Germany",
            "German operators are prohibited to enter FIR LIMA (SPIM). Except from this prohibition are flights to and from Cusco (SPZO).",
            [("prohibited", "SPIM", "SFC", "UNL", False, True)],
        ),
        (
            "Germany",
            "OPERATORS SHOULD AVOID FLIGHTS OVER THE TERRITORY OF NIGER BELOW FL330 WITHIN FIR NIAMEY (DRRR).",
            [("avoid", "DRRR", "SFC", "FL330", True, False)],
        ),
        (
            "France",
            "CARRIERS ARE REQUESTED NOT TO OPERATE IN THE PART OF KHARTOUM FIR (HSSS) OVER SUDAN, AND TO BE VIGILANT IN THE PART OVER SOUTH SUDAN.",
            [("avoid", "HSSS", "SFC", "UNL", True, False), ("caution", "HSSS", "SFC", "UNL", True, False)],
        ),
        (
            "USA",
            "The FAA is extending the prohibition of certain flight operations in the Lima FIR (SPIM) by all U.S. air carriers. This SFAR reduces the prohibited airspace.",
            [("prohibited", "SPIM", "SFC", "UNL", False, False)],
        ),
        (
            "Germany",
            "OPERATORS ARE RECOMMENDED TO USE AIRSPACE OF FIR LIMA (SPIM) ONLY ABOVE FL330.",
            [("avoid", "SPIM", "SFC", "FL330", False, False)],
        ),
        (
            "Germany",
            "OVERFLIGHTS OF FIR LIMA (SPIM) SHOULD ONLY BE CONDUCTED AT OR ABOVE FL330.",
            [("avoid", "SPIM", "SFC", "FL330", False, False)],
        ),
        ("UK", "UK OPERATORS ARE NOT TO ENTER FIR LIMA (SPIM).", [("prohibited", "SPIM", "SFC", "UNL", False, False)]),
        (
            "UK",
            "UK operators are recommended not to enter the airspace of High-Valley within FIR LIMA (SPIM).",
            [("avoid", "SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "France",
            "Pilots are requested: - not to penetrate in LIMA FIR (SPIM), except on the airways UL1 and UM2 on which a flight level above or equal to FL300 shall be maintained; - to exercise great caution when using these airways.",
            [
                ("avoid", "SPIM", "SFC", "UNL", False, True),
                ("avoid", "SPIM", "SFC", "FL300", True, False),
                ("caution", "SPIM", "SFC", "UNL", True, False),
            ],
        ),
        (
            "France",
            "CARRIERS ARE ASKED TO TAKE EVERY PRECAUTION WHEN OVERFLYING LIMA FIR (SPIM).",
            [("caution", "SPIM", "SFC", "UNL", False, False)],
        ),
        (
            "USA",
            "ADVISORY FOR POTENTIALLY HAZARDOUS SITUATION IN THE LIMA (SPIM) AND LA PAZ (SLLF) FLIGHT INFORMATION REGIONS. OPERATORS ARE ADVISED TO EXERCISE CAUTION WHEN OPERATING IN THE ABOVE NAMED FLIGHT INFORMATION REGIONS.",
            [("caution", "SLLF SPIM", "SFC", "UNL", False, False)],
        ),
        (
            "USA",
            "OPERATIONS IN THE EASTERN PART OF THE LIMA FIR (SPIM) AND THE ENTIRE LA PAZ FIR (SLLF) ARE PROHIBITED.",
            [("prohibited", "SPIM", "SFC", "UNL", True, False), ("prohibited", "SLLF", "SFC", "UNL", False, False)],
        ),
        (
            "EASA",
            "Information Note. Airspace affected: FIR Lima (SPIM), below FL 260 Civil air operators are recommended not to overfly Peru.",
            [("avoid", "SPIM", "SFC", "FL260", False, False)],
        ),
    ],
)
def test_prose(issuer: str, text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """Sentences as authorities vary them tell the same as in their usual form."""
    assert told(text, issuer) == expected


@pytest.mark.parametrize(
    ("issuer", "text", "upper"),
    [
        ("EASA", "EASA recommends that operators do not operate within FIR Lima (SPIM).", "UNL"),
        ("EASA", "EASA advises operators strongly that they do not fly below FL 260 in FIR Lima (SPIM).", "FL260"),
        ("EASA", "Do not operate within FIR Lima (SPIM) below FL 320.", "FL320"),
        ("EASA", "Air operators: - do not enter FIR Lima (SPIM).", "UNL"),
        ("France", "FRENCH CARRIERS ARE REQUESTED NOT TO DESCEND BELOW FL260 IN LIMA FIR (SPIM).", "FL260"),
        ("EASA", "Air operators should limit operations within FIR Lima (SPIM) to levels at or above FL320.", "FL320"),
        ("Germany", "OPERATORS ARE ADVISED TO RESTRICT FLIGHTS IN FIR LIMA (SPIM) TO FL 320 AND ABOVE.", "FL320"),
        ("Italy", "FLIGHTS WITHIN LIMA FIR (SPIM) ARE TO BE LIMITED TO LEVELS ABOVE FL320.", "FL320"),
        ("EASA", "Flights within FIR Lima (SPIM) should be avoided at all flight levels.", "UNL"),
    ],
)
def test_more_forms_of_advice(issuer: str, text: str, upper: str, told: Told) -> None:
    """Advice not to operate, not to descend, or to operate only above a level is advice to stay out of what is left."""
    assert told(text, issuer) == [("avoid", "SPIM", "SFC", upper, False, False)]
    assert read(text, issuer=issuer).fully_read


def test_who_does_not_operate(told: Told) -> None:
    """That somebody does not operate somewhere is no advice."""
    assert told("Operators that do not operate in FIR Lima (SPIM) are not affected.", "EASA") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "EASA recommends not to fly within FIR Lima (SPIM), except over the territory of Chile above FL 245, where operators should exercise caution.",
            [("avoid", "SPIM", "SFC", "UNL", False, True), ("caution", "SPIM", "FL245", "UNL", True, False)],
        ),
        (
            "Not operate in FIR Lima (SPIM), except above FL 245, where operators should exercise caution.",
            [("avoid", "SPIM", "SFC", "UNL", False, True), ("caution", "SPIM", "FL245", "UNL", True, False)],
        ),
        (
            "Not operate in FIR Lima (SPIM), except on route UL1 at or above FL 300, where operators should exercise caution.",
            [
                ("avoid", "SPIM", "SFC", "UNL", False, True),
                ("avoid", "SPIM", "SFC", "FL300", True, False),
                ("caution", "SPIM", "FL300", "UNL", True, False),
            ],
        ),
    ],
)
def test_level_of_the_excepted_part(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """Advice about an excepted part is given for the levels that are excepted."""
    assert told(text, "EASA") == expected


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("Not operate over the land territory of Peru within FIR Lima (SPIM).", True),
        ("Not operate over the territory of Peru within FIR Lima (SPIM).", True),
        ("Not operate over the land mass of Peru, FIR Lima (SPIM).", True),
        ("Not operate within FIR Lima (SPIM) PERU TERRITORY ONLY.", True),
        ("Not operate within the airspace above the territory of Peru (FIR Lima - SPIM).", False),
    ],
)
def test_territory_within_a_fir(text: str, partial: bool, told: Told) -> None:
    """A territory within a FIR is a part of it, before it or behind it; one with its FIR in brackets is the same."""
    assert told(text, "EASA") == [("avoid", "SPIM", "SFC", "UNL", partial, False)]


def test_affected_fir_of_the_country_in_the_title(told: Told) -> None:
    """Where only the title of a note names the country, the affected FIR is that of advice about the country."""
    text = "Information Note on the risk in the airspace of Peru (FIR Lima - SPIM) Airspace affected: FIR Lima (SPIM), all altitudes Operators are recommended to exercise caution within the airspace of Peru."
    assert told(text, "EASA") == [("caution", "SPIM", "SFC", "UNL", False, False)]
    assert read(text, issuer="EASA").provisions[0].countries == ("PE",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Carriers should not operate within FIR Lima (SPIM) and not below FL 280 within FIR La Paz (SLLF).",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("avoid", "SLLF", "SFC", "FL280", False, False)],
        ),
        (
            "Not enter FIR Lima (SPIM) below FL 240, and not above FL 400 in FIR La Paz (SLLF).",
            [("avoid", "SPIM", "SFC", "FL240", False, False), ("avoid", "SLLF", "FL400", "UNL", False, False)],
        ),
        (
            "Operators are advised not to fly in FIR Lima (SPIM) nor at or below FL 300 in FIR La Paz (SLLF).",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("avoid", "SLLF", "SFC", "FL300", False, False)],
        ),
        (
            "Operators should fly in FIR Lima (SPIM) not below FL 280.",
            [("avoid", "SPIM", "SFC", "FL280", False, False)],
        ),
    ],
)
def test_not_below_behind_not_enter(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """Words such as "and not below" behind "not enter" leave out the verb: it is no level to be kept in the airspace before."""
    assert told(text, "EASA") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Operators should not enter FIR LIMA (SPIM). Do not overfly Bolivia.",
        "Operators should not enter FIR LIMA (SPIM). Please do not overfly Bolivia.",
        "Operators should not enter FIR LIMA (SPIM); do not overfly Bolivia.",
    ],
)
def test_do_not_behind_another_sentence(text: str) -> None:
    """To say "do not" is an instruction at the head of every sentence, not of the first alone."""
    assert [(one.firs, one.countries) for one in read(text, issuer="UK").provisions] == [(("SPIM",), ()), ((), ("BO",))]

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "LIMA FIR (SPIM) REOPENED EXC SECTOR SOUTH OF 1500S WHICH STAYS CLSD.",
            [("prohibited", "SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "LIMA FIR (SPIM) IS OPEN AGAIN, WITH THE EXCEPTION OF THE PORTION EAST OF 07500W, WHICH IS STILL CLOSED.",
            [("prohibited", "SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "OVERFLIGHTS OF LIMA FIR (SPIM) HAVE RESUMED EXCEPT IN THE SECTOR EAST OF 07500W WHERE ALL FLIGHTS ARE PROHIBITED.",
            [("prohibited", "SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "ALL FIRS ARE OPEN EXCEPT LIMA FIR (SPIM) WHICH REMAINS CLOSED BELOW FL260.",
            [("prohibited", "SPIM", "SFC", "FL260", False, False)],
        ),
        ("LIMA FIR (SPIM) OPEN EXC BELOW FL260 STILL CLSD.", [("prohibited", "SPIM", "SFC", "FL260", False, False)]),
        (
            "LIMA FIR (SPIM) CLSD EXCEPT FOR FLIGHTS WHICH ARE APPROVED BY THE STATE.",
            [("prohibited", "SPIM", "SFC", "UNL", False, True)],
        ),
        (
            "ALL FLIGHTS EXCEPT THOSE WHICH ARE APPROVED ARE SUSPENDED IN LIMA FIR (SPIM).",
            [("prohibited", "SPIM", "SFC", "UNL", False, True)],
        ),
    ],
)
def test_closed_part_of_an_opening(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """What an opening excepts and what is itself closed is the airspace, not an exception from a ban on all the rest."""
    assert told(text, "Peru") == expected


@pytest.mark.parametrize(
    ("permission", "prohibition"),
    [
        ("to allow overflights at and above FL290", ("prohibited", "SPIM", "SFC", "UNL", False, True)),
        (
            "to permit certain transiting overflights at altitudes above FL290",
            ("prohibited", "SPIM", "SFC", "UNL", False, True),
        ),
        ("at altitudes below FL290, allowing flights to Lima", ("prohibited", "SPIM", "SFC", "FL290", False, True)),
        (
            "to allow flight test activity by the Peruvian authorities",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
    ],
)
def test_what_an_amendment_permits(permission: str, prohibition: tuple[Any, ...], told: Told) -> None:
    """The levels that an amended prohibition is to permit are an exception from it, not the levels that it bans."""
    text = f"This action amends SFAR No. 79, which prohibits certain flight operations in the Lima FIR (SPIM), {permission}."
    assert told(text, "USA")[0] == prohibition


@pytest.mark.parametrize(
    "text",
    [
        "ALL FLIGHTS ARE PROHIBITED DUE TO MIL OPS IN BOLIVIA.",
        "ALL FLIGHTS SUSPENDED BECAUSE OF THE SITUATION IN BOLIVIA.",
        "FLIGHTS ARE PROHIBITED UNTIL FURTHER NOTICE AS A RESULT OF THE EVENTS IN BOLIVIA.",
    ],
)
def test_country_of_a_reason(text: str, told: Told) -> None:
    """A country in the reason of a ban that names no airspace is not the airspace: that of the text is, or it is unread."""
    assert told(text, "Peru") == []
    assert [one.words for one in read(text, issuer="Peru").unread] == [text]
    assert told(f"LIMA FIR (SPIM): {text}", "Peru") == [("prohibited", "SPIM", "SFC", "UNL", False, False)]


def test_own_country_in_a_reason(told: Told) -> None:
    """A State that suspends flights for what happens at home suspends them there."""
    text = "ALL FLIGHTS SUSPENDED DUE TO THE SECURITY SITUATION IN PERU."
    assert told(text, "Peru") == [("prohibited", "PE", "SFC", "UNL", False, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Operators are prohibited from operating, due to the fighting in Colombia, in the territory and airspace of Bolivia.",
        "Operators are prohibited from operating due to hostilities in the airspace of Bolivia.",
        "All flights in the airspace of Bolivia are prohibited due to the events in Colombia.",
    ],
)
def test_country_beside_a_reason(text: str, told: Told) -> None:
    """The airspace may follow a reason, and a ban of operators may name its country in the reason alone."""
    assert told(text, "Canada") == [("prohibited", "BO", "SFC", "UNL", False, False)]


@pytest.mark.parametrize(
    ("airspace", "expected", "exception"),
    [
        (
            "BELOW FL250 IN LIMA FIR (SPIM), ROUTES UL1, UM2 AND UN3 OVER THE WATERS OF THE PACIFIC OCEAN EXCLUDED.",
            [("avoid", "SPIM", "SFC", "FL250", False, True)],
            "ROUTES UL1, UM2 AND UN3 OVER THE WATERS OF THE PACIFIC OCEAN EXCLUDED.",
        ),
        (
            "LIMA FIR (SPIM) (PORTION SOUTH OF 15S EXCLUDED).",
            [("avoid", "SPIM", "SFC", "UNL", False, True)],
            "(PORTION SOUTH OF 15S EXCLUDED).",
        ),
        (
            "LIMA FIR (SPIM) BELOW FL250, PART SOUTH OF 15S NOT INCLUDED.",
            [("avoid", "SPIM", "SFC", "FL250", False, True)],
            "PART SOUTH OF 15S NOT INCLUDED.",
        ),
        (
            "LIMA FIR (SPIM) AND LA PAZ FIR (SLLF) SECTOR SOUTH OF 15S EXCEPTED.",
            [("avoid", "SLLF SPIM", "SFC", "UNL", False, True)],
            "SECTOR SOUTH OF 15S EXCEPTED.",
        ),
        (
            "LIMA FIR (SPIM), LA PAZ FIR (SLLF), BOGOTA FIR (SKED) EXCLUDED.",
            [("avoid", "SLLF SPIM", "SFC", "UNL", False, True)],
            "BOGOTA FIR (SKED) EXCLUDED.",
        ),
        (
            "LIMA FIR (SPIM) BELOW FL250, OVERFLIGHTS ALONG THE COAST NOT AFFECTED.",
            [("avoid", "SPIM", "SFC", "FL250", False, True)],
            "OVERFLIGHTS ALONG THE COAST NOT AFFECTED.",
        ),
        (
            "LIMA FIR (SPIM), EXCLUDING ROUTES UL1 AND UM2.",
            [("avoid", "SPIM", "SFC", "UNL", False, True)],
            "EXCLUDING ROUTES UL1 AND UM2.",
        ),
    ],
)
def test_exception_before_its_word(airspace: str, expected: list[tuple[Any, ...]], exception: str, told: Told) -> None:
    """What stands before "excluded" at the end is excepted: it limits nothing, least of all is it the airspace."""
    text = f"OPERATORS SHALL AVOID {airspace}"
    assert told(text, "Italy") == expected
    assert read(text, issuer="Italy").provisions[0].exceptions == (exception,)


@pytest.mark.parametrize(
    "reminder",
    [
        "and are reminded that FIR LA PAZ (SLLF) is to be avoided",
        "and note that Peru has recommended not to enter FIR LA PAZ (SLLF)",
    ],
)
def test_reach_ends_at_a_reminder(reminder: str, told: Told) -> None:
    """What an operator is only reminded of is no part of the airspace of the instruction before it."""
    text = f"Operators are recommended not to enter FIR LIMA (SPIM) {reminder}."
    assert told(text, "Germany") == [("avoid", "SPIM", "SFC", "UNL", False, False)]


@pytest.mark.parametrize(
    ("airspace", "expected"),
    [
        (
            "within FIR LIMA (SPIM) and within 150 NM of the boundary of FIR LIMA (SPIM)",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("avoid", "AREA", "SFC", "UNL", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) and the area within 30 NM of the border with Bolivia",
            [("avoid", "SPIM", "SFC", "UNL", False, False), ("avoid", "AREA", "SFC", "UNL", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) below FL250 as well as in airspace up to 30 NM from FIR LA PAZ (SLLF)",
            [("avoid", "SPIM", "SFC", "FL250", False, False), ("avoid", "AREA", "SFC", "UNL", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) and within 30 NM of its boundary below FL250",
            [("avoid", "SPIM", "SFC", "FL250", False, False), ("avoid", "AREA", "SFC", "FL250", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) within 30 NM of the border with Bolivia",
            [("avoid", "SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) and FIR LA PAZ (SLLF) within 30 NM of the border with Chile",
            [("avoid", "SLLF SPIM", "SFC", "UNL", True, False)],
        ),
        (
            "below FL250 and within 30 NM of the border with Bolivia in FIR LIMA (SPIM)",
            [("avoid", "SPIM", "SFC", "FL250", True, False)],
        ),
        (
            "in FIR LIMA (SPIM) to, from or within 30 NM of Cusco airport (SPZO)",
            [("avoid", "SPIM", "SFC", "UNL", True, False)],
        ),
    ],
)
def test_area_beside_a_region(airspace: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """An area at a distance that is joined to a FIR is another airspace; one without a joint limits the FIR."""
    assert told(f"Operators are recommended not to operate {airspace}.", "Germany") == expected


def test_area_beside_the_affected_airspace(told: Told) -> None:
    """An area at a distance beside the affected airspace is told beside it."""
    text = (
        "AFFECTED AIRSPACE: FIR Lima (SPIM), all altitudes.\nAFFECTED COUNTRIES: Peru\n"
        "RECOMMENDATIONS: Air operators should not operate within FIR Lima (SPIM) and within 80 NM of its boundary."
    )
    assert told(text, "EASA") == [
        ("avoid", "SPIM", "SFC", "UNL", False, False),
        ("avoid", "AREA", "SFC", "UNL", True, False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AIRCRAFT WHOSE FLIGHT PLAN INCLUDES AN AIRPORT IN BOLIVIA SHALL NOT ENTER PERUVIAN AIRSPACE.", "PE"),
        ("NO AIRCRAFT ARRIVING FROM AERODROMES IN BOLIVIA SHALL FLY IN THE AIRSPACE OF PERU.", "PE"),
        ("PERUVIAN OPERATORS SHALL NOT OPERATE TO AERODROMES IN BOLIVIA.", "BO"),
        ("PERUVIAN OPERATORS SHALL NOT OPERATE IN THE AIRSPACE OF CHILE INCLUDING AERODROMES IN BOLIVIA.", "BO CL"),
    ],
)
def test_country_of_an_aerodrome(text: str, expected: str, told: Told) -> None:
    """Where a flight comes from is not the airspace that it must not enter; where it must not go is."""
    assert told(text, "Peru") == [("prohibited", expected, "SFC", "UNL", False, False)]


@pytest.mark.parametrize("region", ["FIR LIMA (SPIM)", "THE LIMA FIR (SPIM)", "FIR PACIFIC (SPIM)"])
def test_aerodromes_within_a_region(region: str, told: Told) -> None:
    """A code behind aerodromes is that of the FIR in which they lie where FIR stands between them."""
    text = f"OPERATORS ARE PROHIBITED TO TAKE OFF FROM OR LAND AT AERODROMES WITHIN {region}."
    assert told(text, "Germany")[0][:2] == ("prohibited", "SPIM")


@pytest.mark.parametrize(
    ("where", "place", "partial"),
    [
        ("to or from Jorge Chavez International Airport (SPJC)", "AREA", True),
        ("to the aerodrome of Cusco (SPZO)", "AREA", True),
        ("to or from airports within the affected airspace", "SPIM", False),
        ("at any level, including when bound for Cusco airport (SPZO)", "SPIM", False),
    ],
)
def test_aerodrome_in_the_affected_airspace(where: str, place: str, partial: bool, told: Told) -> None:
    """An instruction that names an aerodrome alone is about that, not about all of the affected airspace."""
    text = (
        "AFFECTED AIRSPACE: FIR Lima (SPIM), all altitudes.\nAFFECTED COUNTRIES: Peru\n"
        f"RECOMMENDATIONS: Air operators should: Not operate {where}. Exercise caution within the airspace of Peru."
    )
    assert told(text, "EASA")[0] == ("avoid", place, "SFC", "UNL", partial, False)


@pytest.mark.parametrize("item", ["AND (2) THAT PORTION OF", "AND THAT PART OF", "(2) A PORTION OF"])
def test_item_behind_a_semicolon(item: str, told: Told) -> None:
    """An item of a list may begin with "that portion of" as well as with "the portion of"."""
    text = f"PERSONS ARE PROHIBITED FROM OPERATING IN (1) THE LIMA FIR (SPIM); {item} THE LA PAZ FIR (SLLF) WEST OF 66 DEGREES WEST LONGITUDE."
    assert told(text, "USA") == [
        ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ("prohibited", "SLLF", "SFC", "UNL", True, False),
    ]
    assert read(text, issuer="USA").fully_read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ROCKET FIRING WI LIMA FIR (SPIM) SOUTH OF LAT 1500S. ALL ACFT TO AVOID THE AREA BLW FL190.",
            [("avoid", "SPIM", "SFC", "FL190", True, False)],
        ),
        (
            "ROCKET FIRING WI LIMA FIR (SPIM). ALL ACFT TO AVOID THE FIR ABV FL190.",
            [("avoid", "SPIM", "FL190", "UNL", False, False)],
        ),
        (
            "ROCKET FIRING WI LIMA FIR (SPIM) AND LA PAZ FIR (SLLF). ACFT SHALL AVOID THE AIRSPACE BELOW FL190.",
            [("avoid", "SLLF SPIM", "SFC", "FL190", False, False)],
        ),
        (
            "LIMA FIR (SPIM) CLSD BLW FL100. EXPECT DELAYS. ACFT SHALL AVOID THE FIR BLW FL190.",
            [("prohibited", "SPIM", "SFC", "FL100", False, False), ("avoid", "SPIM", "SFC", "FL190", False, False)],
        ),
        (
            "FIRING WI 15NM OF 1200S07700W. ACFT SHALL AVOID THE AREA BLW FL190.",
            [("avoid", "AREA", "SFC", "FL190", True, False)],
        ),
        (
            "Q) SPIM/QWMLW/IV/BO/W/000/190/1200S07700W015 A) SPIM E) FIRING. ACFT SHALL AVOID THE AREA BLW FL190.",
            [("avoid", "SPIM", "SFC", "FL190", True, False)],
        ),
        (
            "LIMA FIR (SPIM) EAST OF 07500W CLOSED. FLIGHTS IN THE CLOSED AIRSPACE ARE SUSPENDED, EXCEPT STATE FLIGHTS.",
            [("prohibited", "SPIM", "SFC", "UNL", True, True)],
        ),
    ],
)
def test_airspace_of_the_sentence_before(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """What "the area", "the FIR" and "the closed airspace" mean is what was named before, or a part of the FIR of a NOTAM's head."""
    assert told(text, "Peru") == expected


@pytest.mark.parametrize(
    ("exception", "excepted"),
    [
        ("except that flights to Cusco may operate in FIR LIMA (SPIM) south of 1500S", "SPIM"),
        ("except the part of the airspace described in notices issued by the Republic of Bolivia", "SLLF"),
        ("except for flights to Bolivia", "SLLF SPIM"),
        ("except on published routes", "SLLF SPIM"),
    ],
)
def test_exception_of_one_region(exception: str, excepted: str, told: Told) -> None:
    """An exception that names one of several FIRs, or the country of a part, is none from the others."""
    found = told(f"Operators shall not operate in FIR LIMA (SPIM) or FIR LA PAZ (SLLF) {exception}.", "Canada")
    assert {code for one in found for code in one[1].split()} == {"SPIM", "SLLF"}
    assert [one[1] for one in found if one[5]] == [excepted]


@pytest.mark.parametrize(
    ("sentence", "excepted"),
    [
        ("FLIGHTS TO CUSCO IN FIR LIMA (SPIM) ARE EXCLUDED.", ["SPIM"]),
        ("ALL OTHER PARTS OF FIR LIMA (SPIM) ARE NOT AFFECTED.", []),
        ("HUMANITARIAN FLIGHTS ARE EXCLUDED.", ["SLLF"]),
    ],
)
def test_exception_in_its_own_sentence(sentence: str, excepted: list[str], told: Told) -> None:
    """A sentence that excepts goes with the FIR that it names; that the rest of a FIR is free excepts nothing."""
    text = (
        "OPERATORS ARE RECOMMENDED NOT TO ENTER FIR LIMA (SPIM) NORTH OF 1200S AND NOT TO ENTER FIR LA PAZ (SLLF) "
        f"BELOW FL290. {sentence}"
    )
    assert [one[1] for one in told(text, "Germany") if one[5]] == excepted


@pytest.mark.parametrize(
    ("airspace", "countries"),
    [
        ("the airspace of Peru, FIR Lima (SPIM), and Bolivia, FIR La Paz (SLLF)", "BO PE"),
        ("the airspace of Peru (FIR Lima (SPIM)) and Bolivia (FIR La Paz (SLLF))", "BO PE"),
        ("the airspace of Peru FIR Lima (SPIM)", "PE"),
        ("airspace Peru (FIR Lima SPIM)", "PE"),
        ("Peru FIR (SPIM)", ""),
        ("the airspace of Peru FIR and La Paz FIR (SLLF)", ""),
    ],
)
def test_country_with_its_region(airspace: str, countries: str) -> None:
    """A country whose FIR follows it, in brackets or not, is named as well as the next one; a FIR's name is no country."""
    (found,) = read(f"Operators are recommended to avoid {airspace}.", issuer="France").provisions
    assert " ".join(found.countries) == countries


def test_label_behind_a_country() -> None:
    """The label of the affected airspace makes no airspace of the country before it."""
    text = (
        "Information Note on the situation in the border area of Chile and Peru Airspace affected: FIR Lima (SPIM). "
        "Civil air operators are advised to take potential risk into account."
    )
    (found,) = read(text, issuer="EASA").provisions
    assert (found.firs, found.countries) == (("SPIM",), ())


@pytest.mark.parametrize(
    ("airspace", "place", "partial"),
    [
        ("the territory of Mali (FIR Niamey - DRRR)", "DRRR", True),
        ("the territory of Mali (FIR Niamey (DRRR))", "DRRR", True),
        ("the territory and airspace of Niger (FIR Niamey (DRRR))", "DRRR", False),
        ("the airspace of Mali (FIR Niamey - DRRR)", "DRRR", False),
        ("the territory of Peru (FIR Lima - SPIM)", "SPIM", False),
        ("the territory of Mali (FIR Niamey - DRRR) and FIR Lima (SPIM)", "DRRR SPIM", False),
    ],
)
def test_territory_within_a_wider_region(airspace: str, place: str, partial: bool, told: Told) -> None:
    """The territory of a country is a part of the FIR beside it where that covers other countries too."""
    text = f"Operators are recommended not to operate over {airspace} below FL260."
    assert told(text, "Germany") == [("avoid", place, "SFC", "FL260", partial, False)]


def test_country_of_a_heading(told: Told) -> None:
    """The country of a heading without a stop is none of the FIR that a ban names."""
    text = "SECURITY - HAZARDOUS SITUATION IN PERU CIVIL GERMAN AIR OPERATORS ARE PROHIBITED TO LAND AT AERODROMES WITHIN FIR LIMA (SPIM)."
    assert read(text, issuer="Germany").provisions[0].countries == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "THE AIRSPACE OF LIMA FIR (SPIM), EXCEPT ROUTE UM688, IS CLOSED.",
            [("prohibited", "SPIM", "SFC", "UNL", False, True)],
        ),
        ("LIMA FIR (SPIM) EXC AIRWAYS UL1 AND UM2 CLSD.", [("prohibited", "SPIM", "SFC", "UNL", False, True)]),
        ("LIMA FIR (SPIM), INCLUDING ALL AIRPORTS, IS CLSD.", [("prohibited", "SPIM", "SFC", "UNL", False, False)]),
        ("ALL AIRPORTS IN LIMA FIR (SPIM) EXC SPJC CLSD.", []),
        ("RWY 09 EXC LAST 300M CLSD.", []),
    ],
)
def test_closed_but_for_a_route(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """A route or aerodrome that is excepted from a closed airspace, or named with it, is not what alone is closed."""
    assert told(text, "Peru") == expected

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("issuer", "text", "expected"),
    [
        # an area that is closed
        ("Peru", "AN AREA AT PISCO CLOSED FOR ALL FLIGHTS", ("prohibited", "AREA", "SFC", "UNL", True, False)),
        (
            "Peru",
            "AN AREA FM COASTLINE TO 4KM WB CLSD TO ALL FLT, EXC SPJC.",
            ("prohibited", "AREA", "SFC", "UNL", True, True),
        ),
        (
            "Peru",
            "AIRSPACE CLSD WI CIRCLE RADIUS 7KM CENTRE 120000S0770000W.",
            ("prohibited", "AREA", "SFC", "UNL", True, False),
        ),
        (
            "Peru",
            "TEMPO RESTRICTED AREA ESTABLISHED WITHIN 2KM RADIUS OF 120000S0770000W. THIS AREA PROHIBITED TO ALL CIVIL AIRCRAFT.",
            ("prohibited", "AREA", "SFC", "UNL", True, False),
        ),
        # not available
        (
            "Peru",
            "LIMA FIR (SPIM) NORTH OF 1200S NOT AVAILABLE FOR ALL TRAFFIC DUE TO MISSILE TESTS.",
            ("prohibited", "SPIM", "SFC", "UNL", True, False),
        ),
        (
            "Peru",
            "FIR LIMA (SPIM) NOT AVBL FOR OVERFLYING TFC ABOVE FL240",
            ("prohibited", "SPIM", "FL240", "UNL", False, False),
        ),
        (
            "Peru",
            "AIRSPACE OF LIMA FIR (SPIM) WILL NOT BE AVAILABLE FOR ALL FLIGHTS.",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "LIMA FIR (SPIM) SHALL NOT BE MADE AVAILABLE TO ANY OPERATOR BELOW FL240.",
            ("prohibited", "SPIM", "SFC", "FL240", False, False),
        ),
        ("Peru", "FIR LIMA (SPIM) IS NOT AVAILABLE.", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Peru",
            "AIRSPACE OF PERU TEMPORARILY NOT AVBL DUE TO SECURITY REASONS.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        ("Peru", "ENTRY INTO LIMA FIR (SPIM) NOT POSSIBLE.", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Peru",
            "OVERFLIGHT OF LIMA FIR (SPIM) WILL NOT BE AVBL.",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        # the reason first
        (
            "Peru",
            "DUE TO MILITARY ACTIVITIES LIMA FIR (SPIM) IS CLOSED FOR ALL FLIGHTS UNTIL FURTHER NOTICE.",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "DUE TO MIL EXERCISE, THE LIMA FIR (SPIM) IS CLSD BELOW FL260.",
            ("prohibited", "SPIM", "SFC", "FL260", False, False),
        ),
        (
            "Peru",
            "DUE TO MILITARY EXERCISE OFF THE COAST, ALL FLIGHTS WITHIN LIMA FIR (SPIM) ARE SUSPENDED.",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "BECAUSE OF MISSILE FIRINGS AIRSPACE OF PERU CLOSED TO ALL TRAFFIC.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        # all routes
        ("Peru", "ALL ATS ROUTES WITHIN LIMA FIR (SPIM) CLSD.", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Peru",
            "ALL AIRWAYS WI LIMA FIR (SPIM) ARE CLOSED BELOW FL240.",
            ("prohibited", "SPIM", "SFC", "FL240", False, False),
        ),
        # nobody may
        (
            "UK",
            "NO UK CIVIL OPERATOR SO SERVED MAY ENTER FIR LIMA (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "USA",
            "No U.S. air carrier may operate in the Lima FIR (SPIM) below FL320.",
            ("prohibited", "SPIM", "SFC", "FL320", False, False),
        ),
        (
            "USA",
            "No U.S.-registered aircraft may be operated in the Lima FIR (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Germany",
            "NO GERMAN AIR CARRIER IS ALLOWED TO ENTER FIR LIMA (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        ("Canada", "No Canadian operator should enter FIR Lima (SPIM).", ("avoid", "SPIM", "SFC", "UNL", False, False)),
        ("Peru", "LIMA FIR (SPIM) UNAVAILABLE FOR ALL FLIGHTS", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Peru",
            "PERUVIAN AIRSPACE IS NOT AVBL FOR CHILEAN REGISTERED ACFT.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        ("Peru", "LIMA FIR (SPIM) WILL NOT ACCEPT ANY TRAFFIC", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        # denied, refused, not allowed
        (
            "Peru",
            "PERMISSION TO LAND IN OR OVERFLY THE TERRITORY OF PERU SHALL BE DENIED TO AIRCRAFT OF CHILEAN CARRIERS.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        ("Peru", "ENTRY INTO LIMA FIR (SPIM) IS DENIED", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        ("Peru", "OVERFLIGHT OF THE TERRITORY OF PERU IS REFUSED.", ("prohibited", "PE", "SFC", "UNL", False, False)),
        ("Peru", "NO OVERFLIGHTS ALLOWED IN LIMA FIR (SPIM)", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Peru",
            "CHILEAN AIRLINES ARE NOT ALLOWED TO USE PERU AIRSPACE.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        # a ban as a noun
        (
            "Peru",
            "FORMAL BAN ON OVERFLIGHTS AND LANDING ON THE TERRITORY OF PERU FOR ALL CIVIL AIRCRAFT.",
            ("prohibited", "PE", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "TOTAL FLIGHT BAN IN LIMA FIR (SPIM) BELOW FL250",
            ("prohibited", "SPIM", "SFC", "FL250", False, False),
        ),
        (
            "Peru",
            "A NO-FLY ZONE IS ESTABLISHED WITHIN 50NM OF PISCO",
            ("prohibited", "AREA", "SFC", "UNL", True, False),
        ),
        # flights suspended
        ("Peru", "ALL FLIGHT OPS IN FIR LIMA (SPIM) ARE HALTED", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        (
            "Canada",
            "Canadian air operators shall cease all operations in FIR Lima (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "UK",
            "UK operators must refrain from operating in FIR LIMA (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Peru",
            "LIMA FIR (SPIM) CLOSED, OPERATION OF ALL FLT SUSPENDED EXCEPT THOSE FLT ENGAGED IN HOSP AND SAR.",
            ("prohibited", "SPIM", "SFC", "UNL", False, True),
        ),
        # shall not be used
        (
            "Germany",
            "FIR LIMA (SPIM) SHALL NOT BE ENTERED BY GERMAN OPERATORS BELOW FL260.",
            ("prohibited", "SPIM", "SFC", "FL260", False, False),
        ),
        (
            "Greece",
            "GREEK AIR CARRIERS SHALL NOT CONDUCT OPS IN FIR LIMA (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        # to and from a place
        (
            "USA",
            "ALL FLIGHT OPERATIONS TO, FROM OR WITHIN 25 NAUTICAL MILES OF CUSCO AIRPORT (SPZO) BELOW 10,000 FEET MSL ARE PROHIBITED DUE TO GUNFIRE.",
            ("prohibited", "AREA", "SFC", "10000FT AMSL", True, False),
        ),
        # advice in the same words
        (
            "EASA",
            "Operations to, from and within the airspace of Peru should be suspended.",
            ("avoid", "PE", "SFC", "UNL", False, False),
        ),
        (
            "EASA",
            "Air operators should suspend flights within FIR Lima (SPIM).",
            ("avoid", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "EASA",
            "It is recommended that flights within FIR Lima (SPIM) be suspended.",
            ("avoid", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "UK",
            "UK operators are advised against all flights within FIR LIMA (SPIM).",
            ("avoid", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "EASA",
            "Flights within FIR Lima (SPIM) should not be planned below FL260.",
            ("avoid", "SPIM", "SFC", "FL260", False, False),
        ),
    ],
)
def test_closing(issuer: str, text: str, expected: tuple[Any, ...], told: Told) -> None:
    """An airspace is closed in many words: closed, not available, suspended, denied, banned, not to be used."""
    assert told(text, issuer) == [expected]
    assert read(text, issuer=issuer).fully_read or "RESTRICTED AREA" in text


@pytest.mark.parametrize(
    "text",
    [
        "TWY B CLSD TO ALL TFC.",
        "PARKING AREA NORTH CLSD TO ALL ACFT.",
        "PUSHBACK AREA NEAR TWY C PROHIBITED TO WIDE BODY ACFT.",
        "RWY 09 SHALL NOT BE USED BY ANY FLIGHT.",
        "ALL AIRPORTS IN WEST PART OF LIMA FIR (SPIM) ARE CLOSED, ALL PREVIOUS PERMISSIONS ARE SUSPENDED.",
        "ALL MIL ACT SUSPENDED WITHIN THE MENTIONED AREA.",
        "CPDLC WITHIN LIMA FIR (SPIM) NOT AVAILABLE.",
        "LIMA FIR VHF 123.4 NOT AVBL.",
        "RADAR SERVICE NOT AVAILABLE IN LIMA FIR (SPIM).",
        "ATS ROUTES UL1 AND UL2 WITHIN LIMA FIR (SPIM) CLSD.",
        "ALL ATS ROUTES CONNECTING TO VOR CHI CLSD.",
        "THERE ARE NO LONGER DELAYS AND AIRCRAFT MAY ENTER LIMA FIR (SPIM).",
        "NO RESTRICTIONS APPLY TO AIRCRAFT WHICH MAY OPERATE IN LIMA FIR (SPIM).",
        "DUE TO EXERCISE RWY 09 CLSD WITHIN LIMA FIR (SPIM).",
        "DUE TO MILITARY ACTIVITY ATS ROUTE UL1 WITHIN LIMA FIR (SPIM) CLSD.",
        "ATS ROUTE UL1 CLSD FOR FLIGHTS TRANSITING LIMA FIR.",
        "CROSSING CLEARANCE THROUGH LIMA TMA MAY BE DENIED DUE TO TRAFFIC.",
        "ALL TRAFFIC VIA UL1: 20NM LONGITUDINAL SPACING IS SUSPENDED.",
    ],
)
def test_not_closing(text: str, told: Told) -> None:
    """A runway, a route, a stand, a service or an activity that is closed or suspended closes no airspace."""
    assert [force for force, *_ in told(text, "Peru") if force in ("prohibited", "avoid")] == []


@pytest.mark.parametrize(
    "text",
    [
        "ALL FLIGHTS SUSPENDED EXCEPT THOSE ENGAGED IN SAR.",
        "ALL OPERATORS ARE REQUESTED TO AVOID IT.",
        "CLOSED FOR ALL FLIGHTS.",
    ],
)
def test_without_an_airspace(text: str) -> None:
    """A closure or a request to avoid whose airspace is not found is unread, never dropped."""
    reading = read(text, issuer="Peru")
    assert reading.provisions == ()
    assert not reading.fully_read


def test_scheduled_is_no_fir(told: Told) -> None:
    """SKED in the text of a notice is the word "scheduled", and in brackets or beside FIR the code of Bogota."""
    text = "AIRSPACE CLSD WI CIRCLE RADIUS 5KM CENTRE 120000S0770000W. SKED DOM FLT NOT AFFECTED."
    assert [where for _, where, *_ in told(text, "Peru")] == ["AREA"]
    assert [where for _, where, *_ in told("FIR BOGOTA (SKED) CLOSED", "Colombia")] == ["SKED"]
    assert [where for _, where, *_ in told("BOGOTA FIR SKED CLOSED", "Colombia")] == ["SKED"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO FLIGHTS WITHIN LIMA FIR (SPIM).", ("prohibited", "SPIM", "SFC", "UNL", False, False)),
        ("NO FLT BELOW FL280 IN LIMA FIR (SPIM).", ("prohibited", "SPIM", "SFC", "FL280", False, False)),
        ("SECURITY NOTICE: NO OVERFLIGHTS OF PERU ABOVE FL200.", ("prohibited", "PE", "FL200", "UNL", False, False)),
        (
            "NO OVERFLYING ACTIVITY IS PERMISSIBLE WITHIN LIMA FIR (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        ("OVERFLYING LIMA FIR (SPIM) BLW FL240 NOT APPROVED.", ("prohibited", "SPIM", "SFC", "FL240", False, False)),
        ("MNM FLT LVL IN LIMA FIR (SPIM) IS FL280.", ("avoid", "SPIM", "SFC", "FL280", False, False)),
        (
            "LOWEST USABLE FLIGHT LEVEL FOR FLIGHTS OVER PERU: FL 300.",
            ("avoid", "PE", "SFC", "FL300", False, False),
        ),
    ],
)
def test_telegraph_style(text: str, expected: tuple[Any, ...], told: Told) -> None:
    """A ban or a lowest level that is given in the fewest words is one."""
    assert told(text, "Peru") == [expected]
    assert read(text, issuer="Peru").fully_read


@pytest.mark.parametrize(
    "text",
    [
        "No flights in FIR LIMA (SPIM) were affected.",
        "NO OVERFLIGHT OF THE CONSTRUCTION SITE BELOW 500FT.",
        "MNM FLT LVL FOR ROUTE UL1 IN LIMA FIR (SPIM) IS FL280.",
        "MINIMUM ALTITUDE 5000FT.",
    ],
)
def test_telegraph_style_of_something_else(text: str, told: Told) -> None:
    """What is told of routes and sites, or of no flights that something happens to, closes no airspace."""
    assert told(text, "Peru") == []


@pytest.mark.parametrize(
    "text",
    [
        "NOTAM A0777/31 CLOSING FIR LIMA (SPIM) EXTENDED UNTIL 31 DECEMBER 2031.",
        "THE VALIDITY OF NOTAM A0777/31 CONCERNING FIR LIMA (SPIM) IS EXTENDED UNTIL 31 DECEMBER 2031.",
    ],
)
def test_a_measure_that_is_only_extended_is_shown(text: str) -> None:
    """What extends a measure whose words stand elsewhere tells nothing that could be read, and is never silent."""
    reading = read(text, issuer="Peru")
    assert ([one.words for one in reading.unread], reading.provisions) == ([text], ())

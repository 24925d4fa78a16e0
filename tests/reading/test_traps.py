from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.model import Force
from advisories.reading import read
from advisories.reading.kinds import ReadingKind

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    "quoting",
    [
        "NOTAM KICZ A0777/20, which prohibits U.S. civil aviation operations in the Lima FIR (SPIM), remains in effect until further notice.",
        "SFAR No. 199, prohibition against certain flights in the Lima FIR (SPIM), remains in effect.",
        "Operators are reminded that operations within FIR Lima (SPIM) are prohibited in accordance with directive SD-2031-02.",
        'The notice of that State reads: "All operators are prohibited from entering FIR Lima (SPIM)."',
        "QUOTE ALL FLIGHTS ARE PROHIBITED FROM OPERATING IN FIR LIMA (SPIM) UNQUOTE",
        "Other States have prohibited their operators from entering FIR Lima (SPIM).",
        "It is recalled that the airspace of FIR Lima (SPIM) is closed.",
        "The following bulletins remain in effect with recommendations not to operate at all levels: bulletin on FIR Lima (SPIM).",
        "In case a State has implemented measures prohibiting flights in FIR Lima (SPIM), flight plans should be rejected.",
        "Operators are no longer prohibited from entering FIR Lima (SPIM).",
        "The FAA may prohibit operations in FIR Lima (SPIM) if the situation deteriorates.",
        "The airspace of Peru is closed for civil aviation.",
        "THE LIMA FIR (SPIM) REMAINS CLOSED.",
        "Operators should have plans to avoid FIR Lima (SPIM).",
        "Operators unable to avoid FIR Lima (SPIM) should call the operations center.",
        "Aircraft avoiding FIR Lima (SPIM) may cause congestion.",
        "Avoid diversions to aerodromes in FIR Lima (SPIM).",
    ],
)
def test_quoted_prohibition(quoting: str, told: Told) -> None:
    """A prohibition that is quoted, recalled, lifted or of somebody else does not become one of this text."""
    text = f"Operators are advised to exercise caution within FIR La Paz (SLLF). {quoting}"
    assert told(text, "USA") == [("caution", "SLLF", "SFC", "UNL", False, False)]


def test_reported_closure() -> None:
    """That another State has closed its airspace is a report, which is shown as unread and never as a ban of the issuer."""
    text = "The airspace of Peru is closed for civil aviation. Exercise caution in FIR La Paz (SLLF)."
    reading = read(text, issuer="EASA")
    assert [one.why for one in reading.unread] == ["a closure by another State is reported"]
    assert [one.force for one in read(text, issuer="Peru").provisions] == [Force.PROHIBITED, Force.CAUTION]


def test_decision_is_not_an_instruction(told: Told) -> None:
    """A choice that is left to operators ("a decision ... not to operate") is no recommendation to stay out."""
    text = (
        "EASA recommends air operators to implement a stringent risk assessment for flights within the airspace of Peru. "
        "Its outcome should allow to determine the risk, resulting in a decision: 1) to continue; or 2) not to operate in the airspace of Peru."
    )
    assert [force for force, *_ in told(text, "EASA")] == ["caution"]


@pytest.mark.parametrize(
    "place",
    [
        "up to 200 NM outside FIR DAMASCUS (OSTT)",
        "within 200 nautical miles of the DAMASCUS FIR (OSTT)",
        "within 100NM of the boundary with FIR DAMASCUS (OSTT)",
        "in airspace adjacent to the DAMASCUS FIR (OSTT)",
    ],
)
def test_reference_point(place: str, told: Told) -> None:
    """A FIR that a distance is measured from is not itself the airspace."""
    found = told(f"Operators are advised to take potential risk into account when operating {place}.", "UK")
    assert [(force, where) for force, where, *_ in found] == [("caution", "AREA")]


def test_reference_beside_airspace(told: Told) -> None:
    """The FIRs around a reference point are the airspace, the reference point is not."""
    text = "Operators are advised to take risk into account within 100NM of FIR LIMA (SPIM) within FIR BOGOTA (SKED) and FIR LA PAZ (SLLF)."
    assert told(text, "UK") == [("caution", "SKED SLLF", "SFC", "UNL", True, False)]


def test_at_or_below_and_below() -> None:
    """A limit "at or below" includes the level, one "below" does not, and neither is ever the other."""
    at = read("Operators should not operate in FIR LIMA (SPIM) at or below FL 260.", issuer="EASA").provisions[0].upper
    below = read("Operators should not operate in FIR LIMA (SPIM) below FL 260.", issuer="EASA").provisions[0].upper
    assert (str(at), str(below)) == ("FL 260", "FL 260")
    assert at != below


def test_height_and_flight_level() -> None:
    """A height above ground is never a flight level, nor an altitude above the sea."""
    limits = [
        str(read(f"Operators should not enter FIR LIMA (SPIM) below {level}.", issuer="UK").provisions[0].upper)
        for level in ("FL250", "25,000 FT AGL", "25,000 FT AMSL", "25000 FEET ABOVE GROUND LEVEL")
    ]
    assert limits == ["FL 250", "25,000 ft AGL", "25,000 ft AMSL", "25,000 ft AGL"]


def test_recommendation_before_affected_airspace(told: Told) -> None:
    """Where the affected airspace and the recommendation name different levels, those of the recommendation hold."""
    text = (
        "SUBJECT: Airspace of Peru AFFECTED AIRSPACE: FIR Lima (SPIM), below FL 260. AFFECTED COUNTRIES: Peru "
        "RECOMMENDATIONS: Air operators should: Not operate in the airspace of Peru at or below FL 240."
    )
    assert told(text, "EASA") == [("avoid", "SPIM", "SFC", "FL240", False, False)]


def test_several_countries_by_name(told: Told) -> None:
    """Countries named without codes stand for the FIRs that the same bulletin puts beside them."""
    text = (
        "AFFECTED AIRSPACE: All levels in the airspace of: Peru (Lima FIR – SPIM), Chile (Santiago FIR – SCEZ) and Bolivia (FIR La Paz – SLLF). "
        "RECOMMENDATIONS: Air operators should: Not operate within the affected airspace of Peru and Chile. "
        "Exercise caution when operating within the airspace of Bolivia."
    )
    assert told(text, "EASA") == [
        ("avoid", "SCEZ SPIM", "SFC", "UNL", False, False),
        ("caution", "SLLF", "SFC", "UNL", False, False),
    ]


def test_pointer() -> None:
    """A notice that only says which rule applies is a pointer, without provisions of its own."""
    text = (
        "UNITED STATES OF AMERICA FLIGHT PROHIBITION AGAINST CERTAIN FLIGHTS IN THE LIMA FIR (SPIM). 14 CFR 91.1999 SFAR NO. 199 "
        "PROHIBITION AGAINST CERTAIN FLIGHTS IN THE LIMA FIR (SPIM) WAS PUBLISHED IN THE FEDERAL REGISTER ON 3 OCT 2031. "
        "OPERATORS ARE DIRECTED TO READ THE FULL CONTENT OF THE RULE."
    )
    reading = read(text, issuer="FAA", reference="KICZ A0777/31")
    assert (reading.kind, reading.provisions) == (ReadingKind.POINTER, ())
    assert "SFAR NO. 199" in reading.links.points_to


def test_background() -> None:
    """An information note of the FAA is background, whatever it reports of other measures."""
    text = "Title: FAA Information Note - Peru - Rockets near Lima. Operators are advised to exercise caution in the airspace of Peru."
    reading = read(text, issuer="USA", reference="FAA Information Note Peru")
    assert (reading.kind, reading.provisions, reading.applies_to) == (ReadingKind.BACKGROUND, (), ("US",))


def test_information_note_of_easa() -> None:
    """An information note of EASA gives advice and is a measure."""
    text = "Information Note. Airspace affected: Airspace above the territory of Peru (FIR Lima – SPIM), below FL 240 Civil air operators are advised to take potential risk into account."
    reading = read(text, issuer="EASA")
    assert reading.kind is ReadingKind.MEASURE
    assert [(p.force, p.firs, p.countries, str(p.upper)) for p in reading.provisions] == [
        (Force.CAUTION, ("SPIM",), ("PE",), "FL 240")
    ]


@pytest.mark.parametrize(
    ("printed", "doubt"),
    [
        ("FIR LIMA (SPIX)", "fir-unknown"),
        ("FIR LIMA (SLLF)", "fir-name"),
        ("FIR LIMA (SРIM)", "fir-letters"),
    ],
)
def test_wrong_code(printed: str, doubt: str) -> None:
    """A wrong code is kept as printed and doubted, with the FIR that the name beside it means."""
    reading = read(f"Operators are recommended not to enter {printed}.", issuer="UK")
    assert [one.code for one in reading.doubts] == [doubt]
    assert reading.provisions[0].firs != ()


def test_fir_by_name_only() -> None:
    """A FIR named without its code is still known by its code, as resolved, not as printed."""
    reading = read("Operators are advised not to enter KHARTOUM FIR within the airspace of Sudan.", issuer="Iran")
    assert [(p.firs, p.countries, p.partial) for p in reading.provisions] == [(("HSSS",), ("SD",), True)]


def test_aerodromes_are_no_firs(told: Told) -> None:
    """Codes of aerodromes are never taken for FIRs."""
    text = "Operators are recommended not to enter FIR LIMA (SPIM) when bound for Cusco airport (SPZO) or CIX / SPHI."
    assert told(text, "UK") == [("avoid", "SPIM", "SFC", "UNL", False, False)]


def test_emergency_and_authorised_flights(told: Told) -> None:
    """What an emergency or an authorisation allows is neither a provision nor an exception."""
    text = (
        "Persons are prohibited from operating in the LIMA FIR (SPIM). B. PERMITTED OPERATIONS. This NOTAM does not prohibit persons from conducting "
        "flight operations in the area when authorized by another agency. C. In an emergency the pilot in command may deviate from this NOTAM."
    )
    assert told(text, "USA") == [("prohibited", "SPIM", "SFC", "UNL", False, False)]


def test_response_measure() -> None:
    """A ban in answer to another State's ban is told to that State's operators, and the other ban is only quoted."""
    text = (
        "AS RESPONSE MEASURE TO THE DECISION OF PERU THAT ALL AIRCRAFT REGISTERED IN RUSSIA ARE PROHIBITED FROM ENTERING THE AIRSPACE OF PERU, "
        "THE AUTHORITIES HEREBY NOTIFY THAT ALL AIRCRAFT REGISTERED IN PERU ARE PROHIBITED FROM ENTERING THE AIRSPACE OF THE RUSSIAN FEDERATION."
    )
    reading = read(text, issuer="Russia")
    assert [(p.force, p.countries) for p in reading.provisions] == [(Force.PROHIBITED, ("RU",))]
    assert (reading.kind, reading.applies_to) == (ReadingKind.OTHER, ("PE",))


def test_routing_advice_is_a_duty(told: Told) -> None:
    """Advice to keep off routes near a border "whenever possible" asks for care in routing, not to stay out of a FIR."""
    text = "Operators should exercise caution in the LIMA FIR (SPIM). Avoid air routes nearest to the LA PAZ FIR (SLLF) boundary whenever possible."
    assert told(text, "USA") == [("caution", "SPIM", "SFC", "UNL", False, False)]
    assert [one.sort for one in read(text, issuer="USA").duties] == ["routing"]


@pytest.mark.parametrize(
    "clause",
    [
        "Operators shall suspend the carriage of lithium cells.",
        "Crews must keep all window shades closed on the ground.",
        "It is forbidden to carry passengers standing in the aisle.",
    ],
)
def test_unread(clause: str) -> None:
    """An operative clause that no rule understands is shown as unread, never dropped."""
    reading = read(f"Operators are advised to take risk into account within FIR LIMA (SPIM). {clause}", issuer="UK")
    assert [one.words for one in reading.unread] == [clause]
    assert not reading.fully_read


def test_region_left() -> None:
    """A FIR that a sentence names beside the one that its instruction is about is shown, never left out in silence."""
    text = "Aircraft flying within FIR LIMA (SPIM) shall avoid FIR LA PAZ (SLLF)."
    reading = read(text, issuer="UK")
    assert [one.firs for one in reading.provisions] == [("SLLF",)]
    assert [one.why for one in reading.unread] == ["a region of which nothing was read"]


def test_too_long() -> None:
    """What stands behind the longest text that is read is reported as not read."""
    text = "Operators are recommended not to enter FIR LIMA (SPIM). " + "x " * 100_000
    reading = read(text, issuer="UK")
    assert [one.why for one in reading.unread] == ["text longer than 120,000 characters"]


def test_named_seas_are_no_countries(told: Told) -> None:
    """A sea or gulf that has a country's name does not name the country."""
    found = told("Operators are advised to exercise caution over the waters of the Gulf of Oman.", "UK")
    assert found == [("caution", "AREA", "SFC", "UNL", False, False)]


def test_heading_is_not_the_airspace() -> None:
    """A country in a heading beside a FIR code is not named by the provision."""
    text = "SECURITY - HAZARDOUS SITUATION IN PERU UK operators are recommended not to enter FIR LIMA (SPIM)."
    assert read(text, issuer="UK").provisions[0].countries == ()


def test_use_of_a_route(told: Told) -> None:
    """That a route within a forbidden airspace is not authorised is no second ban, and is not lost."""
    text = "No person may conduct flight operations in the LIMA FIR (SPIM). Use of jet route UL1 is not authorized."
    assert told(text, "USA") == [("prohibited", "SPIM", "SFC", "UNL", False, False)]
    assert [one.sort for one in read(text, issuer="USA").duties] == ["aerodromes and routes"]


def test_permitted_route(told: Told) -> None:
    """What a rule does not prohibit on an airway is an exception from it, also where authorised flights are named too."""
    text = (
        "No person may conduct flight operations in the LIMA FIR (SPIM). (c) This section does not prohibit persons from conducting flight "
        "operations in the LIMA FIR (SPIM) on airway UL1 over the sea, or when such operations are authorized by another agency."
    )
    assert told(text, "USA") == [("prohibited", "SPIM", "SFC", "UNL", False, True)]


@pytest.mark.parametrize(
    "who", ["US operators and FAA airmen", "Those persons described in paragraph A (applicability) below"]
)
def test_own_airspace_own_operators(who: str) -> None:
    """A State that names its own operators over airspace that it serves itself does not speak to everyone."""
    text = f"{who} are prohibited from operating at all altitudes in the San Juan Flight Information Region (TJZS)."
    (told,) = read(text, issuer="FAA").provisions
    assert told.addressees.certificate_states == ("US",)


_WRAPPED = "THIS NOTAM IS PUBLISHED BY CHILE. NOTE THAT IT DOES NOT COMPLY WITH ANNEX 15. QUOTE {} UNQUOTE"
_CAUTION = "OPERATORS ARE ADVISED TO EXERCISE CAUTION IN FIR LA PAZ (SLLF)."


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        ("LIMA FIR (SPIM) CLSD BELOW FL260", ("prohibited", "SPIM", "SFC", "FL260", False, False)),
        (
            "FOR SAFETY REASONS ONLY: AIRSPACE CLSD WI CIRCLE RADIUS 2KM CENTRE 120000S0770000W",
            ("prohibited", "AREA", "SFC", "UNL", True, False),
        ),
        ("ALL FLIGHTS SHALL AVOID LIMA FIR (SPIM).", ("avoid", "SPIM", "SFC", "UNL", False, False)),
    ],
)
def test_wrapped_notice(notice: str, expected: tuple[Any, ...], told: Told) -> None:
    """What a State wraps in QUOTE and UNQUOTE is its notice where nothing operative stands outside."""
    assert told(_WRAPPED.format(notice), "Peru") == [expected]
    relayed = read(_WRAPPED.format(notice), issuer="UK")
    assert relayed.provisions == ()
    assert relayed.unread
    assert told(f"QUOTE {notice} UNQUOTE", "Peru") == told(notice, "Peru")


@pytest.mark.parametrize("issuer", ["UK", "EASA", "Peru", "Chile", "nobody"])
@pytest.mark.parametrize("marks", ["QUOTE {} UNQUOTE", '"{}"', "«{}»"])
def test_quotation_is_shown(marks: str, issuer: str) -> None:
    """An instruction that an advisory quotes from somebody else never becomes one, and is shown as unread."""
    quotation = "CHILE WROTE: " + marks.format("ALL FLIGHTS ARE PROHIBITED IN FIR LIMA (SPIM)")
    for text in (f"{_CAUTION} {quotation}.", f"{quotation}. {_CAUTION}"):
        reading = read(text, issuer=issuer)
        assert [(one.force, one.firs) for one in reading.provisions] == [(Force.CAUTION, ("SLLF",))]
        assert [one.why for one in reading.unread] == ["an instruction is quoted"]


def test_own_notice_wrapped() -> None:
    """What an authority wraps and tells its own operators is its measure."""
    text = "SECURITY IN PERU. QUOTE UK OPERATORS ARE PROHIBITED FROM ENTERING FIR LIMA (SPIM) UNQUOTE"
    assert [(one.force, one.firs) for one in read(text, issuer="UK").provisions] == [(Force.PROHIBITED, ("SPIM",))]

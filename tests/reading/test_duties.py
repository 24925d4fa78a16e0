"""Words of keeping out are read as such, or shown; a duty in their sentence hides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]
WHY = "it may keep operators out"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators should remain clear of FIR LIMA (SPIM) and monitor NOTAM.",
            ("avoid", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Crews must stay out of the airspace of Peru and report any incident.",
            ("avoid", "PE", "SFC", "UNL", False, False),
        ),
        (
            "Keep well clear of the Lima Flight Information Region (SPIM) below FL240.",
            ("avoid", "SPIM", "SFC", "FL240", False, False),
        ),
        (
            "Aircraft are requested to stay away from FIR LIMA (SPIM) above FL300.",
            ("avoid", "SPIM", "FL300", "UNL", False, False),
        ),
        ("ALL ACFT REMAIN CLEAR OF FIR LIMA (SPIM).", ("avoid", "SPIM", "SFC", "UNL", False, False)),
        (
            "Steer clear of the airspace over Peru and call the operations center.",
            ("avoid", "PE", "SFC", "UNL", False, False),
        ),
    ],
)
def test_remain_clear(text: str, expected: tuple[Any, ...], told: Told) -> None:
    """To remain clear of a FIR or of the airspace of a country is to avoid it, at the levels that stand beside it."""
    assert told(text, "UK") == [expected]
    assert read(text, issuer="UK").fully_read


@pytest.mark.parametrize(
    "text",
    [
        "Operators should reroute around FIR LIMA (SPIM) and carry additional fuel.",
        "Operators are asked to fly around Peru and to contact their authority.",
        "Operators should remain outside the Lima FIR and monitor all NOTAM.",
        "Crews are advised not to take off for Cusco in FIR LIMA (SPIM) and to report drones.",
        "All traffic must remain clear of the area and contact Lima on 128.1.",
        "Due to a potential risk to flights from rockets operators should bypass FIR LIMA (SPIM).",
        "Avoid routes close to the boundary of FIR LIMA (SPIM) where practicable.",
        "Operators should exclude FIR LIMA (SPIM) from their flight planning.",
    ],
)
def test_no_duty_hides_words_of_keeping_out(text: str) -> None:
    """A sentence that may keep operators out of a region is shown, whatever else it asks for."""
    assert [one.why for one in read(text, issuer="UK").unread] == [WHY]


@pytest.mark.parametrize(
    "text",
    [
        "Operators unable to remain clear of FIR LIMA (SPIM) should call the operations center.",
        "Crews in FIR LIMA (SPIM) should avoid delays and report them.",
        "Operators should monitor NOTAM for FIR LIMA (SPIM) and carry additional fuel.",
        "Pilots flying in FIR LIMA (SPIM) must remain clear of cloud and contact Lima.",
    ],
)
def test_a_duty_alone_is_one(text: str) -> None:
    """A duty that keeps nobody out of a region is a duty."""
    reading = read(text, issuer="UK")
    assert (reading.provisions, reading.unread) == ((), ())
    assert reading.duties


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Crews should avoid flying in the Lima FIR (SPIM) below FL240 whenever possible.",
            ("avoid", "SPIM", "SFC", "FL240", False, False),
        ),
        (
            "Operators are advised to avoid the airspace of Peru and Chile where practicable.",
            ("avoid", "CL PE", "SFC", "UNL", False, False),
        ),
        (
            "Operators should avoid, if possible, the airspace of Peru.",
            ("avoid", "PE", "SFC", "UNL", False, False),
        ),
        ("FIR LIMA (SPIM) should be avoided wherever feasible.", ("avoid", "SPIM", "SFC", "UNL", False, False)),
    ],
)
def test_avoid_whenever_possible(text: str, expected: tuple[Any, ...], told: Told) -> None:
    """A wish to avoid a FIR or a country whenever possible is advice to avoid it."""
    assert told(text, "USA") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Avoid airways nearest to the LIMA FIR (SPIM) boundary whenever possible.",
        "Avoid the boundary of FIR LIMA (SPIM), where practicable.",
        "Avoid voice reports within FIR LIMA (SPIM) whenever possible.",
    ],
)
def test_avoid_what_is_no_airspace_whenever_possible(text: str, told: Told) -> None:
    """A wish to avoid routes or reports is a duty, and is shown as it names a region."""
    reading = read(text, issuer="USA")
    assert told(text, "USA") == []
    assert [one.why for one in reading.unread] == [WHY]
    assert reading.duties


@pytest.mark.parametrize(
    "text",
    [
        "LIMA FIR (SPIM) AVAILABLE ONLY FOR STATE AND RELIEF FLIGHTS.",
        "ONLY MEDICAL FLIGHTS ARE ALLOWED IN FIR LIMA (SPIM).",
        "TRANSIT OPS IN LIMA FIR (SPIM) RESTRICTED TO STATE FLIGHTS.",
        "OVERFLIGHTS OF LIMA FIR (SPIM) AUTHORIZED AT OR ABOVE FL300 ONLY.",
        "LIMA FIR (SPIM) OPEN EXC SOUTH OF 1400S.",
        "THE AIRSPACE OF PERU IS OPEN FOR ALL TRAFFIC OTHER THAN CHILEAN AIRCRAFT.",
        "NO FLIGHTS IN FIR LIMA (SPIM) WITHOUT PERMISSION.",
        "OVERFLIGHTS OF LIMA FIR (SPIM) PERMITTED FOR STATE AIRCRAFT ONLY, CONTACT LIMA ACC.",
    ],
)
def test_permission_for_some_only(text: str, told: Told) -> None:
    """Who is not among those that may fly may be kept out: no rule reads it, so it is shown."""
    reading = read(text, issuer="Peru")
    assert told(text, "Peru") == []
    assert len(reading.unread) == 1


@pytest.mark.parametrize(
    "text",
    [
        "RWY 15 AVAILABLE ONLY FOR DEPARTURES TO LIMA FIR.",
        "LIMA FIR (SPIM) OPEN FOR ALL FLIGHTS.",
        "CPDLC SERVICES IN LIMA FIR (SPIM) AVBL ONLY BY DAY.",
        "No flights in FIR Lima (SPIM) are affected.",
    ],
)
def test_permission_that_keeps_nobody_out(text: str, told: Told) -> None:
    """What is said of the ground, of services or of everyone keeps nobody out."""
    reading = read(text, issuer="Peru")
    assert (told(text, "Peru"), reading.unread) == ([], ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FLW ATS RTE SEGMENTS WI LIMA FIR (SPIM) CLSD BTN FL120 AND FL400: UL780 BTN TAPUS AND RUGAL.", True),
        ("AIRWAYS UL780 AND UM414 WITHIN LIMA FIR (SPIM) ARE CLOSED.", True),
        ("ATS RTE UL780 BTN TAPUS AND RUGAL CLSD.", False),
    ],
)
def test_closed_routes_of_a_fir_are_shown(text: str, shown: bool) -> None:
    """Routes are no airspace, but those of a FIR that is named are not closed in silence."""
    assert bool(read(text, issuer="Peru").unread) is shown

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisories.model import NOT_STATED
from advisories.reading import read
from advisories.reading.kinds import ReadingKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOTAM A0777/31 CNL. LIMA FIR (SPIM) REOPENED.", ("A0777/31",)),
        ("NOTAM A0777/31 REF CLOSURE OF LIMA FIR (SPIM) CANCELLED. LIMA FIR OPEN.", ("A0777/31",)),
        (
            "THE MEASURES PUBLISHED BY NOTAM F0777/31, BY WHICH CARRIERS WERE REQUESTED NOT TO ENTER, ARE LIFTED.",
            ("F0777/31",),
        ),
        ("AIRSPACE SECURITY WARNING H0777/31 CONCERNING FIR LIMA (SPIM) CANCELLED.", ("H0777/31",)),
        ("THE PROHIBITION TO ENTER FIR LIMA (SPIM) ISSUED WITH NOTAM B0777/31 IS NOW LIFTED.", ("B0777/31",)),
        ("The advice not to operate contained in CZIB-2031-03R9 is withdrawn.", ("CZIB-2031-03R9",)),
        (
            "A0778/31 NOTAMC A0777/31\nQ) SPIM/QAFXX/IV/NBO/E/000/999/\nA) SPIM B) 3101010000\nE) AIRSPACE OPEN.",
            ("A0777/31",),
        ),
        ("A0778/31 NOTAMR A0777/31 Q) SPIM/QAFXX/IV/NBO/E/000/999/ A) SPIM E) AIRSPACE OPEN.", ()),
        ("A0778/31 NOTAMN Q) SPIM/QAFXX/IV/NBO/E/000/999/ A) SPIM E) REF NOTAM A0777/31.", ()),
        ("THIS NOTAM SUPERSEDES FDC 7/7777. NO FLIGHTS IN FIR LIMA (SPIM).", ("FDC 7/7777",)),
        ("REF NOTAM A0777/31 ALL FLIGHTS CANCELLED.", ()),
        ("NOTAM A0777/31 WILL BE CANCELLED.", ()),
        ("UNTIL NOTAM A0777/31 IS CANCELLED EXPECT DELAYS.", ()),
        ("THE PROHIBITION ISSUED WITH NOTAM B0777/31 IS LIFTED ABOVE FL260.", ()),
    ],
)
def test_ceased(text: str, expected: tuple[str, ...]) -> None:
    """A NOTAM or bulletin that has ceased as a whole is superseded, by verb or by the head of the NOTAM that cancels it."""
    assert read(text, issuer="Peru").links.supersedes == expected


@pytest.mark.parametrize(
    "text",
    [
        "THE RECOMMENDATION TO MAINTAIN FL260 OR ABOVE IN FIR LIMA (SPIM) HAS BEEN INCORPORATED IN AIC 18/31.",
        "THE ADVICE TO REMAIN ABOVE FLIGHT LEVEL (FL) 260 IN FIR LIMA (SPIM) HAS NOW BEEN INCLUDED IN AIC 18/31.",
        "THE PROHIBITION TO ENTER FIR LIMA (SPIM) HAS BEEN TRANSFERRED TO THE AIC 18/31.",
    ],
)
def test_moved(text: str) -> None:
    """A measure that now stands in another document is none of this text, which points there."""
    reading = read(text, issuer="Canada")
    assert (reading.kind, reading.applies_to, reading.provisions, reading.unread) == (
        ReadingKind.POINTER,
        ("CA",),
        (),
        (),
    )
    assert reading.links.points_to == ("AIC 18/31",)


@pytest.mark.parametrize(
    "text",
    [
        "NOTAM B0777/31 CONCERNING FIR LIMA (SPIM) IS CANCELLED. THE RECOMMENDATION PROVIDED IN THE CURRENT AIC APPLIES.",
        "NOTAM B0777/31 IS CANCELLED. WITHIN FIR LIMA (SPIM) AIC 18/31 APPLIES AGAIN.",
    ],
)
def test_applies_again(text: str) -> None:
    """What is cancelled for another document that applies points there and still speaks to the issuer's operators."""
    reading = read(text, issuer="Germany")
    assert (reading.kind, reading.applies_to, reading.provisions) == (ReadingKind.POINTER, ("DE",), ())
    assert reading.links.supersedes == ("B0777/31",)


@pytest.mark.parametrize(
    "text",
    [
        "OPERATORS SHALL NOT ENTER FIR LIMA (SPIM). THIS PROHIBITION HAS BEEN INCLUDED IN AIC 18/31.",
        "OPERATORS SHALL NOT ENTER FIR LIMA (SPIM), A PROHIBITION WHICH HAS BEEN INCORPORATED INTO AIC 18/31.",
    ],
)
def test_told_and_moved(text: str) -> None:
    """What the text itself tells stays told where it says that another document has it too."""
    assert [(one.force.value, one.firs) for one in read(text, issuer="Canada").provisions] == [
        ("prohibited", ("SPIM",))
    ]


def test_to_be_included() -> None:
    """What will be published elsewhere makes no pointer."""
    text = "CRANE AT 120000S0770000W. ON EXPIRY OF THIS NOTAM DETAILS WILL BE INCLUDED IN THE UK AIP ENR 5.4."
    assert read(text, issuer="UK").kind is ReadingKind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "The flight ban for German carriers in FIR LIMA (SPIM) is lifted.",
        "The overflight ban over Peru has been terminated.",
        "The flying ban, which was issued on 1 May, for FIR LIMA (SPIM) has been withdrawn.",
        "The no-fly zone over Peru is no longer in force.",
        "The flight ban in FIR LIMA (SPIM) has ceased to apply.",
    ],
)
def test_a_ban_on_flights_that_is_over_bans_none(text: str) -> None:
    """A flight ban or no-fly zone that has ended is told, not imposed; the word before the ban belongs to it."""
    assert read(text, issuer="Germany").provisions == ()


@pytest.mark.parametrize(
    "text",
    [
        "The flight ban for German carriers in FIR LIMA (SPIM) is extended until 1 January 2031.",
        "The flight ban in FIR LIMA (SPIM) ceases to apply on 1 January 2031.",
        "A no-fly zone over Peru is in force.",
    ],
)
def test_a_ban_on_flights_that_holds_is_one(text: str) -> None:
    """A flight ban that is extended, or that ends one day, holds."""
    assert [one.force for one in read(text, issuer="Germany").provisions] == ["prohibited"]


def test_the_end_of_an_earlier_measure_is_none() -> None:
    """When an earlier notice would have ended is no end of the text that tells of it."""
    text = (
        "Notice A0777/31 was issued on 3 May 2031 and, absent this rule, would have remained in effect until 9 June 2031."
        " No person may fly in FIR LIMA (SPIM)."
    )
    assert read(text, issuer="USA").validity.end == NOT_STATED
    assert read(text + " It expires 9 July 2031.", issuer="USA").validity.end == datetime(2031, 7, 10, tzinfo=UTC)

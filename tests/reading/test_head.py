from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.model import EndKind
from advisories.reading import read
from advisories.reading.head import without_head

Told = Callable[[str, str], list[tuple[Any, ...]]]

HEADS = [
    "A0717/31 NOTAMN\nQ) SPIM/QAFXX/IV/NBO/E/000/999/1200S07700W999\nA) {} B) 3102280722 C) 3103010800 EST\nE) ",
    "A0717/31 NOTAMR A0716/31  Q) SPXX/QXXXX/I /BO /E /000/999/1200S07700W460  A) {} B) 3102280722 C) PERM  E) ",
    "(A0717/31 NOTAMN Q)SPIM/QRTCA/IV/BO/W/000/999/1200S07700W999\nA){} B)3102280722 C)3102281100 D)28 0700-1100 E)",
    "SPIM-A0717/31\nDU: 02 12 2031 10:46 AU: PERM\nA) {}\nQ) SPIM / QAFXX / IV / NBO / E / 000/999 / 1200S07700W999\nE) ",
]
heads = pytest.mark.parametrize("head", HEADS)


@heads
@pytest.mark.parametrize("place", ["SPIM", "SPIM SEFG SBAZ", "SPJC"])
@pytest.mark.parametrize(
    ("issuer", "text"),
    [
        (
            "France",
            "FRENCH AIR CARRIERS ARE REQUESTED NOT TO PENETRATE INTO THE AIRSPACE OF BOLIVIA (FIR LA PAZ (SLLF)).",
        ),
        (
            "Peru",
            "CAUTION TO ALL FLIGHTS, CONFLICT MAY BE EXTENDED OVER HIGH SEAS WITHIN LIMA FIR (SPIM) WEST OF 7800W.",
        ),
        ("UK", "UK OPERATORS ARE ADVISED TO TAKE RISK INTO ACCOUNT WITHIN FIR LA PAZ (SLLF) BELOW FL260."),
        ("Peru", "TWY B CLSD."),
    ],
)
def test_head_is_no_text(head: str, place: str, issuer: str, text: str, told: Told) -> None:
    """A NOTAM is read by its item E: neither its qualifiers nor its item A are airspaces of the text."""
    whole = head.format(place) + text
    reading, alone = read(whole, issuer=issuer), read(text, issuer=issuer)
    assert told(whole, issuer) == told(text, issuer)
    assert [one.sentence for one in reading.provisions] == [one.sentence for one in alone.provisions]
    assert [" ".join(whole[slice(*one.span)].split()) for one in reading.provisions] == [
        one.sentence for one in reading.provisions
    ]
    assert (reading.unread, reading.kind) == (alone.unread, alone.kind)


@heads
def test_place_of_the_head(head: str, told: Told) -> None:
    """Item A answers for a text that names no FIR or country, where it has FIRs."""
    text = "OPERATION OF ALL VFR FLIGHTS SUSPENDED BELOW FL260."
    expected = [("prohibited", "SPIM", "SFC", "FL260", False, False)]
    assert told(head.format("SPIM") + text, "Peru") == expected
    assert told(head.format("SPJC") + text, "Peru") == []
    assert read(head.format("SPJC") + text, issuer="Peru").unread
    area = "AIRSPACE CLSD WI CIRCLE RADIUS 5KM CENTRE 120000S0770000W"
    assert told(head.format("SPIM") + area, "Peru") == [("prohibited", "SPIM", "SFC", "UNL", True, False)]
    assert told(head.format("SPIM SPJC") + area, "Peru") == told(area, "Peru")
    elsewhere = f"{text} AREA AFFECTED: 5NM AROUND 120000S0770000W"
    assert ("prohibited", "SPIM", "SFC", "FL260", False, False) not in told(head.format("SPIM") + elsewhere, "Peru")
    jamming = "GNSS SIGNAL INTERFERENCE MAY BE EXPECTED."
    assert told(head.format("SPIM") + jamming, "Peru") == [("information", "SPIM", "SFC", "UNL", False, False)]


def test_period_of_the_head() -> None:
    """What the head says of the period still counts."""
    text = HEADS[1].format("SPIM") + "ALL FLIGHTS PROHIBITED IN FIR LIMA (SPIM)."
    assert read(text, issuer="Peru").validity.end_kind is EndKind.PERMANENT


@pytest.mark.parametrize(
    "text",
    [
        "OPERATORS SHALL NOT ENTER: A) FIR LIMA (SPIM) B) FIR LA PAZ (SLLF) E) FIR BOGOTA (SKED)",
        "Q) IS THE QUESTION, A) THE ANSWER, E) THE END",
        "Q) SPIM/QAFXX/IV/NBO/E/000/999/ A) SPIM B) 3102280722",
    ],
)
def test_no_head(text: str) -> None:
    """Letters with brackets are no head without the qualifiers and item E of one."""
    assert without_head(text) == (text, ())


@pytest.mark.parametrize("word", ["PARTIALLY", "PARTLY"])
def test_closed_in_part(word: str, told: Told) -> None:
    """A FIR that is partially closed is not closed as a whole, nor open."""
    text = f"LIMA FIR {word} CLOSED. ARRIVALS VIA TUNAR ONLY."
    assert [(force, partial) for force, _, _, _, partial, _ in told(text, "Peru")] == [("prohibited", True)]
    assert told(HEADS[0].format("SPIM") + text, "Peru")[0][:5] == ("prohibited", "SPIM", "SFC", "UNL", True)


@heads
@pytest.mark.parametrize(
    "text",
    [
        "USE OF LASERS AND FIREWORKS IS PROHIBITED WITHIN 5KM OF LIMA AD.",
        "OPERATIONS OF DRONES PROHIBITED FOR ALL.",
        "TRAFFIC OF VEHICLES PROHIBITED ON TWY A.",
    ],
)
def test_what_is_smaller_than_the_place_of_the_head(head: str, text: str) -> None:
    """The FIR of a head is not closed by what forbids fireworks, drones or the use of a taxiway; it is shown."""
    reading = read(head.format("SPIM") + text, issuer="Peru")
    assert (reading.provisions, len(reading.unread)) == ((), 1)

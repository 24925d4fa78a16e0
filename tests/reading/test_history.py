from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("issuer", "over"),
    [
        ("EASA", "The recommendation not to operate within FIR Lima (SPIM) is lifted."),
        ("EASA", "The advice to avoid the airspace of Peru no longer applies."),
        ("EASA", "EASA withdraws its recommendation not to operate within the airspace of Peru."),
        ("EASA", "The former recommendation to avoid FIR Lima (SPIM) has been replaced by this note."),
        ("EASA", "CZIB 2031-01 recommended not to operate in the airspace of Peru below FL 250."),
        ("EASA", "It is no longer recommended to avoid operations in FIR Lima (SPIM)."),
        ("UK", "THE DIRECTION PROHIBITING UK OPERATORS FROM ENTERING FIR LIMA (SPIM) HAS BEEN REVOKED."),
        ("UK", "The prohibition on entering FIR LIMA (SPIM) has been lifted with effect from 1 June 2031."),
        ("Germany", "THIS NOTAM OVERRULES THE RECOMMENDATION NOT TO ENTER FIR LIMA (SPIM) PROVIDED IN THE AIC."),
        ("France", "THE REQUEST NOT TO PENETRATE INTO THE AIRSPACE OF PERU (FIR LIMA (SPIM)) IS CANCELLED."),
        ("Canada", "THE WARNING RECOMMENDING CANADIAN OPERATORS NOT TO ENTER FIR LIMA (SPIM) IS CANCELLED."),
        ("Italy", "THE RECOMMENDATION TO AVOID LIMA FIR (SPIM) IS NO LONGER VALID."),
        ("USA", "This action removes SFAR No. 199, which prohibited certain flight operations in the Lima FIR (SPIM)."),
        ("USA", "This final rule removes the prohibition against certain flight operations in the Lima FIR (SPIM)."),
        ("USA", "Previously, SFAR No. 199 prohibited those operations at all altitudes in the Lima FIR (SPIM)."),
        ("USA", "Until 2031 the FAA prohibited U.S. operators from operating in the Lima FIR (SPIM)."),
        ("USA", "Flight operations in the Lima FIR (SPIM) were prohibited under SFAR No. 199."),
        ("USA", "NOTAM KICZ A0777/31, which advised U.S. operators to avoid the Lima FIR (SPIM), is cancelled."),
        ("Peru", "CLOSURE OF LIMA FIR (SPIM) IS CANCELLED."),
        ("Peru", "AIRSPACE OF LIMA FIR (SPIM) WAS CLOSED FROM 13 JUNE TO 3 JULY."),
    ],
)
def test_over(issuer: str, over: str, told: Told) -> None:
    """A measure that is lifted, removed, replaced or told in the past is no instruction of the text."""
    text = f"{over} Operators should exercise caution in FIR La Paz (SLLF)."
    assert told(text, issuer) == [("caution", "SLLF", "SFC", "UNL", False, False)]


@pytest.mark.parametrize(
    ("issuer", "text", "force"),
    [
        (
            "USA",
            "This action rescinds SFAR No. 198 and prohibits certain flight operations in the Lima FIR (SPIM).",
            "prohibited",
        ),
        ("USA", "A0777/31 IS CANCELLED AND AIRMEN ARE PROHIBITED FROM OPERATING IN THE LIMA FIR (SPIM).", "prohibited"),
        (
            "UK",
            "THIS NOTAM REPLACES NOTAM V0077/31 UK OPERATORS ARE PROHIBITED TO ENTER FIR LIMA (SPIM).",
            "prohibited",
        ),
        ("UK", "OPERATORS PREVIOUSLY ADVISED TO TAKE CARE ARE NOW PROHIBITED TO ENTER FIR LIMA (SPIM).", "prohibited"),
        ("UK", "UK operators are prohibited to enter FIR LIMA (SPIM) until this prohibition is lifted.", "prohibited"),
        ("EASA", "Not operate within FIR Lima (SPIM) until the closure of the airspace is lifted.", "avoid"),
        ("EASA", "This CZIB replaces CZIB 2031-03 and recommends not to operate in FIR Lima (SPIM).", "avoid"),
        ("EASA", "The recommendation not to operate in FIR Lima (SPIM) is extended until 31 January 2032.", "avoid"),
        ("Germany", "THE FLIGHT BAN FOR GERMAN OPERATORS IN FIR LIMA (SPIM) ENDS ON 1 JUNE 2031.", "prohibited"),
        (
            "Portugal",
            "UNTIL 16 MAY 2031 OPERATORS ARE ADVISED TO AVOID ALL FLIGHTS WITHIN THE LIMA FIR (SPIM).",
            "avoid",
        ),
    ],
)
def test_not_over(issuer: str, text: str, force: str, told: Told) -> None:
    """What a text itself tells holds, whatever it says of a measure that it replaces or of the end of its own."""
    assert [(one, where) for one, where, *_ in told(text, issuer)] == [(force, "SPIM")]


def test_lifted_in_part() -> None:
    """A measure that is lifted only in part may hold for the rest, so the sentence is shown as unread."""
    text = "The recommendation not to operate within FIR Lima (SPIM) is lifted above FL 320."
    assert [one.why for one in read(text, issuer="EASA").unread] == ["a measure is lifted only in part"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Operators are no longer advised not to enter FIR Lima (SPIM) at and above FL 280. The advice not to enter it below FL 280 remains in force.",
            ["a measure is lifted only in part"],
        ),
        ("FIR Lima (SPIM) is no longer closed above FL 320.", ["a measure is lifted only in part"]),
        ("Below FL 200 flights are no longer prohibited in FIR Lima (SPIM).", ["a measure is lifted only in part"]),
        ("Operators are no longer prohibited from entering FIR Lima (SPIM) at any level.", []),
        ("Operators are no longer prohibited from entering FIR Lima (SPIM).", []),
    ],
)
def test_no_longer_at_some_levels(text: str, why: list[str]) -> None:
    """What no longer holds at some levels may hold at the others, so the sentence is shown."""
    reading = read(text, issuer="EASA")
    assert reading.provisions == ()
    assert [one.why for one in reading.unread] == why


@pytest.mark.parametrize(
    "story",
    [
        "The previous rule had prohibited flight operations at all altitudes in the Lima FIR (SPIM).",
        "The prior NOTAM prohibited flight operations at all altitudes in the Lima FIR (SPIM).",
        "In 2031, the FAA issued a NOTAM prohibiting flight operations in the Lima FIR (SPIM).",
        "On May 3, 2031, the FAA published SFAR No. 199 prohibiting certain flight operations in the Lima FIR (SPIM).",
        "SFAR No. 199 had applied to the entire Lima FIR (SPIM) and prohibited flight operations there at all altitudes.",
        "The authority had recommended its operators not to enter the Lima FIR (SPIM).",
        "THIS NOTAM EXPANDS THE AIRSPACE PROHIBITED BY KICZ NOTAM A0777/31.",
        "On May 3, 2031, the FAA reduced the prohibition for the Lima FIR (SPIM) from all altitudes.",
        "Originally, SFAR No. 199 applied to the south; in 2031 the prohibition was expanded to the entire Lima FIR (SPIM).",
        "THIS NOTAM MODIFIES THE AREA PROHIBITED UNDER SFAR 199.",
    ],
)
def test_what_was_told_before(story: str, told: Told) -> None:
    """What an earlier rule had prohibited, or which airspace another one prohibits, is no instruction of this text."""
    text = f"{story} U.S. operators are prohibited from operating below FL300 in the La Paz FIR (SLLF)."
    assert told(text, "USA") == [("prohibited", "SLLF", "SFC", "FL300", False, False)]
    assert read(text, issuer="USA").fully_read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The earlier NOTAM prohibited operators from entering the Lima FIR (SPIM); this NOTAM prohibits them from operating below FL300 in the Lima FIR (SPIM).",
            ("prohibited", "SPIM", "SFC", "FL300", False, False),
        ),
        (
            "Until the previous direction is revoked UK operators are prohibited from entering Lima FIR (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Carriers that had been granted relief are prohibited from operating in the Lima FIR (SPIM).",
            ("prohibited", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Operators are no longer recommended not to enter FIR Lima (SPIM) but are advised to take potential risk into account.",
            ("caution", "SPIM", "SFC", "UNL", False, False),
        ),
        (
            "Operators are no longer prohibited from entering FIR Lima (SPIM), but should not enter below FL320.",
            ("avoid", "SPIM", "SFC", "FL320", False, False),
        ),
    ],
)
def test_what_holds_behind_what_is_over(text: str, expected: tuple[Any, ...], told: Told) -> None:
    """What the text itself tells behind what is over is read."""
    assert told(text, "UK") == [expected]

"""What is denied is no instruction: what is not prohibited is not banned, and who is not asked to avoid is asked nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    "text",
    [
        "Flights through the Lima FIR (SPIM) above FL280 are not prohibited.",
        "Transit of FIR LIMA (SPIM) is not currently forbidden.",
        "Peruvian carriers are never barred from operating in FIR LIMA (SPIM).",
        "Overflights of FIR LIMA (SPIM) are neither banned nor expressly prohibited.",
        "No civil flights are at present in FIR LIMA (SPIM); no flights are generally prohibited.",
        "No foreign carriers are banned from FIR LIMA (SPIM).",
    ],
)
def test_denied_ban(text: str, told: Told) -> None:
    """A ban that a text denies is none; as it may mean more than it says, its sentence is shown."""
    assert told(text, "Peru") == []
    assert [one.why for one in read(text, issuer="Peru").unread] == ["no rule understands it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators are not prohibited from overflying FIR LIMA (SPIM) but should exercise caution.",
            [("caution", "SPIM", "SFC", "UNL", False, False)],
        ),
        (
            "Flights in FIR LIMA (SPIM) below FL240 are prohibited and above FL240 are not prohibited.",
            [("prohibited", "SPIM", "SFC", "FL240", False, False)],
        ),
        (
            "Flights are not banned in FIR LIMA (SPIM) but prohibited from entering FIR LA PAZ (SLLF).",
            [("prohibited", "SLLF", "SFC", "UNL", False, False)],
        ),
        (
            "Flights are not only prohibited in FIR LIMA (SPIM) below FL240.",
            [("prohibited", "SPIM", "SFC", "FL240", False, False)],
        ),
        (
            "There is no service and flights are prohibited in FIR LIMA (SPIM).",
            [("prohibited", "SPIM", "SFC", "UNL", False, False)],
        ),
        ("Overflights of FIR LIMA (SPIM) are not authorized.", [("prohibited", "SPIM", "SFC", "UNL", False, False)]),
    ],
)
def test_ban_beside_a_denial(text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """What a text bans or advises beside a denied ban is read, and "not only" and "not authorized" deny none."""
    assert told(text, "UK") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Carriers are not obliged to avoid FIR LIMA (SPIM).",
        "The Agency does not recommend that air operators avoid the airspace of Peru.",
        "The Agency does not recommend against flights in FIR LIMA (SPIM).",
        "There is no formal recommendation for operators not to enter FIR LIMA (SPIM).",
        "Operators need not avoid FIR LIMA (SPIM).",
        "Operators are neither required nor advised to avoid FIR LIMA (SPIM).",
        "Flights are not advised to avoid FIR LIMA (SPIM).",
        "Pilots are not requested to maintain FL280 or above in FIR LIMA (SPIM).",
        "Carriers should be ready not to operate in FIR LIMA (SPIM) at any time.",
        "Operators are not advised to remain clear of FIR LIMA (SPIM).",
    ],
)
def test_asked_of_nobody(text: str, told: Told) -> None:
    """What nobody is asked to do, or is only to be ready for, is no instruction; its sentence is shown."""
    assert told(text, "EASA") == []
    assert [one.why for one in read(text, issuer="EASA").unread] == ["no rule understands it"]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Operators not based in Lima are advised to avoid FIR LIMA (SPIM).", "avoid"),
        ("Carriers are not required to report but to avoid FIR LIMA (SPIM).", "avoid"),
        ("There is no change to the recommendation not to operate in FIR LIMA (SPIM).", "avoid"),
        ("Operators are not only requested to avoid FIR LIMA (SPIM).", "avoid"),
        ("Operators need not avoid FIR LIMA (SPIM) but are advised to exercise caution there.", "caution"),
        ("It is not advised to fly in FIR LIMA (SPIM).", "avoid"),
        ("Operators are advised not to plan flights in FIR LIMA (SPIM).", "avoid"),
    ],
)
def test_asked_beside_a_denial(text: str, force: str, told: Told) -> None:
    """A denial of something else takes nothing from what is asked."""
    assert [(one, where) for one, where, *_ in told(text, "EASA")] == [(force, "SPIM")]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("Transit of FIR LIMA (SPIM) is neither allowed nor tolerated.", "prohibited"),
        ("Entry into FIR LIMA (SPIM) is never permitted.", "prohibited"),
        ("Civil flights in FIR LIMA (SPIM) are not presently authorized.", "prohibited"),
        ("Operators should neither fly in nor land in FIR LIMA (SPIM).", "avoid"),
        ("Carriers are advised neither to enter nor to overfly FIR LIMA (SPIM).", "avoid"),
        ("Carriers should neither plan nor perform flights in FIR LIMA (SPIM).", "avoid"),
        ("Carriers are asked not to plan and carry out any flights through FIR LIMA (SPIM).", "avoid"),
        ("Carriers should not plan, file or operate flights in FIR LIMA (SPIM).", "avoid"),
        ("Carriers are asked not to schedule passenger flights into FIR LIMA (SPIM).", "avoid"),
        ("Carriers should not conduct commercial air transport operations in FIR LIMA (SPIM).", "avoid"),
        ("Carriers must not, under any circumstances, enter FIR LIMA (SPIM).", "prohibited"),
        ("Carriers should not at any time operate within FIR LIMA (SPIM).", "avoid"),
        ("Flights in FIR LIMA (SPIM) should not take place.", "avoid"),
    ],
)
def test_other_words_of_denial(text: str, force: str, told: Told) -> None:
    """What is never, neither or not presently allowed is banned, as what is not allowed is."""
    assert [(one, where) for one, where, *_ in told(text, "UK")] == [(force, "SPIM")]


@pytest.mark.parametrize(
    "text",
    [
        "Neither transit nor landing is authorized in FIR LIMA (SPIM).",
        "Flights in FIR LIMA (SPIM) are not only permitted by day, and no permission is needed.",
    ],
)
def test_denial_of_something_else(text: str, told: Told) -> None:
    """What no rule reads is no ban."""
    assert told(text, "UK") == []

"""A ban on landing beside an instruction is never lost: it is said by a provision, or shown as not read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]

WHY = "a ban on landing of which nothing was read"


@pytest.mark.parametrize(
    "text",
    [
        "UK operators are advised to exercise caution in FIR Tripoli (HLLL) and not to land at Tripoli airport.",
        "Operators are requested not to fly above FL 320 in FIR Kabul (OAKX) and not to land at Kabul.",
        "Operators are requested to avoid FIR Tripoli (HLLL) above FL 100, and never to land at Faya airport in the territory of Chad.",
        "Civil operators should exercise caution in the airspace of Mali, with no landings at Gao.",
    ],
)
def test_a_ban_on_landing_that_nothing_says_is_not_read(text: str) -> None:
    """Caution, and a band that does not reach the ground, do not say that landing is banned."""
    assert [one.why for one in read(text, issuer="UK").unread] == [WHY]


@pytest.mark.parametrize(
    "text",
    [
        "UK operators are advised not to enter the airspace of Libya and not to land at any airport in Libya.",
        "Operators are requested not to fly in FIR Tripoli (HLLL) below FL 320 and not to land at Tripoli airport.",
        "Operators are requested not to take off from, land at or overfly FIR Tripoli (HLLL) below FL 320.",
        "Operators are advised not to enter the airspace of Libya, except for landing at Benghazi.",
        "Operators are advised not to fly over the land territory of Libya.",
        "Operators are advised to exercise caution in FIR Tripoli (HLLL) when landing at Tripoli.",
    ],
)
def test_what_bans_no_landing_or_says_so(text: str) -> None:
    """What keeps operators out down to the ground says that they do not land there; an exception bans nothing."""
    assert read(text, issuer="UK").unread == ()


def test_the_words_of_the_ban_are_shown() -> None:
    """The whole sentence stands as not read, beside the provision that was read from it."""
    text = "Exercise caution in FIR Tripoli (HLLL) and do not land at Tripoli airport. Report incidents."
    reading = read(text, issuer="UK")
    assert [one.words for one in reading.unread] == [text.partition(" Report")[0]]
    assert [one.firs for one in reading.provisions] == [("HLLL",)]


@pytest.mark.parametrize(
    ("text", "expected", "phases"),
    [
        (
            "Operators are recommended not to land at aerodromes within FIR LIMA (SPIM).",
            [("avoid", "SPIM", "SFC", "UNL", False, False)],
            ("landing",),
        ),
        (
            "UK operators should not land at or depart from any airport in FIR LIMA (SPIM) and should monitor NOTAM.",
            [("avoid", "SPIM", "SFC", "UNL", False, False)],
            ("landing", "departure"),
        ),
        (
            "Crews are advised not to take off from airfields in the territory of Peru.",
            [("avoid", "PE", "SFC", "UNL", False, False)],
            ("departure",),
        ),
        (
            "Operators are recommended not to enter and not to land in FIR LIMA (SPIM).",
            [("avoid", "SPIM", "SFC", "UNL", False, False)],
            (),
        ),
        (
            "Do not land at airports in FIR LIMA (SPIM). Operators should not operate in FIR LIMA (SPIM).",
            [("avoid", "SPIM", "SFC", "UNL", False, False)],
            (),
        ),
        (
            "Operators should not land in or overfly the airspace of Peru.",
            [("avoid", "PE", "SFC", "UNL", False, False)],
            ("overflight",),
        ),
    ],
)
def test_a_ban_on_landing_in_a_whole_airspace(
    text: str, expected: list[tuple[Any, ...]], phases: tuple[str, ...], told: Told
) -> None:
    """Not to land at the aerodromes of a FIR or a country is to keep out of it to land, and no wider ban is narrowed so."""
    assert told(text, "UK") == expected
    assert read(text, issuer="UK").provisions[0].phases == phases
    assert read(text, issuer="UK").fully_read


@pytest.mark.parametrize(
    "text",
    [
        "Operators are advised not to land at Cusco airport in FIR LIMA (SPIM).",
        "Operators are advised not to land at Cusco airport (SPZO).",
        "Crews are advised not to depart from their route in FIR LIMA (SPIM).",
        "Crews are advised not to take off without a briefing for FIR LIMA (SPIM).",
    ],
)
def test_a_ban_on_something_less_is_not_read(text: str, told: Told) -> None:
    """A ban on landing at one aerodrome, and what is no take-off, is no provision of the airspace, and is shown."""
    assert told(text, "UK") == []
    assert [one.why for one in read(text, issuer="UK").unread] == ["no rule understands it"]

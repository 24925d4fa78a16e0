"""A ban on landing beside an instruction is never lost: it is said by a provision, or shown as not read."""

from __future__ import annotations

import pytest

from advisories.reading import read

WHY = "a ban on landing of which nothing was read"


@pytest.mark.parametrize(
    "text",
    [
        "UK operators are advised to exercise caution in FIR Tripoli (HLLL) and not to land at Tripoli airport.",
        "Operators are requested not to fly above FL 320 in FIR Kabul (OAKX) and not to land at Kabul.",
        "Operators are requested to avoid FIR Tripoli (HLLL) above FL 100, and never to land at airports in the territory of Chad.",
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

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import Reading, read
from advisories.reading.words import Words

Essence = Callable[[Reading], dict[str, Any]]

ADVICE = (
    "UK operators are prohibited from entering FIR LIMA (SPIM) below FL260 due to military activity. "
    "Canadian operators are recommended not to conduct overflights within the airspace of Venezuela."
)


@pytest.mark.parametrize(
    "word", ["prohibited", "entering", "military", "recommended", "operators", "overflights", "Venezuela"]
)
@pytest.mark.parametrize("break_", ["-\n", "-\r\n", "- ", "-\n   ", "‐\n", "\u00ad\n"])
@pytest.mark.parametrize("at", [3, 4])
def test_broken_word(word: str, break_: str, at: int, essence: Essence) -> None:
    """A word that a hyphen breaks at the end of a line is read as the word; spans and quotes are those of the text."""
    text = ADVICE.replace(word, word[:at] + break_ + word[at:])
    reading = read(text, issuer="UK")
    assert essence(reading) == essence(read(ADVICE, issuer="UK"))
    for one, whole in zip(reading.provisions, read(ADVICE, issuer="UK").provisions, strict=True):
        assert " ".join(text[slice(*one.span)].replace("\u00ad", "").split()) == one.sentence
        assert one.sentence.split()[-1] == whole.sentence.split()[-1]


@pytest.mark.parametrize(
    "text",
    [
        "NORTH-\nEAST OF LIMA",
        "NORTH-\nEASTERN PART",
        "GPS-\nBASED PROCEDURES",
        "ANTI-\nAIRCRAFT WEAPONS",
        "SURFACE-\nTO-AIR",
        "LONG-\nRANGE MISSILES",
        "SHORT- AND LONG-RANGE MISSILES",
        "FIR LIMA -\nOPERATORS",
        "PERU-\nCHILE BORDER",
        "A0777-\n31",
    ],
)
def test_hyphen_of_its_own(text: str) -> None:
    """A hyphen that is no break within a word stays."""
    assert Words(text).plain == " ".join(text.split())

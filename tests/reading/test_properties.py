from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from advisories.reading import Reading, read
from advisories.reading.words import Words

Essence = Callable[[Reading], dict[str, Any]]

TEXTS = [
    (
        "EASA",
        "SUBJECT: Airspace of Peru\nAFFECTED AIRSPACE: FIR Lima (SPIM), all altitudes and flight levels.\nAFFECTED COUNTRIES: Peru\nRECOMMENDATIONS: Air operators should: Not operate within the airspace of Peru – FIR Lima (SPIM) – below FL 320, except for operations to airports on the coast. Exercise caution above FL 320. Closely monitor airspace developments.\nVALID UNTIL: 31/10/2031",
    ),
    (
        "USA",
        "KICZ A0777/31 SECURITY..UNITED STATES OF AMERICA PROHIBITION AGAINST CERTAIN FLIGHTS IN THE LIMA FIR (SPIM). THOSE PERSONS DESCRIBED IN PARAGRAPH A (APPLICABILITY) BELOW ARE PROHIBITED FROM OPERATING AT ALTITUDES FROM THE SFC-9999FT MSL IN THE LIMA FIR (SPIM) DUE TO ONGOING HOSTILITIES. A. APPLICABILITY. THIS NOTAM APPLIES TO: ALL U.S. AIR CARRIERS; AND ALL OPERATORS OF AIRCRAFT REGISTERED IN THE UNITED STATES, EXCEPT WHERE THE OPERATOR OF SUCH AIRCRAFT IS A FOREIGN AIR CARRIER.",
    ),
    (
        "UK",
        "Security - Hazardous Situation in Peru UK civil air operators are advised to take potential risk into account within FIR LIMA (SPIM) and FIR LA PAZ (SLLF) within the territory and airspace of Peru. Potential risk from anti-aircraft weaponry. This supersedes the advice in the current UK AIP ENR 1.1.",
    ),
    (
        "France",
        "From 09/04/2031 and until further notice, pilots in command of aircraft performing air services mentioned in paragraph 1.1 are requested not to penetrate in the part of the LIMA FIR (SPIM) located west of the 74th meridian and to ensure that their aircraft maintain at all times a flight level above or equal to FL320 in the part of the LIMA FIR (SPIM) located east of the 74th meridian.",
    ),
    (
        "Canada",
        "Level 2 (Recommendation) SECURITY – HAZARDOUS SITUATION IN PERU. Canadian Air Operators and owners of aircraft registered in Canada are recommended to maintain a flight level equal to or above FL100 within FIR Lima (SPIM). Potential risk to aviation from gang activity.",
    ),
    (
        "Cyprus",
        "GPS SPOOFING/JAMMING MAY BE ENCOUNTERED IN NICOSIA FIR (LCCC). CREWS ARE ADVISED TO REMAIN VIGILANT AND REPORT TO ATC.",
    ),
]
texts = pytest.mark.parametrize(("issuer", "text"), TEXTS)
BOILERPLATE = (
    "For more information visit the website of the ministry.",
    "Circulars are sold by the printing office.",
    "Telephone +00 555 0100 outside office hours.",
)


def _essence_and_words(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (one.force, one.firs, one.countries, one.lower, one.upper, one.partial, one.exceptions, one.sentence)
        for one in reading.provisions
    ]


@texts
@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str.swapcase])
def test_case(issuer: str, text: str, change: Callable[[str], str], essence: Essence) -> None:
    """Case does not change a reading."""
    assert essence(read(change(text), issuer=issuer)) == essence(read(text, issuer=issuer))


@texts
@given(seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_white_space(issuer: str, text: str, seed: int) -> None:
    """Line breaks, tabs and other white space do not change a reading."""
    chance = random.Random(seed)
    spaced = "".join(
        chance.choice([" ", "\n", "\r\n", "\t", "  ", "\u00a0", "\n\n"]) if c.isspace() else c for c in text
    )
    assert _essence_and_words(read(spaced, issuer=issuer)) == _essence_and_words(read(text, issuer=issuer))


@texts
@pytest.mark.parametrize("dash", ["-", "–", "—", "‑", "−"])
def test_dashes(issuer: str, text: str, dash: str, essence: Essence) -> None:
    """The kind of dash does not change a reading."""
    changed = text.replace("-", dash).replace("–", dash)
    assert essence(read(changed, issuer=issuer)) == essence(read(text, issuer=issuer))


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”"), ("«", "»"), ("„", "“")])
def test_quotes(opening: str, closing: str) -> None:
    """Whatever quotes a publisher uses, what stands in them is not told, and the whole text in quotes is."""
    quoted = f"It reads: {opening}Operators are prohibited from entering FIR LIMA (SPIM).{closing}"
    assert read(quoted, issuer="UK").provisions == ()
    whole = f"{opening}Operators are prohibited from entering FIR LIMA (SPIM).{closing}"
    assert len(read(whole, issuer="UK").provisions) == 1


@texts
@pytest.mark.parametrize("boilerplate", BOILERPLATE)
def test_boilerplate(issuer: str, text: str, boilerplate: str, essence: Essence) -> None:
    """Unrelated boilerplate behind a text does not change its reading."""
    plain, more = read(text, issuer=issuer), read(f"{text.rstrip('.')}. {boilerplate}", issuer=issuer)
    assert essence(more) == essence(plain)


@texts
def test_removing_the_sentence(issuer: str, text: str) -> None:
    """Without the sentence that a provision was read from, the provision is gone.

    Of the FAA's notice the title still speaks, of the Cypriot one the report of interference.
    """
    reading = read(text, issuer=issuer)
    shorter = text
    for start, end in sorted({one.span for one in reading.provisions}, reverse=True):
        shorter = shorter[:start] + shorter[end:]
    told = {one.sentence for one in reading.provisions}
    assert not [one.sentence for one in read(shorter, issuer=issuer).provisions if one.sentence in told]
    if issuer not in ("USA", "Cyprus"):
        assert read(shorter, issuer=issuer).provisions == ()


@texts
def test_span(issuer: str, text: str) -> None:
    """The sentence of a provision stands in the text as published, where its span says."""
    for one in read(text, issuer=issuer).provisions:
        assert " ".join(text[slice(*one.span)].split()) == one.sentence


@given(st.text(max_size=400))
@example("")
@example("(((((" * 50)
@example("ARE PROHIBITED FROM OPERATING IN " * 10)
@settings(max_examples=300)
def test_any_text(text: str) -> None:
    """No text makes the reader raise, and it always gives a kind."""
    reading = read(text, issuer="UK", reference=text[:20])
    assert reading.kind


PHRASES = [
    "are prohibited from entering",
    "should not operate within",
    "FIR LIMA (SPIM)",
    "the airspace of Peru",
    "below FL 260",
    "except for",
    "where operators are recommended to exercise caution",
    "within 200 NM of the boundary of",
    "and portions of",
    "at all altitudes",
    ";",
    ".",
    "- ",
    "a.",
    '"',
    "THIS NOTAM SUPERSEDES",
    "reminded that",
    "AFFECTED AIRSPACE:",
    "RECOMMENDATIONS:",
    "maintain at all times a flight level above or equal to FL320",
    "GPS jamming",
    "closed",
]


@given(st.lists(st.sampled_from(PHRASES), max_size=40), st.sampled_from(["EASA", "FAA", "Peru", "nobody"]))
@settings(max_examples=300)
def test_any_phrases(phrases: list[str], issuer: str) -> None:
    """Pieces of the authorities' language in any order never make the reader raise; each provision has a sentence."""
    text = " ".join(phrases)
    for one in read(text, issuer=issuer).provisions:
        assert one.sentence
        assert " ".join(text[slice(*one.span)].split()) == one.sentence


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        " ",
        ".",
        ";",
        "(",
        '"',
        "- ",
        "FIR ",
        "FIR LIMA (SPIM) ",
        "NOT ENTER ",
        "ARE PROHIBITED ",
        "AND ",
        "FL260 ",
        "PERU ",
        "WITHIN 1NM OF ",
        "EXCEPT ",
        "GPS ",
        "SUPERSEDES ",
        "GPS JAMMING. ",
        "THIS AREA PROHIBITED. ",
        "NOT ENTER PERU. ",
        "EXERCISE CAUTION. ",
    ],
)
def test_hostile_length(piece: str) -> None:
    """Five megabytes of one piece are answered in seconds, with what was not read said."""
    text = piece * (5_000_000 // len(piece))
    start = time.process_time()
    reading = read(text, issuer="UK")
    assert time.process_time() - start < 10
    assert reading.unread


def test_words_are_the_same() -> None:
    """Both forms of a text hold the same words in the same order."""
    words = Words("Sana’a\u00a0–  FIR\n(OYSC) \u200b ﬁne")
    assert words.plain == "SANA'A - FIR (OYSC) FINE"
    assert words.quote(0, len(words.plain)) == "Sana’a – FIR (OYSC) ﬁne"

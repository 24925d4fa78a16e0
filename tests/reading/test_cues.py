from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from advisories import reading
from advisories.reading import bands, lands, lists
from advisories.reading.cues import Cue, Marked, cue
from advisories.reading.words import Words
from tests.reading.proof import Holding, Leading, counterexample, examples, longest


def _inside(value: Any, name: str) -> Iterator[tuple[str, Cue]]:
    if isinstance(value, Cue):
        yield name, value
    elif isinstance(value, (tuple, list, dict)):
        for at, one in enumerate(value.values() if isinstance(value, dict) else value):
            yield from _inside(one, f"{name}[{at}]")


def declared() -> dict[str, Cue]:
    """Return every cue of the package by module and name."""
    found: dict[str, Cue] = {}
    for module in pkgutil.iter_modules(reading.__path__):
        for name, value in vars(importlib.import_module(f"advisories.reading.{module.name}")).items():
            for where, one in _inside(value, f"{module.name}.{name}"):
                if one not in found.values():
                    found[where] = one
    return found


CUES = declared()


def hidden(one: Cue) -> str | None:
    """Return the beginning of a match of a cue that its words hide, None where there is none."""
    pattern = one.pattern.pattern
    if one.leads:
        found = counterexample(pattern, Leading(one.starts, one.units))
        return found if found or not one.holds else counterexample(pattern, Holding(one.holds))
    return counterexample(pattern, Holding(one.holds))


def test_there_are_cues() -> None:
    """The rules of the reading are found in its modules, each once."""
    assert len(CUES) > 50


@pytest.mark.parametrize("name", CUES)
def test_no_match_is_hidden(name: str) -> None:
    """Every match of every rule begins at the words that are declared beside it, or holds one of them."""
    assert hidden(CUES[name]) is None


@pytest.mark.parametrize(
    ("pattern", "words", "match"),
    [
        (r"\b(?:PROHIBITED|BANNED)\b", {"starts": "PROHIBITED"}, "BANNED"),
        (r"\b(?:THE )?BAN\b", {"starts": "BAN"}, "THE BAN"),
        (r"BANNED", {"starts": "BANNED"}, "BANNED"),
        (r"\bBAN", {"starts": "BAN"}, "BANNED"),
        (r"\bNO[- ]{0,3}LONGER\b", {"starts": "NO_LONGER"}, "NO LONGER"),
        (r"\b[0-9]{1,4} ?(?:NM|KM)\b", {"units": "NM"}, "5 KM"),
        (r"\b[0-9]{1,4}-?NM\b", {"units": "NM"}, "5-NM"),
        (r"\b(?:WITHIN )?[0-9]{1,4} NM\b", {"units": "NM"}, "WITHIN 5 NM"),
        (r"\bNO \w+ CAUTION\b|\bNO \w+ CARE\b", {"starts": "NO", "holds": "CAUTION"}, "NO MORE CARE"),
        (r"\bNO (?:CAUTION )?ADVISED\b", {"holds": "CAUTION"}, "NO ADVISED"),
        (r"\bNO [A-Z]{0,10}CAUTION\b", {"holds": "CAUTION"}, "NO PRECAUTION"),
        (r"\bJAM(?:MING)?\b", {"starts": "JAM"}, "JAMMING"),
        (r"\bOPERAT(?:E|ORS)\b", {"starts": "OPERATE."}, "OPERATORS"),
        (r"\bOPERATE", {"starts": "OPERATE."}, "OPERATED"),
        (r"\bNO [A-Z ]{0,9}\bOPERATORS?\b", {"holds": "OPERATOR."}, "NO OPERATORS"),
        (r"\bJAM(?=MING|\b)", {"starts": "JAM"}, "JAMMING"),
        (r"\bJAM(?!S)", {"starts": "JAM"}, "JAMX"),
    ],
)
def test_words_that_hide_a_match(pattern: str, words: dict[str, str], match: str) -> None:
    """A rule whose words do not cover it is caught: it has a match that would not be found."""
    one = cue(pattern, **words)
    assert re.search(pattern, match)
    assert hidden(one) is not None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(?:PROHIBITED|BANNED)\b", {"starts": "PROHIBITED BANNED"}),
        (r"\bDUE(?: TO)?\b", {"starts": "DUE"}),
        (r"\bNO[- ]LONGER\b", {"starts": "NO_LONGER"}),
        (r"\b[0-9]{1,3}(?:[ ,.][0-9]{3})* ?(?:NM|KM)\b", {"units": "NM KM"}),
        (r"\b(?:[0-9]{2,6}[NS](?=\b|[0-9])|EAST)", {"units": "N S", "starts": "EAST"}),
        (r"\bNO [A-Z ]{0,40}\b(?:CAUTION|CARE)\b", {"holds": "CAUTION CARE"}),
        (r"\bJAM(?:MING)?\b", {"starts": "JAM*"}),
        (r"\bOPERATORS?\b", {"starts": "OPERATOR. OPERATORS."}),
        (r"\bNO OPERATE\b", {"starts": "NO_OPERATE."}),
    ],
)
def test_words_that_hide_none(pattern: str, words: dict[str, str]) -> None:
    """A rule whose words cover it is not complained of."""
    assert hidden(cue(pattern, **words)) is None


@pytest.mark.parametrize("at", range(len(bands._BEFORE)))
def test_no_relation_of_a_limit_is_hidden(at: int) -> None:
    """What may stand before a limit holds one of the words for which it is looked up."""
    needed, pattern, _, _ = bands._BEFORE[at]
    assert counterexample(pattern.pattern, Holding(needed)) is None


@pytest.mark.parametrize(
    ("pattern", "last"),
    [
        (lands._OF_AIRSPACE.pattern, lands._LAST_OF_AIRSPACE),
        (lands._INTO, lands._LAST_INTO),
        (lands._NOT_BEFORE.pattern, lands._LAST_NOT_BEFORE),
        (lands._CAUSE.pattern, lands._LAST_OF_CAUSE),
    ],
)
def test_what_stands_before_a_country_ends_in_its_words(pattern: re.Pattern[str], last: frozenset[str]) -> None:
    """What tells whether a country's airspace is meant ends in one of the words for which it is looked up."""
    found = list(examples(pattern.pattern))
    assert len(found) > 20
    for one in found:
        assert pattern.search(one)
        assert re.split("[^A-Z]", one)[-2] in last, one


@pytest.mark.parametrize(
    ("pattern", "first"), [(lands._NOT_AFTER, lands._FIRST_NOT_AFTER), (lands._OWNED, lands._FIRST_OF_OWNED)]
)
def test_what_stands_behind_a_country_begins_with_its_letters(pattern: re.Pattern[str], first: frozenset[str]) -> None:
    """What stands behind a country begins, behind a blank or not, with one of the letters for which it is looked up."""
    found = list(examples(pattern.pattern))
    assert len(found) > 10
    for one in found:
        assert pattern.match(one)
        assert one.lstrip(" ").startswith(tuple(first)), one


def test_no_joint_between_countries_is_longer_than_is_looked_at() -> None:
    """What may stand between two countries of a list is looked for only where they are that near to one another."""
    assert longest(lands._ANOTHER.pattern) == lands._LONGEST_JOINT


@pytest.mark.parametrize("before", [lists._TO_A_PIECE, lists._TO_A_WHOLE])
def test_what_leads_to_a_piece_is_known_to(before: tuple[str, str]) -> None:
    """Whatever stands between a joint of a list and a piece or the whole of an airspace is known to lead to it."""
    found = [one.replace("#", ",") for one in examples("".join(before))]
    assert len(found) >= 10
    for one in found:
        assert lists._is_joined(Words(f"X{one}PART"), len(one) + 1), one


PIECES = [
    *("PROHIBITED", "ARE", "NO", "LONGER", "5", "12,000", "NM", "NMX", "KM", "FT", "ÉPROHIBITED", "PROHIBITEDÉ", "JAM"),
    *(
        "JAMMING",
        " ",
        " ",
        " ",
        " ",
        "  ",
        "-",
        ".",
        "_",
        "(",
        "É",
        "NO LONGER CAUTION",
        "CAUTION",
        "EXERCISE",
        "0",
        "A",
        "DUE",
        "DUET",
    ),
]
SAMPLES = [
    cue(r"\b(?:PROHIBITED|NO[- ]LONGER|DUE)\b", starts="PROHIBITED NO_LONGER DUE"),
    cue(r"\b(?:[0-9]{1,3}(?:[ ,.][0-9]{3})* ?(?:NM|KM)|JAM(?:MING)?)\b", starts="JAM*", units="NM KM"),
    cue(r"\bEXERCISE [^.]{0,20}\bCAUTION\b", starts="EXERCISE", holds="CAUTION"),
    cue(r"[A-Z]{0,9} NO LONGER [^.]{0,20}\bCAUTION\b", holds="CAUTION"),
    cue(r"\b(?:EXERCISE|DUE|NO LONGER)\b", starts="EXERCISE. DUE. NO_LONGER."),
    cue(r"\b(?:JAM|JAMMING|PROHIBITED)\b", starts="JAM JAMMING. PROHIBITED"),
    cue(r"\b(?:NO LONGER CAUTION|LONGER|CAUTION)\b", starts="NO_LONGER_CAUTION LONGER CAUTION"),
]


def test_a_letter_outside_ascii_ends_a_word_for_all() -> None:
    """What a cue's pattern takes for the beginning and end of a word is what its words are found by."""
    one = cue(r"\bCLOSED\b", starts="CLOSED.")
    for text in ("IS CLOSED NOW", "ÉCLOSED NOW", "IS CLOSEDÉ", "IS XCLOSED", "IS CLOSEDX"):
        bare = "X" not in text
        assert (one.search(Marked(text)) is not None) is bare is (one.pattern.search(text) is not None), text


def test_a_cue_finds_what_its_pattern_finds() -> None:
    """On any text and between any two places outside words a cue finds the same matches as its pattern alone."""
    dice = random.Random(7)
    for _ in range(3000):
        text = "".join(dice.choices(PIECES, k=dice.randint(1, 24)))
        words = Marked(text)
        places = [0, *(found.start() for found in re.finditer(r"\b|\W", text)), len(text)]
        start, end = sorted(dice.choices(places, k=2))
        for one in SAMPLES:
            spans = [found.span() for found in one.pattern.finditer(text, start, end)]
            first = one.search(words, start, end)
            assert [found.span() for found in one.matches(words, start, end)] == spans
            assert (first.span() if first else None) == (spans[0] if spans else None)
            assert [found.span() for _, found in one.apart(words, [(start, end)])] == spans

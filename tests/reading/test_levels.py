"""Bands of levels: each as it is printed, none turned round, none lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import read

Told = Callable[[str, str], list[tuple[Any, ...]]]


def levels(told: Told, text: str, issuer: str = "Canada") -> list[tuple[str, str, str]]:
    """Return place, lower and upper limit of each provision."""
    return [(one[1], one[2], one[3]) for one in told(text, issuer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Operators should maintain FL 290 or ABV in FIR Tripoli (HLLL).", [("HLLL", "SFC", "FL290")]),
        ("Operators should avoid FIR Tripoli (HLLL) at FL 290 and BLW.", [("HLLL", "SFC", "FL290")]),
        ("Operators should avoid FIR Tripoli (HLLL) at or ABV FL 290.", [("HLLL", "FL290", "UNL")]),
        ("FIR Tripoli (HLLL) CLSD FM FL290 and abv.", [("HLLL", "FL290", "UNL")]),
    ],
)
def test_abbreviated_above_and_below(told: Told, text: str, expected: list[tuple[str, str, str]]) -> None:
    """ABV and BLW say what ABOVE and BELOW say wherever these are understood."""
    assert levels(told, text, "Libya") == expected
    full = text.replace("ABV", "above").replace("BLW", "below").replace("abv", "above")
    assert levels(told, full, "Libya") == expected


@pytest.mark.parametrize("gap", ["", " ", "\n  "])
def test_abbreviations_are_quoted_as_printed(gap: str) -> None:
    """The words of a provision are those of the text, also where white space makes up for the letters left out."""
    text = f"Be informed. {gap}Operators should avoid {gap}FIR Tripoli (HLLL) ABV FL 290. Report."
    (provision,) = read(text, issuer="Libya").provisions
    assert provision.sentence == "Operators should avoid FIR Tripoli (HLLL) ABV FL 290."
    low, top = provision.span
    assert text[low:top] == f"Operators should avoid {gap}FIR Tripoli (HLLL) ABV FL 290."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators shall not enter FIR Tripoli (HLLL) below FL 240 or above FL 410.",
            [("HLLL", "SFC", "FL240"), ("HLLL", "FL410", "UNL")],
        ),
        (
            "Operators shall not enter FIR Tripoli (HLLL) above flight level 410 or below an altitude of 9000 ft AMSL.",
            [("HLLL", "FL410", "UNL"), ("HLLL", "SFC", "9000FT AMSL")],
        ),
        (
            "Operators should avoid FIR Tripoli (HLLL) at or below FL 100 and between FL 200 and FL 240, and FIR Tunis (DTTC) above FL 300.",
            [("HLLL", "SFC", "FL100"), ("HLLL", "FL200", "FL240"), ("DTTC", "FL300", "UNL")],
        ),
        (
            "Operators should avoid FIR Tripoli (HLLL) between FL 100 and FL 200 and above FL 300.",
            [("HLLL", "FL100", "FL200"), ("HLLL", "FL300", "UNL")],
        ),
        (
            "Operators should avoid FIR Tripoli (HLLL) above FL 300 or below FL 350.",
            [("HLLL", "FL300", "UNL"), ("HLLL", "SFC", "FL350")],
        ),
    ],
)
def test_two_bands_of_one_airspace(told: Told, text: str, expected: list[tuple[str, str, str]]) -> None:
    """Each band that is named with another is told of its own: neither is lost, neither is turned round."""
    assert sorted(levels(told, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Operators should avoid FIR Tripoli (HLLL) above FL 100 and below FL 240.", ("HLLL", "FL100", "FL240")),
        ("Operators should avoid FIR Tripoli (HLLL) below FL 240, but above FL 100.", ("HLLL", "FL100", "FL240")),
        ("Operators should avoid FIR Tripoli (HLLL) at FL 240 or above.", ("HLLL", "FL240", "UNL")),
        (
            "Operators should avoid FIR Tripoli (HLLL) from FL 100 to FL 240 and above within 50 NM of Sirte.",
            ("HLLL", "FL100", "UNL"),
        ),
        ("Operators should maintain FL 240 or above in FIR Tripoli (HLLL).", ("HLLL", "SFC", "FL240")),
    ],
)
def test_two_limits_of_one_band(told: Told, text: str, expected: tuple[str, str, str]) -> None:
    """Limits that enclose one band are that band; "or above" behind a level that no other level follows is its side."""
    assert levels(told, text) == [expected]


def test_a_level_to_be_kept_is_not_turned_round() -> None:
    """Whoever is to remain below one level or above another is not told to keep above the first."""
    reading = read("Operators should remain below FL 240 or above FL 410 in FIR Tripoli (HLLL).", issuer="Canada")
    assert not reading.provisions
    assert reading.unread


def test_a_level_is_no_route(told: Told) -> None:
    """An exception that names a level and no route asks to keep no level on routes; "FL240" is not the name of one."""
    ban = "Operators shall not enter FIR Tripoli (HLLL) below FL 300."
    where = " The prohibition does not apply to flights to Sebha that enter from Niamey at or above {}."
    for level in ("FL240", "FL 240", "F240"):
        assert levels(told, ban + where.format(level)) == [("HLLL", "SFC", "FL300")]
    route = " The prohibition does not apply to flights on UM727 at or above FL240."
    assert levels(told, ban + route) == [("HLLL", "SFC", "FL300"), ("HLLL", "SFC", "FL240")]


def test_a_level_named_again_does_not_mean_an_exception(told: Told) -> None:
    """Only a route that an exception names is meant again, not a level that stands in both."""
    text = "Operators shall not enter FIR Tripoli (HLLL) below FL300 except above FL240 near Sebha. Operators shall not fly below FL240."
    assert [one[4] for one in told(text, "Canada")] == [False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators should not fly below FL 240 in FIR Tripoli (HLLL) and FL 300 in FIR Tunis (DTTC).",
            [("HLLL", "SFC", "FL240"), ("DTTC", "SFC", "FL300")],
        ),
        (
            "Operators should avoid altitudes below 9,000 ft AGL over FIR Tripoli (HLLL), 12,000 ft AGL over FIR Tunis (DTTC).",
            [("HLLL", "SFC", "9000FT AGL"), ("DTTC", "SFC", "12000FT AGL")],
        ),
        (
            "Operators should not fly above FL 240 within FIR Tripoli (HLLL) or FL 300 within FIR Tunis (DTTC).",
            [("HLLL", "FL240", "UNL"), ("DTTC", "FL300", "UNL")],
        ),
        (
            "Operators should stay above FL 240 within FIR Tripoli (HLLL) and above FL 300 within FIR Tunis (DTTC).",
            [("HLLL", "SFC", "FL240"), ("DTTC", "SFC", "FL300")],
        ),
        (
            "Operators should stay at or above FL 240 in FIR Tripoli (HLLL), FL 300 in FIR Tunis (DTTC).",
            [("HLLL", "SFC", "FL240"), ("DTTC", "SFC", "FL300")],
        ),
    ],
)
def test_a_further_level_shares_the_words_of_the_first(
    told: Told, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A level for a further airspace, its "below" or "above" left out or said again, is that of this airspace."""
    assert levels(told, text) == expected


LEFT = "a level of which nothing was read"


@pytest.mark.parametrize(
    "text",
    [
        "Operators should not fly in FIR Tripoli (HLLL) below FL 240 and FIR Tunis (DTTC) FL 300.",
        "Operators should not fly between FL 100 and FL 240 in FIR Tripoli (HLLL) and FL 300 in FIR Tunis (DTTC).",
        "Within FIR Tripoli (HLLL) below FL 240 and within FIR Tunis (DTTC) 12,000 ft AGL, operators should not fly.",
        "Exercise caution in FIR Tripoli (HLLL) below FL 240, but FL 300 near Sebha.",
        "Operators should avoid FIR Tripoli (HLLL) below FL24O.",
        "Operators should avoid FIR Tripoli (HLLL) below flight level 3OO.",
        "Operators should not fly below FL 240/FL 300 in FIR Tripoli (HLLL).",
        "Flights below FL 240 in FIR Tripoli (HLLL) are prohibited and above FL 410.",
    ],
)
def test_a_level_that_nothing_took_is_shown(text: str) -> None:
    """A level of the sentence that limits no provision is shown as not read, a misprinted one, too."""
    assert [one.why for one in read(text, issuer="Canada").unread] == [LEFT]


@pytest.mark.parametrize(
    "text",
    [
        "Operators should avoid FIR Tripoli (HLLL) below FL 240 due to weapons in use up to FL 300.",
        "Due to weapons in use up to FL 300 operators should avoid FIR Tripoli (HLLL) below FL 320.",
        "Missiles capable of reaching FL 300 are in use, and operators should avoid FIR Tripoli (HLLL) below FL 320.",
        "Operators should avoid FIR Tripoli (HLLL) below FL 240, except above FL 150 near Sebha.",
        "Operators should avoid FIR Tripoli (HLLL) below FL 240. Flights at FL 300 are monitored.",
        "Operators should avoid FIR Tripoli (HLLL). The tops are at FL 300.",
        "Operators should avoid FIR Tripoli (HLLL) within 3000 m of the coast.",
        "Operators should avoid FIR Tripoli (HLLL) below FL 240 (24,000 ft).",
        "Operators should avoid FIR Tripoli (HLLL) below 9000 m (FL 295).",
        "Flights below FL 240 in FIR Tripoli (HLLL) are prohibited, and weapons capable of reaching FL 300 are reported.",
        "Operators should avoid FIR Tripoli (HLLL) between 500 ft - 1000 ft AGL.",
        "Operators should avoid FIR Tripoli (HLLL) below FL 240 and exercise caution at and above FL 240.",
    ],
)
def test_a_level_of_something_else_is_not_shown(text: str) -> None:
    """Levels of reasons, weapons, exceptions and other sentences limit no provision, nor does one of a whole airspace."""
    assert read(text, issuer="Canada").unread == ()


def test_a_misprinted_level_limits_nothing(told: Told) -> None:
    """A letter for a figure makes no lower level of a higher one: the airspace is told at all levels."""
    assert levels(told, "Operators should avoid FIR Tripoli (HLLL) below FL24O.") == [("HLLL", "SFC", "UNL")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Operators should not fly below FL 240 in FIR Tripoli (HLLL) and above FL 410.",
            [("HLLL", "SFC", "FL240"), ("HLLL", "FL410", "UNL")],
        ),
        (
            "This action expands a rule of last year to prohibit flights in FIR Tripoli (HLLL) from altitudes below FL 240 to altitudes below FL 300.",
            [("HLLL", "SFC", "FL240"), ("HLLL", "SFC", "FL300")],
        ),
    ],
)
def test_bands_around_one_airspace(told: Told, text: str, expected: list[tuple[str, str, str]]) -> None:
    """Where only one airspace is named all bands of the phrase are its own, wherever they stand."""
    assert levels(told, text, "USA") == expected


def test_many_bands_are_told_or_shown() -> None:
    """A text that names bands without end is read in time, and what is not told is shown."""
    text = "Operators should avoid FIR Tripoli (HLLL) " + ", ".join(f"above FL {n}" for n in range(100, 900)) * 10 + "."
    reading = read(text, issuer="Canada")
    assert 1 < len(reading.provisions) < 50
    assert LEFT in [one.why for one in reading.unread]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "within FIR Tripoli (HLLL) and within FIR Tunis (DTTC) at and above FL 300",
            [("HLLL", "SFC", "UNL"), ("DTTC", "FL300", "UNL")],
        ),
        (
            "in FIR Tripoli (HLLL), nor in FIR Tunis (DTTC) below FL 300",
            [("HLLL", "SFC", "UNL"), ("DTTC", "SFC", "FL300")],
        ),
        (
            "in FIR Tripoli (HLLL), FIR Tunis (DTTC) below FL 300 and FIR Malta (LMMM)",
            [("DTTC HLLL", "SFC", "FL300"), ("LMMM", "SFC", "UNL")],
        ),
        (
            "over FIR Tripoli (HLLL) and below FL 300 over FIR Tunis (DTTC) and FIR Malta (LMMM)",
            [("HLLL", "SFC", "UNL"), ("DTTC LMMM", "SFC", "FL300")],
        ),
        (
            "in FIR Tripoli (HLLL) above FL 100 and below FL 300 in FIR Tunis (DTTC)",
            [("HLLL", "FL100", "UNL"), ("DTTC", "SFC", "FL300")],
        ),
    ],
)
def test_a_level_is_not_shared_where_it_may_not_be_meant(
    told: Told, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """An item that does not surely share the level of another is read at all levels, never milder."""
    assert levels(told, f"Operators should not fly {text}.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "in FIR Tripoli (HLLL), FIR Malta (LMMM) and FIR Tunis (DTTC) below FL 300",
        "in FIR Tripoli (HLLL), in FIR Malta (LMMM) and in FIR Tunis (DTTC), below FL 300",
        "below FL 300 in FIR Tripoli (HLLL), in FIR Malta (LMMM) and in FIR Tunis (DTTC)",
        "in FIR Tripoli (HLLL), FIR Malta (LMMM) or FIR Tunis (DTTC) at altitudes below FL 300",
    ],
)
def test_a_level_is_shared_where_it_is_meant_for_all(told: Told, text: str) -> None:
    """A level before a list, behind one that is governed by one preposition, or set apart from it is that of all items."""
    assert levels(told, f"Operators should not fly {text}.") == [("DTTC HLLL LMMM", "SFC", "FL300")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "not fly in FIR Tripoli (HLLL) and not below FL 300 in FIR Tunis (DTTC)",
            [("HLLL", "SFC", "UNL"), ("DTTC", "SFC", "FL300")],
        ),
        (
            "not fly in FIR Tripoli (HLLL) and, where possible, not below FL 300 in FIR Tunis (DTTC)",
            [("HLLL", "SFC", "UNL"), ("DTTC", "SFC", "FL300")],
        ),
        (
            "not fly below FL 300 in FIR Tunis (DTTC) and not at all in FIR Tripoli (HLLL)",
            [("DTTC", "SFC", "FL300"), ("HLLL", "SFC", "UNL")],
        ),
        (
            "not fly below FL 240 and not above FL 410 in FIR Tripoli (HLLL)",
            [("HLLL", "SFC", "FL240"), ("HLLL", "FL410", "UNL")],
        ),
        (
            "not fly in FIR Tripoli (HLLL) and should not be below FL 300 over FIR Tunis (DTTC)",
            [("HLLL", "SFC", "UNL"), ("DTTC", "SFC", "FL300")],
        ),
        ("not fly at levels not below FL 240 and not above FL 410 in FIR Tripoli (HLLL)", [("HLLL", "FL240", "FL410")]),
        ("maintain a level not below FL 240 in FIR Tripoli (HLLL)", [("HLLL", "SFC", "FL240")]),
    ],
)
def test_a_not_said_again(told: Told, text: str, expected: list[tuple[str, str, str]]) -> None:
    """A "not" that repeats the one of the instruction makes no floor of what is banned below a level."""
    assert levels(told, f"Operators should {text}.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Carriers shall avoid FIR LIMA (SPIM) below FL320 and, at or above FL320, shall exercise caution.",
            [("avoid", "SPIM", "SFC", "FL320"), ("caution", "SPIM", "FL320", "UNL")],
        ),
        (
            "Operators are prohibited from entering FIR LIMA (SPIM) below FL300 and, at or above FL300, are advised not to enter it.",
            [("prohibited", "SPIM", "SFC", "FL300"), ("avoid", "SPIM", "FL300", "UNL")],
        ),
        (
            "Operators should not enter FIR LIMA (SPIM) below FL260, but above FL260 are advised to take potential risk into account.",
            [("avoid", "SPIM", "SFC", "FL260"), ("caution", "SPIM", "FL260", "UNL")],
        ),
    ],
)
def test_levels_ahead_of_their_verb(text: str, expected: list[tuple[str, ...]], told: Told) -> None:
    """Levels that stand between two verbs, right ahead of the second, are the second's and none of the first's."""
    assert [one[:4] for one in told(text, "Italy")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "UK operators should not enter the airspace of Mali and within Niger below FL320.",
            [("ML", "UNL"), ("NE", "FL320")],
        ),
        (
            "UK operators should not enter the airspace of Mali below FL260 and the airspace of Niger below FL320.",
            [("ML", "FL260"), ("NE", "FL320")],
        ),
        (
            "UK operators should not enter the airspace of Mali and, below FL320, within the airspace of Niger.",
            [("ML", "UNL"), ("NE", "FL320")],
        ),
        ("UK operators should not enter the airspace of Mali and Niger below FL320.", [("ML NE", "FL320")]),
    ],
)
def test_countries_share_a_level_only_where_it_is_surely_meant_for_all(
    text: str, expected: list[tuple[str, str]], told: Told
) -> None:
    """A level behind a country with a preposition of its own limits that one; it is never taken for the others, too."""
    assert [(where, upper) for _, where, _, upper, *_ in told(text, "UK")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Do not enter FIR LIMA (SPIM) within the territory of Peru and, below FL260, within the territory of Chile.",
        "Do not enter FIR LIMA (SPIM) within the territory of Peru at all levels and within the territory of Chile below FL260.",
    ],
)
def test_territories_in_one_fir_have_levels_of_their_own(text: str, told: Told) -> None:
    """Two countries in one FIR are two parts of it, each with its level."""
    assert [(where, upper, partial) for _, where, _, upper, partial, _ in told(text, "UK")] == [
        ("SPIM", "UNL", True),
        ("SPIM", "FL260", True),
    ]
    assert [one.countries for one in read(text, issuer="UK").provisions] == [("PE",), ("CL",)]

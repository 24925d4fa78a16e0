"""Provisions in advisories: from the words that a source hands over."""

from __future__ import annotations

import pytest

from advisories.model import NOT_READ, Advisory, Force, Kind, Link, LinkKind, NotRead
from advisories.provisions import superseded, with_provisions
from advisories.sources.base import Prose

from .made import advisory

TEXT = "UK operators are recommended not to enter FIR LIMA (SPIM) below FL 250."


def read(words: str, *, before: str = "", title_only: bool = False, issuer: str = "UK") -> Advisory:
    """Return an advisory with what these words tell."""
    text = NOT_READ if title_only else words
    prose = Prose(issuer=issuer, words=words, before=before, title_only=title_only)
    return with_provisions(advisory(kind=Kind.NOTAM, text=text, reference="EGGN V0001/26"), prose)


def test_provisions_quote_the_text_as_published() -> None:
    """A provision's sentence stands in the text where its span says, also where other words were put before it."""
    words = f"Recommendation(s): {TEXT}"
    found = read(words, before="SUBJECT: Airspace of Peru\nAPPLICABILITY: everybody\n")
    assert not isinstance(found.provisions, NotRead)
    (one,) = found.provisions
    assert one.force is Force.AVOID
    assert words[slice(*one.span)] == one.sentence
    assert one.sentence.endswith(TEXT)
    assert one.addressees.words != "everybody"


def test_a_title_gives_the_instruction_alone() -> None:
    """From a title comes the instruction; levels are not read, and a title without one leaves all not read."""
    found = read("Prohibition Against Certain Flights in the Tehran FIR (OIIX)", title_only=True, issuer="FAA")
    assert not isinstance(found.provisions, NotRead)
    (one,) = found.provisions
    assert (one.force, one.firs, type(one.upper)) == (Force.PROHIBITED, ("OIIX",), NotRead)
    assert isinstance(read("Routing requirements", title_only=True, issuer="FAA").provisions, NotRead)


def test_what_no_rule_understood_is_kept() -> None:
    """An operative clause that no rule understands makes the advisory not fully read, in its own words."""
    found = read("Operators must not linger anywhere near the border.")
    assert found.unread == ("Operators must not linger anywhere near the border.",)


REPLACES, OVERRULES = LinkKind.REPLACES, LinkKind.OVERRULES
SUPERSEDED: list[tuple[str, str, list[tuple[LinkKind, str]]]] = [
    ("CZIB-2026-03-R14", "CZIB 2026-04", [(REPLACES, "CZIB 2026-03")]),
    ("CZIB 2026-03-R14 and CZIB-2025-02", "CZIB 2026-04", [(REPLACES, "CZIB 2026-03"), (REPLACES, "CZIB 2025-02")]),
    ("the part of CZIB 2026-03 concerning Jordan", "CZIB 2026-08", [(OVERRULES, "CZIB 2026-03")]),
    ("CZIB 2026-04-R1", "CZIB 2026-04", []),
    ("V0012/26", "EGGN V0024/26", [(REPLACES, "EGGN V0012/26")]),
    ("THE RECOMMENDATION PROVIDED IN THE CURRENTLY APPLICABLE AIC", "EDWW B0294/26", [(OVERRULES, "AIC")]),
    ("THE ADVICE IN AIC NR 08/25", "EDWW B0294/26", [(OVERRULES, "AIC 08/25")]),
    ("THE ADVICE IN THE CURRENT UK AIP ENR 1.1", "EGGN V0009/26", [(OVERRULES, "AIP ENR 1.1")]),
    ("previous guidance", "CZIB 2026-04", []),
]


@pytest.mark.parametrize(("words", "reference", "expected"), SUPERSEDED)
def test_lineage_by_words(words: str, reference: str, expected: list[tuple[LinkKind, str]]) -> None:
    """A document that is named whole is replaced, a part or paragraph is overruled, and anything else is left alone."""
    assert superseded((words,), reference) == tuple(Link(kind=kind, reference=other) for kind, other in expected)

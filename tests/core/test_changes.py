"""What counts as a change, as a table of cases."""

from datetime import UTC, datetime
from typing import Any

import pytest

from advisories.changes import contains, covers, difference
from advisories.model import (
    NOT_READ,
    NOT_STATED,
    Addressees,
    ChangeKind,
    Datum,
    EndKind,
    Instruction,
    LegalForm,
    Level,
    Limit,
    Provision,
    Validity,
)

from .made import START, advisory

LATER = datetime(2026, 9, 1, tzinfo=UTC)
EARLIER = datetime(2026, 4, 1, tzinfo=UTC)
DO_NOT = Instruction.DO_NOT_ENTER
SPELT = Addressees(
    certificate_states=("US",), registry_states=("US",), conditions=("except for a foreign air carrier",)
)
WIDER = Addressees(certificate_states=("EU",), third_country_operators=True)
SFC, UNL = Level(datum=Datum.SFC), Level(datum=Datum.UNL)
FL260, FL320 = Level(datum=Datum.FL, value=260), Level(datum=Datum.FL, value=320)


def until(end: Any, kind: EndKind = EndKind.UNLESS_REVIEWED) -> Validity:
    """Return a validity with that end."""
    return Validity(start=START, end=end, end_kind=kind)


def provision(upper: Limit = FL260, *, instruction: Instruction = Instruction.CAUTION, **fields: Any) -> Provision:
    """Return a provision for the FIR XQLR from the surface up."""
    made = {"lower": SFC, "upper": upper, "firs": ("XQLR",), "legal_form": LegalForm.RECOMMENDATION, **fields}
    return Provision(instruction=instruction, **made)


def below(level: int) -> Level:
    """Return a flight level that does not belong to the band that it limits."""
    return Level(datum=Datum.FL, value=level, inclusive=False)


def people(*states: str, **fields: Any) -> Addressees:
    """Return the operators of some States."""
    return Addressees(certificate_states=states, **fields)


CASES: list[tuple[str, dict[str, Any], dict[str, Any], ChangeKind | None]] = [
    ("nothing", {}, {}, None),
    ("white space in the text", {}, {"text": "Exercise  caution\nbelow FL 260. "}, None),
    ("another address", {}, {"url": "https://elsewhere.example/"}, None),
    ("a later end", {}, {"validity": until(LATER)}, ChangeKind.EXTENDED),
    ("a later end under a new revision", {}, {"validity": until(LATER), "revision": "R1"}, ChangeKind.EXTENDED),
    ("an earlier end", {}, {"validity": until(EARLIER)}, ChangeKind.SHORTENED),
    ("an open end", {}, {"validity": until(NOT_STATED, EndKind.UNTIL_FURTHER_NOTICE)}, ChangeKind.EXTENDED),
    ("an end set to an open one", {"validity": until(NOT_STATED, EndKind.PERMANENT)}, {}, ChangeKind.SHORTENED),
    (
        "the same end, now estimated",
        {},
        {"validity": until(datetime(2026, 6, 1, tzinfo=UTC), EndKind.ESTIMATED)},
        ChangeKind.AMENDED,
    ),
    (
        "the kind of end read for the first time",
        {"validity": until(datetime(2026, 6, 1, tzinfo=UTC), EndKind.NOT_READ)},
        {},
        None,
    ),
    ("new words", {}, {"text": "Do not operate below FL 260."}, ChangeKind.AMENDED),
    ("new words and a later end", {}, {"text": "Do not operate.", "validity": until(LATER)}, ChangeKind.AMENDED),
    ("a new revision label alone", {}, {"revision": "R1"}, ChangeKind.AMENDED),
    ("withdrawn by the publisher", {"active": True}, {"active": False}, ChangeKind.CANCELLED),
    ("active again", {"active": False}, {"active": True}, ChangeKind.AMENDED),
    ("another area", {}, {"areas": ("Larovia", "Norvasia")}, ChangeKind.AMENDED),
    ("text read for the first time", {"text": NOT_READ}, {}, None),
    ("text not read this time", {}, {"text": NOT_READ}, None),
    ("end not read this time", {}, {"validity": until(NOT_READ, EndKind.NOT_READ)}, None),
    ("levels read for the first time", {"upper": NOT_READ}, {"upper": FL260}, None),
    (
        "a higher ceiling of caution",
        {"provisions": (provision(),)},
        {"provisions": (provision(FL320),)},
        ChangeKind.TIGHTENED,
    ),
    (
        "a lower ceiling of caution",
        {"provisions": (provision(FL320),)},
        {"provisions": (provision(),)},
        ChangeKind.EASED,
    ),
    (
        "caution becomes do not enter",
        {"provisions": (provision(),)},
        {"provisions": (provision(instruction=Instruction.DO_NOT_ENTER),), "text": "Do not operate."},
        ChangeKind.TIGHTENED,
    ),
    (
        "stronger below, as before above",
        {"provisions": (provision(UNL),)},
        {
            "provisions": (
                provision(below(260), instruction=Instruction.DO_NOT_ENTER),
                provision(UNL, lower=below(260)),
            ),
            "text": "Do not operate below FL 260, take care above.",
        },
        ChangeKind.TIGHTENED,
    ),
    (
        "stronger below, milder above is neither",
        {"provisions": (provision(UNL),)},
        {
            "provisions": (provision(FL260, instruction=Instruction.DO_NOT_ENTER),),
            "text": "Do not operate below FL 260.",
        },
        ChangeKind.AMENDED,
    ),
]


@pytest.mark.parametrize(("name", "before", "after", "kind"), CASES, ids=[case[0] for case in CASES])
def test_difference(name: str, before: dict[str, Any], after: dict[str, Any], kind: ChangeKind | None) -> None:
    """A change is what the table says it is."""
    extra = {"text": "Do not operate."} if "provisions" in after and "text" not in after else {}
    found = difference(advisory(**before), advisory(**after, **extra))
    assert (found.kind if found else None) is kind, name


def test_fields_are_named_with_words_before_and_after() -> None:
    """Each field that moved is shown before and after, ends as the day they close."""
    found = difference(advisory(), advisory(validity=until(LATER)))
    assert found
    assert [(field.field, field.before, field.after) for field in found.fields] == [
        ("end", "31 May 2026 24:00Z (unless reviewed earlier)", "31 Aug 2026 24:00Z (unless reviewed earlier)")
    ]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        (provision(UNL), provision(FL260), True),
        (provision(FL260), provision(UNL), False),
        (provision(FL260), provision(Level(datum=Datum.AMSL, value=10000, unit="FT")), False),
        (provision(NOT_READ), provision(UNL), True),
        (provision(firs=("XQLR", "XQNV")), provision(), True),
        (provision(), provision(firs=("XQLR", "XQNV")), False),
        (provision(partial=True, area="west of 10E"), provision(), False),
        (provision(exceptions=("on route B1",)), provision(), False),
        (provision(UNL), provision(NOT_READ, lower=NOT_READ), True),
        (provision(instruction=DO_NOT, addressees=SPELT), provision(addressees=people("US")), True),
        (provision(addressees=SPELT), provision(addressees=people("US")), False),
        (provision(instruction=DO_NOT, addressees=people("US")), provision(addressees=people("ALL")), False),
        (provision(instruction=DO_NOT, addressees=people("EU")), provision(addressees=WIDER), False),
        (provision(addressees=WIDER), provision(addressees=people("EU")), True),
    ],
)
def test_containment(outer: Provision, inner: Provision, expected: bool) -> None:
    """One provision covers another only where it is as strict everywhere; data of different datum are not compared."""
    assert covers(outer, inner) is expected


FEET = Level(datum=Datum.AMSL, value=26_000, unit="FT")
FILLED: list[tuple[str, tuple[Provision, ...], Provision, bool]] = [
    ("two that meet", (provision(below(260)), provision(UNL, lower=FL260)), provision(UNL), True),
    ("below and above", (provision(below(260)), provision(UNL, lower=below(260))), provision(UNL), True),
    ("a gap", (provision(below(260)), provision(UNL, lower=FL320)), provision(UNL), False),
    ("the top is missing", (provision(below(260)), provision(FL320, lower=FL260)), provision(UNL), False),
    ("the bottom is missing", (provision(UNL, lower=FL260), provision(FL320, lower=FL260)), provision(UNL), False),
    ("the upper limit itself", (provision(FL260), provision(below(320), lower=FL260)), provision(FL320), False),
    (
        "one of them is milder",
        (provision(FL260), provision(UNL, lower=FL260)),
        provision(UNL, instruction=DO_NOT),
        False,
    ),
    ("another datum", (provision(FEET), provision(UNL, lower=FL260)), provision(UNL), False),
    ("one in its own datum", (provision(FEET), provision(UNL, lower=FEET), provision(FL260)), provision(UNL), True),
    ("limits of two data", (provision(FL260),), provision(FEET, lower=FL260), False),
    ("not read", (provision(NOT_READ, lower=NOT_READ),), provision(UNL), True),
    ("nothing", (), provision(), False),
]


@pytest.mark.parametrize(("name", "outers", "inner", "expected"), FILLED, ids=[case[0] for case in FILLED])
def test_several_bands_together(name: str, outers: tuple[Provision, ...], inner: Provision, expected: bool) -> None:
    """Bands that meet contain what reaches over all of them, within one datum and where each is as strict."""
    assert contains(outers, (inner,)) is expected, name

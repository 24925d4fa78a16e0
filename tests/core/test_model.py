"""The types: three states of every fact, JSON in and out, and the published schema."""

from datetime import UTC, datetime
from itertools import product

import pytest

from advisories.errors import InputError
from advisories.model import (
    NOT_READ,
    NOT_STATED,
    Advisory,
    Datum,
    EndKind,
    Force,
    Instruction,
    LegalForm,
    Level,
    Limit,
    NotRead,
    Provision,
    Validity,
    When,
    from_json,
    to_json,
)

from .made import advisory

WHENS: tuple[When, ...] = (
    datetime(2026, 3, 1, tzinfo=UTC),
    NOT_STATED,
    NOT_READ,
    NotRead(why="the page lists titles only"),
)
LIMITS: tuple[Limit, ...] = (Level(datum=Datum.FL, value=260, inclusive=False), NOT_STATED, NOT_READ)


@pytest.mark.parametrize(("when", "limit"), list(product(WHENS, LIMITS)))
def test_value_not_stated_and_not_read_survive_json(when: When, limit: Limit) -> None:
    """A value, "not stated" and "not read" are three things before and after JSON."""
    made = advisory(validity=Validity(start=when, end=when, end_kind=EndKind.NOT_READ), lower=limit, upper=limit)
    again = from_json(to_json(made), Advisory)
    assert again == made
    assert type(again.validity.start) is type(when)
    assert type(again.lower) is type(limit)


def test_json_is_deterministic() -> None:
    """The same value is the same bytes."""
    assert to_json(advisory()) == to_json(from_json(to_json(advisory()), Advisory))


def test_wrong_json_names_the_field() -> None:
    """JSON that does not fit is an error that names the field."""
    with pytest.raises(InputError, match=r"Advisory.*\$\.kind"):
        from_json(to_json(advisory()).replace(b'"CZIB"', b'"pamphlet"'), Advisory)


@pytest.mark.parametrize(
    ("instruction", "form", "force"),
    [
        (Instruction.DO_NOT_ENTER, LegalForm.BINDING, Force.PROHIBITED),
        (Instruction.DO_NOT_ENTER, LegalForm.AS_SERVED, Force.PROHIBITED),
        (Instruction.DO_NOT_ENTER, LegalForm.RECOMMENDATION, Force.AVOID),
        (Instruction.DO_NOT_ENTER, LegalForm.UNSTATED, Force.AVOID),
        (Instruction.CAUTION, LegalForm.BINDING, Force.CAUTION),
        (Instruction.INFORMATION, LegalForm.UNSTATED, Force.INFORMATION),
    ],
)
def test_force_is_derived(instruction: Instruction, form: LegalForm, force: Force) -> None:
    """The label follows from instruction and legal form."""
    made = Provision(instruction=instruction, legal_form=form, lower=NOT_READ, upper=NOT_READ)
    assert made.force is force


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (Level(datum=Datum.SFC), "SFC"),
        (Level(datum=Datum.UNL), "UNL"),
        (Level(datum=Datum.FL, value=60), "FL 060"),
        (Level(datum=Datum.AMSL, value=10000, unit="FT"), "10,000 ft AMSL"),
        (Level(datum=Datum.AGL, value=25000, unit="FT"), "25,000 ft AGL"),
        (Level(datum=Datum.UNSTATED, value=300, unit="M"), "300 m"),
    ],
)
def test_levels_keep_their_datum_in_words(level: Level, words: str) -> None:
    """A level is said with its own datum and unit."""
    assert str(level) == words

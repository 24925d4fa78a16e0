"""What a run asks of the store for changes of stance: nothing, unless it touched what tells operators something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import pytest

from advisories.model import Advisory, Kind, Link, LinkKind, Validity
from advisories.ruling import Listed, Memory, Tracked
from advisories.shifts import Touched, shifts
from advisories.standing import turns_at

from .desk import source
from .made import CARE, NOW, provision, standing


class AskedError(Exception):
    """The store was asked."""


class Refusing:
    """A recall that says when it is asked."""

    def find(self, names: Iterable[str]) -> Mapping[str, Tracked]:
        """Refuse."""
        raise AskedError(names)

    def records(self, ids: Iterable[int]) -> Mapping[int, bytes]:
        """Refuse."""
        raise AskedError(ids)

    def advisories(self, ids: Iterable[int]) -> Mapping[int, Advisory]:
        """Refuse."""
        raise AskedError(ids)

    def links(self) -> list[tuple[str, Link]]:
        """Refuse."""
        raise AskedError

    def naming(self, references: Iterable[str]) -> list[tuple[str, Link]]:
        """Refuse."""
        raise AskedError(references)

    def starting(self, after: datetime, until: datetime) -> Mapping[int, Advisory]:
        """Refuse."""
        raise AskedError(after, until)

    def standing(self, authorities: Iterable[str]) -> Mapping[int, Listed]:
        """Refuse."""
        raise AskedError(authorities)


CRANE = standing("UK", "EGGN L0001/26", kind=Kind.NOTAM, title="CRANE ERECTED").advisory
ROUTE = standing("UK", "Routes", kind=Kind.REFERENCE).advisory
POINTER = standing("FAA", "KICZ A9004/25", provision(CARE), kind=Kind.POINTER).advisory
WARNING = standing("FAA", "KICZ A9001/26", provision(CARE)).advisory
IDLE = [
    Touched(),
    Touched(new=(CRANE, ROUTE, POINTER)),
    Touched(revised={1: (CRANE, CRANE)}, relisted={2: ROUTE}, unlisted={3: CRANE}, begun={4: CRANE}),
]


@pytest.mark.parametrize("touched", IDLE, ids=["nothing", "new", "all else"])
def test_an_ordinary_run_asks_nothing(touched: Touched) -> None:
    """A run that brings nothing, or only what warns of nothing, costs no question."""
    assert shifts(source(), Memory(), Refusing(), touched, NOW) == ()


@pytest.mark.parametrize(
    "touched",
    [
        Touched(new=(WARNING,)),
        Touched(revised={1: (CRANE, WARNING)}),
        Touched(revised={1: (WARNING, CRANE)}),
        Touched(relisted={1: WARNING}),
        Touched(unlisted={1: WARNING}),
        Touched(begun={1: WARNING}),
    ],
)
def test_a_run_that_touches_a_warning_asks(touched: Touched) -> None:
    """A warning that comes, goes, changes or begins makes the run ask what else stands."""
    with pytest.raises(AskedError):
        shifts(source(), Memory(), Refusing(), touched, NOW)


HOUR = timedelta(hours=1)
OVERRULING = (Link(kind=LinkKind.OVERRULES, reference="AIC"),)
TURNS: list[tuple[str, Advisory, datetime | None]] = [
    ("its start", standing(validity=Validity(start=NOW + HOUR)).advisory, NOW + HOUR),
    ("begun", standing(validity=Validity(start=NOW)).advisory, None),
    ("no start", standing(validity=Validity()).advisory, None),
    (
        "the next of its provisions",
        standing(
            "FAA",
            "X",
            provision(CARE, validity=Validity(start=NOW + 3 * HOUR)),
            provision(CARE, validity=Validity(start=NOW + 2 * HOUR)),
        ).advisory,
        NOW + 2 * HOUR,
    ),
    ("an end", standing(validity=Validity(start=NOW, end=NOW + HOUR)).advisory, None),
    (
        "the end of what sets another aside",
        standing(validity=Validity(start=NOW, end=NOW + HOUR), links=OVERRULING).advisory,
        NOW + HOUR,
    ),
]


@pytest.mark.parametrize(("name", "advisory", "expected"), TURNS, ids=[case[0] for case in TURNS])
def test_when_something_begins_by_the_clock(name: str, advisory: Advisory, expected: datetime | None) -> None:
    """An advisory turns at its start, at its provisions' starts, and where it ends that sets another aside."""
    assert turns_at(advisory, NOW) == expected, name

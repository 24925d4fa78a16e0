"""Mail servers, stores and letters for tests of delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from advisories.store import Store
from tests.delivery.office import Office


@pytest.fixture
def offices() -> Iterator[Callable[..., Office]]:
    """Return a maker of mail servers on loopback."""
    made: list[Office] = []

    def make(security: str = "none", *, auth: bool = False) -> Office:
        made.append(Office(security, auth=auth))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def office(offices: Callable[..., Office]) -> Office:
    """Return a mail server on loopback that takes everything."""
    return offices()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Return a new store, on every database."""
    with Store(store_url) as made:
        yield made

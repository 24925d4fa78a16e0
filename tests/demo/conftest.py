"""The demonstration, told once for all its tests, and opened as a reader finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisories.demo import Tour, run
from advisories.store import Store


@pytest.fixture(scope="session")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """Return the story as told into a new folder."""
    return run(tmp_path_factory.mktemp("demo") / "told")


@pytest.fixture
def store(tour: Tour) -> Iterator[Store]:
    """Return the store that the story filled."""
    with Store(f"sqlite:///{tour.folder / 'advisories.sqlite3'}") as opened:
        yield opened


def digest(tour: Tour, day: int) -> str:
    """Return the text of a day's digest, with every stretch of white space as one space."""
    return " ".join(file_of(tour, day).read_text("utf-8").split())


def file_of(tour: Tour, day: int, suffix: str = ".txt") -> Path:
    """Return a file of a day's digest."""
    return tour.digests[day - 1].with_suffix(suffix)

"""What a reading comes down to, for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisories.reading import Reading, read
from advisories.reading.lines import labels


def told(text: str, issuer: str) -> list[tuple[Any, ...]]:
    """Return force, places, lower, upper, partial and exceptions of each provision."""
    found = labels(read(text, issuer=issuer), text)["provisions"]
    return [
        (
            one["force"],
            *(" ".join(one["firs"] or one["countries"]) or "AREA",),
            one["lower"],
            one["upper"],
            one["partial"],
            one["exceptions"],
        )
        for one in found
    ]


@pytest.fixture(name="told")
def _told() -> Callable[[str, str], list[tuple[Any, ...]]]:
    return told


def essence(reading: Reading) -> dict[str, Any]:
    """Return what must not change with the look of a text: all but the words and where they stand."""
    return {
        "kind": reading.kind,
        "applies_to": reading.applies_to,
        "threats": reading.threats,
        "validity": (reading.validity.start, reading.validity.end, reading.validity.end_kind),
        "supersedes": len(reading.links.supersedes),
        "unread": len(reading.unread),
        "provisions": [
            (one.force, one.legal_form, one.firs, one.countries, one.lower, one.upper, one.partial, len(one.exceptions))
            for one in reading.provisions
        ],
    }


@pytest.fixture(name="essence")
def _essence() -> Callable[[Reading], dict[str, Any]]:
    return essence

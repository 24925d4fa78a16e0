"""Whole outputs compared with files that a person reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "golden"


def compare(name: str, made: bytes) -> None:
    """Fail unless `made` is the golden file; a missing one is written and fails, for a person to review."""
    path = FOLDER / name
    if not path.exists():
        path.write_bytes(made)
        pytest.fail(f"{path.name} was missing; it was written now: review it, then run again")
    assert made.decode() == path.read_bytes().decode(), (
        f"{name} differs; if the change is meant, delete it and run twice"
    )

"""What the audit of dependencies says; the check runs it beside these tests, since it asks the package index."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit import told

SOUND: dict[str, Any] = {"name": "lxml", "version": "6.1", "vulns": []}
FLAWED: dict[str, Any] = SOUND | {"vulns": [{"id": "PYSEC-2031-1", "fix_versions": ["6.2"]}]}
UNKNOWN: dict[str, Any] = {"name": "warcio", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("dependencies", "status", "words"),
    [
        ([SOUND], 0, "1 of 1 dependencies looked up, 0 known"),
        ([SOUND, FLAWED], 1, "VULNERABLE lxml 6.1: PYSEC-2031-1, mended in 6.2"),
        ([SOUND, UNKNOWN], 0, "NOT AUDITED: 1 dependencies"),
        ([], 0, "NOT AUDITED"),
    ],
)
def test_what_was_not_looked_up_never_counts_as_sound(
    dependencies: list[dict[str, Any]], status: int, words: str
) -> None:
    """A known vulnerability fails the audit; what the index knows nothing about is said."""
    found, lines = told({"dependencies": dependencies})
    assert found == status
    assert any(words in line for line in lines)

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from advisories.reading.lines import read_lines


@pytest.fixture(scope="module")
def score(material: Path) -> ModuleType:
    """Return the module that scores readings."""
    spec = importlib.util.spec_from_file_location("score", material / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs(material: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return each labelled text with its reading."""
    lines = (material / "gold" / "provisions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    readings = {reading["id"]: reading for reading in map(json.loads, read_lines(lines))}
    found = [(label, readings[label["id"]]) for label in map(json.loads, lines)]
    assert len(found) == 53
    return found


def test_atoms(pairs: list[tuple[dict[str, Any], dict[str, Any]]], score: ModuleType) -> None:
    """Force, place and levels agree with the labels at F1 0.985 or better."""
    both = sum(len(score.atoms(label) & score.atoms(reading)) for label, reading in pairs)
    all_ = sum(len(score.atoms(label)) + len(score.atoms(reading)) for label, reading in pairs)
    assert 2 * both / all_ >= 0.985


def test_strongest_force(pairs: list[tuple[dict[str, Any], dict[str, Any]]], score: ModuleType) -> None:
    """The strongest force of every labelled text is right, so no do-not-enter is missed or invented."""
    assert [label["id"] for label, reading in pairs if score.top(label) != score.top(reading)] == []


@pytest.mark.parametrize("name", ["kind", "applies_to", "threats"])
def test_whole_text(pairs: list[tuple[dict[str, Any], dict[str, Any]]], name: str) -> None:
    """Kind, addressees and threats of every labelled text are right."""
    assert [label["id"] for label, reading in pairs if label[name] != reading[name]] == []


def test_supersedes(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """A text that supersedes another is known as one, and no other is."""
    assert [label["id"] for label, reading in pairs if bool(label["supersedes"]) != bool(reading["supersedes"])] == []


@pytest.mark.parametrize("name", ["partial", "exceptions"])
def test_flags(pairs: list[tuple[dict[str, Any], dict[str, Any]]], score: ModuleType, name: str) -> None:
    """Parts of an airspace and exceptions are marked where the labels mark them."""
    wrong = [label["id"] for label, reading in pairs if score.flags(label, name) != score.flags(reading, name)]
    assert wrong == []


def test_fully_read(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """No operative clause of a labelled text is left unread."""
    assert [(label["id"], reading["unread"]) for label, reading in pairs if reading["unread"]] == []

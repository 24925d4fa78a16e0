"""Every source has examples: pages as published, in our own words, each story with the answer that was reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from advisories.model import Verdict
from advisories.sources.base import PartRecords, Source
from advisories.sources.registry import all_sources, by_name
from tests.sources.made import AT, FIXTURES, read

STORIES = sorted(path for source in all_sources() for path in (FIXTURES / source.name).glob("*") if path.is_dir())


def _told(source: Source, story: Path) -> dict[str, Any]:
    """Return what a story reads as: verdict per part, then every advisory with the parts that list it."""
    readings = {path.stem: read(source, path.stem, path.read_bytes()) for path in sorted(story.iterdir())}
    good = {
        name: PartRecords(records=reading.records, read_at=AT)
        for name, reading in readings.items()
        if reading.verdict is not Verdict.FAILED
    }
    joined = source.join(good, {})
    told = {
        "parts": {
            name: {
                "verdict": reading.verdict,
                "reason": reading.reason,
                "updated": reading.updated,
                "bad": [row.reason for row in reading.bad],
            }
            for name, reading in readings.items()
        },
        "advisories": [{"parts": item.parts, "advisory": source.advisory(item.record)} for item in joined],
        "records": [item.record for item in joined],
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(told))
    return plain


def test_there_are_examples_at_all() -> None:
    """The collection of examples is not empty."""
    assert len(STORIES) >= 3


@pytest.mark.parametrize("source", all_sources(), ids=lambda source: source.name)
def test_every_source_has_an_example_of_each_part(source: Source) -> None:
    """Every part of every source has at least one example page."""
    told = {path.stem for story in STORIES if story.parent.name == source.name for path in story.iterdir()}
    assert told == {part.name for part in source.parts}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.parent.name}-{story.name}")
def test_an_example_reads_as_its_reviewed_answer(story: Path) -> None:
    """An example reads as its answer file says; a missing answer is written for review, and fails."""
    told = _told(by_name(story.parent.name), story)
    answer = story.with_suffix(".json")
    if not answer.exists():
        answer.write_text(json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        pytest.fail(f"{answer.name} was missing; it is written now: review it and run again")
    assert told == json.loads(answer.read_text(encoding="utf-8"))

"""What commands print as JSON is what the printed JSON Schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from advisories.cli import commands
from advisories.cli.documents import DOCUMENTS
from advisories.demo import run

FIELDS = (
    *("authority", "reference", "revision", "kind", "title", "areas", "firs", "state", "listed"),
    *("first_seen", "last_seen", "start", "end", "end_kind", "url", "source"),
)
PRINTED = {
    "advisories export": (("export",), ("export", "--all"), ("export", "--all", "--known-at", "2026-03-03")),
    "advisories changes --json": (("changes", "--json", "--since", "2026-03-01"),),
    "advisories show REFERENCE --json": (
        ("show", "KICZ A9001/26", "--json"),
        ("show", "czib-2026-91", "--json"),
        ("show", "SFAR 901", "--json"),
    ),
    "advisories show FIR|COUNTRY --json": (("show", "ZZLR", "--json"), ("show", "Nowhere", "--json")),
    "advisories status --json": (("status", "--json"), ("status", "--json", "--known-at", "2026-03-05T05:00Z")),
    "advisories sources --json": (("sources", "--json"),),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the invented story was told."""
    folder = tmp_path_factory.mktemp("told") / "story"
    run(folder)
    return folder


@pytest.fixture(autouse=True)
def _within(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(told)


def printed(*words: str) -> Any:
    """Return the JSON that a command prints."""
    result = CliRunner().invoke(commands, list(words), catch_exceptions=False)
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the printed schema."""
    found: dict[str, Any] = printed("schema")
    Draft202012Validator.check_schema(found)
    return found


def faults(schema: dict[str, Any], shape: dict[str, Any], value: object) -> list[str]:
    """Return what is wrong with a value under a part of the schema."""
    whole = {"$schema": schema["$schema"], "$defs": schema["$defs"], **shape}
    return [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]


def test_every_document_is_printed_below() -> None:
    """Each document that the schema describes is compared with what its command prints."""
    assert set(PRINTED) == set(DOCUMENTS)


def test_the_schema_is_whole(schema: dict[str, Any]) -> None:
    """The schema holds every type it refers to, and the three states of a fact."""
    text = json.dumps(schema)
    for name in {word.split('"')[0] for word in text.split("#/$defs/")[1:]}:
        assert name in schema["$defs"]
    assert "not stated" in text
    assert "not read" in text


@pytest.mark.parametrize("document", PRINTED)
def test_what_a_command_prints_is_valid(schema: dict[str, Any], document: str) -> None:
    """The output of a command is valid under the schema, and under the part that bears the command's name."""
    shape = next(one for one in schema["anyOf"] if one.get("title") == document)
    for words in PRINTED[document]:
        value = printed(*words)
        assert value
        assert faults(schema, shape, value) == []
        assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("key", FIELDS)
def test_an_exported_advisory_that_lacks_a_key_is_not_valid(schema: dict[str, Any], key: str) -> None:
    """The schema misses any key of an exported advisory."""
    advisory = printed("export")[0]
    shape = {"$ref": "#/$defs/Exported"}
    assert faults(schema, shape, advisory) == []
    del advisory[key]
    assert faults(schema, shape, advisory)


def test_every_exported_advisory_has_the_stable_keys() -> None:
    """JSON and CSV hold the same advisories under the same keys, in the documented order."""
    exported = printed("export", "--all")
    assert {tuple(one) for one in exported} == {FIELDS}
    text = CliRunner().invoke(commands, ["export", "--all", "--format", "csv"]).stdout
    assert text.splitlines()[0] == ",".join(FIELDS)
    assert len(text.splitlines()) == len(exported) + 1


def test_every_change_has_the_stable_keys() -> None:
    """Each change says what it is, whose, of which advisory, and when."""
    changes = printed("changes", "--json", "--since", "2026-03-01")
    assert changes
    for change in changes:
        assert {"kind", "authority", "reference", "at"} <= set(change)
        assert change["at"].endswith("Z")

"""The command line on files that are no recordings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories.cli import commands


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<html></html>"), ("empty.warc", b""), ("broken.warc.gz", b"\x1f\x8b\x08\x00broken")],
)
def test_a_file_that_is_no_recording_is_named_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    """What cannot be replayed is named in plain words, and the exit status says that nothing could be used."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(content)
    result = CliRunner().invoke(commands, ["replay", name])
    assert result.exit_code == 4
    assert "0 runs" in result.output
    assert name in result.output
    assert "Traceback" not in result.output

"""What `refresh` and `once` end with: 0 where all were read, 3 where some failed, 4 where all did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisories.cli import commands
from tests.cli.test_once import example, rows
from tests.faults.faults import FAULTS, Fault
from tests.faults.pages import Copy, Set
from tests.fetch.loopback import Host, page

TWIN = """

class Twin(LaroviaWarnings):
    name = "larovia_twin"
    parts = tuple(msgspec.structs.replace(part, url=part.url + "/twin") for part in LaroviaWarnings.parts)
"""
SETTINGS = """
sources = ["larovia_warnings", "larovia_twin"]
plugins = ["larovia.py"]
[fetch]
allow_http = true
allow_private = true
pause = 0.0
attempts = 1
timeout = {timeout}
total_timeout = {timeout}
"""
GOOD = Copy("text/html; charset=utf-8", rows(1, 2, 3, text="Stay out – now.").encode())
PAGES = Set(
    good={"list": GOOD},
    amended={"list": Copy(GOOD.media, GOOD.body + b"\n\n")},
    older={"list": GOOD},
    half={"list": GOOD},
    redesigned={"list": Copy(GOOD.media, b"<h1>Airspace warnings</h1><p>We have a new design!</p>")},
)
WHOLE = [fault for fault in FAULTS if not fault.partial and fault.name != "wrong content type"]


@pytest.fixture
def host() -> Iterator[Host]:
    """Return a host on loopback."""
    made = Host()
    yield made
    made.close()


@pytest.mark.parametrize("fault", WHOLE, ids=[fault.name for fault in WHOLE])
def test_the_exit_status_tells_how_many_failed(
    tmp_path: Path, host: Host, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    """No source failed: 0; one of two: 3; both: 4; and 0 again afterwards, whatever the fault was."""
    code = example(f"127.0.0.1:{host.port}").replace("from __future__ import annotations\n", "")
    (tmp_path / "larovia.py").write_text(f"import msgspec\n{code}{TWIN}", "utf-8")
    timeout = 0.5 if fault.slow else 20.0
    (tmp_path / "advisories.toml").write_text(SETTINGS.format(timeout=timeout), "utf-8")
    monkeypatch.chdir(tmp_path)
    good = page(GOOD.body, Content_Type=GOOD.media)
    bad = fault.said(PAGES, "list")
    statuses = []
    for first, second in ((good, good), (good, bad), (bad, bad), (good, good)):
        host.says |= {"/warnings": first, "/warnings/twin": second}
        statuses.append(CliRunner().invoke(commands, ["refresh"]).exit_code)
    assert statuses == [0, 3, 4, 0]

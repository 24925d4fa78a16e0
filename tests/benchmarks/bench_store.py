"""The commands on a store of 10,000 and on one of 1,000,000 revisions: how much longer does the larger one take?

`python -m tests.benchmarks.bench_store [SMALL LARGE]` makes both stores in a temporary folder (about 2 GB, some minutes),
publishes their sites, then runs each command in turn on both, inside one process, and prints medians and ratios. It
fails where a ratio is above its bar.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
from click.testing import CliRunner

from advisories.cli import commands
from tests.benchmarks.years import Years, make, page, reference_of

BAR = 3.0
ROUNDS = 5
WARMING = 3
BODY = page()
FAR = 4_000_000_000_000_000
"""Microseconds since 1970, in 2096."""
DUE = "once, one source, unchanged"
COMMANDS = {
    "status": ("status",),
    "show, a reference": ("show", reference_of(5)),
    "show, a place": ("show", "XQLR"),
    "changes": ("changes", "--since", "24h"),
    "site, with its front page": ("site",),
    "once, nothing due": ("once",),
    DUE: ("once",),
}
SETTINGS = """
sources = ["years"]
plugins = ["years_here.py"]
[digest]
times = []
[fetch]
allow_http = true
allow_private = true
robots = false
pause = 0.0
"""
PLUGIN = """
from tests.benchmarks import years
from msgspec.structs import replace

class Years(years.Years):
    parts = (replace(years.Years.parts[0], url={url!r}),)
"""


class Answers(BaseHTTPRequestHandler):
    """Answers every request with the one page."""

    def do_GET(self) -> None:
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def host() -> Iterator[str]:
    """Serve the page on loopback; return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/list.json"
        server.shutdown()


def prepare(folder: Path, revisions: int, url: str) -> int:
    """Make a folder with settings and a store of about so many revisions; return their number."""
    folder.mkdir()
    (folder / "advisories.toml").write_text(SETTINGS)
    (folder / "years_here.py").write_text(PLUGIN.format(url=url))
    part = msgspec.structs.replace(Years.parts[0], url=url)
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return make(f"sqlite:///{folder}/advisories.sqlite3", revisions, end, part, BODY)


def run(folder: Path, name: str) -> float:
    """Run a command and return its seconds. Raises `RuntimeError` where it fails."""
    with closing(sqlite3.connect(folder / "advisories.sqlite3")) as connection, connection:
        connection.execute("UPDATE sources SET next_at = ?", (0 if name == DUE else FAR,))
    arguments = [*COMMANDS[name], "--config", str(folder / "advisories.toml")]
    start = time.perf_counter()
    result = CliRunner().invoke(commands, arguments)
    spent = time.perf_counter() - start
    if result.exit_code:
        raise RuntimeError(f"{' '.join(arguments)}: {result.output[-400:]}") from result.exception
    if name == DUE and "0 new, 0 revised, 0 off the list" not in result.output:
        raise RuntimeError(f"{name}: {result.output[-400:]}")
    return spent


def main(small: int = 10_000, large: int = 1_000_000) -> int:
    """Measure, print, and return the number of bars missed."""
    missed = 0
    with tempfile.TemporaryDirectory() as name, host() as url:
        folders = (Path(name) / "small", Path(name) / "large")
        for folder, revisions in zip(folders, (small, large), strict=True):
            start = time.perf_counter()
            made = prepare(folder, revisions, url)
            print(f"{folder.name}: {made:,} revisions, made in {time.perf_counter() - start:.0f} s", flush=True)
            builds = [run(folder, "site, with its front page") for _ in range(WARMING)]
            print(
                f"{folder.name}: first builds of the site: {', '.join(f'{build:.1f} s' for build in builds)}",
                flush=True,
            )
        print(f"{'':<28}{small:>12,}{large:>12,}   ratio, at most {BAR:g}")
        for what in COMMANDS:
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(ROUNDS):
                for folder, found in zip(folders, times, strict=True):
                    found.append(run(folder, what))
            fast, slow = (statistics.median(found) for found in times)
            met = slow / fast <= BAR
            missed += not met
            print(
                f"{what:<28}{fast * 1000:>9.0f} ms{slow * 1000:>9.0f} ms   {slow / fast:5.2f}  {'met' if met else 'MISSED'}"
            )
    return missed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""One hour of UK NOTAM, replayed: ratios to plain floors in one run, and the peak of memory.

`python -m tests.benchmarks.bench_replay` prints each figure with its bar and fails where one is not met.

cold        first reading of a file into an empty store: to lxml → dicts + sqlite3 executemany of the same rows
same rows   the same rows under a new header: to lxml → dicts
identical   identical bytes: to lxml → dicts
archive     writing the response to the archive, apart: it is in none of the ratios
memory      peak resident size of a process that replays the first three hours
"""

from __future__ import annotations

import gc
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from lxml import etree

from advisories.archive import Archive, BadRecord, Place, index, load
from advisories.intake import Took
from advisories.model import Response
from advisories.refresh import settle, took_of
from advisories.replay import replay
from advisories.sources import registry
from advisories.store import Store
from tests.conftest import MATERIAL

CAPTURE = MATERIAL / "captures" / "uk-pib-hourly-2026-06.warc.gz"
ROUNDS = 9
MARKER = b"<PibUid>"
BARS = {"cold": 3.0, "same rows": 1.5, "identical": 0.2, "memory MB": 150.0}
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def first_hour() -> Response:
    """Return the first recorded answer, as the source's part."""
    found = load(index([CAPTURE]).entries[0])
    assert not isinstance(found, BadRecord)
    return Response(
        part="pib", url=found.url, status=200, headers=found.headers, body=found.body, read_at=found.read_at
    )


def to_dicts(body: bytes) -> list[dict[str, str | None]]:
    """The floor of reading: every NOTAM's own elements as a dictionary."""
    root = etree.fromstring(body)
    return [{str(child.tag): child.text for child in item.iter("*")} for item in root.iter("Notam")]


def floor_cold(body: bytes, folder: Path) -> None:
    """The floor of a first reading: dictionaries, then all rows into SQLite in one transaction."""
    rows = to_dicts(body)
    connection = sqlite3.connect(folder / f"floor-{time.perf_counter_ns()}.sqlite3")
    connection.execute("CREATE TABLE notam (name TEXT PRIMARY KEY, record TEXT)")
    pairs = {f"{row['NOF']} {row['Series']}{row['Number']}/{row['Year']}": row for row in rows}
    with connection:
        connection.executemany(
            "INSERT INTO notam VALUES (?, ?)", [(name, json.dumps(row)) for name, row in pairs.items()]
        )
    connection.close()


class Timed:
    """An archive that tells how long its writing took."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.spent = archive, 0.0

    def append(self, response: Response, **rest: Any) -> Place:
        """Append, and note the time."""
        start = time.perf_counter()
        place = self.archive.append(response, **rest)
        self.spent += time.perf_counter() - start
        return place

    def sync(self) -> None:
        """Sync, and note the time."""
        start = time.perf_counter()
        self.archive.sync()
        self.spent += time.perf_counter() - start


@contextmanager
def desk(folder: Path) -> Iterator[tuple[Store, Timed]]:
    """Open an empty store with its archive."""
    name = f"{time.perf_counter_ns()}"
    with (
        Store(f"sqlite:///{folder}/{name}.sqlite3") as store,
        Archive(folder / name, rotate_bytes=10**9, committed={}, now=NOW) as archive,
    ):
        yield store, Timed(archive)


def run(store: Store, archive: Any, response: Response) -> tuple[float, float]:
    """Read one answer into the store; return the seconds without the archive, and the archive's."""
    source = registry.by_name("uk_pib")
    before = archive.spent
    start = time.perf_counter()
    memory = store.remember(source)
    took: Took = took_of(source, memory, response)
    settle(store, archive, source, (took,), response.read_at, memory)
    spent = time.perf_counter() - start
    return spent - (archive.spent - before), archive.spent - before


def later(response: Response, minutes: int, body: bytes | None = None) -> Response:
    """Return the answer read some minutes later, with the body given."""
    return Response(
        part=response.part,
        url=response.url,
        status=200,
        headers=response.headers,
        body=response.body if body is None else body,
        read_at=response.read_at + timedelta(minutes=minutes),
    )


def clocked(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> None:
    """Replay three hours and print the peak resident size in megabytes."""
    with tempfile.TemporaryDirectory() as name, desk(Path(name)) as (store, timed):
        until = index([CAPTURE]).entries[2].date
        replay(store, timed.archive, registry.all_sources(), [CAPTURE], until=until)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


class Rounds:
    """Rounds of measuring: floor and program side by side, so that a busy machine slows both."""

    def __init__(self, folder: Path, response: Response) -> None:
        self.folder, self.response = folder, response
        self.floors: list[float] = []
        self.archive: list[float] = []
        self.ratios: dict[str, list[float]] = {"cold": [], "same rows": [], "identical": []}

    def round(self) -> None:
        """Measure everything once."""
        body = self.response.body
        at = body.index(MARKER) + len(MARKER)
        dicts = clocked(lambda: to_dicts(body))
        self.floors.append(dicts)
        floor = clocked(lambda: floor_cold(body, self.folder))
        with desk(self.folder) as (store, timed):
            store.register(["uk_pib"])
            cold, wrote = run(store, timed, self.response)
            self.archive.append(wrote)
            self.ratios["cold"].append(cold / floor)
            other = later(self.response, 1, body[:at] + b"X1" + body[at:])
            dicts = min(dicts, clocked(lambda: to_dicts(body)))
            self.ratios["same rows"].append(run(store, timed, other)[0] / dicts)
            dicts = min(dicts, clocked(lambda: to_dicts(body)))
            self.ratios["identical"].append(run(store, timed, later(other, 2))[0] / dicts)


def main() -> int:
    """Measure, print, and return the number of bars missed."""
    gc.freeze()  # as the command does
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    response = first_hour()
    with tempfile.TemporaryDirectory() as name:
        rounds = Rounds(Path(name), response)
        for _ in range(ROUNDS):
            rounds.round()
    figures = {what: statistics.median(ratios) for what, ratios in rounds.ratios.items()}
    print(f"lxml → dicts: {statistics.median(rounds.floors) * 1000:.1f} ms for {len(to_dicts(response.body))} rows")
    print(f"archive write, apart: {statistics.median(rounds.archive) * 1000:.1f} ms")
    child = subprocess.run(
        [sys.executable, "-c", "from tests.benchmarks.bench_replay import peak; peak()"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures["memory MB"] = float(child.stdout.split()[-1])
    missed = 0
    for what, figure in figures.items():
        met = figure <= BARS[what]
        missed += not met
        print(f"{what:<10} {figure:7.2f}  at most {BARS[what]:g}  {'met' if met else 'MISSED'}")
    return missed


if __name__ == "__main__":
    sys.exit(main())

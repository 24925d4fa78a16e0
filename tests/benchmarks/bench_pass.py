"""An unchanged pass over 30 sources of a host on loopback, over fetching and hashing alone.

`python -m tests.benchmarks.bench_pass` prints the milliseconds per source with their bar and fails where it is missed.
Each round makes the floor (the same requests side by side, each body hashed) and then a whole pass (lease, what is due,
fetching, archive, store, faults). The best round of each counts, because whatever else a machine does only adds to
them. Bodies are the same each time; once they come whole (200), once as 304. The last line says what the disk costs.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from socket import socket

import msgspec
import structlog

from advisories.fetch import Fetcher
from advisories.model import Request, Response, Validators
from advisories.sources.base import Source
from tests.fetch.loopback import Asked, Host, Said
from tests.schedule.made import FETCH, Watch, notices, source_at

SOURCES = 30
ROUNDS = 15
BAR = 3.0
ETAG = '"same"'
SETTINGS = msgspec.structs.replace(FETCH, per_host=SOURCES)


def say(whole: bytes, *, conditional: bool) -> Said:
    """Return what the host says: the body, or 304 where it is asked about the body that it gave."""

    def said(asked: Asked, connection: socket) -> None:
        same = conditional and asked.headers.get("if-none-match") == ETAG
        connection.sendall(b"HTTP/1.1 304 Not Modified\r\nETag: " + ETAG.encode() + b"\r\n\r\n" if same else whole)

    return said


def floor(fetcher: Fetcher, sources: tuple[Source, ...], validators: Validators | None) -> float:
    """Return the seconds of asking all sources side by side and hashing what comes."""

    def one(source: Source) -> str:
        answer = fetcher.fetch(Request(part="list", url=source.parts[0].url), validators)
        return hashlib.sha256(answer.body if isinstance(answer, Response) else b"").hexdigest()

    start = time.perf_counter()
    with ThreadPoolExecutor(len(sources)) as pool:
        list(pool.map(one, sources))
    return time.perf_counter() - start


def measure(folder: Path, *, conditional: bool) -> tuple[float, float]:
    """Return the milliseconds per source of the floor and of a pass, each at its best."""
    host = Host()
    sources = tuple(source_at(host.url(f"/{number}"), f"made_{number}") for number in range(SOURCES))
    for number in range(SOURCES):
        whole = notices(*(f"L{number}-{at}/26" for at in range(50)))
        whole = whole.replace(b"\r\n\r\n", b"\r\nETag: " + ETAG.encode() + b"\r\n\r\n", 1)
        host.says[f"/{number}"] = say(whole, conditional=conditional)
    watch = Watch(folder, host, sources=sources)
    watch.settings = msgspec.structs.replace(watch.settings, fetch=SETTINGS)
    watch.change(site_age=86_400.0)
    validators = Validators(etag=ETAG) if conditional else None
    floors, passes = [], []
    with Fetcher(SETTINGS, clock=lambda: watch.now) as fetcher:
        watch.tick()
        floor(fetcher, sources, validators)
        watch.tick(timedelta(minutes=63))
        for _ in range(ROUNDS):
            floors.append(floor(fetcher, sources, validators))
            watch.now += timedelta(minutes=63)
            start = time.perf_counter()
            passed = watch.tick()
            spent = time.perf_counter() - start
            assert passed
            assert len(passed.reports) == SOURCES
            if passed.published is None:
                passes.append(spent)
    watch.close()
    host.close()
    return min(floors) / SOURCES * 1000, min(passes) / SOURCES * 1000


def synced(folder: Path) -> float:
    """Return the milliseconds that the disk takes to make one appended page safe."""
    times = []
    with (folder / "probe").open("wb") as probe:
        for _ in range(50):
            start = time.perf_counter()
            probe.write(bytes(4096))
            probe.flush()
            os.fsync(probe.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> int:
    """Measure, print, and return the number of bars missed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    missed = 0
    for what, conditional in (("200, same bytes", False), ("304", True)):
        with tempfile.TemporaryDirectory() as name:
            plain, whole = measure(Path(name), conditional=conditional)
        met = whole - plain <= BAR
        missed += not met
        words = f"at most {BAR:g}  {'met' if met else 'MISSED'}  (a pass {whole:.2f}, fetching and hashing {plain:.2f})"
        print(f"{what:<16} {whole - plain:6.2f} ms per source  {words}")
    with tempfile.TemporaryDirectory() as name:
        print(f"one fsync        {synced(Path(name)):6.2f} ms on this disk; a run makes its archive and its store safe")
    return missed


if __name__ == "__main__":
    sys.exit(main())

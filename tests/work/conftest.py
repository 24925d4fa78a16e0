"""Five hosts on loopback, each with a page of its own, and the workers that read them: real processes, real PostgreSQL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import ROOT
from tests.postgresql import Cluster

HOSTS = 5
CADENCE = 2
PATIENCE = 120.0

PLUGIN = '''"""Notices of five invented authorities."""

from datetime import timedelta

from advisories.model import Advisory, Kind
from advisories.sources.base import Coverage, Part, Proof
from advisories.sources.from_json import JsonSource, listing


class Notices(JsonSource):
    """Notices, one more at each reading."""

    cadence = timedelta(seconds={cadence})
    home = "https://notices.example/"
    terms = "Invented."

    def rows(self, page):
        return listing(page, "notices")

    def record(self, page, row):
        return {{"number": row}}

    def advisory(self, record):
        number = record["number"]
        return Advisory(
            authority=self.authority, source=self.name, reference=number, kind=Kind.AIC, title=f"Notice {{number}}", text=""
        )


def made(number, url):
    part = Part(name="list", url=url, coverage=Coverage.SNAPSHOT, marker="notices", proof=Proof.WIRE)
    facts = {{"name": f"made{{number}}", "title": f"Larovia {{number}}", "authority": f"LA{{number}}", "parts": (part,)}}
    return type(f"Made{{number}}", (Notices,), {{**facts, "__module__": __name__}})


{made}
del Notices
'''


class Asked(NamedTuple):
    """One request for a page: by which worker, and what the page listed."""

    worker: str
    listed: tuple[str, ...]


class Host:
    """A host whose page lists one notice more at each request. An answer can be held back. It is called at /alive."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.asked: list[Asked] = []
        self.calls: list[str] = []
        self.held = threading.Event()
        self.free = threading.Event()
        self.free.set()
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                worker = self.headers["User-Agent"].rpartition("worker-")[2][:1]
                if self.path == "/alive":
                    host.calls.append(worker)
                    self.send_response(204)
                    self.end_headers()
                    return
                listed = tuple(f"N{host.number}-{count}" for count in range(len(host.asked) + 5))
                host.asked.append(Asked(worker, listed))
                if not host.free.is_set():
                    host.held.set()
                    host.free.wait(PATIENCE)
                body = json.dumps({"notices": listed}).encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer((f"127.0.0.{10 + number}", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        """Return the address of the page."""
        name, port = self.server.server_address[:2]
        return f"http://{name!s}:{port}/list.json"

    @property
    def alive(self) -> str:
        """Return the address that is called where all is well."""
        return self.url.replace("list.json", "alive")

    def close(self) -> None:
        """Stop serving."""
        self.free.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Crew:
    """Workers that share a store and a folder, each known to the hosts by a letter."""

    def __init__(self, folder: Path, url: str, hosts: list[Host]) -> None:
        self.folder = folder
        self.url = url
        self.hosts = hosts
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        made = "\n".join(f"Made{host.number} = made({host.number}, {host.url!r})" for host in hosts)
        (folder / "larovia.py").write_text(PLUGIN.format(cadence=CADENCE, made=made), "utf-8")

    def settings(self, letter: str) -> Path:
        """Write a worker's settings, in which only its own contact differs."""
        path = self.folder / f"{letter}.toml"
        names = [f"made{host.number}" for host in self.hosts]
        path.write_text(
            f"""
store = "{self.url}"
sources = {names}
plugins = ["larovia.py"]
[fetch]
contact = "worker-{letter}"
allow_http = true
allow_private = true
robots = false
pause = 0.0
attempts = 1
[run]
tick = 1
lease = 4
ping = "{self.hosts[0].alive}"
ping_private = true
ping_age = 1
metrics = "out/advisories.prom"
[digest]
sender = "desk@larovia.example"
[delivery]
recipients = ["one@larovia.example", "two@larovia.example", "three@larovia.example"]
""",
            "utf-8",
        )
        return path

    def start(self, letter: str) -> None:
        """Start a worker."""
        started = "from advisories.cli import main; main()"
        command = (sys.executable, "-c", started, "worker", "--jobs", "2", "--config", str(self.settings(letter)))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (self.folder / f"{letter}.log").open("wb") as log:
            self.workers[letter] = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)

    def kill(self, letter: str) -> None:
        """End a worker at once, whatever it is at."""
        worker = self.workers.pop(letter)
        worker.kill()
        worker.wait()

    def stop(self) -> dict[str, int]:
        """Tell all workers to end, and return their exit statuses."""
        for worker in self.workers.values():
            worker.send_signal(signal.SIGTERM)
        return {letter: worker.wait(PATIENCE) for letter, worker in self.workers.items()}

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        engine = create_engine(self.url)
        try:
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(statement))]
        finally:
            engine.dispose()

    def log(self) -> str:
        """Return what all workers have said."""
        return "\n".join(path.read_text("utf-8") for path in sorted(self.folder.glob("*.log")))

    def until(self, so: Callable[[], object]) -> None:
        """Wait until something is so. Fails, with what the workers said, where it takes too long."""
        end = time.monotonic() + PATIENCE
        while not so():
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)


@pytest.fixture
def crew(tmp_path: Path, cluster: Cluster) -> Iterator[Crew]:
    """Return workers to be started, and five hosts for them to read."""
    hosts = [Host(number) for number in range(HOSTS)]
    made = Crew(tmp_path, cluster.empty(), hosts)
    yield made
    for host in hosts:
        host.close()
    for letter in tuple(made.workers):
        made.kill(letter)

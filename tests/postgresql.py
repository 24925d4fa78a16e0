"""A throwaway PostgreSQL for tests: a cluster in a temporary folder, reached by its socket alone, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from advisories.store import Store

FOLDERS = "usr/lib/postgresql/*/bin"
"""Where Debian puts the server's programs, which are on no path."""

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
}
LOCALE = ("--locale-provider=icu", "--icu-locale=en-US")
"""Sorts words as people do, not by their code points: the harder case."""

PATIENCE = 30.0


def programs() -> Path | None:
    """Return the folder of the newest server's programs, None where PostgreSQL is not installed."""
    found = [path for path in Path("/").glob(FOLDERS) if (path / "initdb").is_file()]
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda path: float(path.parent.name), default=None)
    return newest or (Path(on_path).parent if on_path else None)


class Cluster:
    """A running server. Every database asked for is a new one."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder = folder
        self._user = user
        self._numbers = count(1)
        self._template = ""

    def address(self, database: str) -> str:
        """Return the store URL of a database."""
        return f"postgresql+psycopg://{self._user}@/{database}?host={self._folder}"

    def empty(self) -> str:
        """Make an empty database and return its store URL."""
        return self._make("template0")

    def store(self) -> str:
        """Make a database with the tables of a store that holds nothing yet, and return its store URL."""
        if not self._template:
            made = self.empty()
            Store(made).close()
            self._template = str(make_url(made).database)
        return self._make(self._template)

    def _make(self, template: str) -> str:
        name = f"store{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@contextmanager
def running(bin_folder: Path) -> Iterator[Cluster]:
    """Start a cluster, as another user where this one is root, whom PostgreSQL refuses; stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="advisories-postgresql-"))
    owner = _unprivileged()
    user, group, others = (owner.pw_uid, owner.pw_gid, ()) if os.geteuid() == 0 else (None, None, None)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    made = (bin_folder / "initdb", "-D", data, "-U", owner.pw_name, "-A", "trust", "-E", "UTF8", "--no-sync", *LOCALE)
    options = tuple(f"--{name}={value}" for name, value in SETTINGS.items())
    ends_with_us = ("setpriv", "--pdeathsig", "INT") if shutil.which("setpriv") else ()
    started = (*ends_with_us, str(bin_folder / "postgres"), "-D", str(data), "-k", str(folder), *options)
    try:
        with (folder / "log").open("wb") as log:
            subprocess.run(
                made, cwd=folder, env=environment, stdout=log, stderr=log, check=True,
                user=user, group=group, extra_groups=others,
            )  # fmt: skip
            server = subprocess.Popen(
                started, cwd=folder, env=environment, stdout=log, stderr=log,
                user=user, group=group, extra_groups=others,
            )  # fmt: skip
        try:
            _await(bin_folder, folder, server)
            yield Cluster(folder, owner.pw_name)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd:
    """Return who runs the server: this user, or where that is root one without rights."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _await(bin_folder: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers. Raises `RuntimeError` with its log."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        asked = (bin_folder / "pg_isready", "-q", "-h", folder)
        if subprocess.run(asked, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text("utf-8", "replace"))

"""Works that are killed, the undisturbed state of each, and what must not differ from it."""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import random
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import structlog

from advisories import publish
from advisories.archive import Archive
from advisories.config import Settings, SiteSettings
from advisories.fetch import Fetcher
from advisories.model import Response
from advisories.publish import Publication
from advisories.refresh import refresh
from advisories.replay import replay
from advisories.sources.base import Source
from advisories.store import Store
from advisories.upkeep.verify import verify
from tests.faults.pages import MAKERS, Pages
from tests.faults.world import NO_TLS, SETTINGS, START, at_host, path_of
from tests.fetch.loopback import Asked, Host, Said, page

ROUNDS: Final = 6
Work = Callable[[Path, str], None]


def at(number: int) -> datetime:
    """Return the time of a round: one a day."""
    return START + timedelta(days=number)


def pages(name: str, number: int) -> Pages:
    """Return a source's pages in a round: rows come and go, words change."""
    return MAKERS[name](range(50 + number // 2, 60 + number), day=6 + number, words=f"Words {number // 3} – (ZZFA).")


def sources(root: str) -> tuple[Source, ...]:
    """Return all sources as asked below an address."""
    return tuple(at_host(name, root) for name in MAKERS)


class Desk:
    """Store, archive and where to publish, in a folder."""

    def __init__(self, folder: Path, root: str) -> None:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        self.folder = folder
        self.sources = sources(root)
        self.store = Store(f"sqlite:///{folder}/store.sqlite3")
        self.archive = Archive(
            folder / "archive",
            rotate_bytes=10**9,
            committed=self.store.archived,
            now=START,
            begun=self.store.begin_archive_file,
        )
        self.publication = Publication(
            sources=self.sources,
            settings=Settings(site=SiteSettings(keep_releases=2)),
            site_folder=folder / "site",
            digest_folder=folder / "digests",
        )

    def close(self) -> None:
        """Let go of store and archive."""
        self.archive.close()
        self.store.close()


def live(folder: Path, root: str) -> None:
    """Read what each round serves and publish after it, going on where the store says that it was left."""
    desk = Desk(folder, root)
    done = desk.store.last_run()
    for number in range(0 if done is None else (done - START).days, ROUNDS):
        now = at(number)
        (folder / "round").write_text(str(number), "utf-8")
        with Fetcher(SETTINGS, clock=partial(at, number), tls=NO_TLS) as fetcher:
            desk.store.register(source.name for source in desk.sources)
            waiting = [one for one in desk.sources if desk.store.remember(one).last_at != now]
            refresh(desk.store, desk.archive, fetcher, waiting, partial(at, number))
        publish.publish(desk.store, desk.publication, now)
    desk.close()


def replayed(folder: Path, root: str) -> None:
    """Replay the recording beside the folder, then publish."""
    desk = Desk(folder, root)
    replay(desk.store, desk.archive, desk.sources, sorted((folder.parent / "recording").glob("*.warc.gz")))
    publish.publish(desk.store, desk.publication, at(ROUNDS))
    desk.close()


def published(folder: Path, root: str) -> None:
    """Publish the site of every round, from a store in which all have been read."""
    desk = Desk(folder, root)
    for number in range(ROUNDS):
        publish.build_site(desk.store, desk.publication, at(number))
    desk.close()


WORKS: Final[Mapping[str, Work]] = {"replay": replayed, "live": live, "publish": published}


class State(NamedTuple):
    """What must not differ: every row of every table, every file that readers see, every digest, faults of verify."""

    tables: Mapping[str, tuple[str, ...]]
    site: Mapping[str, str]
    digests: Mapping[str, str]
    faults: tuple[str, ...]


def state(folder: Path) -> State:
    """Return the state of a folder whose work is finished."""
    with sqlite3.connect(folder / "store.sqlite3") as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = {name: tuple(sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))) for name in names}
    connection.close()
    with Store(f"sqlite:///{folder}/store.sqlite3") as store:
        found = verify(store, folder / "archive")
    return State(
        tables=tables,
        site=_files((folder / "site" / "current").resolve()),
        digests=_files(folder / "digests"),
        faults=tuple(f"{fault.about}: {fault.words}" for fault in (*found.faults, *found.notes)),
    )


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def half_a_release(folder: Path) -> str:
    """Return what is wrong with the release that readers see; an empty string for a whole one, or none yet."""
    current = folder / "site" / "current"
    if not current.is_symlink():
        return "current is no link" if current.exists() else ""
    seen = current.resolve()
    manifest = seen.with_name(f"{seen.name}.json")
    if not seen.is_dir() or not manifest.is_file():
        return f"current leads to {seen}, which is not a release"
    expected = {path: facts["sha256"] for path, facts in json.loads(manifest.read_bytes())["pages"].items()}
    return "" if _files(seen) == expected else f"{seen} is not what its manifest says"


class Stories:
    """Works, their undisturbed states, and folders below `base` to kill them in. Close it."""

    def __init__(self, base: Path, seed: int) -> None:
        self.base = base
        self.chance = random.Random(seed)
        self.host = Host()
        self.root = self.host.url("")
        self.folder = base
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.faults.stories"])
        self.kills = self.told = 0
        for name in MAKERS:
            for part in pages(name, 0):
                self.host.says[path_of(name, part)] = self._saying(name, part)
        self._record()
        self.expected: dict[str, State] = {}
        self.lasts: dict[str, float] = {}
        for name in ("live", "replay", "publish"):
            folder = self._begun(name, "undisturbed")
            began = time.monotonic()
            self._run(name, folder, None)
            self.lasts[name] = time.monotonic() - began
            self.expected[name] = state(folder)
            assert not self.expected[name].faults, self.expected[name].faults

    def close(self) -> None:
        """Stop the host."""
        self.host.close()

    def _saying(self, name: str, part: str) -> Said:
        def said(asked: Asked, connection: socket.socket) -> None:
            del asked
            copy = pages(name, int((self.folder / "round").read_text("utf-8")))[part]
            connection.sendall(page(copy.body, Content_Type=copy.media))

        return said

    def _record(self) -> None:
        """Write what all rounds serve as a recording."""
        with Archive(self.base / "recording", rotate_bytes=10**9, committed={}, now=START) as archive:
            for number in range(ROUNDS):
                for source in sources(self.root):
                    for part, copy in pages(source.name, number).items():
                        headers = (("Content-Type", copy.media),)
                        url = source.part(part).url
                        archive.append(
                            Response(
                                part=part, url=url, status=200, headers=headers, body=copy.body, read_at=at(number)
                            )
                        )

    def _begun(self, name: str, story: str) -> Path:
        """Return the folder in which a work is begun."""
        folder = self.base / f"{name}-{story}"
        if name == "publish":
            finished = self.base / "live-undisturbed"
            folder.mkdir()
            shutil.copyfile(finished / "store.sqlite3", folder / "store.sqlite3")
            shutil.copytree(finished / "archive", folder / "archive")
            shutil.copytree(finished / "digests", folder / "digests")
        else:
            folder.mkdir()
        self.folder = folder
        return folder

    def _run(self, name: str, folder: Path, after: float | None) -> bool:
        """Run a work in a process of its own and kill it after some seconds; return whether it ended by itself."""
        process = self.context.Process(target=WORKS[name], args=(folder, self.root))
        process.start()
        process.join(after)
        if process.exitcode is None:
            process.kill()
            process.join()
            return False
        assert process.exitcode == 0, f"{name} ended with status {process.exitcode}"
        return True

    def story(self, name: str, kills: int) -> list[str]:
        """Kill a work that often, finish it, and return everything that is not as it should be."""
        wrong: list[str] = []
        self.told += 1
        folder = self._begun(name, f"{self.told}")
        for _ in range(kills):
            self.kills += not self._run(name, folder, self.chance.uniform(0.02, self.lasts[name]))
            if half := half_a_release(folder):
                wrong.append(half)
        self._run(name, folder, None)
        found, expected = state(folder), self.expected[name]
        wrong += [
            f"{name}: table {table}" for table in expected.tables if found.tables[table] != expected.tables[table]
        ]
        if found.site != expected.site:
            wrong.append(f"{name}: pages")
        if found.digests != expected.digests:
            wrong.append(f"{name}: digests")
        wrong += [f"{name}: {fault}" for fault in found.faults]
        if not wrong:
            shutil.rmtree(folder)
        return wrong

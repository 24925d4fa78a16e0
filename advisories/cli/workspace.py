"""What every command works with: settings, store, archive, sources, and the two times of a question."""

from __future__ import annotations

import hashlib
import importlib.util
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar

import click
import msgspec

from advisories import times
from advisories.archive import Archive
from advisories.config import Settings, read_settings
from advisories.errors import ConfigError, InputError
from advisories.fetch import Fetcher
from advisories.mail import carrier
from advisories.mail.transport import Transport
from advisories.model import Evidence
from advisories.publish import Publication
from advisories.sources import registry
from advisories.sources.base import Source
from advisories.store import Moment, Store, sqlite_file

SETTINGS_FILE = "advisories.toml"
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199

R = TypeVar("R")


class Moments(click.ParamType[datetime]):
    """An ISO 8601 date or time of the years 1900 to 2199, UTC where it names no zone.

    Beyond them a day more or less cannot be reckoned everywhere (`datetime` ends with 9999).
    """

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return aware UTC."""
        if isinstance(value, datetime):
            return value
        try:
            found = times.iso(str(value))
        except InputError as error:
            self.fail(str(error), param, ctx)
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            self.fail(f"time: expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, found {found.year}", param, ctx)
        return found


TIME = Moments()


class Workspace:
    """The settings file, or its defaults, with what the command line overrides. Opens things when they are needed."""

    def __init__(
        self,
        config: Path | None,
        store: str | None,
        site: Path | None,
        archive: Path | None,
        as_of: datetime | None,
        known_at: datetime | None,
    ) -> None:
        self._config = config
        self.config = config or (Path(SETTINGS_FILE) if Path(SETTINGS_FILE).is_file() else None)
        self._store_url, self._site, self._archive = store, site, archive
        self.as_of, self.known_at = as_of, known_at
        self.now = datetime.now(UTC)

    def anew(self) -> Workspace:
        """Return the same workspace with its settings read anew when they are next asked for."""
        return Workspace(self._config, self._store_url, self._site, self._archive, self.as_of, self.known_at)

    @cached_property
    def settings(self) -> Settings:
        """Return the settings. Raises `ConfigError`."""
        return read_settings(self.config) if self.config else Settings()

    @property
    def folder(self) -> Path:
        """Return the folder that relative folders are relative to."""
        return self.config.parent if self.config else Path()

    @property
    def asked(self) -> tuple[str | None, Path | None, Path | None]:
        """Return store URL, site and archive as the command line names them, None where it does not."""
        return self._store_url, self._site, self._archive

    @property
    def store_url(self) -> str:
        """Return the store's URL; an SQLite file's relative path starts at the settings' folder."""
        url = self.settings.store if self._store_url is None else self._store_url
        if url.startswith("sqlite:///") and self._store_url is None:
            path = Path(url.removeprefix("sqlite:///"))
            return f"sqlite:///{self.folder / path}"
        return url

    @property
    def site_folder(self) -> Path:
        """Return the folder of the static site."""
        return self._site or self.folder / self.settings.site.folder

    @property
    def archive_folder(self) -> Path:
        """Return the folder of the archive."""
        return self._archive or self.folder / self.settings.archive.folder

    @cached_property
    def every_source(self) -> tuple[Source, ...]:
        """Return the shipped sources and those of the plugins named in the settings. Raises `ConfigError`."""
        found = [*registry.all_sources(), *registry.BY_HAND]
        for name in self.settings.plugins:
            found += [kind() for kind in registry.sources_from(_load(self.folder / name))]
        return tuple(found)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the sources to ask: those that the settings name, or all. Raises `ConfigError`."""
        wanted = self.settings.sources
        try:
            chosen = (
                tuple(registry.by_name(name, self.every_source) for name in wanted) if wanted else self.every_source
            )
        except InputError as error:
            raise ConfigError(f"settings: sources: {error}") from None
        return tuple(source for source in chosen if not source.by_hand)

    @property
    def by_hand(self) -> tuple[Source, ...]:
        """Return the sources that a person feeds with files. Raises `ConfigError`."""
        return tuple(source for source in self.every_source if source.by_hand)

    def named(self, names: tuple[str, ...]) -> tuple[Source, ...]:
        """Return the sources of these names, or those of the settings. Raises `InputError` with a suggestion."""
        return tuple(registry.by_name(name, self.every_source) for name in names) if names else self.sources

    def open_store(self, *, create: bool = False) -> Store:
        """Open the store. Raises `InputError` where there is none and none is to be made."""
        file = sqlite_file(self.store_url)
        if file is not None and not create and not file.is_file():
            raise InputError(
                f"no store at {file}: `advisories once` reads the sources into one, `advisories demo` shows a story"
            )
        return Store(self.store_url)

    def open_archive(self, store: Store) -> Archive:
        """Open the archive, recovered to what the store has committed. Raises `ArchiveError`."""
        return Archive(
            self.archive_folder,
            rotate_bytes=self.settings.archive.rotate_bytes,
            committed=store.archived,
            begun=store.begin_archive_file,
            now=self.now,
            moved=store.known_place,
            label="" if sqlite_file(self.store_url) else _host(),
        )

    def open_fetcher(self) -> Fetcher:
        """Return what asks hosts for pages."""
        return Fetcher(self.settings.fetch, clock=self.clock)

    def clock(self) -> datetime:
        """Return the time."""
        return datetime.now(UTC)

    def moment(self, store: Store) -> Moment:
        """Return the two times of the question, now where they are not given."""
        return store.moment(self.now, as_of=self.as_of, known_at=self.known_at)

    def publication(self, archive: Archive | None) -> Publication:
        """Return where and how things are published."""
        return Publication(
            sources=(*self.sources, *self.by_hand),
            settings=self.settings,
            site_folder=self.site_folder,
            digest_folder=self.folder / self.settings.digest.folder,
            archived=self.archived(archive) if archive else None,
        )

    def transport(self) -> Transport:
        """Return what carries mail, as the settings name it; nothing is opened yet."""
        return carrier(self.settings.delivery, self.folder)

    def archived(self, archive: Archive) -> Callable[[Evidence], bytes | None]:
        """Return a function that brings archived bytes back."""

        def bring(evidence: Evidence) -> bytes | None:
            if not evidence.archive_file:
                return None
            return archive.read(evidence.archive_file, evidence.archive_offset, evidence.archive_length).body

        return bring


def _host() -> str:
    """Return what stands for this machine in the names of archive files, which are published: not its name."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _load(path: Path) -> ModuleType:
    """Load a plugin file. Raises `ConfigError`."""
    spec = importlib.util.spec_from_file_location(f"advisories_plugin_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(f"settings: plugins: {path}: expected a Python file with source classes, found none")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigError(f"settings: plugins: {path}: {type(error).__name__}: {error}") from error
    return module


def shared_options(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command, or a group of commands, the options that all share.

    They may stand before or after the name of a command; where both say something, what stands last counts.
    """
    for declare in reversed(_SHARED):
        command = declare(command)
    return command


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what is given where all commands of one command line find it."""
    if value is not None:
        context.meta[f"{__name__}.{parameter.name}"] = value


def _shared(*words: str, kind: Any = None, metavar: str | None = None, says: str) -> Callable[[Any], Any]:
    return click.option(*words, type=kind, metavar=metavar, expose_value=False, callback=_keep, help=says)


_SHARED: Final = (
    _shared("--config", kind=click.Path(path_type=Path, dir_okay=False), says="Settings file [./advisories.toml]."),
    _shared("--store", metavar="URL", says="Store, e.g. sqlite:///advisories.sqlite3."),
    _shared("--site", kind=click.Path(path_type=Path, file_okay=False), says="Folder of the static site."),
    _shared("--archive", kind=click.Path(path_type=Path, file_okay=False), says="Folder of the archive."),
    _shared("--as-of", kind=TIME, says="Judge validity at this time (UTC)."),
    _shared("--known-at", kind=TIME, says="Use only what had been read by this time (UTC)."),
)


def with_workspace(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options that all commands share, and a `Workspace` as its first argument."""

    @shared_options
    @wraps(command)
    def wrapped(**rest: Any) -> R:
        meta = click.get_current_context().meta
        names = ("config", "store", "site", "archive", "as_of", "known_at")
        return command(Workspace(*(meta.get(f"{__name__}.{name}") for name in names)), **rest)

    return wrapped


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2))

"""Opening the store: the database, its settings, and its schema brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from advisories.addresses import redact
from advisories.errors import ConfigError, StoreError

BUSY_SECONDS = 30
POSTGRESQL = {
    "lock_timeout": f"{BUSY_SECONDS}s",
    "idle_in_transaction_session_timeout": "10min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
WRITE_LOCK = 719302
"""The number of the lock that a writer holds; one for all stores of a database."""

_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Engine:
    """Return an engine for a store URL. SQLite gets WAL, full synchronisation, foreign keys and a busy timeout.

    Raises `ConfigError` where the URL names no database, `StoreError` where the database cannot be opened.
    """
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    address = make_url(url)
    try:
        if address.get_backend_name() == "postgresql":
            return _postgresql(address)
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    except ModuleNotFoundError as error:
        hint = "pip install 'airspace-advisories[postgresql]'"
        raise ConfigError(f"store: {address.get_backend_name()} cannot be used: {error} ({hint})") from None
    except (SQLAlchemyError, TypeError) as error:
        raise ConfigError(f"store: {address.get_backend_name()} cannot be used: {error}") from None
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(address: URL) -> Engine:
    """Return an engine for PostgreSQL. What is read in one go is one moment of the store, as with SQLite."""
    address = address.set(drivername="postgresql+psycopg")
    timeout = {"connect_timeout": BUSY_SECONDS}
    engine = create_engine(address, isolation_level="REPEATABLE READ", pool_pre_ping=True, connect_args=timeout)
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    """Let the server end what a process that vanished has left open, so that its lock never holds the others up."""
    with connection.cursor() as cursor:
        for name, value in POSTGRESQL.items():
            cursor.execute(f"SET {name} = '{value}'")
    connection.commit()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is the only writer until it ends; leaving it commits, an exception rolls all of it back.

    SQLite is locked by BEGIN IMMEDIATE, PostgreSQL by a lock for the transaction. There each statement sees what is
    committed when it begins: one moment for all of them would be the one before the wait for the lock.
    """
    options: dict[str, Any] = {"writes": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with engine.execution_options(**options).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
        yield connection


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def plain_errors(url: str) -> Iterator[None]:
    """Turn the database's own errors into `StoreError` in plain words, without the statement."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"store {shown(url)}: {cause}") from error
    except OSError as error:
        raise StoreError(f"store {shown(url)}: {error}") from error


def shown(url: str) -> str:
    """Return the URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


def upgrade(engine: Engine, url: str) -> None:
    """Bring the schema up to date; a store that is waits for no writer.

    Raises `StoreError` where the store is newer than this program, or not ours.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    with plain_errors(url), engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == script.get_current_head():
            return
    with plain_errors(url), writing(engine) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        known = {revision.revision for revision in script.walk_revisions()}
        if current is not None and current not in known:
            raise StoreError(f"store {shown(url)}: written by a newer version (schema {current}); upgrade this program")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(f"store {shown(url)}: schema cannot be brought up to date: {error}") from error


def copy_sqlite(source: Path, target: Path) -> dict[str, int]:
    """Copy an SQLite store as it stands now, whatever other processes do meanwhile; return its archive files' lengths.

    SQLite's online backup in one step: the copy is one moment of the store, in one file without a write-ahead log.
    Raises `StoreError`.
    """
    try:
        with (
            closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as live,
            closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()
            return dict(copy.execute("SELECT name, length FROM archive_files").fetchall())
    except sqlite3.Error as error:
        raise StoreError(f"store {source}: cannot be copied to {target}: {error}") from None


def postgresql_address(url: str) -> str | None:
    """Return the address of a PostgreSQL store as PostgreSQL's own programs take it, None for any other store."""
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        return None
    return address.set(drivername="postgresql").render_as_string(hide_password=False)


def sqlite_file(url: str) -> Path | None:
    """Return the file behind an SQLite URL, None for PostgreSQL. Raises `ConfigError` where it is the URL of neither."""
    expected = "store: expected a URL such as sqlite:///advisories.sqlite3 or postgresql://user@host/name, found"
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError(f"{expected} {redact(url)[:80]!r}") from None
    backend = address.get_backend_name()
    if backend == "postgresql":
        return None
    if backend != "sqlite":
        raise ConfigError(f"{expected} one of {backend}")
    if address.database in (None, "", ":memory:"):
        raise ConfigError(f"{expected} {url[:80]!r}, which names no file")
    return Path(str(address.database))

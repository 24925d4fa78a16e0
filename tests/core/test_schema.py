"""The migrations make the schema that the code works with."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from advisories.errors import ConfigError, StoreError
from advisories.store import Store
from advisories.store.schema import metadata


def test_migrations_make_the_schema_of_the_code(tmp_path: Path) -> None:
    """A store made by all migrations differs in nothing from the tables in the code."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    Store(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_of_a_newer_version_is_refused_in_plain_words(tmp_path: Path) -> None:
    """A schema that this program does not know is not touched."""
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    Store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        Store(url)


def test_a_file_that_is_no_database_is_refused_in_plain_words(tmp_path: Path) -> None:
    """A file that is not a database is an error that names it, not a traceback."""
    path = tmp_path / "store.sqlite3"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreError, match=r"store\.sqlite3"):
        Store(f"sqlite:///{path}")


def test_a_store_address_that_is_none_is_a_setting_error() -> None:
    """What is no URL is named as a wrong setting."""
    with pytest.raises(ConfigError, match="expected a URL"):
        Store("advisories.sqlite3")

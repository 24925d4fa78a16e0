"""The migrations make the schema that the code works with."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from advisories.errors import ConfigError, StoreError
from advisories.known import Fault
from advisories.model import Verdict
from advisories.provisions import NAME_LIMIT
from advisories.store import Store
from advisories.store.schema import metadata
from tests.postgresql import Cluster

from .wired import START, TEN, Desk, notice, page


def test_migrations_make_the_schema_of_the_code(store_url: str) -> None:
    """A store made by all migrations differs in nothing from the tables in the code."""
    Store(store_url).close()
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_of_a_newer_version_is_refused_in_plain_words(store_url: str) -> None:
    """A schema that this program does not know is not touched."""
    Store(store_url).close()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer version"):
        Store(store_url)


def test_processes_that_open_an_empty_database_at_once_make_its_schema_once(cluster: Cluster) -> None:
    """Workers that start together on a new PostgreSQL database all find the whole schema."""
    url = cluster.empty()
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store(url), range(4)):
            assert store.last_run() is None
            store.close()


def test_a_database_that_cannot_be_reached_is_named_without_its_password() -> None:
    """A server that is not there is an error in plain words, and the password stays secret."""
    with pytest.raises(StoreError, match=r"127\.0\.0\.1") as told:
        Store("postgresql://reader:hunter2@127.0.0.1:1/advisories")
    assert "hunter2" not in str(told.value)


def test_a_view_is_one_moment_of_the_store(tmp_path: Path, store_url: str) -> None:
    """What is asked in several statements is answered from one moment, whatever is written between them."""
    desk = Desk(tmp_path, store_url)
    desk.read(page(*TEN))
    desk.read(page(*TEN, notice("L10/26")))
    told = desk.store.histories(desk.store.moment(desk.now))
    first = next(told)
    desk.read(page(notice("L0/26", text="Do not enter."), *TEN[1:]))
    rest = list(told)
    assert first.listings
    assert all(len(history.revisions) == 1 and history.standing.listed for history in rest)
    desk.close()


def test_text_that_no_database_can_hold_is_kept_readable(tmp_path: Path, store_url: str) -> None:
    """A NUL in a publisher's words neither stops a run nor makes one notice two, nor does one in an error."""
    desk = Desk(tmp_path, store_url)
    for _ in range(2):
        report = desk.read(page(*TEN, notice("L\x0010/26", text="Do not\x00 enter.")))
        assert (report.verdict, report.rows, report.changes) == (Verdict.OK, 11, ())
    assert "L\ufffd10/26" in desk.listed()
    broken = Fault(kind="store", words="half a pair \ud800 and \x00", since=START, at=START, times=1)
    desk.store.operation.write_faults([broken])
    assert [fault.words for fault in desk.store.operation.faults()] == ["half a pair \ufffd and \ufffd"]
    desk.close()


def test_a_name_of_any_length_is_a_bad_row(tmp_path: Path, store_url: str) -> None:
    """A reference that no index takes is a row that cannot be read; one of the longest allowed is read."""
    desk = Desk(tmp_path, store_url)
    longest = "".join(chr(0x4E00 + number) for number in range(NAME_LIMIT))
    report = desk.read(page(*TEN, notice(longest)))
    assert (report.verdict, report.rows) == (Verdict.OK, 11)
    report = desk.read(page(*TEN, notice(longest), notice(longest[::-1] + "1"), notice("L1", replaces=longest * 2)))
    assert (report.verdict, report.rows) == (Verdict.DEGRADED, 11)
    assert "500 letters" in report.reason
    desk.close()


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

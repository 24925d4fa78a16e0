"""The same recorded hours on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from advisories.archive import Archive
from advisories.replay import replay
from advisories.sources import registry
from advisories.store import Store
from advisories.store.schema import metadata
from tests.postgresql import Cluster

from .conftest import NOW


def rows(url: str) -> dict[str, list[Any]]:
    """Return all rows of every table of a store."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(tuple(row) for row in connection.execute(select(*table.primary_key, table)))
                for table in metadata.sorted_tables
            }
    finally:
        engine.dispose()


def test_recorded_hours_leave_the_same_rows_in_every_database(cluster: Cluster, material: Path, tmp_path: Path) -> None:
    """Thirty-six hours of UK NOTAM leave the same store on PostgreSQL as on SQLite, row by row, and the same answers."""
    recorded = material / "captures" / "uk-pib-hourly-2026-06.warc.gz"
    urls = {"sqlite": f"sqlite:///{tmp_path}/store.sqlite3", "postgresql": cluster.store()}
    found = {}
    for name, url in urls.items():
        with (
            Store(url) as store,
            Archive(tmp_path / name, rotate_bytes=10**9, committed={}, now=NOW) as archive,
        ):
            result = replay(store, archive, registry.all_sources(), [recorded])
            assert len(result.reports) == 36
            moments = [store.moment(NOW), store.moment(NOW, as_of=result.reports[9].at, known_at=result.reports[9].at)]
            known = [store.knowledge(registry.all_sources(), moment) for moment in moments]
            told = [list(store.histories(moment)) for moment in moments]
        found[name] = (rows(url), known, told)
    for table, expected in found["sqlite"][0].items():
        assert found["postgresql"][0][table] == expected, table
    assert found["postgresql"][1:] == found["sqlite"][1:]

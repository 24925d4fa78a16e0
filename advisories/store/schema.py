"""The tables, in SQLAlchemy Core. Times are stored as whole microseconds since 1970-01-01T00:00Z (integers).

Integers compare and index alike on every database and cannot lose their zone. JSON is stored as the bytes that were
hashed, never as a database's own JSON type, so that the hash can be checked later.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time as microseconds since the epoch."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Return the integer to store."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Return the aware UTC time."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text of any origin. U+FFFD stands for what PostgreSQL cannot hold: NUL, and halves of surrogate pairs.

    The same is written to every database, so that a store reads alike wherever it is.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Return the text to store."""
        if value is None or ("\x00" not in value and (value.isascii() or value.isprintable())):
            return value
        return value.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_Id = BigInteger().with_variant(Integer, "sqlite")
_Key = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared by its code points, so that all that begin alike lie side by side."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

sources = Table(
    "sources",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("next_at", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("accepted", Boolean, nullable=False, default=False),
    Column("last_run_id", _Id),
    Column("good_verdict", String(20)),
    Column("baseline_at", Moment),
    Column("effective_through", Moment),
    Column("healthy_rows", Integer),
    Column("healthy_updated", Moment),
    Column("reader_version", Integer),
)

runs = Table(
    "runs",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source", String(100), ForeignKey("sources.name"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", Words, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("good_at", Moment),
    Column("changed_at", Moment),
    Column("rows", Integer, nullable=False),
    Column("updated", Moment),
    Column("baseline", Boolean, nullable=False),
    Column("bad_rows", LargeBinary, nullable=False),
    Index(None, "source", "at"),
)

readings = Table(
    "readings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("run_id", _Id, ForeignKey("runs.id"), nullable=False, index=True),
    Column("source", String(100), ForeignKey("sources.name"), nullable=False),
    Column("part", String(100), nullable=False),
    Column("url", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", Words, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("archive_file", Text, nullable=False),
    Column("archive_offset", BigInteger, nullable=False),
    Column("archive_length", BigInteger, nullable=False),
    Index(None, "source", "part", "read_at"),
)

parts = Table(
    "parts",
    metadata,
    Column("source", String(100), ForeignKey("sources.name"), primary_key=True),
    Column("part", String(100), primary_key=True),
    Column("url", Words, primary_key=True),
    Column("reading_id", _Id, ForeignKey("readings.id")),
    Column("read_at", Moment),
    Column("sha256", String(64), nullable=False),
    Column("etag", Words, nullable=False),
    Column("last_modified", Words, nullable=False),
    Column("records", LargeBinary),
    sqlite_with_rowid=False,
)

advisories = Table(
    "advisories",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("source", String(100), ForeignKey("sources.name"), nullable=False),
    Column("authority", String(100), nullable=False),
    Column("reference", Words, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("listed_since", Moment),
    Column("seen_at", Moment),
    Column("missing", Integer, nullable=False),
    Column("revision_id", _Id, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("start_at", Moment),
    Column("text_older", Boolean, nullable=False),
    Index(None, "source", "listed_since"),
    Index(None, "source", "start_at"),
)
"""`start_at` is when something begins next because of it, by the clock (`standing.turns_at`)."""

names = Table(
    "names",
    metadata,
    Column("source", String(100), ForeignKey("sources.name"), primary_key=True),
    Column("name", Words, primary_key=True),
    Column("backwards", _Key, nullable=False, index=True),
    Column("advisory_id", _Id, ForeignKey("advisories.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("advisory_id", _Id, ForeignKey("advisories.id"), nullable=False),
    Column("run_id", _Id, ForeignKey("runs.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("advisory", LargeBinary, nullable=False),
    Column("reader_version", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Index(None, "advisory_id", "at"),
)

listings = Table(
    "listings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("advisory_id", _Id, ForeignKey("advisories.id"), nullable=False, index=True),
    Column("listed_at", Moment, nullable=False),
    Column("unlisted_at", Moment, nullable=False, index=True),
    Column("reason", Words, nullable=False),
    Column("successor", Words, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("advisory_id", _Id, ForeignKey("advisories.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("reference", Words, primary_key=True),
    Index(None, "reference"),
    sqlite_with_rowid=False,
)

changes = Table(
    "changes",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("run_id", _Id, ForeignKey("runs.id"), nullable=False, index=True),
    Column("advisory_id", _Id, ForeignKey("advisories.id"), index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("place", Words),
    Column("body", LargeBinary, nullable=False),
)
"""`place` is set for changes of stance alone, which are few and are looked up by it."""
Index(
    "ix_changes_place_id",
    changes.c.place,
    changes.c.id,
    sqlite_where=changes.c.place.is_not(None),
    postgresql_where=changes.c.place.is_not(None),
)

editions = Table(
    "editions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("after_change", _Id, nullable=False),
    Column("last_change", _Id, nullable=False),
    Column("subject", Words, nullable=False),
    Column("message", LargeBinary, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("edition_id", _Id, ForeignKey("editions.id"), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("lease_owner", String(100), nullable=False),
    Column("handed_at", Moment),
    Column("done_at", Moment),
    Column("reason", Words, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Index(None, "state", "next_at"),
    Index(None, "edition_id", "recipient", unique=True),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("recipient", String(320), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    sqlite_with_rowid=False,
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("until", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
    Column("since", Moment, nullable=False),
    sqlite_with_rowid=False,
)

faults = Table(
    "faults",
    metadata,
    Column("kind", String(100), primary_key=True),
    Column("words", Words, nullable=False),
    Column("since", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("over_at", Moment),
    sqlite_with_rowid=False,
)

archive_files = Table(
    "archive_files",
    metadata,
    Column("name", Words, primary_key=True),
    Column("length", BigInteger, nullable=False),
)

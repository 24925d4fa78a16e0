"""Changes of stance are found by their place."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give changes a place, with an index over those that have one."""
    op.add_column("changes", sa.Column("place", sa.Text(), nullable=True))
    here = sa.text("place IS NOT NULL")
    op.create_index(op.f("ix_changes_place_id"), "changes", ["place", "id"], sqlite_where=here, postgresql_where=here)

"""Remember what was read in posts that no claim explains, and the group each belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("post_key", sa.Text(), nullable=False),
        sa.Column("rumor_id", sa.Text()),
        sa.Column("post_class", sa.Text(), nullable=False),
        sa.Column("checkable", sa.Double(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post_key"], ["post.key"], name="fk_reading_post_key", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_key", name="pk_reading"),
    )
    op.create_index("ix_reading_rumor_id", "reading", ["rumor_id"])

"""Remember every statement on the matter of a claim: which of them answers it depends on the moment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_table("answer")
    op.create_table(
        "answer",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("claim_id", "statement_id", name="pk_answer"),
    )
    # The table is a cache: what stood in it is made again by the next scan, which must not believe it is there.
    op.execute("DELETE FROM meta WHERE name = 'store.answers_basis'")

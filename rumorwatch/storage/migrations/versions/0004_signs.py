"""Remember why an alert needs a person, and which of these reasons people were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("alert", "notice"):
        op.add_column(table, sa.Column("signs", sa.JSON(), nullable=False, server_default="[]"))

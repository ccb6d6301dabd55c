"""Run by Alembic for each step; ``storage.migrate`` gives the connection and holds its transaction."""

from __future__ import annotations

from alembic import context

from rumorwatch.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

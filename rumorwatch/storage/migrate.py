"""Bring a database to today's schema.

Alembic costs 0.25 s of CPU to import, so it is imported only when there is something to migrate: the schema a database
has is read with plain SQL and compared with ``REVISIONS``, and a test compares those with the scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.storage.faults import damaged, foreign, newer_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from rumorwatch.storage.faults import Place

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every schema there has been, oldest first; the names of the scripts in ``migrations/versions`` begin with them."""
_SCRIPTS = "rumorwatch.storage:migrations"


def migrate(engine: Engine, place: Place) -> None:
    """Make the tables in a new database, or change those of an older one; one transaction a step.

    Args:
        engine: Begins its transactions with BEGIN IMMEDIATE, so that of two programs at once the second waits.
        place: Where the database is, for the errors.

    Raises:
        StoreError: RW-S05, RW-S06 or RW-S10 when the schema is not one of ours.
    """
    done = False
    while not done:
        with engine.begin() as connection:
            done = is_at_head(connection, place)
            if not done:
                _one_step(connection)


def is_at_head(connection: Connection, place: Place) -> bool:
    """Return whether a database has today's schema; False for an older one and for an empty file.

    Raises:
        StoreError: As ``revision_of``.
    """
    return revision_of(connection, place) == REVISIONS[-1]


def revision_of(connection: Connection, place: Place) -> str | None:
    """Return the schema a database has; None for an empty file, which may be filled.

    Raises:
        StoreError: RW-S05 when pages are there but no tables, RW-S06 for a newer schema, RW-S10 when it is not ours.
    """
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
    if not tables:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        if pages > 1:
            # A kill while it was created leaves one page at most.
            raise damaged(f"{pages} pages and no table", place)
        return None
    found = None
    if "alembic_version" in tables:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found is None:
        raise foreign(place.path)
    if found not in REVISIONS:
        raise newer_schema(str(found), REVISIONS[-1], place.path)
    return str(found)


def _one_step(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.attributes["connection"] = connection
    command.upgrade(config, "+1")

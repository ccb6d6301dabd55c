"""What claims and statements have in common: they are added, replaced, retired and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from rumorwatch.domain.claims import Status
from rumorwatch.storage.rows import chunks, insert_rows, update_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from rumorwatch.storage.rows import AnyRow, RowValues


def add_rows(connection: Connection, table: Table, rows: Sequence[RowValues]) -> tuple[int, int]:
    """Insert rows with new ids, replace those that differ; return (new, replaced).

    Of two rows with one id the last stays.
    """
    stored = {
        row.id: dict(row._mapping)  # noqa: SLF001 - the public way to a row by name
        for some in chunks({row["id"] for row in rows})
        for row in connection.execute(select(table).where(table.c.id.in_(some)))
    }
    current = dict(stored)
    new = replaced = 0
    for row in rows:
        known = current.get(row["id"])
        new += known is None
        replaced += known is not None and known != row
        current[row["id"]] = row
    insert_rows(connection, table, [row for name, row in current.items() if name not in stored])
    update_rows(
        connection, table, {name: row for name, row in current.items() if name in stored and row != stored[name]}
    )
    return new, replaced


def all_rows(connection: Connection, table: Table, *, retired: bool) -> Sequence[AnyRow]:
    """Return rows in use, by id; with ``retired`` the others too."""
    query = select(table).order_by(table.c.id)
    return connection.execute(query if retired else query.where(table.c.status == Status.ACTIVE)).all()


def get_row(connection: Connection, table: Table, name: str) -> AnyRow | None:
    """Return one row, in use or not."""
    return connection.execute(select(table).where(table.c.id == name)).first()


def retire_row(connection: Connection, table: Table, name: str) -> bool:
    """Take a row out of use; False when there is none in use under this id."""
    query = update(table).where(table.c.id == name, table.c.status == Status.ACTIVE).values(status=Status.RETIRED)
    return connection.execute(query).rowcount > 0

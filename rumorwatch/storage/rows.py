"""Statements that every noun needs, in SQL that SQLite and PostgreSQL both know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import bindparam, insert, update

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

RowValues: TypeAlias = "dict[str, Any]"
"""A row to write: every column of its table by name."""
AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
"""A row read; its columns are those of schema.py."""
T = TypeVar("T")

_MOST_NAMES = 400
"""Names in one IN list: two lists of it stay below 999, the least that an SQLite build allows."""


def chunks(names: Collection[T]) -> Iterator[Sequence[T]]:
    """Yield the names in pieces that fit into one IN list."""
    listed = list(names)
    return (listed[start : start + _MOST_NAMES] for start in range(0, len(listed), _MOST_NAMES))


def insert_rows(connection: Connection, table: Table, rows: Sequence[RowValues]) -> None:
    """Insert rows in one batch; nothing for none."""
    if rows:
        connection.execute(insert(table), rows)


def update_rows(connection: Connection, table: Table, rows: Mapping[str, RowValues]) -> None:
    """Update rows by their one-column primary key in one batch; every row has the same columns."""
    if not rows:
        return
    (key,) = table.primary_key.columns
    columns = next(iter(rows.values())).keys() - {key.name}
    query = update(table).where(key == bindparam("_key")).values({name: bindparam(f"_{name}") for name in columns})
    connection.execute(
        query, [{"_key": name, **{f"_{column}": row[column] for column in columns}} for name, row in rows.items()]
    )


def put_row(connection: Connection, table: Table, row: RowValues, *, fixed: Collection[str] = ()) -> None:
    """Insert a row, or replace the known one except its ``fixed`` columns."""
    keys = table.primary_key.columns
    values = {name: value for name, value in row.items() if name not in keys and name not in fixed}
    known = [key == row[key.name] for key in keys]
    if not connection.execute(update(table).where(*known).values(values)).rowcount:
        connection.execute(insert(table), row)

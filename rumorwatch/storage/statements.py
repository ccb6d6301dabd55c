"""Official statements in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Statement, StatementId, Status
from rumorwatch.storage.references import add_rows, all_rows, get_row, retire_row
from rumorwatch.storage.schema import statement as table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues


class SqlStatements:
    """Official statements in the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, statements: Sequence[Statement]) -> tuple[int, int]:
        """Insert new and replace known ids; return (new, replaced)."""
        return add_rows(self._connection, table, [statement_row(statement) for statement in statements])

    def all(self, *, retired: bool = False) -> Sequence[Statement]:
        """Return statements in use, by id; with ``retired`` the others too."""
        return [statement_of(row) for row in all_rows(self._connection, table, retired=retired)]

    def get(self, statement_id: StatementId) -> Statement | None:
        """Return one statement, in use or not."""
        row = get_row(self._connection, table, statement_id)
        return None if row is None else statement_of(row)

    def retire(self, statement_id: StatementId) -> bool:
        """Take it out of use; False when there is none in use under this id."""
        return retire_row(self._connection, table, statement_id)


def statement_row(statement: Statement) -> RowValues:
    """Return the row of a statement."""
    return {
        "id": statement.id,
        "agency": statement.agency,
        "text": statement.text,
        "title": statement.title,
        "url": statement.url,
        "published_at": statement.published_at,
        "valid_until": statement.valid_until,
        "supersedes": statement.supersedes,
        "language": statement.language,
        "status": statement.status,
    }


def statement_of(row: AnyRow) -> Statement:
    """Return the statement of a row."""
    return Statement(
        id=StatementId(row.id),
        agency=row.agency,
        text=row.text,
        title=row.title,
        url=row.url,
        published_at=row.published_at,
        valid_until=row.valid_until,
        supersedes=None if row.supersedes is None else StatementId(row.supersedes),
        language=row.language,
        status=Status(row.status),
    )

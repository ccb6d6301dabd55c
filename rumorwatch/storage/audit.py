"""The audit in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.domain.auditchain import next_entry
from rumorwatch.domain.duties import Action, AuditEntry
from rumorwatch.storage.alertschema import audit as table
from rumorwatch.storage.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues

_ACTIONS: frozenset[str] = frozenset(Action)


class SqlAudit:
    """What people did: written once, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self, *, at: datetime, actor: str, action: Action, subject: str, details: Mapping[str, str]
    ) -> AuditEntry:
        """Write the next entry, chained to the last one, and return it."""
        row = self._connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).first()
        last = None if row is None else entry_of(row)
        entry = next_entry(last, at=at, actor=actor, action=action, subject=subject, details=details)
        insert_rows(self._connection, table, [entry_row(entry)])
        return entry

    def entries(self) -> Sequence[AuditEntry]:
        """Return every entry as stored, by number."""
        return [entry_of(row) for row in self._connection.execute(select(table).order_by(table.c.number))]

    def of(self, subject: str) -> Sequence[AuditEntry]:
        """Return the entries on one subject, by number."""
        query = select(table).where(table.c.subject == subject).order_by(table.c.number)
        return [entry_of(row) for row in self._connection.execute(query)]


def entry_row(entry: AuditEntry) -> RowValues:
    """Return the row of an entry."""
    return {
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "details": dict(entry.details),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def entry_of(row: AnyRow) -> AuditEntry:
    """Return the entry of a row."""
    return AuditEntry(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=Action(row.action) if row.action in _ACTIONS else row.action,
        subject=row.subject,
        details=row.details,
        previous=row.previous,
        hash=row.hash,
    )

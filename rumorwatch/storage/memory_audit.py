"""The audit in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.auditchain import next_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.duties import Action, AuditEntry
    from rumorwatch.storage.memory_tables import Tables


class MemoryAudit:
    """What people did: written once, never changed."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def append(
        self, *, at: datetime, actor: str, action: Action, subject: str, details: Mapping[str, str]
    ) -> AuditEntry:
        """Write the next entry, chained to the last one, and return it."""
        rows = self._tables.audit.change()
        last = rows.get(len(rows))
        entry = next_entry(last, at=at, actor=actor, action=action, subject=subject, details=details)
        rows[entry.number] = entry
        return entry

    def entries(self) -> Sequence[AuditEntry]:
        """Return every entry as stored, by number."""
        return list(self._tables.audit.rows.values())

    def of(self, subject: str) -> Sequence[AuditEntry]:
        """Return the entries on one subject, by number."""
        return [entry for entry in self._tables.audit.rows.values() if entry.subject == subject]

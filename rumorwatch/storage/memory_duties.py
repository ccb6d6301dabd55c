"""Assignments, silences and the clocks of rumors in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rumorwatch.domain.alerts import AlertId
    from rumorwatch.domain.duties import Assignment, Ledger, Silence
    from rumorwatch.storage.memory_tables import Tables


class MemoryDuties:
    """Who has to answer what, silences, and the clock of each rumor."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def assign(self, assignment: Assignment) -> None:
        """Insert an assignment; of a known one (alert, agency) replace all but its place and its first moments.

        Raises:
            RuntimeError: There is no such alert.
        """
        rows = self._tables.assignments.change()
        self._tables.need_alert(assignment.alert_id, of="an assignment")
        known = rows.get((assignment.alert_id, assignment.agency), assignment)
        rows[assignment.alert_id, assignment.agency] = replace(
            assignment,
            place=known.place,
            assigned_at=known.assigned_at,
            acknowledge_by=known.acknowledge_by,
            answer_by=known.answer_by,
        )

    def assignments(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Sequence[Assignment]]:
        """Return assignments by alert (None: all), each by (place, assigned_at, agency); none: left out."""
        rows = self._tables.assignments.rows.values()
        found: dict[AlertId, list[Assignment]] = {}
        for one in sorted(rows, key=lambda one: (one.alert_id, one.place, one.assigned_at, one.agency)):
            if alert_ids is None or one.alert_id in alert_ids:
                found.setdefault(one.alert_id, []).append(one)
        return found

    def put_silence(self, silence: Silence) -> None:
        """Insert or replace a silence."""
        self._tables.silences.change()[silence.id] = silence

    def silences(self) -> Sequence[Silence]:
        """Return silences, by (begins_at, id)."""
        return sorted(self._tables.silences.rows.values(), key=lambda silence: (silence.begins_at, silence.id))

    def put_ledger(self, ledger: Ledger) -> None:
        """Insert or replace the clock of an alert's rumor.

        Raises:
            RuntimeError: There is no such alert.
        """
        rows = self._tables.ledgers.change()
        self._tables.need_alert(ledger.alert_id, of="a clock")
        rows[ledger.alert_id] = ledger

    def ledgers(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Ledger]:
        """Return the clock of these alerts' rumors (None: of all), by (first_seen, alert)."""
        rows = [one for one in self._tables.ledgers.rows.values() if alert_ids is None or one.alert_id in alert_ids]
        return {one.alert_id: one for one in sorted(rows, key=lambda one: (one.first_seen, one.alert_id))}

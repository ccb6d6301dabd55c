"""The last decision on each alert in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import AlertId, Decided, Decision, Due, SendReason, SilenceReason
from rumorwatch.storage.alertschema import decision as table
from rumorwatch.storage.renewal import renewed
from rumorwatch.storage.rows import chunks, put_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues

_SILENT: frozenset[str] = frozenset(SilenceReason)


class SqlDecisions:
    """The last decision on each alert by agency."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, alert_id: AlertId, agency: AgencyId, decision: Decision, *, at: datetime) -> None:
        """Remember why an agency is or is not told now."""
        before = self.of([alert_id]).get(alert_id, {}).get(agency)
        after = renewed(before, decision, at=at)
        # Most decisions are the same in every scan: writing them again would only make the log longer.
        if after != before:
            put_row(self._connection, table, decision_row(alert_id, agency, after))

    def of(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Mapping[AgencyId, Decided]]:
        """Return the last decision on each of these alerts by agency; alerts without any are left out."""
        found: dict[AlertId, dict[AgencyId, Decided]] = {}
        for names in chunks(alert_ids):
            query = select(table).where(table.c.alert_id.in_(names)).order_by(table.c.alert_id, table.c.agency)
            for row in self._connection.execute(query):
                found.setdefault(AlertId(row.alert_id), {})[AgencyId(row.agency)] = decided_of(row)
        return found


def decision_row(alert_id: AlertId, agency: AgencyId, decided: Decided) -> RowValues:
    """Return the row of a decision."""
    return {
        "alert_id": alert_id,
        "agency": agency,
        "reason": decided.decision.reason,
        "hidden": decided.decision.hidden,
        "due": decided.decision.due,
        "since": decided.since,
        "times_hidden": decided.hidden,
    }


def decided_of(row: AnyRow) -> Decided:
    """Return the decision of a row."""
    decision = Decision(
        reason=SilenceReason(row.reason) if row.reason in _SILENT else SendReason(row.reason),
        hidden=None if row.hidden is None else SendReason(row.hidden),
        due=None if row.due is None else Due(row.due),
    )
    return Decided(decision=decision, since=row.since, hidden=row.times_hidden)

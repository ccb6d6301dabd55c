"""The last decision on each alert in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import Decision, Due, SendReason, SilenceReason
from rumorwatch.storage.alertschema import decision as table
from rumorwatch.storage.renewal import renewed
from rumorwatch.storage.rows import put_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.domain.alerts import AlertId
    from rumorwatch.storage.renewal import Held
    from rumorwatch.storage.rows import AnyRow, RowValues

_SILENT: frozenset[str] = frozenset(SilenceReason)
_DESK = ""


class SqlDecisions:
    """The last decision on each alert by agency."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, alert_id: AlertId, agency: AgencyId | None, decision: Decision, *, at: datetime) -> None:
        """Remember why an agency is or is not told now."""
        before = self.of(alert_id).get(agency)
        after = renewed(before, decision, at=at)
        # Most decisions are the same in every scan: writing them again would only make the log longer.
        if after != before:
            put_row(self._connection, table, decision_row(alert_id, agency, after))

    def of(self, alert_id: AlertId) -> Mapping[AgencyId | None, Held]:
        """Return the last decision on an alert by agency, the desk's first."""
        rows = self._connection.execute(select(table).where(table.c.alert_id == alert_id).order_by(table.c.agency))
        return {None if row.agency == _DESK else AgencyId(row.agency): held_of(row) for row in rows}


def decision_row(alert_id: AlertId, agency: AgencyId | None, held: Held) -> RowValues:
    """Return the row of a decision."""
    decision, since, hidden = held
    return {
        "alert_id": alert_id,
        "agency": agency or _DESK,
        "reason": decision.reason,
        "hidden": decision.hidden,
        "due": decision.due,
        "since": since,
        "times_hidden": hidden,
    }


def held_of(row: AnyRow) -> Held:
    """Return the decision of a row."""
    decision = Decision(
        reason=SilenceReason(row.reason) if row.reason in _SILENT else SendReason(row.reason),
        hidden=None if row.hidden is None else SendReason(row.hidden),
        due=None if row.due is None else Due(row.due),
    )
    return decision, row.since, row.times_hidden

"""Ledgers: the clock of each rumor, brought up to date with a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.rank.factors import is_answered
from rumorwatch.respond.ledger import updated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.parts import Parts


def keep_ledgers(unit: Unit, rumors: Sequence[Rumor], alerts: Sequence[Alert], parts: Parts) -> None:
    """Write the clock of each rumor that has or had an alert, as far as it moved.

    Args:
        unit: The run's last transaction.
        rumors: Those that circulate, as of now.
        alerts: Open ones, as of now.
        parts: Of the run.
    """
    closed = unit.alerts.last_closed([rumor.id for rumor in rumors])
    of_rumor = {**closed, **{alert.rumor_id: alert for alert in alerts}}
    followed = [(of_rumor[rumor.id], rumor) for rumor in rumors if rumor.id in of_rumor]
    ids = [alert.id for alert, _ in followed]
    known, logs, assignments = unit.duties.ledgers(ids), unit.alerts.logs(ids), unit.duties.assignments(ids)
    for alert, rumor in followed:
        log = logs.get(alert.id, ())
        made = updated(
            known.get(alert.id),
            alert=replace(alert, answered=is_answered(rumor, now=parts.now, weights=parts.weights)),
            moments=rumor.moments,
            first_notice_at=log[0].decided_at if log else None,
            assignments=assignments.get(alert.id, ()),
            statement_published_at=rumor.statement.published_at if rumor.statement else None,
            now=parts.now,
        )
        if made != known.get(alert.id):
            unit.duties.put_ledger(made)

"""How the last decision on an alert is renewed: the rule both stores go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import Decided

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.alerts import Decision


def renewed(before: Decided | None, decision: Decision, *, at: datetime) -> Decided:
    """Return what is remembered once a decision is made: ``at`` only where the reason is another than before.

    What is hidden is counted by one whenever it is something, and another than before.
    """
    if before is None:
        return Decided(decision=decision, since=at, hidden=int(decision.hidden is not None))
    last = before.decision
    is_hidden_anew = decision.hidden is not None and decision.hidden is not last.hidden
    return Decided(
        decision=decision,
        since=before.since if decision.reason is last.reason else at,
        hidden=before.hidden + is_hidden_anew,
    )

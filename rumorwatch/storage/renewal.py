"""How the last decision on an alert is renewed: the rule both stores go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.alerts import Decision

Held: TypeAlias = "tuple[Decision, datetime, int]"
"""The last decision, since when its reason holds, and how much was hidden so far."""


def renewed(before: Held | None, decision: Decision, *, at: datetime) -> Held:
    """Return what is remembered once a decision is made: ``at`` only where the reason is another than before.

    What is hidden is counted by one whenever it is something, and another than before.
    """
    if before is None:
        return decision, at, int(decision.hidden is not None)
    last, since, hidden = before
    is_hidden_anew = decision.hidden is not None and decision.hidden is not last.hidden
    return decision, since if decision.reason is last.reason else at, hidden + is_hidden_anew

"""Make the records of an alert: the alert itself and the notice of a decision. Ids never change over retries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import Alert, AlertId, Notice

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from rumorwatch.domain.alerts import SendReason
    from rumorwatch.domain.rumors import Priority, Rumor, RumorId

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O, U: an id can be read over the telephone (Crockford)."""
_ID_DIGITS = 6
"""A thousand million ids: two open alerts of one workspace do not meet."""


def alert_id(rumor_id: RumorId, opened_at: datetime) -> AlertId:
    """Return the id of the alert that a rumor opens at a moment; which of its posts came first makes no difference."""
    seed = f"{rumor_id}|{opened_at.isoformat()}"
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    digits = ""
    for _ in range(_ID_DIGITS):
        number, digit = divmod(number, 32)
        digits += _CROCKFORD[digit]
    return AlertId(f"A-{digits}")


def alert_of(
    rumor: Rumor, priority: Priority, *, existing: Alert | None, now: datetime, answer_within: timedelta
) -> Alert:
    """Return the rumor's alert as it stands now; an open one keeps its id, its opening and its deadline."""
    return Alert(
        id=existing.id if existing else alert_id(rumor.id, now),
        rumor_id=rumor.id,
        claim_id=rumor.claim.id if rumor.claim else None,
        text=rumor.text,
        priority=priority,
        signs=rumor.signs,
        posts=rumor.spread.posts,
        independent=rumor.spread.independent,
        channels=len(rumor.spread.channels),
        first_seen=rumor.spread.first_seen,
        last_seen=rumor.spread.last_seen,
        statement_id=rumor.statement.id if rumor.statement else None,
        agency=rumor.statement.agency if rumor.statement else None,
        due_at=existing.due_at if existing else now + answer_within,
        opened_at=existing.opened_at if existing else now,
        updated_at=now,
    )


def notice_of(alert: Alert, reason: SendReason, *, last: Notice | None, now: datetime) -> Notice:
    """Return the notice of a decision; its key comes from what is told, so that telling it twice is seen as one.

    Args:
        alert: As ranked now.
        reason: Why people are told.
        last: The last notice decided about the alert; None when there was none.
        now: The moment.
    """
    seed = f"{alert.id}|{reason}|{alert.independent}|{alert.channels}"
    return Notice(
        key=hashlib.sha256(seed.encode()).hexdigest()[:32],
        alert_id=alert.id,
        reason=reason,
        decided_at=now,
        level=alert.priority.level,
        independent=alert.independent,
        channels=alert.channels,
        signs=tuple(dict.fromkeys((*(last.signs if last else ()), *alert.signs))),
    )

"""Make the records of an alert: the alert itself and the notice of a decision. Ids never change over retries."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.alerts import Alert, AlertId, Notice, SendReason
from rumorwatch.domain.crockford import digits_of

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Decision
    from rumorwatch.domain.rumors import Priority, Rumor, RumorId

_ID_DIGITS = 6
"""A thousand million ids: two open alerts of one workspace do not meet."""


def alert_id(rumor_id: RumorId, opened_at: datetime) -> AlertId:
    """Return the id of the alert that a rumor opens at a moment; which of its posts came first makes no difference."""
    seed = f"{rumor_id}|{opened_at.isoformat()}"
    return AlertId(f"A-{digits_of(hashlib.sha256(seed.encode()).digest(), count=_ID_DIGITS)}")


def alert_of(
    rumor: Rumor,
    priority: Priority,
    *,
    existing: Alert | None,
    now: datetime,
    answer_within: timedelta,
    answered: bool = False,
    recurred: bool = False,
    model_id: str = "",
) -> Alert:
    """Return the rumor's alert as it stands now; an open one keeps its id, its opening and its deadline.

    Args:
        rumor: As of now.
        priority: As of now.
        existing: Its open alert; None: it opens now.
        now: The moment.
        answer_within: From opening to the due answer.
        answered: Whether its statement answers it now.
        recurred: Whether the rumor had an alert before.
        model_id: What names the models and weights that decided.
    """
    torn = rumor.contradictions[0] if rumor.contradictions else None
    return Alert(
        id=existing.id if existing else alert_id(rumor.id, now),
        rumor_id=rumor.id,
        claim_id=rumor.claim.id if rumor.claim else None,
        text=rumor.text,
        topic=rumor.topic,
        priority=priority,
        signs=rumor.signs,
        posts=rumor.spread.posts,
        independent=rumor.spread.independent,
        channels=len(rumor.spread.channels),
        provinces=rumor.spread.provinces,
        asks=rumor.asks,
        first_seen=rumor.spread.first_seen,
        last_seen=rumor.spread.last_seen,
        statement_id=rumor.statement.id if rumor.statement else None,
        agency=rumor.statement.agency if rumor.statement else None,
        answered=answered,
        contradicting=(torn.first_agency, torn.second_agency) if torn else (),
        recurred=existing.recurred if existing else recurred,
        due_at=existing.due_at if existing else now + answer_within,
        opened_at=existing.opened_at if existing else now,
        updated_at=now,
        model_id=model_id,
    )


def notice_of(
    alert: Alert, decision: Decision, *, agency: AgencyId = DESK, last: Notice | None, now: datetime
) -> Notice:
    """Return the notice of a decision; its key comes from what is told, so that telling it twice is seen as one.

    What was told before it is part of that: the same may be true again later, as when an answer expires and a new one
    comes, and is told again.

    Args:
        alert: As ranked now.
        decision: To tell people, and why.
        agency: Who is told.
        last: The last notice decided about the alert for this agency; None when there was none.
        now: The moment.

    Raises:
        ValueError: The decision is not to tell.
    """
    if not isinstance(decision.reason, SendReason):
        raise ValueError(f"no notice is made of a decision not to tell ({decision.reason})")  # noqa: TRY004 - not a type
    due = f"|{decision.due}" if decision.due else ""
    counts = f"{alert.independent}|{alert.channels}|{len(alert.provinces)}"
    seed = f"{alert.id}|{agency}|{decision.reason}{due}|{counts}{f'|{last.key}' if last else ''}"
    return Notice(
        key=hashlib.sha256(seed.encode()).hexdigest()[:32],
        alert_id=alert.id,
        agency=agency,
        reason=decision.reason,
        due=decision.due,
        decided_at=now,
        level=alert.priority.level,
        independent=alert.independent,
        channels=alert.channels,
        provinces=tuple(dict.fromkeys((*(last.provinces if last else ()), *alert.provinces))),
        answered=alert.answered,
        signs=tuple(dict.fromkeys((*(last.signs if last else ()), *alert.signs))),
    )

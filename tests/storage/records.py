"""Alerts and notices with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta

from nouns import NOW
from rumorwatch.domain.alerts import Alert, Notice, SendReason
from rumorwatch.domain.rumors import Level, Priority, Sign

LATER = NOW + timedelta(hours=1)


def alert(name="A-000001", *, points=71.5, **more):
    return Alert(
        **{
            "id": name,
            "rumor_id": "claim:c1",
            "claim_id": "c1",
            "text": "Vỡ đập trong đêm",
            "priority": Priority(
                points=points,
                level=Level.HIGH,
                factors={"velocity": 40.25, "gap": 31.25},
                reasons=("đang lan nhanh", "chưa có công bố"),
                weights_version="w1",
            ),
            "posts": 9,
            "independent": 4,
            "channels": 2,
            "first_seen": NOW - timedelta(hours=2),
            "last_seen": NOW,
            "statement_id": "s1",
            "agency": "Sở Nông nghiệp",
            "due_at": NOW + timedelta(minutes=60),
            "opened_at": NOW,
            "updated_at": NOW,
            "signs": (Sign.CHECKABLE, Sign.VOID),
            **more,
        }
    )


def notice(key="n1", *, of="A-000001", **more):
    return Notice(
        **{
            "key": key,
            "alert_id": of,
            "reason": SendReason.NEW,
            "decided_at": NOW,
            "level": Level.HIGH,
            "independent": 4,
            "channels": 2,
            **more,
        }
    )

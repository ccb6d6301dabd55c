"""Nouns of answering, with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nouns import NOW
from rumorwatch.domain.agencies import Agency, AgencyId
from rumorwatch.domain.alerts import Alert, AlertId
from rumorwatch.domain.duties import AssignedBy, Assignment, Ledger
from rumorwatch.domain.rumors import Level, Priority, RumorId


def agency(agency_id: str = "civil", **more: Any) -> Agency:
    return Agency(**{"id": AgencyId(agency_id), "name": f"Office {agency_id}", **more})


def assignment(agency: str = "civil", *, alert: str = "A-1", hours_ago: float = 24, **more: Any) -> Assignment:
    at = NOW - timedelta(hours=hours_ago)
    return Assignment(
        **{
            "alert_id": AlertId(alert),
            "agency": AgencyId(agency),
            "by": AssignedBy.ROUTE,
            "assigned_at": at,
            "acknowledge_by": at + timedelta(minutes=30),
            "answer_by": at + timedelta(minutes=60),
            **more,
        }
    )


def ledger(alert: str = "A-1", *, hours_ago: float = 24, **more: Any) -> Ledger:
    return Ledger(
        **{
            "alert_id": AlertId(alert),
            "rumor_id": RumorId(f"claim:{alert}"),
            "first_seen": NOW - timedelta(hours=hours_ago),
            **more,
        }
    )


def alert(**more: Any) -> Alert:
    at = NOW - timedelta(hours=2)
    return Alert(
        **{
            "id": AlertId("A-1"),
            "rumor_id": RumorId("claim:c1"),
            "claim_id": None,
            "text": "The reservoir above the town will break tonight",
            "priority": Priority(points=50, level=Level.MEDIUM, factors={}, reasons=(), weights_version="test"),
            "posts": 3,
            "independent": 3,
            "channels": 1,
            "first_seen": at,
            "last_seen": NOW - timedelta(minutes=10),
            "statement_id": None,
            "agency": None,
            "due_at": NOW,
            "opened_at": at,
            "updated_at": NOW,
            **more,
        }
    )

"""Alerts, and what is told, asked and done about them, with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta

from nouns import NOW
from rumorwatch.domain.alerts import Alert, Due, Notice, SendReason
from rumorwatch.domain.claims import Standing, Topic
from rumorwatch.domain.duties import Action, AssignedBy, Assignment, Ledger, Silence
from rumorwatch.domain.messages import Before, Delivery, Example, Message, Official, Outgoing, Owner, Story
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
            "provinces": ("Đắk Lắk", "Gia Lai"),
            "topic": Topic.DISASTER,
            "asks": 3,
            "answered": True,
            "recurred": True,
            "model_id": "lexical+mini",
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


def delivery(key="d1", *, of="n1", channel="desk", **more):
    return Delivery(
        **{
            "key": key,
            "notice_key": of,
            "alert_id": "A-000001",
            "channel": channel,
            "queued_at": NOW,
            "ready_at": NOW + timedelta(seconds=30),
            **more,
        }
    )


def story(**more):
    """A story with something in every field."""
    return Story(
        **{
            "alert_id": "A-000001",
            "rumor_id": "claim:c1",
            "claim_id": "c1",
            "text": "Vỡ đập trong đêm, \u201cchạy ngay\u201d",
            "topic": Topic.DISASTER,
            "level": Level.HIGH,
            "points": 0.1 + 0.2,
            "reasons": (SendReason.OVERDUE, SendReason.GROWING),
            "due": Due.ACKNOWLEDGE,
            "before": Before(at=NOW, level=Level.LOW, independent=2, channels=1, provinces=("Gia Lai",)),
            "posts": 9,
            "independent": 4,
            "channels": 2,
            "provinces": ("Đắk Lắk", "Gia Lai"),
            "asks": 3,
            "first_seen": NOW - timedelta(hours=2),
            "last_seen": NOW + timedelta(microseconds=1),
            "official": Official(
                id="s1",
                agency="Sở Nông nghiệp",
                title="Hồ an toàn",
                text="",
                url=None,
                published_at=None,
                standing=Standing.SUPERSEDED,
            ),
            "answered": False,
            "contradiction": ("Sở A", "Sở B"),
            "owners": (Owner(agency="so-nn", name="Sở Nông nghiệp", acknowledge_by=NOW, answer_by=LATER),),
            "examples": (Example(text="12345", url="https://e.example/1", channel="facebook", published_at=NOW),),
            "code": "7KQ2",
            **more,
        }
    )


def message(key="m1", *, channel="desk", made_at=NOW, stories=None, digest=False):
    return Message(
        key=key,
        channel=channel,
        made_at=made_at,
        stories=(story(), story(alert_id="A-000002", official=None)) if stories is None else stories,
        digest=digest,
    )


def outgoing(key="m1", *, channel="desk", made_at=NOW, stories=None, digest=False, **more):
    return Outgoing(message=message(key, channel=channel, made_at=made_at, stories=stories, digest=digest), **more)


def assignment(*, of="A-000001", agency="so-nn", **more):
    return Assignment(
        **{
            "alert_id": of,
            "agency": agency,
            "by": AssignedBy.ROUTE,
            "assigned_at": NOW,
            "acknowledge_by": NOW + timedelta(minutes=30),
            "answer_by": NOW + timedelta(minutes=60),
            **more,
        }
    )


def silence(name="S-000001", **more):
    return Silence(
        **{
            "id": name,
            "rumor_id": "claim:c1",
            "author": "Lan",
            "comment": "đã họp",
            "begins_at": NOW,
            "ends_at": LATER,
            **more,
        }
    )


def ledger(*, of="A-000001", **more):
    return Ledger(**{"alert_id": of, "rumor_id": "claim:c1", "first_seen": NOW, **more})


def done(**more):
    """What a person did, for ``Audit.append``."""
    return {
        "at": NOW,
        "actor": "Lan",
        "action": Action.CLOSE,
        "subject": "A-000001",
        "details": {"outcome": "rumor", "comment": "đã xong"},
        **more,
    }

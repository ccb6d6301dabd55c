"""Messages with everything defaulted that a test does not speak of; all clocks run from ``NOW``, 02:00 in Vietnam."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nouns import NOW, digits
from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import AlertId, ChannelId, SendReason
from rumorwatch.domain.claims import Standing, StatementId, Topic
from rumorwatch.domain.messages import Before, Example, Message, Official, Owner, Story
from rumorwatch.domain.rumors import Level, RumorId

if TYPE_CHECKING:
    from datetime import datetime


def ahead(minutes: float) -> datetime:
    """The moment so many minutes after now; negative: before."""
    return NOW + timedelta(minutes=minutes)


def owner(name: str = "Irrigation Office", **more: Any) -> Owner:
    return Owner(
        **{
            "agency": AgencyId(re.sub(r"[^a-z0-9]+", "-", name.lower())[:64]),
            "name": name,
            "acknowledge_by": ahead(25),
            "answer_by": ahead(55),
            **more,
        }
    )


def official(**more: Any) -> Official:
    return Official(
        **{
            "id": StatementId("s1"),
            "agency": "Irrigation Office",
            "title": "The reservoir is safe",
            "text": "The water level is normal and nothing is released.",
            "url": "https://office.example/s1",
            "published_at": ahead(-60),
            "standing": Standing.VALID,
            **more,
        }
    )


def example(text: str = "They say the dam breaks tonight, run!", **more: Any) -> Example:
    return Example(
        **{
            "text": text,
            "url": "https://social.example/p/1",
            "channel": "facebook",
            "published_at": ahead(-40),
            **more,
        }
    )


def before(**more: Any) -> Before:
    return Before(
        **{
            "at": ahead(-30),
            "level": Level.MEDIUM,
            "independent": 5,
            "channels": 2,
            "provinces": ("Huế",),
            **more,
        }
    )


def story(*reasons: SendReason, name: str = "1", **more: Any) -> Story:
    return Story(
        **{
            "alert_id": AlertId(f"A-7Q2MK{name}"),
            "rumor_id": RumorId("new:1"),
            "claim_id": None,
            "text": "The dam will break tonight",
            "topic": Topic.DISASTER,
            "level": Level.HIGH,
            "points": 71.5,
            "reasons": reasons or (SendReason.NEW,),
            "posts": 7,
            "independent": 3,
            "channels": 2,
            "provinces": ("Huế", "Đà Nẵng"),
            "asks": 4,
            "first_seen": ahead(-42),
            "last_seen": ahead(-2),
            "official": None,
            "answered": False,
            "owners": (owner(),),
            "examples": (example(),),
            "code": f"K7M2Q{name}",
            **more,
        }
    )


def message(*stories: Story, **more: Any) -> Message:
    told = stories or (story(),)
    return Message(
        **{
            "key": digits("message"),
            "channel": ChannelId("desk"),
            "made_at": NOW,
            "stories": told,
            **more,
        }
    )

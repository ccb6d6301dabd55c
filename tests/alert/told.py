"""Messages and a wording with everything defaulted that a test does not speak of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rumorwatch.domain.alerts import AlertId, ChannelId, SendReason
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.messages import Message, Story
from rumorwatch.domain.rumors import Level, RumorId

NOW = datetime(2026, 10, 7, 19, 0, tzinfo=UTC)
CLAIM = "Hồ thủy lợi trên thị trấn sẽ vỡ đêm nay"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def story(name: str = "1", **more: Any) -> Story:
    return Story(
        **{
            "alert_id": AlertId(f"A-{name:0>6}"),
            "rumor_id": RumorId("new:a"),
            "claim_id": None,
            "text": CLAIM,
            "topic": Topic.DISASTER,
            "level": Level.HIGH,
            "points": 80.0,
            "reasons": (SendReason.NEW,),
            "posts": 3,
            "independent": 2,
            "channels": 1,
            "provinces": (),
            "asks": 0,
            "first_seen": NOW - timedelta(hours=1),
            "last_seen": NOW,
            "official": None,
            "answered": False,
            **more,
        }
    )


def message(*stories: Story, **more: Any) -> Message:
    return Message(
        **{
            "key": "0123456789abcdef0123456789abcdef",
            "channel": ChannelId("desk"),
            "made_at": NOW,
            "stories": stories or (story(),),
            **more,
        }
    )


def channel(kind: ChannelKind, url: str = "", **more: Any) -> Channel:
    return Channel(**{"id": ChannelId("desk"), "kind": kind, "url": url, **more})


@dataclass
class Words:
    """Says the claims of a message, and nothing else."""

    def subject(self, message: Message) -> str:
        return message.stories[0].text

    def plain(self, message: Message, *, limit: int | None) -> str:
        return "\n".join(story.text for story in message.stories)[:limit]

    def html(self, message: Message) -> str:
        return "".join(f"<p>{story.text}</p>" for story in message.stories)

    def payload(self, message: Message) -> dict[str, object]:
        return {"key": message.key, "claims": [story.text for story in message.stories]}

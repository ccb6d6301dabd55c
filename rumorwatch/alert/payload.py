"""A message as JSON for programs that receive it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from rumorwatch.alert.outside import agency_name, name_of, one_line, outside
from rumorwatch.alert.todo import next_step
from rumorwatch.alert.wording import why

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.alert.telling import Teller
    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Example, Message, Official, Owner, Story

TYPE = "rumorwatch.alerts"
_MAX_CLAIM = 2_000
"""Characters of a claim: it is ours to tell, a longer one is a fault."""


def payload(message: Message, teller: Teller) -> dict[str, object]:
    """Return a message as JSON values: ids as they are, texts from outside as people are shown them."""
    return {
        "type": TYPE,
        "key": message.key,
        "made_at": _time(message.made_at),
        "digest": message.digest,
        "alerts": [_abroad(one) if teller.abroad else _story(one, teller.voice) for one in message.stories],
    }


def _abroad(story: Story) -> dict[str, object]:
    return {
        "alert_id": story.alert_id,
        "claim_id": story.claim_id,
        "text": outside(story.text, limit=_MAX_CLAIM),
        "level": story.level.value,
        "posts": story.posts,
        "independent": story.independent,
        "channels": story.channels,
        "code": one_line(story.code),
    }


def _story(story: Story, voice: Voice) -> dict[str, object]:
    return {
        **_abroad(story),
        "rumor_id": story.rumor_id,
        "topic": story.topic.value,
        "points": story.points,
        "reasons": [reason.value for reason in story.reasons],
        "due": story.due and story.due.value,
        "why": why(story, voice=voice),
        "next": next_step(story, voice=voice),
        "provinces": [name_of(place) for place in story.provinces],
        "asks": story.asks,
        "first_seen": _time(story.first_seen),
        "last_seen": _time(story.last_seen),
        "answered": story.answered,
        "statement": _statement(story.official) if story.official else None,
        "contradiction": [name_of(agency) for agency in story.contradiction] if story.contradiction else None,
        "owners": [_owner(one, voice) for one in story.owners],
        "examples": [_example(one) for one in story.examples],
        "outcome": story.outcome and story.outcome.value,
    }


def _statement(official: Official) -> dict[str, object]:
    return {
        "id": official.id,
        "agency": name_of(official.agency),
        "title": outside(official.title),
        "text": outside(official.text),
        "url": _url(official.url),
        "published_at": _time(official.published_at),
        "standing": official.standing.value,
    }


def _owner(owner: Owner, voice: Voice) -> dict[str, object]:
    return {
        "agency": owner.agency,
        "name": agency_name(owner.name, voice.language),
        "acknowledge_by": _time(owner.acknowledge_by),
        "answer_by": _time(owner.answer_by),
        "acknowledged_at": _time(owner.acknowledged_at),
        "answered_at": _time(owner.answered_at),
        "escalated_from": agency_name(owner.escalated_from, voice.language) if owner.escalated_from else None,
    }


def _example(example: Example) -> dict[str, object]:
    return {
        "text": outside(example.text),
        "url": _url(example.url),
        "channel": name_of(example.channel),
        "published_at": _time(example.published_at),
    }


def _url(url: str | None) -> str | None:
    return outside(url, limit=_MAX_CLAIM) if url else None


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None

"""Nouns with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from rumorwatch.domain.claims import Claim, ClaimId, Contradiction, Point, Statement, StatementId, Topic
from rumorwatch.domain.feeds import Feed, FeedRole
from rumorwatch.domain.matches import Match, Stance, Tier
from rumorwatch.domain.posts import AuthorKey, FeedId, Post, PostKey, SpellingViews
from rumorwatch.domain.readings import PostClass, Reading
from rumorwatch.domain.rumors import RumorId, Spread

NOW = datetime(2026, 10, 7, 19, 0, tzinfo=UTC)


def digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def post(
    name: str, *, text: str | None = None, minutes_ago: float = 30, author: str | None = None, **more: Any
) -> Post:
    said = text or f"the reservoir above the town will break tonight says {name}"
    at = NOW - timedelta(minutes=minutes_ago)
    return Post(
        **{
            "key": PostKey(digits(name)),
            "content_key": None,
            "feed_id": FeedId("group"),
            "views": SpellingViews(accented=said, folded=said.lower()),
            "text_hash": digits(said),
            "external_id": name,
            "published_at": at,
            "seen_at": at,
            "author_key": AuthorKey(digits(author or name)),
            **more,
        }
    )


def match(of: Post, *, claim: str = "c1", **more: Any) -> Match:
    return Match(
        **{
            "post_key": of.key,
            "claim_id": ClaimId(claim),
            "rank": 1,
            "similarity": 0.9,
            "probability": 0.95,
            "tier": Tier.CONFIRMED,
            "stance": Stance.REPEATS,
            "reasons": (),
            "model_id": "test",
            **more,
        }
    )


def reading(rumor: str | None = "new:a", **more: Any) -> Reading:
    return Reading(**{"rumor_id": rumor and RumorId(rumor), "post_class": PostClass.CLAIM, "checkable": 0.75, **more})


def claim(name: str = "c1", **more: Any) -> Claim:
    return Claim(
        **{
            "id": ClaimId(name),
            "text": "The reservoir above the town will break tonight",
            "topic": Topic.DISASTER,
            **more,
        }
    )


def statement(name: str = "s1", **more: Any) -> Statement:
    return Statement(
        **{
            "id": StatementId(name),
            "agency": "Irrigation Office",
            "text": "The reservoir is safe.",
            "published_at": NOW - timedelta(hours=1),
            **more,
        }
    )


def contradiction(**more: Any) -> Contradiction:
    return Contradiction(
        **{
            "first": StatementId("s1"),
            "second": StatementId("s2"),
            "first_agency": "Irrigation Office",
            "second_agency": "Civil Defense",
            "first_sentence": "It releases 450 cubic meters.",
            "second_sentence": "It releases 900 cubic meters.",
            "point": Point.NUMBER,
            "first_words": "450",
            "second_words": "900",
            **more,
        }
    )


def spread(**more: Any) -> Spread:
    at = NOW - timedelta(minutes=30)
    return Spread(
        **{
            "posts": 1,
            "independent": 1,
            "channels": ("facebook",),
            "provinces": (),
            "languages": (),
            "reach": 0,
            "first_seen": at,
            "last_seen": at,
            "recent": 1,
            "surest": (0.9,),
            **more,
        }
    )


def feed(name: str = "group", **more: Any) -> Feed:
    return Feed(
        **{"id": FeedId(name), "url": "https://e.example/feed", "role": FeedRole.PUBLIC, "channel": "facebook", **more}
    )

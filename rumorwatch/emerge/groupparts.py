"""Parts: what each post is to its group."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.emerge.bar import NEVER
from rumorwatch.emerge.hearsay import asks_for_truth, passes_on
from rumorwatch.emerge.sources import answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import FeedId, Post
    from rumorwatch.domain.readings import Reading


class Part(StrEnum):
    """What a post is to its group."""

    TELLS = "tells"
    ASKS = "asks"
    REPORTS = "reports"
    """It is news, of no newspaper and not passed on: a sighting only where a thread reads as a rumor."""
    ANSWERS = "answers"
    """It is of an office or a fact-checker."""
    REMARKS = "remarks"
    """It is of a newspaper, comments without asking, or asks for something else than the truth."""


SPREADING = frozenset({Part.TELLS, Part.ASKS, Part.REPORTS})
"""What can begin a thread."""


def part_of(post: Post, reading: Reading, feeds: Mapping[FeedId, Feed]) -> Part:
    """Return what a post is to its group: who only comments tells what people think, and not that it spreads."""
    if answers(post, feeds):
        return Part.ANSWERS
    if post.feed_id in feeds and feeds[post.feed_id].role is FeedRole.MEDIA:
        return Part.REMARKS
    if reading.post_class is PostClass.QUESTION:
        return Part.ASKS if asks_for_truth(post) else Part.REMARKS
    if post.kind is PostKind.COMMENT and post.reply_to is not None:
        return Part.REMARKS
    is_news = reading.post_class is PostClass.NEWS and not is_hearsay(post, reading)
    return Part.REPORTS if is_news else Part.TELLS


def is_hearsay(post: Post, reading: Reading) -> bool:
    """Return whether a post passes on what others say, and is nothing that is never taken for a rumor."""
    return reading.post_class not in NEVER and passes_on(post)

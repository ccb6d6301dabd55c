"""Sources: what distinct sources are counted by, and which feeds answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.posts import PostKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import FeedId, Post

ANSWERING = frozenset({FeedRole.OFFICIAL, FeedRole.FACTCHECK})
"""Feeds whose posts about a rumor are answers to it: they never raise spread, however they are worded."""
_FROM_PEOPLE = frozenset({PostKind.TIP, PostKind.COMMENT})


def source_of(post: Post) -> str:
    """Return what distinct sources are counted by: the author's key, else the page in the feed, else the feed.

    Tips and comments come from people: without an author each is a source of its own, for demand is never merged away.
    """
    if post.author_key:
        return post.author_key
    if post.kind in _FROM_PEOPLE:
        return post.key
    return f"{post.feed_id}/{post.source or ''}"


def answers(post: Post, feeds: Mapping[FeedId, Feed]) -> bool:
    """Return whether a post is of a feed that answers rumors."""
    feed = feeds.get(post.feed_id)
    return feed is not None and feed.role in ANSWERING

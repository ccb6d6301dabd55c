"""Which posts are the same post, and how they are counted by the hour: the rules both stores go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.posts import Post, PostKey

_HOUR = timedelta(hours=1)
MIN_KEY_PREFIX = 4
"""Characters of a key that name a post by its beginning; fewer would name half the table."""
NO_BASIS = ""
"""Basis of matches that are to be made again: no matcher has it, and the post is not one that was never matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of the posts in hand."""

    counts: Mapping[PostKey, Counts]
    """Counts of every stored post that shares a key or content_key with one in hand."""
    by_content: Mapping[str, PostKey]
    """Their keys by content_key."""
    text_hashes: Mapping[PostKey, str]
    """Their texts' hashes."""

    def owner(self, post: Post) -> PostKey | None:
        """Return the key of the stored post that this one is, or None; the key says more than the content."""
        if post.key in self.counts:
            return post.key
        return self.by_content.get(post.content_key) if post.content_key else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Posts told apart: those to store, and those already stored under a key of their own."""

    new: tuple[Post, ...]
    counts: Mapping[PostKey, Counts]
    """Counts that changed, by the stored post's key."""


def tell_apart(posts: Iterable[Post], stored: Stored) -> Arrivals:
    """Return which posts are new, in order, and which stored counts change; of equal posts the first is taken."""
    counts = dict(stored.counts)
    by_content = dict(stored.by_content)
    new: dict[PostKey, Post] = {}
    known: dict[PostKey, Counts] = {}
    for post in posts:
        owner = Stored(counts=counts, by_content=by_content, text_hashes={}).owner(post)
        if owner is None:
            new[post.key] = post
            counts[post.key] = post.counts
            if post.content_key:
                by_content[post.content_key] = post.key
        elif owner not in new:
            known.setdefault(owner, refreshed(stored.counts[owner], post.counts))
    return Arrivals(
        new=tuple(new.values()), counts={key: now for key, now in known.items() if now != stored.counts[key]}
    )


def refreshed(before: Counts, now: Counts) -> Counts:
    """Return the new counts; one the platform no longer says stays as it was last seen."""
    return Counts(
        likes=before.likes if now.likes is None else now.likes,
        shares=before.shares if now.shares is None else now.shares,
        comments=before.comments if now.comments is None else now.comments,
        views=before.views if now.views is None else now.views,
    )


def hashes_known(posts: Sequence[Post], stored: Stored) -> dict[PostKey, str]:
    """Return the stored text's hash of the posts that are stored already, by their keys as given."""
    owners = ((post.key, stored.owner(post)) for post in posts)
    return {key: stored.text_hashes[owner] for key, owner in owners if owner is not None}


def counted_by_hour(moments: Iterable[datetime]) -> dict[datetime, int]:
    """Return how many moments lie in each hour, from the first one's to the last one's, by its beginning in UTC."""
    counts = Counter(at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) for at in moments)
    if not counts:
        return {}
    first, last = min(counts), max(counts)
    hours = (last - first) // _HOUR + 1
    return {at: counts[at] for at in (first + number * _HOUR for number in range(hours))}

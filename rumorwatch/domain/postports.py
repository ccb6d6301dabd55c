"""Ports of posts: what the run needs of the store to remember posts, their matches, and what was read in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId


class Posts(Protocol):
    """Posts in the store."""

    def add(self, posts: Sequence[Post]) -> frozenset[PostKey]:
        """Store the posts not stored yet (same key or same content_key is the same post); return the new keys.

        A known post gets the new counts, and nothing else changes. Of two equal posts in one call the first is kept.
        """
        ...

    def known(self, posts: Sequence[Post]) -> Mapping[PostKey, str]:
        """Return the keys, as given, of those of these posts that are stored already, with the stored text's hash."""
        ...

    def edit(self, posts: Sequence[Post]) -> None:
        """Give stored posts (by key) the views, text_hash and language of these; everything else of them stays."""
        ...

    def get(self, key: PostKey) -> Post | None:
        """Return one post."""
        ...

    def find(self, name: str) -> Sequence[Post]:
        """Return posts whose key starts with ``name`` (4 characters or more) or whose external_id or url equals it."""
        ...

    def unmatched(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts published since then whose matches were made on another basis (or never), oldest first."""
        ...

    def unmatch(self, text_hashes: Collection[str]) -> int:
        """Mark the posts with these texts to be matched again, whatever the basis; return how many.

        Their matches and readings stay until then.
        """
        ...

    def count(self) -> int:
        """Return how many posts are stored."""
        ...

    def per_hour(self, *, since: datetime) -> Mapping[datetime, int]:
        """Return how many posts were published in each hour since then, by its beginning in UTC.

        Every hour from the first post's to the last's is there, also one without a post.
        """
        ...

    def published_before(self, moment: datetime, *, limit: int) -> Sequence[PostKey]:
        """Return the keys of posts published before the moment, oldest first."""
        ...

    def purge(self, keys: Collection[PostKey]) -> int:
        """Delete posts and their matches; return how many."""
        ...


class Matches(Protocol):
    """Matches above a tier, remembered so that nothing is computed twice (a cache: they can always be made again)."""

    def put(self, matches: Mapping[PostKey, Sequence[Match]], *, basis: str) -> None:
        """Replace the matches of these posts and mark them as matched on this basis; posts without matches too."""
        ...

    def of_claims(self, claim_ids: Collection[ClaimId] | None, *, since: datetime) -> Sequence[tuple[Post, Match]]:
        """Return posts published since then with their matches to these claims (None: all), by (published_at, key)."""
        ...

    def of_post(self, key: PostKey) -> Sequence[Match]:
        """Return the matches of one post, best first."""
        ...


class Readings(Protocol):
    """What was read in posts that no claim explains: those matched, without a match of ``MIN_COUNTED`` or more."""

    def put(self, readings: Mapping[PostKey, Reading], *, basis: str) -> None:
        """Replace the readings of these posts; posts purged meanwhile are passed over."""
        ...

    def forget(self, keys: Collection[PostKey]) -> None:
        """Delete the readings of these posts: their texts were edited."""
        ...

    def unread(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts that no claim explains, published since then and not read on this basis, as they arrived.

        In the order of (seen_at, published_at, key): a post that answers another of its batch comes after it.
        """
        ...

    def since(self, moment: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return posts that no claim explains, published since then, with their readings, by (published_at, key)."""
        ...

    def groups(self, *, since: datetime, at_least: int) -> Mapping[RumorId, Sequence[tuple[Post, Reading]]]:
        """Return the groups of so many of these posts or more, by id; the posts of each by (published_at, key)."""
        ...

    def of_rumor(self, rumor_id: RumorId, *, since: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return the posts of one rumor that no claim explains, published since then, by (published_at, key)."""
        ...

    def explained(
        self, rumor_ids: Collection[RumorId], *, since: datetime
    ) -> Mapping[RumorId, Mapping[ClaimId | None, int]]:
        """Return how many posts of each of these groups, published since then, each claim explains by now.

        Those that none explains stand under None; groups without posts are left out. A post that several claims explain
        counts for each.
        """
        ...

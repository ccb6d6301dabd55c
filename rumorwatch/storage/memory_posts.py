"""Posts and their matches in memory."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from rumorwatch.storage.identity import MIN_KEY_PREFIX, NO_BASIS, Stored, counted_by_hour, hashes_known, tell_apart

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.storage.memory_tables import Tables

_AGE = attrgetter("published_at", "key")
_PLACE = attrgetter("rank", "claim_id")


class MemoryPosts:
    """Posts in the store."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, posts: Sequence[Post]) -> frozenset[PostKey]:
        """Store the posts not stored yet and return their keys; known ones get the new counts."""
        arrivals = tell_apart(posts, self._stored(posts))
        rows, by_content = self._tables.posts.change(), self._tables.by_content.change()
        for post in arrivals.new:
            rows[post.key] = post
            if post.content_key:
                by_content[post.content_key] = post.key
        for key, counts in arrivals.counts.items():
            rows[key] = replace(rows[key], counts=counts)
        return frozenset(post.key for post in arrivals.new)

    def known(self, posts: Sequence[Post]) -> Mapping[PostKey, str]:
        """Return the keys, as given, of the posts stored already, with the stored text's hash."""
        return hashes_known(posts, self._stored(posts))

    def edit(self, posts: Sequence[Post]) -> None:
        """Give stored posts the views, text_hash and language of these."""
        rows = self._tables.posts.change()
        for post in posts:
            if post.key in rows:
                rows[post.key] = replace(
                    rows[post.key], views=post.views, text_hash=post.text_hash, language=post.language
                )

    def get(self, key: PostKey) -> Post | None:
        """Return one post."""
        return self._tables.posts.rows.get(key)

    def find(self, name: str) -> Sequence[Post]:
        """Return posts by the start of their key, their external_id or their url, oldest first."""
        found = [
            post
            for post in self._tables.posts.rows.values()
            if name in {post.external_id, post.url} or (len(name) >= MIN_KEY_PREFIX and post.key.startswith(name))
        ]
        return sorted(found, key=_AGE)

    def unmatched(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts published since then and not matched on this basis, oldest first."""
        made_on = self._tables.basis.rows
        found = [
            post
            for post in self._tables.posts.rows.values()
            if post.published_at >= since and made_on.get(post.key) != basis
        ]
        return sorted(found, key=_AGE)[:limit]

    def unmatch(self, text_hashes: Collection[str]) -> int:
        """Mark the posts with these texts to be matched again, whatever the basis; return how many."""
        asked, made_on = set(text_hashes), self._tables.basis.change()
        found = [key for key in made_on if self._tables.posts.rows[key].text_hash in asked]
        made_on.update(dict.fromkeys(found, NO_BASIS))
        return len(found)

    def count(self) -> int:
        """Return how many posts are stored."""
        return len(self._tables.posts.rows)

    def per_hour(self, *, since: datetime) -> Mapping[datetime, int]:
        """Return how many posts were published in each hour since then, by its beginning in UTC."""
        moments = (post.published_at for post in self._tables.posts.rows.values())
        return counted_by_hour(at for at in moments if at >= since)

    def published_before(self, moment: datetime, *, limit: int) -> Sequence[PostKey]:
        """Return the keys of posts published before the moment, oldest first."""
        found = [post for post in self._tables.posts.rows.values() if post.published_at < moment]
        return [post.key for post in sorted(found, key=_AGE)[:limit]]

    def purge(self, keys: Collection[PostKey]) -> int:
        """Delete posts and their matches; return how many."""
        rows, by_content = self._tables.posts.change(), self._tables.by_content.change()
        basis, matches = self._tables.basis.change(), self._tables.matches.change()
        readings = self._tables.readings.change()
        gone = set(keys) & rows.keys()
        for key in gone:
            if content_key := rows.pop(key).content_key:
                del by_content[content_key]
            basis.pop(key, None)
            matches.pop(key, None)
            readings.pop(key, None)
        return len(gone)

    def _stored(self, posts: Sequence[Post]) -> Stored:
        rows, owners = self._tables.posts.rows, self._tables.by_content.rows
        by_content = {
            post.content_key: owners[post.content_key]
            for post in posts
            if post.content_key and post.content_key in owners
        }
        keys = {post.key for post in posts if post.key in rows} | set(by_content.values())
        return Stored(
            counts={key: rows[key].counts for key in keys},
            by_content=by_content,
            text_hashes={key: rows[key].text_hash for key in keys},
        )


class MemoryMatches:
    """Matches above a tier."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def put(self, matches: Mapping[PostKey, Sequence[Match]], *, basis: str) -> None:
        """Replace the matches of these posts and mark them; posts purged meanwhile are passed over."""
        made_on, rows = self._tables.basis.change(), self._tables.matches.change()
        for key in matches.keys() & self._tables.posts.rows.keys():
            made_on[key] = basis
            rows[key] = tuple(sorted(matches[key], key=_PLACE))

    def of_claims(self, claim_ids: Collection[ClaimId] | None, *, since: datetime) -> Sequence[tuple[Post, Match]]:
        """Return posts published since then with their matches to these claims (None: all), by (published_at, key)."""
        asked = None if claim_ids is None else set(claim_ids)
        posts = (self._tables.posts.rows[key] for key in self._tables.matches.rows)
        return [
            (post, match)
            for post in sorted((post for post in posts if post.published_at >= since), key=_AGE)
            for match in self._tables.matches.rows[post.key]
            if asked is None or match.claim_id in asked
        ]

    def of_post(self, key: PostKey) -> Sequence[Match]:
        """Return the matches of one post, best first."""
        return self._tables.matches.rows.get(key, ())

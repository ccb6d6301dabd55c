"""Readings in memory."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import MIN_COUNTED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.storage.memory_tables import Tables

_ARRIVAL = attrgetter("seen_at", "published_at", "key")


class MemoryReadings:
    """What was read in posts that no claim explains."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def put(self, readings: Mapping[PostKey, Reading], *, basis: str) -> None:
        """Replace the readings of these posts; posts purged meanwhile are passed over."""
        rows = self._tables.readings.change()
        for key in readings.keys() & self._tables.posts.rows.keys():
            rows[key] = (readings[key], basis)

    def forget(self, keys: Collection[PostKey]) -> None:
        """Delete the readings of these posts."""
        rows = self._tables.readings.change()
        for key in keys:
            rows.pop(key, None)

    def unread(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts that no claim explains, published since then and not read on this basis, as they arrived."""
        read = self._tables.readings.rows
        found = [
            post
            for post in self._tables.posts.rows.values()
            if post.published_at >= since
            and self._is_unexplained(post.key)
            and not (post.key in read and read[post.key][1] == basis)
        ]
        return sorted(found, key=_ARRIVAL)[:limit]

    def since(self, moment: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return posts that no claim explains, published since then, with their readings, by (published_at, key)."""
        posts = self._tables.posts.rows
        found = [
            (posts[key], reading)
            for key, (reading, _) in self._tables.readings.rows.items()
            if posts[key].published_at >= moment and self._is_unexplained(key)
        ]
        return sorted(found, key=lambda read: (read[0].published_at, read[0].key))

    def groups(self, *, since: datetime, at_least: int) -> Mapping[RumorId, Sequence[tuple[Post, Reading]]]:
        """Return the groups of so many of these posts or more, by id; the posts of each by (published_at, key)."""
        found: dict[RumorId, list[tuple[Post, Reading]]] = {}
        for post, reading in self.since(since):
            if reading.rumor_id is not None:
                found.setdefault(reading.rumor_id, []).append((post, reading))
        return {rumor_id: read for rumor_id, read in sorted(found.items()) if len(read) >= at_least}

    def of_rumor(self, rumor_id: RumorId, *, since: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return the posts of one rumor that no claim explains, published since then, by (published_at, key)."""
        return [(post, reading) for post, reading in self.since(since) if reading.rumor_id == rumor_id]

    def explained(
        self, rumor_ids: Collection[RumorId], *, since: datetime
    ) -> Mapping[RumorId, Mapping[ClaimId | None, int]]:
        """Return how many posts of each of these groups each claim explains by now; under None those that none does."""
        asked = set(rumor_ids)
        found: dict[RumorId, Counter[ClaimId | None]] = {}
        for key, (reading, _) in self._tables.readings.rows.items():
            if reading.rumor_id not in asked or self._tables.posts.rows[key].published_at < since:
                continue
            matches = self._tables.matches.rows.get(key, ())
            explaining: dict[ClaimId | None, int] = {
                match.claim_id: 1 for match in matches if match.probability >= MIN_COUNTED
            }
            found.setdefault(reading.rumor_id, Counter()).update(explaining or {None: 1})
        return found

    def _is_unexplained(self, key: PostKey) -> bool:
        matches = self._tables.matches.rows.get(key)
        return matches is not None and all(match.probability < MIN_COUNTED for match in matches)

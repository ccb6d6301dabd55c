"""Readings in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, func, select

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.readings import PostClass, Reading
from rumorwatch.domain.rumors import RumorId
from rumorwatch.storage.posts import post_of
from rumorwatch.storage.rows import chunks, insert_rows
from rumorwatch.storage.schema import match, post
from rumorwatch.storage.schema import reading as table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.storage.rows import AnyRow, RowValues


class SqlReadings:
    """What was read in posts that no claim explains."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, readings: Mapping[PostKey, Reading], *, basis: str) -> None:
        """Replace the readings of these posts; posts purged meanwhile are passed over."""
        for keys in chunks(readings):
            stored = set(self._connection.execute(select(post.c.key).where(post.c.key.in_(keys))).scalars())
            self._connection.execute(delete(table).where(table.c.post_key.in_(keys)))
            rows = [reading_row(key, readings[key], basis) for key in keys if key in stored]
            insert_rows(self._connection, table, rows)

    def forget(self, keys: Collection[PostKey]) -> None:
        """Delete the readings of these posts."""
        for some in chunks(keys):
            self._connection.execute(delete(table).where(table.c.post_key.in_(some)))

    def unread(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts that no claim explains, published since then and not read on this basis, as they arrived."""
        query = (
            select(post)
            .outerjoin(table, table.c.post_key == post.c.key)
            .where(post.c.published_at >= since, table.c.basis.is_distinct_from(basis), _unexplained())
            .order_by(post.c.seen_at, post.c.published_at, post.c.key)
            .limit(limit)
        )
        return [post_of(row) for row in self._connection.execute(query)]

    def since(self, moment: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return posts that no claim explains, published since then, with their readings, by (published_at, key)."""
        return self._read(post.c.published_at >= moment)

    def groups(self, *, since: datetime, at_least: int) -> Mapping[RumorId, Sequence[tuple[Post, Reading]]]:
        """Return the groups of so many of these posts or more, by id; the posts of each by (published_at, key)."""
        in_window = (post.c.published_at >= since, _unexplained())
        # Most posts are alone: their rows are never read.
        many = (
            select(table.c.rumor_id)
            .join_from(table, post, table.c.post_key == post.c.key)
            .where(*in_window, table.c.rumor_id.is_not(None))
            .group_by(table.c.rumor_id)
            .having(func.count() >= at_least)
        )
        found: dict[RumorId, list[tuple[Post, Reading]]] = {}
        for read in self._read(and_(post.c.published_at >= since, table.c.rumor_id.in_(many))):
            if (rumor_id := read[1].rumor_id) is not None:
                found.setdefault(rumor_id, []).append(read)
        return dict(sorted(found.items()))

    def of_rumor(self, rumor_id: RumorId, *, since: datetime) -> Sequence[tuple[Post, Reading]]:
        """Return the posts of one rumor that no claim explains, published since then, by (published_at, key)."""
        return self._read(and_(table.c.rumor_id == rumor_id, post.c.published_at >= since))

    def explained(
        self, rumor_ids: Collection[RumorId], *, since: datetime
    ) -> Mapping[RumorId, Mapping[ClaimId | None, int]]:
        """Return how many posts of each of these groups each claim explains by now; under None those that none does."""
        found: dict[RumorId, dict[ClaimId | None, int]] = {}
        for names in chunks(set(rumor_ids)):
            # A post without such a match stays, with no claim.
            query = (
                select(table.c.rumor_id, match.c.claim_id, func.count())
                .join_from(table, post, table.c.post_key == post.c.key)
                .outerjoin(match, and_(match.c.post_key == post.c.key, match.c.probability >= MIN_COUNTED))
                .where(table.c.rumor_id.in_(names), post.c.published_at >= since)
                .group_by(table.c.rumor_id, match.c.claim_id)
            )
            for rumor_id, claim_id, count in self._connection.execute(query):
                explains = None if claim_id is None else ClaimId(claim_id)
                found.setdefault(RumorId(rumor_id), {})[explains] = count
        return found

    def _read(self, which: ColumnElement[bool]) -> Sequence[tuple[Post, Reading]]:
        query = (
            select(post, table)
            .join_from(post, table, table.c.post_key == post.c.key)
            .where(which, _unexplained())
            .order_by(post.c.published_at, post.c.key)
        )
        return [(post_of(row), reading_of(row)) for row in self._connection.execute(query)]


def _unexplained() -> ColumnElement[bool]:
    counted = select(match.c.post_key).where(match.c.post_key == post.c.key, match.c.probability >= MIN_COUNTED)
    return and_(post.c.matched_basis.is_not(None), ~exists(counted))


def reading_row(key: PostKey, reading: Reading, basis: str) -> RowValues:
    """Return the row of a reading."""
    return {
        "post_key": key,
        "rumor_id": reading.rumor_id,
        "post_class": reading.post_class,
        # The driver takes no numpy scalars.
        "checkable": float(reading.checkable),
        "basis": basis,
    }


def reading_of(row: AnyRow) -> Reading:
    """Return the reading of a row."""
    return Reading(
        rumor_id=None if row.rumor_id is None else RumorId(row.rumor_id),
        post_class=PostClass(row.post_class),
        checkable=row.checkable,
    )

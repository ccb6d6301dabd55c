"""Posts in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, or_, select, update

from rumorwatch.domain.posts import (
    AuthorKey,
    Counts,
    DateFlag,
    FeedId,
    Language,
    Post,
    PostKey,
    PostKind,
    SpellingViews,
)
from rumorwatch.storage.identity import MIN_KEY_PREFIX, NO_BASIS, Stored, counted_by_hour, hashes_known, tell_apart
from rumorwatch.storage.rows import chunks, insert_rows, update_rows
from rumorwatch.storage.schema import post as table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues

_LAST = "\U0010ffff"
"""Sorts after every character a key can go on with."""


class SqlPosts:
    """Posts in the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, posts: Sequence[Post]) -> frozenset[PostKey]:
        """Store the posts not stored yet and return their keys; known ones get the new counts."""
        arrivals = tell_apart(posts, self._stored(posts))
        insert_rows(self._connection, table, [post_row(post) for post in arrivals.new])
        update_rows(self._connection, table, {key: counts_row(counts) for key, counts in arrivals.counts.items()})
        return frozenset(post.key for post in arrivals.new)

    def known(self, posts: Sequence[Post]) -> Mapping[PostKey, str]:
        """Return the keys, as given, of the posts stored already, with the stored text's hash."""
        return hashes_known(posts, self._stored(posts))

    def edit(self, posts: Sequence[Post]) -> None:
        """Give stored posts the views, text_hash and language of these."""
        update_rows(self._connection, table, {post.key: text_row(post) for post in posts})

    def get(self, key: PostKey) -> Post | None:
        """Return one post."""
        row = self._connection.execute(select(table).where(table.c.key == key)).first()
        return None if row is None else post_of(row)

    def find(self, name: str) -> Sequence[Post]:
        """Return posts by the start of their key, their external_id or their url, oldest first."""
        called = or_(table.c.external_id == name, table.c.url == name)
        if len(name) >= MIN_KEY_PREFIX:
            called = or_(called, and_(table.c.key >= name, table.c.key < name + _LAST))
        query = select(table).where(called).order_by(table.c.published_at, table.c.key)
        return [post_of(row) for row in self._connection.execute(query)]

    def unmatched(self, *, basis: str, since: datetime, limit: int) -> Sequence[Post]:
        """Return posts published since then and not matched on this basis, oldest first."""
        query = (
            select(table)
            .where(table.c.published_at >= since, table.c.matched_basis.is_distinct_from(basis))
            .order_by(table.c.published_at, table.c.key)
            .limit(limit)
        )
        return [post_of(row) for row in self._connection.execute(query)]

    def unmatch(self, text_hashes: Collection[str]) -> int:
        """Mark the posts with these texts to be matched again, whatever the basis; return how many."""
        return sum(
            self._connection.execute(
                update(table)
                .where(table.c.text_hash.in_(some), table.c.matched_basis.is_not(None))
                .values(matched_basis=NO_BASIS)
            ).rowcount
            for some in chunks(set(text_hashes))
        )

    def count(self) -> int:
        """Return how many posts are stored."""
        return self._connection.execute(select(func.count()).select_from(table)).scalar_one()

    def per_hour(self, *, since: datetime) -> Mapping[datetime, int]:
        """Return how many posts were published in each hour since then, by its beginning in UTC."""
        query = select(table.c.published_at).where(table.c.published_at >= since)
        return counted_by_hour(self._connection.execute(query).scalars())

    def published_before(self, moment: datetime, *, limit: int) -> Sequence[PostKey]:
        """Return the keys of posts published before the moment, oldest first."""
        query = (
            select(table.c.key)
            .where(table.c.published_at < moment)
            .order_by(table.c.published_at, table.c.key)
            .limit(limit)
        )
        return [PostKey(key) for key in self._connection.execute(query).scalars()]

    def purge(self, keys: Collection[PostKey]) -> int:
        """Delete posts, and their matches with them; return how many."""
        return sum(
            self._connection.execute(delete(table).where(table.c.key.in_(some))).rowcount for some in chunks(set(keys))
        )

    def _stored(self, posts: Sequence[Post]) -> Stored:
        counts: dict[PostKey, Counts] = {}
        by_content: dict[str, PostKey] = {}
        text_hashes: dict[PostKey, str] = {}
        named = (table.c.key, table.c.content_key, table.c.text_hash)
        columns = (*named, table.c.likes, table.c.shares, table.c.comments, table.c.views)
        for some in chunks(posts):
            keys = [post.key for post in some]
            contents = [post.content_key for post in some if post.content_key]
            query = select(*columns).where(or_(table.c.key.in_(keys), table.c.content_key.in_(contents)))
            for row in self._connection.execute(query):
                counts[row.key] = counts_of(row)
                text_hashes[row.key] = row.text_hash
                if row.content_key:
                    by_content[row.content_key] = row.key
        return Stored(counts=counts, by_content=by_content, text_hashes=text_hashes)


def text_row(post: Post) -> RowValues:
    """Return the columns that change when a post is edited."""
    return {
        "accented": post.views.accented,
        "folded": post.views.folded,
        "text_hash": post.text_hash,
        "language": post.language,
    }


def post_row(post: Post) -> RowValues:
    """Return the row of a post that was never matched."""
    return {
        "key": post.key,
        "content_key": post.content_key,
        "feed_id": post.feed_id,
        **text_row(post),
        "external_id": post.external_id,
        "url": post.url,
        "published_at": post.published_at,
        "seen_at": post.seen_at,
        "date_flag": post.date_flag,
        "kind": post.kind,
        "reply_to": post.reply_to,
        "source": post.source,
        **counts_row(post.counts),
        "author_key": post.author_key,
        "province": post.province,
    }


def post_of(row: AnyRow) -> Post:
    """Return the post of a row."""
    return Post(
        key=PostKey(row.key),
        content_key=row.content_key,
        feed_id=FeedId(row.feed_id),
        views=SpellingViews(accented=row.accented, folded=row.folded),
        text_hash=row.text_hash,
        external_id=row.external_id,
        url=row.url,
        published_at=row.published_at,
        seen_at=row.seen_at,
        date_flag=None if row.date_flag is None else DateFlag(row.date_flag),
        language=Language(row.language),
        kind=PostKind(row.kind),
        reply_to=row.reply_to,
        source=row.source,
        counts=counts_of(row),
        author_key=None if row.author_key is None else AuthorKey(row.author_key),
        province=row.province,
    )


def counts_row(counts: Counts) -> RowValues:
    """Return the columns of a post's counts."""
    return {"likes": counts.likes, "shares": counts.shares, "comments": counts.comments, "views": counts.views}


def counts_of(row: AnyRow) -> Counts:
    """Return the counts of a post's row."""
    return Counts(likes=row.likes, shares=row.shares, comments=row.comments, views=row.views)

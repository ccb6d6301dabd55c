"""Matches in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.matches import Match, Stance, Tier
from rumorwatch.domain.posts import PostKey
from rumorwatch.storage.posts import post_of
from rumorwatch.storage.rows import chunks, insert_rows
from rumorwatch.storage.schema import match as table
from rumorwatch.storage.schema import post

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.domain.posts import Post
    from rumorwatch.storage.rows import AnyRow, RowValues

_ROWS_AT_ONCE = 1_000
"""Rows held at once: each has the whole post, and all of 25,000 matches are 100 MB."""
_MOST_CLAIMS_ASKED = 400
"""More claims than this are picked out here and not in an IN list: nearly all matches are read anyway."""


class SqlMatches:
    """Matches above a tier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, matches: Mapping[PostKey, Sequence[Match]], *, basis: str) -> None:
        """Replace the matches of these posts and mark them; posts purged meanwhile are passed over."""
        for keys in chunks(matches):
            stored = set(self._connection.execute(select(post.c.key).where(post.c.key.in_(keys))).scalars())
            self._connection.execute(delete(table).where(table.c.post_key.in_(keys)))
            rows = [match_row(match) for key in keys if key in stored for match in matches[key]]
            insert_rows(self._connection, table, rows)
            self._connection.execute(update(post).where(post.c.key.in_(keys)).values(matched_basis=basis))

    def of_claims(self, claim_ids: Collection[ClaimId] | None, *, since: datetime) -> Sequence[tuple[Post, Match]]:
        """Return posts published since then with their matches to these claims (None: all), by (published_at, key)."""
        asked = None if claim_ids is None else set(claim_ids)
        if asked is not None and not asked:
            return []
        query = (
            select(post, table)
            .join_from(post, table, table.c.post_key == post.c.key)
            .where(post.c.published_at >= since)
            .order_by(post.c.published_at, post.c.key, table.c.rank, table.c.claim_id)
        )
        if asked is not None and len(asked) <= _MOST_CLAIMS_ASKED:
            query = query.where(table.c.claim_id.in_(sorted(asked)))
        pairs: list[tuple[Post, Match]] = []
        for row in self._connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
            if asked is None or row.claim_id in asked:
                # A post's rows follow one another: it is made once.
                same = bool(pairs) and pairs[-1][0].key == row.key
                pairs.append((pairs[-1][0] if same else post_of(row), match_of(row)))
        return pairs

    def of_post(self, key: PostKey) -> Sequence[Match]:
        """Return the matches of one post, best first."""
        query = select(table).where(table.c.post_key == key).order_by(table.c.rank, table.c.claim_id)
        return [match_of(row) for row in self._connection.execute(query)]


def match_row(match: Match) -> RowValues:
    """Return the row of a match."""
    return {
        "post_key": match.post_key,
        "claim_id": match.claim_id,
        "rank": match.rank,
        # The driver takes no numpy scalars.
        "similarity": float(match.similarity),
        "probability": float(match.probability),
        "tier": match.tier,
        "stance": match.stance,
        "reasons": list(match.reasons),
        "model_id": match.model_id,
    }


def match_of(row: AnyRow) -> Match:
    """Return the match of a row."""
    return Match(
        post_key=PostKey(row.post_key),
        claim_id=ClaimId(row.claim_id),
        rank=row.rank,
        similarity=row.similarity,
        probability=row.probability,
        tier=None if row.tier is None else Tier(row.tier),
        stance=Stance(row.stance),
        reasons=tuple(row.reasons),
        model_id=row.model_id,
    )

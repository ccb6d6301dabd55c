"""The tables, for SQLite now and PostgreSQL later: no type, default or constraint that only one of them has.

Those of alerting stand in ``alertschema``, those of learning in ``labelschema``, under the same rules.

Times are ``DateTime(timezone=True)``: ``timestamptz`` on PostgreSQL, text of fixed width in UTC on SQLite, with
microseconds on both. Text sorts as time does, and a person with the ``sqlite3`` shell can read it in an incident;
integers would save 18 bytes a time and be neither readable nor a time on PostgreSQL. Closed choices are text, so that
a new member needs no migration.

Foreign keys stand only where the owner can be deleted (posts with their matches) or the reader would be lost without it
(a notice without its alert, a delivery without its notice). Claims are retired, never deleted, and a statement may
supersede one we were never given.

A change here needs a migration in ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment in UTC.

        Raises:
            ValueError: The time has no zone, so that no moment is meant.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the moment, aware: SQLite gives it back bare, PostgreSQL in the session's zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def key_column(name: str) -> Column[Any]:
    """Return a column of text that is the primary key, or part of it."""
    return Column(name, Text, primary_key=True)


post = Table(
    "post",
    metadata,
    key_column("key"),
    Column("content_key", Text, unique=True),
    Column("feed_id", Text, nullable=False),
    Column("accented", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("text_hash", Text, nullable=False, index=True),
    Column("external_id", Text, index=True),
    Column("url", Text, index=True),
    Column("published_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("date_flag", Text),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reply_to", Text),
    Column("source", Text),
    Column("likes", BigInteger),
    Column("shares", BigInteger),
    Column("comments", BigInteger),
    Column("views", BigInteger),
    Column("author_key", Text),
    Column("province", Text),
    Column("matched_basis", Text),
    # The basis is in it so that posts already matched are passed over without reading their rows.
    Index(None, "published_at", "key", "matched_basis"),
)
"""Posts; ``matched_basis`` is the basis their matches were made on, null before the first time."""

match = Table(
    "match",
    metadata,
    Column("post_key", Text, ForeignKey("post.key", ondelete="CASCADE"), primary_key=True),
    Column("claim_id", Text, primary_key=True, index=True),
    Column("rank", Integer, nullable=False),
    Column("similarity", Double, nullable=False),
    Column("probability", Double, nullable=False),
    Column("tier", Text),
    Column("stance", Text, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("model_id", Text, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("post_key", Text, ForeignKey("post.key", ondelete="CASCADE"), primary_key=True),
    Column("rumor_id", Text, index=True),
    Column("post_class", Text, nullable=False),
    Column("checkable", Double, nullable=False),
    Column("basis", Text, nullable=False),
)
"""What was read in posts that no claim explains. The group of a post is its place among others and is kept when it is
read anew; the rest can always be made again."""

claim = Table(
    "claim",
    metadata,
    key_column("id"),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("subtitle", Text, nullable=False),
    Column("wordings", JSON, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("language", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("checked_at", UtcTime),
    Column("status", Text, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    key_column("id"),
    Column("agency", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("published_at", UtcTime),
    Column("valid_until", UtcTime),
    Column("supersedes", Text),
    Column("language", Text),
    Column("status", Text, nullable=False),
)

answer = Table(
    "answer", metadata, key_column("claim_id"), key_column("statement_id"), Column("similarity", Double, nullable=False)
)
"""Which statements are on the matter of which claim, valid or not; the basis stands in ``meta``, because no answer at
all is remembered too."""

feed_state = Table(
    "feed_state",
    metadata,
    key_column("feed_id"),
    Column("url", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("items_hash", Text),
    Column("last_try_at", UtcTime),
    Column("last_good_at", UtcTime),
    Column("last_new_at", UtcTime),
    Column("usual_gap_s", Double),
    Column("failures", Integer, nullable=False),
    Column("next_try_at", UtcTime),
    Column("last_error", Text),
    Column("gone", Boolean, nullable=False),
)

host_state = Table(
    "host_state",
    metadata,
    key_column("host"),
    Column("next_request_at", UtcTime),
    Column("robots", Text),
    Column("robots_allowed", Boolean, nullable=False),
    Column("robots_checked_at", UtcTime),
)

vector = Table(
    "vector", metadata, key_column("model_id"), key_column("text_hash"), Column("row", LargeBinary, nullable=False)
)
"""Dense rows by (model id, text hash), never by post: a text that comes back is not encoded again."""

meta = Table("meta", metadata, key_column("name"), Column("value", Text, nullable=False))

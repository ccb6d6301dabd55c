"""The tables of learning: what analysts said, the texts they said it of, and the models that it made.

The rules of ``schema`` hold here too. No foreign key ties a judgment to its post, its claim or its text: it was said of
what was shown then, and stays when a post is purged and when a text is erased.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Double, ForeignKey, Integer, Table, Text

from rumorwatch.storage.schema import UtcTime, key_column, metadata

judgment = Table(
    "judgment",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("at", UtcTime, nullable=False),
    Column("analyst", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text_hash", Text, nullable=False, index=True),
    Column("claim_id", Text),
    Column("label", Text, nullable=False),
    Column("post_key", Text, nullable=False),
    Column("rumor_id", Text),
    Column("made_claim", Text),
    Column("reason", Text, nullable=False),
    Column("shown_model_id", Text, nullable=False),
    Column("shown_similarity", Double),
    Column("shown_probability", Double),
    Column("shown_tier", Text),
    Column("shown_stance", Text),
    Column("shown_factors", JSON, nullable=False),
    Column("shown_weights_version", Text, nullable=False),
    Column("comment", Text, nullable=False),
)
"""What analysts said, numbered from 1 in the order in which it was stored: moments can be equal, and clocks jump. On
SQLite two triggers, made by migration 0006, refuse to change or delete a row of this table and of ``retraction``."""

retraction = Table(
    "retraction",
    metadata,
    Column("judgment_id", Text, ForeignKey("judgment.id"), primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("comment", Text, nullable=False),
)

judged_text = Table(
    "judged_text",
    metadata,
    key_column("text_hash"),
    Column("accented", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("published_at", UtcTime, nullable=False),
)
"""Texts that were judged; they stay when their posts are purged, and may be erased by themselves."""

lease = Table(
    "lease",
    metadata,
    key_column("text_hash"),
    key_column("claim_id"),
    key_column("analyst"),
    Column("until", UtcTime, nullable=False),
)
"""Questions that somebody is looking at: a few dozen at most, so the key is index enough. A question about the post
alone has the empty text as its ``claim_id``, because null is no part of a key."""

trained = Table(
    "trained",
    metadata,
    key_column("id"),
    Column("part", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("parent", Text),
    Column("manifest_hash", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("why", JSON, nullable=False),
    Column("judgments", Integer, nullable=False),
)
"""Models in the workspace's ``models/``; what a folder holds is proved by its hash, never by this row."""

in_force = Table(
    "in_force",
    metadata,
    key_column("part"),
    Column("trained_id", Text),
    Column("since", UtcTime, nullable=False),
    Column("before", Text),
)
"""The model that decides each part, null for the shipped one; a part without a row never had another."""

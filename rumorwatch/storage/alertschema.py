"""The tables of alerting: alerts, notices on their way to people, who has to answer, and what people did.

The rules of ``schema`` hold here too; alert, notice and message own what hangs on them.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Double, ForeignKey, Index, Integer, Table, Text, false

from rumorwatch.storage.schema import UtcTime, key_column, metadata

alert = Table(
    "alert",
    metadata,
    key_column("id"),
    Column("rumor_id", Text, nullable=False, index=True),
    Column("claim_id", Text),
    Column("text", Text, nullable=False),
    Column("points", Double, nullable=False),
    Column("level", Text, nullable=False),
    Column("factors", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("weights_version", Text, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime, nullable=False),
    Column("statement_id", Text),
    Column("agency", Text),
    Column("due_at", UtcTime, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("status", Text, nullable=False),
    Column("signs", JSON, nullable=False, server_default="[]"),
    Column("provinces", JSON, nullable=False, server_default="[]"),
    Column("topic", Text, nullable=False, server_default="other"),
    Column("asks", Integer, nullable=False, server_default="0"),
    Column("answered", Boolean, nullable=False, server_default=false()),
    Column("contradicting", JSON, nullable=False, server_default="[]"),
    Column("recurred", Boolean, nullable=False, server_default=false()),
    Column("closed_at", UtcTime),
    Column("outcome", Text),
    Column("duplicate_of", Text),
    Column("model_id", Text, nullable=False, server_default=""),
)

notice = Table(
    "notice",
    metadata,
    key_column("key"),
    Column("alert_id", Text, ForeignKey("alert.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcTime, nullable=False, index=True),
    Column("level", Text, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("sent_at", UtcTime),
    Column("signs", JSON, nullable=False, server_default="[]"),
    Column("agency", Text, nullable=False, server_default="desk"),
    Column("due", Text),
    Column("provinces", JSON, nullable=False, server_default="[]"),
    Column("answered", Boolean, nullable=False, server_default=false()),
)

decision = Table(
    "decision",
    metadata,
    Column("alert_id", Text, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    key_column("agency"),
    Column("reason", Text, nullable=False),
    Column("hidden", Text),
    Column("due", Text),
    Column("since", UtcTime, nullable=False),
    Column("times_hidden", Integer, nullable=False),
)
"""Why an agency is or is not told now."""

message = Table(
    "message",
    metadata,
    key_column("key"),
    Column("channel", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("stories", Text),
    Column("stage", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", UtcTime),
    Column("leased_by", Text),
    Column("last_error", Text),
    Column("sent_at", UtcTime),
    Index(None, "stage", "channel", "made_at", "key"),
    Index(None, "made_at", "channel"),
)
"""Messages; ``stories`` is their JSON, byte for byte what every retry tells, and null once a channel took it."""

delivery = Table(
    "delivery",
    metadata,
    key_column("key"),
    Column("notice_key", Text, ForeignKey("notice.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("alert_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("queued_at", UtcTime, nullable=False),
    Column("ready_at", UtcTime, nullable=False),
    Column("message_key", Text, ForeignKey("message.key", ondelete="CASCADE")),
    # Those in no message yet are one look-up, in the order they are asked for in.
    Index(None, "message_key", "queued_at", "key"),
)

channel_state = Table(
    "channel_state",
    metadata,
    key_column("channel"),
    Column("failures", Integer, nullable=False),
    Column("next_try_at", UtcTime),
    Column("last_error", Text),
    Column("last_sent_at", UtcTime),
)

assignment = Table(
    "assignment",
    metadata,
    Column("alert_id", Text, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    key_column("agency"),
    Column("assigned_by", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("assigned_at", UtcTime, nullable=False),
    Column("acknowledge_by", UtcTime, nullable=False),
    Column("answer_by", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", Text),
    Column("answered_at", UtcTime),
    Column("escalated_from", Text),
    Column("released_at", UtcTime),
)

silence = Table(
    "silence",
    metadata,
    key_column("id"),
    Column("rumor_id", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("begins_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
)

ledger = Table(
    "ledger",
    metadata,
    Column("alert_id", Text, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    Column("rumor_id", Text, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("alerted_at", UtcTime),
    Column("acknowledged_at", UtcTime),
    Column("drafted_at", UtcTime),
    Column("published_at", UtcTime),
    Column("peak_at", UtcTime),
    Column("peak_sightings", Integer, nullable=False),
    Column("decayed_at", UtcTime),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("details", JSON, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""What people did. On SQLite two triggers, made by migration 0005, refuse to change or delete an entry."""

"""Remember who is told what, by which message, who has to answer by when, and what people did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _extend_alerts()
    _extend_notices()
    _create_outbox()
    _create_channel_states()
    _create_duties()
    _create_ledgers()
    _create_audit()


def _extend_alerts() -> None:
    for column in (
        sa.Column("provinces", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("topic", sa.Text(), nullable=False, server_default="other"),
        sa.Column("asks", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("answered", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("contradicting", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("recurred", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("closed_at", TIME),
        sa.Column("outcome", sa.Text()),
        sa.Column("duplicate_of", sa.Text()),
    ):
        op.add_column("alert", column)
    # Until now only the program closed alerts, when nothing of the rumor was left, and wrote nothing to one after that.
    op.execute("UPDATE alert SET closed_at = updated_at, outcome = 'faded' WHERE status = 'closed'")
    op.create_table(
        "decision",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Text()),
        sa.Column("due", sa.Text()),
        sa.Column("since", TIME, nullable=False),
        sa.Column("times_hidden", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_decision_alert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id", "agency", name="pk_decision"),
    )


def _extend_notices() -> None:
    for column in (
        sa.Column("agency", sa.Text(), nullable=False, server_default="desk"),
        sa.Column("due", sa.Text()),
        sa.Column("provinces", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("answered", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("notice", column)
    # None of these has a delivery, so no channel would ever take it: what is still worth telling is decided anew.
    op.execute("DELETE FROM notice WHERE sent_at IS NULL")
    op.create_index("ix_notice_decided_at", "notice", ["decided_at"])


def _create_outbox() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("stories", sa.Text()),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", TIME),
        sa.Column("leased_by", sa.Text()),
        sa.Column("last_error", sa.Text()),
        sa.Column("sent_at", TIME),
        sa.PrimaryKeyConstraint("key", name="pk_message"),
    )
    op.create_index("ix_message_stage_channel_made_at_key", "message", ["stage", "channel", "made_at", "key"])
    op.create_index("ix_message_made_at_channel", "message", ["made_at", "channel"])
    op.create_table(
        "delivery",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("notice_key", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("queued_at", TIME, nullable=False),
        sa.Column("ready_at", TIME, nullable=False),
        sa.Column("message_key", sa.Text()),
        sa.ForeignKeyConstraint(["notice_key"], ["notice.key"], name="fk_delivery_notice_key", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_key"], ["message.key"], name="fk_delivery_message_key", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_delivery"),
    )
    op.create_index("ix_delivery_message_key_queued_at_key", "delivery", ["message_key", "queued_at", "key"])
    op.create_index("ix_delivery_notice_key", "delivery", ["notice_key"])


def _create_channel_states() -> None:
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME),
        sa.Column("last_error", sa.Text()),
        sa.Column("last_sent_at", TIME),
        sa.PrimaryKeyConstraint("channel", name="pk_channel_state"),
    )


def _create_duties() -> None:
    op.create_table(
        "assignment",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("assigned_at", TIME, nullable=False),
        sa.Column("acknowledge_by", TIME, nullable=False),
        sa.Column("answer_by", TIME, nullable=False),
        sa.Column("acknowledged_at", TIME),
        sa.Column("acknowledged_by", sa.Text()),
        sa.Column("answered_at", TIME),
        sa.Column("escalated_from", sa.Text()),
        sa.Column("released_at", TIME),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_assignment_alert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id", "agency", name="pk_assignment"),
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rumor_id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("begins_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_silence"),
    )


def _create_ledgers() -> None:
    op.create_table(
        "ledger",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("rumor_id", sa.Text(), nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.Column("alerted_at", TIME),
        sa.Column("acknowledged_at", TIME),
        sa.Column("drafted_at", TIME),
        sa.Column("published_at", TIME),
        sa.Column("peak_at", TIME),
        sa.Column("peak_sightings", sa.Integer(), nullable=False),
        sa.Column("decayed_at", TIME),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_ledger_alert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert_id", name="pk_ledger"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    if op.get_bind().dialect.name == "sqlite":
        # Who can write the file can drop these: they guard against slips only. What proves that no entry was changed
        # is the chain of hashes (domain/auditchain.py).
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit"
                " BEGIN SELECT RAISE(ABORT, 'entries of the audit stay as they were written'); END"
            )

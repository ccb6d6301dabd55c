"""Alerts: rumors that need a person, and the notices sent about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId, StatementId
    from rumorwatch.domain.rumors import Level, Priority, RumorId, Sign

AlertId = NewType("AlertId", str)
"""``A-`` and six of Crockford's base 32 digits, from the rumor and the moment its alert opened."""


class AlertStatus(StrEnum):
    """An alert lives until closed."""

    OPEN = "open"
    CLOSED = "closed"


class SendReason(StrEnum):
    """Why a notice is sent (domain.md, Alerts); closed."""

    NEW = "new"
    GROWING = "growing"
    NEW_CHANNEL = "new_channel"
    VOID = "void"
    """Several ask whether it is true, and nothing official answers (domain.md, Stance)."""
    CONTRADICTION = "contradiction"
    """Valid official statements on it contradict each other."""


class SilenceReason(StrEnum):
    """Why no notice is sent (domain.md, Alerts); closed."""

    ALREADY_TOLD = "already_told"
    BELOW_LEVEL = "below_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A rumor that needs a person, as last ranked."""

    id: AlertId
    rumor_id: RumorId
    claim_id: ClaimId | None
    text: str
    """The claim in one line."""
    priority: Priority
    posts: int
    independent: int
    channels: int
    first_seen: datetime
    last_seen: datetime
    statement_id: StatementId | None
    agency: str | None
    due_at: datetime
    """When an answer is due; fixed when the alert opens and never moved."""
    opened_at: datetime
    updated_at: datetime
    status: AlertStatus = AlertStatus.OPEN
    signs: tuple[Sign, ...] = ()
    """Why it needs a person; none: a known claim is told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One decision to tell people about an alert, with its reason and what was told."""

    key: str
    """32 hex digits, the same over retries: receivers drop what they have seen."""
    alert_id: AlertId
    reason: SendReason
    decided_at: datetime
    level: Level
    independent: int
    """Independent sightings when it was decided: growth is counted from here."""
    channels: int
    signs: tuple[Sign, ...] = ()
    """Those that the alert has had by then: what comes for the first time is told, what comes again is not."""
    sent_at: datetime | None = None
    """None until a channel took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether to tell people now, and why or why not."""

    reason: SendReason | SilenceReason

    @property
    def send(self) -> bool:
        """Whether a notice goes out."""
        return isinstance(self.reason, SendReason)

"""Alerts: rumors that need a person, and the notices sent about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.claims import Topic

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.claims import ClaimId, StatementId
    from rumorwatch.domain.rumors import Level, Priority, RumorId, Sign

ChannelId = NewType("ChannelId", str)
"""The channel's name in channels.toml: 1 to 64 of ``a-z 0-9 - _``."""
AlertId = NewType("AlertId", str)
"""``A-`` and six of Crockford's base 32 digits, from the rumor and the moment its alert opened."""


class AlertStatus(StrEnum):
    """An alert lives until closed."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How an alert ended; closed."""

    RUMOR = "rumor"
    """It was one, and is over."""
    NOT_A_RUMOR = "not_a_rumor"
    """It was true, or nothing to check."""
    OPINION = "opinion"
    """Opinion, criticism or satire: nobody's to rebut (domain.md, Priority)."""
    ANSWERED = "answered"
    DUPLICATE = "duplicate"
    """Another alert is about the same."""
    FADED = "faded"
    """Nothing of it is left in the window, or its claim was retired; no person closed it."""


class SendReason(StrEnum):
    """Why a notice is sent (domain.md, Alerts); closed."""

    NEW = "new"
    GROWING = "growing"
    """Independent sightings doubled since it was told last."""
    NEW_PLACE = "new_place"
    """It was met in a province that was not told of."""
    NEW_CHANNEL = "new_channel"
    RISK_UP = "risk_up"
    """Its level is higher than when it was told last."""
    VOID = "void"
    """Several ask whether it is true, and nothing official answers (domain.md, Stance)."""
    CONTRADICTION = "contradiction"
    """Valid official statements on it contradict each other."""
    DEADLINE_NEAR = "deadline_near"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    """A valid official statement answers what was told without one."""
    RESOLVED = "resolved"
    """It was told, and is closed."""
    RECURRED = "recurred"
    """It was closed, and is seen again."""


class SilenceReason(StrEnum):
    """Why no notice is sent (domain.md, Alerts); closed."""

    ALREADY_TOLD = "already_told"
    SILENCED = "silenced"
    INHIBITED = "inhibited"
    """A live rebuttal answers what is of low priority."""
    BELOW_LEVEL = "below_level"
    OVER_BUDGET = "over_budget"
    QUIET_HOURS = "quiet_hours"


class Due(StrEnum):
    """What a deadline is for."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"


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
    provinces: tuple[str, ...] = ()
    """Those it was met in, by name."""
    topic: Topic = Topic.OTHER
    asks: int = 0
    """Posts that ask whether it is true."""
    answered: bool = False
    """Whether the statement answers it now: valid, not stale, not contradicted."""
    contradicting: tuple[str, ...] = ()
    """Two agencies whose valid statements contradict each other; one twice: it contradicts itself; none: none do."""
    recurred: bool = False
    """Whether its rumor had an alert before this one."""
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    """None while it is open."""
    duplicate_of: AlertId | None = None
    model_id: str = ""
    """Names the models and weights that made its matches; empty: from before that was remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One decision to tell people about an alert, with its reason and what was told."""

    key: str
    """32 hex digits, the same over retries: receivers drop what they have seen."""
    alert_id: AlertId
    agency: AgencyId = DESK
    """Whose part it is about."""
    reason: SendReason
    due: Due | None = None
    """Which deadline is near or over; None for other reasons."""
    decided_at: datetime
    level: Level
    independent: int
    """Independent sightings when it was decided: growth is counted from here."""
    channels: int
    provinces: tuple[str, ...] = ()
    """Those told of by then."""
    answered: bool = False
    """Whether a statement answered it then."""
    signs: tuple[Sign, ...] = ()
    """Those that the alert has had by then: what comes for the first time is told, what comes again is not."""
    sent_at: datetime | None = None
    """None until a channel took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether to tell people now, and why or why not."""

    reason: SendReason | SilenceReason
    hidden: SendReason | None = None
    """What would have been told but for a silence, a budget, quiet hours or a rebuttal; None: nothing."""
    due: Due | None = None
    """Which deadline a ``deadline_near`` or ``overdue`` is about."""

    @property
    def send(self) -> bool:
        """Whether a notice goes out."""
        return isinstance(self.reason, SendReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The last decision on an alert for one agency, as remembered."""

    decision: Decision
    since: datetime
    """Since when its reason holds."""
    hidden: int
    """How many notices a silence, quiet hours, a budget or a rebuttal has held back so far."""

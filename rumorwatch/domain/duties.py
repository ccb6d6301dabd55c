"""Duties: who has to answer an alert by when, what people did with it, and the clock of each rumor."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import AlertId
    from rumorwatch.domain.rumors import RumorId


class AssignedBy(StrEnum):
    """Why an agency has to answer."""

    ROUTE = "route"
    """Topic and place are its own."""
    PERSON = "person"
    ESCALATION = "escalation"
    """Another's clock ran out, and this is its fallback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One agency's part of an alert. Its deadlines are fixed when it is made and never move."""

    alert_id: AlertId
    agency: AgencyId
    by: AssignedBy
    place: int = 0
    """Among the parts of the alert: 0 for its owner, then the others in the order in which they were given out."""
    assigned_at: datetime
    acknowledge_by: datetime
    answer_by: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    """The person, as they name themselves, or the channel whose reply code was used."""
    answered_at: datetime | None = None
    """When a statement of this agency that answers it was published."""
    escalated_from: AgencyId | None = None
    released_at: datetime | None = None
    """When a person gave its part to another agency; None: it is still its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A person's wish not to be told about one rumor for a while; what it hides is still counted."""

    id: str
    """``S-`` and six of Crockford's base 32 digits."""
    rumor_id: RumorId
    author: str
    comment: str
    begins_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    """When the claim resolved, or a person took it back, before its end; None: neither."""

    def holds(self, now: datetime) -> bool:
        """Return whether it is in force at a moment."""
        return self.begins_at <= now < self.ends_at and (self.ended_at is None or now < self.ended_at)


class Action(StrEnum):
    """What a person did; closed."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    SILENCE = "silence"
    UNSILENCE = "unsilence"
    CLOSE = "close"
    SEND_AGAIN = "send_again"
    ADD_CLAIM = "add_claim"
    """Made a claim of a post or of a new rumor."""
    RETRACT = "retract"
    """Took a judgment back."""
    PROMOTE = "promote"
    """Trained a model that passed the gate, and put it in force."""
    USE_MODEL = "use_model"
    """Put a model in force that had passed the gate before."""
    ROLL_BACK = "roll_back"
    """Put the model in force that was there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the append-only record of what people did, chained by hash to the line before."""

    number: int
    """1 for the first."""
    at: datetime
    actor: str
    action: Action | str
    """A text that is no action was written by nobody of ours: the chain tells where."""
    subject: str
    """Id of an alert, a silence, a channel, a claim, a judgment or a model."""
    details: Mapping[str, str] = field(default_factory=dict)
    previous: str
    """Hash of the entry before; 64 zeros before the first."""
    hash: str
    """SHA-256, 64 hex digits, over everything above (auditchain.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The clock of one alert's rumor (domain.md, Clock); a moment once written stays, but the peak, which may rise."""

    alert_id: AlertId
    rumor_id: RumorId
    first_seen: datetime
    """t0: when its first sighting was published."""
    alerted_at: datetime | None = None
    """t1: when people were first to be told."""
    acknowledged_at: datetime | None = None
    """t2: when the first agency acknowledged it."""
    drafted_at: datetime | None = None
    """t3: when an answer was drafted."""
    published_at: datetime | None = None
    """t4: when a valid statement that answers it was published."""
    peak_at: datetime | None = None
    """tp: when its busiest clock hour so far began."""
    peak_sightings: int = 0
    """Sightings in that hour."""
    decayed_at: datetime | None = None
    """t5: when its last sighting before a silence of a day was published; None: it is still seen."""

"""Messages: what is told to whom, in facts and not yet in words, and what became of telling it.

A channel words it in its own language. A message is kept as it was made until a channel took it, so that every retry
says the same under the same key; then its stories are dropped, and what stays is that it was sent, and its deliveries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import AlertId, ChannelId, Due, Outcome, SendReason
from rumorwatch.domain.claims import ClaimId, Standing, StatementId, Topic
from rumorwatch.domain.rumors import Level, RumorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """The official statement that answers a rumor best."""

    id: StatementId
    agency: str
    title: str
    text: str
    url: str | None
    published_at: datetime | None
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One agency's part of an alert."""

    agency: AgencyId
    name: str
    acknowledge_by: datetime
    answer_by: datetime
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    escalated_from: str | None = None
    """Name of the agency whose clock ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One post of a rumor, scrubbed; never sent abroad."""

    text: str
    """As stored; a channel cuts it to 280 characters and makes links unclickable."""
    url: str | None
    channel: str
    """The platform it was met on."""
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the recipient was told of an alert last."""

    at: datetime
    level: Level
    independent: int
    channels: int
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One alert in a message, as of when the message was made."""

    alert_id: AlertId
    rumor_id: RumorId
    claim_id: ClaimId | None
    """None: no known claim explains it, it is new."""
    text: str
    """The claim in one line."""
    topic: Topic
    level: Level
    points: float
    """0 to 100."""
    reasons: tuple[SendReason, ...]
    """Why it is told now, the most urgent first; one at least."""
    due: Due | None = None
    """Which deadline ``deadline_near`` or ``overdue`` is about."""
    before: Before | None = None
    """None: nothing was told before."""
    posts: int
    independent: int
    channels: int
    provinces: tuple[str, ...]
    asks: int
    """Posts that ask whether it is true."""
    first_seen: datetime
    last_seen: datetime
    official: Official | None
    answered: bool
    """Whether the statement answers it now: valid, not stale, not contradicted."""
    contradiction: tuple[str, ...] = ()
    """Two agencies whose valid statements contradict each other; one twice: it contradicts itself; none: none do."""
    owners: tuple[Owner, ...] = ()
    """In the order in which they were assigned."""
    examples: tuple[Example, ...] = ()
    """The first sightings, a few."""
    outcome: Outcome | None = None
    """How it was closed; None: it is open."""
    code: str = ""
    """Reply code by which the reader acknowledges it; empty: it is closed, or nobody's to acknowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one channel is told at once: stories, the most urgent first."""

    key: str
    """32 hex digits, the same over retries: receivers drop what they have seen."""
    channel: ChannelId
    made_at: datetime
    stories: tuple[Story, ...]
    """One at least; none once a channel took it: no text is kept for longer than it is needed (safety.md, Privacy).

    Of a stored message also none where they cannot be read back: it is to be made anew."""
    digest: bool = False
    """So many waited that each is told in a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The channel took the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """It did not, and may later: no network, a time-out, 408, 425, 429, 5xx."""

    why: str
    """One line, without secrets."""
    retry_after: timedelta | None = None
    """The receiver asked for no sooner."""
    unseen: bool = False
    """It surely saw nothing of the message: no connection was made. What it says may then be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """It never will as things are: another 4xx, a wrong password, a setting. A dead letter."""

    why: str
    """One line, without secrets."""


Receipt: TypeAlias = Accepted | Deferred | Refused
"""What became of one attempt."""


class Stage(StrEnum):
    """Where a message is."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """The channel refused it: a person has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message in the outbox."""

    message: Message
    stage: Stage = Stage.WAITING
    attempts: int = 0
    leased_until: datetime | None = None
    """Somebody is sending it until then; None: nobody."""
    leased_by: str | None = None
    last_error: str | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notice on its way to one channel; bound to a message when its group is made."""

    key: str
    """32 hex digits, from notice and channel."""
    notice_key: str
    alert_id: AlertId
    channel: ChannelId
    queued_at: datetime
    ready_at: datetime
    """Not before this: siblings wait for each other."""
    message_key: str | None = None
    """None: not in a message yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """What is remembered of a channel between runs."""

    channel: ChannelId
    failures: int = 0
    """Failures in a row."""
    next_try_at: datetime | None = None
    """Not before this (back-off, Retry-After); None: any time."""
    last_error: str | None = None
    """One line; None after a message was taken."""
    last_sent_at: datetime | None = None

"""Grouping: which notices go to which channels, and when they go out as one message. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.alert.decide import CLOSING, LEVELS, at_least
from rumorwatch.domain.alerts import SendReason
from rumorwatch.domain.messages import Delivery
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import AlertId, ChannelId, Notice
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import ChannelState
    from rumorwatch.settings import Alerting

SPAN = timedelta(minutes=10)
"""In which a channel gets so many messages and no more (``alert.messages_per_10_min``)."""
_FIRST_WORDS = frozenset({SendReason.NEW, SendReason.RECURRED, SendReason.VOID, SendReason.CONTRADICTION})
_BY_URGENCY = (
    SendReason.OVERDUE,
    SendReason.CONTRADICTION,
    SendReason.VOID,
    SendReason.RISK_UP,
    SendReason.NEW,
    SendReason.RECURRED,
    SendReason.DEADLINE_NEAR,
    SendReason.GROWING,
    SendReason.NEW_PLACE,
    SendReason.NEW_CHANNEL,
    SendReason.ANSWERED,
    SendReason.RESOLVED,
)
"""Of several reasons to tell one alert, the one that is said; what rose for one agency may be new to another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What goes to one channel at once."""

    channel: ChannelId
    deliveries: tuple[Delivery, ...]
    notices: Mapping[AlertId, tuple[Notice, ...]]
    """By alert, each by urgency of the reason."""
    digest: bool

    @property
    def key(self) -> str:
        """32 hex digits, from what is in it."""
        names = "|".join(sorted(one.key for one in self.deliveries))
        return hashlib.sha256(f"{self.channel}|{names}".encode()).hexdigest()[:32]


def deliveries_of(
    notice: Notice,
    *,
    contacts: Collection[ChannelId],
    anyones: Collection[ChannelId],
    highest: Sequence[Level],
    channels: Sequence[Channel],
    notify_level: Level,
    wait: timedelta,
) -> Sequence[Delivery]:
    """Return the deliveries of a notice: to the agency's contacts, and to every channel that is no agency's contact.

    Args:
        notice: What is told.
        contacts: Channels that are contacts of the agency.
        anyones: Channels that are contacts of any agency; every other one is the desk's, which is told of all.
        highest: Levels at which the agency was told of the alert, the notice's own among them.
        channels: Those listed.
        notify_level: Lowest level that a channel is told of which names none of its own.
        wait: How long siblings wait for each other.
    """
    level = max(highest, key=LEVELS.index) if notice.reason in CLOSING else notice.level
    return [
        Delivery(
            key=hashlib.sha256(f"{notice.key}|{channel.id}".encode()).hexdigest()[:32],
            notice_key=notice.key,
            alert_id=notice.alert_id,
            channel=channel.id,
            queued_at=notice.decided_at,
            ready_at=notice.decided_at + wait,
        )
        for channel in channels
        if not channel.paused
        and (channel.id in contacts or channel.id not in anyones)
        and at_least(level, channel.lowest or notify_level)
    ]


def group_of(
    unbound: Sequence[Delivery],
    *,
    notices: Mapping[str, Notice],
    made: Sequence[datetime],
    settings: Alerting,
    now: datetime,
) -> Group | None:
    """Return what goes to a channel now; None: nothing.

    What comes when a channel has had its messages of ten minutes goes out later, as one. The last of these messages is
    kept for what was not told yet and for what is high.

    Args:
        unbound: The channel's deliveries that are in no message yet.
        notices: Theirs, by key.
        made: When messages were made for the channel lately.
        settings: The limits.
        now: The moment.
    """
    wait = timedelta(seconds=settings.group_wait_s)
    # One that is ready later than any wait from now was queued by a clock that has been put back.
    ready = [one for one in unbound if not now < one.ready_at <= now + wait]
    found = [notices[one.notice_key] for one in ready]
    left = settings.messages_per_10_min - sum(now - SPAN < at <= now for at in made)
    is_last = left == 1 < settings.messages_per_10_min
    if not ready or left < 1 or (is_last and not any(map(_is_pressing, found))):
        return None
    by_alert: dict[AlertId, list[Notice]] = {}
    for notice in found:
        by_alert.setdefault(notice.alert_id, []).append(notice)
    return Group(
        channel=ready[0].channel,
        deliveries=tuple(ready),
        notices={name: tuple(sorted(of, key=_urgency)) for name, of in by_alert.items()},
        digest=len(by_alert) > settings.digest_above,
    )


MAX_PAUSE = timedelta(hours=24)
"""Longest Retry-After that is obeyed; a next try further ahead was set by a clock that has been put back."""


def is_backing_off(state: ChannelState, *, now: datetime) -> bool:
    """Return whether a channel is left alone for now."""
    return state.next_try_at is not None and now < state.next_try_at <= now + MAX_PAUSE


def _is_pressing(notice: Notice) -> bool:
    # Overdue without a deadline of its own: the first word to who steps in for another.
    is_stepping_in = notice.reason is SendReason.OVERDUE and notice.due is None
    return notice.reason in _FIRST_WORDS or is_stepping_in or notice.level is Level.HIGH


def _urgency(notice: Notice) -> tuple[int, datetime]:
    return _BY_URGENCY.index(notice.reason), notice.decided_at

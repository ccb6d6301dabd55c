"""Delivering: how delivery stands, for ``status``, ``alerts channels`` and exit codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.messages import ChannelState, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.channels import Channel
    from rumorwatch.domain.messages import Delivery
    from rumorwatch.domain.ports import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What has not reached people."""

    waiting: int
    """Notices on their way, each counted once a channel."""
    oldest_at: datetime | None
    """When the one that waits longest was decided; None: none waits."""
    dead: int
    """Messages that a channel refused."""
    is_late: bool
    """Whether one waits longer than it should."""

    @property
    def is_one(self) -> bool:
        """Whether a person has to look."""
        return self.is_late or self.dead > 0


def backlog_of(unit: Unit, channels: Sequence[Channel], *, now: datetime, longest_min: float) -> Backlog:
    """Return what has not reached people.

    Args:
        unit: Reads the store.
        channels: Those listed; what waits for one that is paused, or listed no more, waits for an administrator, and
            what waits for stdout for whoever scans with ``--notify``: neither is late.
        now: The moment.
        longest_min: Minutes that a notice may wait.
    """
    meant = {channel.id for channel in channels if not channel.paused}
    prompt = {channel.id for channel in channels if channel.kind is not ChannelKind.STDOUT}
    waiting = [one for one in _waiting(unit) if one.channel in meant]
    oldest = min((one.queued_at for one in waiting), default=None)
    latest_due = now - timedelta(minutes=longest_min)
    return Backlog(
        waiting=len(waiting),
        oldest_at=oldest,
        dead=sum(one.message.channel in meant for one in unit.outbox.messages(stage=Stage.DEAD)),
        is_late=any(one.queued_at < latest_due for one in waiting if one.channel in prompt),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """How one channel does."""

    id: ChannelId
    kind: str
    """``unlisted`` where notices wait for a channel that channels.toml has no more."""
    waiting: int
    dead: int
    last_sent_at: datetime | None
    last_error: str | None
    next_try_at: datetime | None
    paused: bool

    def as_json(self) -> dict[str, object]:
        """Return the row as ``alerts channels --json`` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "waiting": self.waiting,
            "refused": self.dead,
            "last_sent_at": self.last_sent_at.isoformat() if self.last_sent_at else None,
            "last_error": self.last_error,
            "next_try_at": self.next_try_at.isoformat() if self.next_try_at else None,
            "paused": self.paused,
        }


def channel_rows(unit: Unit, channels: Sequence[Channel]) -> Sequence[ChannelRow]:
    """Return how each channel does: those listed in their order, then those that something waits for all the same."""
    return tuple(_rows(unit, channels))


def _rows(unit: Unit, channels: Sequence[Channel]) -> Iterator[ChannelRow]:
    states = unit.outbox.channels()
    waiting = [one.channel for one in _waiting(unit)]
    dead = [outgoing.message.channel for outgoing in unit.outbox.messages(stage=Stage.DEAD)]
    listed = {channel.id: channel for channel in channels}
    for name in (*listed, *sorted({*waiting, *dead} - listed.keys())):
        state = states.get(name, ChannelState(channel=name))
        channel = listed.get(name)
        yield ChannelRow(
            id=name,
            kind=channel.kind.value if channel else "unlisted",
            waiting=waiting.count(name),
            dead=dead.count(name),
            last_sent_at=state.last_sent_at,
            last_error=state.last_error,
            next_try_at=state.next_try_at,
            paused=bool(channel and channel.paused),
        )


def _waiting(unit: Unit) -> Iterator[Delivery]:
    yield from unit.outbox.unbound()
    for outgoing in unit.outbox.messages(stage=Stage.WAITING):
        yield from unit.outbox.delivered(outgoing.message.key)

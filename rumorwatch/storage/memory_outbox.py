"""The outbox in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.domain.messages import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import ChannelId
    from rumorwatch.domain.messages import ChannelState, Delivery, Outgoing
    from rumorwatch.storage.memory_tables import Tables


class MemoryOutbox:
    """Notices on their way to channels, and the messages made of them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def queue(self, deliveries: Sequence[Delivery]) -> None:
        """Store deliveries; those whose key is stored already are left as they are.

        Raises:
            RuntimeError: There is no such notice, or no such message.
        """
        rows = self._tables.deliveries.change()
        for one in deliveries:
            if one.key in rows:
                continue
            if one.notice_key not in self._tables.notices.rows:
                raise RuntimeError(f"the store refused a row: delivery {one.key} has no notice {one.notice_key}")
            if one.message_key is not None and one.message_key not in self._tables.messages.rows:
                raise RuntimeError(f"the store refused a row: delivery {one.key} has no message {one.message_key}")
            rows[one.key] = one

    def unbound(self, channel: ChannelId | None = None) -> Sequence[Delivery]:
        """Return the deliveries (to one channel, or all) that are in no message yet, by (queued_at, key)."""
        return [one for one in self._in(None) if channel is None or one.channel == channel]

    def bind(self, outgoing: Outgoing, keys: Collection[str]) -> None:
        """Store a new message and mark the deliveries with these keys as in it.

        Raises:
            RuntimeError: Its key is stored already, or a delivery is unknown or in a message already.
        """
        key = outgoing.message.key
        messages, rows = self._tables.messages.change(), self._tables.deliveries.change()
        if key in messages:
            raise RuntimeError(f"the store refused a row: message {key} is there already")
        messages[key] = _as_kept(outgoing)
        for name in set(keys):
            if name not in rows or rows[name].message_key is not None:
                raise RuntimeError(f"the store refused a row: delivery {name} is unknown or in another message")
            rows[name] = replace(rows[name], message_key=key)

    def drop(self, keys: Collection[str]) -> None:
        """Forget the deliveries with these keys that are in no message: what they tell is over."""
        rows = self._tables.deliveries.change()
        for key in keys:
            if key in rows and rows[key].message_key is None:
                del rows[key]

    def unbind(self, message_key: str) -> None:
        """Forget a message that nobody saw; its deliveries are in none again."""
        rows = self._tables.deliveries.change()
        for one in self._in(message_key):
            rows[one.key] = replace(one, message_key=None)
        self._tables.messages.change().pop(message_key, None)

    def delivered(self, message_key: str) -> Sequence[Delivery]:
        """Return the deliveries that are in a message, by (queued_at, key)."""
        return self._in(message_key)

    def put(self, outgoing: Outgoing) -> None:
        """Replace what is remembered of a message, not the message itself; one that was sent stays as it is.

        Raises:
            RuntimeError: It is unknown.
        """
        rows = self._tables.messages.change()
        key = outgoing.message.key
        if key not in rows:
            raise RuntimeError(f"the store refused a row: there is no message {key}")
        if rows[key].stage is not Stage.SENT:
            rows[key] = _as_kept(replace(outgoing, message=rows[key].message))

    def get(self, message_key: str) -> Outgoing | None:
        """Return one message; without stories when it was sent."""
        return self._tables.messages.rows.get(message_key)

    def messages(self, *, stage: Stage, channel: ChannelId | None = None) -> Sequence[Outgoing]:
        """Return messages at a stage (of one channel, or all), oldest first, ties by key; sent ones without stories."""
        found = [
            outgoing
            for outgoing in self._tables.messages.rows.values()
            if outgoing.stage is stage and (channel is None or outgoing.message.channel == channel)
        ]
        return sorted(found, key=lambda outgoing: (outgoing.message.made_at, outgoing.message.key))

    def made_since(self, moment: datetime) -> Mapping[ChannelId, Sequence[datetime]]:
        """Return when messages were made for each channel since then (at whatever stage they are), ascending."""
        made = [(one.message.channel, one.message.made_at) for one in self._tables.messages.rows.values()]
        found: dict[ChannelId, list[datetime]] = {}
        for channel, made_at in sorted(made):
            if made_at >= moment:
                found.setdefault(channel, []).append(made_at)
        return found

    def channels(self) -> Mapping[ChannelId, ChannelState]:
        """Return what is remembered of each channel."""
        return dict(sorted(self._tables.channel_states.rows.items()))

    def put_channel(self, state: ChannelState) -> None:
        """Insert or replace one channel's state."""
        self._tables.channel_states.change()[state.channel] = state

    def _in(self, message_key: str | None) -> Sequence[Delivery]:
        found = [one for one in self._tables.deliveries.rows.values() if one.message_key == message_key]
        return sorted(found, key=lambda one: (one.queued_at, one.key))


def _as_kept(outgoing: Outgoing) -> Outgoing:
    if outgoing.stage is not Stage.SENT:
        return outgoing
    return replace(outgoing, message=replace(outgoing.message, stories=()))

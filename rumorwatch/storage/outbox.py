"""The outbox in SQL: deliveries, the messages made of them, and the state of channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from rumorwatch.domain.alerts import AlertId, ChannelId
from rumorwatch.domain.messages import ChannelState, Delivery, Message, Outgoing, Stage
from rumorwatch.storage.alertschema import channel_state, delivery
from rumorwatch.storage.alertschema import message as table
from rumorwatch.storage.messagetext import stories_of, stories_text
from rumorwatch.storage.rows import chunks, insert_rows, put_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from rumorwatch.storage.rows import AnyRow, RowValues


class SqlOutbox:
    """Notices on their way to channels, and the messages made of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, deliveries: Sequence[Delivery]) -> None:
        """Store deliveries; those whose key is stored already are left as they are."""
        given: dict[str, Delivery] = {}
        for one in deliveries:
            given.setdefault(one.key, one)
        for keys in chunks(given):
            known = set(self._connection.scalars(select(delivery.c.key).where(delivery.c.key.in_(keys))))
            insert_rows(self._connection, delivery, [delivery_row(given[key]) for key in keys if key not in known])

    def unbound(self, channel: ChannelId | None = None) -> Sequence[Delivery]:
        """Return the deliveries (to one channel, or all) that are in no message yet, by (queued_at, key)."""
        free = delivery.c.message_key.is_(None)
        return self._deliveries(free if channel is None else and_(free, delivery.c.channel == channel))

    def bind(self, outgoing: Outgoing, keys: Collection[str]) -> None:
        """Store a new message and mark the deliveries with these keys as in it.

        Raises:
            RuntimeError: A delivery is unknown or in a message already.
        """
        insert_rows(self._connection, table, [message_row(outgoing)])
        wanted = set(keys)
        free = 0
        for some in chunks(wanted):
            query = (
                update(delivery)
                .where(delivery.c.key.in_(some), delivery.c.message_key.is_(None))
                .values(message_key=outgoing.message.key)
            )
            free += self._connection.execute(query).rowcount
        if free != len(wanted):
            raise not_free(outgoing, len(wanted) - free)

    def drop(self, keys: Collection[str]) -> None:
        """Forget the deliveries with these keys that are in no message: what they tell is over."""
        for some in chunks(keys):
            query = delete(delivery).where(delivery.c.key.in_(some), delivery.c.message_key.is_(None))
            self._connection.execute(query)

    def unbind(self, message_key: str) -> None:
        """Forget a message that nobody saw; its deliveries are in none again."""
        # First the deliveries: they go with the message that they are in.
        freed = update(delivery).where(delivery.c.message_key == message_key).values(message_key=None)
        self._connection.execute(freed)
        self._connection.execute(delete(table).where(table.c.key == message_key, table.c.stage != Stage.SENT))

    def delivered(self, message_key: str) -> Sequence[Delivery]:
        """Return the deliveries that are in a message, by (queued_at, key)."""
        return self._deliveries(delivery.c.message_key == message_key)

    def put(self, outgoing: Outgoing) -> None:
        """Replace what is remembered of a message, not the message itself; one that was sent stays as it is.

        Raises:
            RuntimeError: It is unknown.
        """
        key = outgoing.message.key
        values = state_row(outgoing)
        if outgoing.stage is Stage.SENT:
            values["stories"] = None
        query = update(table).where(table.c.key == key, table.c.stage != Stage.SENT).values(values)
        if not self._connection.execute(query).rowcount and self.get(key) is None:
            raise unknown(outgoing)

    def get(self, message_key: str) -> Outgoing | None:
        """Return one message; without stories when it was sent."""
        row = self._connection.execute(select(table).where(table.c.key == message_key)).first()
        return None if row is None else outgoing_of(row)

    def messages(self, *, stage: Stage, channel: ChannelId | None = None) -> Sequence[Outgoing]:
        """Return messages at a stage (of one channel, or all), oldest first, ties by key; sent ones without stories."""
        query = select(table).where(table.c.stage == stage).order_by(table.c.made_at, table.c.key)
        rows = self._connection.execute(query if channel is None else query.where(table.c.channel == channel))
        return [outgoing_of(row) for row in rows]

    def made_since(self, moment: datetime) -> Mapping[ChannelId, Sequence[datetime]]:
        """Return when messages were made for each channel since then (at whatever stage they are), ascending."""
        query = select(table.c.channel, table.c.made_at).where(table.c.made_at >= moment)
        found: dict[ChannelId, list[datetime]] = {}
        for row in self._connection.execute(query.order_by(table.c.channel, table.c.made_at)):
            found.setdefault(ChannelId(row.channel), []).append(row.made_at)
        return found

    def channels(self) -> Mapping[ChannelId, ChannelState]:
        """Return what is remembered of each channel."""
        rows = self._connection.execute(select(channel_state).order_by(channel_state.c.channel))
        return {state.channel: state for state in map(channel_state_of, rows)}

    def put_channel(self, state: ChannelState) -> None:
        """Insert or replace one channel's state."""
        put_row(self._connection, channel_state, channel_state_row(state))

    def _deliveries(self, which: ColumnElement[bool]) -> Sequence[Delivery]:
        query = select(delivery).where(which).order_by(delivery.c.queued_at, delivery.c.key)
        return [delivery_of(row) for row in self._connection.execute(query)]


def unknown(outgoing: Outgoing) -> RuntimeError:
    """Return the error for a message that was never bound."""
    return RuntimeError(f"the store refused a row: there is no message {outgoing.message.key}")


def not_free(outgoing: Outgoing, count: int) -> RuntimeError:
    """Return the error for deliveries that cannot go into a message: they would be told twice, or never."""
    key = outgoing.message.key
    return RuntimeError(f"the store refused a row: {count} deliveries of message {key} are unknown or in another one")


def delivery_row(one: Delivery) -> RowValues:
    """Return the row of a delivery."""
    return {
        "key": one.key,
        "notice_key": one.notice_key,
        "alert_id": one.alert_id,
        "channel": one.channel,
        "queued_at": one.queued_at,
        "ready_at": one.ready_at,
        "message_key": one.message_key,
    }


def delivery_of(row: AnyRow) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        key=row.key,
        notice_key=row.notice_key,
        alert_id=AlertId(row.alert_id),
        channel=ChannelId(row.channel),
        queued_at=row.queued_at,
        ready_at=row.ready_at,
        message_key=row.message_key,
    )


def message_row(outgoing: Outgoing) -> RowValues:
    """Return the row of a message; without stories when it was sent."""
    message = outgoing.message
    return {
        "key": message.key,
        "channel": message.channel,
        "made_at": message.made_at,
        "digest": message.digest,
        "stories": None if outgoing.stage is Stage.SENT else stories_text(message),
        **state_row(outgoing),
    }


def state_row(outgoing: Outgoing) -> RowValues:
    """Return the columns that say what became of a message."""
    return {
        "stage": outgoing.stage,
        "attempts": outgoing.attempts,
        "leased_until": outgoing.leased_until,
        "leased_by": outgoing.leased_by,
        "last_error": outgoing.last_error,
        "sent_at": outgoing.sent_at,
    }


def outgoing_of(row: AnyRow) -> Outgoing:
    """Return the message of a row, with what became of it."""
    return Outgoing(
        message=Message(
            key=row.key,
            channel=ChannelId(row.channel),
            made_at=row.made_at,
            stories=() if row.stories is None else stories_of(row.stories),
            digest=row.digest,
        ),
        stage=Stage(row.stage),
        attempts=row.attempts,
        leased_until=row.leased_until,
        leased_by=row.leased_by,
        last_error=row.last_error,
        sent_at=row.sent_at,
    )


def channel_state_row(state: ChannelState) -> RowValues:
    """Return the row of a channel's state."""
    return {
        "channel": state.channel,
        "failures": state.failures,
        "next_try_at": state.next_try_at,
        "last_error": state.last_error,
        "last_sent_at": state.last_sent_at,
    }


def channel_state_of(row: AnyRow) -> ChannelState:
    """Return the channel's state of a row."""
    return ChannelState(
        channel=ChannelId(row.channel),
        failures=row.failures,
        next_try_at=row.next_try_at,
        last_error=row.last_error,
        last_sent_at=row.last_sent_at,
    )

"""Outbox: send what waits, each channel by itself, so that one that is dead delays no other.

Only whoever holds the workspace's lock sends. A message that was on its way when its sender died is sent again under
the same key; other machines on the same database leave it alone until its lease is over.

    per channel:  waiting messages, best first ─► taken? ─► what came since, as one message ─► taken?
                          │ not taken: the channel pauses, twice as long each time      │ refused: a dead letter

A speaker that raises has a bug: nobody knows what the receiver saw, and the next try would raise again. Its message is
a dead letter, which ``status`` shows and ``alerts send --again`` sends under the same key; the messages after it are
sent, and the bug is raised when every channel was served.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, assert_never

from rumorwatch.alert.decide import LEVELS
from rumorwatch.alert.grouping import MAX_PAUSE, SPAN, group_of, is_backing_off
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.errors import quoted
from rumorwatch.domain.messages import Accepted, ChannelState, Deferred, Outgoing, Refused, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.alert.grouping import Group
    from rumorwatch.domain.alertports import Speaker
    from rumorwatch.domain.alerts import AlertId, ChannelId, Notice
    from rumorwatch.domain.messages import Delivery, Message, Receipt
    from rumorwatch.domain.ports import Clock, Store, Unit
    from rumorwatch.settings import Alerting, Deliver


class Composer(Protocol):
    """Gathers what a message tells."""

    def __call__(self, unit: Unit, group: Group, *, now: datetime) -> Message:
        """Return the message of a group as things stand now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of one attempt."""

    channel: ChannelId
    message_key: str
    receipt: Receipt
    is_first_failure: bool = False
    """The channel took what came before; people are told of trouble when it begins."""
    bug: Exception | None = None
    """What the speaker raised; None: nothing, as it should be."""


@dataclass(slots=True, kw_only=True)
class Outbox:
    """Sends what waits for the channels that it can speak to."""

    store: Store
    speakers: Mapping[ChannelId, Speaker]
    compose: Composer
    clock: Clock
    alerting: Alerting
    delivering: Deliver
    holder: str
    """Name of this machine: a lease under it was left by a sender that died."""
    sent: list[Sent] = field(default_factory=list)
    """Attempts, in the order in which each channel made them."""

    def deliver(self) -> Sequence[Sent]:
        """Send what is due on every channel, side by side, and return what became of it.

        Raises:
            StoreError: The database cannot be used; what was taken before stays marked.
            Exception: What a speaker or the composer raised, after every channel was served.
        """
        if len(self.speakers) <= 1:  # no thread for one channel: what is called when can then be told (crash_sweep)
            self.sent += [sent for speaker in self.speakers.values() for sent in self._serve(speaker)]
            return self._without_bug()
        with ThreadPoolExecutor(max_workers=len(self.speakers)) as pool:
            served = [pool.submit(self._serve, speaker) for speaker in self.speakers.values()]
        self.sent += [sent for done in served if done.exception() is None for sent in done.result()]
        for done in served:
            done.result()
        return self._without_bug()

    def _without_bug(self) -> Sequence[Sent]:
        for sent in self.sent:
            if sent.bug is not None:
                raise sent.bug
        return self.sent

    def _serve(self, speaker: Speaker) -> Sequence[Sent]:
        """Send to one channel until it does not take a message."""
        with self.store.read() as unit:
            state = unit.outbox.channels().get(speaker.id, ChannelState(channel=speaker.id))
            waiting = unit.outbox.messages(stage=Stage.WAITING, channel=speaker.id)
        if is_backing_off(state, now=self.clock.now()):
            return ()
        waiting = [one for one in waiting if not self._is_leased(one)]
        self._free([one for one in waiting if not one.message.stories])
        sent: list[Sent] = []
        for outgoing in sorted((one for one in waiting if one.message.stories), key=_best_first):
            tried = self._attempt(speaker, outgoing)
            sent += [tried] if tried else []
            if tried and isinstance(tried.receipt, Deferred):
                return sent
        made = self._make(speaker.id)
        tried = self._attempt(speaker, made) if made else None
        return [*sent, tried] if tried else sent

    def _free(self, unreadable: Sequence[Outgoing]) -> None:
        """Let messages whose stories cannot be read back be made anew: told twice, at worst, and not never."""
        if unreadable:
            with self.store.write() as unit:
                for outgoing in unreadable:
                    unit.outbox.unbind(outgoing.message.key)

    def _make(self, channel: ChannelId) -> Outgoing | None:
        """Make one message of what came since, and store it before it is sent."""
        now = self.clock.now()
        with self.store.read() as unit:
            if not unit.outbox.unbound(channel):
                return None
        with self.store.write() as unit:
            unbound = unit.outbox.unbound(channel)
            logs = unit.alerts.logs({one.alert_id for one in unbound})
            over = {one.key for one in unbound if _is_over_untold(unit, one.alert_id, logs)}
            unit.outbox.drop(over)
            group = group_of(
                [one for one in unbound if one.key not in over],
                notices={notice.key: notice for log in logs.values() for notice in log},
                made=unit.outbox.made_since(now - SPAN).get(channel, ()),
                settings=self.alerting,
                now=now,
            )
            if group is None:
                return None
            outgoing = Outgoing(message=self.compose(unit, group, now=now))
            unit.outbox.bind(outgoing, [one.key for one in group.deliveries])
        return outgoing

    def _attempt(self, speaker: Speaker, outgoing: Outgoing) -> Sent | None:
        """Try a message once; that it is tried, and what became of it, is stored around the attempt.

        None: another machine is sending it, or did since it was looked for.
        """
        lease = self.clock.now() + timedelta(seconds=self.delivering.lease_s)
        with self.store.write() as unit:
            known = unit.outbox.get(outgoing.message.key)
            if known is None or known.stage is not Stage.WAITING or self._is_leased(known):
                return None
            tried = replace(known, attempts=known.attempts + 1, leased_until=lease, leased_by=self.holder)
            unit.outbox.put(tried)
        receipt, bug = _said(speaker, outgoing.message)
        now = self.clock.now()
        with self.store.write() as unit:
            state = unit.outbox.channels().get(speaker.id, ChannelState(channel=speaker.id))
            self._record(unit, state, replace(tried, leased_until=None, leased_by=None), receipt, now=now)
        return Sent(
            channel=speaker.id,
            message_key=outgoing.message.key,
            receipt=receipt,
            is_first_failure=isinstance(receipt, Deferred) and state.failures == 0,
            bug=bug,
        )

    def _record(self, unit: Unit, state: ChannelState, tried: Outgoing, receipt: Receipt, *, now: datetime) -> None:
        key, channel = tried.message.key, tried.message.channel
        match receipt:
            case Accepted():
                _mark_told(unit, unit.outbox.delivered(key), now)
                unit.outbox.put(replace(tried, stage=Stage.SENT, last_error=None, sent_at=now))
                unit.outbox.put_channel(ChannelState(channel=channel, last_sent_at=now))
            case Deferred():
                pause = self._pause(state.failures, receipt)
                # An attempt before this one may have been seen, though this one was not.
                if receipt.unseen and tried.attempts == 1:
                    unit.outbox.unbind(key)
                else:
                    unit.outbox.put(replace(tried, last_error=receipt.why))
                unit.outbox.put_channel(
                    replace(state, failures=state.failures + 1, next_try_at=now + pause, last_error=receipt.why)
                )
            case Refused():
                unit.outbox.put(replace(tried, stage=Stage.DEAD, last_error=receipt.why))
                unit.outbox.put_channel(replace(state, failures=0, next_try_at=None, last_error=receipt.why))
            case _:
                assert_never(receipt)

    def _pause(self, failures: int, receipt: Deferred) -> timedelta:
        doubled = self.delivering.backoff_first_s * 2.0 ** min(failures, 20)
        pause = timedelta(seconds=min(doubled, self.delivering.backoff_max_s))
        return max(pause, min(receipt.retry_after or timedelta(0), MAX_PAUSE))

    def _is_leased(self, outgoing: Outgoing) -> bool:
        """Return whether another machine is sending it."""
        until, now = outgoing.leased_until, self.clock.now()
        if until is None or outgoing.leased_by == self.holder:
            return False
        return now < until <= now + timedelta(seconds=self.delivering.lease_s)


def _is_over_untold(unit: Unit, alert_id: AlertId, logs: Mapping[AlertId, Sequence[Notice]]) -> bool:
    """Return whether an alert was closed before any channel told of it: then nobody needs to hear of it."""
    alert = unit.alerts.get(alert_id)
    if alert is None or alert.status is AlertStatus.OPEN:
        return False
    return all(notice.sent_at is None for notice in logs.get(alert_id, ()))


def _said(speaker: Speaker, message: Message) -> tuple[Receipt, Exception | None]:
    """Return what a speaker says of one attempt; and what it raised, which it should not."""
    try:
        return speaker.send(message), None
    except Exception as error:  # noqa: BLE001 - whatever it is, the message is kept and the others are sent
        return Refused(why=f"rumorwatch has a fault of its own: {quoted(f'{type(error).__name__}: {error}')}"), error


def _mark_told(unit: Unit, deliveries: Sequence[Delivery], now: datetime) -> None:
    for delivery in deliveries:
        unit.alerts.mark_sent(delivery.notice_key, now)


def _best_first(outgoing: Outgoing) -> tuple[int, float, datetime]:
    best = outgoing.message.stories[0]
    return -LEVELS.index(best.level), -best.points, outgoing.message.made_at

"""An outbox over a store, with speakers that say what a test wants and a clock that it moves."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dutynouns import alert
from nouns import NOW, digits
from rumorwatch.alert.grouping import deliveries_of
from rumorwatch.alert.outbox import Outbox
from rumorwatch.domain.agencies import DESK, Agency
from rumorwatch.domain.alerts import AlertId, ChannelId, Notice, SendReason
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.messages import Accepted, Message, Receipt, Stage
from rumorwatch.domain.rumors import Level, Priority, RumorId
from rumorwatch.settings import Alerting, Deliver
from rumorwatch.storage.engine import open_store
from rumorwatch.stories import Stories


@dataclass
class MovingClock:
    """A clock that a test moves."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Fake:
    """A fake Speaker: it answers what it was given, then takes everything."""

    id: ChannelId
    answers: list[Receipt | BaseException] = field(default_factory=list)
    tried: list[Message] = field(default_factory=list)
    taken: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Receipt:
        self.tried.append(message)
        answer = self.answers.pop(0) if self.answers else Accepted()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Accepted):
            self.taken.append(message)
        return answer

    @property
    def keys(self) -> list[str]:
        return [message.key for message in self.tried]

    @property
    def alerts(self) -> list[str]:
        """Those that its messages told of, in order."""
        return [story.alert_id for message in self.taken for story in message.stories]


class World:
    """A store, its channels and their speakers."""

    def __init__(self, store, *channels, clock=None, **alerting):
        self.store = store
        self.clock = clock or MovingClock()
        self.speakers = {ChannelId(name): Fake(ChannelId(name)) for name in channels or ("mail",)}
        self.alerting = Alerting(**alerting)

    def __getitem__(self, name):
        return self.speakers[name]

    def tell(self, name, *, level=Level.MEDIUM, points=50.0, reason=SendReason.NEW):
        """Decide that people are told of an alert now."""
        now = self.clock.now()
        told = Notice(
            key=digits(f"{name}{reason}{now}"),
            alert_id=AlertId(name),
            reason=reason,
            decided_at=now,
            level=level,
            independent=3,
            channels=1,
        )
        ranked = Priority(points=points, level=level, factors={}, reasons=(), weights_version="test")
        with self.store.write() as unit:
            unit.alerts.put(alert(id=AlertId(name), rumor_id=RumorId(f"new:{name}"), priority=ranked, opened_at=now))
            unit.alerts.add_notice(told)
            unit.outbox.queue(
                deliveries_of(
                    told,
                    contacts=(),
                    anyones=(),
                    highest=[level],
                    channels=[Channel(id=name, kind=ChannelKind.FILE) for name in self.speakers],
                    notify_level=Level.LOW,
                    wait=timedelta(seconds=self.alerting.group_wait_s),
                )
            )

    def deliver(self, *, holder="here", speakers=None, store=None, **delivering):
        """Run the outbox once."""
        outbox = Outbox(
            store=store or self.store,
            speakers=self.speakers if speakers is None else speakers,
            compose=Stories(
                agencies={DESK: Agency(id=DESK, name="")},
                feeds={},
                secret=lambda: b"key",
                window=timedelta(days=14),
                quorum=2,
            ),
            clock=self.clock,
            alerting=self.alerting,
            delivering=Deliver(**delivering),
            holder=holder,
        )
        return outbox.deliver()

    def at(self, stage):
        """Messages at a stage."""
        with self.store.read() as unit:
            return unit.outbox.messages(stage=stage)

    def state(self, name="mail"):
        with self.store.read() as unit:
            return unit.outbox.channels().get(name)

    def lease(self, holder, until):
        """Leave the waiting messages as a sender does that is killed while it sends."""
        with self.store.write() as unit:
            for one in unit.outbox.messages(stage=Stage.WAITING):
                unit.outbox.put(replace(one, leased_by=holder, leased_until=until))


def sqlite_in(folder, empty_database):
    """Open a database with today's tables in a folder."""
    shutil.copy(empty_database, folder / "rumorwatch.db")
    return open_store("sqlite:///rumorwatch.db", workspace=folder, busy_timeout_s=5)

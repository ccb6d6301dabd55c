"""Ports of alerting: what deciding, delivering and answering need of the store and of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId, AlertStatus, ChannelId, Decided, Decision, Notice
    from rumorwatch.domain.duties import Action, Assignment, AuditEntry, Ledger, Silence
    from rumorwatch.domain.messages import ChannelState, Delivery, Message, Outgoing, Receipt, Stage
    from rumorwatch.domain.rumors import RumorId


class Speaker(Protocol):
    """One channel, opened: it words messages and sends them."""

    @property
    def id(self) -> ChannelId:
        """The channel's name in channels.toml."""
        ...

    def send(self, message: Message) -> Receipt:
        """Try once, within the time-out, and say what became of it; never raises for what the world does."""
        ...


class Alerts(Protocol):
    """Alerts and their notices."""

    def put(self, alert: Alert) -> None:
        """Insert the alert, or replace everything of it but ``opened_at`` and ``due_at``."""
        ...

    def get(self, alert_id: AlertId) -> Alert | None:
        """Return one alert, open or closed."""
        ...

    def of_rumor(self, rumor_id: RumorId) -> Alert | None:
        """Return the open alert of a rumor."""
        ...

    def open_rumors(self) -> frozenset[RumorId]:
        """Return the rumors that have an open alert."""
        ...

    def last_closed(self, rumor_ids: Collection[RumorId]) -> Mapping[RumorId, Alert]:
        """Return the alert that was closed last of each of these rumors that has none open; the others are left out.

        Of those closed at one moment it is the one opened last, ties by id.
        """
        ...

    def closed_since(self, moment: datetime) -> Sequence[Alert]:
        """Return the alerts closed at that moment or later, highest priority first, ties by id."""
        ...

    def all(self, *, status: AlertStatus | None = None) -> Sequence[Alert]:
        """Return alerts, highest priority first, ties by id; None: of any status."""
        ...

    def add_notice(self, notice: Notice) -> bool:
        """Store a notice and return whether it is new; one whose key is stored already is left as it is."""
        ...

    def notices(self, alert_id: AlertId | None = None, *, since: datetime | None = None) -> Sequence[Notice]:
        """Return notices (of one alert, or all; decided at that moment or later), oldest first.

        Of those decided at one moment the one that told less (independent sightings, channels) is the older.
        """
        ...

    def logs(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Sequence[Notice]]:
        """Return the notices of these alerts, oldest first; alerts without any are left out."""
        ...

    def mark_sent(self, key: str, at: datetime) -> None:
        """Record that a channel took the notice; the first time stays."""
        ...

    def put_decision(self, alert_id: AlertId, agency: AgencyId, decision: Decision, *, at: datetime) -> None:
        """Remember why an agency is or is not told now; ``at`` stays while the reason does.

        What is hidden is counted: by one whenever ``hidden`` is another than before.
        """
        ...

    def decisions(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Mapping[AgencyId, Decided]]:
        """Return the last decision on each of these alerts by agency; alerts without any are left out."""
        ...


class Outbox(Protocol):
    """Notices on their way to channels, and the messages made of them."""

    def queue(self, deliveries: Sequence[Delivery]) -> None:
        """Store deliveries; those whose key is stored already are left as they are."""
        ...

    def unbound(self, channel: ChannelId | None = None) -> Sequence[Delivery]:
        """Return the deliveries (to one channel, or all) that are in no message yet, by (queued_at, key)."""
        ...

    def bind(self, outgoing: Outgoing, keys: Collection[str]) -> None:
        """Store a new message and mark the deliveries with these keys as in it.

        Raises:
            RuntimeError: Its key is stored already, or a delivery is unknown or in a message already: told twice.
        """
        ...

    def drop(self, keys: Collection[str]) -> None:
        """Forget the deliveries with these keys that are in no message: what they tell is over."""
        ...

    def unbind(self, message_key: str) -> None:
        """Forget a message that nobody saw; its deliveries are in none again."""
        ...

    def delivered(self, message_key: str) -> Sequence[Delivery]:
        """Return the deliveries that are in a message, sent or not, by (queued_at, key)."""
        ...

    def put(self, outgoing: Outgoing) -> None:
        """Replace what is remembered of a message, not the message itself.

        One put as sent loses its stories, and is left as it is from then on.

        Raises:
            RuntimeError: It is unknown.
        """
        ...

    def get(self, message_key: str) -> Outgoing | None:
        """Return one message; without stories when it was sent."""
        ...

    def messages(self, *, stage: Stage, channel: ChannelId | None = None) -> Sequence[Outgoing]:
        """Return messages at a stage (of one channel, or all), oldest first, ties by key; sent ones without stories."""
        ...

    def made_since(self, moment: datetime) -> Mapping[ChannelId, Sequence[datetime]]:
        """Return when messages were made for each channel since then, ascending."""
        ...

    def channels(self) -> Mapping[ChannelId, ChannelState]:
        """Return what is remembered of each channel."""
        ...

    def put_channel(self, state: ChannelState) -> None:
        """Insert or replace one channel's state."""
        ...


class Duties(Protocol):
    """Who has to answer what, silences, and the clock of each rumor."""

    def assign(self, assignment: Assignment) -> None:
        """Insert an assignment; of a known one (alert, agency) replace all but its place and its first moments.

        ``assigned_at``, ``acknowledge_by`` and ``answer_by`` never move.
        """
        ...

    def assignments(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Sequence[Assignment]]:
        """Return assignments by alert (None: all), each by (place, assigned_at, agency); none: left out."""
        ...

    def put_silence(self, silence: Silence) -> None:
        """Insert or replace a silence."""
        ...

    def silences(self) -> Sequence[Silence]:
        """Return silences, by (begins_at, id)."""
        ...

    def put_ledger(self, ledger: Ledger) -> None:
        """Insert or replace the clock of an alert's rumor."""
        ...

    def ledgers(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Ledger]:
        """Return the clock of these alerts' rumors (None: of all), by (first_seen, alert)."""
        ...


class Audit(Protocol):
    """What people did: written once, never changed."""

    def append(
        self, *, at: datetime, actor: str, action: Action, subject: str, details: Mapping[str, str]
    ) -> AuditEntry:
        """Write the next entry, chained to the last one, and return it."""
        ...

    def entries(self) -> Sequence[AuditEntry]:
        """Return every entry as stored, by number."""
        ...

    def of(self, subject: str) -> Sequence[AuditEntry]:
        """Return the entries on one subject, by number."""
        ...

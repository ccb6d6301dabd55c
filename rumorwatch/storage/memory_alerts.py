"""Feeds, alerts and vectors in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.storage.renewal import renewed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.agencies import AgencyId
    from rumorwatch.domain.alerts import Alert, AlertId, Decided, Decision, Notice
    from rumorwatch.domain.feeds import FeedState, HostState
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.storage.memory_tables import Tables


class MemoryFeeds:
    """What is remembered of feeds and hosts between runs."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def states(self) -> Mapping[FeedId, FeedState]:
        """Return every feed's state."""
        return dict(sorted(self._tables.states.rows.items()))

    def put_state(self, state: FeedState) -> None:
        """Insert or replace one feed's state."""
        self._tables.states.change()[state.feed_id] = state

    def hosts(self) -> Mapping[str, HostState]:
        """Return every host's state."""
        return dict(sorted(self._tables.hosts.rows.items()))

    def put_hosts(self, hosts: Sequence[HostState]) -> None:
        """Insert or replace these hosts' states."""
        self._tables.hosts.change().update((host.host, host) for host in hosts)


class MemoryAlerts:
    """Alerts and their notices."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def put(self, alert: Alert) -> None:
        """Insert the alert, or replace everything of it but ``opened_at`` and ``due_at``."""
        rows = self._tables.alerts.change()
        known = rows.get(alert.id, alert)
        rows[alert.id] = replace(alert, opened_at=known.opened_at, due_at=known.due_at)

    def get(self, alert_id: AlertId) -> Alert | None:
        """Return one alert, open or closed."""
        return self._tables.alerts.rows.get(alert_id)

    def of_rumor(self, rumor_id: RumorId) -> Alert | None:
        """Return the open alert of a rumor; the one opened last, should there be several."""
        found = [
            alert
            for alert in self._tables.alerts.rows.values()
            if alert.rumor_id == rumor_id and alert.status is AlertStatus.OPEN
        ]
        # Of those opened last the one that comes first by id: max() keeps the first of equals.
        return max(sorted(found, key=lambda alert: alert.id), key=lambda alert: alert.opened_at, default=None)

    def open_rumors(self) -> frozenset[RumorId]:
        """Return the rumors that have an open alert."""
        alerts = self._tables.alerts.rows.values()
        return frozenset(alert.rumor_id for alert in alerts if alert.status is AlertStatus.OPEN)

    def last_closed(self, rumor_ids: Collection[RumorId]) -> Mapping[RumorId, Alert]:
        """Return the alert that was closed last of each of these rumors that has none open; the others are left out."""
        asked = set(rumor_ids) - self.open_rumors()
        found: dict[RumorId, Alert] = {}
        for alert in sorted(self._tables.alerts.rows.values(), key=lambda alert: alert.id):
            if alert.status is AlertStatus.CLOSED and alert.rumor_id in asked:
                known = found.setdefault(alert.rumor_id, alert)
                found[alert.rumor_id] = max(known, alert, key=_latest)
        return dict(sorted(found.items()))

    def closed_since(self, moment: datetime) -> Sequence[Alert]:
        """Return the alerts closed at that moment or later, highest priority first, ties by id."""
        closed = self.all(status=AlertStatus.CLOSED)
        return [alert for alert in closed if alert.closed_at is not None and alert.closed_at >= moment]

    def all(self, *, status: AlertStatus | None = None) -> Sequence[Alert]:
        """Return alerts, highest priority first, ties by id; None: of any status."""
        found = [alert for alert in self._tables.alerts.rows.values() if status is None or alert.status is status]
        return sorted(found, key=lambda alert: (-alert.priority.points, alert.id))

    def add_notice(self, notice: Notice) -> bool:
        """Store a notice and return whether it is new; one whose key is stored already is left as it is.

        Raises:
            RuntimeError: There is no such alert.
        """
        rows = self._tables.notices.change()
        if notice.key in rows:
            return False
        self._tables.need_alert(notice.alert_id, of=f"notice {notice.key}")
        rows[notice.key] = notice
        return True

    def notices(self, alert_id: AlertId | None = None, *, since: datetime | None = None) -> Sequence[Notice]:
        """Return notices (of one alert, or all; decided at that moment or later), oldest first."""
        found = [
            notice
            for notice in self._tables.notices.rows.values()
            if (alert_id is None or notice.alert_id == alert_id) and (since is None or notice.decided_at >= since)
        ]
        return sorted(found, key=lambda notice: (notice.decided_at, notice.independent, notice.channels, notice.key))

    def logs(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Sequence[Notice]]:
        """Return the notices of these alerts, oldest first; alerts without any are left out."""
        asked = set(alert_ids)
        found: dict[AlertId, list[Notice]] = {}
        for notice in self.notices():
            if notice.alert_id in asked:
                found.setdefault(notice.alert_id, []).append(notice)
        return found

    def mark_sent(self, key: str, at: datetime) -> None:
        """Record that a channel took the notice; the first time stays."""
        rows = self._tables.notices.change()
        if key in rows and rows[key].sent_at is None:
            rows[key] = replace(rows[key], sent_at=at)

    def put_decision(self, alert_id: AlertId, agency: AgencyId, decision: Decision, *, at: datetime) -> None:
        """Remember why an agency is or is not told now; ``at`` stays while the reason does.

        Raises:
            RuntimeError: There is no such alert.
        """
        rows = self._tables.decisions.change()
        self._tables.need_alert(alert_id, of="a decision")
        rows[alert_id, agency] = renewed(rows.get((alert_id, agency)), decision, at=at)

    def decisions(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Mapping[AgencyId, Decided]]:
        """Return the last decision on each of these alerts by agency; alerts without any are left out."""
        asked = set(alert_ids)
        found: dict[AlertId, dict[AgencyId, Decided]] = {}
        for (of, agency), decided in sorted(self._tables.decisions.rows.items()):
            if of in asked:
                found.setdefault(of, {})[agency] = decided
        return found


def _latest(alert: Alert) -> tuple[bool, datetime, datetime]:
    """Return what the alert that was closed last has most of; one of unknown end comes before all others."""
    return alert.closed_at is not None, alert.closed_at or alert.opened_at, alert.opened_at


class MemoryVectors:
    """Dense rows remembered by (model id, text hash)."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known, as float32 bytes in little-endian order."""
        rows = self._tables.vectors.rows
        return {text_hash: rows[model_id, text_hash] for text_hash in text_hashes if (model_id, text_hash) in rows}

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows; known ones are left as they are."""
        known = self._tables.vectors.change()
        for text_hash, row in rows.items():
            known.setdefault((model_id, text_hash), row)

"""Feeds, alerts and vectors in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, AlertId, Notice
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

    def all(self, *, status: AlertStatus | None = None) -> Sequence[Alert]:
        """Return alerts, highest priority first, ties by id; None: of any status."""
        found = [alert for alert in self._tables.alerts.rows.values() if status is None or alert.status is status]
        return sorted(found, key=lambda alert: (-alert.priority.points, alert.id))

    def add_notice(self, notice: Notice) -> None:
        """Store a notice; one whose key is stored already is left as it is.

        Raises:
            RuntimeError: There is no such alert.
        """
        if notice.alert_id not in self._tables.alerts.rows:
            raise RuntimeError(f"the store refused a row: notice {notice.key} has no alert {notice.alert_id}")
        self._tables.notices.change().setdefault(notice.key, notice)

    def notices(self, alert_id: AlertId | None = None, *, unsent: bool = False) -> Sequence[Notice]:
        """Return notices (of one alert, or all), oldest first; with ``unsent`` only those of open alerts."""
        alerts = self._tables.alerts.rows
        found = [
            notice
            for notice in self._tables.notices.rows.values()
            if (alert_id is None or notice.alert_id == alert_id)
            and not (unsent and (notice.sent_at or alerts[notice.alert_id].status is not AlertStatus.OPEN))
        ]
        return sorted(found, key=lambda notice: (notice.decided_at, notice.independent, notice.channels, notice.key))

    def mark_sent(self, key: str, at: datetime) -> None:
        """Record that a channel took the notice; the first time stays."""
        rows = self._tables.notices.change()
        if key in rows and rows[key].sent_at is None:
            rows[key] = replace(rows[key], sent_at=at)


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

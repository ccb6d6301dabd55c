"""Alerts and notices in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import Alert, AlertId, AlertStatus, Due, Notice, Outcome, SendReason
from rumorwatch.domain.claims import ClaimId, StatementId, Topic
from rumorwatch.domain.rumors import Level, Priority, RumorId, Sign
from rumorwatch.storage.alertschema import alert as table
from rumorwatch.storage.alertschema import notice as notice_table
from rumorwatch.storage.decisions import SqlDecisions
from rumorwatch.storage.rows import chunks, insert_rows, put_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rumorwatch.domain.alerts import Decided, Decision
    from rumorwatch.storage.rows import AnyRow, RowValues


_OLDEST_FIRST = (notice_table.c.decided_at, notice_table.c.independent, notice_table.c.channels, notice_table.c.key)
"""Of notices decided at one moment (a recorded workspace's clock stands still) the one that told less is the older."""


class SqlAlerts:
    """Alerts and their notices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, alert: Alert) -> None:
        """Insert the alert, or replace everything of it but ``opened_at`` and ``due_at``."""
        put_row(self._connection, table, alert_row(alert), fixed=("opened_at", "due_at"))

    def get(self, alert_id: AlertId) -> Alert | None:
        """Return one alert, open or closed."""
        row = self._connection.execute(select(table).where(table.c.id == alert_id)).first()
        return None if row is None else alert_of(row)

    def of_rumor(self, rumor_id: RumorId) -> Alert | None:
        """Return the open alert of a rumor; the one opened last, should there be several."""
        query = (
            select(table)
            .where(table.c.rumor_id == rumor_id, table.c.status == AlertStatus.OPEN)
            .order_by(table.c.opened_at.desc(), table.c.id)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return None if row is None else alert_of(row)

    def open_rumors(self) -> frozenset[RumorId]:
        """Return the rumors that have an open alert."""
        query = select(table.c.rumor_id).where(table.c.status == AlertStatus.OPEN)
        return frozenset(map(RumorId, self._connection.scalars(query)))

    def last_closed(self, rumor_ids: Collection[RumorId]) -> Mapping[RumorId, Alert]:
        """Return the alert that was closed last of each of these rumors that has none open; the others are left out."""
        open_rumors = self.open_rumors()
        found: dict[RumorId, Alert] = {}
        for names in chunks(set(rumor_ids) - open_rumors):
            closed = select(table).where(table.c.rumor_id.in_(names), table.c.status == AlertStatus.CLOSED)
            # The last one read of a rumor stays.
            order = (table.c.rumor_id, table.c.closed_at.nulls_first(), table.c.opened_at, table.c.id.desc())
            rows = self._connection.execute(closed.order_by(*order))
            found |= {alert.rumor_id: alert for alert in map(alert_of, rows)}
        return found

    def closed_since(self, moment: datetime) -> Sequence[Alert]:
        """Return the alerts closed at that moment or later, highest priority first, ties by id."""
        query = select(table).where(table.c.status == AlertStatus.CLOSED, table.c.closed_at >= moment)
        rows = self._connection.execute(query.order_by(table.c.points.desc(), table.c.id))
        return [alert_of(row) for row in rows]

    def all(self, *, status: AlertStatus | None = None) -> Sequence[Alert]:
        """Return alerts, highest priority first, ties by id; None: of any status."""
        query = select(table).order_by(table.c.points.desc(), table.c.id)
        rows = self._connection.execute(query if status is None else query.where(table.c.status == status))
        return [alert_of(row) for row in rows]

    def add_notice(self, notice: Notice) -> bool:
        """Store a notice and return whether it is new; one whose key is stored already is left as it is."""
        known = self._connection.execute(select(notice_table.c.key).where(notice_table.c.key == notice.key)).first()
        if known is None:
            insert_rows(self._connection, notice_table, [notice_row(notice)])
        return known is None

    def notices(self, alert_id: AlertId | None = None, *, since: datetime | None = None) -> Sequence[Notice]:
        """Return notices (of one alert, or all; decided at that moment or later), oldest first."""
        query = select(notice_table).order_by(*_OLDEST_FIRST)
        if alert_id is not None:
            query = query.where(notice_table.c.alert_id == alert_id)
        if since is not None:
            query = query.where(notice_table.c.decided_at >= since)
        return [notice_of(row) for row in self._connection.execute(query)]

    def logs(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Sequence[Notice]]:
        """Return the notices of these alerts, oldest first; alerts without any are left out."""
        found: dict[AlertId, list[Notice]] = {}
        for names in chunks(alert_ids):
            query = select(notice_table).where(notice_table.c.alert_id.in_(names)).order_by(*_OLDEST_FIRST)
            for notice in map(notice_of, self._connection.execute(query)):
                found.setdefault(notice.alert_id, []).append(notice)
        return found

    def mark_sent(self, key: str, at: datetime) -> None:
        """Record that a channel took the notice; the first time stays."""
        query = (
            update(notice_table).where(notice_table.c.key == key, notice_table.c.sent_at.is_(None)).values(sent_at=at)
        )
        self._connection.execute(query)

    def put_decision(self, alert_id: AlertId, agency: AgencyId, decision: Decision, *, at: datetime) -> None:
        """Remember why an agency is or is not told now; ``at`` stays while the reason does."""
        SqlDecisions(self._connection).put(alert_id, agency, decision, at=at)

    def decisions(self, alert_ids: Collection[AlertId]) -> Mapping[AlertId, Mapping[AgencyId, Decided]]:
        """Return the last decision on each of these alerts by agency; alerts without any are left out."""
        return SqlDecisions(self._connection).of(alert_ids)


def alert_row(alert: Alert) -> RowValues:
    """Return the row of an alert."""
    return {
        "id": alert.id,
        "rumor_id": alert.rumor_id,
        "claim_id": alert.claim_id,
        "text": alert.text,
        "points": float(alert.priority.points),
        "level": alert.priority.level,
        "factors": {name: float(points) for name, points in alert.priority.factors.items()},
        "reasons": list(alert.priority.reasons),
        "weights_version": alert.priority.weights_version,
        "signs": [sign.value for sign in alert.signs],
        "provinces": list(alert.provinces),
        "topic": alert.topic,
        "asks": alert.asks,
        "answered": alert.answered,
        "contradicting": list(alert.contradicting),
        "recurred": alert.recurred,
        "closed_at": alert.closed_at,
        "outcome": alert.outcome,
        "duplicate_of": alert.duplicate_of,
        "model_id": alert.model_id,
        "posts": alert.posts,
        "independent": alert.independent,
        "channels": alert.channels,
        "first_seen": alert.first_seen,
        "last_seen": alert.last_seen,
        "statement_id": alert.statement_id,
        "agency": alert.agency,
        "due_at": alert.due_at,
        "opened_at": alert.opened_at,
        "updated_at": alert.updated_at,
        "status": alert.status,
    }


def alert_of(row: AnyRow) -> Alert:
    """Return the alert of a row."""
    return Alert(
        id=AlertId(row.id),
        rumor_id=RumorId(row.rumor_id),
        claim_id=None if row.claim_id is None else ClaimId(row.claim_id),
        text=row.text,
        priority=Priority(
            points=row.points,
            level=Level(row.level),
            factors=row.factors,
            reasons=tuple(row.reasons),
            weights_version=row.weights_version,
        ),
        signs=tuple(map(Sign, row.signs)),
        posts=row.posts,
        independent=row.independent,
        channels=row.channels,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        statement_id=None if row.statement_id is None else StatementId(row.statement_id),
        agency=row.agency,
        due_at=row.due_at,
        opened_at=row.opened_at,
        updated_at=row.updated_at,
        status=AlertStatus(row.status),
        provinces=tuple(row.provinces),
        topic=Topic(row.topic),
        asks=row.asks,
        answered=row.answered,
        contradicting=tuple(row.contradicting),
        recurred=row.recurred,
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        duplicate_of=None if row.duplicate_of is None else AlertId(row.duplicate_of),
        model_id=row.model_id,
    )


def notice_row(notice: Notice) -> RowValues:
    """Return the row of a notice."""
    return {
        "key": notice.key,
        "alert_id": notice.alert_id,
        "agency": notice.agency,
        "reason": notice.reason,
        "due": notice.due,
        "decided_at": notice.decided_at,
        "level": notice.level,
        "independent": notice.independent,
        "channels": notice.channels,
        "provinces": list(notice.provinces),
        "answered": notice.answered,
        "signs": [sign.value for sign in notice.signs],
        "sent_at": notice.sent_at,
    }


def notice_of(row: AnyRow) -> Notice:
    """Return the notice of a row."""
    return Notice(
        key=row.key,
        alert_id=AlertId(row.alert_id),
        agency=AgencyId(row.agency),
        reason=SendReason(row.reason),
        due=None if row.due is None else Due(row.due),
        decided_at=row.decided_at,
        level=Level(row.level),
        independent=row.independent,
        channels=row.channels,
        provinces=tuple(row.provinces),
        answered=row.answered,
        signs=tuple(map(Sign, row.signs)),
        sent_at=row.sent_at,
    )

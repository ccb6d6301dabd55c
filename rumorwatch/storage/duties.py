"""Assignments, silences and the clocks of rumors in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from rumorwatch.domain.agencies import AgencyId
from rumorwatch.domain.alerts import AlertId
from rumorwatch.domain.duties import AssignedBy, Assignment, Ledger, Silence
from rumorwatch.domain.rumors import RumorId
from rumorwatch.storage.alertschema import assignment as table
from rumorwatch.storage.alertschema import ledger as ledger_table
from rumorwatch.storage.alertschema import silence as silence_table
from rumorwatch.storage.rows import chunks, put_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select, Table

    from rumorwatch.storage.rows import AnyRow, RowValues

_FIXED = ("place", "assigned_at", "acknowledge_by", "answer_by")


class SqlDuties:
    """Who has to answer what, silences, and the clock of each rumor."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def assign(self, assignment: Assignment) -> None:
        """Insert an assignment; of a known one (alert, agency) replace all but its place and its first moments."""
        put_row(self._connection, table, assignment_row(assignment), fixed=_FIXED)

    def assignments(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Sequence[Assignment]]:
        """Return assignments by alert (None: all), each by (place, assigned_at, agency); none: left out."""
        query = select(table).order_by(table.c.alert_id, table.c.place, table.c.assigned_at, table.c.agency)
        found: dict[AlertId, list[Assignment]] = {}
        for one in map(assignment_of, self._rows(query, table, alert_ids)):
            found.setdefault(one.alert_id, []).append(one)
        return found

    def put_silence(self, silence: Silence) -> None:
        """Insert or replace a silence."""
        put_row(self._connection, silence_table, silence_row(silence))

    def silences(self) -> Sequence[Silence]:
        """Return silences, by (begins_at, id)."""
        query = select(silence_table).order_by(silence_table.c.begins_at, silence_table.c.id)
        return [silence_of(row) for row in self._connection.execute(query)]

    def put_ledger(self, ledger: Ledger) -> None:
        """Insert or replace the clock of an alert's rumor."""
        put_row(self._connection, ledger_table, ledger_row(ledger))

    def ledgers(self, alert_ids: Collection[AlertId] | None = None) -> Mapping[AlertId, Ledger]:
        """Return the clock of these alerts' rumors (None: of all), by (first_seen, alert)."""
        found = [ledger_of(row) for row in self._rows(select(ledger_table), ledger_table, alert_ids)]
        return {ledger.alert_id: ledger for ledger in sorted(found, key=lambda one: (one.first_seen, one.alert_id))}

    def _rows(
        self, query: Select[tuple[Any, ...]], of: Table, alert_ids: Collection[AlertId] | None
    ) -> Iterator[AnyRow]:
        if alert_ids is None:
            yield from self._connection.execute(query)
        for names in chunks(alert_ids or ()):
            yield from self._connection.execute(query.where(of.c.alert_id.in_(names)))


def assignment_row(assignment: Assignment) -> RowValues:
    """Return the row of an assignment."""
    return {
        "alert_id": assignment.alert_id,
        "agency": assignment.agency,
        "assigned_by": assignment.by,
        "place": assignment.place,
        "assigned_at": assignment.assigned_at,
        "acknowledge_by": assignment.acknowledge_by,
        "answer_by": assignment.answer_by,
        "acknowledged_at": assignment.acknowledged_at,
        "acknowledged_by": assignment.acknowledged_by,
        "answered_at": assignment.answered_at,
        "escalated_from": assignment.escalated_from,
        "released_at": assignment.released_at,
    }


def assignment_of(row: AnyRow) -> Assignment:
    """Return the assignment of a row."""
    return Assignment(
        alert_id=AlertId(row.alert_id),
        agency=AgencyId(row.agency),
        by=AssignedBy(row.assigned_by),
        place=row.place,
        assigned_at=row.assigned_at,
        acknowledge_by=row.acknowledge_by,
        answer_by=row.answer_by,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        answered_at=row.answered_at,
        escalated_from=None if row.escalated_from is None else AgencyId(row.escalated_from),
        released_at=row.released_at,
    )


def silence_row(silence: Silence) -> RowValues:
    """Return the row of a silence."""
    return {
        "id": silence.id,
        "rumor_id": silence.rumor_id,
        "author": silence.author,
        "comment": silence.comment,
        "begins_at": silence.begins_at,
        "ends_at": silence.ends_at,
        "ended_at": silence.ended_at,
    }


def silence_of(row: AnyRow) -> Silence:
    """Return the silence of a row."""
    return Silence(
        id=row.id,
        rumor_id=RumorId(row.rumor_id),
        author=row.author,
        comment=row.comment,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
    )


def ledger_row(ledger: Ledger) -> RowValues:
    """Return the row of a rumor's clock."""
    return {
        "alert_id": ledger.alert_id,
        "rumor_id": ledger.rumor_id,
        "first_seen": ledger.first_seen,
        "alerted_at": ledger.alerted_at,
        "acknowledged_at": ledger.acknowledged_at,
        "drafted_at": ledger.drafted_at,
        "published_at": ledger.published_at,
        "peak_at": ledger.peak_at,
        "peak_sightings": ledger.peak_sightings,
        "decayed_at": ledger.decayed_at,
    }


def ledger_of(row: AnyRow) -> Ledger:
    """Return the rumor's clock of a row."""
    return Ledger(
        alert_id=AlertId(row.alert_id),
        rumor_id=RumorId(row.rumor_id),
        first_seen=row.first_seen,
        alerted_at=row.alerted_at,
        acknowledged_at=row.acknowledged_at,
        drafted_at=row.drafted_at,
        published_at=row.published_at,
        peak_at=row.peak_at,
        peak_sightings=row.peak_sightings,
        decayed_at=row.decayed_at,
    )

"""Trained models in SQL, and which are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from rumorwatch.domain.trained import GateAnswer, InForce, ModelPart, Trained, TrainedId
from rumorwatch.storage.labelschema import in_force as in_force_table
from rumorwatch.storage.labelschema import trained as table
from rumorwatch.storage.rows import insert_rows, put_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from rumorwatch.storage.rows import AnyRow, RowValues


class SqlTrainedModels:
    """The models in the workspace's ``models/``, and which are in force."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, trained: Trained) -> None:
        """Store a model; one whose id is stored is left as it is."""
        if self.get(trained.id) is None:
            insert_rows(self._connection, table, [trained_row(trained)])

    def get(self, trained_id: TrainedId) -> Trained | None:
        """Return one model."""
        row = self._connection.execute(select(table).where(table.c.id == trained_id)).first()
        return None if row is None else trained_of(row)

    def all(self) -> Sequence[Trained]:
        """Return every model, by (made_at, id)."""
        query = select(table).order_by(table.c.made_at, table.c.id)
        return [trained_of(row) for row in self._connection.execute(query)]

    def in_force(self) -> Mapping[ModelPart, InForce]:
        """Return what is in force of each part that was ever changed, by part."""
        query = select(in_force_table).order_by(in_force_table.c.part)
        return {one.part: one for one in map(in_force_of, self._connection.execute(query))}

    def put_in_force(self, change: InForce) -> None:
        """Insert or replace what is in force of a part."""
        put_row(self._connection, in_force_table, in_force_row(change))


def trained_row(trained: Trained) -> RowValues:
    """Return the row of a model."""
    return {
        "id": trained.id,
        "part": trained.part,
        "made_at": trained.made_at,
        "parent": trained.parent,
        "manifest_hash": trained.manifest_hash,
        "gate": trained.gate,
        "why": list(trained.why),
        "judgments": trained.judgments,
    }


def trained_of(row: AnyRow) -> Trained:
    """Return the model of a row."""
    return Trained(
        id=TrainedId(row.id),
        part=ModelPart(row.part),
        made_at=row.made_at,
        parent=_id_of(row.parent),
        manifest_hash=row.manifest_hash,
        gate=GateAnswer(row.gate),
        why=tuple(row.why),
        judgments=row.judgments,
    )


def in_force_row(change: InForce) -> RowValues:
    """Return the row of what is in force of a part."""
    return {"part": change.part, "trained_id": change.id, "since": change.since, "before": change.before}


def in_force_of(row: AnyRow) -> InForce:
    """Return what is in force of a row."""
    return InForce(part=ModelPart(row.part), id=_id_of(row.trained_id), since=row.since, before=_id_of(row.before))


def _id_of(stored: str | None) -> TrainedId | None:
    return None if stored is None else TrainedId(stored)

"""Judgments and the models that they made in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.labels import JudgedText, Judgment, JudgmentId, Lease, Retraction
    from rumorwatch.domain.trained import InForce, ModelPart, Trained, TrainedId
    from rumorwatch.storage.memory_tables import Tables


class MemoryJudgments:
    """What analysts said: written once, never changed; a retraction is written beside it."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, judgments: Sequence[Judgment], texts: Sequence[JudgedText]) -> Sequence[JudgmentId]:
        """Store judgments with the texts they are about; return the ids of those not stored yet, as given.

        Of two judgments with one id, or two texts with one hash, the first is kept.
        """
        rows, known = self._tables.judgments.change(), self._tables.judged_texts.change()
        for text in texts:
            known.setdefault(text.text_hash, text)
        new: list[JudgmentId] = []
        for one in judgments:
            if one.id not in rows:
                # The points may be the caller's own, to be changed.
                rows[one.id] = replace(one, shown=replace(one.shown, factors=dict(one.shown.factors)))
                new.append(one.id)
        return new

    def get(self, judgment_id: JudgmentId) -> Judgment | None:
        """Return one judgment, retracted or not."""
        return self._tables.judgments.rows.get(judgment_id)

    def retract(self, retraction: Retraction) -> bool:
        """Take a judgment back; False when it is taken back already: the first retraction stays.

        Raises:
            RuntimeError: There is no such judgment.
        """
        rows = self._tables.retractions.change()
        if retraction.judgment_id not in self._tables.judgments.rows:
            raise RuntimeError(f"the store refused a row: a retraction has no judgment {retraction.judgment_id}")
        is_new = retraction.judgment_id not in rows
        rows.setdefault(retraction.judgment_id, retraction)
        return is_new

    def retractions(self) -> Mapping[JudgmentId, Retraction]:
        """Return every retraction, by its judgment's id."""
        return dict(sorted(self._tables.retractions.rows.items()))

    def standing(self) -> Sequence[Judgment]:
        """Return the judgments that are not retracted, in the order in which they were stored."""
        return [one for one in self._tables.judgments.rows.values() if one.id not in self._tables.retractions.rows]

    def on(self, text_hashes: Collection[str]) -> Sequence[Judgment]:
        """Return the standing judgments on these texts, in the order in which they were stored."""
        asked = set(text_hashes)
        return [one for one in self.standing() if one.subject.text_hash in asked]

    def all(self) -> Sequence[Judgment]:
        """Return every judgment, retracted ones too, in the order in which they were stored."""
        return list(self._tables.judgments.rows.values())

    def texts(self) -> Mapping[str, JudgedText]:
        """Return every judged text by its hash."""
        return dict(sorted(self._tables.judged_texts.rows.items()))

    def lease(self, leases: Sequence[Lease]) -> None:
        """Insert or replace leases, one for each (text_hash, claim_id, analyst)."""
        self._tables.leases.change().update(((one.text_hash, one.claim_id or "", one.analyst), one) for one in leases)

    def leases(self, *, now: datetime) -> Sequence[Lease]:
        """Return the leases that hold at a moment, by (text_hash, claim_id, analyst); at its end one is over."""
        return [lease for _, lease in sorted(self._tables.leases.rows.items()) if lease.until > now]

    def release(self, analyst: str, *, now: datetime | None = None) -> None:
        """Delete the leases of one analyst, and those of anybody that are over by now (None: nobody else's)."""
        rows = self._tables.leases.change()
        for key, lease in list(rows.items()):
            if lease.analyst == analyst or (now is not None and lease.until <= now):
                del rows[key]


class MemoryTrainedModels:
    """The models in the workspace's ``models/``, and which are in force."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, trained: Trained) -> None:
        """Store a model; one whose id is stored is left as it is."""
        self._tables.trained.change().setdefault(trained.id, trained)

    def get(self, trained_id: TrainedId) -> Trained | None:
        """Return one model."""
        return self._tables.trained.rows.get(trained_id)

    def all(self) -> Sequence[Trained]:
        """Return every model, by (made_at, id)."""
        return sorted(self._tables.trained.rows.values(), key=lambda one: (one.made_at, one.id))

    def in_force(self) -> Mapping[ModelPart, InForce]:
        """Return what is in force of each part that was ever changed, by part."""
        return dict(sorted(self._tables.in_force.rows.items()))

    def put_in_force(self, change: InForce) -> None:
        """Insert or replace what is in force of a part."""
        self._tables.in_force.change()[change.part] = change

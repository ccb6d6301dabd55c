"""Ports of learning: judgments, and the models that they made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.labels import JudgedText, Judgment, JudgmentId, Lease, Retraction
    from rumorwatch.domain.trained import InForce, ModelPart, Trained, TrainedId


class Judgments(Protocol):
    """What analysts said: written once, never changed; a retraction is written beside it."""

    def add(self, judgments: Sequence[Judgment], texts: Sequence[JudgedText]) -> Sequence[JudgmentId]:
        """Store judgments with the texts they are about; return the ids of those not stored yet.

        Of a text known already nothing changes. A judgment whose id is stored is left as it is.
        """
        ...

    def get(self, judgment_id: JudgmentId) -> Judgment | None:
        """Return one judgment, retracted or not."""
        ...

    def retract(self, retraction: Retraction) -> bool:
        """Take a judgment back; False when it is taken back already.

        Raises:
            RuntimeError: There is no such judgment.
        """
        ...

    def retractions(self) -> Mapping[JudgmentId, Retraction]:
        """Return every retraction."""
        ...

    def standing(self) -> Sequence[Judgment]:
        """Return the judgments that are not retracted, in the order in which they were stored."""
        ...

    def on(self, text_hashes: Collection[str]) -> Sequence[Judgment]:
        """Return the standing judgments on these texts, in the order in which they were stored."""
        ...

    def all(self) -> Sequence[Judgment]:
        """Return every judgment, retracted ones too, in the order in which they were stored."""
        ...

    def texts(self) -> Mapping[str, JudgedText]:
        """Return every judged text by its hash."""
        ...

    def lease(self, leases: Sequence[Lease]) -> None:
        """Insert or replace leases, one for each (text_hash, claim_id, analyst)."""
        ...

    def leases(self, *, now: datetime) -> Sequence[Lease]:
        """Return the leases that hold at a moment, by (text_hash, claim_id, analyst)."""
        ...

    def release(self, analyst: str, *, now: datetime | None = None) -> None:
        """Delete the leases of one analyst, and those of anybody that are over by now (None: nobody else's)."""
        ...


class TrainedModels(Protocol):
    """The models in the workspace's ``models/``, and which are in force."""

    def add(self, trained: Trained) -> None:
        """Store a model; one whose id is stored is left as it is."""
        ...

    def get(self, trained_id: TrainedId) -> Trained | None:
        """Return one model."""
        ...

    def all(self) -> Sequence[Trained]:
        """Return every model, by (made_at, id)."""
        ...

    def in_force(self) -> Mapping[ModelPart, InForce]:
        """Return what is in force of each part that was ever changed; of others the shipped model is."""
        ...

    def put_in_force(self, change: InForce) -> None:
        """Insert or replace what is in force of a part, in one transaction with the audit that says who did it."""
        ...

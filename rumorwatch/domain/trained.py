"""Trained models: what judgments made of the shipped ones, which are in force, and which one was there before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

TrainedId = NewType("TrainedId", str)
"""Its part, ``-`` and ten of Crockford's base 32 digits of its manifest's hash; also its folder in ``models/``."""


class ModelPart(StrEnum):
    """What can be trained, each by itself; closed."""

    MATCHER = "matcher"
    """Probabilities and thresholds of matches, and the wordings that posts taught."""
    STANCE = "stance"
    RANKING = "ranking"
    """The weights of a priority."""
    ENCODER = "encoder"
    """The mini encoder."""


class GateAnswer(StrEnum):
    """What the gate said of a model."""

    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """One model in the workspace's ``models/``, as the database knows it."""

    id: TrainedId
    part: ModelPart
    made_at: datetime
    """UTC."""
    parent: TrainedId | None
    """What was in force when it was trained; None: the shipped one."""
    manifest_hash: str
    """SHA-256, 64 hex digits, of its manifest.json, which has those of all other files."""
    gate: GateAnswer
    why: tuple[str, ...]
    """The gate's reasons, as people were told."""
    judgments: int
    """How many taught it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The model that decides one part now."""

    part: ModelPart
    id: TrainedId | None
    """None: the shipped one."""
    since: datetime
    before: TrainedId | None
    """What it replaced; None: the shipped one."""

"""Drafts: a model as it was trained, with what is measured of it, before the gate has spoken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.trained import ModelPart, TrainedId
    from rumorwatch.train.gate import Figure, GateResult, Trial


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A model that was trained."""

    part: ModelPart
    files: Mapping[str, bytes]
    """What is to be written, by name."""
    base: str
    """Id of the shipped model that it stands on."""
    judgments: int
    """Examples that taught it."""
    trials: Sequence[Trial]
    """What the gate looks at."""
    objections: Sequence[str] = ()
    """What speaks against what taught it."""
    held_out: Sequence[Figure] = ()
    """What a model trained on earlier claims gets on later ones; told to people, and no matter of the gate's."""
    learned: Sequence[str] = ()
    """Sentences that say what changed."""
    manifest: Mapping[str, Any] = field(default_factory=dict)
    """What opening it needs besides what every manifest tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingTaught:
    """A part that was not trained, and why."""

    part: ModelPart
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retrained:
    """A part that was trained, with the gate's answer."""

    draft: Draft
    gate: GateResult
    id: TrainedId | None
    """Of the model as it was written; None: nothing was written."""
    promoted: bool
    """Whether it decides from now on."""
    overruled: bool = False
    """Whether settings name another model for the part, which goes before the one in force."""

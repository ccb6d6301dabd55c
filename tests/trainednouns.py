"""Trained models on the disk and in the database, made of what ships: no training."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nouns import NOW
from rumorwatch.domain.duties import Action
from rumorwatch.domain.trained import GateAnswer, ModelPart, Trained
from rumorwatch.embed.bundled import models_dir, read_manifest
from rumorwatch.rank.weights import as_json, load_weights
from rumorwatch.train.registry import CONSTANTS, ENCODER_FILES, POINTS, WEIGHTS, WORDINGS, write_model
from rumorwatch.train.succession import put_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from rumorwatch.domain.ports import Store
    from rumorwatch.domain.trained import TrainedId

COMMON = {"base": "shipped", "data_hash": "0" * 12, "seed": 7, "metrics": {"F1": 0.5}}
"""What every manifest tells."""


def matcher_files(wordings: Mapping[str, tuple[str, ...]] | None = None, **changed: Any) -> dict[str, bytes]:
    """Constants as they ship, but for what is changed, and wordings by claim."""
    shipped = read_manifest("matcher")
    constants = {name: value for name, value in shipped.items() if name not in {"files", "data", "metrics", "id"}}
    lines = [{"claim_id": claim, "text": text} for claim, texts in (wordings or {}).items() for text in texts]
    return {
        CONSTANTS: json.dumps(constants | changed).encode(),
        WORDINGS: b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines),
    }


def ranking_files(**points: float) -> dict[str, bytes]:
    """Weights as they ship, but for some points."""
    told = as_json(load_weights(), source="a test")
    return {POINTS: json.dumps(told | {"version": "learned", "points": {**load_weights().points, **points}}).encode()}


def stance_files() -> dict[str, bytes]:
    return {WEIGHTS: (models_dir() / "stance" / WEIGHTS).read_bytes()}


def stance_manifest() -> dict[str, Any]:
    shipped = read_manifest("stance")
    return {name: shipped[name] for name in ("signs", "buckets", "encoder")}


def encoder_files(folder: Path) -> dict[str, bytes]:
    """The files of an encoder in a folder."""
    return {name: (folder / name).read_bytes() for name in ENCODER_FILES}


FILES = {
    ModelPart.MATCHER: lambda: (matcher_files({"c1": ("they say the wall gives way",)}), {}),
    ModelPart.STANCE: lambda: (stance_files(), stance_manifest()),
    ModelPart.RANKING: lambda: (ranking_files(velocity=17, burst=7), {}),
}
"""Files and manifest of a model of each part but the encoder."""


def write_trained(
    folder: Path,
    part: ModelPart,
    files: Mapping[str, bytes] | None = None,
    *,
    parent: TrainedId | None = None,
    gate: GateAnswer = GateAnswer.PASSED,
    made_at: datetime = NOW,
    told: Mapping[str, Any] | None = None,
    **more: Any,
) -> Trained:
    """Write a model into a workspace's ``models/`` and return it as the database is to know it."""
    made, manifest = FILES[part]() if files is None else (files, {})
    if part is ModelPart.STANCE:
        manifest = stance_manifest()
    told = {**COMMON, **manifest, "made_at": made_at.isoformat(), "parent": parent, **more, **(told or {})}
    stored = write_model(folder, part=part, files=made, manifest=told)
    return Trained(
        id=stored.id,
        part=part,
        made_at=made_at,
        parent=parent,
        manifest_hash=stored.manifest_hash,
        gate=gate,
        why=("the share of right confirmed matches fell from .97 to .91",) if gate is GateAnswer.REFUSED else (),
        judgments=120,
    )


def promote(store: Store, *models: Trained, now: datetime = NOW) -> None:
    """Store models and put each in force, as a retraining does."""
    for trained in models:
        with store.write() as unit:
            unit.trained.add(trained)
            put_in_force(unit, trained, action=Action.PROMOTE, actor="Lan", now=now)

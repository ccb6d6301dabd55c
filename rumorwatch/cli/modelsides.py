"""What a model tells of itself, to be laid beside another of its part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rumorwatch.cli.modelrows import INTERVAL
from rumorwatch.domain.trained import ModelPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.trained import Trained
    from rumorwatch.train.registry import TrainedFiles

_TIERS = "tiers"
HELD_OUT = "held out"
"""Figures of a trained model's metrics beside those of its gate."""
_SHIPPED_AS = {ModelPart.ENCODER: "mini"}
"""Folders that are not called as the part."""
_APART = frozenset({_TIERS, "metrics", "fitted", "data", "files"})
"""Of a manifest of constants: what is told by itself, or decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One model of a comparison."""

    name: str
    constants: Mapping[str, float] = field(default_factory=dict)
    """Of a matcher, by name."""
    tiers: Mapping[str, float] = field(default_factory=dict)
    """Of a matcher: the probability where each tier begins, by ``band, tier``."""
    wordings: Mapping[ClaimId, Sequence[str]] = field(default_factory=dict)
    """Of a matcher, by claim."""
    points: Mapping[str, float] = field(default_factory=dict)
    """Of a ranking: every number of its weights, by name."""
    metrics: Mapping[str, float] = field(default_factory=dict)
    parent: str | None = None
    """Name of the side it was trained from; None: it ships."""
    replaced: Mapping[str, float] = field(default_factory=dict)
    """Metrics of that side, measured on the same cases."""
    judgments: int | None = None
    """None: it ships."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each."""


def trained_side(files: TrainedFiles, trained: Trained) -> Side:
    """Return what a trained model tells.

    Raises:
        TrainedModelError: RW-M14 to RW-M15 it cannot be read.
    """
    from rumorwatch.strictjson import read_json
    from rumorwatch.train.registry import CONSTANTS, MAX_BYTES, POINTS
    from rumorwatch.trainedparts import TrainedMatcher, open_part

    opened = open_part(files)  # what cannot be used cannot be compared either
    constants: dict[str, Any] = {}
    points: dict[str, Any] = {}
    if files.part is ModelPart.MATCHER:
        constants = read_json(files.read(CONSTANTS), most_bytes=MAX_BYTES[CONSTANTS])
    elif files.part is ModelPart.RANKING:
        points = read_json(files.read(POINTS), most_bytes=MAX_BYTES[POINTS])
    return Side(
        name=trained.id,
        constants=_constants_of(constants),
        tiers=dict(_numbers(constants.get(_TIERS, {}))),
        wordings=opened.wordings if isinstance(opened, TrainedMatcher) else {},
        points=dict(_numbers(points)),
        metrics=_told(files, "after") or _figures(files.manifest.get("metrics")),
        parent=trained.parent or shipped_name(trained.part),
        replaced=_told(files, "before"),
        judgments=trained.judgments,
        files=files.files,
    )


def shipped_side(part: ModelPart) -> Side:
    """Return what the model that ships tells.

    Raises:
        ModelError: RW-M01 to RW-M02 it is not there or damaged.
    """
    from rumorwatch.embed.bundled import read_manifest
    from rumorwatch.rank.weights import as_json, load_weights

    if part is ModelPart.RANKING:
        weights = load_weights()
        return Side(name=shipped_name(part), points=dict(_numbers(as_json(weights, source=""))))
    manifest = read_manifest(_SHIPPED_AS.get(part, part.value))
    is_matcher = part is ModelPart.MATCHER
    return Side(
        name=shipped_name(part),
        constants=_constants_of(manifest) if is_matcher else {},
        tiers=dict(_numbers(manifest.get(_TIERS, {}))) if is_matcher else {},
        metrics=_figures(manifest.get("metrics")),
        files=manifest.get("files", {}),
    )


def shipped_name(part: ModelPart) -> str:
    """Return what people are told the model that ships is.

    Raises:
        ModelError: RW-M01 to RW-M02 it is not there or damaged.
    """
    from rumorwatch.embed.bundled import read_manifest
    from rumorwatch.rank.weights import load_weights

    if part is ModelPart.RANKING:
        return f"shipped ({load_weights().version})"
    return f"shipped ({read_manifest(_SHIPPED_AS.get(part, part.value)).get('id')})"


def figures_of(manifest: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the figures of a trained model, each with its name: the gate's, then those measured beside."""
    gate, metrics = manifest.get("gate"), manifest.get("metrics")
    tables = (
        gate.get("figures") if isinstance(gate, dict) else None,
        metrics.get(HELD_OUT) if isinstance(metrics, dict) else None,
    )
    rows = [row for told in tables if isinstance(told, list) for row in told if isinstance(row, dict)]
    return [(", ".join(str(row[key]) for key in ("set", "part", "measure") if row.get(key)), row) for row in rows]


def _told(files: TrainedFiles, key: str) -> Mapping[str, float]:
    return {name: row[key] for name, row in figures_of(files.manifest) if isinstance(row.get(key), int | float)}


def _constants_of(told: Mapping[str, Any]) -> Mapping[str, float]:
    return dict(_numbers({name: value for name, value in told.items() if name not in _APART}))


def _figures(metrics: object) -> Mapping[str, float]:
    """Return the figures without their intervals."""
    return {name: value for name, value in _numbers(metrics) if INTERVAL not in name}


def _numbers(value: object, *, under: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number of a JSON value by its whole name: those in a table inside are called ``table, number``."""
    named = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    for name, inner in named:
        whole = f"{under}, {name}" if under else str(name)
        if isinstance(inner, int | float) and not isinstance(inner, bool):
            yield whole, inner
        else:
            yield from _numbers(inner, under=whole)

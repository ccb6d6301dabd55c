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
        metrics=_figures(files.manifest.get("metrics")),
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
        return Side(name=f"shipped ({weights.version})", points=dict(_numbers(as_json(weights, source=""))))
    manifest = read_manifest("mini" if part is ModelPart.ENCODER else part.value)
    is_matcher = part is ModelPart.MATCHER
    return Side(
        name=f"shipped ({manifest.get('id')})",
        constants=_constants_of(manifest) if is_matcher else {},
        tiers=dict(_numbers(manifest.get(_TIERS, {}))) if is_matcher else {},
        metrics=_figures(manifest.get("metrics")),
        files=manifest.get("files", {}),
    )


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

"""The weights of the ranking: one versioned file, read once, checked when read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each factor is worth, and where it is full; docs/ranking.md gives the reason of every number."""

    version: str
    points: Mapping[str, float]
    """Most points a factor can give; they add up to 100."""
    full_at: Mapping[str, float]
    """The amount from which on a factor gives all its points."""
    velocity_window_h: float
    gap: Mapping[str, float]
    """Share of the gap's points for ``none``, ``contradicted``, ``expired``, ``stale``, ``answered``."""
    stale_after_days: float
    harm: Mapping[Topic, float]
    levels: Mapping[Level, float]
    """Lowest points of a level; below all of them it is ``monitor``."""
    monitor_sources: float
    monitor_velocity_per_h: float
    """Fewer sources and slower than this: ``monitor``, whatever the points."""


@cache
def load_weights() -> Weights:
    """Return the shipped weights.

    Raises:
        ValueError: The file's points do not add up to 100, which would break the scale; a fault of the package.
    """
    read = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
    if abs(sum(read["points"].values()) - 100) > 1e-9:  # noqa: PLR2004 - the scale is 0 to 100 (domain.md)
        message = f"weights {read['version']}: points add up to {sum(read['points'].values())}, not 100"
        raise ValueError(message)
    return Weights(
        version=read["version"],
        points=read["points"],
        full_at=read["full_at"],
        velocity_window_h=read["velocity_window_h"],
        gap=read["gap"],
        stale_after_days=read["stale_after_days"],
        harm={Topic(name): share for name, share in read["harm"].items()},
        levels={Level(name): points for name, points in read["levels"].items()},
        monitor_sources=read["monitor_below"]["sources"],
        monitor_velocity_per_h=read["monitor_below"]["velocity_per_h"],
    )

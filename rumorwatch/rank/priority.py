"""Priority: what to answer first, as points that add up, a level, and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import Level, Priority
from rumorwatch.rank.factors import factors_of, velocity_per_h

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.rank.weights import Weights


def priority_of(rumor: Rumor, *, now: datetime, weights: Weights) -> Priority:
    """Return the rumor's priority: the sum of its factors' points, 0 to 100.

    The amounts behind factors are on a log scale, so adding points multiplies harm, spread and gap (domain.md,
    Priority). It is monotonic: one more sighting, source, channel or question never lowers it.
    """
    factors = factors_of(rumor, now=now, weights=weights)
    points = {factor.name: round(factor.share * weights.points[factor.name], 2) for factor in factors}
    total = round(sum(points.values()), 2)
    by_weight = sorted(factors, key=lambda factor: -points[factor.name])
    return Priority(
        points=total,
        level=_level(rumor, total, now=now, weights=weights),
        factors=points,
        reasons=tuple(factor.sentence for factor in by_weight),
        weights_version=weights.version,
    )


def _level(rumor: Rumor, points: float, *, now: datetime, weights: Weights) -> Level:
    per_h = velocity_per_h(rumor, now=now, window_h=weights.velocity_window_h)
    if rumor.independent < weights.monitor_sources and per_h < weights.monitor_velocity_per_h:
        return Level.MONITOR
    return next(
        (level for level in (Level.HIGH, Level.MEDIUM, Level.LOW) if points >= weights.levels[level]), Level.MONITOR
    )

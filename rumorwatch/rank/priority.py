"""Priority: what to answer first, as points that add up, a level, and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import Level, Priority
from rumorwatch.rank.factors import factors_of, velocity_per_h

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.domain.posts import Language
    from rumorwatch.domain.rumors import Rumor
    from rumorwatch.rank.factors import Factor
    from rumorwatch.rank.weights import Weights


_TOLD_FIRST = 3
"""Sentences a table has room for; a missing, torn or expired answer is among them: it is what the reader can change."""


def priority_of(rumor: Rumor, *, now: datetime, weights: Weights, language: Language) -> Priority:
    """Return the rumor's priority: the sum of its factors' points, 0 to 100.

    The amounts behind factors are on a log scale, so adding points multiplies harm, spread and gap (domain.md,
    Priority). It is monotonic: one more sighting now, source, platform, province, language or question never lowers it.

    Args:
        rumor: As it is now.
        now: The moment.
        weights: What each factor is worth.
        language: Of the sentences: vi, en or zh.
    """
    factors = _as_told(factors_of(rumor, now=now, weights=weights, language=language), weights)
    points = {factor.name: round(factor.share * weights.points[factor.name], 2) for factor in factors}
    total = round(sum(points.values()), 2)
    return Priority(
        points=total,
        level=_level(rumor, total, weights=weights),
        factors=points,
        reasons=tuple(factor.sentence for factor in factors),
        weights_version=weights.version,
    )


def _as_told(factors: Sequence[Factor], weights: Weights) -> Sequence[Factor]:
    """Return the factors, heaviest first; a missing, torn or expired answer comes third at the latest."""
    told = sorted(factors, key=lambda factor: -factor.share * weights.points[factor.name])
    gap = next(factor for factor in told if factor.name == "gap")
    if gap.share > weights.gap["answered"] and gap not in told[:_TOLD_FIRST]:
        told.remove(gap)
        told.insert(_TOLD_FIRST - 1, gap)
    return told


def _level(rumor: Rumor, points: float, *, weights: Weights) -> Level:
    per_h = velocity_per_h(rumor, window_h=weights.velocity_window_h)
    if rumor.spread.independent < weights.monitor_sources and per_h < weights.monitor_velocity_per_h:
        return Level.MONITOR
    return next(
        (level for level in (Level.HIGH, Level.MEDIUM, Level.LOW) if points >= weights.levels[level]), Level.MONITOR
    )

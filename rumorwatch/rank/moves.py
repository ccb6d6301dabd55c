"""Moves: what would move an alert one place up or down in the ranking, from its factors' points alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from rumorwatch.rank import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.domain.alerts import Alert, AlertId
    from rumorwatch.domain.posts import Language
    from rumorwatch.domain.rumors import Priority
    from rumorwatch.rank.weights import Weights

_LEAST = 0.01
"""Points are rounded to hundredths: the least by which one alert is before another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One place up or down."""

    past: AlertId
    """The alert it would pass, or be passed by."""
    points: float
    """How many that is away."""
    ways: tuple[str, ...]
    """Each would do by itself; none: no single thing would."""


def moves_of(
    alert: Alert, ranked: Sequence[Alert], *, weights: Weights, language: Language
) -> tuple[Move | None, Move | None]:
    """Return what would move an alert one place up, and one down.

    Args:
        alert: One of ``ranked``.
        ranked: Open alerts, highest priority first.
        weights: Those that they were ranked with; of an alert that others ranked, no way can be told.
        language: Of the ways: vi, en or zh.

    Returns:
        None at the top and at the bottom.
    """
    up = next((above for above, below in pairwise(ranked) if below.id == alert.id), None)
    down = next((below for above, below in pairwise(ranked) if above.id == alert.id), None)
    told = alert.priority.weights_version == weights.version
    ways_up = tuple(_ways_up(alert.priority, up.priority.points, weights, language)) if up and told else ()
    ways_down = tuple(_ways_down(alert.priority, down.priority.points, weights, language)) if down and told else ()
    return _move(alert, up, ways_up), _move(alert, down, ways_down)


def _move(alert: Alert, other: Alert | None, ways: tuple[str, ...]) -> Move | None:
    if other is None:
        return None
    return Move(past=other.id, points=round(abs(other.priority.points - alert.priority.points), 2), ways=ways)


def _ways_up(priority: Priority, target: float, weights: Weights, language: Language) -> Iterator[str]:
    lacking = target - priority.points + _LEAST
    hours = weights.velocity_window_h
    for name, amount, per_unit, told in (
        ("sources", "sources", 1.0, sentences.more_sources),
        ("velocity", "velocity_per_h", hours, partial(sentences.more_sightings, hours=hours)),
        ("demand", "asks", 1.0, sentences.more_asks),
    ):
        most, full_at = weights.points[name], weights.full_at[amount]
        points = priority.factors.get(name, 0.0)
        if points + lacking > most:
            continue
        before, after = (_amount(share / most, full_at=full_at) for share in (points, points + lacking))
        yield told(max(1, math.ceil((after - before) * per_unit - 1e-6)), language=language)


def _ways_down(priority: Priority, target: float, weights: Weights, language: Language) -> Iterator[str]:
    excess = priority.points - target + _LEAST
    unanswered = priority.factors.get("gap", 0.0) - weights.gap["answered"] * weights.points["gap"]
    quiet = priority.factors.get("velocity", 0.0) + priority.factors.get("burst", 0.0)
    answer = sentences.an_answer(language=language)
    silence = sentences.silence(weights.velocity_window_h, language=language)
    if unanswered >= excess:
        yield answer
    if quiet >= excess:
        yield silence
    if max(unanswered, quiet) < excess <= unanswered + quiet:
        yield sentences.both(answer, silence, language=language)


def _amount(share: float, *, full_at: float) -> float:
    """Return the amount that gives a share: the inverse of ``factors.on_log_scale``."""
    return math.expm1(share * math.log1p(full_at))

"""Moves: what would move an alert one place up or down in the ranking, from its factors' points alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.domain.alerts import Alert, AlertId
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


def moves_of(alert: Alert, ranked: Sequence[Alert], *, weights: Weights) -> tuple[Move | None, Move | None]:
    """Return what would move an alert one place up, and one down.

    Args:
        alert: One of ``ranked``.
        ranked: Open alerts, highest priority first.
        weights: Those that they were ranked with; of an alert that others ranked, no way can be told.

    Returns:
        None at the top and at the bottom.
    """
    up = next((above for above, below in pairwise(ranked) if below.id == alert.id), None)
    down = next((below for above, below in pairwise(ranked) if above.id == alert.id), None)
    told = alert.priority.weights_version == weights.version
    ways_up = tuple(_ways_up(alert.priority, up.priority.points, weights)) if up and told else ()
    ways_down = tuple(_ways_down(alert.priority, down.priority.points, weights)) if down and told else ()
    return _move(alert, up, ways_up), _move(alert, down, ways_down)


def _move(alert: Alert, other: Alert | None, ways: tuple[str, ...]) -> Move | None:
    if other is None:
        return None
    return Move(past=other.id, points=round(abs(other.priority.points - alert.priority.points), 2), ways=ways)


def _ways_up(priority: Priority, target: float, weights: Weights) -> Iterator[str]:
    lacking = target - priority.points + _LEAST
    hours = weights.velocity_window_h
    for name, full_at, unit, told in (
        ("sources", weights.sources_full, 1.0, "{} more independent {source}"),
        ("velocity", weights.velocity_full_per_h, hours, f"{{}} more {{sighting}} in {hours:g} h"),
        ("demand", weights.asks_full, 1.0, "{} more {post} asking if it is true"),
    ):
        most = weights.points[name]
        points = priority.factors.get(name, 0.0)
        if points + lacking > most:
            continue
        amounts = (_amount(share / most, full_at=full_at) for share in (points, points + lacking))
        before, after = amounts
        number = max(1, math.ceil((after - before) * unit - 1e-6))
        yield told.format(number, **_plurals(number))


def _ways_down(priority: Priority, target: float, weights: Weights) -> Iterator[str]:
    excess = priority.points - target + _LEAST
    unanswered = priority.factors.get("gap", 0.0) - weights.gap["answered"] * weights.points["gap"]
    quiet = priority.factors.get("velocity", 0.0)
    if unanswered >= excess:
        yield "an official statement that answers it"
    if quiet >= excess:
        yield f"no sighting for {weights.velocity_window_h:g} h"
    if max(unanswered, quiet) < excess <= unanswered + quiet:
        yield f"an official statement that answers it and no sighting for {weights.velocity_window_h:g} h"


def _amount(share: float, *, full_at: float) -> float:
    """Return the amount that gives a share: the inverse of ``factors.on_log_scale``."""
    return math.expm1(share * math.log1p(full_at))


def _plurals(number: int) -> Mapping[str, str]:
    return {noun: noun if number == 1 else f"{noun}s" for noun in ("source", "sighting", "post")}

"""Learning curves: what judgments bought so far, and what more of them would likely buy.

Errors of a model fall as a power of the number of examples over most of their range (Cortes et al. 1994; Hestness et
al. 2017), so the curve is a straight line in logarithms, and is drawn on by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_POINTS = 3
"""Of different numbers of judgments: two make a line of any shape."""
_SMALLEST = 0.001
"""Error that is taken for none: its logarithm must be one."""
_RESAMPLES = 1_000
_INTERVAL = (0.1, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What a model trained on the first judgments gets."""

    judgments: int
    f1: float
    """0 to 1, of the gold set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What as many judgments would likely get."""

    judgments: int
    f1: float
    interval: tuple[float, float]
    """80 %, from how far the points lie off their line."""


def outlook(points: Sequence[CurvePoint], *, judgments: int, seed: int) -> Outlook | None:
    """Return what a number of judgments would likely get; None where the points tell no line.

    The line falls or is level: more judgments are not expected to harm, and where they did nothing is foretold.

    Args:
        points: With one judgment or more each.
        judgments: How many in all.
        seed: Of the interval.
    """
    kept = [point for point in points if point.judgments > 0]
    if len({point.judgments for point in kept}) < LEAST_POINTS:
        return None
    amounts = np.log([point.judgments for point in kept])
    errors = np.log([max(1 - point.f1, _SMALLEST) for point in kept])
    slope, level = np.polyfit(amounts, errors, 1)
    if slope > 0:
        return None
    off = errors - (slope * amounts + level)
    # One line for each draw of the points' distances from theirs (residual bootstrap, Efron 1979).
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(_RESAMPLES):
        again = slope * amounts + level + rng.choice(off, len(off))
        tilt, height = np.polyfit(amounts, again, 1)
        drawn.append(1 - exp(min(0.0, min(tilt, 0.0) * log(judgments) + height)))
    low, high = np.quantile(drawn, _INTERVAL).tolist()
    return Outlook(
        judgments=judgments,
        f1=1 - exp(min(0.0, float(slope) * log(judgments) + float(level))),
        interval=(low, high),
    )

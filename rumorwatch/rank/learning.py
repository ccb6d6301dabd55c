"""Learning: weights of the ranking from what people judged, never less monotonic than the hand weights.

A logistic regression over the factors' shares with coefficients of 0 or more: such a sum is what a priority is, so what
is learned is a weights file like the one set by hand, read, shown and explained by the same code. The coefficients are
drawn toward the hand weights (ridge regression toward a prior mean), so that few judgments change little, and a factor
that no judgment speaks of keeps its place among the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.rumors import Priority
    from rumorwatch.rank.weights import Weights

ENOUGH_EACH = 50
"""Judgments of each answer before anything is learned. With a dozen factors, fewer than about ten of the rarer answer
for each of the handful that vary give unstable coefficients (Peduzzi et al. 1996)."""
PULL = 10.0
"""Strength of the pull toward the hand weights: of 1, 3, 10, 30 and 100 none ranks CED's later alerts better beyond
chance (AUC .605 to .621, docs/figures.md)."""
_SCALE_POINTS = 100.0
_LEAST = 0.01
"""Points are rounded to hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAlert:
    """An alert and what a person said of it."""

    shares: Mapping[str, float]
    """0 to 1 by factor, as it was ranked when it was judged (``shares_of``)."""
    needs_answer: bool
    """Whether it was a rumor that asked for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """Nothing was learned: the hand weights stay."""

    needing: int
    """Judgments that an alert needed an answer."""
    not_needing: int
    """Judgments that it did not."""


def shares_of(priority: Priority, *, weights: Weights) -> Mapping[str, float]:
    """Return the share of each factor in a priority.

    Args:
        priority: As it was ranked.
        weights: Those that it was ranked with.
    """
    return {
        name: min(1.0, priority.factors.get(name, 0.0) / most) if most else 0.0 for name, most in weights.points.items()
    }


def learn_weights(
    judged: Sequence[JudgedAlert], *, hand: Weights, version: str, pull: float = PULL
) -> Weights | TooFew:
    """Return weights that rank what people said needs an answer before what they said does not.

    Levels keep their meaning: as many of the judged alerts are of each as by the hand weights.

    Args:
        judged: In any order.
        hand: The weights set by hand, which few judgments change little.
        version: Names the new ones.
        pull: Strength of the pull toward the hand weights, over 0.
    """
    import numpy as np

    needing = sum(one.needs_answer for one in judged)
    if min(needing, len(judged) - needing) < ENOUGH_EACH:
        return TooFew(needing=needing, not_needing=len(judged) - needing)
    names = list(hand.points)
    shares = np.array([[one.shares[name] for name in names] for one in judged])  # (n, factors)
    answers = np.array([one.needs_answer for one in judged])
    prior = np.array([hand.points[name] for name in names]) / _SCALE_POINTS
    points = _rounded(_fitted(shares, answers, prior, pull=pull))
    before, after = shares @ prior * _SCALE_POINTS, shares @ points
    return replace(
        hand,
        version=version,
        points=dict(zip(names, points.tolist(), strict=True)),
        levels=_levels(hand.levels, before, after),
    )


def _fitted(
    shares: NDArray[np.float64], answers: NDArray[np.bool_], prior: NDArray[np.float64], *, pull: float
) -> NDArray[np.float64]:
    """Return (factors,) coefficients of 0 or more that add up to 1, by penalized maximum likelihood.

    Free are the intercept, how steep the prior is, and by how much each coefficient differs from it.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    signs = np.where(answers, 1.0, -1.0)

    def loss(given: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        intercept, steepness, weights = given[0], given[1], given[2:]
        margins = signs * (intercept + shares @ weights)
        away = weights - steepness * prior
        slopes = -signs * expit(-margins)
        value = np.logaddexp(0, -margins).sum() + pull / 2 * away @ away
        return float(value), np.concatenate(([slopes.sum(), -pull * away @ prior], shares.T @ slopes + pull * away))

    start = np.concatenate(([0.0, 1.0], prior))
    bounds = [(None, None), (0.0, None), *[(0.0, None)] * len(prior)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x[2:]
    total = found.sum()
    return np.asarray(found / total if total > 0 else prior / prior.sum())


def _rounded(coefficients: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of a tenth each that add up to 100: the largest takes what rounding leaves."""
    import numpy as np

    points = np.round(coefficients * _SCALE_POINTS, 1)
    points[points.argmax()] += _SCALE_POINTS - points.sum()
    return np.round(points, 1)


def _levels(
    levels: Mapping[Level, float], before: NDArray[np.float64], after: NDArray[np.float64]
) -> Mapping[Level, float]:
    """Return lowest points of each level such that as many alerts reach it as before."""
    import numpy as np

    ranked = np.sort(after)[::-1]
    moved = {}
    for level in (Level.HIGH, Level.MEDIUM, Level.LOW):
        reaching = int((before >= levels[level]).sum())
        beyond = max(levels[level], float(ranked[0]) + _LEAST)  # none reached it, so none does now
        moved[level] = round(float(ranked[reaching - 1]) if reaching else beyond, 2)
    return moved

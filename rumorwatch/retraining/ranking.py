"""Training the ranking: weights from what analysts said needs an answer, and how often two alerts stand in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.rumors import Level, Priority
from rumorwatch.rank.learning import JudgedAlert, shares_of
from rumorwatch.train.gate import Answers, Measure, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.rank.weights import Weights
    from rumorwatch.train.examples import UrgencyExample

_NO_ANSWERS = Answers(hits=np.zeros(0), false=np.zeros(0), missed=np.zeros(0))


def judged_alerts(urgency: Sequence[UrgencyExample], *, known: Mapping[str, Weights]) -> list[JudgedAlert]:
    """Return judged alerts by their shares of each factor.

    Args:
        urgency: What was said, with the points as they were shown.
        known: Weights by version; what was ranked by others teaches nothing, for its points cannot be read.
    """
    return [
        JudgedAlert(
            shares=shares_of(
                Priority(
                    points=sum(one.factors.values()),
                    level=Level.MONITOR,
                    factors=dict(one.factors),
                    reasons=(),
                    weights_version=one.weights_version,
                ),
                weights=known[one.weights_version],
            ),
            needs_answer=one.needs_answer,
        )
        for one in urgency
        if one.weights_version in known
    ]


def order_trial(judged: Sequence[JudgedAlert], before: Weights, after: Weights, *, name: str) -> Trial:
    """Return the trial of every two alerts of which one needs an answer: is it ranked before the other (AUC)?

    A case is an alert that needs one, with all others that do not; there is none where all have one answer.
    """
    needing = [one for one in judged if one.needs_answer]
    others = [one for one in judged if not one.needs_answer]

    def answers(weights: Weights) -> Answers:
        first, second = _points(needing, weights), np.sort(_points(others, weights))
        behind, level = np.searchsorted(second, first), np.searchsorted(second, first, side="right")
        hits = (behind + level) / 2  # ties are half right
        return Answers(hits=hits, false=len(others) - hits, missed=np.zeros(len(hits)))

    groups = np.arange(len(needing) if others else 0).astype(str).astype(object)
    said = [answers(weights) if len(groups) else _NO_ANSWERS for weights in (before, after)]
    return Trial(name=name, measure=Measure.ACCURACY, groups=groups, parts={}, before=said[0], after=said[1])


def _points(judged: Sequence[JudgedAlert], weights: Weights) -> NDArray[np.float64]:
    return np.array([sum(most * one.shares.get(name, 0.0) for name, most in weights.points.items()) for one in judged])

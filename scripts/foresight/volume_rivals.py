"""What the forecast is measured against: persistence, a power law, a self-exciting process, and boosted trees.

Each takes rows to learn from and rows to forecast, and returns log(1 + sightings of the next 24 h) of the latter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foresight.quantiles import fit_quantile
from foresight.volumes import HORIZON_S, HOUR_S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from foresight.volumes import Rows
    from rumorwatch.emerge.growth import Moments

_MULTIPLES = np.geomspace(0.05, 24, 200)
_KERNELS = [(exponent, scale_s) for exponent in (0.1, 0.242, 0.5, 0.8) for scale_s in (300.0, 1800.0)]
"""Exponents and scales of the memory; .242 and 300 s are those of SEISMIC (Zhao et al. 2015)."""
_PRIOR_CHILDREN, _PRIOR_PARENTS = 1.2, 2.0


def persistence(_: Rows, ahead: Rows) -> NDArray[np.float64]:
    """Forecast that the last hour goes on for 24."""
    return np.log1p(24 * _per_h(ahead))


def best_multiple(learned: Rows, ahead: Rows) -> NDArray[np.float64]:
    """Forecast the last hour times the multiple that was best at that age."""

    def of_age(known: Rows, asked: Rows) -> NDArray[np.float64]:
        errors = [np.abs(np.log1p(_per_h(known) * one) - np.log1p(known.volumes)).mean() for one in _MULTIPLES]
        return np.log1p(_per_h(asked) * _MULTIPLES[int(np.argmin(errors))])

    return _by_age(learned, ahead, of_age)


def power_law(learned: Rows, ahead: Rows) -> NDArray[np.float64]:
    """Forecast log volume = a + b log seen, by least squares at that age (Szabo and Huberman 2010)."""

    def of_age(known: Rows, asked: Rows) -> NDArray[np.float64]:
        slope, intercept = np.polyfit(np.log1p(known.seen), np.log1p(known.volumes), 1)
        return np.asarray(intercept + slope * np.log1p(asked.seen))

    return _by_age(learned, ahead, of_age)


def self_exciting(all_moments: Sequence[Moments]) -> Callable[[Rows, Rows], NDArray[np.float64]]:
    """Return a forecast by a Hawkes process with power-law memory, without followers, then straightened."""

    def forecast(learned: Rows, ahead: Rows) -> NDArray[np.float64]:
        def of_age(known: Rows, asked: Rows) -> NDArray[np.float64]:
            errors, forecasts = [], []
            for kernel in _KERNELS:
                of_known, of_asked = (
                    np.log1p(_children(all_moments, rows, *kernel))[:, None] for rows in (known, asked)
                )
                line = fit_quantile(of_known, np.log1p(known.volumes), quantile=0.5, growing=1)
                errors.append(np.abs(line[0] + of_known @ line[1:] - np.log1p(known.volumes)).mean())
                forecasts.append(line[0] + of_asked @ line[1:])
            return forecasts[int(np.argmin(errors))]

        return _by_age(learned, ahead, of_age)

    return forecast


def boosted(learned: Rows, ahead: Rows) -> NDArray[np.float64]:
    """Forecast the median by boosted trees over the same features and the age."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    trees = HistGradientBoostingRegressor(
        loss="absolute_error",
        max_iter=300,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=5,
        random_state=0,
    )
    trees.fit(np.column_stack((learned.features, learned.ages_h)), np.log1p(learned.volumes))
    return np.asarray(trees.predict(np.column_stack((ahead.features, ahead.ages_h))))


def _per_h(rows: Rows) -> NDArray[np.float64]:
    """Return sightings an hour over the last hour; over the age where it is shorter, which is fairer."""
    return rows.last_hour / np.minimum(1.0, rows.ages_h)


def _by_age(learned: Rows, ahead: Rows, of_age: Callable[[Rows, Rows], NDArray[np.float64]]) -> NDArray[np.float64]:
    found = np.zeros(len(ahead.ages_h))
    for age_h in np.unique(ahead.ages_h):
        mine = ahead.ages_h == age_h
        found[mine] = of_age(learned.at(learned.ages_h == age_h), ahead.at(mine))
    return found


def _children(all_moments: Sequence[Moments], rows: Rows, exponent: float, scale_s: float) -> NDArray[np.float64]:
    """Return the direct offspring to be expected within the horizon, at the infectiousness of the age's second half."""

    def passed(elapsed_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return 1 - (1 + np.maximum(elapsed_s, 0) / scale_s) ** -exponent

    expected = []
    for thread, known_at, age_h in zip(rows.threads, rows.known_at, rows.ages_h, strict=True):
        now, half_s = known_at - HORIZON_S, age_h * HOUR_S / 2
        ages_s = now - np.array(all_moments[thread])
        ages_s = ages_s[ages_s >= 0]
        parents = (passed(ages_s) - passed(ages_s - half_s)).sum()
        infectious = ((ages_s < half_s).sum() + _PRIOR_CHILDREN) / (parents + _PRIOR_PARENTS)
        expected.append(infectious * (passed(ages_s + HORIZON_S) - passed(ages_s)).sum())
    return np.array(expected)

"""Coefficients of agreement, all of them from tables that say how often which label stood beside which.

A table is (k, k): rows and columns are labels. Of a pair of analysts it is their confusion: a subject adds 1. Of any
number of them it is the coincidences: a subject with m answers adds each ordered pair of its answers, divided by m - 1,
so that it counts m times. Tables add up over subjects, and so does what is drawn of them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

LEAST_SUBJECTS = 20
"""Of fewer the percentile bootstrap covers less than it says, and a coefficient has no interval (B. Efron and R. J.
Tibshirani, An Introduction to the Bootstrap, 1993, 13.4, where 20 observations already fall short of it a little)."""
_DRAWS = 2_000
"""Of the bootstrap: the ends of a 95 % interval take a thousand or more (the same, 14.6)."""
_MOST_UNDEFINED = 0.05
"""Share of draws without a coefficient, for they had one label only, from which on there is no interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A coefficient with what it is made of."""

    value: float | None
    """None: nothing to compare, or everybody gave one and the same label, so that chance explains it all."""
    interval: tuple[float, float] | None
    """95 %, by drawing the subjects again; None: too few."""
    subjects: int


def confusions_of(pairs: Sequence[tuple[int, int]], *, labels: int) -> NDArray[np.float64]:
    """Return (len(pairs), k, k): the table of each subject that two analysts answered, the first's answer the row."""
    tables = np.zeros((len(pairs), labels, labels))
    for at, (first, second) in enumerate(pairs):
        tables[at, first, second] = 1
    return tables


def coincidences_of(answers: Sequence[Sequence[int]], *, labels: int) -> NDArray[np.float64]:
    """Return (n, k, k): the table of each subject; one with a single answer has nothing to be compared with: zeros."""
    tables = np.zeros((len(answers), labels, labels))
    for at, given in enumerate(answers):
        if len(given) > 1:
            counts = np.bincount(given, minlength=labels).astype(np.float64)
            tables[at] = (np.outer(counts, counts) - np.diag(counts)) / (len(given) - 1)
    return tables


def one_against_rest(tables: NDArray[np.float64], label: int) -> NDArray[np.float64]:
    """Return (n, 2, 2): the tables that there would be if all labels but one were the same."""
    both = tables[:, label, label]
    row, column = tables[:, label].sum(axis=1) - both, tables[:, :, label].sum(axis=1) - both
    rest = tables.sum(axis=(1, 2)) - both - row - column
    return np.stack([np.stack([both, row], axis=1), np.stack([column, rest], axis=1)], axis=1)


def raw(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of answers that agree, of each of (..., k, k) tables; NaN of an empty one."""
    return _divided(np.trace(sums, axis1=-2, axis2=-1), sums.sum(axis=(-2, -1)))


def kappa(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Cohen's kappa of each of (..., k, k) confusions; NaN where chance alone agrees always.

    (observed - expected) / (1 - expected), what is expected from the shares of both analysts' labels: J. Cohen, "A
    coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960).
    """
    total = sums.sum(axis=(-2, -1))
    by_chance = (sums.sum(axis=-1) * sums.sum(axis=-2)).sum(axis=-1)
    observed = np.trace(sums, axis1=-2, axis2=-1) * total
    return _divided(observed - by_chance, total * total - by_chance)


def alpha(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Krippendorff's alpha of each of (..., k, k) coincidences; NaN where everybody gave one label.

    1 - (n - 1)(n - sum of o_cc) / (n^2 - sum of n_c^2), for labels without an order: K. Krippendorff, "Computing
    Krippendorff's Alpha-Reliability" (2011), C and D; any number of analysts, each with any answers missing.
    """
    values, total = sums.sum(axis=-1), sums.sum(axis=(-2, -1))
    disagreeing = total - np.trace(sums, axis1=-2, axis2=-1)
    return np.asarray(1 - (total - 1) * _divided(disagreeing, total * total - (values * values).sum(axis=-1)))


def figure_of(
    tables: NDArray[np.float64],
    coefficient: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    *,
    rng: np.random.Generator,
) -> Figure:
    """Return a coefficient of these subjects, with its interval where they are enough.

    Args:
        tables: (n, k, k), a table a subject; those that compare nothing are not counted.
        coefficient: ``raw``, ``kappa`` or ``alpha``.
        rng: Draws the subjects again.
    """
    compared = tables[tables.any(axis=(1, 2))]
    value = float(coefficient(compared.sum(axis=0))) if len(compared) else np.nan
    if np.isnan(value):
        return Figure(value=None, interval=None, subjects=len(compared))
    return Figure(value=value, interval=_interval(compared, coefficient, rng), subjects=len(compared))


def _interval(
    tables: NDArray[np.float64],
    coefficient: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    rng: np.random.Generator,
) -> tuple[float, float] | None:
    if len(tables) < LEAST_SUBJECTS:
        return None
    labels = tables.shape[1]
    # Most subjects have one of a few tables: how often each is drawn is all there is to draw.
    different, counts = np.unique(tables.reshape(len(tables), -1), axis=0, return_counts=True)
    drawn = rng.multinomial(len(tables), counts / len(tables), size=_DRAWS)
    found = coefficient((drawn @ different).reshape(_DRAWS, labels, labels))
    defined = found[~np.isnan(found)]
    if len(defined) < (1 - _MOST_UNDEFINED) * _DRAWS:
        return None
    low, high = np.quantile(defined, (0.025, 0.975))
    return float(low), float(high)


def _divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return quotients; NaN over nothing."""
    above, below = np.asarray(above, np.float64), np.asarray(below, np.float64)
    return np.asarray(np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0))

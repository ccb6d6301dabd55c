"""Fitting of linear quantiles under bounds, and of the widening that makes intervals hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fit_quantile(
    features: NDArray[np.float64], amounts: NDArray[np.float64], *, quantile: float, growing: int
) -> NDArray[np.float64]:
    """Return intercept and weights of the linear quantile (Koenker and Bassett 1978), as a linear program.

    Args:
        features: (n, k).
        amounts: (n,).
        quantile: 0 to 1.
        growing: The first so many weights are 0 or more.
    """
    n, k = features.shape
    whole = np.concatenate((np.ones((n, 1)), features), axis=1)
    equations = sparse.hstack([sparse.csr_matrix(whole), sparse.eye(n), -sparse.eye(n)]).tocsc()
    costs = np.concatenate((np.zeros(k + 1), np.full(n, quantile), np.full(n, 1 - quantile)))
    bounds = [(None, None)] + [(0, None)] * growing + [(None, None)] * (k - growing) + [(0, None)] * (2 * n)
    solved = linprog(costs, A_eq=equations, b_eq=amounts, bounds=bounds, method="highs")
    if not solved.success:
        raise ValueError(f"no quantile of {n} rows: {solved.message}")
    found = np.asarray(solved.x[: k + 1], np.float64)
    found[1 : 1 + growing] = np.maximum(found[1 : 1 + growing], 0.0)  # the solver is content with -1e-9
    return found


def widening(errors: NDArray[np.float64], *, share: float) -> float:
    """Return what a bound is moved by so that this share of errors is inside (Romano et al. 2019).

    Args:
        errors: (n,) how far each amount of the calibration slice is outside the bound; negative: inside.
        share: 0 to 1.
    """
    return float(np.quantile(errors, min(1.0, share * (1 + 1 / len(errors))), method="higher"))

"""What dense and sparse rows of a segment share: stretches of rows, and the best row of each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def owners_of(rows: NDArray[np.integer[Any]], begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which reference each row is of.

    Args:
        rows: (m,) numbers of rows.
        begins: (size + 1,) where the rows of each reference begin.
    """
    owners: NDArray[np.int64] = np.searchsorted(begins, rows, side="right") - 1
    return owners


def best_of_pairs(values: NDArray[np.float32], counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return (m,) the greatest of each pair's values, 0 at least and where a pair has none.

    Args:
        values: Of all pairs, one after the other.
        counts: (m,) how many each pair has.
    """
    found = np.zeros(len(counts), np.float32)
    some = np.flatnonzero(counts)
    if len(some):
        begins = (np.cumsum(counts) - counts)[some]
        found[some] = np.maximum(np.maximum.reduceat(values, begins), 0)
    return found


def stretches(begins: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers from each beginning on, as many as its count, one after the other."""
    offsets = np.cumsum(counts) - counts
    return np.repeat(begins - offsets, counts) + np.arange(int(counts.sum()))

"""Clusters: rows brought together by what they are near, so that a search looks at a few of them only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.domain.vectors import DenseRows

ROUNDS = 6
"""Of k-means; later ones move hardly a row."""
BLOCK_ROWS = 16_384
"""Rows compared with all centroids at once: 130 MB of cosines with 2,000 of them."""


def learn_centroids(rows: DenseRows, *, number: int, rng: np.random.Generator) -> DenseRows:
    """Return (number, d) unit rows by spherical k-means (Dhillon & Modha 2001); fewer where there are fewer rows.

    Args:
        rows: (n, d) unit rows, a sample.
        number: Centroids.
        rng: Draws the first ones; a cluster that loses its last row begins anew from a drawn row.
    """
    number = min(number, len(rows))
    centroids = rows[rng.choice(len(rows), number, replace=False)].astype(np.float32)
    for _ in range(ROUNDS):
        owners = nearest(rows, centroids)
        order = np.argsort(owners, kind="stable")
        counts = np.bincount(owners, minlength=number)
        full = np.flatnonzero(counts)
        begins = (np.cumsum(counts) - counts)[full]
        centroids = rows[rng.choice(len(rows), number)].astype(np.float32)
        centroids[full] = np.add.reduceat(rows[order], begins, axis=0)
        centroids /= np.maximum(np.linalg.norm(centroids, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return centroids


def nearest(rows: DenseRows, centroids: DenseRows) -> NDArray[np.int32]:
    """Return (n,) the number of the centroid most like each row."""
    found = np.zeros(len(rows), np.int32)
    for begin in range(0, len(rows), BLOCK_ROWS):
        block = slice(begin, begin + BLOCK_ROWS)
        found[block] = np.argmax(rows[block] @ centroids.T, axis=1)
    return found

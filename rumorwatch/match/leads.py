"""Leads: how far a candidate is ahead of its best rival.

A post about one claim is far more like it than like any other; a post about the claim's subject is somewhat like many.
On CheckThat's train split a lead beside the similarity raises recall at precision .97 from .23 to .36 (lexical) and
from .33 to .49 (fused). A candidate that says the same as the best one is no rival of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.match.candidates import Candidates, Index

SAME_MATTER = 0.5
"""References at least this alike say the same."""


def leads_of(found: Candidates, index: Index) -> NDArray[np.float32]:
    """Return (n, k) leads: over the best reference of another matter, or behind the best one (then negative)."""
    similarities = found.similarities
    if similarities.shape[1] == 0:
        return similarities
    same = _same_as_first(found, index)
    rivals = np.where(same, 0, similarities).max(axis=1, keepdims=True)
    return np.where(same, similarities - rivals, similarities - similarities[:, :1])


def _same_as_first(found: Candidates, index: Index) -> NDArray[np.bool_]:
    """Return (n, k) whether a candidate says the same as the best one; the best one does."""
    same = np.zeros(found.references.shape, bool)
    same[:, 0] = True
    rows, columns = np.nonzero(found.similarities[:, 1:] > 0)
    alike = index.similarity(found.references[rows, 0], found.references[rows, columns + 1])
    same[rows, columns + 1] = alike >= SAME_MATTER
    return same

"""Alignment: which English pieces a Vietnamese or Chinese piece translates to (IBM model 1, Brown et al. 1993).

It gives every new row of the vocabulary its start: the mean of the rows of its translations.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS = 5
"""Of expectation and maximization; the usual number, after which little moves."""
MAX_PIECES = 40
"""Different pieces of one line: the pairs grow with their product."""
MIN_SHARE = 0.02
"""Of a translation; smaller ones are chance."""
CHUNK_LINES = 20_000


def translations(lines: Sequence[tuple[Sequence[int], Sequence[int]]], *, rows: int) -> sparse.csr_matrix:
    """Return the shares of English pieces among the translations of every other piece.

    Args:
        lines: (pieces of the other language, pieces of English) of each pair of translations.
        rows: Rows of the vocabulary.

    Returns:
        (rows, rows) float32, other language by English; a row sums to 1, or to 0 where a piece was never seen.
    """
    others, english, segments = _crossed(lines)
    keys = others.astype(np.int64) * rows + english
    found, places = np.unique(keys, return_inverse=True)
    places = places.astype(np.int32)
    del keys, others, english
    owner = (found // rows).astype(np.int32)
    shares = np.ones(len(found), np.float32)
    bounds = np.linspace(0, len(segments) - 1, max(2, len(lines) // CHUNK_LINES)).astype(int)
    for _ in range(ROUNDS):
        counts = np.zeros(len(found), np.float64)
        for first, last in pairwise(bounds):
            begin, end = segments[first], segments[last]
            part = shares[places[begin:end]]
            starts = segments[first:last] - begin
            # An English piece is explained by the pieces of its line, each to its share.
            sums = np.add.reduceat(part, starts)
            part /= np.repeat(sums, np.diff(np.append(starts, end - begin)))
            counts += np.bincount(places[begin:end], weights=part, minlength=len(found))
        totals = np.bincount(owner, weights=counts, minlength=rows)
        shares = (counts / np.maximum(totals[owner], 1e-9)).astype(np.float32)
    shares[shares < MIN_SHARE] = 0
    table = sparse.csr_matrix((shares, (owner, (found % rows).astype(np.int32))), shape=(rows, rows))
    table.eliminate_zeros()
    sums = np.asarray(table.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(sums, 1e-9)) @ table, dtype=np.float32)


def _crossed(
    lines: Sequence[tuple[Sequence[int], Sequence[int]]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return every piece beside every English piece of its line; segments begin where the English piece changes."""
    others, english, lengths = [], [], []
    for other_pieces, english_pieces in lines:
        other = np.array(list(dict.fromkeys(other_pieces))[:MAX_PIECES], np.int32)
        said = np.array(list(dict.fromkeys(english_pieces))[:MAX_PIECES], np.int32)
        if not len(other) or not len(said):
            continue
        others.append(np.tile(other, len(said)))
        english.append(np.repeat(said, len(other)))
        lengths.append(np.full(len(said), len(other), np.int32))
    segments = np.concatenate([[0], np.cumsum(np.concatenate(lengths), dtype=np.int64)])
    return np.concatenate(others), np.concatenate(english), segments

"""Sparse rows of a segment: inverted lists to find candidates by a post's rarest features, rows to score them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rumorwatch.match.segments.scoring import best_of_pairs, best_places, stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.domain.columns import Column

MAX_ROWS = 1 << 31
MAX_WEIGHT = 0.5
"""Weights above it count as this while candidates are looked for; 99 of 100 are under .2."""
STEP_WEIGHT = MAX_WEIGHT / 255
ENTRY = np.dtype([("column", "<i4"), ("value", "<f2")])
"""A number of a row; a cosine over 100 of them is exact to .0005."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseLayer:
    """The rows of a segment under one sparse encoder."""

    begins: NDArray[np.int64]
    """(size + 1,) where the rows of each reference begin."""
    owners: NDArray[np.int32]
    """(r,) which reference each row is of."""
    row_begins: NDArray[np.int64]
    """(r + 1,) where the entries of each row begin."""
    entries: Column
    """(e,) of ENTRY, by row."""
    column_begins: NDArray[np.int64]
    """(columns + 1,) where the postings of each column begin."""
    postings: Column
    """(e,) int32 rows, by column."""
    shares: Column
    """(e,) uint8: the value of each of these, in steps of STEP_WEIGHT."""

    def shared(self, post: Any, *, budget: int) -> NDArray[np.float32]:  # noqa: ANN401 - csr_matrix
        """Return (r,) what each row shares with a post in the post's rarest features: at most about the cosine.

        Args:
            post: (1, columns) csr_matrix.
            budget: Postings read at most, but for the rarest feature, which is always read.
        """
        begins, ends = self.column_begins[post.indices], self.column_begins[post.indices + 1]
        sizes = ends - begins
        order = np.argsort(sizes, kind="stable")
        order = order[sizes[order] > 0]
        order = order[: max(1, int(np.searchsorted(np.cumsum(sizes[order]), budget, side="right")))]
        lists = sparse.csc_matrix(
            (
                self.shares.gather(begins[order], ends[order]).astype(np.float32),
                self.postings.gather(begins[order], ends[order]),
                np.append(0, np.cumsum(sizes[order])).astype(np.int32),
            ),
            shape=(len(self.row_begins) - 1, len(order)),
        )
        found: NDArray[np.float32] = lists @ (post.data[order] * np.float32(STEP_WEIGHT))
        return found

    def named(self, shared: NDArray[np.float32], *, top: int) -> NDArray[np.int32]:
        """Return the references whose rows share most, ``top`` at most; one may stand several times."""
        return self.owners[best_places(shared, top=top)]

    def rough(self, shared: NDArray[np.float32], references: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return (m,) what the best row of each reference shares."""
        counts = self.begins[references + 1] - self.begins[references]
        return best_of_pairs(shared[stretches(self.begins[references], counts)], counts)

    def scores(self, posts: Any, texts: NDArray[np.intp], references: NDArray[np.int64]) -> NDArray[np.float32]:  # noqa: ANN401
        """Return (m,) cosines of pairs of a post and a reference, by its best row; ``texts`` ascending."""
        found = np.zeros(len(texts), np.float32)
        weights = np.zeros(posts.shape[1], np.float32)
        bounds = np.flatnonzero(np.concatenate([[True], texts[1:] != texts[:-1], [True]])) if len(texts) else texts
        for begin, end in pairwise(bounds.tolist()):
            line = slice(posts.indptr[texts[begin]], posts.indptr[texts[begin] + 1])
            # A line of all columns, filled and emptied again: a gather a post instead of a search a number.
            weights[posts.indices[line]] = posts.data[line]
            found[begin:end] = self._line(weights, references[begin:end])
            weights[posts.indices[line]] = 0
        return found

    def _line(self, weights: NDArray[np.float32], references: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return (m,) cosines of one post, given as (columns,), with references."""
        firsts, lasts = self.begins[references], self.begins[references + 1]
        entries = self.entries.gather(self.row_begins[firsts], self.row_begins[lasts])
        products = weights[entries["column"]] * entries["value"].astype(np.float32)
        rows = stretches(firsts, lasts - firsts)
        sums = np.add.reduceat(np.append(products, np.float32(0)), np.append(0, np.cumsum(self._lengths(rows)))[:-1])
        sums[self._lengths(rows) == 0] = 0
        return best_of_pairs(sums.astype(np.float32), lasts - firsts)

    def _lengths(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        lengths: NDArray[np.int64] = self.row_begins[rows + 1] - self.row_begins[rows]
        return lengths

    def first_rows(self, references: NDArray[np.intp]) -> Any:  # noqa: ANN401 - csr_matrix
        """Return the first row of each reference."""
        firsts = self.begins[references]
        entries = self.entries.gather(self.row_begins[firsts], self.row_begins[firsts + 1])
        ends = np.append(0, np.cumsum(self._lengths(firsts)))
        shape = (len(references), len(self.column_begins) - 1)
        return sparse.csr_matrix((entries["value"].astype(np.float32), entries["column"], ends), shape=shape)

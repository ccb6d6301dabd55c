"""Sparse rows of a segment: inverted lists to find candidates by a post's rarest features, rows to score them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rumorwatch.match.segments.scoring import best_of_pairs, owners_of, stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Column

POSTING_BITS = 8
"""Of a posting that say the weight; the other 24 say the row."""
MAX_ROWS = 1 << 24
MAX_WEIGHT = 0.5
"""Weights above it count as this while candidates are looked for; 99 of 100 are under .2."""
STEP_WEIGHT = MAX_WEIGHT / 255
ENTRY = np.dtype([("column", "<i4"), ("value", "<f2")])
"""A number of a row; a cosine over 100 of them is exact to .0005."""
TEXTS_AT_ONCE = 32
"""Their scores are some 50 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseLayer:
    """The rows of a segment under one sparse encoder."""

    begins: NDArray[np.int64]
    """(size + 1,) where the rows of each reference begin."""
    row_begins: NDArray[np.int64]
    """(r + 1,) where the entries of each row begin."""
    entries: Column
    """(e,) of ENTRY, by row."""
    column_begins: NDArray[np.int64]
    """(columns + 1,) where the postings of each column begin."""
    postings: Column
    """(e,) uint32: row << POSTING_BITS | weight, by column."""

    def look(self, posts: Any, *, budget: int) -> SparseLook:  # noqa: ANN401 - csr_matrix
        """Return what references share with posts in the rarest features of these.

        Args:
            posts: (n, columns) csr_matrix; n is TEXTS_AT_ONCE at most.
            budget: Postings read for a post at most, but for its rarest feature, which is always read.
        """
        return SparseLook(shared=self._shared(posts, budget), begins=self.begins)

    def _shared(self, posts: Any, budget: int) -> Any:  # noqa: ANN401 - csr_matrix
        """Return (n, r) what each row shares with each post in the post's rarest features."""
        sizes = self.column_begins[posts.indices + 1] - self.column_begins[posts.indices]
        texts = np.repeat(np.arange(posts.shape[0]), np.diff(posts.indptr))
        order = np.lexsort((sizes, texts))
        read = np.cumsum(sizes[order])
        before = np.append(0, read)[posts.indptr[:-1]]
        within = read - before[texts[order]]
        is_rarest = np.append(True, texts[order][1:] != texts[order][:-1])[: len(order)]
        kept = order[((within <= budget) | is_rarest) & (sizes[order] > 0)]
        columns, numbers = np.unique(posts.indices[kept], return_inverse=True)
        begins, ends = self.column_begins[columns], self.column_begins[columns + 1]
        packed = self.postings.gather(begins, ends)
        lists = sparse.csr_matrix(
            (
                (packed & ((1 << POSTING_BITS) - 1)).astype(np.float32) * np.float32(STEP_WEIGHT),
                (packed >> POSTING_BITS).astype(np.int32),
                np.append(0, np.cumsum(ends - begins)),
            ),
            shape=(len(columns), max(1, len(self.row_begins) - 1)),
        )
        wanted = sparse.csr_matrix(
            (posts.data[kept], (texts[kept], numbers)), shape=(posts.shape[0], len(columns)), dtype=np.float32
        )
        return wanted @ lists

    def scores(self, posts: Any, texts: NDArray[np.intp], references: NDArray[np.int64]) -> NDArray[np.float32]:  # noqa: ANN401
        """Return (m,) cosines of pairs of a post and a reference, by its best row; ``texts`` ascending."""
        found = np.zeros(len(texts), np.float32)
        weights = np.zeros(posts.shape[1], np.float32)
        firsts = np.flatnonzero(np.append(True, texts[1:] != texts[:-1])[: len(texts)])
        for begin, end in zip(firsts.tolist(), np.append(firsts[1:], len(texts)).tolist(), strict=True):
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseLook:
    """What was read of inverted lists for some posts."""

    shared: Any
    """(n, r) csr_matrix: at most the cosine of each row with each post."""
    begins: NDArray[np.int64]
    """(size + 1,) where the rows of each reference begin."""

    def named(self, *, top: int) -> NDArray[np.int64]:
        """Return (n, top) references that share most with each post; -1: no more, and one may stand several times."""
        found = np.full((self.shared.shape[0], top), -1, np.int64)
        for text in range(len(found)):
            line = slice(self.shared.indptr[text], self.shared.indptr[text + 1])
            rows, scores = self.shared.indices[line], self.shared.data[line]
            if len(rows) > top:
                rows = rows[np.argpartition(scores, len(rows) - top)[len(rows) - top :]]
            found[text, : len(rows)] = owners_of(rows, self.begins)
        return found

    def rough(self, texts: NDArray[np.intp], references: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return (m,) what pairs of a post and a reference share, by the best row; ``texts`` ascending."""
        found = np.zeros(len(texts), np.float32)
        weights = np.zeros(self.shared.shape[1], np.float32)
        firsts = np.flatnonzero(np.append(True, texts[1:] != texts[:-1])[: len(texts)])
        for begin, end in zip(firsts.tolist(), np.append(firsts[1:], len(texts)).tolist(), strict=True):
            line = slice(self.shared.indptr[texts[begin]], self.shared.indptr[texts[begin] + 1])
            weights[self.shared.indices[line]] = self.shared.data[line]
            some = references[begin:end]
            counts = self.begins[some + 1] - self.begins[some]
            found[begin:end] = best_of_pairs(weights[stretches(self.begins[some], counts)], counts)
            weights[self.shared.indices[line]] = 0
        return found

"""Dense rows of a segment: int8 by clusters to find candidates, float16 in the references' order to score them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.segments.scoring import best_of_pairs, best_places, stretches

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rumorwatch.domain.columns import Column
    from rumorwatch.domain.vectors import DenseRows

SCORES = 32 << 20
"""Scores held at once: 128 MB. The more posts share a pass over the clusters, the less each pays for reading them."""
PAIR_CELLS = 2 << 20
"""Numbers of rows compared pair by pair at once: 8 MB a side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DenseLayer:
    """The rows of a segment under one dense encoder."""

    begins: NDArray[np.int64]
    """(size + 1,) where the rows of each reference begin."""
    rows: Column
    """(r, d) float16 in the order of the references; a cosine is exact to .0005."""
    centroids: DenseRows
    cluster_begins: NDArray[np.int64]
    """(k + 1,) where the rows of each cluster begin."""
    codes: Column
    """(r, d) int8, by cluster."""
    scales: NDArray[np.float32]
    """(r,) what each of these rows is multiplied by."""
    owners: NDArray[np.int32]
    """(r,) which reference each of these is of."""
    places: NDArray[np.int32]
    """(r,) which of these each row of ``rows`` is."""

    def named(self, posts: DenseRows, *, probes: int, top: int) -> NDArray[np.int64]:
        """Return (n, top) references of the rows most like each post in the clusters nearest to it; -1: no more.

        A reference with several rows may stand several times.
        """
        probes = min(probes, len(self.centroids))
        sizes = np.diff(self.cluster_begins)
        step = max(1, SCORES // max(1, int(np.sort(sizes)[-probes:].sum())))
        found = np.full((len(posts), top), -1, np.int64)
        for begin in range(0, len(posts), step):
            block = posts[begin : begin + step]
            near = block @ self.centroids.T
            probed = np.argpartition(near, near.shape[1] - probes, axis=1)[:, near.shape[1] - probes :]
            found[begin : begin + step] = self._best(block, probed, sizes, top=top)
        return found

    def _best(
        self, posts: DenseRows, probed: NDArray[np.intp], sizes: NDArray[np.int64], *, top: int
    ) -> NDArray[np.int64]:
        """Return (n, top) references by the int8 rows of the clusters probed (n, p)."""
        # Where each cluster's scores stand in a post's line; lines are as long as the longest.
        lengths = sizes[probed]
        ends = np.cumsum(lengths, axis=1)
        scores = np.zeros((len(posts), max(int(ends[:, -1].max()), 1)), np.float32)
        texts = np.repeat(np.arange(len(posts)), probed.shape[1])
        by_cluster = np.argsort(probed.ravel(), kind="stable")
        clusters, firsts = np.unique(probed.ravel()[by_cluster], return_index=True)
        starts = (ends - lengths).ravel()
        for cluster, mine in zip(clusters.tolist(), np.split(by_cluster, firsts[1:]), strict=True):
            begin, end = self.cluster_begins[cluster : cluster + 2].tolist()
            if begin == end:
                continue
            rows = self.codes.read(begin, end).astype(np.float32)
            product = (posts[texts[mine]] @ rows.T) * self.scales[begin:end]
            for text, start, line in zip(texts[mine].tolist(), starts[mine].tolist(), product, strict=True):
                scores[text, start : start + len(line)] = line
        # From a place in a line back to the row: the probed cluster whose stretch it is in.
        found = np.full((len(posts), top), -1, np.int64)
        for text in range(len(posts)):
            places = best_places(scores[text], top=top)
            nth = np.searchsorted(ends[text], places, side="right")
            within = places - (ends[text] - lengths[text])[nth]
            rows_at = self.cluster_begins[probed[text, nth]] + within
            found[text, : len(rows_at)] = self.owners[rows_at]
        return found

    def rough(self, posts: DenseRows, texts: NDArray[np.intp], references: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return (m,) cosines of pairs of a post and a reference by int8 rows, .002 off at most nearly always."""

        def cosines(posts_of: NDArray[np.intp], rows: NDArray[np.int64]) -> NDArray[np.float32]:
            at = self.places[rows]
            codes = self.codes.gather(at, at + 1).astype(np.float32)
            products: NDArray[np.float32] = np.einsum("ij,ij->i", posts[posts_of], codes) * self.scales[at]
            return products

        return self._by_best_row(cosines, texts, references, posts.shape[1])

    def scores(self, posts: DenseRows, texts: NDArray[np.intp], references: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return (m,) cosines of pairs of a post and a reference, by its best row.

        Args:
            posts: (n, d).
            texts: (m,) which post.
            references: (m,) which reference.
        """

        def cosines(posts_of: NDArray[np.intp], rows: NDArray[np.int64]) -> NDArray[np.float32]:
            values = self.rows.gather(rows, rows + 1).astype(np.float32)
            products: NDArray[np.float32] = np.einsum("ij,ij->i", posts[posts_of], values)
            return products

        return self._by_best_row(cosines, texts, references, posts.shape[1])

    def _by_best_row(
        self,
        cosines: Callable[[NDArray[np.intp], NDArray[np.int64]], NDArray[np.float32]],
        texts: NDArray[np.intp],
        references: NDArray[np.int64],
        dimensions: int,
    ) -> NDArray[np.float32]:
        found = np.zeros(len(texts), np.float32)
        counts = self.begins[references + 1] - self.begins[references]
        step = max(1, PAIR_CELLS // max(1, dimensions) // max(1, int(counts.max(initial=1))))
        for begin in range(0, len(texts), step):
            block = slice(begin, begin + step)
            number = counts[block]
            rows = stretches(self.begins[references[block]], number)
            found[block] = best_of_pairs(cosines(np.repeat(texts[block], number), rows), number)
        return found

    def first_rows(self, references: NDArray[np.intp]) -> DenseRows:
        """Return (m, d) float32: the first row of each reference."""
        begins = self.begins[references]
        rows: DenseRows = self.rows.gather(begins, begins + 1).astype(np.float32)
        return rows

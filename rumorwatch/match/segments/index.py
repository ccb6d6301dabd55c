"""Searching a segment: candidates of each encoder by its most promising parts, united, then scored exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.match.candidates import Candidates, places_of, row_by_row
from rumorwatch.match.segments.dense import DenseLayer
from rumorwatch.match.segments.held import HeldColumn
from rumorwatch.match.segments.scoring import best_places, owners_of
from rumorwatch.match.segments.sparse import SparseLayer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.columns import Column
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import Rows

NAMED = 1_024
"""Candidates each encoder names for a post."""
SCORED = 256
"""Of all that are named, scored exactly; as many as are asked for at least."""
PROBES = 64
"""Clusters looked into for a post."""
BUDGET = 1 << 20
"""Postings read for a post. Of a million claims (scripts/benchmark scale) the 10 and 100 best of everything are found
to .991 and .929, and .989 of the right ones; with half the postings and clusters and 768 named .976, .833 and .978, for
an eighth less time a post."""
TEXTS_AT_ONCE = 128
"""Texts whose candidates are scored together."""
HELD_BYTES = 400 << 20
"""Rows of a byte a number are held in memory up to this; longer ones are read from the disk each time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Effort:
    """How much is looked at for a post; the more, the nearer to searching everything."""

    named: int = NAMED
    scored: int = SCORED
    probes: int = PROBES
    budget: int = BUDGET


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentIndex:
    """The references of a segment (match.candidates.Searchable)."""

    encoders: tuple[Encoder, ...]
    weights: tuple[float, ...]
    """One an encoder, adding up to 1."""
    layers: tuple[DenseLayer | SparseLayer, ...]
    """One an encoder."""
    size: int
    """How many references."""
    retired: NDArray[np.bool_] | None = None
    """(size,) references that are never found; None: no such."""
    effort: Effort = Effort()

    @classmethod
    def open(
        cls,
        columns: Mapping[str, Column],
        *,
        encoders: Sequence[Encoder],
        weights: Sequence[float],
        retired: NDArray[np.bool_] | None = None,
    ) -> SegmentIndex:
        """Return the index over columns that a SegmentMaker wrote with these encoders."""
        layers = tuple(_layer(columns, number) for number in range(len(encoders)))
        return cls(
            encoders=tuple(encoders),
            weights=tuple(weights),
            layers=layers,
            size=len(columns["record_ends"]) - 1,
            retired=retired,
        )

    def search(self, texts: Sequence[SpellingViews], *, top: int) -> Candidates:
        """Return the ``top`` best references of each text among its candidates, best first, ties by their order."""
        encoded: list[Any] = [encoder.encode(texts) for encoder in self.encoders] if len(texts) else []
        shape = (len(texts), min(top, self.size))
        references, similarities = np.zeros(shape, np.intp), np.zeros(shape, np.float32)
        parts = np.zeros((*shape, len(self.encoders)), np.float32)
        dense = self._named(encoded) if encoded else []
        for begin in range(0, len(texts), TEXTS_AT_ONCE):
            block = slice(begin, begin + TEXTS_AT_ONCE)
            mine = [rows[block] for rows in encoded]
            rows, columns = self._chosen(mine, [named[block] for named in dense], most=max(self.effort.scored, top))
            scores = [layer.scores(one, rows, columns) for layer, one in zip(self.layers, mine, strict=True)]
            each = np.stack(scores, axis=1)
            values = each @ np.array(self.weights, np.float32)
            order, rows, places = places_of(rows, columns, values, top=shape[1])
            kept = values[order] > 0
            order, at = order[kept], (begin + rows[kept], places[kept])
            references[at], similarities[at], parts[at] = columns[order], values[order], each[order]
        positions = np.broadcast_to(np.arange(len(texts))[:, None], shape)
        return Candidates(references=references, similarities=similarities, texts=positions, parts=parts)

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return how alike references are, pair by pair, by their first rows; shapes (m,), (m,) to (m,)."""
        return self.parts(first, second) @ np.array(self.weights, np.float32)

    def parts(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the same as each encoder sees it, before they are fused: (m, e)."""
        return row_by_row(self.first_rows(first), self.first_rows(second), pairs=len(first))

    def first_rows(self, references: NDArray[np.intp]) -> list[Rows]:
        """Return the first row of each of these references under each encoder."""
        return [layer.first_rows(references) for layer in self.layers]

    def _named(self, encoded: Sequence[Any]) -> list[NDArray[np.int64]]:
        """Return the (n, c) references that each dense encoder names for the texts; -1: none."""
        return [
            layer.named(rows, probes=self.effort.probes, top=self.effort.named)
            for layer, rows in zip(self.layers, encoded, strict=True)
            if isinstance(layer, DenseLayer)
        ]

    def _chosen(
        self, encoded: Sequence[Any], named: list[NDArray[np.int64]], *, most: int
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return the pairs of a text and a reference, ``most`` a text, that are likeliest among its best."""
        rows, columns = [], []
        for text in range(encoded[0].shape[0]):
            some = self._promising([mine[text : text + 1] for mine in encoded], [one[text] for one in named], most=most)
            rows.append(np.full(len(some), text, np.intp))
            columns.append(some)
        return np.concatenate(rows), np.concatenate(columns)

    def _promising(self, encoded: Sequence[Any], named: list[NDArray[np.int64]], *, most: int) -> NDArray[np.int64]:
        """Return the references, ``most`` at most and ascending, that are likeliest among the best of one text."""
        shared = {
            number: layer.shared(encoded[number], budget=self.effort.budget)
            for number, layer in enumerate(self.layers)
            if isinstance(layer, SparseLayer)
        }
        theirs = [
            layer.named(shared[number], top=self.effort.named)
            for number, layer in enumerate(self.layers)
            if isinstance(layer, SparseLayer)
        ]
        some = np.unique(np.concatenate([*named, *theirs]))
        some = some[some >= 0]
        if self.retired is not None:
            some = some[~self.retired[some]]
        rough = np.zeros(len(some), np.float32)
        for number, (layer, weight) in enumerate(zip(self.layers, self.weights, strict=True)):
            if isinstance(layer, SparseLayer):
                rough += np.float32(weight) * layer.rough(shared[number], some)
            else:
                rough += np.float32(weight) * layer.rough(encoded[number], np.zeros(len(some), np.intp), some)
        return np.sort(some[best_places(rough, top=most)])


def _layer(columns: Mapping[str, Column], number: int) -> DenseLayer | SparseLayer:
    def whole(name: str) -> NDArray[Any]:
        column = columns[f"{number}.{name}"]
        return column.read(0, len(column))

    if f"{number}.entries" in columns:
        begins = whole("begins")
        return SparseLayer(
            begins=begins,
            owners=owners_of(begins),
            row_begins=whole("row_begins"),
            entries=columns[f"{number}.entries"],
            column_begins=whole("column_begins"),
            postings=columns[f"{number}.postings"],
            shares=columns[f"{number}.shares"],
        )
    order, codes = whole("order"), columns[f"{number}.codes"]
    places = np.empty_like(order)
    places[order] = np.arange(len(order), dtype=order.dtype)
    rows = columns[f"{number}.rows"]
    begins = whole("begins")
    return DenseLayer(
        begins=begins,
        rows=rows,
        centroids=whole("centroids"),
        cluster_begins=whole("cluster_begins"),
        codes=HeldColumn(values=whole("codes")) if codes.nbytes <= HELD_BYTES else codes,
        scales=whole("scales"),
        owners=owners_of(begins)[order],
        places=places,
    )

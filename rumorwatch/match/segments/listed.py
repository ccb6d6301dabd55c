"""A list beside its segment: what the segment has is searched there, what came since exactly, and both are one list."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rumorwatch.match.candidates import Candidates, reordered, row_by_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import Rows
    from rumorwatch.match.candidates import Index
    from rumorwatch.match.segments.index import SegmentIndex


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedIndex:
    """The references of a list (match.candidates.Searchable), by their places in it."""

    segment: SegmentIndex
    """What it has and the list has not is retired."""
    fresh: Index
    """What came since, under the same encoders: searched at once, and never missed."""
    rows: NDArray[np.intp]
    """(n,) which reference of the segment each of the list is; -1: it is fresh."""

    @property
    def encoders(self) -> tuple[Encoder, ...]:
        """What is fused."""
        return self.segment.encoders

    @property
    def size(self) -> int:
        """How many references the list has."""
        return len(self.rows)

    def search(self, texts: Sequence[SpellingViews], *, top: int) -> Candidates:
        """Return the ``top`` best references of each text, best first, ties by their order in the list."""
        places = np.zeros(self.segment.size, np.intp)
        is_kept = self.rows >= 0
        places[self.rows[is_kept]] = np.flatnonzero(is_kept)
        found = _placed(self.segment.search(texts, top=top), places)
        if self.fresh.size:
            found = _beside(found, _placed(self.fresh.search(texts, top=top), np.flatnonzero(~is_kept)))
        # Ties go by place in the list, which may not be the order in the segment.
        return reordered(found).narrowed(min(top, self.size))

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return how alike references are, pair by pair, by their first rows; shapes (m,), (m,) to (m,)."""
        return self.parts(first, second) @ np.array(self.segment.weights, np.float32)

    def parts(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the same as each encoder sees it, before they are fused: (m, e)."""
        return row_by_row(self._first_rows(first), self._first_rows(second), pairs=len(first))

    def _first_rows(self, references: NDArray[np.intp]) -> list[Rows]:
        rows = self.rows[references]
        kept, came = np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)
        theirs = self.segment.first_rows(rows[kept])
        if not len(came):
            return theirs
        fresh_places = np.cumsum(self.rows < 0) - 1
        ours = self.fresh.first_rows(fresh_places[references[came]])
        order = np.argsort(np.concatenate([kept, came]))
        return [_stacked(one, other)[order] for one, other in zip(theirs, ours, strict=True)]


def _stacked(one: Any, other: Any) -> Any:  # noqa: ANN401 - Rows; scipy carries no types
    return sparse.vstack([one, other], format="csr") if sparse.issparse(one) else np.concatenate([one, other])


def _placed(found: Candidates, places: NDArray[np.intp]) -> Candidates:
    """Return candidates by their places in the list."""
    values = {field.name: getattr(found, field.name) for field in fields(found)}
    values["references"] = np.where(found.similarities > 0, places[found.references], 0)
    return Candidates(**values)


def _beside(one: Candidates, other: Candidates) -> Candidates:
    """Return the candidates of both, in no order."""
    return Candidates(
        **{
            field.name: np.concatenate([getattr(one, field.name), getattr(other, field.name)], axis=1)
            for field in fields(one)
        }
    )

"""Rescoring: one more encoder's cosine for pairs that were found, fused with what the first stage knows of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.candidates import reordered
from rumorwatch.match.judging import judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.match.bands import Banding
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.candidates import Candidates, Index
    from rumorwatch.match.judging import Judged
    from rumorwatch.match.references import Reference


@dataclass(frozen=True, kw_only=True, eq=False)
class Rescorer:
    """The second stage of a cascade by a dense encoder (SecondStage)."""

    references: tuple[Reference, ...]
    index: Index
    """Of the first stage, over the same references."""
    encoder: Encoder
    calibration: Calibration
    """Its weights: one for each encoder of the first stage, then this one's."""
    banding: Banding | None = None
    """None: the constants do not depend on language and length."""

    @property
    def model_id(self) -> str:
        """Id of the encoder."""
        return self.encoder.model_id

    def judge(
        self, texts: Sequence[SpellingViews], found: Candidates, owners: NDArray[np.intp], *, size: int, top: int
    ) -> Judged:
        """Return the best candidates of each owner of texts, by the fused similarity of all encoders."""
        again = reordered(self._rescored(texts, found)).best_of(owners, size=size).narrowed(top)
        bands = None if self.banding is None else self.banding.bands(texts, again)
        return judged(again, self, self.calibration, references=self.index.size, bands=bands)

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return how alike candidates are, pair by pair, by their first rows; shapes (m,), (m,) to (m,)."""
        known = self._known
        own = [known[one][0] @ known[other][0] for one, other in zip(first.tolist(), second.tolist(), strict=True)]
        return self._fused(self.index.parts(first, second), np.array(own, np.float32))

    def _rescored(self, texts: Sequence[SpellingViews], found: Candidates) -> Candidates:
        """Return the candidates with fused similarities and one cosine more, in the old order."""
        wanted = found.similarities > 0
        self._learn(np.unique(found.references[wanted]).tolist())
        looked = np.flatnonzero(wanted.any(axis=1)).tolist()
        rows = np.asarray(self.encoder.encode([texts[at] for at in looked]))
        own = np.zeros(found.similarities.shape, np.float32)
        for at, row in zip(looked, rows, strict=True):
            own[at, wanted[at]] = self._best_texts(row, found.references[at, wanted[at]].tolist())
        similarities = np.where(wanted, np.maximum(self._fused(found.parts, own), 0), 0)
        return replace(found, similarities=similarities, parts=np.concatenate([found.parts, own[..., None]], axis=2))

    def _best_texts(self, row: DenseRows, references: Sequence[int]) -> DenseRows:
        """Return the cosine of a row with the best text of each reference."""
        blocks = [self._known[reference] for reference in references]
        begins = np.cumsum([0, *map(len, blocks[:-1])])
        best: DenseRows = np.maximum.reduceat(np.concatenate(blocks) @ row, begins)
        return best

    def _learn(self, references: Sequence[int]) -> None:
        """Encode references not met before, all their texts and wordings."""
        new = {at: self.references[at] for at in references if at not in self._known}
        if not new:
            return
        texts = [(*(one.texts or (one.whole,)), *one.wordings) for one in new.values()]
        rows = np.asarray(self.encoder.encode([text for mine in texts for text in mine]))
        ends = np.cumsum([len(mine) for mine in texts])
        self._known.update(zip(new, np.split(rows, ends[:-1]), strict=True))

    def _fused(self, parts: NDArray[np.float32], own: NDArray[np.float32]) -> NDArray[np.float32]:
        *weights, weight = (np.float32(weight) for weight in self.calibration.weights)
        total: NDArray[np.float32] = parts @ np.array(weights, np.float32) + weight * own
        return total

    @cached_property
    def _known(self) -> dict[int, DenseRows]:
        """(t, d) rows of the texts of each reference met so far."""
        return {}

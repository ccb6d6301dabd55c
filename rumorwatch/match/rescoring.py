"""Rescoring: one more encoder's cosine for pairs that were found, fused with what the first stage knows of them."""

from __future__ import annotations

from collections import OrderedDict
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
    from rumorwatch.match.candidates import Candidates, Searchable
    from rumorwatch.match.judging import Judged
    from rumorwatch.match.references import Reference

KNOWN_REFERENCES = 60_000
"""References whose rows are held, those last needed: 140 MB of three rows of 384 numbers each. Others are asked for
again, from the encoder or from what remembers its rows (embed.cached)."""
HELD = np.float16
"""Of held rows: half the memory, and cosines change by less than .001."""
TEXTS_AT_ONCE = 100
"""Texts whose candidates' rows are needed together: 10,000 references at most for the cascade's depth."""
REFERENCES_AT_ONCE = 500
"""References encoded together: 1,500 texts."""
PAIRS_AT_ONCE = 10_000
"""Pairs of references compared together."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rescorer:
    """The second stage of a cascade by a dense encoder (SecondStage)."""

    references: Sequence[Reference]
    index: Searchable
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
        known, own = self._known, np.zeros(len(first), np.float32)
        for begin in range(0, len(first), PAIRS_AT_ONCE):
            block = slice(begin, begin + PAIRS_AT_ONCE)
            self._learn(np.unique(np.concatenate([first[block], second[block]])).tolist())
            pairs = zip(first[block].tolist(), second[block].tolist(), strict=True)
            own[block] = [known[one][0].astype(float) @ known[other][0] for one, other in pairs]
        return self._fused(self.index.parts(first, second), own)

    def _rescored(self, texts: Sequence[SpellingViews], found: Candidates) -> Candidates:
        """Return the candidates with fused similarities and one cosine more, in the old order."""
        wanted = found.similarities > 0
        looked = np.flatnonzero(wanted.any(axis=1)).tolist()
        rows = np.asarray(self.encoder.encode([texts[at] for at in looked]))
        own = np.zeros(found.similarities.shape, np.float32)
        for begin in range(0, len(looked), TEXTS_AT_ONCE):
            block = slice(begin, begin + TEXTS_AT_ONCE)
            self._learn(np.unique(found.references[looked[block]][wanted[looked[block]]]).tolist())
            for at, row in zip(looked[block], rows[block], strict=True):
                own[at, wanted[at]] = self._best_texts(row, found.references[at, wanted[at]].tolist())
        similarities = np.where(wanted, np.maximum(self._fused(found.parts, own), 0), 0)
        return replace(found, similarities=similarities, parts=np.concatenate([found.parts, own[..., None]], axis=2))

    def _best_texts(self, row: DenseRows, references: Sequence[int]) -> DenseRows:
        """Return the cosine of a row with the best text of each reference."""
        blocks = [self._known[reference] for reference in references]
        begins = np.cumsum([0, *map(len, blocks[:-1])])
        best: DenseRows = np.maximum.reduceat(np.concatenate(blocks, dtype=np.float32) @ row, begins)
        return best

    def _learn(self, references: Sequence[int]) -> None:
        """Have the rows of references, of all their texts and wordings; encode those that are not held."""
        known = self._known
        new = {at: self.references[at] for at in references if at not in known}
        for at in references:
            if at in known:
                known.move_to_end(at)
        if not new:
            return
        for begin in range(0, len(new), REFERENCES_AT_ONCE):
            block = [*new.items()][begin : begin + REFERENCES_AT_ONCE]
            texts = [(*(one.texts or (one.whole,)), *one.wordings) for _, one in block]
            rows = np.asarray(self.encoder.encode([text for mine in texts for text in mine]))
            ends = np.cumsum([len(mine) for mine in texts])
            # Copied by astype: a view would keep the rows of all of them in memory for as long as one is held.
            known.update(
                (at, mine.astype(HELD)) for (at, _), mine in zip(block, np.split(rows, ends[:-1]), strict=True)
            )
        while len(known) > max(KNOWN_REFERENCES, len(references)):
            known.popitem(last=False)

    def _fused(self, parts: NDArray[np.float32], own: NDArray[np.float32]) -> NDArray[np.float32]:
        *weights, weight = (np.float32(weight) for weight in self.calibration.weights)
        total: NDArray[np.float32] = parts @ np.array(weights, np.float32) + weight * own
        return total

    @cached_property
    def _known(self) -> OrderedDict[int, NDArray[np.float16]]:
        """(t, d) rows of the texts of references, the last needed last."""
        return OrderedDict()

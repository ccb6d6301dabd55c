"""The static encoder: a row for each word piece, a text is their mean. Thousands of posts a second on one core."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.embed.parts import unit_rows, usable
from rumorwatch.embed.table import Table, read_table
from rumorwatch.embed.wording import wordings
from rumorwatch.embed.wordpieces import WordPieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.embed.shipped import ShippedModel

BATCH_TEXTS = 1024
"""Texts encoded at once: their different pieces need some 10 MB."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StaticEncoder:
    """Encoder over the accented view by the mean of the rows of its word pieces."""

    model: ShippedModel
    progress: Callable[[int, int], None] | None = None
    """Called with (texts done, texts in all) after each batch."""

    @property
    def model_id(self) -> str:
        """Name, version and hash of the files."""
        return self.model.model_id

    def encode(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return (len(texts), d) float32 rows, unit or, for an empty text, zero; each depends on its text only.

        Raises:
            ModelError: RW-M07 to RW-M09 the model is damaged or cannot be loaded or used.
        """
        pieces, table = self._parts
        words = wordings(texts)
        rows = np.zeros((len(words), table.dimensions), np.float32)
        for begin in range(0, len(words), BATCH_TEXTS):
            batch = slice(begin, begin + BATCH_TEXTS)
            with usable(self.model):
                sums = _sums(pieces.pieces(words[batch]), table)
            rows[batch] = unit_rows(sums, model=self.model)
            if self.progress is not None:
                self.progress(min(begin + BATCH_TEXTS, len(words)), len(words))
        return rows

    @cached_property
    def _parts(self) -> tuple[WordPieces, Table]:
        self.model.verify()
        folder = self.model.folder
        with usable(self.model):
            pieces = WordPieces.read(folder / "tokenizer.json")
            return pieces, read_table(folder / "model.safetensors", name="embedding.weight")


def _sums(texts: Sequence[Sequence[int]], table: Table) -> DenseRows:
    """Return (len(texts), d) float32: the sum of each text's rows; it has the direction of their mean."""
    from scipy import sparse

    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    flat = np.fromiter((piece for text in texts for piece in text), np.int64, int(lengths.sum()))
    used, columns = np.unique(flat, return_inverse=True)
    ends = np.concatenate(([0], np.cumsum(lengths)))
    # A product with a matrix of ones and twos: 70 times faster than np.add.reduceat. Columns stay in the order of the
    # pieces, so a row is the same to the last bit in every batch.
    counts = sparse.csr_matrix((np.ones(len(flat), np.float32), columns, ends), shape=(len(texts), len(used)))
    sums: DenseRows = counts @ table.rows(used)
    return sums

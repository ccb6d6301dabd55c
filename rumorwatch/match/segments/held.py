"""Columns that are held in memory after all, for they are read for every post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.match.segments.scoring import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldColumn:
    """An array as a column (domain.columns.Column)."""

    values: NDArray[Any]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def nbytes(self) -> int:
        """Bytes of all of it."""
        return self.values.nbytes

    def read(self, begin: int, end: int) -> NDArray[Any]:
        """Return the rows from ``begin`` to before ``end``."""
        return self.values[begin:end]

    def gather(self, begins: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Return many stretches, one after the other."""
        found: NDArray[Any] = self.values[stretches(begins.astype(np.int64), (ends - begins).astype(np.int64))]
        return found

"""How common features are in ordinary text: prior knowledge for the lexical encoder.

With thirty claims at hand nothing can be learned about which words are ordinary; the background knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = 1000
"""How many references the background weighs as much as; 14,231 claims overrule it, 30 do not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Background:
    """Shares of texts that have a feature, for the features that are common in at least one language."""

    columns: NDArray[np.int32]
    """(m,) ascending."""
    shares: NDArray[np.float32]
    """(m,) float32, 0 to 1: the largest over the languages."""
    texts: int = TEXTS

    @property
    def digest(self) -> bytes:
        """Equal for equal backgrounds on every machine."""
        columns, shares = self.columns.astype("<i4").tobytes(), self.shares.astype("<f4").tobytes()
        return sha256(columns + shares + str(self.texts).encode()).digest()

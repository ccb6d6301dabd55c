"""Vectors: the shapes that encoders give and matching takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DenseRows: TypeAlias = NDArray[np.float32]
"""(n, d) float32, C order; rows are unit length, or all zero where a text gave nothing."""
Rows: TypeAlias = "DenseRows | csr_matrix"
"""What an encoder gives: dense or sparse, (n, d) float32 with unit or zero rows."""

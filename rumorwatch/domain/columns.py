"""Columns: long arrays that are kept outside memory, as far as matching needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Column(Protocol):
    """A long column of numbers, or of rows of numbers, that is kept outside memory and read stretch by stretch."""

    def __len__(self) -> int:
        """Return how many numbers, or rows, there are."""
        ...

    @property
    def nbytes(self) -> int:
        """Bytes of all of it."""
        ...

    def read(self, begin: int, end: int) -> NDArray[Any]:
        """Return those from ``begin`` to before ``end``: (end - begin,) or (end - begin, d)."""
        ...

    def gather(self, begins: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Return many stretches, one after the other, in one array."""
        ...


class ColumnWriter(Protocol):
    """Columns while they are made."""

    def append(self, name: str, values: NDArray[Any]) -> None:
        """Add numbers or rows to the end of a column, which begins with its first ones."""
        ...

    def column(self, name: str) -> Column:
        """Return what a column has so far."""
        ...

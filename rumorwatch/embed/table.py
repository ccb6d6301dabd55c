"""The rows of word pieces: a matrix in a safetensors file, read where it lies, row by row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from rumorwatch.domain.vectors import DenseRows

_HEADER_BYTES = 8
"""Length of the header, little-endian, at the beginning of the file (safetensors format)."""
_MAX_HEADER = 1_000_000
"""Ours have 15 kB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One matrix of a safetensors file, mapped into memory and decoded only where it is read."""

    cells: NDArray[np.uint8] | NDArray[np.float16]
    """(pieces, d): float16, or the bytes of float8 (E4M3FN)."""

    @property
    def dimensions(self) -> int:
        """Length of a row."""
        return int(self.cells.shape[1])

    def rows(self, pieces: NDArray[np.int64]) -> DenseRows:
        """Return (*pieces.shape, d) float32: the row of each piece."""
        found = self.cells[pieces]
        if found.dtype == np.uint8:
            return _float8_values()[found]
        return found.astype(np.float32)


def read_table(path: Path, *, name: str) -> Table:
    """Return the matrix of this name in a safetensors file; float16 or float8 (E4M3FN).

    numpy has no float8, so the safetensors package cannot read such a matrix without torch.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no safetensors file, or the matrix is of another kind.
        KeyError: It has no such matrix.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_HEADER_BYTES), "little")
        if length > _MAX_HEADER:
            raise ValueError(f"header of {length} bytes")
        header = json.loads(file.read(length))[name]
    dtypes: dict[str, type[np.uint8 | np.float16]] = {"F8_E4M3": np.uint8, "F16": np.float16}
    rows, dimensions = header["shape"]
    begin, end = header["data_offsets"]
    dtype = np.dtype(dtypes[header["dtype"]])
    if end - begin != rows * dimensions * dtype.itemsize:
        raise ValueError(f"{name} has {end - begin} bytes for {rows} x {dimensions} cells")
    place = _HEADER_BYTES + length + begin
    return Table(cells=np.memmap(path, dtype, mode="r", offset=place, shape=(rows, dimensions)))


@cache
def _float8_values() -> NDArray[np.float32]:
    """Return the value of each byte read as float8 E4M3FN (Micikevicius et al. 2022)."""
    codes = np.arange(256)
    exponent, mantissa = codes >> 3 & 15, codes & 7
    normal, subnormal = np.ldexp(1 + mantissa / 8, exponent - 7), np.ldexp(mantissa / 8, -6)
    values = np.where(exponent > 0, normal, subnormal) * np.where(codes < 128, 1, -1)  # noqa: PLR2004 - the sign bit
    values[(codes & 127) == 127] = np.nan  # noqa: PLR2004 - all ones: the format has no infinities
    return values.astype(np.float32)

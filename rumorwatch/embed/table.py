"""The rows of word pieces: a matrix in a safetensors file, read where it lies, row by row."""

from __future__ import annotations

import json
import os
import weakref
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Table:
    """One matrix of a safetensors file, read by pread where it is asked for.

    Mapped pages would count as memory of the process: 60 MB for both shipped encoders once most pieces were met.
    """

    descriptor: int
    """Of the open file."""
    begin: int
    """Byte of the file where the matrix begins."""
    pieces: int
    """How many rows there are."""
    dimensions: int
    """Length of a row."""
    dtype: np.dtype[np.uint8] | np.dtype[np.float16]
    """float16, or the bytes of float8 (E4M3FN)."""

    def rows(self, pieces: NDArray[np.int64]) -> DenseRows:
        """Return (*pieces.shape, d) float32: the row of each piece.

        Raises:
            OSError: The file cannot be read.
            ValueError: There is no such piece.
        """
        used, places = np.unique(pieces, return_inverse=True)
        if len(used) and not 0 <= used[0] <= used[-1] < self.pieces:
            raise ValueError(f"pieces {used[0]} to {used[-1]} of {self.pieces}")
        width = self.dimensions * self.dtype.itemsize
        offsets = (used * width + self.begin).tolist()
        held = b"".join([os.pread(self.descriptor, width, offset) for offset in offsets])
        cells = np.frombuffer(held, self.dtype).reshape(len(used), self.dimensions)
        found = _float8_values()[cells] if self.dtype == np.uint8 else cells.astype(np.float32)
        rows: DenseRows = found[places.reshape(pieces.shape)]
        return rows


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
        size = os.fstat(file.fileno()).st_size
    dtypes: dict[str, np.dtype[np.uint8] | np.dtype[np.float16]] = {
        "F8_E4M3": np.dtype(np.uint8),
        "F16": np.dtype(np.float16),
    }
    pieces, dimensions = header["shape"]
    begin, end = (_HEADER_BYTES + length + place for place in header["data_offsets"])
    dtype = dtypes[header["dtype"]]
    if end - begin != pieces * dimensions * dtype.itemsize or end > size:
        raise ValueError(f"{name} has {end - begin} bytes for {pieces} x {dimensions} cells")
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    made = Table(descriptor=descriptor, begin=begin, pieces=pieces, dimensions=dimensions, dtype=dtype)
    weakref.finalize(made, os.close, descriptor)
    return made


@cache
def _float8_values() -> NDArray[np.float32]:
    """Return the value of each byte read as float8 E4M3FN (Micikevicius et al. 2022)."""
    codes = np.arange(256)
    exponent, mantissa = codes >> 3 & 15, codes & 7
    normal, subnormal = np.ldexp(1 + mantissa / 8, exponent - 7), np.ldexp(mantissa / 8, -6)
    values = np.where(exponent > 0, normal, subnormal) * np.where(codes < 128, 1, -1)  # noqa: PLR2004 - the sign bit
    values[(codes & 127) == 127] = np.nan  # noqa: PLR2004 - all ones: the format has no infinities
    return values.astype(np.float32)

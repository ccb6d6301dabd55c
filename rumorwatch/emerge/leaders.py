"""Leaders: the first text of each group, and which of them other texts are near to.

Rows are rounded to multiples of 2^-11. Then every product of two entries is a multiple of 2^-22, every partial sum of
such products in a cosine is below 2, and float32 with its 24 bits adds them without an error: a cosine is the same to
the last bit in every block of every batch on every machine, and so is whatever follows from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from rumorwatch.domain.vectors import DenseRows

_STEPS = np.float32(2**11)
_CHUNK = 1024
"""Leaders compared in one product: with a block of 512 posts their bounds are 2 MB and stay in the cache."""
_COORDINATES = 128
"""One core of a busy machine groups 20,000 posts in 1.3 s; with 96, 160 and all 384 coordinates in 1.6, 1.4 and 2.0."""
_LEARNED = 4096
"""Rows that a sketch is learned from: ten times their dimensions."""
_SLACK = np.float32(0.001)
"""By which a bound may be computed too low; float32 errs by 0.0004 where a sketch leaves nothing of a row."""
_FEW = 32
"""Pairs that the bound leaves are few where they are fewer than one in so many: 25 MB of rows, and quicker than all
products. Both ways give the same cosines, for products of rounded rows are exact."""


def rounded(rows: DenseRows) -> DenseRows:
    """Return (n, d) float32 rows in multiples of 2^-11; a cosine of theirs errs by 0.0002 (standard deviation)."""
    steps: DenseRows = np.asarray(rows, np.float32) * _STEPS
    np.rint(steps, out=steps)
    steps /= _STEPS
    return steps


class Sketch:
    """A few numbers of a row from which a bound follows that no cosine exceeds.

    In an orthonormal basis the cosine of two rows is the product of their first k coordinates and that of the others,
    which is at most the product of the others' lengths (Cauchy and Schwarz). With that length as one coordinate more,
    the bound is a product of k + 1 numbers instead of d.
    """

    def __init__(self, rows: DenseRows, *, coordinates: int = _COORDINATES) -> None:
        """Learn the basis in whose first coordinates the (n, d) rows are longest.

        Rows unlike these get a looser bound: that costs time, and changes no result.
        """
        _, vectors = np.linalg.eigh(rows.T @ rows)  # by ascending length
        self._basis: DenseRows = np.ascontiguousarray(vectors[:, : -coordinates - 1 : -1], np.float32)  # (d, k)

    @property
    def dimensions(self) -> int:
        """How long the rows are; 0: none was learned from."""
        return len(self._basis)

    @property
    def size(self) -> int:
        """How many numbers a sketch has: k + 1."""
        return int(self._basis.shape[1]) + 1

    def of(self, rows: DenseRows) -> DenseRows:
        """Return the (n, k + 1) sketches of (n, d) rows."""
        first = rows @ self._basis  # (n, k)
        others = np.einsum("ij,ij->i", rows, rows) - np.einsum("ij,ij->i", first, first)
        sketches: DenseRows = np.column_stack([first, np.sqrt(np.maximum(others, 0.0))])
        return sketches


class Leaders:
    """The rounded rows of leaders by their number, and when the group of each was last active."""

    def __init__(self) -> None:
        """Begin without leaders."""
        self._sketch = Sketch(np.zeros((0, 0), np.float32))
        self._rows: list[DenseRows] = []
        self._sketches: list[DenseRows] = []
        self._last: list[NDArray[np.float64]] = []
        self._count = 0
        self._sketched = 0

    def learn(self, rows: DenseRows) -> None:
        """Learn to sketch from the first (n, d) rows that are met; to be called before anything is told of them.

        Raises:
            ValueError: The rows are of other dimensions than the first ones.
        """
        if self._sketch.dimensions == 0:
            self._sketch = Sketch(rows[:_LEARNED])
        if self._sketch.dimensions != rows.shape[1]:
            raise ValueError(f"rows of {rows.shape} among rows of {self._sketch.dimensions} dimensions")

    def open(self) -> int:
        """Add a leader whose row is zero, near to nothing, until it is told; return its number: 0, 1, 2 and so on."""
        number = self._count
        if number == _CHUNK:  # the first batch may have been one post, from which little is learned
            self._sketch, self._sketched = Sketch(self._rows[0]), 0
        if number % _CHUNK == 0:
            self._rows.append(np.zeros((_CHUNK, self._sketch.dimensions), np.float32))
            self._sketches.append(np.zeros((_CHUNK, self._sketch.size), np.float32))
            self._last.append(np.full(_CHUNK, -np.inf))
        self._count += 1
        return number

    def lead(self, number: int, row: DenseRows) -> None:
        """Tell the (d,) row of a leader."""
        self._rows[number // _CHUNK][number % _CHUNK] = row
        self._sketched = min(self._sketched, number)

    def row(self, number: int) -> DenseRows:
        """Return the (d,) row of a leader."""
        row: DenseRows = self._rows[number // _CHUNK][number % _CHUNK]
        return row

    def touch(self, number: int, *, moment: float) -> None:
        """Tell when the group of a leader was last active."""
        self._last[number // _CHUNK][number % _CHUNK] = moment

    def near(
        self, rows: DenseRows, *, min_cosine: float, since: float, also: Collection[int] = ()
    ) -> list[list[tuple[float, int]]]:
        """Return for each of (n, d) rounded rows the (cosine, number) of the leaders that reach a cosine above 0.

        Args:
            rows: Any number.
            min_cosine: Above 0.
            since: Leaders whose groups were last active before then may be missing.
            also: Numbers of leaders that are never missing.
        """
        self._sketch_new()
        sketches = np.ascontiguousarray(self._sketch.of(rows).T)  # (k + 1, n)
        found: list[list[tuple[float, int]]] = [[] for _ in rows]
        for chunk in self._awake(since=since, also=also):
            bounds = self._sketches[chunk] @ sketches  # (_CHUNK, n)
            numbers, posts = np.divmod(np.flatnonzero(bounds >= min_cosine - _SLACK), len(rows))
            if len(numbers) * _FEW > bounds.size:  # posts on one matter: gathering their rows would take gigabytes
                cosines = (self._rows[chunk] @ rows.T)[numbers, posts]
            else:
                cosines = np.einsum("ij,ij->i", self._rows[chunk][numbers], rows[posts])
            kept = np.flatnonzero(cosines >= min_cosine)
            begin = chunk * _CHUNK
            for cosine, number, post in zip(
                cosines[kept].tolist(), numbers[kept].tolist(), posts[kept].tolist(), strict=True
            ):
                found[post].append((cosine, begin + number))
        return found

    def _awake(self, *, since: float, also: Collection[int]) -> Iterator[int]:
        """Yield the chunks with a leader to compare: groups founded together mostly fall asleep together."""
        named = {number // _CHUNK for number in also}
        return (chunk for chunk, last in enumerate(self._last) if chunk in named or last.max() >= since)

    def _sketch_new(self) -> None:
        while self._sketched < self._count:
            chunk, begin = divmod(self._sketched, _CHUNK)
            end = min(self._count - chunk * _CHUNK, _CHUNK)
            self._sketches[chunk][begin:end] = self._sketch.of(self._rows[chunk][begin:end])
            self._sketched = chunk * _CHUNK + end

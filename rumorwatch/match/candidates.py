"""Candidates: for each text the references most like it, exactly, by blocks of rows.

Several encoders are fused by a weighted sum of their cosines, so an encoder that is silent about a pair takes nothing
from what another found.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import Rows
    from rumorwatch.match.references import Reference

BLOCK_SCORES = 500_000
"""Scores held at once by a thread: 2 MB. With 8 MB a search took two thirds of the time, the peak was 70 MB higher."""
MAX_THREADS = 2
"""Blocks multiplied at the same time; two cores are what our speed is promised on."""
_CHUNKS = 128
"""Chunks of a row whose maxima bound its best scores; more cost more than they save."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Layer:
    """One row of some references; each reference has at most one row in a layer."""

    rows: Rows
    """(m, d) unit or zero rows."""
    owners: NDArray[np.intp]
    """(m,) ascending: which reference each row is of."""
    columns: Rows
    """(d, m): the rows transposed for multiplying."""


class Searchable(Protocol):
    """References that can be searched: all of them at once (Index), or a long list by parts (match.segments)."""

    @property
    def encoders(self) -> tuple[Encoder, ...]:
        """What is fused."""
        ...

    @property
    def size(self) -> int:
        """How many references."""
        ...

    def search(self, texts: Sequence[SpellingViews], *, top: int) -> Candidates:
        """Return the ``top`` best references of each text, best first, ties by the references' order."""
        ...

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return how alike references are, pair by pair, by their first rows; shapes (m,), (m,) to (m,)."""
        ...

    def parts(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the same as each encoder sees it, before they are fused: (m, e)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """References under several encoders, ready to be searched."""

    encoders: tuple[Encoder, ...]
    weights: tuple[float, ...]
    """One an encoder, adding up to 1."""
    layers: tuple[tuple[_Layer, ...], ...]
    """For each encoder; its score of a reference is the best over the layers."""
    size: int
    """How many references."""

    @classmethod
    def build(cls, references: Sequence[Reference], *, encoders: Sequence[Encoder], weights: Sequence[float]) -> Index:
        """Encode the references with every encoder."""
        layers = tuple(tuple(_layers(encoder, references)) for encoder in encoders if references)
        return cls(encoders=tuple(encoders), weights=tuple(weights), layers=layers, size=len(references))

    def search(self, texts: Sequence[SpellingViews], *, top: int) -> Candidates:
        """Return the ``top`` best references of each text, best first, ties by the references' order."""
        encoded = [encoder.encode(texts) for encoder in self.encoders] if self.size else []
        step = max(1, BLOCK_SCORES // max(1, self.size))
        shape = (len(texts), min(top, self.size))
        references, similarities = np.zeros(shape, np.intp), np.zeros(shape, np.float32)
        parts = np.zeros((*shape, len(self.encoders)), np.float32)

        def fill(begin: int) -> None:
            block = slice(begin, begin + step)
            each = self._scores([rows[block] for rows in encoded])
            references[block], similarities[block] = _best(_fused(each, self.weights), top=shape[1])
            for number, scores in enumerate(each):
                parts[block, :, number] = np.take_along_axis(scores, references[block], axis=1)

        begins = range(0, len(texts) if self.size else 0, step)
        # Multiplying lets go of the interpreter lock: two threads take 0.6 of the time of one.
        with ThreadPoolExecutor(MAX_THREADS) as threads:
            deque(threads.map(fill, begins), maxlen=0)
        positions = np.broadcast_to(np.arange(len(texts))[:, None], shape)
        return Candidates(references=references, similarities=similarities, texts=positions, parts=parts)

    def similarity(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return how alike references are, pair by pair, by their first rows; shapes (m,), (m,) to (m,)."""
        return self.parts(first, second) @ np.array(self.weights, np.float32)

    def parts(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the same as each encoder sees it, before they are fused: (m, e)."""
        return row_by_row(self.first_rows(first), self.first_rows(second), pairs=len(first))

    def first_rows(self, references: NDArray[np.intp]) -> list[Rows]:
        """Return the first row of each of these references under each encoder."""
        rows: list[Any] = [layer.rows for layer, *_ in self.layers]
        return [one[references] for one in rows]

    def _scores(self, encoded: Sequence[Rows]) -> list[NDArray[np.float32]]:
        """Return each encoder's (n, size) cosines of a block of rows."""
        each = []
        for layers, rows in zip(self.layers, encoded, strict=True):
            scores = _product(rows, layers[0].columns)
            for layer in layers[1:]:
                scores[:, layer.owners] = np.maximum(scores[:, layer.owners], _product(rows, layer.columns))
            each.append(scores)
        return each


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """What a search found; a row a text, best first."""

    references: NDArray[np.intp]
    """(n, k) positions of references; k is ``top``, or less when there are fewer references."""
    similarities: NDArray[np.float32]
    """(n, k) fused cosines; 0 (and reference 0) from where nothing more is alike."""
    texts: NDArray[np.intp]
    """(n, k) which of the texts searched was most like the reference."""
    parts: NDArray[np.float32]
    """(n, k, e) cosine of each encoder, before they were fused."""

    def narrowed(self, top: int) -> Candidates:
        """Return the ``top`` best of each text."""
        return Candidates(**{field: getattr(self, field)[:, :top] for field in _FIELDS})

    def best_of(self, owners: NDArray[np.intp], *, size: int) -> Candidates:
        """Return the best references of each owner of texts (a post of its windows), by its best text.

        Args:
            owners: (n,) ascending, which owner each text is of; every owner has at least one.
            size: how many owners there are.
        """
        if size == len(owners):
            return self
        width = self.references.shape[1]
        rows, columns, values = np.repeat(owners, width), self.references.ravel(), self.similarities.ravel()
        by_pair = np.lexsort((-values, columns, rows))
        rows, columns, values = rows[by_pair], columns[by_pair], values[by_pair]
        again = np.append(False, (rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1])) | (values <= 0)
        kept = by_pair[~again]
        order, rows, places = places_of(rows[~again], columns[~again], values[~again], top=width)
        return Candidates(
            **{field: _placed(getattr(self, field), kept[order], rows, places, size=size) for field in _FIELDS}
        )


_FIELDS = tuple(field.name for field in fields(Candidates))


def _placed(
    values: NDArray[Any], entries: NDArray[np.intp], rows: NDArray[np.intp], places: NDArray[np.intp], *, size: int
) -> NDArray[Any]:
    """Return (size, k, ...) values: entries of the (n, k, ...) ones, each in its row and place, zeros elsewhere."""
    placed = np.zeros((size, *values.shape[1:]), values.dtype)
    placed[rows, places] = values.reshape(-1, *values.shape[2:])[entries]
    return placed


def _fused(each: Sequence[NDArray[np.float32]], weights: Sequence[float]) -> NDArray[np.float32]:
    """Return the weighted sum of the encoders' cosines."""
    first, *more = (scores * np.float32(weight) for scores, weight in zip(each, weights, strict=True))
    for scores in more:
        first += scores
    return first


def reordered(found: Candidates) -> Candidates:
    """Return the candidates of each text, whose similarities have changed, best first again, ties by reference."""
    n, width = found.similarities.shape
    entries = np.flatnonzero(found.similarities.ravel() > 0)
    columns, values = found.references.ravel()[entries], found.similarities.ravel()[entries]
    order, rows, places = places_of(entries // width, columns, values, top=width)
    return Candidates(
        **{field: _placed(getattr(found, field), entries[order], rows, places, size=n) for field in _FIELDS}
    )


def row_by_row(first: Sequence[Rows], second: Sequence[Rows], *, pairs: int) -> NDArray[np.float32]:
    """Return (pairs, e) cosines under each encoder of a row with the one in the same place."""
    parts = np.zeros((pairs, len(first)), np.float32)
    for number, (one, other) in enumerate(zip(first, second, strict=True)):
        mine: Any = one
        product: Any = mine.multiply(other) if sparse.issparse(mine) else mine * other
        parts[:, number] = np.asarray(product.sum(axis=1)).ravel()
    return parts


def texts_read(reference: Reference, *, is_lexical: bool) -> tuple[SpellingViews, ...]:
    """Return the texts of a reference that an encoder reads, each a row; the best of them counts."""
    return (*((reference.whole,) if is_lexical else reference.texts), *reference.wordings)


def _layers(encoder: Encoder, references: Sequence[Reference]) -> Iterator[_Layer]:
    is_lexical = sparse.issparse(encoder.encode([references[0].whole]))
    texts = [texts_read(reference, is_lexical=is_lexical) for reference in references]
    for depth in range(max(map(len, texts))):
        owners = np.array([at for at, mine in enumerate(texts) if len(mine) > depth], np.intp)
        rows = encoder.encode([texts[at][depth] for at in owners])
        yield _Layer(rows=rows, owners=owners, columns=_transposed(rows))


def _transposed(rows: Any) -> Rows:  # noqa: ANN401 - Rows; scipy carries no types
    return rows.T.tocsr() if sparse.issparse(rows) else rows.T


def _product(rows: Rows, columns: Rows) -> NDArray[np.float32]:
    product: Any = rows @ columns
    dense: NDArray[np.float32] = product.toarray() if sparse.issparse(product) else product
    return dense


def _best(scores: NDArray[np.float32], *, top: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the columns and values of the ``top`` best positive scores of each row, best first, ties by column.

    The row is cut into chunks; the ``top``-th best of their maxima is a bound that at least ``top`` scores reach, and
    only scores that reach it are sorted. Three times faster than argpartition of the whole.
    """
    n, width = scores.shape
    chunk = width // _CHUNKS
    if chunk > 1 and top <= _CHUNKS // 2:
        maxima = scores[:, : chunk * _CHUNKS].reshape(n, _CHUNKS, chunk).max(axis=2)
        bounds = np.partition(maxima, _CHUNKS - top, axis=1)[:, _CHUNKS - top]
    else:
        bounds = np.partition(scores, width - top, axis=1)[:, width - top]
    rows, columns = np.nonzero(scores >= np.maximum(bounds, np.finfo(np.float32).tiny)[:, None])
    values = scores[rows, columns]
    order, rows, places = places_of(rows, columns, values, top=top)
    best_columns, best_values = np.zeros((n, top), np.intp), np.zeros((n, top), np.float32)
    best_columns[rows, places], best_values[rows, places] = columns[order], values[order]
    return best_columns, best_values


def places_of(
    rows: NDArray[np.intp], columns: NDArray[np.intp], values: NDArray[np.float32], *, top: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return which entries are among the ``top`` of their row, and the row and place of each; ties by column."""
    order = np.lexsort((columns, -values, rows))
    ordered = rows[order]
    places = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
    kept = places < top
    return order[kept], ordered[kept], places[kept]

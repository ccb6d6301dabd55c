"""Making a segment: references go through once, their rows are written as they are made, then grouped.

Grouping by cluster or by column goes through the rows again for every few clusters or columns, so that no more than
some hundred megabytes are held, however long the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rumorwatch.match.candidates import texts_read
from rumorwatch.match.segments.clusters import learn_centroids, nearest
from rumorwatch.match.segments.records import StoredReferences, record_of
from rumorwatch.match.segments.sparse import ENTRY, MAX_ROWS, STEP_WEIGHT
from rumorwatch.match.segments.wordcounts import WordCounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.columns import Column, ColumnWriter
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.references import Reference

SEED = 7
BATCH = 4_096
"""References encoded at once: some 30 MB; 200 MB where each has 1,500 letters."""
SAMPLE_ROWS = 64
"""Rows a centroid is learned from; twice as many changed no recall."""
GROUP_ROWS = 1 << 16
"""Dense rows grouped at once: 100 MB of float32 with 384 numbers each, and twice as much while they are."""
GROUP_ENTRIES = 8 << 20
"""Entries of sparse rows grouped at once: 200 MB while they are sorted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SegmentMaker:
    """What makes a segment."""

    learn: Callable[[Iterable[SpellingViews]], Sequence[Encoder]]
    """Gives the encoders, the lexical one having learned from these texts."""
    writer: ColumnWriter

    def make(self, references: Iterable[Reference]) -> None:
        """Write the segment of these references, one at least."""
        self._write_records(references)
        ends = self.writer.column("record_ends")
        stored = StoredReferences(ends=ends.read(0, len(ends)), records=self.writer.column("records"))
        encoders = self.learn(text for one in stored for text in (one.whole, *one.wordings))
        for number, encoder in enumerate(encoders):
            if sparse.issparse(encoder.encode([stored[0].whole])):
                self._write_sparse(number, encoder, stored)
            else:
                self._write_dense(number, encoder, stored)

    def _write_records(self, references: Iterable[Reference]) -> None:
        counts, end = WordCounts.none(), 0
        self.writer.append("record_ends", np.zeros(1, np.int64))
        for batch in _batches(references):
            for one in batch:
                counts.add(one.whole)
            records = [record_of(one) for one in batch]
            ends = end + np.cumsum([len(record) for record in records])
            end = int(ends[-1])
            self.writer.append("records", np.frombuffer(b"".join(records), np.uint8))
            self.writer.append("record_ends", ends.astype(np.int64))
        self.writer.append("word_counts", counts.counts)

    def _write_dense(self, number: int, encoder: Encoder, references: Iterable[Reference]) -> None:
        name, begins, end = f"{number}.", [np.zeros(1, np.int64)], 0
        for batch in _batches(references):
            texts = [texts_read(one, is_lexical=False) for one in batch]
            rows: Any = encoder.encode([text for mine in texts for text in mine])
            self.writer.append(name + "rows", rows.astype(np.float16))
            begins.append(end + np.cumsum([len(mine) for mine in texts]))
            end = int(begins[-1][-1])
        self.writer.append(name + "begins", np.concatenate(begins).astype(np.int64))
        self._write_clusters(name, self.writer.column(name + "rows"))

    def _write_clusters(self, name: str, rows: Column) -> None:
        rng = np.random.default_rng(SEED)
        number = max(1, round(2 * len(rows) ** 0.5))
        drawn = np.sort(rng.choice(len(rows), min(len(rows), number * SAMPLE_ROWS), replace=False))
        sample = rows.gather(drawn, drawn + 1).astype(np.float32)
        centroids = learn_centroids(sample, number=number, rng=rng)
        del sample
        owners = np.concatenate([nearest(block.astype(np.float32), centroids) for _, block in _blocks(rows)])
        sizes = np.bincount(owners, minlength=len(centroids))
        self.writer.append(name + "centroids", centroids)
        self.writer.append(name + "cluster_begins", np.append(0, np.cumsum(sizes)).astype(np.int64))
        for first, last in _groups(sizes, most=GROUP_ROWS):
            members = np.flatnonzero((owners >= first) & (owners < last))
            order = members[np.argsort(owners[members], kind="stable")]
            by_row = np.searchsorted(members, order)
            some = np.concatenate([block[members_in(members, begin, len(block))] for begin, block in _blocks(rows)])
            some = some.astype(np.float32)[by_row]
            scales = (np.abs(some).max(axis=1) / 127).astype(np.float32)
            codes = np.rint(some / np.maximum(scales, np.finfo(np.float32).tiny)[:, None]).astype(np.int8)
            self.writer.append(name + "codes", codes)
            self.writer.append(name + "scales", scales)
            self.writer.append(name + "order", order.astype(np.int32))

    def _write_sparse(self, number: int, encoder: Encoder, references: Iterable[Reference]) -> None:
        name = f"{number}."
        begins, row_begins, row_end, entry_end = [np.zeros(1, np.int64)], [np.zeros(1, np.int64)], 0, 0
        sizes: NDArray[np.int64] | None = None
        for batch in _batches(references):
            texts = [texts_read(one, is_lexical=True) for one in batch]
            rows: Any = encoder.encode([text for mine in texts for text in mine])
            sizes = np.zeros(rows.shape[1], np.int64) if sizes is None else sizes
            sizes += np.bincount(rows.indices, minlength=len(sizes))
            entries = np.empty(rows.nnz, ENTRY)
            entries["column"], entries["value"] = rows.indices, rows.data
            self.writer.append(name + "entries", entries)
            begins.append(row_end + np.cumsum([len(mine) for mine in texts]))
            row_begins.append(entry_end + rows.indptr[1:].astype(np.int64))
            row_end, entry_end = int(begins[-1][-1]), entry_end + int(rows.nnz)
        if row_end > MAX_ROWS:
            raise ValueError(f"{row_end} texts in one segment; {MAX_ROWS} are the most")
        all_begins = np.concatenate(row_begins)
        self.writer.append(name + "begins", np.concatenate(begins).astype(np.int64))
        self.writer.append(name + "row_begins", all_begins)
        if sizes is not None:
            self._write_postings(name, self.writer.column(name + "entries"), all_begins, sizes)

    def _write_postings(
        self, name: str, entries: Column, row_begins: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> None:
        self.writer.append(name + "column_begins", np.append(0, np.cumsum(sizes)).astype(np.int64))
        for first, last in _groups(sizes, most=GROUP_ENTRIES):
            # Texts without a letter have no entries, so that there may be no block.
            columns, postings, shares = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.uint8)]
            for begin, block in _blocks(entries, rows=GROUP_ENTRIES // 4):
                kept = np.flatnonzero((block["column"] >= first) & (block["column"] < last))
                rows = np.searchsorted(row_begins, begin + kept, side="right") - 1
                steps = np.rint(block["value"][kept].astype(np.float32) / STEP_WEIGHT)
                columns.append(block["column"][kept])
                postings.append(rows.astype(np.int32))
                shares.append(np.clip(steps, 1, 255).astype(np.uint8))
            order = np.argsort(np.concatenate(columns), kind="stable")
            self.writer.append(name + "postings", np.concatenate(postings)[order])
            self.writer.append(name + "shares", np.concatenate(shares)[order])


def members_in(members: NDArray[np.intp], begin: int, length: int) -> NDArray[np.intp]:
    """Return the places within a block of those of these ascending numbers that are in it."""
    first, last = np.searchsorted(members, [begin, begin + length])
    return members[first:last] - begin


def _batches(references: Iterable[Reference]) -> Iterator[list[Reference]]:
    remaining = iter(references)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _blocks(column: Column, *, rows: int = 16_384) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield stretches of a column with where each begins."""
    for begin in range(0, len(column), rows):
        yield begin, column.read(begin, min(begin + rows, len(column)))


def _groups(sizes: NDArray[np.int64], *, most: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of numbers whose sizes add up to ``most`` or, for one alone, to more."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + most, side="right")))
        yield first, last
        first = last

"""The columns of a segment: which there are, of which kind and length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.match.segments.sparse import ENTRY
from rumorwatch.match.segments.wordcounts import COUNT_BITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.columns import Column

_SPARSE: dict[str, Any] = {
    "begins": np.int64,
    "row_begins": np.int64,
    "entries": ENTRY,
    "column_begins": np.int64,
    "postings": np.int32,
    "shares": np.uint8,
}
_DENSE: dict[str, Any] = {
    "begins": np.int64,
    "rows": np.float16,
    "centroids": np.float32,
    "cluster_begins": np.int64,
    "codes": np.int8,
    "scales": np.float32,
    "order": np.int32,
}
_ROWS = {"rows", "centroids", "codes"}
"""Columns of rows; the others are of single numbers."""


def fault_of(columns: Mapping[str, Column], *, are_sparse: Sequence[bool]) -> str | None:
    """Return why columns are no segment that a SegmentMaker wrote; None: they are one, as far as kinds and lengths go.

    Args:
        columns: Whole and as they were written.
        are_sparse: Of each encoder, whether its rows are.
    """
    kinds: dict[str, Any] = {"record_ends": np.int64, "records": np.uint8, "word_counts": np.uint32}
    for number, is_sparse in enumerate(are_sparse):
        kinds |= {f"{number}.{name}": kind for name, kind in (_SPARSE if is_sparse else _DENSE).items()}
    for name, kind in kinds.items():
        if name not in columns:
            return f'it has no "{name}"'
        some = columns[name].read(0, 0)
        if some.dtype != kind or (some.ndim > 1) != (name.rpartition(".")[2] in _ROWS):
            return f'its "{name}" is of another kind'
    size = len(columns["record_ends"]) - 1
    if size < 1:
        return "it has no record"
    if len(columns["word_counts"]) != 1 << COUNT_BITS or not _ends_with(columns, "record_ends", "records"):
        return "its records are not whole"
    for number, is_sparse in enumerate(are_sparse):
        if len(columns[f"{number}.begins"]) != size + 1 or not (_is_sparse_layer if is_sparse else _is_dense_layer)(
            columns, f"{number}."
        ):
            return f'the rows of its encoder "{number}" are not whole'
    return None


def _is_sparse_layer(columns: Mapping[str, Column], name: str) -> bool:
    return (
        _last(columns[name + "begins"]) == len(columns[name + "row_begins"]) - 1
        and _ends_with(columns, name + "row_begins", name + "entries")
        and _ends_with(columns, name + "column_begins", name + "postings")
        and len(columns[name + "entries"]) == len(columns[name + "postings"]) == len(columns[name + "shares"])
    )


def _is_dense_layer(columns: Mapping[str, Column], name: str) -> bool:
    rows = columns[name + "rows"]
    widths = {columns[name + one].read(0, 0).shape[1] for one in ("rows", "centroids", "codes")}
    lengths = {len(columns[name + one]) for one in ("rows", "codes", "scales", "order")}
    return (
        len(widths) == len(lengths) == 1
        and _last(columns[name + "begins"]) == len(rows)
        and _ends_with(columns, name + "cluster_begins", name + "codes")
        and len(columns[name + "centroids"]) == len(columns[name + "cluster_begins"]) - 1
    )


def _ends_with(columns: Mapping[str, Column], ends: str, name: str) -> bool:
    """Return whether a column of ends ends where another one does."""
    return _last(columns[ends]) == len(columns[name])


def _last(column: Column) -> int:
    return int(column.read(len(column) - 1, len(column))[0]) if len(column) else -1

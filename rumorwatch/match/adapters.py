"""Adapters: rows of a dense encoder turned before they are compared, those of posts and of claims by a matrix each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from rumorwatch.domain.vectors import DenseRows, Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adapter:
    """Two linear maps for the rows of one dense encoder."""

    id: str
    """Changes when a matrix does: rows of claims that are stored were turned by it."""
    posts: DenseRows
    """(d, d): rows of posts are multiplied by it."""
    claims: DenseRows
    """(d, d): rows of claims and statements are."""


Adapters: TypeAlias = "tuple[Adapter | None, ...]"
"""One an encoder, in their order; empty: none has one."""


def adapted_posts(rows: Rows, adapters: Adapters, number: int) -> Rows:
    """Return rows of posts, turned by the adapter of the encoder of this number, if it has one."""
    adapter = adapters[number] if adapters else None
    return rows if adapter is None else _turned(rows, adapter.posts)


def adapted_claims(rows: Rows, adapters: Adapters, number: int) -> Rows:
    """Return rows of claims, turned likewise."""
    adapter = adapters[number] if adapters else None
    return rows if adapter is None else _turned(rows, adapter.claims)


def _turned(rows: Any, matrix: DenseRows) -> DenseRows:  # noqa: ANN401 - Rows; scipy carries no types
    turned: DenseRows = rows @ matrix
    lengths = np.linalg.norm(turned, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: DenseRows = (turned / lengths).astype(np.float32)
    return unit

"""Measures of rankings and tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Precision and recall of one tier; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None


def average_precision(ranked: Sequence[str], relevant: Collection[str], *, at: int) -> float:
    """Return average precision at a depth: the precisions at the relevant ranks, over min(at, number of relevant).

    This is the MAP@k of CheckThat's scorer. 0 when nothing is relevant.
    """
    hits, total = 0, 0.0
    for rank, name in enumerate(ranked[:at], start=1):
        if name in relevant:
            hits += 1
            total += hits / rank
    return total / min(at, len(relevant)) if relevant else 0.0


def has_success(ranked: Sequence[str], relevant: Collection[str], *, at: int) -> bool:
    """Return whether one of the first ``at`` is relevant (S@k; P@1 when ``at`` is 1)."""
    return any(name in relevant for name in ranked[:at])


def share_of(found: Collection[tuple[str, str]], relevant: Collection[tuple[str, str]]) -> Share:
    """Return precision (found pairs that are relevant) and recall (relevant pairs that were found)."""
    right = len(set(found) & set(relevant))
    return Share(
        precision=right / len(found) if found else None,
        recall=right / len(relevant) if relevant else None,
    )

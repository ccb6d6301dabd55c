"""Training stances: the shipped weights, moved by what analysts said and pulled back toward where they were.

Maximum a posteriori adaptation (Chelba & Acero 2004): a logistic regression whose prior mean is the shipped model, so
that few judgments change little, and what none speaks of stays as it was fitted on the base examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS_SCALE, SIGNS_SCALE, ROWS_SCALE = 4.0, 0.8, 1.0
"""How much each block may say under one penalty, as the shipped weights were fitted (scripts/train_stance)."""
PULL = 3.0
"""Strength of the pull toward the shipped weights. Macro-F1 on the frozen posts in four folds of claims, 360 teaching
and 120 measured: .884 shipped; .913, .917, .906, .898 and .889 under 1, 3, 10, 30 and 100; with a fifth of the answers
wrong .903, .900, .883, .892 and .890."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceExamples:
    """Posts beside claims with what analysts said they do."""

    words: Any
    """(n, buckets) scipy CSR: of each bucket of a post one over the root of their number."""
    signs: NDArray[np.float64]
    """(n, signs)."""
    rows: NDArray[np.float64] | None
    """(n, 768) of the encoder, as the dense weights weigh them; None: there are none."""
    stances: NDArray[np.intp]
    """(n,) places in the order of the model's columns."""
    weights: NDArray[np.float64]
    """(n,) how much each counts."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceTable:
    """One set of weights; a column a stance."""

    intercept: NDArray[np.float64]
    """(4,)."""
    words: NDArray[np.float64]
    """(buckets, 4)."""
    signs: NDArray[np.float64]
    """(signs, 4)."""
    rows: NDArray[np.float64] | None
    """(768, 4), of weights for pairs with rows."""

    def probabilities(self, of: StanceExamples) -> NDArray[np.float64]:
        """Return (n, 4)."""
        scores = self.intercept + of.words @ self.words + of.signs @ self.signs
        if self.rows is not None and of.rows is not None:
            scores = scores + of.rows @ self.rows
        return softmax(scores)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of scores; rows of both are examples."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)


def adapt(shipped: StanceTable, judged: StanceExamples, *, pull: float = PULL) -> StanceTable:
    """Return the shipped weights moved toward what analysts said; the intercept stays.

    How often each stance is asked about is a choice, and says nothing of how often it occurs.

    Args:
        shipped: What they start from, and are pulled toward.
        judged: Any number; without one the shipped weights come back.
        pull: Strength of the pull, over 0.
    """
    from scipy.optimize import minimize

    if not len(judged.stances):
        return shipped
    classes = len(shipped.intercept)
    seen = np.unique(judged.words.indices)
    words = judged.words[:, seen].multiply(WORDS_SCALE).tocsr()
    blocks = [judged.signs * SIGNS_SCALE]
    if shipped.rows is not None and judged.rows is not None:
        blocks.append(judged.rows * ROWS_SCALE)
    dense = np.concatenate(blocks, axis=1)
    start = np.log(np.maximum(shipped.probabilities(judged), np.finfo(float).tiny))
    target = np.eye(classes)[judged.stances]
    transposed = words.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        moved = flat.reshape(-1, classes)
        of_words, of_dense = moved[: len(seen)], moved[len(seen) :]
        chance = softmax(start + words @ of_words + dense @ of_dense)
        told = np.log(np.maximum((chance * target).sum(axis=1), 1e-12))
        slope = (chance - target) * judged.weights[:, None]
        gradient = np.concatenate([transposed @ slope, dense.T @ slope]) + pull * moved
        return 0.5 * pull * float((moved**2).sum()) - float(judged.weights @ told), gradient.ravel()

    size = (len(seen) + dense.shape[1]) * classes
    moved = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-6}).x
    return _moved(shipped, moved.reshape(-1, classes), seen)


def _moved(shipped: StanceTable, moved: NDArray[np.float64], seen: NDArray[np.intp]) -> StanceTable:
    """Return the weights after a move in the scaled blocks: seen words, signs, rows."""
    words = shipped.words.copy()
    words[seen] += moved[: len(seen)] * WORDS_SCALE
    rest = moved[len(seen) :]
    signs = rest[: len(shipped.signs)]
    rows = rest[len(shipped.signs) :]
    return StanceTable(
        intercept=shipped.intercept,
        words=words,
        signs=shipped.signs + signs * SIGNS_SCALE,
        rows=shipped.rows if shipped.rows is None or not len(rows) else shipped.rows + rows * ROWS_SCALE,
    )

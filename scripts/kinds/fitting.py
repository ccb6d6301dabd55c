"""Fit the weights, cross-validate, and choose temperature and threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold

from rumorwatch.domain.readings import PostClass
from rumorwatch.emerge.kinds import CLASSES, PROTECTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kinds.posts import Posts

FOLDS = 6
WORDS_SCALE, SIGNS_SCALE, ROWS_SCALE = 6.0, 0.8, 2.5
"""What a block is multiplied with under one penalty: how much it may say."""
LEAST_POSTS = 2
"""Posts that have a bucket, for it to get a weight."""
COPY_WEIGHT = 0.4
"""Of a changed copy, beside its post."""
EVENING = 0.5
"""Power of the frequency that classes are weighed against: 0 as frequent as they are, 1 all alike."""
MOST_PROTECTED = 0.005
"""Share of opinion, criticism and satire that may pass as claims in cross-validation; others write otherwise, so half
of the one in a hundred that we would bear."""
_CLAIM = CLASSES.index(PostClass.CLAIM)
_PROTECTED = [CLASSES.index(one) for one in PROTECTED]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Weights with the scales folded in; a column a class."""

    intercept: NDArray[np.float64]
    words: NDArray[np.float64]
    signs: NDArray[np.float64]
    rows: NDArray[np.float64]

    def probabilities(self, posts: Posts) -> NDArray[np.float64]:
        """Return (n, 8)."""
        scores = self.intercept + posts.words @ self.words + posts.signs @ self.signs + posts.rows @ self.rows
        return softmax(scores)

    def cooled(self, temperature: float) -> Fitted:
        """Return the weights whose scores are divided by a temperature."""
        return Fitted(
            intercept=self.intercept / temperature,
            words=self.words / temperature,
            signs=self.signs / temperature,
            rows=self.rows / temperature,
        )

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """Return the arrays as the file holds them."""
        parts = {"intercept": self.intercept[None], "words": self.words, "signs": self.signs, "rows": self.rows}
        return {name: np.ascontiguousarray(array, np.float16) for name, array in parts.items()}


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of scores."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def fit(posts: Posts, chosen: NDArray[np.intp], *, originals: int) -> Fitted:
    """Fit multinomial logistic regression with one L2 penalty over the scaled blocks.

    Args:
        posts: All posts; those from ``originals`` on are copies.
        chosen: Places of the posts to learn from.
        originals: How many posts are no copies.
    """
    kinds, words = posts.kinds[chosen], posts.words[chosen]
    seen = np.asarray((words > 0).sum(axis=0)).ravel() >= LEAST_POSTS
    counts = np.bincount(posts.kinds[:originals], minlength=len(CLASSES))
    factors = (counts.mean() / counts) ** EVENING
    weights = (factors / (factors @ counts / originals))[kinds] * np.where(chosen < originals, 1, COPY_WEIGHT)
    blocks = (words[:, seen] * WORDS_SCALE, posts.signs[chosen] * SIGNS_SCALE, posts.rows[chosen] * ROWS_SCALE)
    model = LogisticRegression(C=1.0, max_iter=300, tol=1e-3)
    model.fit(sparse.hstack([*map(sparse.csr_matrix, blocks)]).tocsr(), kinds, sample_weight=weights)
    found = model.coef_.T
    of_words = np.zeros((words.shape[1], len(CLASSES)))
    of_words[seen] = found[: seen.sum()] * WORDS_SCALE
    ends = seen.sum() + posts.signs.shape[1]
    return Fitted(
        intercept=model.intercept_,
        words=of_words,
        signs=found[seen.sum() : ends] * SIGNS_SCALE,
        rows=found[ends:] * ROWS_SCALE,
    )


def cross_validated(posts: Posts, matters: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (n, 8): the probabilities of each post and copy by a model that saw no post of its matter."""
    found = np.zeros((len(posts.kinds), len(CLASSES)))
    folds = GroupKFold(FOLDS, shuffle=True, random_state=0).split(matters, groups=matters)
    for train, _ in folds:
        is_train = np.isin(posts.originals, train)
        fitted = fit(posts, np.flatnonzero(is_train), originals=len(matters))
        found[~is_train] = fitted.probabilities(posts)[~is_train]
    return found


def temperature_of(probabilities: NDArray[np.float64], kinds: NDArray[np.int64]) -> float:
    """Return the temperature under which the probabilities lose least (Guo et al. 2017)."""
    scores = np.log(np.maximum(probabilities, 1e-12))
    grid = np.arange(0.5, 1.7, 0.02)
    return float(min(grid, key=lambda heat: log_loss(kinds, softmax(scores / heat), labels=range(len(CLASSES)))))


def threshold_of(probabilities: NDArray[np.float64], kinds: NDArray[np.int64], *, most: float) -> float:
    """Return the least probability of a claim that at most a share of opinion, criticism and satire reaches."""
    claims = np.sort(probabilities[np.isin(kinds, _PROTECTED), _CLAIM])[::-1]
    first_that_fails = float(claims[int(most * len(claims))])
    return float(np.ceil(first_that_fails * 1_000 + 1) / 1_000)


def passing(
    probabilities: NDArray[np.float64], kinds: NDArray[np.int64], *, threshold: float
) -> Mapping[str, float | int]:
    """Return what passes as a claim: precision and recall of claims, and the share of each other class."""
    passes = probabilities[:, _CLAIM] >= threshold
    figures = {
        "precision": float((kinds[passes] == _CLAIM).mean()) if passes.any() else 1.0,
        "recall": float(passes[kinds == _CLAIM].mean()),
        "protected": float(passes[np.isin(kinds, _PROTECTED)].mean()),
    }
    shares = {str(name): float(passes[kinds == at].mean()) for at, name in enumerate(CLASSES) if at != _CLAIM}
    return {name: round(value, 3) for name, value in (figures | shares).items()} | {"posts": int(passes.sum())}

"""What a post is that no reference explains: multinomial logistic regression over its words, signs and encoder row.

Only what is surely a claim passes: criticism, opinion and satire are free speech, and taking them for rumors would do
more harm than missing a post of a rumor that has others. The threshold was fitted so that at most one in two hundred of
them passes in cross-validation; it ships with the weights (models/kinds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.readings import PostClass
from rumorwatch.emerge.kindsigns import SIGNS, KindFeatures, kind_features_of
from rumorwatch.reading.hashed import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows

DIMENSIONS = 384
"""Of the encoder rows."""
CHUNK_POSTS = 2_000
"""Posts weighed at once: some 10 MB."""


CLASSES = tuple(PostClass)
"""In the order of the probabilities."""
PROTECTED = (PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE)
"""What must practically never pass as a claim (domain.md, Priority)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostKind:
    """What a post is, as far as the model can tell."""

    likeliest: PostClass
    probability: float
    """That it is the likeliest class; 0 to 1, calibrated where classes are as frequent as in the training posts."""
    claim_probability: float
    """That it is a claim; 0 to 1."""
    passes: bool
    """Whether it is so surely a claim that it may count toward a rumor; a claim that does not pass is only unsure."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KindsModel:
    """What posts are; a column a class, in the order of ``CLASSES``."""

    id: str
    """Name and version."""
    encoder_id: str
    """Model id of the encoder whose rows the weights were fitted with; rows of another are noise to them."""
    claim_threshold: float
    """Probability from which on a post passes as a claim."""
    intercept: NDArray[np.float32]
    """(8,)."""
    words: NDArray[np.float32]
    """(BUCKETS, 8), each divided among a text's buckets by the root of their number."""
    signs: NDArray[np.float32]
    """(len(SIGNS), 8)."""
    rows: NDArray[np.float32]
    """(384, 8)."""

    def kinds(self, posts: Sequence[SpellingViews], rows: DenseRows) -> list[PostKind]:
        """Return what each post is, in their order.

        Args:
            posts: Both views of each.
            rows: (len(posts), 384) unit rows by the encoder that ``encoder_id`` names.

        Raises:
            ValueError: There are more or fewer rows than posts, or rows of another width.
        """
        chances = self.probabilities(posts, rows)
        claims = chances[:, CLASSES.index(PostClass.CLAIM)].tolist()
        return [
            PostKind(
                likeliest=CLASSES[best],
                probability=probability,
                claim_probability=claim,
                passes=claim >= self.claim_threshold,
            )
            for best, probability, claim in zip(
                chances.argmax(axis=1).tolist(), chances.max(axis=1).tolist(), claims, strict=True
            )
        ]

    def probabilities(self, posts: Sequence[SpellingViews], rows: DenseRows) -> NDArray[np.float64]:
        """Return (len(posts), 8): how likely each class is, in the order of ``CLASSES``.

        Args:
            posts: Both views of each.
            rows: (len(posts), 384) unit rows by the encoder that ``encoder_id`` names.

        Raises:
            ValueError: There are more or fewer rows than posts, or rows of another width.
        """
        if rows.shape != (len(posts), DIMENSIONS):
            raise ValueError(f"rows are {rows.shape}, not ({len(posts)}, {DIMENSIONS})")
        begins = range(0, len(posts), CHUNK_POSTS)
        chunks = [(posts[at : at + CHUNK_POSTS], rows[at : at + CHUNK_POSTS]) for at in begins]
        return np.concatenate([np.zeros((0, len(CLASSES))), *(self._weighed(*chunk) for chunk in chunks)])

    def _weighed(self, posts: Sequence[SpellingViews], rows: DenseRows) -> NDArray[np.float64]:
        features = kind_features_of(posts)
        scores = self._scores_of_words(features) + features.signs @ self.signs + rows @ self.rows
        odds = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)

    def _scores_of_words(self, features: KindFeatures) -> NDArray[np.float32]:
        counts = np.diff(features.begins, append=len(features.buckets)).astype(np.float32)
        sums = np.add.reduceat(self.words[features.buckets], features.begins, axis=0)
        return np.asarray(self.intercept + sums / np.sqrt(counts)[:, None], np.float32)


def read_kinds_model(manifest: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]) -> KindsModel:
    """Return the model of a manifest and its weights.

    Args:
        manifest: models/kinds/manifest.json.
        weights: ``intercept``, ``words``, ``signs`` and ``rows``.

    Raises:
        ModelError: RW-M06 something is missing, has another shape than the features, or is no probability.
    """
    try:
        _check(manifest)
        return KindsModel(
            id=str(manifest["id"]),
            encoder_id=str(manifest["encoder"]),
            claim_threshold=float(manifest["claim_threshold"]),
            intercept=_part(weights, "intercept", length=1)[0],
            words=_part(weights, "words", length=BUCKETS),
            signs=_part(weights, "signs", length=len(SIGNS)),
            rows=_part(weights, "rows", length=DIMENSIONS),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the model of post kinds is not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit one with scripts/train_kinds",
        ) from error


def _check(manifest: Mapping[str, Any]) -> None:
    known = (tuple(manifest["signs"]), manifest["buckets"], tuple(manifest["classes"]))
    if known != (SIGNS, BUCKETS, CLASSES):
        raise ValueError("fitted on other features or classes")
    if not 0 < float(manifest["claim_threshold"]) < 1:
        raise ValueError(f"a threshold of {manifest['claim_threshold']}")


def _part(stored: Mapping[str, NDArray[Any]], name: str, *, length: int) -> NDArray[np.float32]:
    found = np.asarray(stored[name], np.float32)
    if found.shape != (length, len(CLASSES)) or not np.isfinite(found).all():
        raise ValueError(f"{name} is {found.shape}, not ({length}, {len(CLASSES)}) finite numbers")
    return found

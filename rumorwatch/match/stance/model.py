"""The stance model: multinomial logistic regression over features and encoder rows, by weights that ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Stance
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.match.stance.features import SIGNS, Features, features_of
from rumorwatch.match.windows import split_sentences
from rumorwatch.reading.hashed import BUCKETS
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.vectors import DenseRows

STANCES = (Stance.REPEATS, Stance.DENIES, Stance.ASKS, Stance.REPORTS)
"""In the order of the probabilities."""
DIMENSIONS = 384
"""Of the encoder rows."""
LEXICAL, DENSE = "lexical", "dense"
"""The two sets of weights: without encoder rows, and with them."""
CHUNK_PAIRS = 2_000
"""Pairs weighed at once: some 10 MB."""
_OPENING_LETTERS = 200
"""Letters of a long post's first sentence that are read before the part that matches."""
_POST, _PRODUCT = 1.4, 10
"""Scales of a post's row and of its product with the claim's, whose numbers are some twenty times smaller."""
ROW_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StancePair:
    """A post beside a claim."""

    post: SpellingViews
    """The whole post."""
    window: SpellingViews
    """The part of it that matches; the post itself where it is short."""
    claims: tuple[SpellingViews, ...]
    """The claim: its text, title and other wordings."""
    post_row: DenseRows | None = None
    """(384,) unit row of the window by the encoder that the model names; None: there is no such encoder."""
    claim_row: DenseRows | None = None
    """(384,) unit row of the claim's text by the same encoder."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceWeights:
    """One set of weights; a column a stance, in the order of ``STANCES``."""

    intercept: NDArray[np.float32]
    """(4,)."""
    words: NDArray[np.float32]
    """(BUCKETS, 4), each divided among a text's buckets by the root of their number."""
    signs: NDArray[np.float32]
    """(len(SIGNS), 4)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StanceModel:
    """What a post does with a claim, with calibrated probabilities."""

    id: str
    """Name and version."""
    encoder_id: str
    """Model id of the encoder whose rows the dense weights were fitted with; rows of another are noise to them."""
    lexical: StanceWeights
    """For pairs without rows."""
    dense: StanceWeights
    """For pairs with rows, beside the rows' own."""
    dense_rows: NDArray[np.float32]
    """(2 * 384, 4) of the post's row and of its product with the claim's."""

    def predict(self, pairs: Sequence[StancePair]) -> list[Stance]:
        """Return the likeliest stance of each pair; of equally likely ones the first of ``STANCES``."""
        return [STANCES[at] for at in self.probabilities(pairs).argmax(axis=1).tolist()]

    def probabilities(self, pairs: Sequence[StancePair]) -> NDArray[np.float64]:
        """Return (len(pairs), 4): how likely each stance is, in the order of ``STANCES``.

        A long post is read twice: the part that matches, and behind the post's first sentence, for people deny a long
        text in its first words; the second reading counts only where it says that the post denies.
        """
        if not pairs:
            return np.zeros((0, len(STANCES)))
        if len(pairs) > CHUNK_PAIRS:
            begins = range(0, len(pairs), CHUNK_PAIRS)
            return np.concatenate([self.probabilities(pairs[begin : begin + CHUNK_PAIRS]) for begin in begins])
        read = self._read([(pair.window, pair) for pair in pairs])
        parts = [at for at, pair in enumerate(pairs) if pair.window is not pair.post and pair.window != pair.post]
        if parts:
            opened = self._read([(_opened(pairs[at]), pairs[at]) for at in parts])
            deny = opened.argmax(axis=1) == STANCES.index(Stance.DENIES)
            read[np.array(parts)[deny]] = opened[deny]
        return read

    def _read(self, texts: Sequence[tuple[SpellingViews, StancePair]]) -> NDArray[np.float64]:
        features = features_of([(text, pair.claims) for text, pair in texts])
        scores = _scores(self.lexical, features)
        has_rows = np.array([pair.post_row is not None and pair.claim_row is not None for _, pair in texts])
        if has_rows.any():
            of_rows = _scores(self.dense, features) + rows_of([pair for _, pair in texts]) @ self.dense_rows
            scores = np.where(has_rows[:, None], of_rows, scores)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)


def rows_of(pairs: Sequence[StancePair]) -> NDArray[np.float32]:
    """Return (n, 2 * 384): what the dense weights weigh of the rows of n pairs; zeros where one is missing."""
    none = np.zeros(DIMENSIONS, np.float32)
    whole = [(pair.post_row, pair.claim_row) for pair in pairs]
    both = np.array([(none, none) if post is None or claim is None else (post, claim) for post, claim in whole])
    post, claim = both[:, 0], both[:, 1]
    return np.concatenate((post * _POST, post * claim * _PRODUCT), axis=1).astype(np.float32)


def read_stance_model(manifest: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]) -> StanceModel:
    """Return the model of a manifest and its weights.

    Args:
        manifest: models/stance/manifest.json.
        weights: ``lexical.words``, ``lexical.signs``, ``lexical.intercept``, the same of ``dense``, and ``dense.rows``.

    Raises:
        ModelError: RW-M06 something is missing, or has another shape than the features.
    """
    try:
        if tuple(manifest["signs"]) != SIGNS or manifest["buckets"] != BUCKETS:
            raise ValueError("fitted on other features")  # noqa: TRY301 - one remedy for all of them
        return StanceModel(
            id=str(manifest["id"]),
            encoder_id=str(manifest["encoder"]),
            lexical=_weights(weights, LEXICAL),
            dense=_weights(weights, DENSE),
            dense_rows=_part(weights, f"{DENSE}.rows", length=ROW_PARTS * DIMENSIONS),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the stance model is not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit one with scripts/train_stance",
        ) from error


def _weights(stored: Mapping[str, NDArray[Any]], name: str) -> StanceWeights:
    return StanceWeights(
        intercept=_part(stored, f"{name}.intercept", length=1)[0],
        words=_part(stored, f"{name}.words", length=BUCKETS),
        signs=_part(stored, f"{name}.signs", length=len(SIGNS)),
    )


def _part(stored: Mapping[str, NDArray[Any]], name: str, *, length: int) -> NDArray[np.float32]:
    found = np.asarray(stored[name], np.float32)
    if found.shape != (length, len(STANCES)) or not np.isfinite(found).all():
        raise ValueError(f"{name} is {found.shape}, not ({length}, {len(STANCES)}) finite numbers")
    return found


def _scores(weights: StanceWeights, features: Features) -> NDArray[np.float32]:
    """Return (n, 4) scores of everything but rows; the softmax of all scores is the probability."""
    counts = np.diff(features.begins, append=len(features.buckets)).astype(np.float32)
    words = np.add.reduceat(weights.words[features.buckets], features.begins, axis=0) / np.sqrt(counts)[:, None]
    scores: NDArray[np.float32] = weights.intercept + words + features.signs @ weights.signs
    return scores


def _opened(pair: StancePair) -> SpellingViews:
    """Return the window behind the first sentence of the post, as far as it is not in it."""
    first = next(iter(split_sentences(pair.post.accented)), "")[:_OPENING_LETTERS]
    if pair.window.accented.startswith(first):
        return pair.window
    # The folded view has no sentences: as many words of it are the same sentence, but for a word spelled out.
    folded = words_of(pair.post.folded)[: len(words_of(first))]
    return SpellingViews(accented=f"{first} {pair.window.accented}", folded=f"{' '.join(folded)} {pair.window.folded}")

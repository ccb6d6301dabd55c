"""Likeness: how much of their words texts share, to ask about different things one after another.

Words are worth the more the fewer texts have them (inverse document frequency, Sparck Jones 1972), and two words in a
row count as one more: syllables of Vietnamese and characters of Chinese are in every text, pairs of them are words.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rumorwatch.reading.words import is_han, without_marks, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_array

NEAR_COPY = 0.55
"""Share of common word pairs from which on two texts are near copies, as where sightings are counted
(normalize/duplicates.py, Likeness)."""
_MAX_WORDS = 60
"""Words of a text that are looked at: a claim is told in a sentence or two."""


@dataclass(slots=True, kw_only=True)
class Copies:
    """Texts that were asked about; tells how near a text is to the nearest of them."""

    _texts: list[frozenset[tuple[str, str]]] = field(default_factory=list)
    _with: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    """Places of the texts that have a pair of words."""

    def add(self, folded: str) -> None:
        """Take a text more."""
        pairs = _word_pairs(folded)
        for pair in pairs:
            self._with.setdefault(pair, []).append(len(self._texts))
        self._texts.append(pairs)

    def nearest(self, folded: str) -> float:
        """Return the greatest share of common pairs of words (Jaccard), 0 to 1, with a text that was asked about."""
        pairs = _word_pairs(folded)
        common = Counter(place for pair in pairs for place in self._with.get(pair, ()))
        return max((many / (len(pairs) + len(self._texts[at]) - many) for at, many in common.items()), default=0.0)


def _word_pairs(folded: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of neighboring words of a text; of a text of one word, that word beside nothing."""
    words = words_of(folded)
    return frozenset(pairwise(words)) if len(words) > 1 else frozenset((word, "") for word in words)


def folded_words(text: str) -> frozenset[str]:
    """Return the words of a claim's text without marks and case."""
    return frozenset(without_marks(word) for word in words_of(text.lower()))


def shared_words(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common words (Dice), 0 to 1; of nothing with anything 0."""
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0


def word_rows(texts: Sequence[str]) -> csr_array:
    """Return (n, words) unit rows of folded texts: their words and pairs of words that other texts have too.

    The product of two rows is their cosine, 0 to 1. A row without such words is zero.
    """
    import numpy as np
    from scipy.sparse import csr_array

    said = [_features(text) for text in texts]
    texts_with = Counter(feature for features in said for feature in features)
    column = {feature: at for at, feature in enumerate(one for one, times in texts_with.items() if times > 1)}
    places = [[column[one] for one in features if one in column] for features in said]
    indptr = np.concatenate(([0], np.cumsum([len(one) for one in places]))).astype(np.int32)
    indices = np.array([at for one in places for at in one], np.int32)
    rarity = np.array([math.log(len(texts) / texts_with[feature]) for feature in column])
    values = rarity[indices] if len(indices) else np.zeros(0)
    lengths = np.sqrt(np.add.reduceat(np.append(values**2, 0.0), indptr[:-1]) * (np.diff(indptr) > 0))
    values = values / np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(indptr))
    return csr_array((values, indices, indptr), shape=(len(texts), len(column)))


def _features(folded: str) -> dict[str, None]:
    words = words_of(folded)[:_MAX_WORDS]
    singles = (word for word in words if not is_han(word))
    return dict.fromkeys((*singles, *(f"{first} {second}" for first, second in pairwise(words))))

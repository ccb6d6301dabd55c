"""Rarity: how seldom a word is met in Vietnamese and English, so that names are told from wordings."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.spelling import stem
from rumorwatch.reading.words import is_han, without_marks
from rumorwatch.wordcounts import english_bits, syllable_bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RARE = 0.6
"""Rarity from which a word is hardly one of the language: a name, a plant, a drug."""
_MOST = 16.0
"""log2 of the count from which a word is as common as can be."""
_LATIN_NUMERAL = 2
"""Letters up to which a word is no name by being in no list: "kg", "ok"."""


@cache
def _bits() -> Mapping[str, float]:
    """Return log2 of how often each word was counted; syllables without marks, those of one spelling together."""
    counts: dict[str, float] = {}
    for told in (english_bits(), syllable_bits()):
        for word, bits in told.items():
            bare = without_marks(word)
            counts[bare] = counts.get(bare, 0.0) + 2.0**bits
    return {word: math.log2(count) for word, count in counts.items()}


@lru_cache(maxsize=50_000)
def rarity_of(word: str) -> float:
    """Return how rare a lower-case word is: 0 for the commonest, 1 for one that was never counted.

    Han letters, numbers and words of two letters are common: nothing is known of them.
    """
    bare = without_marks(word)
    if is_han(bare) or len(bare) <= _LATIN_NUMERAL or not bare.isalpha():
        return 0.0
    bits = _bits()
    known = max(bits.get(bare, 0.0), bits.get(stem(bare), 0.0))
    return 1.0 - min(known, _MOST) / _MOST


def rarest(words: Sequence[str]) -> float:
    """Return the rarity of the rarest of some words."""
    return max(map(rarity_of, words), default=0.0)

"""English words: how common each is, which tells where the spaces were that somebody left out."""

from __future__ import annotations

from rumorwatch.wordcounts import english_bits

_TOTAL_BITS = 22.1
"""log2 of the 4.6 million words counted."""
LONGEST = 18
"""Letters of the longest word that is looked for."""


def english_weight(word: str) -> float | None:
    """Return log2 of a lower-case word's share, or None when it is not among the 17,500 commonest."""
    bits = english_bits().get(word)
    return None if bits is None else bits - _TOTAL_BITS

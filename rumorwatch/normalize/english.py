"""English words: how common each is, which tells where the spaces were that somebody left out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_TOTAL_BITS = 22.1
"""log2 of the 4.6 million words counted in english.txt."""
LONGEST = 18
"""Letters of the longest word that is looked for."""


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = {}
    text = files("rumorwatch.normalize").joinpath("english.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            bits, *words = line.split()
            weights.update(dict.fromkeys(words, int(bits) + 0.5 - _TOTAL_BITS))
    return weights


def english_weight(word: str) -> float | None:
    """Return log2 of a lower-case word's share, or None when it is not among the 17,500 commonest."""
    return _weights().get(word)

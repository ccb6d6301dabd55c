"""Word counts: how often each English word and Vietnamese syllable was met; docs/data.md says in what.

Normalizing splits joined text by them, and the guards tell names from wordings.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def english_bits() -> Mapping[str, float]:
    """Return log2 of the count of each of the 17,500 commonest words, in lower case, of 4.6 million."""
    return _bits("english.txt")


def syllable_bits() -> Mapping[str, float]:
    """Return log2 of the count of each Vietnamese syllable, with its marks and in lower case, of 7.3 million."""
    return _bits("syllables.txt")


@cache
def _bits(name: str) -> Mapping[str, float]:
    """Read lines of a power of two and the words counted as often as that up to twice as often: the middle is meant."""
    text = files("rumorwatch.wordcounts").joinpath(name).read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {word: int(bits) + 0.5 for bits, *words in lines for word in words}

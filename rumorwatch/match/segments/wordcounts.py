"""Word counts: how many references have a word, in a table of a fixed size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews

COUNT_BITS = 20
"""4 MB. Two words that share a place count as one: a reason then shows a rarer word instead, and nothing else changes.
A Counter would hold every word of a million claims, and be filled anew in every run."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordCounts(Mapping[str, int]):
    """How many references have each folded word, by the word's hash."""

    counts: NDArray[np.uint32]
    """(1 << COUNT_BITS,)."""

    @classmethod
    def none(cls) -> WordCounts:
        """Return counts of no references."""
        return cls(counts=np.zeros(1 << COUNT_BITS, np.uint32))

    def add(self, text: SpellingViews) -> None:
        """Count the words of one more reference, each once."""
        for place in {_place(word) for word in words_of(text.folded)}:
            self.counts[place] += 1

    def __getitem__(self, word: str) -> int:
        return int(self.counts[_place(word)])

    def __iter__(self) -> Iterator[str]:
        """Yield nothing: words are not kept."""
        return iter(())

    def __len__(self) -> int:
        """Return how many places are taken."""
        return int(np.count_nonzero(self.counts))


def _place(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) >> (32 - COUNT_BITS)

"""Words of texts hashed to buckets: words and pairs of neighbors of both spelling views, first and last words apart."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BUCKETS = 1 << 16
"""What words and pairs of words are hashed to: the upper bits of 64."""
EDGE = 5
"""Words at either end that are told apart from the same words elsewhere."""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]|\d+(?:[.,:/]\d+)*|[^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)?|[^\w\s]")
"""A Han character, a number, a word, or a sign."""
_BEGIN, _END, _NUMBER = "<s>", "</s>", "#"
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4)."""
_ACCENTED, _FOLDED, _FIRST, _LAST = 1, 2, 77, 78


def hashed_words(
    shown: Sequence[str], words: Sequence[Sequence[str]]
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return the buckets of texts: of their first and last words, some for any text, and of words and pairs.

    Args:
        shown: The accented views.
        words: The words of the folded views.
    """
    accented = _Hashed.of([_tokens(text.lower()) for text in shown])
    folded = _Hashed.of(words)
    edges = _buckets((accented.begins(), accented.first(), accented.last()), size=len(shown))
    grams = _buckets((*accented.grams(_ACCENTED), *folded.grams(_FOLDED)), size=len(shown))
    return list(zip(edges, grams, strict=True))


def _tokens(text: str) -> list[str]:
    return [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Hashed:
    """Words of many texts, one text after the other, each between its two ends."""

    hashes: NDArray[np.uint64]
    """(m,)."""
    owners: NDArray[np.int64]
    """(m,) which text."""
    places: NDArray[np.int64]
    """(m,) place in the text, its begin at 0."""
    left: NDArray[np.int64]
    """(m,) places that follow in the text, its end at 0."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> _Hashed:
        """Return the hashes of texts as their words."""
        lengths = np.array([len(words) + 2 for words in texts], np.int64)
        owners = np.repeat(np.arange(len(texts)), lengths)
        places = np.arange(len(owners)) - (np.cumsum(lengths) - lengths)[owners]
        flat = [_hash(word) for words in texts for word in (_BEGIN, *words, _END)]
        left = lengths[owners] - 1 - places
        return cls(hashes=np.array(flat, np.uint64), owners=owners, places=places, left=left)

    def begins(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the begin of every text: the one bucket that all have."""
        return self._chosen(self.places == 0, self.hashes)

    def first(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the first words."""
        return self._chosen(
            (self.places > 0) & (self.places <= EDGE) & (self.left > 0), self.hashes + np.uint64(_FIRST)
        )

    def last(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the last words."""
        return self._chosen((self.left > 0) & (self.left <= EDGE) & (self.places > 0), self.hashes + np.uint64(_LAST))

    def grams(self, salt: int) -> tuple[tuple[NDArray[np.int64], NDArray[np.uint64]], ...]:
        """Return the words, and the pairs of neighbors, the ends of a text being neighbors too."""
        salted = self.hashes * _MIX + np.uint64(salt)
        pairs = (np.append(salted[1:], np.uint64(0)) + salted * np.uint64(31)) * _MIX
        return self._chosen((self.places > 0) & (self.left > 0), salted), self._chosen(self.left > 0, pairs)

    def _chosen(
        self, which: NDArray[np.bool_], hashes: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        return self.owners[which], hashes[which]


def _buckets(parts: Sequence[tuple[NDArray[np.int64], NDArray[np.uint64]]], *, size: int) -> list[NDArray[np.int64]]:
    """Return the different buckets of each of ``size`` owners of hashes, ascending."""
    owners, hashes = (np.concatenate(column) for column in zip(*parts, strict=True))
    mixed = hashes * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX >> np.uint64(48)
    keys = np.sort(owners * BUCKETS + mixed.astype(np.int64))
    keys = keys[np.append(True, keys[1:] != keys[:-1])]
    ends = np.searchsorted(keys, np.arange(1, size) * BUCKETS)
    return np.split(keys % BUCKETS, ends)


@lru_cache(maxsize=50_000)
def _hash(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass"))

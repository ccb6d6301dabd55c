"""Duplicates: which texts say the same in the same words.

Observation: copies differ by a greeting, a link, emoji or a few words. Theory: two texts with most word pairs in
common are copies. Known exceptions, kept apart: another number, or a negation more or less, makes another message;
texts under 8 words share their words by chance and are only compared whole.

Among many texts, MinHash over pairs of words (Broder 1997) finds the candidates; the exact Jaccard similarity decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

from rumorwatch.normalize.chinese import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(f"[{HAN}]|[^\\s{HAN}]+")
_NEGATION_WORDS = "khong chua chang dung not no never cannot dont isnt wasnt arent 不 没 无 未 别"
_NEGATIONS = frozenset(_NEGATION_WORDS.split())
_NUMBER = re.compile(r"\d")
_SEED = 20_260_101
_FEW = 32
"""So many texts are compared each with each: 500 comparisons cost less than the signatures, and need no numpy."""
_TRIED = 8
"""Earlier texts tried per bucket: buckets of near-equal texts are long and their first members say enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """When two texts count as duplicates."""

    min_jaccard: float = 0.55
    """Share of common word pairs.

    0.5, 0.55 and 0.6 find 0.997, 0.983 and 0.957 of 5,000 rewrites of invented posts, made as in
    tests/normalize/test_duplicates.py, all at precision 1; at 0.5 real headlines of one event begin to merge.
    """
    min_words: float = 8.0
    """Shorter texts are only exact duplicates; a Han character counts half a word (domain.md, Matching)."""
    bands: int = 24
    rows: int = 3
    """24 bands of 3 rows find a pair of similarity 0.55 with probability 0.987, one of 0.7 with 0.9999."""


@dataclass(frozen=True, slots=True)
class _Text:
    pairs: frozenset[tuple[str, str]]
    guarded: tuple[str, ...]
    words: float


def _read(text: str) -> _Text:
    words = _WORD.findall(text)
    guarded = sorted(word for word in words if _NUMBER.search(word) or word in _NEGATIONS)
    length = sum(0.5 if ord(word[0]) > ord("⺀") else 1.0 for word in words)
    return _Text(frozenset(pairwise(words)), tuple(guarded), length)


def _hashes(texts: Sequence[_Text]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Return the hashes of all pairs, text after text, and where each text starts."""
    import numpy as np  # lazy

    known: dict[tuple[str, str], int] = {}
    flat: list[int] = []
    starts: list[int] = []
    for text in texts:
        starts.append(len(flat))
        for pair in text.pairs:
            value = known.get(pair)
            if value is None:
                digest = blake2b("\x00".join(pair).encode(), digest_size=8).digest()
                value = known[pair] = int.from_bytes(digest, "little")
            flat.append(value)
    return np.array(flat, dtype=np.uint64), np.array(starts, dtype=np.intp)


def _signatures(texts: Sequence[_Text], likeness: Likeness) -> NDArray[np.uint64]:
    """Return (n, bands) uint64: one value per band, equal where all its minima are equal."""
    import numpy as np  # lazy

    hashes, starts = _hashes(texts)
    random = np.random.default_rng(_SEED)
    signatures = np.zeros((len(texts), likeness.bands), dtype=np.uint64)
    for band in range(likeness.bands):
        for _ in range(likeness.rows):
            factor = np.uint64(int(random.integers(1, 2**62)) * 2 + 1)
            minima = np.minimum.reduceat(_mixed(hashes * factor), starts)  # (n,)
            signatures[:, band] = _mixed(signatures[:, band] * np.uint64(0x9E3779B97F4A7C15) + minima)
    return signatures


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np  # lazy

    values = (values ^ (values >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return values ^ (values >> np.uint64(32))


def _alike(text: _Text, other: _Text, min_jaccard: float) -> bool:
    if text.guarded != other.guarded:
        return False
    common = len(text.pairs & other.pairs)
    return common >= min_jaccard * (len(text.pairs) + len(other.pairs) - common)


def first_alike(texts: Sequence[str], *, likeness: Likeness | None = None) -> list[int]:
    """Return for each folded text the index of the first text it duplicates, or its own.

    A text is compared with texts that duplicate nothing before them, so the answer is always such a text, and does
    not depend on what comes later. Empty texts duplicate nothing.
    """
    likeness = likeness or Likeness()
    first = _first_exact(texts)
    own = [index for index, text in enumerate(texts) if first[index] == index and text]
    read = {index: _read(texts[index]) for index in own}
    long = [index for index in own if read[index].words >= likeness.min_words and read[index].pairs]
    if long:
        find = _first_of_few if len(long) <= _FEW else _first_near
        alike = find([read[index] for index in long], likeness)
        for place, index in enumerate(long):
            first[index] = long[alike[place]]
    return [first[target] for target in first]


def _first_exact(texts: Sequence[str]) -> list[int]:
    seen: dict[str, int] = {}
    return [seen.setdefault(text, index) if text else index for index, text in enumerate(texts)]


def _first_of_few(texts: Sequence[_Text], likeness: Likeness) -> list[int]:
    first: list[int] = []
    for index, text in enumerate(texts):
        originals = (other for other in range(index) if first[other] == other)
        first.append(next((other for other in originals if _alike(text, texts[other], likeness.min_jaccard)), index))
    return first


def _first_near(texts: Sequence[_Text], likeness: Likeness) -> list[int]:
    signatures = _signatures(texts, likeness).tolist()
    buckets: list[dict[int, list[int]]] = [{} for _ in range(likeness.bands)]
    first: list[int] = []
    for index, bands in enumerate(signatures):
        found = [bucket.get(value, [])[:_TRIED] for bucket, value in zip(buckets, bands, strict=True)]
        candidates = sorted({candidate for members in found for candidate in members})
        alike = next((other for other in candidates if _alike(texts[index], texts[other], likeness.min_jaccard)), index)
        first.append(alike)
        if alike == index:
            for bucket, value in zip(buckets, bands, strict=True):
                bucket.setdefault(value, []).append(index)
    return first

"""Texts as arrays of code points: word boundaries and hashed n-grams for a whole batch at once.

No loop runs over letters. A prefix sum of ``code * BASE**position`` (modulo 2**64) gives the hash of any stretch as one
subtraction, and multiplying by ``BASE**-start`` makes it independent of where the stretch stands (Karp and Rabin 1987).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Hashes: TypeAlias = NDArray[np.uint64]
"""(m,) uint64, not yet mixed: equal for equal stretches of letters."""
RowNumbers: TypeAlias = NDArray[np.int64]
"""(m,) int64: which text each hash came from, ascending."""

BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse modulo 2**64; 2**64 over the golden ratio spreads neighboring codes far apart."""
_SPACE = ord(" ")
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x30000))
_SEPARATOR, _LETTER, _HAN_LETTER = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Letters:
    """The letters and digits of a batch of texts, everything between words gone; a word starts where ``start`` says.

    A word is a run of letters, digits and marks; every Han character is a word of its own.
    """

    codes: Hashes
    """(m,) code points."""
    rows: RowNumbers
    start: NDArray[np.bool_]
    """(m,) whether a word starts here."""


def read_letters(texts: Sequence[str]) -> Letters:
    """Return the letters of a batch; an empty batch or empty texts give empty arrays."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    rows = np.repeat(np.arange(len(texts)), lengths)
    kinds = _kinds()[np.minimum(codes, len(_kinds()) - 1)]
    letter, han = kinds > _SEPARATOR, kinds == _HAN_LETTER
    # Texts are joined by newlines, so a letter before this one is always of the same text.
    after_word = np.concatenate(([False], letter[:-1] & ~han[:-1]))
    start = letter & (~after_word | han)
    return Letters(codes=codes[letter].astype(np.uint64), rows=rows[letter], start=start[letter])


def hash_words(letters: Letters) -> tuple[RowNumbers, Hashes]:
    """Return the hash of every word."""
    begins = np.flatnonzero(letters.start)
    ends = np.append(begins[1:], len(letters.codes))
    return letters.rows[begins], _hash_stretches(letters.codes, begins, ends)


def hash_marked_words(letters: Letters) -> tuple[RowNumbers, Hashes]:
    """Return the hash of every word with a letter outside ASCII, Han left out: in Vietnamese, syllables with marks."""
    begins = np.flatnonzero(letters.start)
    ends = np.append(begins[1:], len(letters.codes))
    han = _kinds()[np.minimum(letters.codes, len(_kinds()) - 1)] == _HAN_LETTER
    counts = np.concatenate(([0], np.cumsum((letters.codes > 0x7F) & ~han)))  # noqa: PLR2004 - end of ASCII
    marked = counts[ends] > counts[begins]
    begins, ends = begins[marked], ends[marked]
    return letters.rows[begins], _hash_stretches(letters.codes, begins, ends)


def hash_grams(letters: Letters, size: int) -> tuple[RowNumbers, Hashes]:
    """Return the hash of every stretch of ``size``, with one space between words and at both ends of a text."""
    codes, rows = _with_spaces(letters)
    begins = np.arange(max(0, len(codes) - size + 1))
    begins = begins[rows[begins] == rows[begins + size - 1]]
    return rows[begins], _hash_stretches(codes, begins, begins + size)


def _with_spaces(letters: Letters) -> tuple[Hashes, RowNumbers]:
    last = np.append(letters.rows[1:] != letters.rows[:-1], True) if len(letters.rows) else np.zeros(0, bool)
    begins = np.flatnonzero(letters.start)
    at = np.concatenate((begins, np.flatnonzero(last) + 1))
    of = np.concatenate((letters.rows[begins], letters.rows[last]))
    # A text's closing space and the next text's opening one go in at the same place: the former text's first.
    order = np.lexsort((of, at))
    return np.insert(letters.codes, at[order], _SPACE), np.insert(letters.rows, at[order], of[order])


def _hash_stretches(codes: Hashes, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> Hashes:
    prefix = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes + np.uint64(1)) * _powers(BASE, len(codes)), out=prefix[1:])
    inverses = _powers(pow(BASE, -1, 2**64), len(codes))
    return (prefix[ends] - prefix[begins]) * inverses[begins]


def _powers(base: int, count: int) -> Hashes:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return the kind of every code point below 0x30000; the last entry stands for all above it."""
    kinds = np.full(0x30001, _SEPARATOR, np.uint8)
    for code in range(0x10000):
        letter = chr(code)
        if letter.isalnum() or unicodedata.category(letter)[0] == "M":
            kinds[code] = _LETTER
    for begin, end in _HAN:
        kinds[begin:end] = _HAN_LETTER
    return kinds

"""Joined text: where the spaces were that somebody left out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from rumorwatch.normalize.chinese import HAN
from rumorwatch.normalize.vietnamese import is_syllable, unmarked
from rumorwatch.wordcounts import syllable_bits

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 7
"""Letters of the longest syllable (nghiêng)."""
_TOTAL_BITS = 22.8
"""log2 of the 7.3 million syllables counted."""
_RARE = -23.0
"""log2 share of a syllable that can be and was never counted."""
_FOREIGN_START, _FOREIGN_LETTER = -12.0, -4.0
"""log2 share of a foreign piece: dear to begin and cheap to go on, so that a name is not cut into rare syllables."""
_LOANS = """covid corona virus vaccine vacxin facebook zalo internet online video clip google youtube tiktok website
livestream usb app email web test fake news"""
_LOAN = -14.0
_MAX_FOREIGN_SHARE = 0.5
_HAN = re.compile(f"[{HAN}]")
"""Letters that are foreign for sure: looking for syllables among them was half the time of folding Chinese."""


@cache
def _weights() -> dict[str, float]:
    counted = {syllable: bits - _TOTAL_BITS for syllable, bits in syllable_bits().items()}
    return dict.fromkeys(_LOANS.split(), _LOAN) | counted


@cache
def _folded_weights() -> dict[str, float]:
    shares: dict[str, float] = {}
    for syllable, bits in _weights().items():
        folded = unmarked(syllable)
        shares[folded] = shares.get(folded, 0.0) + 2.0**bits
    return {folded: math.log2(share) for folded, share in shares.items()}


@lru_cache(maxsize=50_000)
def weight(syllable: str, *, folded: bool) -> float | None:
    """Return log2 of the syllable's share, or None when it is no syllable; ``folded`` sums over all marks."""
    known = (_folded_weights() if folded else _weights()).get(syllable)
    if known is not None:
        return known
    return _RARE if is_syllable(syllable) and len(syllable) > 1 else None


@dataclass(frozen=True, slots=True)
class _Path:
    """The best way to read a word up to some letter."""

    bits: float
    start: int
    """Where its last piece begins."""
    is_foreign: bool
    before: _Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The likeliest way to cut joined letters into words."""

    pieces: tuple[str, ...]
    bits: float
    """log2 of how likely the pieces are together."""
    foreign: int
    """Letters in pieces that are no words."""


def cut(
    letters: str, *, weigh: Callable[[str], float | None], longest: int, foreign_letter: float = _FOREIGN_LETTER
) -> Cut:
    """Return the likeliest words of joined lower-case letters; letters that fit nowhere form foreign pieces.

    Viterbi over the shares of words.

    Args:
        letters: At least one.
        weigh: Gives log2 of a word's share, None for what is no word.
        longest: Letters of a word at most.
        foreign_letter: log2 share of a letter of a foreign piece.
    """
    best: list[_Path] = [_Path(0.0, 0, False, None)]
    foreign: _Path | None = None
    for end in range(1, len(letters) + 1):
        before = best[end - 1]
        opened = _Path(before.bits + _FOREIGN_START + foreign_letter, end - 1, True, before)
        if foreign is None or before.bits + _FOREIGN_START >= foreign.bits:
            foreign = opened
        else:
            foreign = _Path(foreign.bits + foreign_letter, foreign.start, True, foreign.before)
        paths = [foreign]
        for start in range(max(0, end - longest), end):
            bits = weigh(letters[start:end])
            if bits is not None:
                paths.append(_Path(best[start].bits + bits, start, False, best[start]))
        best.append(max(paths, key=_bits))
    return _cut(letters, best[-1])


def _bits(path: _Path) -> float:
    return path.bits


def _cut(letters: str, path: _Path) -> Cut:
    bits, pieces = path.bits, []
    foreign, end = 0, len(letters)
    while path.before is not None:
        foreign += path.is_foreign * (end - path.start)
        pieces.append(letters[path.start : end])
        end, path = path.start, path.before
    return Cut(pieces=tuple(reversed(pieces)), bits=bits, foreign=foreign)


def split(word: str) -> list[str] | None:
    """Return the likeliest syllables of a joined lower-case word, or None when it is not clearly Vietnamese.

    Letters that fit nowhere form foreign pieces, of at most half of the word.
    """
    if len(_HAN.findall(word)) > _MAX_FOREIGN_SHARE * len(word):
        return None
    found = cut(word, weigh=partial(weight, folded=word.isascii()), longest=_LONGEST + 2)
    return list(found.pieces) if len(found.pieces) > 1 and found.foreign <= _MAX_FOREIGN_SHARE * len(word) else None


def mean_bits(pieces: list[str], *, folded: bool) -> float:
    """Return the mean log2 share of the pieces: near -9 for running Vietnamese, below -14 for chance."""
    bits = [weight(piece, folded=folded) for piece in pieces]
    return sum(_RARE if value is None else value for value in bits) / len(bits)

"""Joined text: where the spaces were that somebody left out."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.resources import files

from rumorwatch.normalize.vietnamese import is_syllable, unmarked

_LONGEST = 7
"""Letters of the longest syllable (nghiêng)."""
_TOTAL_BITS = 22.8
"""log2 of the 7.3 million syllables counted in syllables.txt."""
_RARE = -23.0
"""log2 share of a syllable that can be and was never counted."""
_FOREIGN_LETTER = -9.0
"""log2 share of each letter that belongs to no syllable: two rare syllables cost less than a foreign word of six."""
_LOANS = """covid corona virus vaccine vacxin facebook zalo internet online video clip google youtube tiktok website
livestream usb app email web test fake news""".split()
_LOAN = -14.0
_MAX_FOREIGN_SHARE = 0.34


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = dict.fromkeys(_LOANS, _LOAN)
    text = files("rumorwatch.normalize").joinpath("syllables.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            bits, *syllables = line.split()
            weights.update(dict.fromkeys(syllables, int(bits) + 0.5 - _TOTAL_BITS))
    return weights


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


def split(word: str) -> list[str] | None:
    """Return the likeliest syllables of a joined lower-case word, or None when it is not clearly Vietnamese.

    Viterbi over syllable shares. Letters that fit nowhere form foreign pieces, of at most a third of the word.
    """
    folded = word.isascii()
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)]
    for end in range(1, len(word) + 1):
        choices = [(best[end - 1][0] + _FOREIGN_LETTER, end - 1, False)]
        for start in range(max(0, end - _LONGEST - 2), end):
            bits = weight(word[start:end], folded=folded)
            if bits is not None:
                choices.append((best[start][0] + bits, start, True))
        best.append(max(choices))
    return _pieces(word, best)


def _pieces(word: str, best: list[tuple[float, int, bool]]) -> list[str] | None:
    pieces: list[str] = []
    foreign = 0
    end, was_foreign = len(word), False
    while end:
        _, start, fits = best[end]
        foreign += 0 if fits else end - start
        if not fits and was_foreign:
            pieces[-1] = word[start:end] + pieces[-1]
        else:
            pieces.append(word[start:end])
        end, was_foreign = start, not fits
    return pieces[::-1] if len(pieces) > 1 and foreign <= _MAX_FOREIGN_SHARE * len(word) else None


def mean_bits(pieces: list[str], *, folded: bool) -> float:
    """Return the mean log2 share of the pieces: near -9 for running Vietnamese, below -14 for chance."""
    bits = [weight(piece, folded=folded) for piece in pieces]
    return sum(_RARE if value is None else value for value in bits) / len(bits)

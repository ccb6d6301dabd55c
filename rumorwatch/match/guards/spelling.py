"""Spelling: whether two stretches are one in other letters, so that a typo is no other name."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from rumorwatch.match.words import is_han

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEM = 5
"""Letters of a common beginning from which two words are forms of one: admits, admitted."""
_LEAST = 4
"""Letters under which a word is no typo of another: "Ca" is not "Cà Mau"."""
_TYPO = 0.8
"""difflib's ratio from which two words are spellings of one."""


def is_spelling(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether two stretches are one in other letters: a typo, an abbreviation, words drawn together.

    Args:
        ours: Words in lower case without marks.
        theirs: The same.
    """
    one, other = "".join(ours), "".join(theirs)
    return one == other or _are_forms(one, other) or _is_short(ours, theirs) or _is_short(theirs, ours)


@lru_cache(maxsize=20_000)
def _are_forms(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST or is_han(one[0]) or is_han(other[0]):
        return False
    if one[0] != other[0] or abs(len(one) - len(other)) > max(len(one), len(other)) / 2:
        return False
    if one[:_STEM] == other[:_STEM]:
        return True
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio() >= _TYPO


def _is_short(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether one stretch is the initials of the other."""
    return 1 < len(long) == len("".join(short)) and "".join(short) == "".join(word[0] for word in long)

"""Spelling: whether two stretches are one in other letters, so that a typo is no other name."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lists import lines_of
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEM = 5
"""Letters of a common beginning from which two words are forms of one: admits, admitted."""
_LEAST = 4
"""Letters under which a word is no typo of another: "Ca" is not "Cà Mau"."""
_ENDINGS = ("ies", "ied", "ing", "es", "ed", "s")
_SHORTEST_STEM = 3
_LONGEST_DRAWN, _LONGEST_JOINED = 6, 3
"""Words of a name that are written as one, as initials and in full."""
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
def stem(word: str) -> str:
    """Return an English word without its ending, a letter doubled before it left out too: running, run.

    Vietnamese syllables have none of these endings and stay as they are.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            bare = word[: -len(ending)]
            is_doubled = ending[0] in "ei" and bare[-1] == bare[-2] and bare[-1] not in "lsz"
            return bare[:-1] if is_doubled else bare + "y" * (ending[0] == "i" and ending != "ing")
    return word


@cache
def _sounds() -> dict[str, frozenset[int]]:
    """Return the lines of homophones.txt that each letter stands in."""
    sounds: dict[str, frozenset[int]] = {}
    for number, line in enumerate(lines_of("homophones.txt")):
        for letter in line:
            sounds[letter] = sounds.get(letter, frozenset()) | {number}
    return sounds


def sounds_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Say whether two stretches of Han letters differ, and only by letters of one sound: 徐洲, 徐州."""
    sounds, nothing = _sounds(), frozenset[int]()
    return len(ours) == len(theirs) and all(
        one == other or not sounds.get(one, nothing).isdisjoint(sounds.get(other, nothing))
        for one, other in zip(ours, theirs, strict=True)
    )


def drawn_together(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield what neighboring words of a text may be drawn together to, and which: "World Bank" to worldbank, wb.

    Args:
        words: Words in lower case; the first of each and the one behind its last are told.
    """
    for first in range(len(words)):
        for end in range(first + 2, min(first + _LONGEST_DRAWN, len(words)) + 1):
            stretch = words[first:end]
            if is_han(stretch[-1]):
                break
            yield "".join(word[0] for word in stretch), first, end
            if end - first <= _LONGEST_JOINED:
                yield "".join(stretch), first, end


@lru_cache(maxsize=20_000)
def _are_forms(one: str, other: str) -> bool:
    if stem(one) == stem(other):
        return True
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

"""Readings: what a written word may mean in the folded view."""

from __future__ import annotations

from dataclasses import dataclass

_ONE_SPELLING = {
    "hy": "hi", "ky": "ki", "ly": "li", "my": "mi", "sy": "si", "ty": "ti", "qui": "quy",
    "iu": "yeu", "khum": "khong", "lun": "luon", "mun": "muon", "nhiu": "nhieu", "thui": "thoi",
}  # fmt: skip
"""Syllables with two spellings: both taught (kỹ, kĩ), or one of them teencode that is hardly ever a word of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One written word and what it may mean."""

    plain: str
    """Folded, with nothing guessed; may hold spaces, and be empty."""
    vietnamese: str
    """Folded as it is read in Vietnamese text."""
    typed: str | None = None
    """Folded as it was meant, if the input method was off (Telex or VNI); None: it cannot be that."""
    sure: bool = False
    """Whether ``typed`` needs only little support from the words around."""
    shaped: str | None = None
    """Folded as it was meant, if digits stand for letters in this text (leet); None: they do not."""
    votes: int = 0
    """Above 0: the word speaks for a Vietnamese text; below: against."""
    settled: bool = False
    """Whether folding leaves it alone from now on."""


def one_spelling(folded: str) -> str:
    """Return folded words, each in the one spelling we keep of it."""
    return " ".join(_ONE_SPELLING.get(word, word) for word in folded.split())


def known(folded: str, *, votes: int) -> Reading:
    """Return the reading of a word that means the same in every text."""
    return Reading(plain=folded, vietnamese=folded, votes=votes)


def together(readings: list[Reading]) -> Reading:
    """Return the reading of words that were written as one."""
    return Reading(
        plain=" ".join(reading.plain for reading in readings if reading.plain),
        vietnamese=" ".join(reading.vietnamese for reading in readings if reading.vietnamese),
        votes=sum(reading.votes for reading in readings),
    )

"""Legible words: what only a person still reads as a word, put back into words.

Observation: who wants to escape a filter sets the letters of a word apart (c.h.á.y), leaves out every space, or writes
digits for letters; others type while the input method is off. Theory: such letters are words when the commonest words
of Vietnamese or English explain them far better than chance. Known exceptions: lists of letters (vitamin A B C), codes
(h5n1, 5G), short hashtags and compounds stay as written. The folded view guesses more than this; here stands what is
shown and what dense encoders read, so only what is clear is changed.
"""

from __future__ import annotations

from rumorwatch.normalize.keys import without_digits, without_keys
from rumorwatch.normalize.spacing import spaced, together


def legible(text: str) -> str:
    """Return the text with words put together, taken apart, and freed of keys and digits where it is clear."""
    return without_digits(without_keys(spaced(together(text))))

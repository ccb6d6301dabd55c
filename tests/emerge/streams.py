"""Arrivals and rows with few words: meanings are directions of a space of eight dimensions."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from nouns import NOW, digits
from rumorwatch.domain.posts import PostKey, SpellingViews
from rumorwatch.emerge.arrivals import Arrival

DIMENSIONS = 8
LONG = "one two three four five six seven eight nine"
_LETTERS = str.maketrans("0123456789", "abcdefghij")
"""Of the names that posts end with: a number would tell them apart."""


def key(name):
    return PostKey(digits(name))


def arrival(name, *, hours=0.0, text=None, parent=None):
    said = text or f"{LONG} {name.translate(_LETTERS)}"
    return Arrival(
        key=key(name),
        moment=NOW + timedelta(hours=hours),
        views=SpellingViews(accented=said, folded=said),
        text_hash=digits(said),
        parent=None if parent is None else key(parent),
    )


def meaning(axis, *, away=None, cosine=1.0):
    """Return the unit row of an axis, or one between it and another, at this cosine to it."""
    row = np.zeros(DIMENSIONS, np.float32)
    row[axis] = cosine
    if away is not None:
        row[away] = np.sqrt(1 - cosine**2)
    return row


NOTHING = np.zeros(DIMENSIONS, np.float32)

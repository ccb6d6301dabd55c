"""Names of agencies and provinces, as far as two ways to write one are told to be the same."""

from __future__ import annotations

from functools import lru_cache

from rumorwatch.reading.words import without_marks, words_of

_BEFORE = (("tinh",), ("thanh", "pho"), ("tp",))
"""What a province's name may begin with: "tỉnh", "thành phố", "TP.", folded."""
_AFTER = (("province",), ("city",))
"""The same in English."""


@lru_cache(maxsize=4_000)
def name_key(name: str) -> str:
    """Return what a name is compared by: its words without diacritics and case; of a key, the key itself."""
    return " ".join(words_of(without_marks(name.casefold())))


@lru_cache(maxsize=4_000)
def province_key(name: str) -> str:
    """Return what a province is compared by: ``name_key`` without "tỉnh", "thành phố", "tp.", "province" or "city".

    A name that has no other word is left as it is.
    """
    words = tuple(name_key(name).split())
    for kind in _BEFORE:
        if words[: len(kind)] == kind and len(words) > len(kind):
            words = words[len(kind) :]
            break
    for kind in _AFTER:
        if words[-len(kind) :] == kind and len(words) > len(kind):
            words = words[: -len(kind)]
            break
    return " ".join(words)

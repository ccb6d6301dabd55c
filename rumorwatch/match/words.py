"""Words as matching sees them: a run of letters and digits, or one Han character."""

from __future__ import annotations

import re

_WORD = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W_])+"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order."""
    return _WORD.findall(text)


def is_han(word: str) -> bool:
    """Return whether a word is a Han character."""
    return _HAN.match(word) is not None


def count_words(text: str) -> float:
    """Return how many words a text has; a Han character counts as half a word (domain.md, Matching)."""
    return len(words_of(text)) - len(_HAN.findall(text)) / 2

"""Words as reading sees them: a run of letters and digits, or one Han character."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_HAN_LETTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN_LETTERS}]|[^\W_{_HAN_LETTERS}]+")
_HAN = re.compile(rf"[{_HAN_LETTERS}]")


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in their order; a post is asked for its words beside each of its claims."""
    return tuple(_WORD.findall(text))


def is_han(word: str) -> bool:
    """Return whether a word is a Han character."""
    letter = word[:1]
    if letter < "\u3400":
        return False
    return letter <= "\u4dbf" or "\u4e00" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff"


def count_words(text: str) -> float:
    """Return how many words a text has; a Han character counts as half a word (domain.md, Matching)."""
    return len(words_of(text)) - len(_HAN.findall(text)) / 2


@lru_cache(maxsize=50_000)
def without_marks(word: str) -> str:
    """Return a lower-case word without diacritics."""
    if word.isascii():
        return word
    letters = (letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return "".join(letters).replace("đ", "d")

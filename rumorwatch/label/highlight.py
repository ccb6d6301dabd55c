"""Highlights: which words of a text another one has too, rare ones, as they are written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.label.likeness import folded_words
from rumorwatch.reading.words import is_han, without_marks, words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_HAN_LETTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN_LETTERS}]|[^\W_{_HAN_LETTERS}]+")
"""As reading sees words (reading/words.py), with their places."""
_COMMON_SHARE = 0.1
"""Words that more than a tenth of the claims have tell nothing, as where a match says why it is one (match/explain.py);
of a short list, those that more than two have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commonness:
    """How many claims have a folded word."""

    texts_with: Mapping[str, int]
    texts: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> Commonness:
        """Count the words of claims."""
        said = [folded_words(text) for text in texts]
        return cls(texts_with=Counter(word for words in said for word in words), texts=len(said))

    def is_telling(self, word: str) -> bool:
        """Return whether a word says what a text is about."""
        return self.texts_with.get(word, 0) <= max(2.0, self.texts * _COMMON_SHARE)


def shared_of(one: str, other: str) -> frozenset[str]:
    """Return the words that two folded texts share."""
    return frozenset(words_of(one)) & frozenset(words_of(other))


def spans(text: str, shared: Collection[str], *, commonness: Commonness) -> list[tuple[int, int]]:
    """Return where the shared words stand in a text, as (begin, end) in their order; none overlap.

    Words that follow one another are one span; a span has a telling word, or it is left out. Words that folding changed
    by more than marks are not found.

    Args:
        text: As it is shown.
        shared: Folded words.
        commonness: Of words among the claims.
    """
    found: list[tuple[int, int]] = []
    telling = False
    end = -1
    for place in _WORD.finditer(text.lower() if len(text.lower()) == len(text) else text):
        word = without_marks(place.group())
        if word not in shared:
            end = -1
            continue
        begins = place.start() == end or (end >= 0 and text[end : place.start()].isspace())
        if begins:
            found[-1] = (found[-1][0], place.end())
        else:
            found = found if telling or not found else found[:-1]
            found.append(place.span())
            telling = False
        telling = telling or (commonness.is_telling(word) and (is_han(word) or len(word) > 1))
        end = place.end()
    return found if telling or not found else found[:-1]

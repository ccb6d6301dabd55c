"""Guards: what makes a confirmed match only a suggested one (domain.md, Matching): numbers, length, age."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.match.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rumorwatch.domain.posts import SpellingViews

MIN_WORDS = 8
"""Shorter posts are never confirmed (domain.md, Matching)."""
HORIZON = timedelta(days=365)
"""A claim checked longer ago is not confirmed by a post that dates nothing (domain.md, Matching: 12 months)."""

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w]*[a-z]{3})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}\b|\b(?:ngay|thang) \d|\d ?月|今天|昨天|今日|今早"
    r"|\b(?:hom nay|hom qua|sang nay|chieu nay|toi nay|toi qua|today|yesterday|tonight|this morning)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|may \d)\b"
)


def demotions(
    post: SpellingViews, *, claim: SpellingViews, published_at: datetime, checked_at: datetime | None
) -> Iterator[str]:
    """Yield a sentence for everything that forbids to confirm."""
    words = count_words(post.folded)
    if words < MIN_WORDS:
        yield f"Only suggested: the post has {words:g} words, fewer than {MIN_WORDS}."
    mine, theirs = numbers_of(post.accented), numbers_of(claim.accented)
    if mine and theirs and not (mine & theirs):
        yield f"Only suggested: the post says {_listed(mine)}, the claim {_listed(theirs)}."
    if checked_at is not None and published_at - checked_at > HORIZON and not _DATED.search(post.folded):
        yield "Only suggested: the claim was checked more than 12 months before, and the post dates nothing."


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers of a text in one spelling (3.500 and 3,500 are 3500), years left out."""
    return frozenset(_plain(found) for found in _NUMBER.findall(text) if not _YEAR.fullmatch(found))


def _plain(number: str) -> str:
    """Drop separators of thousands; a comma or point before other than three digits is a decimal point."""
    joined = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    return joined.lstrip("0") or "0"


def _listed(numbers: frozenset[str]) -> str:
    return ", ".join(sorted(numbers, key=lambda number: (len(number), number))[:3])

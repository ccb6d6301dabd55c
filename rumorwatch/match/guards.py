"""Guards: what makes a confirmed match only a suggested one (domain.md, Matching): numbers, length, age."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from rumorwatch.match.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from rumorwatch.domain.posts import SpellingViews

MIN_WORDS = 8
"""Shorter posts are never confirmed (domain.md, Matching)."""
HORIZON = timedelta(days=365)
"""A claim checked longer ago is not confirmed by a post that dates nothing (domain.md, Matching: 12 months)."""

_NUMBER = re.compile(
    r"(?<![^\W\u2e80-\uffff])(?<![.,/])(?<![a-z]-)(\d+(?:[.,]\d+)*)(?![\d/])\s?"
    r"(?:(k|nghìn|ngàn|nghin|ngan|thousand|千)|(triệu|trieu|tr|million|mn|m|百万)|(tỷ|tỉ|ty|ti|billion|bn)|(万|萬)|(亿|億))?"
    r"(?![^\W\d_\u2e80-\uffff])",
    re.IGNORECASE,
)
"""A number with its scale, not within a word or a date; a Han letter beside it is no word it is within."""
_SCALES = (10**3, 10**6, 10**9, 10**4, 10**8)
_YEARS = range(1900, 2100)
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
    if (
        checked_at is not None
        and published_at - checked_at > HORIZON
        and not _DATED.search(f"{post.accented.lower()}\n{post.folded}")
    ):
        yield "Only suggested: the claim was checked more than 12 months before, and the post dates nothing."


def tells_other_numbers(post: SpellingViews, *, claim: Iterable[str]) -> bool:
    """Say whether a post and all wordings of a claim give numbers and share none.

    Of pairs of like sentences that people judged, 1 to 3 % with no number in common say the same, of all 25 to 49 %
    (vnPara, STS-B in English and Chinese).
    """
    mine = numbers_of(post.accented)
    theirs = frozenset[Decimal]().union(*map(numbers_of, claim))
    return bool(mine and theirs) and not mine & theirs


def numbers_of(text: str) -> frozenset[Decimal]:
    """Return the numbers of a text, years and dates left out: 500k, 500.000 and 500 nghìn are one number."""
    found = (_value(match) for match in _NUMBER.finditer(text))
    return frozenset(number for number in found if number not in _YEARS)


def _value(match: re.Match[str]) -> Decimal:
    """Read 3.500 and 3,500 as 3500; a comma or point before other than three digits is a decimal point."""
    digits = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", match[1]).replace(",", ".")
    whole, _, part = digits.partition(".")
    scale = next((scale for scale, unit in zip(_SCALES, match.groups()[1:], strict=True) if unit), 1)
    return Decimal(f"{whole}.{part.replace('.', '')}" if part else whole) * scale


def _listed(numbers: frozenset[Decimal]) -> str:
    return ", ".join(f"{number:,f}" for number in sorted(numbers)[:3])

"""Demotions: what makes a confirmed match only a suggested one (domain.md, Matching): differences, length, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Union

from rumorwatch.match.guards.differences import differences, facts_of
from rumorwatch.match.guards.moments import Part
from rumorwatch.reading.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.guards.spans import Difference

MIN_WORDS = 8
"""Shorter posts are never confirmed (domain.md, Matching)."""
HORIZON = timedelta(days=365)
"""A claim checked longer ago is not confirmed by a post that dates nothing (domain.md, Matching: 12 months)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooShort:
    """The post says too little to be sure of it."""

    words: float
    """A Han character counts as half a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooOld:
    """The claim was checked before the horizon, and the post dates nothing."""


Demotion = Union["TooShort", "TooOld", "Difference"]


def demotions(
    post: SpellingViews, *, claim: SpellingViews, published_at: datetime, checked_at: datetime | None
) -> Iterator[Demotion]:
    """Yield everything that forbids to confirm, differences first."""
    yield from differences(post, claim)
    words = count_words(post.folded)
    if words < MIN_WORDS:
        yield TooShort(words=words)
    if checked_at is not None and published_at - checked_at > HORIZON and not _dates_anything(post):
        yield TooOld()


def _dates_anything(post: SpellingViews) -> bool:
    return any(moment.part is not Part.DAYTIME for moment in facts_of(post).moments)

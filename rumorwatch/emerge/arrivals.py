"""Arrivals: what grouping is told of a post, and what it reads of its words beside its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.posts import Post, PostKey, SpellingViews

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_HAN_LETTERS = "\u3400-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{_HAN_LETTERS}]")
_WORD = re.compile(rf"[^\W\d_{_HAN_LETTERS}]+")
_LETTER = re.compile(r"[^\W\d_]")
_NO_WORD = re.compile(r"\[(?:link|phone|email|id|card)\]|@…|#\w+")
"""What normalizing leaves where it scrubbed, and hashtags: they name a topic, of which much is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A post as grouping sees it; its row is told beside it."""

    key: PostKey
    moment: datetime
    """Aware: when it was published."""
    views: SpellingViews
    text_hash: str
    """Of the folded view: equal for exact duplicates."""
    parent: PostKey | None = None
    """The post it answers or passes on, whether that one was met or not."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What meaning alone does not tell of a text."""

    words: float
    """Words of letters, without hashtags; a Han character counts as half a word (domain.md, Matching)."""
    numbers: frozenset[str]
    """As written in digits, without separators of thousands."""

    def contradicts(self, other: Wording) -> bool:
        """Return whether both have numbers and none in common.

        Of posts that change a number of a claim, 59 of 100 have one that the claim has not, and lack one of its own;
        of those that tell the same, 6 (tests/match/pairs). But so do 17 of 100 near copies among CED's posts, which
        add one to a dozen or leave one out; only 1 has none in common, and that tells the pairs apart as well.
        """
        return bool(self.numbers) and bool(other.numbers) and self.numbers.isdisjoint(other.numbers)


def arrival_of(post: Post) -> Arrival:
    """Return what grouping is told of a post."""
    return Arrival(
        key=post.key,
        moment=post.published_at,
        views=post.views,
        text_hash=post.text_hash,
        parent=post.reply_to,
    )


def has_words(views: SpellingViews) -> bool:
    """Return whether a text has a letter, beside what normalizing scrubbed: "@… 💜" says nothing."""
    return _LETTER.search(views.folded) is not None


def wording_of(views: SpellingViews) -> Wording:
    """Return what grouping reads of a text."""
    numbers = frozenset(_number(found) for found in _NUMBER.findall(views.folded))
    return Wording(count_words(views.accented), numbers)  # the folded view has lost the hash of hashtags


def count_words(text: str) -> float:
    """Return how many words of letters an accented view has without hashtags; a Han character is half a word."""
    said = _NO_WORD.sub(" ", text)
    return len(_WORD.findall(said)) + (0 if said.isascii() else len(_HAN.findall(said)) / 2)


def _number(digits: str) -> str:
    return _THOUSANDS.sub("", digits).replace(",", ".")

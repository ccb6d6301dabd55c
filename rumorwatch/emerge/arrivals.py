"""Arrivals: what grouping is told of a post, and what it reads of its words beside its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.posts import Post, PostKey

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A post as grouping sees it; its row is told beside it."""

    key: PostKey
    moment: datetime
    """Aware: when it was published."""
    text: str
    """Folded view: read for its numbers and its length only."""
    text_hash: str
    """Of the folded view: equal for exact duplicates."""
    parent: PostKey | None = None
    """The post it answers or passes on, whether that one was met or not."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What meaning alone does not tell of a text."""

    words: float
    """A Han character counts as half a word (domain.md, Matching)."""
    numbers: frozenset[str]
    """As written in digits, without separators of thousands."""

    def contradicts(self, other: Wording) -> bool:
        """Return whether each of the two has a number that the other has not."""
        return bool(self.numbers - other.numbers) and bool(other.numbers - self.numbers)


def arrival_of(post: Post) -> Arrival:
    """Return what grouping is told of a post."""
    return Arrival(
        key=post.key,
        moment=post.published_at,
        text=post.views.folded,
        text_hash=post.text_hash,
        parent=post.reply_to,
    )


def wording_of(text: str) -> Wording:
    """Return what grouping reads of a folded text."""
    numbers = frozenset(_number(found) for found in _NUMBER.findall(text))
    words = float(len(text.split()))
    if not text.isascii() and (han := _HAN.sub(" ", text)) != text:
        words = len(han.split()) + (len(text) - len(_HAN.sub("", text))) / 2
    return Wording(words, numbers)


def _number(digits: str) -> str:
    return _THOUSANDS.sub("", digits).replace(",", ".")

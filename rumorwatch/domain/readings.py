"""Readings: what a post that no claim explains is, and which others say the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rumorwatch.domain.rumors import RumorId


class PostClass(StrEnum):
    """What sort of thing a post says. Only claims and questions can make a rumor."""

    CLAIM = "claim"
    """States as fact what can be checked, could be false and would matter."""
    QUESTION = "question"
    """Asks whether something is true, or doubts it."""
    NEWS = "news"
    """Reports or announces, and says who stands behind it."""
    OPINION = "opinion"
    CRITICISM = "criticism"
    """Of an office, a policy, a price, a service: a right of people, never a rumor."""
    SATIRE = "satire"
    ADVERTISING = "advertising"
    CHATTER = "chatter"
    """What matters to its writer only, what has no words to go by, and what is no class surely enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one post that no claim explains."""

    rumor_id: RumorId | None
    """The posts that say the same, as the id of the rumor they are or may become; None: it has no words to go by."""
    post_class: PostClass
    checkable: float
    """0 to 1: how likely it is that the post states a claim (``PostClass.CLAIM``)."""

"""Rumors: something false or unverified that is circulating, and how urgent it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, Contradiction, Statement
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post

RumorId = NewType("RumorId", str)
"""``claim:`` and the claim's id for a known claim that is back; ``new:`` and the key of the post that founded a group
which no claim explains."""


class SightingKind(StrEnum):
    """Whether a sighting adds a source or only reach."""

    INDEPENDENT = "independent"
    COPY = "copy"


class Level(StrEnum):
    """What a priority asks of people."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One post of a rumor."""

    post: Post
    match: Match
    kind: SightingKind
    channel: str
    """The platform it was met on (the feed's channel)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumor:
    """A claim that is circulating, with its posts in the window, oldest first."""

    id: RumorId
    claim: Claim
    sightings: tuple[Sighting, ...]
    """Posts that repeat it; never empty. Ordered by (published_at, key)."""
    asks: int
    """Posts that ask whether it is true: demand."""
    denials: int
    """Posts that deny or merely report it."""
    statement: Statement | None
    """The official statement that answers it best, valid or not; None: there is none."""
    contradictions: tuple[Contradiction, ...] = ()
    """What valid statements on the claim contradict each other on."""

    @property
    def first_seen(self) -> datetime:
        """When its first sighting was published."""
        return self.sightings[0].post.published_at

    @property
    def last_seen(self) -> datetime:
        """When its last sighting was published."""
        return self.sightings[-1].post.published_at

    @property
    def independent(self) -> int:
        """How many distinct sources said it in their own words."""
        return sum(sighting.kind is SightingKind.INDEPENDENT for sighting in self.sightings)

    @property
    def channels(self) -> int:
        """On how many platforms it was met."""
        return len({sighting.channel for sighting in self.sightings})


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """What to answer first: points from 0 to 100, and where they come from."""

    points: float
    level: Level
    factors: dict[str, float]
    """Points by factor, as they are told to people; they add up to ``points``."""
    reasons: tuple[str, ...]
    """The sentence of each factor, in the order of ``factors``."""
    weights_version: str

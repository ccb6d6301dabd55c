"""Rumors: something false or unverified that is circulating, and how urgent it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType, TypeAlias

from rumorwatch.domain.claims import Topic
from rumorwatch.domain.matches import Match

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, Contradiction, Statement
    from rumorwatch.domain.growth import Growth
    from rumorwatch.domain.posts import Language, Post
    from rumorwatch.domain.readings import Reading

RumorId = NewType("RumorId", str)
"""``claim:`` and the claim's id for a known claim that is back; ``new:`` and its first post's key for a new one."""

Why: TypeAlias = "Match | Reading"
"""What made a post part of a rumor."""


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


class Sign(StrEnum):
    """Why a rumor needs a person, beside that a known claim is told again."""

    CHECKABLE = "checkable"
    """Most of its sources state as fact what could be false and would matter."""
    DOUBTED = "doubted"
    """People ask whether it is true."""
    SPREADING = "spreading"
    """Several independent sources say it at once."""
    VOID = "void"
    """Several sources ask whether it is true, too few tell it, and nothing official answers."""
    CONTRADICTED = "contradicted"
    """Valid official statements on it contradict each other."""
    RUMORLIKE = "rumorlike"
    """A post of it and what people answer read as rumors and their answers do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One post of a rumor."""

    post: Post
    why: Why
    """Why it is one: it matches the claim, or was read as saying what the other posts of a new rumor say."""
    kind: SightingKind
    channel: str
    """The platform it was met on (the feed's channel)."""

    @property
    def certainty(self) -> float:
        """0 to 1: how likely it is that the post repeats the claim, or states one that can be checked."""
        return self.why.probability if isinstance(self.why, Match) else self.why.checkable


SUREST = 3
"""Sightings told apart in ``Spread.surest``: one lucky match is not certainty, a long tail of weak copies takes none
away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far a rumor has come by a moment: its sightings in the window, counted."""

    posts: int
    """All of them, 1 or more."""
    independent: int
    """Distinct sources that said it in their own words."""
    channels: tuple[str, ...]
    """Platforms it was met on, by name."""
    provinces: tuple[str, ...]
    """Provinces it was met in, as far as posts name them."""
    languages: tuple[Language, ...]
    """Languages it was told in, as far as they are known."""
    reach: int
    """Views of its posts or, where these are not told or fewer, reactions to them: 0 and up."""
    first_seen: datetime
    """When the first one was published."""
    last_seen: datetime
    """When the last one was published."""
    recent: int
    """Those of the last hours, as many as the ranking looks at (``Weights.velocity_window_h``)."""
    surest: tuple[float, ...]
    """Certainty of the surest ones, 0 to 1, greatest first; ``SUREST`` at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumor:
    """Something false or unverified that is circulating, as its posts in the window make it."""

    id: RumorId
    text: str
    """The claim in one line; of a new rumor the sentence of a post that says it best, chosen and never made."""
    claim: Claim | None
    """None: no known claim explains it, it is new."""
    spread: Spread
    asks: int
    """Posts that ask whether it is true: demand."""
    denials: int
    """Posts that deny or merely report it."""
    statement: Statement | None
    """The official statement that answers it best, valid or not; None: there is none."""
    contradictions: tuple[Contradiction, ...] = ()
    """What valid statements on the claim contradict each other on."""
    signs: tuple[Sign, ...] = ()
    """Why it needs a person; none: a known claim is told again."""
    moments: Sequence[float] = ()
    """When its sightings were published: Unix seconds, ascending."""
    growth: Growth | None = None
    """How it grows; None: nobody asked."""
    rumorlike: float | None = None
    """0 to 1: how likely a new one is a rumor by how a post and its answers read, at its highest; None: too few
    answered any, or the model does not speak the language."""
    sightings: tuple[Sighting, ...] = ()
    """Posts that spread it, by (published_at, key): for people to look at, so only where they are asked for."""

    @property
    def topic(self) -> Topic:
        """What it is about; ``other`` for a new rumor, until a person says."""
        return self.claim.topic if self.claim else Topic.OTHER


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

"""Matches: a post beside a claim or a statement, how alike they are and why we say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.posts import PostKey

MIN_COUNTED = 0.25
"""A match less likely than this counts for nothing; the suggested tier reaches much further down, for people to look
through (domain.md, Matching: recall .95). On the demo .25 keeps 87 of 102 repetitions and one post that is none, .5
keeps 77 and none."""


class Tier(StrEnum):
    """How far a match is trusted (domain.md, Matching)."""

    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class Stance(StrEnum):
    """What the post does with the claim."""

    REPEATS = "repeats"
    DENIES = "denies"
    ASKS = "asks"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One post beside one claim."""

    post_key: PostKey
    claim_id: ClaimId
    rank: int
    """1 for the claim most like the post."""
    similarity: float
    """Cosine, -1 to 1, of the best window of the post and the best wording of the claim."""
    probability: float
    """0 to 1: calibrated chance that an analyst would say "same claim"."""
    tier: Tier | None
    stance: Stance
    reasons: tuple[str, ...]
    """Sentences a person reads: the matching words, and what demoted it."""
    model_id: str

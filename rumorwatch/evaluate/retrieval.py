"""Measuring matching on files: posts, claims, and the pairs that belong together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import Tier
from rumorwatch.evaluate.metrics import Share, average_precision, has_success, share_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rumorwatch.domain.posts import Post
    from rumorwatch.match.matcher import Matcher

DEPTH = 10
"""Matches looked at: S@10 needs ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How well a matcher ranks and how far its tiers can be trusted."""

    n: int
    """Posts with at least one pair; the others are noise that tiers must withstand."""
    map_at_5: float
    p_at_1: float
    s_at_10: float
    confirmed: Share
    suggested: Share
    """Confirmed matches are in it: whoever is shown suggestions is shown both."""
    seconds: float
    """Matching alone, without reading files and without building the index."""
    posts_per_s: float
    model: str

    def as_json(self) -> dict[str, object]:
        """Return the object of ``evaluate --json`` (commands.md)."""
        return {
            "n": self.n,
            "map@5": round(self.map_at_5, 4),
            "p@1": round(self.p_at_1, 4),
            "s@10": round(self.s_at_10, 4),
            "confirmed": _share(self.confirmed),
            "suggested": _share(self.suggested),
            "seconds": round(self.seconds, 3),
            "posts_per_s": round(self.posts_per_s, 1),
            "model": self.model,
        }


def evaluate(matcher: Matcher, posts: Sequence[Post], pairs: Collection[tuple[str, str]]) -> Evaluation:
    """Match the posts and compare with the pairs.

    Args:
        matcher: built over all claims.
        posts: named by their external_id; those without a pair count for the tiers only.
        pairs: (post id, claim id) that belong together; a claim that is not there counts as not found.
    """
    began = time.perf_counter()
    found = matcher.match(posts, top=DEPTH)
    seconds = time.perf_counter() - began
    names = [post.external_id or post.key for post in posts]
    relevant: dict[str, set[str]] = {}
    for post_id, claim_id in pairs:
        relevant.setdefault(post_id, set()).add(claim_id)
    ranked = {
        name: [match.claim_id for match in matches]
        for name, matches in zip(names, found, strict=True)
        if name in relevant
    }
    wanted = {(name, claim_id) for name in names for claim_id in relevant.get(name, ())}
    tiered = {
        (name, match.claim_id): match.tier
        for name, matches in zip(names, found, strict=True)
        for match in matches
        if match.tier is not None
    }
    return Evaluation(
        n=len(ranked),
        map_at_5=_mean([average_precision(claims, relevant[name], at=5) for name, claims in ranked.items()]),
        p_at_1=_mean([has_success(claims, relevant[name], at=1) for name, claims in ranked.items()]),
        s_at_10=_mean([has_success(claims, relevant[name], at=DEPTH) for name, claims in ranked.items()]),
        confirmed=share_of([pair for pair, tier in tiered.items() if tier is Tier.CONFIRMED], wanted),
        suggested=share_of(list(tiered), wanted),
        seconds=seconds,
        posts_per_s=len(posts) / seconds if seconds else 0.0,
        model=matcher.model_id,
    )


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


def _share(share: Share) -> dict[str, float | None]:
    return {
        "precision": None if share.precision is None else round(share.precision, 4),
        "recall": None if share.recall is None else round(share.recall, 4),
    }

"""Sightings: which matched posts spread a claim, which only ask or deny, and which are copies of an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Verdict
from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.growth import GrowthEvent
from rumorwatch.domain.matches import MIN_COUNTED, Stance, Tier
from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.rumors import Rumor, RumorId, Sighting, SightingKind
from rumorwatch.emerge.growth import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId, Contradiction, Statement
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import FeedId, Post
    from rumorwatch.domain.rumors import Why

ANSWERING = frozenset({FeedRole.OFFICIAL, FeedRole.FACTCHECK})
"""Feeds whose posts about a claim are answers to it: they never raise spread, however they are worded."""


_FROM_PEOPLE = frozenset({PostKind.TIP, PostKind.COMMENT})


def rumor_id(claim_id: ClaimId) -> RumorId:
    """Return the id of the rumor that a known claim's return is."""
    return RumorId(f"claim:{claim_id}")


def spreading_of(
    claim: Claim, matched: Sequence[tuple[Post, Match]], *, feeds: Mapping[FeedId, Feed]
) -> Sequence[tuple[Post, Match]]:
    """Return those of the matched posts that spread the claim, in their order; none when the claim is true."""
    if claim.verdict is Verdict.VERIFIED:
        return ()
    return [
        (post, match) for post, match in _likely(matched) if stance_in(feeds.get(post.feed_id), match) is Stance.REPEATS
    ]


def needs_a_person(spreading: Sequence[tuple[Post, Match]], *, min_expected_sources: float) -> bool:
    """Return whether these posts make an alert: one confirmed match, or enough sources that are only suggested.

    Suggested sources count as what they are worth, the probability of their surest match: two at .5 are one.
    """
    if any(match.tier is Tier.CONFIRMED for _, match in spreading):
        return True
    surest: dict[str, float] = {}
    for post, match in spreading:
        source = source_of(post)
        surest[source] = max(match.probability, surest.get(source, 0.0))
    return len(surest) > 1 and sum(surest.values()) >= min_expected_sources


def rumor_of(
    claim: Claim,
    spreading: Sequence[tuple[Post, Match]],
    *,
    matched: Sequence[tuple[Post, Match]],
    feeds: Mapping[FeedId, Feed],
    statement: Statement | None,
    contradictions: tuple[Contradiction, ...] = (),
    first_alike: Callable[[Sequence[str]], Sequence[int]],
) -> Rumor:
    """Return the rumor that these posts make of the claim.

    Args:
        claim: The known claim.
        spreading: Posts that spread it (``spreading_of``), by (published_at, key); at least one.
        matched: All posts matched to it, for what people ask and deny.
        feeds: Feeds by id, for their channel; a post of a feed no longer listed is of channel ``unknown``.
        statement: The official statement that answers the claim best.
        contradictions: What valid statements on the claim contradict each other on.
        first_alike: For each folded text, the index of the earliest one it is a copy of (its own when none).
    """
    likely = _likely(matched)
    asks = sum(match.stance is Stance.ASKS for _, match in likely)
    return Rumor(
        id=rumor_id(claim.id),
        text=claim.title or claim.text,
        claim=claim,
        sightings=sightings_of(spreading, feeds=feeds, first_alike=first_alike),
        asks=asks,
        denials=len(likely) - len(spreading) - asks,
        statement=statement,
        contradictions=contradictions,
    )


def sightings_of(
    spreading: Sequence[tuple[Post, Why]],
    *,
    feeds: Mapping[FeedId, Feed],
    first_alike: Callable[[Sequence[str]], Sequence[int]],
) -> tuple[Sighting, ...]:
    """Return the sightings that these posts are, in their order.

    Args:
        spreading: Posts by (published_at, key), with why each is one.
        feeds: Feeds by id, for their channel; a post of a feed no longer listed is of channel ``unknown``.
        first_alike: For each folded text, the index of the earliest one it is a copy of (its own when none).
    """
    earliest = first_alike([post.views.folded for post, _ in spreading])
    sources: set[str] = set()
    sightings = []
    for position, (post, why) in enumerate(spreading):
        source = source_of(post)
        is_copy = post.kind is PostKind.REPOST or earliest[position] != position or source in sources
        sources.add(source)
        sightings.append(
            Sighting(
                post=post,
                why=why,
                kind=SightingKind.COPY if is_copy else SightingKind.INDEPENDENT,
                channel=feeds[post.feed_id].channel if post.feed_id in feeds else "unknown",
            )
        )
    return tuple(sightings)


def tally_of(rumor: Rumor) -> Tally:
    """Return what grew of a rumor: its sightings; who asks or denies is only counted, without a time."""
    return Tally.of(
        GrowthEvent(
            at=sighting.post.published_at,
            stance=Stance.REPEATS,
            source=source_of(sighting.post),
            kind=sighting.kind,
            channel=sighting.channel,
            province=sighting.post.province,
            language=sighting.post.language,
        )
        for sighting in rumor.sightings
    )


def stance_in(feed: Feed | None, match: Match) -> Stance:
    """Return the stance that counts: what an answering feed says about a claim is never a repetition of it."""
    if feed is not None and feed.role in ANSWERING and match.stance is Stance.REPEATS:
        return Stance.REPORTS
    return match.stance


def source_of(post: Post) -> str:
    """Return what distinct sources are counted by: the author's key, else the page in the feed, else the feed.

    Tips and comments come from people: without an author each is a source of its own, for demand is never merged away.
    """
    if post.author_key:
        return post.author_key
    if post.kind in _FROM_PEOPLE:
        return post.key
    return f"{post.feed_id}/{post.source or ''}"


def _likely(matched: Sequence[tuple[Post, Match]]) -> Sequence[tuple[Post, Match]]:
    return [(post, match) for post, match in matched if match.probability >= MIN_COUNTED]

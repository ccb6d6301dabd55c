"""Sightings: which matched posts spread a claim, which only ask or deny, and when they need a person."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Verdict
from rumorwatch.domain.growth import GrowthEvent
from rumorwatch.domain.matches import MIN_COUNTED, Stance, Tier
from rumorwatch.domain.rumors import Rumor, RumorId
from rumorwatch.emerge.growth import Tally
from rumorwatch.emerge.sources import answers, source_of
from rumorwatch.emerge.tally import SightingTally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, ClaimId, Contradiction, Statement
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import FeedId, Post
    from rumorwatch.emerge.tally import Copies

_NO_SPAN = timedelta()
"""Where nothing is ranked, nobody asks what is recent."""


def rumor_id(claim_id: ClaimId) -> RumorId:
    """Return the id of the rumor that a known claim's return is."""
    return RumorId(f"claim:{claim_id}")


def stance_in(post: Post, match: Match, feeds: Mapping[FeedId, Feed]) -> Stance:
    """Return the stance that counts: what an answering feed says about a claim is never a repetition of it."""
    return Stance.REPORTS if match.stance is Stance.REPEATS and answers(post, feeds) else match.stance


@dataclass(slots=True, kw_only=True)
class OpeningTally:
    """What helps to open an alert: confirmed sightings, or enough sources that are only suggested.

    Suggested sources count as what they are worth, the probability of their surest match: two at .5 are one.
    """

    _pairs: deque[tuple[int, Post, Match]] = field(default_factory=deque)
    """Numbered, oldest first."""
    _taken: int = 0
    _confirmed: int = 0
    _surest: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    """Of each source the surest match by its number, then the surest after it, and so on."""

    def add(self, post: Post, match: Match) -> None:
        """Count one sighting."""
        self._pairs.append((self._taken, post, match))
        self._confirmed += match.tier is Tier.CONFIRMED
        surest = self._surest.setdefault(source_of(post), [])
        while surest and surest[-1][1] <= match.probability:
            surest.pop()
        surest.append((self._taken, match.probability))
        self._taken += 1

    def forget_before(self, moment: datetime) -> None:
        """Let go the sightings published before a moment."""
        while self._pairs and self._pairs[0][1].published_at < moment:
            number, post, match = self._pairs.popleft()
            self._confirmed -= match.tier is Tier.CONFIRMED
            source = source_of(post)
            surest = self._surest[source]
            if surest[0][0] == number:
                del surest[0]
            if not surest:
                del self._surest[source]

    def suffices(self, *, min_expected_sources: float) -> bool:
        """Return whether these sightings make an alert."""
        if self._confirmed:
            return True
        if len(self._surest) < 2:  # noqa: PLR2004 - one source that is only suggested is nobody's alert
            return False
        # Each is worth MIN_COUNTED at least, so many need not be summed up.
        return MIN_COUNTED * len(self._surest) >= min_expected_sources or (
            math.fsum(surest[0][1] for surest in self._surest.values()) >= min_expected_sources
        )


@dataclass(slots=True, kw_only=True)
class ClaimTally:
    """The posts matched to one claim in the window; ``add`` and ``forget_before`` alone change it."""

    claim: Claim
    feeds: Mapping[FeedId, Feed]
    """Feeds by id, for role and channel; a post of a feed no longer listed is public, and of channel ``unknown``."""
    sightings: SightingTally
    _opening: OpeningTally = field(default_factory=OpeningTally)
    _stances: deque[tuple[datetime, Stance]] = field(default_factory=deque)
    """Of the posts that are no sightings, oldest first."""
    _asks: int = 0

    @classmethod
    def of(cls, claim: Claim, *, feeds: Mapping[FeedId, Feed], copies: Callable[[], Copies]) -> ClaimTally:
        """Return the tally of a claim that no post repeats yet.

        Args:
            claim: The known claim.
            feeds: Feeds by id.
            copies: Makes what tells copies.
        """
        return cls(claim=claim, feeds=feeds, sightings=SightingTally(feeds=feeds, copies=copies()))

    def add(self, post: Post, match: Match, *, may_open: Callable[[Post, Match, Claim], bool]) -> None:
        """Count one matched post; one whose match is unlikely counts for nothing.

        Args:
            post: By (published_at, key) after all that were added.
            match: With the claim.
            may_open: Says whether a sighting helps to open an alert.
        """
        if match.probability < MIN_COUNTED:
            return
        stance = stance_in(post, match, self.feeds)
        if stance is not Stance.REPEATS:
            self._stances.append((post.published_at, stance))
            self._asks += stance is Stance.ASKS
        elif self.claim.verdict is not Verdict.VERIFIED:
            self.sightings.add(post, match)
            if may_open(post, match, self.claim):
                self._opening.add(post, match)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        self.sightings.forget_before(moment)
        self._opening.forget_before(moment)
        while self._stances and self._stances[0][0] < moment:
            self._asks -= self._stances.popleft()[1] is Stance.ASKS

    @property
    def first_at(self) -> datetime | None:
        """When the oldest post in the window was published; None: there is none."""
        firsts = [self._stances[0][0]] if self._stances else []
        if self.sightings:
            firsts.append(self.sightings.first_at)
        return min(firsts, default=None)

    def needs_a_person(self, *, min_expected_sources: float) -> bool:
        """Return whether its posts make an alert."""
        return self._opening.suffices(min_expected_sources=min_expected_sources)

    def rumor(
        self,
        *,
        now: datetime,
        recent: timedelta,
        statement: Statement | None,
        contradictions: tuple[Contradiction, ...] = (),
        listed: bool = False,
    ) -> Rumor | None:
        """Return the rumor that its posts make; None where none repeats the claim.

        Args:
            now: The moment; posts out of the window are let go already.
            recent: Span of ``Spread.recent``.
            statement: The official statement that answers the claim best.
            contradictions: What valid statements on the claim contradict each other on.
            listed: With the sightings one by one.
        """
        if not self.sightings:
            return None
        return Rumor(
            id=rumor_id(self.claim.id),
            text=self.claim.title or self.claim.text,
            claim=self.claim,
            spread=self.sightings.spread(now=now, recent=recent),
            asks=self._asks,
            denials=len(self._stances) - self._asks,
            statement=statement,
            contradictions=contradictions,
            sightings=self.sightings.sightings() if listed else (),
        )


def rumor_of(
    claim: Claim,
    matched: Sequence[tuple[Post, Match]],
    *,
    feeds: Mapping[FeedId, Feed],
    statement: Statement | None,
    contradictions: tuple[Contradiction, ...] = (),
    now: datetime,
    copies: Callable[[], Copies],
) -> Rumor | None:
    """Return the rumor that these posts make of a claim with its sightings, for people to look at.

    Args:
        claim: The known claim.
        matched: Posts matched to it, by (published_at, key).
        feeds: Feeds by id.
        statement: The official statement that answers the claim best.
        contradictions: What valid statements on the claim contradict each other on.
        now: The moment.
        copies: Makes what tells copies.
    """
    tally = ClaimTally.of(claim, feeds=feeds, copies=copies)
    for post, match in matched:
        tally.add(post, match, may_open=lambda *_: False)
    return tally.rumor(now=now, recent=_NO_SPAN, statement=statement, contradictions=contradictions, listed=True)


def tally_of(rumor: Rumor) -> Tally:
    """Return what grew of a rumor that has its sightings; who asks or denies is only counted, without a time."""
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

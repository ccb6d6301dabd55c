"""Sightings: which matched posts spread a claim, which only ask or deny, and when they need a person."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Verdict
from rumorwatch.domain.matches import MIN_COUNTED, Stance, Tier
from rumorwatch.domain.rumors import Rumor, RumorId, Sign
from rumorwatch.emerge.sources import answers, source_of
from rumorwatch.emerge.tally import SightingTally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Claim, ClaimId, Contradiction, Statement
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.growth import Growth
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import FeedId, Post
    from rumorwatch.emerge.growth import Moments
    from rumorwatch.emerge.tally import Copies

_NO_SPAN = timedelta()
"""Where nothing is ranked, nobody asks what is recent."""
LEAST_SOURCES = 2
"""That tell or ask, before contradicting statements are an alert: one source is nobody's rumor yet."""


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
    asking: SightingTally
    """The posts that ask whether it is true."""
    _opening: OpeningTally = field(default_factory=OpeningTally)
    _denials: deque[datetime] = field(default_factory=deque)
    """When the posts that deny or report it were published, oldest first."""

    @classmethod
    def of(cls, claim: Claim, *, feeds: Mapping[FeedId, Feed], copies: Callable[[], Copies]) -> ClaimTally:
        """Return the tally of a claim that no post repeats yet.

        Args:
            claim: The known claim.
            feeds: Feeds by id.
            copies: Makes what tells copies.
        """
        sightings, asking = (SightingTally(feeds=feeds, copies=copies()) for _ in range(2))
        return cls(claim=claim, feeds=feeds, sightings=sightings, asking=asking)

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
        if stance is Stance.ASKS:
            self.asking.add(post, match)
        elif stance is not Stance.REPEATS:
            self._denials.append(post.published_at)
        elif self.claim.verdict is not Verdict.VERIFIED:
            self.sightings.add(post, match)
            if may_open(post, match, self.claim):
                self._opening.add(post, match)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        self.sightings.forget_before(moment)
        self.asking.forget_before(moment)
        self._opening.forget_before(moment)
        while self._denials and self._denials[0] < moment:
            self._denials.popleft()

    @property
    def first_at(self) -> datetime | None:
        """When the oldest post in the window was published; None: there is none."""
        firsts = [tally.first_at for tally in (self.sightings, self.asking) if tally]
        return min((*firsts, *islice(self._denials, 1)), default=None)

    @property
    def spreading(self) -> SightingTally:
        """The posts that spread it: those that tell it or, where nobody does, those that ask."""
        return self.sightings or self.asking

    @property
    def sources(self) -> int:
        """Sources that tell it and sources that ask, each counted."""
        return self.sightings.sources + self.asking.sources

    def is_told(self, *, min_expected_sources: float) -> bool:
        """Return whether it is told by enough for an alert."""
        return self._opening.suffices(min_expected_sources=min_expected_sources)

    def rumor(
        self,
        *,
        now: datetime,
        recent: timedelta,
        statement: Statement | None,
        contradictions: tuple[Contradiction, ...] = (),
        signs: tuple[Sign, ...] = (),
        growth: Callable[[Moments], Growth] | None = None,
        listed: bool = False,
    ) -> Rumor | None:
        """Return the rumor that its posts make; None where none repeats the claim or asks about it.

        Args:
            now: The moment; posts out of the window are let go already.
            recent: Span of ``Spread.recent``.
            statement: The official statement that answers the claim best.
            contradictions: What valid statements on the claim contradict each other on.
            signs: Why it needs a person, beside that it is told again.
            growth: Tells how it grows; None: nobody asks.
            listed: With the sightings one by one.
        """
        spreading = self.spreading
        if Sign.VOID in signs and self.asking.sources > spreading.sources:  # who tells it first lowers nothing
            spreading = self.asking
        if not spreading:
            return None
        moments = spreading.moments
        return Rumor(
            id=rumor_id(self.claim.id),
            text=self.claim.title or self.claim.text,
            claim=self.claim,
            spread=spreading.spread(now=now, recent=recent),
            moments=moments,
            growth=growth(moments) if growth else None,
            asks=len(self.asking),
            denials=len(self._denials),
            statement=statement,
            contradictions=contradictions,
            signs=signs,
            sightings=spreading.sightings() if listed else (),
        )


def signs_of(
    tally: ClaimTally,
    *,
    is_told: bool,
    statement: Statement | None,
    contradictions: tuple[Contradiction, ...],
    void_sources: int,
    now: datetime,
) -> tuple[Sign, ...]:
    """Return why a known claim needs a person, beside that it is told again (domain.md, Stance; Alerts).

    Args:
        tally: The posts of the claim.
        is_told: Whether it is told by enough for an alert.
        statement: The official statement that answers it best, valid or not.
        contradictions: What valid statements on it contradict each other on.
        void_sources: Sources that have to ask, where nothing valid answers.
        now: The moment.
    """
    is_answered = statement is not None and (statement.valid_until is None or statement.valid_until >= now)
    is_asked = tally.asking.sources >= void_sources and tally.claim.verdict is not Verdict.VERIFIED
    void = is_asked and not is_told and not is_answered
    torn = bool(contradictions) and tally.sources >= LEAST_SOURCES
    return tuple(sign for sign, is_there in ((Sign.VOID, void), (Sign.CONTRADICTED, torn)) if is_there)


def rumor_of(
    claim: Claim,
    matched: Sequence[tuple[Post, Match]],
    *,
    feeds: Mapping[FeedId, Feed],
    statement: Statement | None,
    contradictions: tuple[Contradiction, ...] = (),
    signs: tuple[Sign, ...] = (),
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
        signs: Why it needs a person, beside that it is told again.
        now: The moment.
        copies: Makes what tells copies.
    """
    tally = ClaimTally.of(claim, feeds=feeds, copies=copies)
    for post, match in matched:
        tally.add(post, match, may_open=lambda *_: False)
    return tally.rumor(
        now=now, recent=_NO_SPAN, statement=statement, contradictions=contradictions, signs=signs, listed=True
    )

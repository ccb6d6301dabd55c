"""Tally: the sightings of one rumor, counted as posts come and as they leave the window.

A post costs the same however many came before it, and what is counted is what counting the window's posts from the
beginning would give: a scan does just that, with this.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from rumorwatch.domain.matches import Match
from rumorwatch.domain.posts import Language, PostKind
from rumorwatch.domain.rumors import SUREST, Sighting, SightingKind, Spread
from rumorwatch.emerge.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import Counts, FeedId, Post
    from rumorwatch.domain.readings import PostClass
    from rumorwatch.domain.rumors import Why
    from rumorwatch.emerge.growth import Moments

_MILLION = 1_000_000
_COMPACTED = 64
"""Posts that left, from which on their room is freed, if they are half of all."""


class Copies(Protocol):
    """What a tally needs of telling copies: texts come with ascending places, and leave in the same order."""

    def add(self, place: int, text: str) -> int:
        """Take a folded text and return the place of the first text it duplicates, or its own."""
        ...

    def first(self, place: int) -> int:
        """Return the place of the first text that the one at this place duplicates, or its own."""
        ...

    def forget(self, place: int) -> Sequence[int]:
        """Let the oldest text go; return the places where a text may have become, or ceased to be, an original."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """So many independent sightings within so long are several at once."""

    sources: int
    within: timedelta


@dataclass(slots=True)
class _Seen:
    place: int
    post: Post
    why: Why
    source: str
    channel: str
    province: str | None
    is_independent: bool = False

    @property
    def certainty(self) -> float:
        return self.why.probability if isinstance(self.why, Match) else self.why.checkable

    @property
    def post_class(self) -> PostClass | None:
        return None if isinstance(self.why, Match) else self.why.post_class


@dataclass(slots=True, kw_only=True)
class SightingTally:
    """The sightings of one rumor in the window; ``add`` and ``forget_before`` alone change it."""

    feeds: Mapping[FeedId, Feed]
    """Feeds by id, for their channel; a post of a feed no longer listed is of channel ``unknown``."""
    copies: Copies
    """Empty, and used by nobody else."""
    at_once: AtOnce | None = None
    """What ``is_at_once`` asks; None: nobody asks."""
    _seen: list[_Seen] = field(default_factory=list)
    _moments: array[float] = field(default_factory=lambda: array("d"))
    """When each in ``_seen`` was published, in Unix seconds."""
    _base: int = 0
    """Place of the first in ``_seen``."""
    _gone: int = 0
    """How many at the beginning of ``_seen`` have left the window."""
    _compared: int = 0
    """Place from which on texts were not asked for copies yet: many never need be."""
    _by_source: dict[str, list[int]] = field(default_factory=dict)
    """Places, ascending."""
    _by_class: dict[PostClass | None, list[int]] = field(default_factory=dict)
    """Places of independent sightings, ascending."""
    _independent: list[int] = field(default_factory=list)
    """Places, ascending."""
    _certain: int = 0
    """Sum of the certainty of independent sightings in millionths, so that what leaves takes away what it brought."""
    _burst: int | None = None
    """Place where the last of several at once begins."""
    _channels: Counter[str] = field(default_factory=Counter)
    _provinces: Counter[str] = field(default_factory=Counter)
    _languages: Counter[str] = field(default_factory=Counter)
    _reach: int = 0
    _certainties: list[float] = field(default_factory=list)
    """Ascending."""

    def __len__(self) -> int:
        """Return how many sightings are in the window."""
        return len(self._seen) - self._gone

    @property
    def sources(self) -> int:
        """Distinct sources, in their own words or not."""
        return len(self._by_source)

    @property
    def is_at_once(self) -> bool:
        """Whether several independent sightings lie within the span."""
        return self._burst is not None

    @property
    def classes(self) -> Mapping[PostClass | None, int]:
        """Independent sightings by what their posts say, that of the earliest first."""
        first = sorted(self._by_class, key=lambda one: self._by_class[one][0])
        return {one: len(self._by_class[one]) for one in first}

    @property
    def mean_certainty(self) -> float:
        """Mean over independent sightings: of a new rumor, what share of its sources is expected to state a claim."""
        return self._certain / _MILLION / len(self._independent) if self._independent else 0.0

    @property
    def first_at(self) -> datetime:
        """When the oldest sighting in the window was published; there has to be one."""
        return self._seen[self._gone].post.published_at

    @property
    def moments(self) -> Moments:
        """When the sightings in the window were published."""
        return self._moments[self._gone :]

    @property
    def next_place(self) -> int:
        """The place that the next post gets; places ascend from 0 and are never given twice."""
        return self._base + len(self._seen)

    def add(self, post: Post, why: Why) -> None:
        """Count one sighting.

        Args:
            post: By (published_at, key) after all that were added.
            why: What makes it one.
        """
        feed = self.feeds.get(post.feed_id)
        channel, province = (feed.channel, post.province or feed.province) if feed else ("unknown", post.province)
        seen = _Seen(self.next_place, post, why, source_of(post), channel, province)
        self._seen.append(seen)
        self._moments.append(post.published_at.timestamp())
        self._by_source.setdefault(seen.source, []).append(seen.place)
        self._count(seen, 1)
        insort(self._certainties, seen.certainty)
        if self._adds_a_source(seen):
            self._mark(seen)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment: what copied them may be the first to say it now."""
        while self._gone < len(self._seen) and self._seen[self._gone].post.published_at < moment:
            self._forget(self._seen[self._gone])
        if self._gone > _COMPACTED and 2 * self._gone > len(self._seen):
            del self._seen[: self._gone]
            del self._moments[: self._gone]
            self._base, self._gone = self._base + self._gone, 0

    def spread(self, *, now: datetime, recent: timedelta) -> Spread:
        """Return the counts as of now; there has to be a sighting."""
        at = bisect_right(self._seen, now - recent, lo=self._gone, key=lambda one: one.post.published_at)
        return Spread(
            posts=len(self),
            independent=len(self._independent),
            channels=tuple(sorted(self._channels)),
            provinces=tuple(sorted(self._provinces)),
            languages=tuple(Language(name) for name in sorted(self._languages)),
            reach=self._reach,
            first_seen=self.first_at,
            last_seen=self._seen[-1].post.published_at,
            recent=len(self._seen) - at,
            surest=tuple(reversed(self._certainties[-SUREST:])),
        )

    def posts(self, *, since: int = 0) -> Sequence[Post]:
        """Return the posts in the window, oldest first; with ``since`` those from that place on."""
        return [one.post for one in self._seen[max(self._gone, since - self._base) :]]

    def sightings(self) -> tuple[Sighting, ...]:
        """Return the sightings in the window, oldest first."""
        return tuple(
            Sighting(
                post=one.post,
                why=one.why,
                kind=SightingKind.INDEPENDENT if one.is_independent else SightingKind.COPY,
                channel=one.channel,
            )
            for one in self._seen[self._gone :]
        )

    def _forget(self, seen: _Seen) -> None:
        self._gone += 1
        self._count(seen, -1)
        del self._certainties[bisect_left(self._certainties, seen.certainty)]
        if seen.is_independent:
            self._unmark(seen)
        changed = set(self.copies.forget(seen.place) if seen.place < self._compared else ())
        self._compared = max(self._compared, seen.place + 1)
        same_source = self._by_source[seen.source]
        del same_source[0]
        if same_source:
            changed.add(same_source[0])
        else:
            del self._by_source[seen.source]
        for place in sorted(changed):
            other = self._seen[place - self._base]
            adds = self._adds_a_source(other)
            if adds != other.is_independent:
                (self._mark if adds else self._unmark)(other)

    def _count(self, seen: _Seen, number: int) -> None:
        """Count where a sighting was met, or with -1 what it brought no more."""
        post = seen.post
        self._reach += number * _reach_of(post.counts)
        for counter, name in (
            (self._channels, seen.channel),
            (self._provinces, seen.province),
            (self._languages, None if post.language is Language.UND else post.language),
        ):
            if name is not None:
                counter[name] += number
                if not counter[name]:
                    del counter[name]

    def _adds_a_source(self, seen: _Seen) -> bool:
        """Say whether it is the first of its source and in words that nobody used before."""
        if seen.post.kind is PostKind.REPOST or self._by_source[seen.source][0] != seen.place:
            return False
        for other in self._seen[self._compared - self._base :]:
            self.copies.add(other.place, other.post.views.folded)
        self._compared = self.next_place
        return self.copies.first(seen.place) == seen.place

    def _mark(self, seen: _Seen) -> None:
        seen.is_independent = True
        self._certain += round(seen.certainty * _MILLION)
        insort(self._independent, seen.place)
        insort(self._by_class.setdefault(seen.post_class, []), seen.place)
        self._find_burst(is_last=self._independent[-1] == seen.place)

    def _unmark(self, seen: _Seen) -> None:
        seen.is_independent = False
        self._certain -= round(seen.certainty * _MILLION)
        is_first = self._independent[0] == seen.place
        del self._independent[bisect_left(self._independent, seen.place)]
        of_class = self._by_class[seen.post_class]
        del of_class[bisect_left(of_class, seen.place)]
        if not of_class:
            del self._by_class[seen.post_class]
        if is_first:
            self._burst = None if self._burst == seen.place else self._burst
        else:
            self._find_burst(is_last=False)

    def _find_burst(self, *, is_last: bool) -> None:
        """Look for the last of several at once: at the end only, when only the end is new."""
        if self.at_once is None:
            return
        size, own = self.at_once.sources, self._independent
        self._burst = self._burst if is_last else None
        for at in range(len(own) - size, len(own) - size - 1 if is_last else -1, -1):
            if at >= 0 and self._published(own[at + size - 1]) - self._published(own[at]) <= self.at_once.within:
                self._burst = own[at]
                return

    def _published(self, place: int) -> datetime:
        return self._seen[place - self._base].post.published_at


def _reach_of(counts: Counts) -> int:
    """Return whom a post reached, as far as the platform says: who viewed it or, where that is more, reacted to it."""
    return max(counts.views or 0, (counts.likes or 0) + (counts.shares or 0) + (counts.comments or 0))

"""New rumors: groups of posts that no claim explains, counted as posts come and leave, and which of them are a rumor.

What a group has to show is in bar.py. What newspapers and offices post is no sighting: it reports, or it answers. Where
threads are read (threads.py), who asks in answer to a post makes no void: the thread tells.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.rumors import Rumor, Sign
from rumorwatch.emerge.bar import NEVER, Shown, commonest, signs_shown
from rumorwatch.emerge.groupparts import SPREADING, Part, is_hearsay, part_of
from rumorwatch.emerge.hearsay import speaks
from rumorwatch.emerge.sources import source_of
from rumorwatch.emerge.tally import AtOnce, SightingTally
from rumorwatch.emerge.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.growth import Growth
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.domain.readings import PostClass, Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.emerge.bar import Bar
    from rumorwatch.emerge.growth import Moments
    from rumorwatch.emerge.tally import Copies
    from rumorwatch.emerge.threads import Credibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A group that is no rumor, or not yet."""

    post_class: PostClass
    """What most of its sources say; ``claim`` and ``question`` where too few say it."""


@dataclass(slots=True, kw_only=True)
class GroupTally:
    """One group of posts that no claim explains, as far as it is in the window; grows with ``add``, in order."""

    rumor_id: RumorId
    feeds: Mapping[FeedId, Feed]
    """Feeds by id; what an official or fact-checking feed says is an answer, not a sighting."""
    bar: Bar
    """What it has to show to be a rumor."""
    telling: SightingTally
    asking: SightingTally
    reporting: SightingTally
    hearsay: SightingTally
    """Of those that tell it, the posts that pass on what others say."""
    threads: Threads | None
    """None: nobody tells how likely a thread is a rumor."""
    _read: deque[tuple[Post, Reading, Part, str | None]] = field(default_factory=deque)
    """All its posts, oldest first, each with the source whose asking it adds to the demand."""
    _parts: Counter[Part] = field(default_factory=Counter)
    _demand: Counter[str] = field(default_factory=Counter)
    """Sources whose asking can make a void, by how often."""
    _spoken: int = 0
    """Of those that tell it, posts in a language whose words of hearsay are known."""

    @classmethod
    def of(
        cls,
        rumor_id: RumorId,
        *,
        feeds: Mapping[FeedId, Feed],
        bar: Bar,
        copies: Callable[[], Copies],
        credibility: Credibility | None = None,
    ) -> GroupTally:
        """Return the tally of a group without posts.

        Args:
            rumor_id: The group's.
            feeds: Feeds by id.
            bar: What it has to show to be a rumor.
            copies: Makes what tells copies.
            credibility: Tells how likely a thread is a rumor; None: nothing does.
        """
        several = AtOnce(sources=bar.at_once_sources, within=bar.at_once)
        telling, asking, reporting, hearsay = (
            SightingTally(feeds=feeds, copies=copies(), at_once=several) for _ in range(4)
        )
        return cls(
            rumor_id=rumor_id,
            feeds=feeds,
            bar=bar,
            telling=telling,
            asking=asking,
            reporting=reporting,
            hearsay=hearsay,
            threads=Threads(credibility=credibility) if credibility else None,
        )

    @property
    def sightings(self) -> SightingTally:
        """The posts that spread it: those that tell it or, where nobody does, those that ask.

        Where a thread reads as a rumor, who only passes on does not count as telling, and what is reported spreads it:
        the first of telling, reporting and asking that somebody did in words of their own.
        """
        if not self.telling.classes and self._reads_as_rumor:
            own = (tally for tally in (self.reporting, self.asking) if tally.classes)
            return next(own, self.telling or self.asking)
        return self.telling or self.asking

    def _shown(self, sightings: SightingTally) -> Shown:
        return Shown(
            sightings=sightings,
            hearsay=self.hearsay,
            needs_hearsay=2 * self._spoken > self._parts[Part.TELLS],
            asked=self.asking.sources,
            demand=len(self._demand),
            is_answered=self._parts[Part.ANSWERS] > 0,
            reads_as_rumor=self._reads_as_rumor,
        )

    @property
    def _reads_as_rumor(self) -> bool:
        """Whether one of its threads reads as those of rumors do."""
        highest = self.threads.highest if self.threads else None
        return self.threads is not None and highest is not None and highest >= self.threads.credibility.min_probability

    def add(self, post: Post, reading: Reading) -> None:
        """Count one post, by (published_at, key) after all that were added."""
        part = part_of(post, reading, self.feeds)
        demands = part is Part.ASKS and not (self.threads and self.threads.judges(post))
        asks = source_of(post) if demands else None
        self._read.append((post, reading, part, asks))
        self._parts[part] += 1
        if part is Part.TELLS:
            self.telling.add(post, reading)
            self._spoken += speaks(post)
            if is_hearsay(post, reading):
                self.hearsay.add(post, reading)
        elif part is Part.ASKS:
            self.asking.add(post, reading)
        elif part is Part.REPORTS:
            self.reporting.add(post, reading)
        if asks is not None:
            self._demand[asks] += 1
        if self.threads is not None:
            self.threads.add(post, may_begin=part in SPREADING and reading.post_class not in NEVER)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        self.telling.forget_before(moment)
        self.asking.forget_before(moment)
        self.reporting.forget_before(moment)
        self.hearsay.forget_before(moment)
        if self.threads is not None:
            self.threads.forget_before(moment)
        while self._read and self._read[0][0].published_at < moment:
            post, _, part, asks = self._read.popleft()
            self._parts[part] -= 1
            self._spoken -= part is Part.TELLS and speaks(post)
            if asks is not None:
                self._demand[asks] -= 1
                if not self._demand[asks]:
                    del self._demand[asks]

    def __len__(self) -> int:
        """Return how many posts it has."""
        return len(self._read)

    @property
    def first_at(self) -> datetime | None:
        """When the oldest post in the window was published; None: there is none."""
        return self._read[0][0].published_at if self._read else None

    def without(self, keys: Collection[PostKey], *, copies: Callable[[], Copies]) -> GroupTally:
        """Return the tally of the same group without some posts, in time that grows with the group."""
        credibility = self.threads.credibility if self.threads else None
        tally = GroupTally.of(self.rumor_id, feeds=self.feeds, bar=self.bar, copies=copies, credibility=credibility)
        for post, reading, *_ in self._read:
            if post.key not in keys:
                tally.add(post, reading)
        return tally

    def rumor(
        self,
        *,
        now: datetime,
        recent: timedelta,
        text: Callable[[SightingTally], str],
        growth: Callable[[Moments], Growth] | None = None,
        listed: bool = False,
    ) -> Rumor | Held | None:
        """Return the rumor that the group is, or why it is none; None where no post is left.

        Args:
            now: The moment; posts out of the window are let go already.
            recent: Span of ``Spread.recent``.
            text: Gives the sentence that stands for the sightings.
            growth: Tells how they grow; None: nobody asks.
            listed: With the sightings one by one.
        """
        if not self._read:
            return None
        sightings = self.sightings
        signs = signs_shown(self._shown(sightings), self.bar)
        if not signs:
            classes = sightings.classes
            return Held(post_class=commonest(classes) or self._read[0][1].post_class)
        if Sign.VOID in signs and self.asking.sources > sightings.sources:  # who tells it first lowers nothing
            sightings = self.asking
        moments = sightings.moments
        return Rumor(
            id=self.rumor_id,
            text=text(sightings),
            claim=None,
            spread=sightings.spread(now=now, recent=recent),
            moments=moments,
            growth=growth(moments) if growth else None,
            asks=self._parts[Part.ASKS],
            denials=self._parts[Part.ANSWERS],
            statement=None,
            signs=signs,
            rumorlike=self.threads.highest if self.threads else None,
            sightings=sightings.sightings() if listed else (),
        )


def new_rumor_of(
    rumor_id: RumorId,
    read: Sequence[tuple[Post, Reading]],
    *,
    feeds: Mapping[FeedId, Feed],
    bar: Bar,
    now: datetime,
    copies: Callable[[], Copies],
    sentence_of: Callable[[Sequence[Post]], str],
    credibility: Credibility | None = None,
) -> Rumor | Held | None:
    """Return the rumor that a group of posts is with its sightings, for people to look at, or why it is none.

    Args:
        rumor_id: The group's.
        read: Its posts with their readings, by (published_at, key).
        feeds: Feeds by id.
        bar: What it has to show.
        now: The moment.
        copies: Makes what tells copies.
        sentence_of: Chooses the sentence that stands for the posts.
        credibility: Tells how likely a thread is a rumor; None: nothing does.
    """
    tally = GroupTally.of(rumor_id, feeds=feeds, bar=bar, copies=copies, credibility=credibility)
    for post, reading in read:
        tally.add(post, reading)
    return tally.rumor(now=now, recent=timedelta(), text=lambda seen: sentence_of(seen.posts()), listed=True)

"""New rumors: which groups of posts that no claim explains are one, and why the others are not.

A group is a rumor when at least half of its sources are expected to state as fact what can be checked, one of them
surely, and a second source says it too or somebody doubts it; when several sources ask whether something is true, be it
said or not (an information void); when several say it at once and a good part of them as fact; or when one of its
threads reads as those of rumors do (threads.py). Where threads are read, who asks in answer to a post makes no void:
the thread tells. Opinion, criticism, satire and advertising are no rumor, however many say them and whatever is
answered: what people think is not answered by an office. Nor is news, unless a thread reads so: many rumors are worded
as news, and who answers them knows better. What newspapers and offices post is no sighting: it reports, or it answers.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Rumor, Sign
from rumorwatch.emerge.groupparts import SPREADING, Part, part_of
from rumorwatch.emerge.sources import source_of
from rumorwatch.emerge.tally import AtOnce, SightingTally
from rumorwatch.emerge.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.growth import Growth
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.emerge.growth import Moments
    from rumorwatch.emerge.tally import Copies
    from rumorwatch.emerge.threads import Credibility
    from rumorwatch.settings import Emerge

BARRED = frozenset({PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE, PostClass.NEWS, PostClass.ADVERTISING})
"""What is not taken for a rumor, however many say it; a sample of it is shown to people (`posts held`)."""
_NEVER = BARRED - {PostClass.NEWS}
"""What is not taken for one whatever is answered.

Of the 14 % of CED's threads after those that the threshold was fitted on, .70 of the rumors are told at precision .97;
without news .53 at .99; with these .93 at .96, most of them rumors that the model of classes takes for criticism."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a group has to show to be a rumor (settings, ``[emerge]``)."""

    checkable_share: float
    """Of the sources that tell it, those that are expected to tell it as fact."""
    at_once_share: float
    """The same, where several tell it at once."""
    min_sources: int
    """Sources that tell it, where nobody doubts it."""
    at_once_sources: int
    """Sources that tell it within ``at_once``."""
    at_once: timedelta
    void_sources: int
    """Sources that ask, where it is not told as fact."""

    @property
    def min_posts(self) -> int:
        """What a group of fewer posts is, need not be asked: it is no rumor."""
        return 1 if 1 in (self.min_sources, self.void_sources) else 2


def bar_of(settings: Emerge) -> Bar:
    """Return the bar that the settings set."""
    return Bar(
        checkable_share=settings.checkable_share,
        at_once_share=settings.at_once_share,
        min_sources=settings.min_sources,
        at_once_sources=settings.at_once_sources,
        at_once=timedelta(hours=settings.at_once_h),
        void_sources=settings.void_sources,
    )


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
    threads: Threads | None
    """None: nobody tells how likely a thread is a rumor."""
    _read: deque[tuple[Post, Reading, Part, str | None]] = field(default_factory=deque)
    """All its posts, oldest first, each with the source whose asking it adds to the demand."""
    _parts: Counter[Part] = field(default_factory=Counter)
    _demand: Counter[str] = field(default_factory=Counter)
    """Sources whose asking can make a void, by how often."""

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
        telling, asking, reporting = (SightingTally(feeds=feeds, copies=copies(), at_once=several) for _ in range(3))
        return cls(
            rumor_id=rumor_id,
            feeds=feeds,
            bar=bar,
            telling=telling,
            asking=asking,
            reporting=reporting,
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
        elif part is Part.ASKS:
            self.asking.add(post, reading)
        elif part is Part.REPORTS:
            self.reporting.add(post, reading)
        if asks is not None:
            self._demand[asks] += 1
        if self.threads is not None:
            self.threads.add(post, may_begin=part in SPREADING and reading.post_class not in _NEVER)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        self.telling.forget_before(moment)
        self.asking.forget_before(moment)
        self.reporting.forget_before(moment)
        if self.threads is not None:
            self.threads.forget_before(moment)
        while self._read and self._read[0][0].published_at < moment:
            _, _, part, asks = self._read.popleft()
            self._parts[part] -= 1
            if asks is not None:
                self._demand -= Counter((asks,))

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
        signs = self._signs(sightings)
        if not signs:
            classes = sightings.classes
            return Held(post_class=_commonest(classes) or self._read[0][1].post_class)
        return Rumor(
            id=self.rumor_id,
            text=text(sightings),
            claim=None,
            spread=sightings.spread(now=now, recent=recent),
            growth=growth(sightings.moments) if growth else None,
            asks=self._parts[Part.ASKS],
            denials=self._parts[Part.ANSWERS],
            statement=None,
            signs=signs,
            rumorlike=self.threads.highest if self.threads else None,
            sightings=sightings.sightings() if listed else (),
        )

    def _signs(self, sightings: SightingTally) -> tuple[Sign, ...]:
        """Return the signs of a rumor, or none when they do not suffice."""
        bar, asked, classes = self.bar, self.asking.sources, sightings.classes
        share = sightings.mean_certainty if PostClass.CLAIM in classes else 0.0
        found = {
            Sign.CHECKABLE: share >= bar.checkable_share,
            Sign.SPREADING: share >= bar.at_once_share and sightings.is_at_once,
            Sign.RUMORLIKE: self._reads_as_rumor and _commonest(classes) not in _NEVER,
        }
        is_told = found[Sign.CHECKABLE] and (asked > 0 or sum(classes.values()) >= bar.min_sources)
        is_told = is_told or found[Sign.SPREADING] or found[Sign.RUMORLIKE]
        is_void = len(self._demand) >= bar.void_sources and _commonest(classes) not in BARRED
        if not (is_told or is_void):
            return ()
        found |= {Sign.DOUBTED: asked > 0 and is_told, Sign.VOID: not is_told}
        return tuple(sign for sign in Sign if found.get(sign))


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


def _commonest(classes: Mapping[PostClass | None, int]) -> PostClass | None:
    """Return the class of most sources, of equals the one that was there first; None without sources."""
    return max(classes, key=lambda one: classes[one], default=None)


def sample_of_held(
    read: Sequence[tuple[Post, Reading]], *, number: int, day: date
) -> tuple[Sequence[tuple[Post, Reading]], int]:
    """Return a sample of what was held back, and how many posts were.

    The sample is drawn by a hash of day and key: the same for all who ask on that day, and nobody chooses it.
    """
    held = [(post, reading) for post, reading in read if reading.post_class in BARRED]
    drawn = sorted(held, key=lambda one: sha256(f"{day.isoformat()}|{one[0].key}".encode()).digest())
    return drawn[:number], len(held)

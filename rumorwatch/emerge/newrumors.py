"""New rumors: which groups of posts that no claim explains are one, and why the others are not.

A group is a rumor when at least half of its sources are expected to state as fact what can be checked, one of them
surely, and a second source says it too or somebody doubts it; when several sources ask whether something is true, be it
said or not (an information void); or when several say it at once and a good part of them as fact. Opinion, criticism,
satire, news and advertising are none, however many say them: what people think and what is reported is not answered by
an office. What newspapers and offices post is no sighting: it reports, or it answers.

In English words of hearsay (hearsay.py) count beside the model of kinds: several that pass on at once what others say
are a rumor, and where fewer than a third do, angry remarks and questions about anything are not taken for one.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Rumor, Sign
from rumorwatch.emerge.hearsay import asks_for_truth, passes_on, speaks
from rumorwatch.emerge.sources import answers
from rumorwatch.emerge.tally import AtOnce, SightingTally

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.emerge.tally import Copies
    from rumorwatch.settings import Emerge

_TELLING = frozenset(PostClass) - {PostClass.QUESTION, PostClass.NEWS}
"""What can be a sighting: who asks is demand, who reports gives a source."""
BARRED = frozenset({PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE, PostClass.NEWS, PostClass.ADVERTISING})
"""What is never taken for a rumor, however many say it; a sample of it is shown to people (`posts held`)."""
_NEVER = BARRED - {PostClass.NEWS}
"""The same where it is passed on as what others say: a report that several pass on may be a rumor."""
_SURE = 2
"""Sources that surely state it where hearsay is needed and lacks: in English one is an angry remark more often."""


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


class _Part(StrEnum):
    """What a post is to its group."""

    TELLS = "tells"
    ASKS = "asks"
    ANSWERS = "answers"
    """It is of an office or a fact-checker."""
    REMARKS = "remarks"
    """It reports, or comments without asking."""


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
    hearsay: SightingTally
    """Of those that tell it, the posts that pass on what others say."""
    _read: deque[tuple[Post, Reading, _Part]] = field(default_factory=deque)
    """All its posts, oldest first."""
    _parts: Counter[_Part] = field(default_factory=Counter)
    _spoken: int = 0
    """Of those that tell it, posts in a language whose hearsay is known."""

    @classmethod
    def of(
        cls, rumor_id: RumorId, *, feeds: Mapping[FeedId, Feed], bar: Bar, copies: Callable[[], Copies]
    ) -> GroupTally:
        """Return the tally of a group without posts.

        Args:
            rumor_id: The group's.
            feeds: Feeds by id.
            bar: What it has to show to be a rumor.
            copies: Makes what tells copies.
        """
        several = AtOnce(sources=bar.at_once_sources, within=bar.at_once)
        telling, asking, hearsay = (SightingTally(feeds=feeds, copies=copies(), at_once=several) for _ in range(3))
        return cls(rumor_id=rumor_id, feeds=feeds, bar=bar, telling=telling, asking=asking, hearsay=hearsay)

    @property
    def sightings(self) -> SightingTally:
        """The posts that spread it: those that tell it or, where nobody does, those that ask."""
        return self.telling or self.asking

    def add(self, post: Post, reading: Reading) -> None:
        """Count one post, by (published_at, key) after all that were added."""
        part = _part_of(post, reading, self.feeds)
        self._read.append((post, reading, part))
        self._parts[part] += 1
        if part is _Part.TELLS:
            self.telling.add(post, reading)
            self._spoken += speaks(post)
            if _reports(post, reading):
                self.hearsay.add(post, reading)
        elif part is _Part.ASKS:
            self.asking.add(post, reading)

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment."""
        self.telling.forget_before(moment)
        self.asking.forget_before(moment)
        self.hearsay.forget_before(moment)
        while self._read and self._read[0][0].published_at < moment:
            post, _, part = self._read.popleft()
            self._parts[part] -= 1
            self._spoken -= part is _Part.TELLS and speaks(post)

    @property
    def first_at(self) -> datetime | None:
        """When the oldest post in the window was published; None: there is none."""
        return self._read[0][0].published_at if self._read else None

    def without(self, keys: Collection[PostKey], *, copies: Callable[[], Copies]) -> GroupTally:
        """Return the tally of the same group without some posts, in time that grows with the group."""
        tally = GroupTally.of(self.rumor_id, feeds=self.feeds, bar=self.bar, copies=copies)
        for post, reading, _ in self._read:
            if post.key not in keys:
                tally.add(post, reading)
        return tally

    def rumor(
        self, *, now: datetime, recent: timedelta, text: Callable[[SightingTally], str], listed: bool = False
    ) -> Rumor | Held | None:
        """Return the rumor that the group is, or why it is none; None where no post is left.

        Args:
            now: The moment; posts out of the window are let go already.
            recent: Span of ``Spread.recent``.
            text: Gives the sentence that stands for the sightings.
            listed: With the sightings one by one.
        """
        if not self._read:
            return None
        sightings = self.sightings
        signs = _signs(
            sightings,
            hearsay=self.hearsay,
            needs_hearsay=2 * self._spoken > self._parts[_Part.TELLS],
            asked=self.asking.sources,
            bar=self.bar,
        )
        if not signs:
            classes = sightings.classes
            return Held(post_class=_commonest(classes) or self._read[0][1].post_class)
        return Rumor(
            id=self.rumor_id,
            text=text(sightings),
            claim=None,
            spread=sightings.spread(now=now, recent=recent),
            asks=self._parts[_Part.ASKS],
            denials=self._parts[_Part.ANSWERS],
            statement=None,
            signs=signs,
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
    """
    tally = GroupTally.of(rumor_id, feeds=feeds, bar=bar, copies=copies)
    for post, reading in read:
        tally.add(post, reading)
    return tally.rumor(now=now, recent=timedelta(), text=lambda seen: sentence_of(seen.posts()), listed=True)


def _signs(
    sightings: SightingTally, *, hearsay: SightingTally, needs_hearsay: bool, asked: int, bar: Bar
) -> tuple[Sign, ...]:
    """Return the signs of a rumor, or none when they do not suffice.

    Hearsay is that part of the sightings; it is needed where its words are known in the language of most.
    """
    classes = sightings.classes
    sources = sum(classes.values())
    passed_on = bool(hearsay) and sum(hearsay.classes.values()) >= bar.at_once_share * sources
    may_be = passed_on or not needs_hearsay
    surely = PostClass.CLAIM in classes and (may_be or classes[PostClass.CLAIM] >= _SURE)
    share = sightings.mean_certainty if surely else 0.0
    checkable = share >= bar.checkable_share
    at_once = (passed_on and hearsay.is_at_once) or (share >= bar.at_once_share and sightings.is_at_once)
    asks = asked >= max(bar.void_sources, bar.at_once_share * (asked + sources))
    void = asks and may_be and _commonest(classes) not in _NEVER
    if not (void or at_once or (checkable and (asked or sources >= bar.min_sources))):
        return ()
    found = {Sign.CHECKABLE: checkable, Sign.DOUBTED: asked > 0, Sign.SPREADING: at_once}
    return tuple(sign for sign, is_there in found.items() if is_there)


def _commonest(classes: Mapping[PostClass | None, int]) -> PostClass | None:
    """Return the class of most sources, of equals the one that was there first; None without sources."""
    return max(classes, key=lambda one: classes[one], default=None)


def _part_of(post: Post, reading: Reading, feeds: Mapping[FeedId, Feed]) -> _Part:
    """Return what a post is to its group: who only comments tells what people think, and not that it spreads."""
    if answers(post, feeds):
        return _Part.ANSWERS
    if post.feed_id in feeds and feeds[post.feed_id].role is FeedRole.MEDIA:
        return _Part.REMARKS
    if reading.post_class is PostClass.QUESTION:
        return _Part.ASKS if asks_for_truth(post) else _Part.REMARKS
    is_comment = post.kind is PostKind.COMMENT and post.reply_to is not None
    tells = reading.post_class in _TELLING or _reports(post, reading)
    return _Part.TELLS if tells and not is_comment else _Part.REMARKS


def _reports(post: Post, reading: Reading) -> bool:
    """Return whether a post passes on what others say, and is nothing that is never taken for a rumor."""
    return reading.post_class not in _NEVER and passes_on(post)


def sample_of_held(
    read: Sequence[tuple[Post, Reading]], *, number: int, day: date
) -> tuple[Sequence[tuple[Post, Reading]], int]:
    """Return a sample of what was held back, and how many posts were.

    The sample is drawn by a hash of day and key: the same for all who ask on that day, and nobody chooses it.
    """
    held = [(post, reading) for post, reading in read if reading.post_class in BARRED]
    drawn = sorted(held, key=lambda one: sha256(f"{day.isoformat()}|{one[0].key}".encode()).digest())
    return drawn[:number], len(held)

"""New rumors: which groups of posts that no claim explains are one, and why the others are not.

A group is a rumor when most of its sources state as fact what can be checked and a second source says it too or
somebody doubts it; when several sources ask whether something is true, be it said or not (an information void); or when
several say it at once and a good part of them as fact. Opinion, criticism, satire, news and advertising are none,
however many say them: what people think and what is reported is not answered by an office.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Rumor, SightingKind, Sign
from rumorwatch.emerge.sightings import ANSWERING, sightings_of, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import FeedId, Post
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId, Sighting
    from rumorwatch.settings import Emerge

_TELLING = frozenset(PostClass) - {PostClass.QUESTION, PostClass.NEWS}
"""What can be a sighting: who asks is demand, who reports gives a source."""
BARRED = frozenset({PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE, PostClass.NEWS, PostClass.ADVERTISING})
"""What is never taken for a rumor, however many say it; a sample of it is shown to people (`posts held`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a group has to show to be a rumor (settings, ``[emerge]``)."""

    checkable_share: float
    """Of the sources that tell it, those that tell it as fact."""
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


def new_rumor_of(
    rumor_id: RumorId,
    read: Sequence[tuple[Post, Reading]],
    *,
    feeds: Mapping[FeedId, Feed],
    bar: Bar,
    first_alike: Callable[[Sequence[str]], Sequence[int]],
    sentence_of: Callable[[Sequence[Post]], str],
) -> Rumor | Held:
    """Return the rumor that a group of posts is, or why it is none.

    Args:
        rumor_id: The group's.
        read: Its posts with their readings, by (published_at, key); at least one.
        feeds: Feeds by id; what an official or fact-checking feed says is an answer, not a sighting.
        bar: What it has to show.
        first_alike: For each folded text, the index of the earliest one it is a copy of (its own when none).
        sentence_of: Chooses the sentence that stands for the posts.
    """
    said = [(post, reading) for post, reading in read if not _answers(post, feeds)]
    asking = [(post, reading) for post, reading in said if reading.post_class is PostClass.QUESTION]
    telling = [(post, reading) for post, reading in said if reading.post_class in _TELLING and not _replies(post)]
    sightings = sightings_of(telling or asking, feeds=feeds, first_alike=first_alike)
    classes = Counter(
        reading.post_class
        for sighting, (_, reading) in zip(sightings, telling or asking, strict=True)
        if sighting.kind is SightingKind.INDEPENDENT
    )
    signs = _signs(sightings, classes, asked=len({source_of(post) for post, _ in asking}), bar=bar)
    if not signs:
        told = [reading.post_class for _, reading in read]
        return Held(post_class=classes.most_common(1)[0][0] if classes else told[0])
    return Rumor(
        id=rumor_id,
        text=sentence_of([sighting.post for sighting in sightings]),
        claim=None,
        sightings=sightings,
        asks=len(asking),
        denials=len(read) - len(said),
        statement=None,
        signs=signs,
    )


def _signs(sightings: Sequence[Sighting], classes: Counter[PostClass], *, asked: int, bar: Bar) -> tuple[Sign, ...]:
    """Return the signs of a rumor, or none when they do not suffice."""
    sources = classes.total()
    share = classes[PostClass.CLAIM] / sources if sources else 0.0
    is_barred = bool(sources) and classes.most_common(1)[0][0] in BARRED
    checkable = share >= bar.checkable_share
    at_once = share >= bar.at_once_share and _most_within(sightings, bar.at_once) >= bar.at_once_sources
    void = asked >= bar.void_sources and not is_barred
    if not (void or at_once or (checkable and (asked or sources >= bar.min_sources))):
        return ()
    found = {Sign.CHECKABLE: checkable, Sign.DOUBTED: asked > 0, Sign.SPREADING: at_once}
    return tuple(sign for sign, is_there in found.items() if is_there)


def _most_within(sightings: Sequence[Sighting], span: timedelta) -> int:
    """Return the most independent sightings that lie within a span of time."""
    times = [one.post.published_at for one in sightings if one.kind is SightingKind.INDEPENDENT]
    most = begin = 0
    for at, time in enumerate(times):
        while time - times[begin] > span:
            begin += 1
        most = max(most, at - begin + 1)
    return most


def _answers(post: Post, feeds: Mapping[FeedId, Feed]) -> bool:
    return post.feed_id in feeds and feeds[post.feed_id].role in ANSWERING


def _replies(post: Post) -> bool:
    """Say whether a post only comments on another: that tells what people think of it, and not that it spreads."""
    return post.kind is PostKind.COMMENT and post.reply_to is not None


def sample_of_held(
    read: Sequence[tuple[Post, Reading]], *, number: int, day: date
) -> tuple[Sequence[tuple[Post, Reading]], int]:
    """Return a sample of what was held back, and how many posts were.

    The sample is drawn by a hash of day and key: the same for all who ask on that day, and nobody chooses it.
    """
    held = [(post, reading) for post, reading in read if reading.post_class in BARRED]
    drawn = sorted(held, key=lambda one: sha256(f"{day.isoformat()}|{one[0].key}".encode()).digest())
    return drawn[:number], len(held)

"""Arrivals: the posts of an archive with what matching and reading make of them, in the order in which they arrived.

What a post is depends on it and on those that arrived before it, so it is worked out for many at once.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import MIN_COUNTED, Stance
from rumorwatch.domain.readings import PostClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.readings import Reading
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.parts import PostMatcher, PostReader

BATCH_POSTS = 2_000
"""Posts matched and read at once: what the matcher holds at once."""
_REMEMBERED = 100_000
"""Texts that are known to match nothing."""
_DOUBTING = frozenset({Stance.ASKS, Stance.DENIES})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments at which there is a scan: multiples of a step since 1970."""

    step: timedelta

    def at_or_after(self, moment: datetime) -> datetime:
        """Return the first scan that sees what was published at a moment."""
        return _EPOCH - (_EPOCH - moment) // self.step * self.step

    def after(self, moment: datetime) -> datetime:
        """Return the first scan later than a moment."""
        return _EPOCH + ((moment - _EPOCH) // self.step + 1) * self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One post as the scan makes it that first sees it."""

    post: Post
    """Its ``seen_at`` is the moment of that scan."""
    rumor: str | None
    """For measuring only."""
    matches: Sequence[Match]
    """With claims that were known by then."""
    later: Sequence[Match]
    """With claims that were learned later."""
    reading: Reading | None
    """None: a claim explains it, or nobody reads."""

    @property
    def doubts(self) -> bool:
        """Whether it asks or denies, as far as a match that counts or its reading says so."""
        if self.reading is not None and self.reading.post_class is PostClass.QUESTION:
            return True
        counted = (match for match in (*self.matches, *self.later) if match.probability >= MIN_COUNTED)
        return any(match.stance in _DOUBTING for match in counted)


@dataclass(slots=True, kw_only=True)
class Arrivals:
    """Works out what posts are, batch by batch."""

    clock: Clock
    matcher: PostMatcher
    reader: PostReader | None
    claims: Mapping[ClaimId, Claim]
    _matchless: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """Accented views, the latest last."""

    def of(self, archive: Iterable[Archived]) -> Iterator[Arrival]:
        """Yield the arrivals of posts that are in the order in which they arrived."""
        posts = iter(archive)
        while batch := list(islice(posts, BATCH_POSTS)):
            yield from self._batch(batch)

    def _batch(self, batch: Sequence[Archived]) -> Iterator[Arrival]:
        seen = [replace(one.post, seen_at=self.clock.at_or_after(one.post.published_at)) for one in batch]
        found = self._match(seen)
        known = {post.key: [one for one in found.get(post.key, ()) if self._is_known(one, post)] for post in seen}
        unexplained = [post for post in seen if all(one.probability < MIN_COUNTED for one in known[post.key])]
        readings = self.reader.read(unexplained, known=tuple) if self.reader and unexplained else {}
        for post, one in zip(seen, batch, strict=True):
            matches, every = known[post.key], found.get(post.key, ())
            yield Arrival(
                post=post,
                rumor=one.rumor,
                matches=matches,
                later=[match for match in every if match not in matches] if len(every) > len(matches) else (),
                reading=readings.get(post.key),
            )

    def _is_known(self, match: Match, post: Post) -> bool:
        """Say whether the claim was known when the post was first seen; one without a date always was."""
        claim = self.claims.get(match.claim_id)
        return claim is None or claim.checked_at is None or claim.checked_at <= post.seen_at

    def _match(self, posts: Sequence[Post]) -> Mapping[PostKey, Sequence[Match]]:
        """Return the matches of the posts that have some; a text that has none has none at any time."""
        if not self.claims:
            return {}
        asked = [post for post in posts if post.text not in self._matchless]
        found = self.matcher.match(asked)
        for post in asked:
            if not found[post.key]:
                self._matchless[post.text] = None
        while len(self._matchless) > _REMEMBERED:
            self._matchless.popitem(last=False)
        return found

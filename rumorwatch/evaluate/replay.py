"""Replay: an archive through the pipeline under a moving clock, and what would have been told when.

The clock moves from scan to scan. A scan at which nothing happens is passed over: nothing arrives, nothing leaves the
window, no claim is learned and no statement appears, expires or goes stale. At the others each rumor that something
happened to is judged as of that moment, as a scan judges it. What the hour of the day alone changes is not seen: burst
and forecast move with it, so a scan may rank a rumor that went quiet up to two points higher at a later hour.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from rumorwatch.circulation import Circulation
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.rumors import RumorId
from rumorwatch.emerge.outlook import Outlook, hour_of
from rumorwatch.emerge.sightings import rumor_id
from rumorwatch.evaluate.arrivals import Arrivals, Clock
from rumorwatch.evaluate.desk import Desk
from rumorwatch.evaluate.inheritance import Explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert, Notice
    from rumorwatch.domain.claims import Claim, ClaimId, Statement
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import FeedId, Post, PostKey
    from rumorwatch.emerge.outlook import Forecaster
    from rumorwatch.emerge.tally import SightingTally
    from rumorwatch.emerge.threads import Credibility
    from rumorwatch.evaluate.archive import Archived
    from rumorwatch.evaluate.arrivals import Arrival
    from rumorwatch.evaluate.desk import Raised
    from rumorwatch.parts import PostMatcher, PostReader
    from rumorwatch.rank.weights import Weights
    from rumorwatch.settings import Settings


_SWEEP = timedelta(days=1)
"""How often rumors without a post in the window are let go, which frees memory and changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What would have happened."""

    posts: int
    raised: tuple[Raised, ...]
    """Alerts, in the order in which they opened."""
    notices: tuple[Notice, ...]
    """In the order in which they were decided."""
    alerts: tuple[Alert, ...]
    """Those open at the end, each as judged when something happened to it last."""
    doubted_at: Mapping[str, datetime] = field(default_factory=dict)
    """When the first post of a rumor asked or denied, by the rumor that the archive says it belongs to."""


def replay(
    archive: Iterable[Archived],
    *,
    matcher: PostMatcher,
    reader: PostReader | None,
    forecaster: Callable[[], Forecaster | None],
    credibility: Credibility | None = None,
    feeds: Mapping[FeedId, Feed],
    claims: Sequence[Claim],
    statements: Sequence[Statement],
    settings: Settings,
    weights: Weights,
    step: timedelta,
    until: datetime | None = None,
    on_posts: Callable[[int], None] = lambda _: None,
) -> Replay:
    """Replay an archive; nothing published after a moment is looked at for what is decided at it.

    A claim is known from its ``checked_at`` on. Models, weights and the other claims that a match is compared with are
    those of today.

    Args:
        archive: Posts by (published_at, key), each once.
        matcher: Over ``claims`` and ``statements``; what it gives of a post does not depend on other posts.
        reader: Reads posts in order of arrival, and itself keeps what it needs of those before; None: new rumors are
            not looked for.
        forecaster: Opens the model of how rumors go on; None: nothing is forecast.
        credibility: Tells how likely a thread is a rumor; None: nothing does.
        feeds: Feeds by id, for role and channel.
        claims: Those in use.
        statements: Those in use.
        settings: Of them the window, and when a rumor becomes an alert.
        weights: Of the ranking.
        step: Time from one scan to the next.
        until: The last scan is at this moment or before; None: it is the one that sees the last post.
        on_posts: Told how many posts were replayed since it was told last.
    """
    clock = Clock(step)
    desk = Desk(settings=settings, weights=weights)
    per_hour: Counter[datetime] = Counter()
    circulation = Circulation(
        settings=settings,
        feeds=feeds,
        claims={claim.id: claim for claim in claims},
        statements={statement.id: statement for statement in statements},
        answers=matcher.answers,
        recent=timedelta(hours=weights.velocity_window_h),
        text=_Texts(desk=desk, reader=reader).of,
        outlook=Outlook(per_hour=lambda _: per_hour, forecaster=forecaster),
        credibility=credibility,
    )
    run = _Run(clock=clock, desk=desk, circulation=circulation, per_hour=per_hour)
    run.plan()
    arrivals = Arrivals(clock=clock, matcher=matcher, reader=reader, claims=circulation.claims).of(archive)
    posts = 0
    for moment, arrived in groupby(arrivals, key=attrgetter("post.seen_at")):
        if until is not None and moment > until:
            break
        run.move_before(moment)
        count = run.scan(moment, arrived)
        posts += count
        on_posts(count)
    if until is not None:
        run.move_before(clock.after(until))
    return Replay(
        posts=posts,
        raised=desk.raised(),
        notices=tuple(desk.notices),
        alerts=desk.alerts,
        doubted_at=run.doubted_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """Says what stands for a new rumor; once it has an alert nothing is decided by its words, so they stay."""

    desk: Desk
    reader: PostReader | None

    def of(self, name: RumorId, sightings: SightingTally) -> str:
        known = self.desk.text(name)
        if known is not None:
            return known
        return self.reader.sentence_of(sightings.posts()) if self.reader else ""


@dataclass(slots=True, kw_only=True)
class _Run:
    """The moving clock: what is planned for later, and what happens at each scan."""

    clock: Clock
    desk: Desk
    circulation: Circulation
    per_hour: Counter[datetime]
    """Posts by the hour in which they were published."""
    _planned: list[tuple[datetime, str]] = field(default_factory=list)
    """A heap of scans, each with a rumor to judge or, where it is empty, all that are open."""
    _learned: list[tuple[datetime, ClaimId]] = field(default_factory=list)
    """A heap of the scans that claims are learned by."""
    _later: dict[ClaimId, list[tuple[Post, Match, RumorId | None]]] = field(default_factory=lambda: defaultdict(list))
    """Posts that match claims not learned yet, with the group that they are in meanwhile."""
    _checks: dict[RumorId, datetime] = field(default_factory=dict)
    """For when a rumor is planned."""
    doubted_at: dict[str, datetime] = field(default_factory=dict)
    """For measuring only: when the first post of a rumor asked or denied."""
    _explained: Explained = field(default_factory=Explained)
    _handed_over: set[RumorId] = field(default_factory=set)
    """New rumors that a claim's is now: what is left of them is no rumor while the claim's circulates."""
    _swept_at: datetime | None = None

    def plan(self) -> None:
        """Plan the scans at which time alone changes something: a statement appears, expires, goes stale."""
        stale = timedelta(days=self.desk.weights.stale_after_days)
        for statement in self.circulation.statements.values():
            if statement.published_at is not None:
                heapq.heappush(self._planned, (self.clock.at_or_after(statement.published_at), ""))
                heapq.heappush(self._planned, (self.clock.after(statement.published_at + stale), ""))
            if statement.valid_until is not None:
                heapq.heappush(self._planned, (self.clock.after(statement.valid_until), ""))
        for claim in self.circulation.claims.values():
            if claim.checked_at is not None:
                heapq.heappush(self._learned, (self.clock.at_or_after(claim.checked_at), claim.id))

    def move_before(self, moment: datetime) -> None:
        """Make the planned scans before a moment."""
        while (due := self._next_planned()) is not None and due < moment:
            self.scan(due, ())

    def scan(self, now: datetime, arrived: Iterable[Arrival]) -> int:
        """Take what arrived, judge each rumor that something happened to, and return how many posts there were."""
        touched = dict.fromkeys(self._due(now))
        count = 0
        for one in arrived:
            touched.update(dict.fromkeys(self._take(one)))
            count += 1
        touched.update((group, None) for name in tuple(touched) for group in self.circulation.related(name))
        touched.update(dict.fromkeys(self._hand_over(now)))
        for name in touched:
            self._judge(name, now)
        self._swept_at = self._swept_at or now
        if now - self._swept_at > _SWEEP:
            self._forget_before(now - self._window)
            self._swept_at = now
        return count

    def _forget_before(self, moment: datetime) -> None:
        self.circulation.forget_before(moment)
        for hour in [hour for hour in self.per_hour if hour < hour_of(moment)]:
            del self.per_hour[hour]

    def _next_planned(self) -> datetime | None:
        firsts = [heap[0][0] for heap in (self._planned, self._learned) if heap]
        return min(firsts, default=None)

    def _due(self, now: datetime) -> Iterator[RumorId]:
        """Yield the rumors that something was planned for by now."""
        while self._learned and self._learned[0][0] <= now:
            yield from self._learn(heapq.heappop(self._learned)[1])
        while self._planned and self._planned[0][0] <= now:
            name = RumorId(heapq.heappop(self._planned)[1])
            self._checks.pop(name, None)
            yield from (name,) if name else (*self.desk.open_rumors, *self.circulation.known)

    def _take(self, one: Arrival) -> Iterator[RumorId]:
        """Count a post for each rumor it belongs to, and yield these."""
        self.per_hour[hour_of(one.post.published_at)] += 1
        if one.rumor is not None:
            self.desk.truth[one.post.key] = one.rumor
            self.desk.posts_of[one.rumor] += 1
            if one.doubts:
                self.doubted_at.setdefault(one.rumor, one.post.published_at)
        for match in one.matches:
            if (name := self.circulation.add_match(one.post, match)) is not None:
                yield name
        group = self.circulation.add_reading(one.post, one.reading) if one.reading else None
        if group is not None:
            yield group
        for match in one.later:
            self._later[match.claim_id].append((one.post, match, group))

    def _learn(self, claim_id: ClaimId) -> Iterator[RumorId]:
        """Count the earlier posts of a claim that is known from now on: they are of no group any more."""
        explained: dict[RumorId, set[PostKey]] = defaultdict(set)
        for post, match, group in self._later.pop(claim_id, ()):
            self.circulation.add_match(post, match)
            if group is not None and match.probability >= MIN_COUNTED:
                explained[group].add(post.key)
                self._explained.add(group, claim_id, at=post.published_at)
                heapq.heappush(self._planned, (self.clock.after(post.published_at + self._window), group))
        yield rumor_id(claim_id)
        for group, keys in explained.items():
            self.circulation.explain(group, keys)
            yield group

    def _hand_over(self, now: datetime) -> Iterator[RumorId]:
        """Let claims' rumors go on with the alerts of new ones that they explain, and yield all that this touches."""
        since = now - self._window
        self._explained.forget_before(since)
        yield from self._handed_over
        self._handed_over.clear()
        for group in self.desk.by_opening(self._explained.groups):
            tally = self.circulation.new.get(group)
            if tally is not None:
                tally.forget_before(since)
            heir = self._explained.heir(group, left=len(tally) if tally is not None else 0)
            if heir is not None and self.circulation.rumor(heir, now=now) is not None:
                self.desk.hand_over(group, heir, now=now)
                self._handed_over.add(group)
                yield from (heir, group)

    @property
    def _window(self) -> timedelta:
        return timedelta(days=self.desk.settings.scan.window_days)

    def _judge(self, name: RumorId, now: datetime) -> None:
        rumor = None if name in self._handed_over else self.circulation.rumor(name, now=now)
        tally = self.circulation.tally(name)
        self.desk.judge(name, rumor, tally.sightings if tally else None, now=now)
        # A group may become a rumor when its oldest post leaves, for that may be an opinion; a claim may not.
        may_change = name in self.desk or name in self.circulation.new
        if may_change and name not in self._checks and tally is not None and tally.first_at is not None:
            self._checks[name] = self.clock.after(tally.first_at + self._window)
            heapq.heappush(self._planned, (self._checks[name], name))

"""Circulation: the rumors that the window's posts make, known claims that are back and new ones.

A scan counts the posts of the window, in their order, and asks for every rumor; a replay counts them as they arrive and
asks for the rumors that something happened to. Both do it here, so what a replay measures is what a scan does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.matches import MIN_COUNTED, Tier
from rumorwatch.domain.rumors import Rumor
from rumorwatch.emerge.bar import bar_of
from rumorwatch.emerge.newrumors import GroupTally
from rumorwatch.emerge.outlook import Outlook
from rumorwatch.emerge.sightings import LEAST_SOURCES, ClaimTally, rumor_id, signs_of
from rumorwatch.judged import judged_readings
from rumorwatch.match.statements.choice import best_answer
from rumorwatch.normalize.duplicates import Duplicates
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Answer, Claim, ClaimId, Statement, StatementId
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import FeedId, Post, PostKey, SpellingViews
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId
    from rumorwatch.emerge.tally import SightingTally
    from rumorwatch.emerge.threads import Credibility
    from rumorwatch.match.statements.choice import Answered
    from rumorwatch.parts import Parts
    from rumorwatch.settings import Settings

_REMEMBERED = 10_000
"""Texts of which it is remembered whether they tell other numbers than the claim: reposts have the same."""


@dataclass(slots=True, kw_only=True)
class Circulation:
    """The rumors that posts make, counted as the posts come; only they change it, and the moment it is asked for."""

    settings: Settings
    feeds: Mapping[FeedId, Feed]
    claims: Mapping[ClaimId, Claim]
    """Those in use."""
    statements: Mapping[StatementId, Statement]
    """Those in use."""
    answers: Callable[[], Mapping[ClaimId, Sequence[Answer]]]
    """Statements on the matter of each claim; asked for when there is a rumor of one."""
    recent: timedelta
    """Span of ``Spread.recent``: what the ranking looks at."""
    text: Callable[[RumorId, SightingTally], str]
    """Gives the sentence that stands for a new rumor."""
    outlook: Outlook
    """Tells how rumors grow."""
    credibility: Credibility | None = None
    """Tells how likely a thread is a rumor; None: nothing does."""
    known: dict[RumorId, ClaimTally] = field(default_factory=dict)
    """Claims that posts match."""
    new: dict[RumorId, GroupTally] = field(default_factory=dict)
    """Groups of posts that no claim explains, of enough posts to be asked about."""
    _few: dict[RumorId, list[tuple[Post, Reading]]] = field(default_factory=dict)
    """Groups of fewer posts: most never get more."""
    _like: dict[PostKey, tuple[datetime, ClaimId]] = field(default_factory=dict)
    """Of posts that no claim explains and that reach a tier of one: when they were published, and the claim."""
    _groups_like: dict[ClaimId, set[RumorId]] = field(default_factory=dict)
    """Groups with a post like a claim."""
    _answered: dict[ClaimId, tuple[tuple[int, int], Answered | None]] = field(default_factory=dict)
    """What answers each claim, and between which turns it does."""
    _turns: Sequence[datetime] | None = None

    @property
    def turns(self) -> Sequence[datetime]:
        """The moments at which a statement appears or expires, ascending."""
        if self._turns is None:
            ends = [one.valid_until for one in self.statements.values() if one.valid_until]
            begins = [one.published_at for one in self.statements.values() if one.published_at]
            self._turns = sorted({*begins, *ends})
        return self._turns

    def add_match(self, post: Post, match: Match) -> RumorId | None:
        """Count a post with one of its matches and return the rumor it belongs to; None: of a claim not in use.

        Posts of one rumor come by (published_at, key).
        """
        claim = self.claims.get(match.claim_id)
        if claim is None:
            return None
        name = rumor_id(claim.id)
        tally = self.known.get(name)
        if tally is None:
            tally = self.known[name] = ClaimTally.of(claim, feeds=self.feeds, copies=Duplicates)
        tally.add(post, match, may_open=_may_open)
        if match.rank == 1 and match.probability < MIN_COUNTED:
            self._like[post.key] = (post.published_at, claim.id)
        return name

    def add_reading(self, post: Post, reading: Reading) -> RumorId | None:
        """Count a post that no claim explains and return the rumor it belongs to; None: it has no words to go by.

        Posts of one rumor come by (published_at, key), each after its matches.
        """
        name = reading.rumor_id
        if name is None:
            return None
        if post.key in self._like:
            self._groups_like.setdefault(self._like[post.key][1], set()).add(name)
        if name in self.new:
            self.new[name].add(post, reading)
            return name
        bar, few = bar_of(self.settings.emerge), self._few.setdefault(name, [])
        few.append((post, reading))
        if len(few) < bar.min_posts:
            return name
        self.new[name] = GroupTally.of(name, feeds=self.feeds, bar=bar, copies=Duplicates, credibility=self.credibility)
        for one in self._few.pop(name):
            self.new[name].add(*one)
        return name

    def tally(self, name: RumorId) -> ClaimTally | GroupTally | None:
        """Return what is counted of a rumor; None: nothing, or nothing any more."""
        return self.known.get(name) or self.new.get(name)

    def explain(self, name: RumorId, keys: Collection[PostKey]) -> None:
        """Take posts out of their group: a claim that was learned explains them."""
        if name in self.new:
            self.new[name] = self.new[name].without(keys, copies=Duplicates)
        if name in self._few:
            self._few[name] = [one for one in self._few[name] if one[0].key not in keys]

    def forget_before(self, moment: datetime) -> None:
        """Let go the posts published before a moment, and the rumors that no other posts are of."""
        for claim in self.known.values():
            claim.forget_before(moment)
        for group in self.new.values():
            group.forget_before(moment)
        self.known = {name: tally for name, tally in self.known.items() if tally.first_at is not None}
        self.new = {name: tally for name, tally in self.new.items() if tally.first_at is not None}
        self._few = {name: few for name, few in self._few.items() if few and few[-1][0].published_at >= moment}
        self._like = {key: like for key, like in self._like.items() if like[0] >= moment}
        names = self.new.keys() | self._few.keys()
        self._groups_like = {claim_id: groups & names for claim_id, groups in self._groups_like.items()}

    def rumor(self, name: RumorId, *, now: datetime) -> Rumor | None:
        """Return the rumor as of now, if it is one that needs a person. ``now`` never goes back."""
        since = now - timedelta(days=self.settings.scan.window_days)
        if name in self.known:
            return self._back(self.known[name], now=now, since=since)
        group = self.new.get(name)
        if group is None:
            return None
        group.forget_before(since)
        if self._tells_a_known_one(group):  # before a sentence is chosen for it, which takes a model
            return None
        found = group.rumor(
            now=now,
            recent=self.recent,
            text=lambda seen: self.text(name, seen),
            growth=partial(self.outlook.growth, now=now, since=since),
        )
        if found is None:
            del self.new[name]
        return found if isinstance(found, Rumor) else None

    def related(self, name: RumorId) -> Collection[RumorId]:
        """Return the groups that may become or cease to be a rumor when this one of a claim does."""
        return self._groups_like.get(self.known[name].claim.id, ()) if name in self.known else ()

    def _tells_a_known_one(self, group: GroupTally) -> bool:
        """Return whether a group tells a claim that circulates now in other words.

        Half of its posts reach a tier of that claim, however unlikely each is by itself: where a rumor is going
        round, posts like it are of it.
        """
        posts = group.sightings.posts() if self._like else ()
        like = Counter(self._like[post.key][1] for post in posts if post.key in self._like)
        return any(
            2 * count >= len(posts) and self.known[rumor_id(claim_id)].is_told(min_expected_sources=self._enough)
            for claim_id, count in like.items()
            if rumor_id(claim_id) in self.known
        )

    @property
    def _enough(self) -> float:
        return self.settings.alert.min_expected_sources

    def _back(self, tally: ClaimTally, *, now: datetime, since: datetime) -> Rumor | None:
        """Return the rumor of a known claim that is told again, asked about in vain, or contradicted officially."""
        tally.forget_before(since)
        is_told = tally.is_told(min_expected_sources=self._enough)
        void_sources = self.settings.emerge.void_sources
        if not is_told and tally.sources < min(void_sources, LEAST_SOURCES):  # before it is asked what answers it
            return None
        answered = self._best_answer(tally.claim, now=now)
        statement = answered.statement if answered else None
        contradictions = answered.contradictions if answered else ()
        signs = signs_of(
            tally,
            is_told=is_told,
            statement=statement,
            contradictions=contradictions,
            void_sources=void_sources,
            now=now,
        )
        if not (is_told or signs):
            return None
        return tally.rumor(
            now=now,
            recent=self.recent,
            statement=statement,
            contradictions=contradictions,
            signs=signs,
            growth=partial(self.outlook.growth, now=now, since=since),
        )

    def _best_answer(self, claim: Claim, *, now: datetime) -> Answered | None:
        """Return what answers a claim now; it changes only as statements appear and expire."""
        at = (bisect_left(self.turns, now), bisect_right(self.turns, now))
        known = self._answered.get(claim.id)
        if known is None or known[0] != at:
            answers = self.answers().get(claim.id, ())
            known = at, best_answer(claim, answers, self.statements, views=views, now=now)
            self._answered[claim.id] = known
        return known[1]


def returning(unit: Unit, claim_ids: Sequence[ClaimId], parts: Parts) -> Iterator[Rumor]:
    """Yield the rumors of these claims that need a person, as the window's posts make them."""
    circulation = _circulation(unit, parts)
    for post, match in unit.matches.of_claims(claim_ids, since=parts.window_start):
        circulation.add_match(post, match)
    yield from _rumors(circulation, list(circulation.known), parts)


def circulating(unit: Unit, parts: Parts) -> Iterator[Rumor]:
    """Yield every rumor that the window's posts make: of known claims, then new ones."""
    known = {alert.rumor_id: alert for alert in unit.alerts.all(status=AlertStatus.OPEN)}

    def text(name: RumorId, seen: SightingTally) -> str:
        # Choosing a sentence takes a model: one whose posts are as many as before stays.
        told = known.get(name)
        if parts.reader is None or (told and told.posts == len(seen)):
            return told.text if told else ""
        return parts.reader.sentence_of(seen.posts())

    circulation = _circulation(unit, parts, text=text)
    for post, match in unit.matches.of_claims(None, since=parts.window_start):
        circulation.add_match(post, match)
    if parts.reader is not None:
        groups = unit.readings.groups(since=parts.window_start, at_least=bar_of(parts.settings.emerge).min_posts)
        for post, reading in judged_readings(unit, groups.values(), quorum=parts.settings.label.quorum):
            circulation.add_reading(post, reading)
    yield from _rumors(circulation, [*circulation.known, *circulation.new], parts)


def _circulation(
    unit: Unit, parts: Parts, *, text: Callable[[RumorId, SightingTally], str] = lambda *_: ""
) -> Circulation:
    return Circulation(
        settings=parts.settings,
        feeds=parts.listed,
        claims=parts.claims,
        statements=parts.statements,
        answers=parts.matcher.answers,
        recent=timedelta(hours=parts.weights.velocity_window_h),
        text=text,
        outlook=Outlook(per_hour=lambda since: unit.posts.per_hour(since=since), forecaster=parts.forecaster),
        credibility=parts.credibility,
    )


def _rumors(circulation: Circulation, names: Sequence[RumorId], parts: Parts) -> Iterator[Rumor]:
    for name in names:
        found = circulation.rumor(name, now=parts.now)
        if found is not None:
            yield found


def _may_open(post: Post, match: Match, claim: Claim) -> bool:
    """Say whether a sighting helps to open an alert: "up 210 dong" is not "up to 50,000", however alike they are."""
    return match.tier is Tier.CONFIRMED or not _tells_other_numbers(post.views, claim.all_texts)


@lru_cache(maxsize=_REMEMBERED)
def _tells_other_numbers(text: SpellingViews, claim: tuple[str, ...]) -> bool:
    from rumorwatch.match.guards.counting import tells_other_numbers  # its tables take 50 ms; an idle scan needs none

    return tells_other_numbers(text, claim=claim)

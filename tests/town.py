"""A town that talks: one store, posts that come in, agencies and channels, and a clock that a test moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

from nouns import NOW, claim, feed, match
from rumorwatch.domain.agencies import Agency, AgencyId
from rumorwatch.domain.alerts import AlertStatus, ChannelId
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.feeds import FeedState, Visit
from rumorwatch.domain.posts import FeedId, RawItem
from rumorwatch.domain.rumors import Level
from rumorwatch.parts import Parts
from rumorwatch.pipeline import scan
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Settings
from rumorwatch.storage.memory import MemoryStore

LOWEST_POINTS = {
    Level.HIGH: {Level.HIGH: 0, Level.MEDIUM: 0, Level.LOW: 0},
    Level.MEDIUM: {Level.HIGH: 999, Level.MEDIUM: 0, Level.LOW: 0},
    Level.LOW: {Level.HIGH: 999, Level.MEDIUM: 999, Level.LOW: 0},
    Level.MONITOR: {Level.HIGH: 999, Level.MEDIUM: 999, Level.LOW: 999},
}
"""Every rumor is of one level."""


class WordMatcher:
    """A fake PostMatcher: a post repeats a claim when the claim's id stands in its text."""

    model_id = "words"

    def __init__(self, claims, statements):
        self.claims = claims
        self.statements = statements
        self.basis = f"{sorted(claims)}{sorted(statements)}"

    def match(self, posts):
        return {
            post.key: [match(post, claim=name) for name in self.claims if name in post.text.split()] for post in posts
        }

    def answers(self):
        found = [Answer(statement_id=StatementId(name), similarity=0.6) for name in self.statements]
        return dict.fromkeys(self.claims, found) if found else {}


class Town:
    """Everything that a run is made of; ``hears`` and ``scan`` move it."""

    def __init__(self, *agencies, channels=("desk",), store=None, **alert):
        self.store = store or MemoryStore()
        self.now = NOW
        self.level = Level.MEDIUM
        self.agencies = agencies
        self.channels = [Channel(id=ChannelId(name), kind=ChannelKind.FILE, url=f"{name}.txt") for name in channels]
        self.settings = Settings.model_validate({"alert": {"notify_level": "low", "update_wait_min": 0.0, **alert}})
        self.claims = {}
        self.statements = {}
        self.fresh = {}
        self.numbers = count(1)

    def hears(self, times=3, *, of="c1", province=None, minutes_ago=5):
        """People who never said anything before tell a claim, in a province's feed."""
        if of not in self.claims:
            self.claims[of] = claim(of)
            with self.store.write() as unit:
                unit.claims.add([self.claims[of]])
        for _ in range(times):
            number = next(self.numbers)
            told = RawItem(
                guid=f"g{number}",
                text=f"{of} said number {number} in words of its own {number * 7919}",
                author=f"author {number}",
                published_at=self.now - timedelta(minutes=minutes_ago),
            )
            self.fresh.setdefault(province, []).append(told)

    def reads(self, statement):
        """An agency publishes what answers every claim."""
        self.statements[statement.id] = statement
        with self.store.write() as unit:
            unit.statements.add([statement])

    def retires(self, name):
        del self.claims[name]
        with self.store.write() as unit:
            unit.claims.retire(name)

    def visit(self, feeds, *, states, hosts, now):
        """The Source: what is new in each feed."""
        del states, hosts
        for one in feeds:
            items = tuple(self.fresh.pop(one.province, ()))
            yield Visit(feed=one, state=FeedState(feed_id=one.id, last_good_at=now), items=items)

    def scan(self, *, minutes=0.0, level=None):
        """Let time pass and scan; return what was told by then that was not told before, as (agency, reason)."""
        self.now += timedelta(minutes=minutes)
        self.level = level or self.level
        before = self._told()
        feeds = {
            name: feed(name, province=province)
            for name, province in ((FeedId("all"), None), (FeedId("hue"), "Huế"), (FeedId("lam"), "Lâm Đồng"))
        }
        weights = replace(load_weights(), levels=LOWEST_POINTS[self.level], monitor_sources=0, monitor_velocity_per_h=0)
        scan(
            Parts(
                settings=self.settings,
                store=self.store,
                source=self,
                feeds=list(feeds.values()),
                listed=feeds,
                matcher=WordMatcher(self.claims, self.statements),
                reader=None,
                forecaster=lambda: None,
                credibility=None,
                claims=self.claims,
                statements=self.statements,
                weights=weights,
                agencies=self.agencies,
                channels=self.channels,
                author_secret=b"secret",
                now=self.now,
                on_visit=lambda _: None,
            )
        )
        return sorted((one.agency, one.reason) for key, one in self._told().items() if key not in before)

    def _told(self):
        with self.store.read() as unit:
            return {one.key: one for one in unit.alerts.notices()}

    def alert(self, status=AlertStatus.OPEN):
        """The one alert, or the best."""
        with self.store.read() as unit:
            return next(iter(unit.alerts.all(status=status)), None)

    def part(self, agency, of=None):
        """An agency's part of the alert."""
        return next((one for one in self.parts(of) if one.agency == agency), None)

    def parts(self, of=None):
        of = of or self.alert()
        with self.store.read() as unit:
            return unit.duties.assignments([of.id]).get(of.id, ())

    def decided(self, agency, of=None):
        of = of or self.alert()
        with self.store.read() as unit:
            return unit.alerts.decisions([of.id])[of.id][agency]

    def queued(self):
        """Channels that deliveries wait for, sorted."""
        with self.store.read() as unit:
            return sorted(one.channel for one in unit.outbox.unbound())

    def does(self, action, **options):
        """What a person does with the alert now (respond.actions)."""
        with self.store.write() as unit:
            return action(unit, self.alert(), now=self.now, **options)


def office(name="hue", *, province="Huế", **more):
    return Agency(
        **{"id": AgencyId(name), "name": f"Office {name}", "provinces": (province,) if province else (), **more}
    )

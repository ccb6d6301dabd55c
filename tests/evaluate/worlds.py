"""A small world that scans and replays both live through: posts of three days, two known claims and one learned."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from nouns import NOW, claim, feed, match, reading, statement
from rumorwatch.domain.claims import Answer
from rumorwatch.domain.feeds import FeedRole, FeedState, Visit
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import PostKind, RawItem
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Level, RumorId
from rumorwatch.evaluate.archive import Archived
from rumorwatch.normalize.posts import to_post
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Settings

STEP = timedelta(minutes=30)
WINDOW = timedelta(days=1)
START = NOW - timedelta(days=3)
SETTINGS = Settings.model_validate(
    {
        "scan": {"window_days": 1},
        "clock": {"acknowledge_within_min": 100_000, "answer_within_min": 100_000},
        "alert": {"notify_level": "monitor", "min_expected_sources": 1.0, "budget_per_day": 10_000},
    }
)
WEIGHTS = replace(
    load_weights(),
    levels={Level.HIGH: 101.0, Level.MEDIUM: 0.0, Level.LOW: 0.0},
    monitor_sources=0,
    monitor_velocity_per_h=0.0,
)
"""Of one level: a level that rises is told, and it may rise by the hour alone, at which a replay does not look."""
FEEDS = {
    one.id: one
    for one in (
        feed("group"),
        feed("forum", channel="zalo"),
        feed("office", role=FeedRole.OFFICIAL, channel="web"),
    )
}
LEARNED_AT = START + timedelta(hours=30)
CLAIMS = [claim("c1"), claim("c2", checked_at=START - timedelta(days=9)), claim("c3", checked_at=LEARNED_AT)]
STATEMENTS = [
    statement("s1", published_at=START + timedelta(hours=20), valid_until=START + timedelta(hours=50)),
    statement("s2", agency="Civil Defense", published_at=START + timedelta(hours=61)),
]
ANSWERS = {"c1": [Answer(statement_id=one.id, similarity=0.6) for one in STATEMENTS]}
TELLING = "they say the old {} wall near market number seven falls down tonight so move your boats away {}"


@dataclass
class WordMatcher:
    """A fake PostMatcher: a post matches the claims whose ids stand in it."""

    claim_ids: tuple[str, ...] = tuple(one.id for one in CLAIMS)
    seen: int = 0
    model_id: str = "words"

    @property
    def basis(self):
        return " ".join(self.claim_ids)

    def match(self, posts):
        self.seen += len(posts)
        return {
            post.key: [self._match(post, name) for name in self.claim_ids if name in post.text.split()]
            for post in posts
        }

    def _match(self, post, name):
        words = post.text.split()
        sure = "surely" in words
        return match(
            post,
            claim=name,
            probability=0.95 if sure else 0.1 if "hardly" in words else 0.45,
            tier=Tier.CONFIRMED if sure else Tier.SUGGESTED,
            stance=Stance.ASKS if post.text.endswith("?") else Stance.REPEATS,
        )

    def answers(self):
        return ANSWERS


@dataclass
class WordReader:
    """A fake PostReader: posts of the window with the same first word are a group; ? asks and ! is opinion."""

    basis: str = "r1"
    groups: dict[str, tuple[str, object]] | None = None
    ahead: bool = False
    """A leak planted: where an even number of posts will have come in all, they are taken for opinions."""

    def read(self, posts, *, known):
        if self.groups is None:
            self.groups = {}
            for post, one in known():
                self.groups[post.text.split()[0]] = (one.rumor_id, post.published_at)
        words = Counter(post.text.split()[0] for post in posts) if self.ahead else {}
        even = {word for word, count in words.items() if count % 2 == 0}
        return {post.key: self._read(post, even) for post in posts}

    def _read(self, post, even):
        word = post.text.split()[0]
        group, last = self.groups.get(word, (None, None))
        if group is None or last < post.seen_at - WINDOW:
            group = RumorId(f"new:{post.key}")
        self.groups[word] = (group, post.published_at)
        post_class = {"?": PostClass.QUESTION, "!": PostClass.OPINION}.get(post.text[-1], PostClass.CLAIM)
        post_class = PostClass.OPINION if word in even else post_class
        return reading(group, post_class=post_class, checkable=float(post_class is PostClass.CLAIM))

    def sentence_of(self, posts):
        return posts[0].text


class Doubts:
    """A fake of the evidence of a thread: the greater the share of its answers that ask, the likelier it is a rumor."""

    def __init__(self):
        self.answers = self.asks = 0

    def add(self, text, *, at, source, to_answer=False):
        del at, source, to_answer
        self.answers += 1
        self.asks += text.endswith("?")

    def probability(self, now):
        del now
        return self.asks / self.answers


@dataclass(frozen=True)
class Doubting:
    """A fake Credibility that speaks whatever language the world has."""

    min_probability: float = 0.4

    def speaks(self, language):
        return bool(language)

    def begin(self, text, *, at, source, language):
        del text, at, source, language
        return Doubts()


@dataclass
class Said:
    feed_id: str
    item: RawItem
    rumor: str | None


@dataclass
class World:
    """Some three hundred posts, made by chance and always the same."""

    seed: int
    said: list[Said] = field(default_factory=list)

    def __post_init__(self):
        chance = random.Random(self.seed)
        for number in range(300):
            self.said.append(self._post(number, chance))
        for number in range(300, 420):
            self.said.append(self._answer(number, chance))
        self.said.sort(key=lambda one: one.item.published_at)

    def _post(self, number, chance):
        topic = chance.choice(["c1", "c2", "c3", "dam", "bank", f"lunch{number}"])
        way = chance.choice(["surely", "perhaps", "perhaps", "hardly"])
        wording = chance.choice(["own", "same", "near"])
        extra = {"own": f"{number * 7919} {number}th word", "same": "", "near": chance.choice(["please", "quick"])}
        text = f"{topic} {way} " + TELLING.format(topic, extra[wording]).strip()
        text += chance.choice(["", "", "", " ?", " !"])
        kind = chance.choice([PostKind.POST, PostKind.POST, PostKind.REPOST, PostKind.COMMENT])
        at = START + timedelta(seconds=chance.randrange(3 * 86_400))
        item = RawItem(
            guid=f"g{number}",
            text=text,
            author=chance.choice([f"a{number}", f"a{number}", "a1", None]),
            published_at=at,
            kind=kind,
            reply_to=f"g{chance.randrange(300)}" if kind is not PostKind.POST else None,
        )
        return Said(
            feed_id=chance.choice(["group", "group", "forum", "office"]),
            item=item,
            rumor=topic if topic in {"c1", "dam"} else None,
        )

    def _answer(self, number, chance):
        """One of twenty posts: the first begins a thread, the others answer it within a day and a half."""
        first, place = number - number % 20, number % 20
        began = START + timedelta(hours=first % 70)
        item = RawItem(
            guid=f"g{number}",
            text=f"well{first} they say number {number} {number * 7919}"
            + chance.choice([" ?", "", ""] if place else [""]),
            author=f"b{chance.randrange(40)}",
            published_at=began + timedelta(minutes=chance.randrange(1, 2000) if place else 0),
            kind=chance.choice([PostKind.REPOST, PostKind.COMMENT]) if place else PostKind.POST,
            reply_to=f"g{chance.choice([first, first, first + place - 1])}" if place else None,
        )
        return Said(feed_id="group", item=item, rumor=None)

    def visits(self, *, after, until):
        """What a scan finds that comes half an hour after the one before."""
        for listed in FEEDS.values():
            found = [
                one.item
                for one in self.said
                if one.feed_id == listed.id and (after or START - STEP) < one.item.published_at <= until
            ]
            yield Visit(feed=listed, state=FeedState(feed_id=listed.id), items=tuple(found))

    def archive(self, *, until=None):
        """The posts up to a moment, as an archive holds them."""
        posts = [
            Archived(
                post=to_post(one.item, feed=FEEDS[one.feed_id], seen_at=NOW, author_secret=b"secret"), rumor=one.rumor
            )
            for one in self.said
            if until is None or one.item.published_at <= until
        ]
        return sorted(posts, key=lambda one: (one.post.published_at, one.post.key))

"""One run as a whole, through a world of fakes: what is stored together, and what survives a fault."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW, claim, feed, match, reading, statement
from rumorwatch.domain.alerts import AlertStatus, SendReason
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import FeedState, Visit
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import FeedId, RawItem
from rumorwatch.domain.readings import PostClass
from rumorwatch.domain.rumors import Level, RumorId, Sign
from rumorwatch.parts import Parts
from rumorwatch.pipeline import scan
from rumorwatch.rank.weights import load_weights
from rumorwatch.settings import Emerge, Settings
from rumorwatch.storage.memory import MemoryStore


class World:
    """A fake Source: the visits it was given."""

    def __init__(self, *visits):
        self.visits = visits

    def visit(self, feeds, *, states, hosts, now):
        del feeds, states, hosts, now
        yield from self.visits


class WordMatcher:
    """A fake PostMatcher: a post repeats a claim when the claim's id stands in its text."""

    def __init__(self, *claim_ids, basis="b1", answers=None):
        self.claim_ids = claim_ids
        self.basis = basis
        self.seen = 0
        self.found = answers or {}

    def match(self, posts):
        self.seen += len(posts)
        return {
            post.key: [match(post, claim=claim_id) for claim_id in self.claim_ids if claim_id in post.text.split()]
            for post in posts
        }

    def answers(self):
        return self.found


class WordReader:
    """A fake PostReader: posts with the same first word are a group, a post that ends with ? is a question."""

    def __init__(self, basis="r1"):
        self.basis = basis
        self.seen = 0
        self.groups = None
        self.chosen = 0

    def read(self, posts, *, known):
        self.seen += len(posts)
        if self.groups is None:
            self.groups = {post.text.split()[0]: reading.rumor_id for post, reading in known()}
        return {post.key: self._read(post) for post in posts}

    def _read(self, post):
        group = self.groups.setdefault(post.text.split()[0], RumorId(f"new:{post.key}"))
        asks = post.text.endswith("?")
        return reading(group, post_class=PostClass.QUESTION if asks else PostClass.CLAIM)

    def sentence_of(self, posts):
        self.chosen += 1
        return posts[0].text


class PowerCutError(Exception):
    """Planted by a test."""


class FailingStore(MemoryStore):
    """A store whose Nth write unit fails before it commits."""

    def __init__(self, fail_at):
        super().__init__()
        self.writes = 0
        self.fail_at = fail_at

    @contextmanager
    def write(self):
        with super().write() as unit:
            yield unit
            self.writes += 1
            if self.writes == self.fail_at:
                raise PowerCutError


def raw(number, text, *, minutes_ago=30):
    return RawItem(
        guid=f"g{number}",
        text=f"{text} said number {number} in words of its own {number * 7919}",
        author=f"author {number}",
        published_at=NOW - timedelta(minutes=minutes_ago),
    )


def visit(*items, name="group", etag="v1"):
    listed = feed(name)
    return Visit(feed=listed, state=FeedState(feed_id=listed.id, etag=etag, last_good_at=NOW), items=items)


def parts(store, *visits, matcher, **more):
    listed = {given.feed.id: given.feed for given in visits} or {FeedId("group"): feed()}
    return Parts(
        **{
            "settings": Settings(emerge=Emerge(min_sources=2)),
            "store": store,
            "source": World(*visits),
            "feeds": list(listed.values()),
            "listed": listed,
            "matcher": matcher,
            "reader": None,
            "forecaster": lambda: None,
            "credibility": None,
            "weights": load_weights(),
            "agencies": (),
            "channels": (),
            "claims": {name: claim(name) for name in matcher.claim_ids},
            "statements": {},
            "author_secret": b"secret",
            "now": NOW,
            "on_visit": lambda _: None,
            **more,
        }
    )


def store_with(*claims, kind=MemoryStore, **options):
    store = kind(**options)
    with MemoryStore.write(store) as unit:
        unit.claims.add([claim(name) for name in claims])
    return store


def stored(store):
    with store.read() as unit:
        return unit.posts.count(), {alert.claim_id for alert in unit.alerts.all(status=AlertStatus.OPEN)}


def test_a_scan_stores_posts_and_opens_alerts_for_the_claims_they_repeat():
    store = store_with("c1", "c2")
    report = scan(parts(store, visit(raw(1, "c1"), raw(2, "c1"), raw(3, "noise")), matcher=WordMatcher("c1", "c2")))
    assert [(alert.claim_id, alert.posts) for alert in report.alerts] == [("c1", 2)]
    assert stored(store) == (3, {"c1"})


def test_a_second_scan_of_the_same_world_changes_nothing_and_matches_nothing_again():
    store, matcher = store_with("c1"), WordMatcher("c1")
    world = visit(raw(1, "c1"), raw(2, "noise"))
    first = scan(parts(store, world, matcher=matcher))
    matched = matcher.seen
    second = scan(parts(store, world, matcher=matcher))
    assert (second.taken[0].new, second.rematched, matcher.seen) == (0, 0, matched)
    assert first.alerts == second.alerts


def test_a_claim_learned_later_finds_earlier_posts():
    store = store_with("c1")
    scan(parts(store, visit(raw(1, "c2")), matcher=WordMatcher("c1")))
    with store.write() as unit:
        unit.claims.add([claim("c2")])
    report = scan(parts(store, matcher=WordMatcher("c1", "c2", basis="b2")))
    assert (report.rematched, [alert.claim_id for alert in report.alerts]) == (1, ["c2"])


@pytest.mark.parametrize("fail_at", range(1, 9))
def test_a_fault_in_any_transaction_loses_no_post_and_no_alert(fail_at):
    store = store_with("c1", "c2", "c3", kind=FailingStore, fail_at=fail_at)
    world = [
        visit(*(raw(number, f"c{number % 3 + 1}") for number in range(start, start + 5)), name=f"f{start}")
        for start in (0, 5)
    ]
    small = Settings.model_validate({"scan": {"batch_posts": 2}})
    run = parts(store, *world, matcher=WordMatcher("c1", "c2", "c3"), settings=small)
    try:
        scan(run)
    except PowerCutError:
        with store.read() as unit:
            # A feed whose state is stored has all five of its posts stored, or the next run would not fetch them again.
            assert unit.posts.count() >= 5 * len(unit.feeds.states())
    store.fail_at = None
    scan(run)
    assert stored(store) == (10, {"c1", "c2", "c3"})


def test_a_feeds_state_is_stored_only_with_its_last_post():
    store = store_with("c1", kind=FailingStore, fail_at=2)
    small = Settings.model_validate({"scan": {"batch_posts": 2}})
    with pytest.raises(PowerCutError):
        scan(
            parts(store, visit(*(raw(number, "c1") for number in range(4))), matcher=WordMatcher("c1"), settings=small)
        )
    with store.read() as unit:
        assert unit.posts.count() == 2
        assert unit.feeds.states() == {}


def test_an_alert_is_stored_in_the_transaction_of_the_posts_that_open_it():
    store = store_with("c1", kind=FailingStore, fail_at=2)
    with pytest.raises(PowerCutError):
        scan(parts(store, visit(raw(1, "c1")), matcher=WordMatcher("c1")))
    assert stored(store) == (1, {"c1"})


def test_one_failing_feed_is_reported_and_hurts_no_other():
    store = store_with("c1")
    broken = replace(visit(name="broken"), error=FeedError(code="RW-C07", failed='feed "broken": too big'))
    report = scan(parts(store, broken, visit(raw(1, "c1")), matcher=WordMatcher("c1")))
    assert [taken.error.code for taken in report.taken if taken.error] == ["RW-C07"]
    assert [alert.claim_id for alert in report.alerts] == ["c1"]


def test_a_rumor_whose_claim_is_retired_closes_its_alert():
    store = store_with("c1")
    scan(parts(store, visit(raw(1, "c1")), matcher=WordMatcher("c1")))
    with store.write() as unit:
        unit.claims.retire("c1")
    report = scan(parts(store, matcher=WordMatcher(basis="b2")))
    assert report.alerts == ()
    with store.read() as unit:
        assert [alert.status for alert in unit.alerts.all()] == [AlertStatus.CLOSED]


def test_people_are_told_once_and_again_when_it_has_doubled():
    store, matcher = store_with("c1"), WordMatcher("c1")
    everything = Settings.model_validate({"alert": {"notify_level": Level.MONITOR.value, "update_wait_min": 0.0}})

    def told(*items):
        scan(parts(store, visit(*items), matcher=matcher, settings=everything))
        with store.read() as unit:
            return [notice.reason for notice in unit.alerts.notices()]

    assert told(raw(1, "c1"), raw(2, "c1")) == [SendReason.NEW]
    assert told(raw(3, "c1")) == [SendReason.NEW, SendReason.RISK_UP]
    assert told(raw(4, "c1"), raw(5, "c1")) == [SendReason.NEW, SendReason.RISK_UP]
    assert told(raw(6, "c1")) == [SendReason.NEW, SendReason.RISK_UP, SendReason.GROWING]


def test_posts_out_of_the_window_make_no_alert():
    store = store_with("c1")
    report = scan(parts(store, visit(raw(1, "c1", minutes_ago=15 * 24 * 60)), matcher=WordMatcher("c1")))
    assert report.alerts == ()
    assert stored(store)[0] == 1


def test_an_edited_post_is_stored_with_its_new_text_and_matched_again():
    store, matcher = store_with("c1"), WordMatcher("c1")
    scan(parts(store, visit(raw(1, "harmless")), matcher=matcher))
    report = scan(parts(store, visit(raw(1, "c1")), matcher=matcher))
    assert (report.taken[0].new, report.taken[0].notes) == (0, ("1 posts were edited since they were read",))
    assert [alert.claim_id for alert in report.alerts] == ["c1"]
    again = scan(parts(store, visit(raw(1, "harmless")), matcher=matcher))
    assert again.alerts == ()


def test_items_that_share_a_guid_are_one_post_and_the_first_is_taken_every_time():
    store, matcher = store_with("c1"), WordMatcher("c1")
    world = visit(raw(1, "c1"), raw(1, "other"))
    assert scan(parts(store, world, matcher=matcher)).taken[0].new == 1
    assert scan(parts(store, world, matcher=matcher)).taken[0].notes == ()


WATER = "The reservoir is releasing {} cubic meters of water per second."


def scanned(store, *statements, now=NOW, matcher=None):
    """Scan a world in which c1 circulates and these statements are on its matter; return its alert."""
    answers = [Answer(statement_id=StatementId(one.id), similarity=0.6) for one in statements]
    report = scan(
        parts(
            store,
            visit(raw(1, "c1"), raw(2, "c1")),
            matcher=matcher or WordMatcher("c1", answers={"c1": answers}),
            statements={one.id: one for one in statements},
            now=now,
        )
    )
    return report.alerts[0]


def test_the_statement_that_answers_changes_as_time_passes_though_nothing_is_matched_again():
    store = store_with("c1")
    lasting = statement("lasting", published_at=NOW - timedelta(days=9))
    newer = statement("newer", agency="Civil Defense", valid_until=NOW + timedelta(hours=1))
    matcher = WordMatcher(
        "c1", answers={"c1": [Answer(statement_id=one.id, similarity=0.6) for one in (lasting, newer)]}
    )
    times = (NOW, NOW + timedelta(hours=2))
    told = [scanned(store, lasting, newer, now=at, matcher=matcher) for at in times]
    assert [alert.statement_id for alert in told] == ["newer", "lasting"]
    assert [alert.agency for alert in told] == ["Civil Defense", "Irrigation Office"]
    assert matcher.seen == 2


def test_an_expired_statement_alone_is_named_as_expired():
    alert = scanned(store_with("c1"), statement("over", valid_until=NOW - timedelta(minutes=1)))
    assert alert.statement_id == "over"
    assert "the statement of Irrigation Office has expired" in alert.priority.reasons


def test_a_statement_that_supersedes_another_answers_in_its_place():
    old = statement("old", published_at=NOW - timedelta(days=2))
    alert = scanned(store_with("c1"), old, statement("new", agency="Civil Defense", supersedes="old"))
    assert (alert.statement_id, alert.agency) == ("new", "Civil Defense")


def test_agencies_that_contradict_each_other_are_a_gap_and_a_correction_closes_it():
    one = statement("one", text=WATER.format(450), published_at=NOW - timedelta(days=1))
    other = statement("other", text=WATER.format(900), agency="Civil Defense")
    store = store_with("c1")
    torn, mended = scanned(store, one, other), scanned(store, one, replace(other, supersedes="one"))
    assert "Irrigation Office and Civil Defense contradict each other (number)" in torn.priority.reasons[:3]
    assert not any("contradict" in sentence for sentence in mended.priority.reasons)
    assert torn.priority.factors["gap"] > mended.priority.factors["gap"]
    assert torn.id == mended.id


class AskingMatcher(WordMatcher):
    """Every post asks whether the claims in it are true."""

    def match(self, posts):
        found = super().match(posts)
        return {key: [replace(one, stance=Stance.ASKS) for one in matches] for key, matches in found.items()}


def told_in(store):
    """Why people were told, oldest first."""
    with store.read() as unit:
        return [notice.reason for notice in unit.alerts.notices()]


MONITOR = Settings.model_validate({"alert": {"notify_level": "monitor"}})


@pytest.mark.parametrize(
    ("asked", "answer", "alerts"),
    [
        (3, None, 1),
        (2, None, 0),
        (3, statement("valid"), 0),
        (3, statement("over", valid_until=NOW - timedelta(minutes=1)), 1),
    ],
)
def test_what_several_ask_and_nothing_official_answers_is_an_alert_though_nobody_tells_it(asked, answer, alerts):
    official = [answer] if answer else []
    found = {"c1": [Answer(statement_id=StatementId(one.id), similarity=0.6) for one in official]}
    store, matcher = store_with("c1"), AskingMatcher("c1", answers=found)
    listed = {one.id: one for one in official}
    questions = visit(*(raw(number, "c1") for number in range(asked)))
    report = scan(parts(store, questions, matcher=matcher, statements=listed, settings=MONITOR))
    assert [alert.signs for alert in report.alerts] == [(Sign.VOID,)] * alerts
    assert told_in(store) == [SendReason.VOID] * alerts


def test_contradicting_statements_are_told_once_when_they_come():
    one = statement("one", text=WATER.format(450), published_at=NOW - timedelta(days=1))
    other = statement("other", text=WATER.format(900), agency="Civil Defense")
    answers = {"c1": [Answer(statement_id=StatementId(of.id), similarity=0.6) for of in (one, other)]}
    store, told = store_with("c1"), []
    for number, official in enumerate(([one], [one, other], [one, other])):
        known = {"c1": answers["c1"][: len(official)]}
        scan(
            parts(
                store,
                visit(raw(1, "c1"), raw(2, "c1")),
                matcher=WordMatcher("c1", basis=f"b{number}", answers=known),
                statements={of.id: of for of in official},
                settings=MONITOR,
                now=NOW + timedelta(minutes=20 * number),
            )
        )
        told.append(told_in(store))
    assert told == [[], [SendReason.CONTRADICTION], [SendReason.CONTRADICTION]]


def test_all_statements_on_the_matter_are_remembered_with_the_run():
    store = store_with("c1")
    scanned(store, statement("over", valid_until=NOW - timedelta(days=1)), statement("live"))
    with store.read() as unit:
        assert {answer.statement_id for answer in unit.claims.answers_to("c1")} == {"over", "live"}


def test_posts_that_no_claim_explains_make_a_new_rumor():
    store = store_with("c1")
    world = visit(raw(1, "dam breaks"), raw(2, "dam breaks", minutes_ago=10), raw(3, "lunch"), raw(4, "c1"))
    report = scan(parts(store, world, matcher=WordMatcher("c1"), reader=WordReader()))
    new = next(alert for alert in report.alerts if alert.claim_id is None)
    assert (new.posts, new.independent, new.rumor_id[:4]) == (2, 2, "new:")
    assert new.text.startswith("dam breaks said number 1")
    assert "new, no known claim: told as fact" in " ".join(new.priority.reasons)
    assert len(report.alerts) == 2


def test_a_new_rumor_keeps_its_identity_between_runs():
    store, matcher = store_with("c1"), WordMatcher("c1")
    first = scan(parts(store, visit(raw(1, "dam"), raw(2, "dam")), matcher=matcher, reader=WordReader()))
    again = scan(parts(store, visit(raw(3, "dam"), raw(4, "dam")), matcher=matcher, reader=WordReader()))
    assert [(alert.id, alert.rumor_id, alert.posts) for alert in again.alerts] == [
        (first.alerts[0].id, first.alerts[0].rumor_id, 4)
    ]


class HardlyMatcher(WordMatcher):
    """Posts with the word "hardly" are like the claim, and too unlikely to count."""

    def match(self, posts):
        return {
            post.key: [
                replace(one, probability=0.1, tier=Tier.SUGGESTED) if "hardly" in post.text else one for one in of
            ]
            for post, of in ((post, super(HardlyMatcher, self).match([post])[post.key]) for post in posts)
        }


@pytest.mark.parametrize("circulates", [True, False])
def test_posts_like_a_claim_that_circulates_are_no_rumor_of_their_own_and_get_no_sentence(circulates):
    known = [raw(1, "c1")] if circulates else []
    world = visit(*known, raw(2, "dam c1 hardly"), raw(3, "dam c1 hardly"))
    reader = WordReader()
    report = scan(parts(store_with("c1"), world, matcher=HardlyMatcher("c1"), reader=reader))
    assert [alert.claim_id for alert in report.alerts] == (["c1"] if circulates else [None])
    assert reader.chosen == (not circulates)


def test_a_sentence_is_chosen_again_only_when_posts_came():
    store, matcher, reader = store_with("c1"), WordMatcher("c1"), WordReader()
    for world in ([raw(1, "dam"), raw(2, "dam")], [raw(1, "dam"), raw(2, "dam")], [raw(3, "dam")]):
        scan(parts(store, visit(*world), matcher=matcher, reader=reader))
    assert reader.chosen == 2


def test_posts_are_read_once_and_again_by_another_model():
    store, matcher, reader = store_with("c1"), WordMatcher("c1"), WordReader()
    scan(parts(store, visit(raw(1, "dam"), raw(2, "c1")), matcher=matcher, reader=reader))
    scan(parts(store, visit(raw(1, "dam"), raw(2, "c1")), matcher=matcher, reader=reader))
    assert reader.seen == 1
    other = WordReader(basis="r2")
    scan(parts(store, matcher=matcher, reader=other))
    assert other.seen == 1


def test_an_edited_post_leaves_its_group():
    store, matcher = store_with("c1"), WordMatcher("c1")
    scan(parts(store, visit(raw(1, "dam"), raw(2, "dam")), matcher=matcher, reader=WordReader()))
    report = scan(parts(store, visit(raw(2, "lunch")), matcher=matcher, reader=WordReader()))
    assert report.alerts == ()


def test_without_a_reader_no_new_rumor_is_looked_for():
    report = scan(parts(store_with("c1"), visit(raw(1, "dam"), raw(2, "dam")), matcher=WordMatcher("c1")))
    assert report.alerts == ()

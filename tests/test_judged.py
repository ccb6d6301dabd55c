"""What judgments do to scans: laid over what the models say by the next one, and taken off again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import Label, Retraction
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.effects import touched
from rumorwatch.label.newclaims import new_claim
from rumorwatch.pipeline import scan
from rumorwatch.settings import Settings
from rumorwatch.storage.memory import MemoryStore
from test_pipeline import FailingStore, PowerCutError, WordMatcher, WordReader, parts, raw, store_with, visit
from votes import judged_text, judgment

TWO = ("An", "Binh")
SETTINGS = Settings.model_validate({"alert": {"notify_level": "monitor"}, "emerge": {"min_sources": 2}})


def run(store, *items, claims=("c1",), matcher=None, reader=None, settings=SETTINGS, **more):
    worlds = [visit(*items)] if items else []
    found = matcher or WordMatcher(*claims, basis=f"b{claims}{settings.label.quorum}")
    return scan(parts(store, *worlds, matcher=found, reader=reader, settings=settings, **more))


def posts_of(store):
    """Stored posts by the number in their text."""
    with store.read() as unit:
        found = unit.posts.unmatched(basis="none", since=NOW - timedelta(days=9), limit=99)
    return {int(one.text.split("number ")[1].split()[0]): one for one in found}


def judge(store, number, label, *, by=TWO, **more):
    """Analysts judge a post, as labeling stores it."""
    post = posts_of(store)[number]
    given = [judgment(label, by=name, of=post, **more) for name in by]
    with store.write() as unit:
        unit.judgments.add(given, [judged_text(post)])
        unit.posts.unmatch(touched(given))
    return given


def matches(store, number):
    with store.read() as unit:
        return list(unit.matches.of_post(posts_of(store)[number].key))


def counted(report):
    return {one.claim_id: one.posts for one in report.alerts}


def test_an_agreed_not_same_takes_the_post_out_of_the_rumor_and_matches_no_other_again():
    store, matcher = store_with("c1"), WordMatcher("c1")
    assert counted(run(store, raw(1, "c1"), raw(2, "c1"), raw(3, "c1"), matcher=matcher)) == {"c1": 3}
    judge(store, 2, Label.NOT_SAME)
    report = run(store, matcher=matcher)
    assert (report.rematched, counted(report)) == (1, {"c1": 2})
    assert run(store, matcher=matcher).rematched == 0


def test_the_alert_of_what_nobody_tells_any_more_closes():
    store = store_with("c1")
    run(store, raw(1, "c1"))
    judge(store, 1, Label.NOT_SAME)
    assert run(store).alerts == ()


def test_copies_of_a_judged_text_are_judged_when_they_come():
    store = store_with("c1")
    said = raw(1, "c1")
    run(store, said)
    judge(store, 1, Label.NOT_SAME)
    report = run(store, replace(said, guid="again", url="https://e.example/2", author="another"))
    assert report.taken[0].new == 1
    assert report.alerts == ()


@pytest.mark.parametrize("by", [TWO[:1], (), ("An", "an ")], ids=["one", "nobody", "one by two names"])
def test_a_judgment_below_the_quorum_changes_nothing(by):
    store = store_with("c1")
    before = run(store, raw(1, "c1"), raw(2, "c1"))
    judge(store, 2, Label.NOT_SAME, by=by)
    assert run(store).alerts == before.alerts


def test_a_lower_quorum_lays_what_was_said_before_over_all():
    store = store_with("c1")
    run(store, raw(1, "c1"), raw(2, "c1"))
    judge(store, 2, Label.NOT_SAME, by=TWO[:1])
    alone = Settings.model_validate({"label": {"quorum": 1}})
    assert counted(run(store, settings=alone)) == {"c1": 1}


def test_a_retraction_brings_back_what_the_models_say_at_the_next_scan():
    store = store_with("c1")
    first = run(store, raw(1, "c1"), raw(2, "c1"))
    one, _ = judge(store, 2, Label.NOT_SAME)
    assert counted(run(store)) == {"c1": 1}
    with store.write() as unit:
        unit.judgments.retract(Retraction(judgment_id=one.id, at=NOW, by="An"))
        unit.posts.unmatch(touched([one]))
    report = run(store)
    assert (report.rematched, counted(report)) == (1, counted(first))


def test_an_agreed_same_adds_a_post_that_no_model_matched_and_opens_an_alert():
    store = store_with("c1")
    assert run(store, raw(1, "something else")).alerts == ()
    judge(store, 1, Label.SAME)
    assert counted(run(store)) == {"c1": 1}
    (found,) = matches(store, 1)
    assert (found.tier, found.reasons) == (Tier.CONFIRMED, ("2 analysts said that it is the same claim.",))


def test_reasons_are_in_the_language_of_the_workspace():
    store = store_with("c1")
    vietnamese = Settings.model_validate({"match": {"language": "vi"}})
    run(store, raw(1, "c1"), settings=vietnamese)
    judge(store, 1, Label.SAME)
    run(store, settings=vietnamese)
    assert matches(store, 1)[0].reasons[-1] == "2 chuyên viên xác nhận là cùng một tin."


def test_an_agreed_stance_takes_a_denial_out_of_the_spread():
    store = store_with("c1")
    run(store, raw(1, "c1"), raw(2, "c1"))
    judge(store, 2, Label.DENIES)
    assert counted(run(store)) == {"c1": 1}
    assert matches(store, 2)[0].stance is Stance.DENIES


class OpinionReader(WordReader):
    """Everything is chatter."""

    def _read(self, post):
        return replace(super()._read(post), post_class=PostClass.CHATTER, checkable=0.1)


@pytest.mark.parametrize("kind", [Label.OPINION, Label.SATIRE, Label.NEWS])
def test_what_people_agreed_is_no_rumor_opens_none_and_is_no_sighting(kind):
    store, reader = store_with("c1"), WordReader()
    (new,) = run(store, raw(1, "dam"), raw(2, "dam"), raw(3, "dam"), reader=reader).alerts
    judge(store, 2, kind)
    (left,) = run(store, reader=reader).alerts
    assert (left.id, new.posts, left.posts) == (new.id, 3, 2)
    judge(store, 3, kind)
    assert run(store, reader=reader).alerts == ()


def test_what_people_agreed_is_a_rumor_counts_as_a_claim():
    store, reader = store_with("c1"), OpinionReader()
    assert run(store, raw(1, "dam"), raw(2, "dam"), reader=reader).alerts == ()
    judge(store, 1, Label.RUMOR)
    judge(store, 2, Label.RUMOR, by=TWO[:1])
    judge(store, 2, Label.RUMOR)
    (found,) = run(store, reader=reader).alerts
    assert found.posts == 2


def test_a_kind_below_the_quorum_and_urgency_change_nothing():
    store, reader = store_with("c1"), WordReader()
    before = run(store, raw(1, "dam"), raw(2, "dam"), reader=reader).alerts
    judge(store, 1, Label.OPINION, by=TWO[:1])
    judge(store, 2, Label.IGNORE)
    report = run(store, reader=reader)
    assert (report.alerts, report.rematched) == (before, 0)


def test_a_claim_made_of_a_post_finds_earlier_posts_at_the_next_scan():
    store = store_with("c1")
    run(store, raw(1, "flood", minutes_ago=600), raw(2, "flood", minutes_ago=30))
    made = new_claim(
        posts_of(store)[2],
        text="The flood is coming",
        wordings=(),
        verdict=Verdict.FAKE,
        topic=Topic.DISASTER,
        url=None,
        publisher=None,
        at=NOW,
        known=(),
    )

    class FloodMatcher(WordMatcher):
        """Finds what the claim's wordings begin with."""

        def match(self, posts):
            words = {wording.split()[0] for wording in made.wordings}
            found = WordMatcher(*words).match(posts)
            return {key: [replace(one, claim_id=made.id) for one in of] for key, of in found.items()}

    with store.write() as unit:
        unit.claims.add([made])
    report = run(store, matcher=FloodMatcher(made.id, basis="with it"), claims=(made.id,))
    (alert,) = report.alerts
    assert (alert.claim_id, alert.posts, alert.first_seen) == (made.id, 2, NOW - timedelta(minutes=600))


@pytest.mark.parametrize("writes", range(1, 4))
def test_a_power_cut_between_judgment_and_scan_or_in_it_loses_nothing(writes):
    store = store_with("c1", kind=FailingStore, fail_at=None)
    run(store, raw(1, "c1"), raw(2, "c1"))
    store.fail_at = store.writes + writes
    try:
        judge(store, 2, Label.NOT_SAME)
        run(store)
    except PowerCutError:
        store.fail_at = None
        with store.read() as unit:
            is_stored = bool(unit.judgments.standing())
        assert is_stored is (writes > 1)
        if not is_stored:
            judge(store, 2, Label.NOT_SAME)
    assert counted(run(store)) == {"c1": 1}


class JudgingStore(MemoryStore):
    """An analyst judges as soon as the matcher is done."""

    judging = None

    @contextmanager
    def write(self):
        if self.judging:
            do, self.judging = self.judging, None
            do()
        with super().write() as unit:
            yield unit


def test_a_judgment_that_is_stored_while_a_scan_matches_is_not_lost():
    store = store_with("c1", kind=JudgingStore)
    run(store, raw(1, "c1"), raw(2, "c1"))
    store.judging = lambda: judge(store, 2, Label.NOT_SAME)
    other = WordMatcher("c1", basis="other models")
    run(store, matcher=other)
    assert counted(run(store, matcher=other)) == {"c1": 1}


def test_what_the_alert_lists_is_gone_with_what_it_counts():
    store = store_with("c1")
    run(store, raw(1, "c1"), raw(2, "c1"))
    judge(store, 1, Label.NOT_SAME)
    run(store)
    with store.read() as unit:
        of_claim = unit.matches.of_claims(["c1"], since=NOW - timedelta(days=1))
        assert [one.status for one in unit.alerts.all()] == [AlertStatus.OPEN]
    assert len(of_claim) == 1


def test_a_retired_claim_is_not_matched_though_people_agreed():
    store = store_with("c1", "c2")
    run(store, raw(1, "c1"), claims=("c1", "c2"))
    judge(store, 1, Label.SAME, claim="c2")
    assert counted(run(store, claims=("c1", "c2"))) == {"c1": 1, "c2": 1}
    with store.write() as unit:
        unit.claims.retire("c2")
    assert counted(run(store, claims=("c1",))) == {"c1": 1}

"""A claim made of a new rumor: its alert goes on, and nobody is told twice of the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dutynouns import alert
from nouns import NOW, claim
from rumorwatch.domain.alerts import AlertStatus, Outcome, SendReason
from rumorwatch.domain.duties import Silence
from rumorwatch.inheriting import inherited
from rumorwatch.pipeline import scan
from rumorwatch.settings import Settings
from test_pipeline import WordMatcher, WordReader, parts, raw, store_with, visit

SETTINGS = Settings.model_validate({"alert": {"notify_level": "monitor"}, "emerge": {"min_sources": 2}})
LATER = NOW + timedelta(minutes=20)


def told(store):
    with store.read() as unit:
        return [(one.alert_id, one.reason) for one in unit.alerts.notices()]


def run(store, *items, claims=("c1",), now=NOW, matcher=None, **more):
    """Scan with a matcher of these claims, and a reader."""
    with store.write() as unit:
        unit.claims.add([claim(name) for name in claims])
    found = matcher or WordMatcher(*claims, basis=str(claims))
    worlds = [visit(*items)] if items else []
    return scan(parts(store, *worlds, matcher=found, reader=WordReader(), now=now, settings=SETTINGS, **more)).alerts


def test_a_claim_made_of_a_new_rumor_goes_on_with_its_alert_and_nobody_is_told_twice():
    store = store_with("c1")
    (new,) = run(store, raw(1, "c2"), raw(2, "c2"))
    assert new.claim_id is None
    assert told(store) == [(new.id, SendReason.NEW)]
    (known,) = run(store, claims=("c1", "c2"), now=LATER)
    assert (known.claim_id, known.posts, known.rumor_id) == ("c2", 2, "claim:c2")
    assert (known.id, known.opened_at, known.due_at) == (new.id, new.opened_at, new.due_at)
    assert told(store) == [(new.id, SendReason.NEW)]
    with store.read() as unit:
        assert [one.status for one in unit.alerts.all()] == [AlertStatus.OPEN]
        assert [one.rumor_id for one in unit.duties.ledgers([new.id]).values()] == ["claim:c2"]


def test_a_post_of_the_claim_in_the_same_scan_opens_no_alert_beside_it():
    store = store_with("c1")
    (new,) = run(store, raw(1, "c2"), raw(2, "c2"))
    (known,) = run(store, raw(3, "c2"), claims=("c1", "c2"), now=LATER)
    assert (known.id, known.posts) == (new.id, 3)
    with store.read() as unit:
        assert len(unit.alerts.all()) == 1


def test_what_is_left_of_the_new_rumor_is_no_rumor_of_its_own_while_the_claim_circulates():
    store = store_with("c1")
    posts = [raw(number, "dam c2") for number in range(3)] + [raw(number, "dam other") for number in range(3, 5)]
    (new,) = run(store, *posts)
    (known,) = run(store, claims=("c1", "c2"), now=LATER)
    assert (known.id, known.claim_id, known.posts) == (new.id, "c2", 3)
    assert told(store) == [(new.id, SendReason.NEW), (new.id, SendReason.RISK_UP)]  # the claim's topic is known


def test_a_claim_that_explains_the_smaller_part_leaves_the_new_rumor_its_alert():
    store = store_with("c1")
    posts = [raw(number, "dam other") for number in range(3)] + [raw(3, "dam c2"), raw(4, "dam c2")]
    (new,) = run(store, *posts)
    both = {one.claim_id: one for one in run(store, claims=("c1", "c2"), now=LATER)}
    assert both[None].id == new.id
    assert both["c2"].id != new.id


def test_a_rumor_that_a_known_alert_explains_closes_as_its_duplicate():
    store = store_with("c1")
    alerts = {one.claim_id: one for one in run(store, raw(1, "c1"), raw(2, "dam c2"), raw(3, "dam c2"))}

    class Learned(WordMatcher):
        """A claim that got another wording."""

        def match(self, posts):
            found = super().match(posts)
            more = WordMatcher("c2").match(posts)
            return {key: found[key] or [replace(one, claim_id="c1") for one in more[key]] for key in found}

    (left,) = run(store, now=LATER, matcher=Learned("c1", basis="b2"))
    assert (left.id, left.posts) == (alerts["c1"].id, 3)
    with store.read() as unit:
        closed = unit.alerts.get(alerts[None].id)
    assert (closed.outcome, closed.duplicate_of) == (Outcome.DUPLICATE, alerts["c1"].id)


def test_two_new_rumors_of_one_claim_go_on_as_one():
    store = store_with("c1")
    first = run(store, raw(1, "dam c2"), raw(2, "dam c2"))
    later = run(store, raw(3, "pond c2"), raw(4, "pond c2"), now=LATER)
    second = next(one for one in later if one.id != first[0].id)
    (known,) = run(store, claims=("c1", "c2"), now=LATER + timedelta(minutes=20))
    assert (known.id, known.posts) == (first[0].id, 4)
    with store.read() as unit:
        closed = unit.alerts.get(second.id)
    assert (closed.outcome, closed.duplicate_of) == (Outcome.DUPLICATE, known.id)


def test_a_silence_covers_what_the_rumor_goes_on_as():
    store = store_with("c1")
    (new,) = run(store, raw(1, "c2"), raw(2, "c2"))
    silence = Silence(
        id="S-AAAAAA",
        rumor_id=new.rumor_id,
        author="An",
        comment="drill",
        begins_at=NOW,
        ends_at=NOW + timedelta(days=1),
    )
    with store.write() as unit:
        unit.duties.put_silence(silence)
    run(store, claims=("c1", "c2"), now=LATER)
    with store.read() as unit:
        assert unit.duties.silences() == [replace(silence, rumor_id="claim:c2")]


def test_a_power_cut_before_the_ranking_loses_nothing():
    from test_pipeline import FailingStore, PowerCutError

    store = store_with("c1", kind=FailingStore, fail_at=None)
    (new,) = run(store, raw(1, "c2"), raw(2, "c2"))
    store.fail_at = store.writes + 3  # the claim, the matches, and then the ranking
    with pytest.raises(PowerCutError):
        run(store, claims=("c1", "c2"), now=LATER)
    store.fail_at = None
    (known,) = run(store, claims=("c1", "c2"), now=LATER)
    assert (known.id, known.claim_id) == (new.id, "c2")
    assert told(store) == [(new.id, SendReason.NEW)]


def test_a_claim_whose_rumor_needs_nobody_inherits_nothing():
    open_alerts = {"new:a": alert(rumor_id="new:a")}
    assert inherited(open_alerts, {"new:a": "claim:c2"}, circulating=set()).continued == {}

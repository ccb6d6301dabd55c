"""Matches, in every store."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from nouns import NOW, match, post
from rumorwatch.domain.matches import Stance

LONG_AGO = NOW - timedelta(days=30)
OLD, NEW = post("old", minutes_ago=60), post("new", minutes_ago=5)


def stored(unit, **matches):
    """Store both posts and their matches on basis b."""
    unit.posts.add([NEW, OLD])
    unit.matches.put({OLD.key: matches.get("old", []), NEW.key: matches.get("new", [])}, basis="b")


def test_a_match_comes_back_as_it_was_stored(store):
    given = match(NEW, similarity=-0.123456789, tier=None, stance=Stance.ASKS, reasons=("vỡ đập", "số khác: 3 và 5"))
    with store.write() as unit:
        stored(unit, new=[given])
    with store.read() as unit:
        assert list(unit.matches.of_post(NEW.key)) == [given]
        assert list(unit.matches.of_post(OLD.key)) == []


def test_numpy_scalars_are_stored_as_numbers(sql_store):
    with sql_store.write() as unit:
        stored(unit, new=[match(NEW, similarity=np.float32(0.5), probability=np.float32(0.25))])
        (found,) = unit.matches.of_post(NEW.key)
    assert (found.similarity, found.probability) == (0.5, 0.25)


def test_matches_of_a_post_come_best_first(store):
    with store.write() as unit:
        stored(
            unit, new=[match(NEW, claim="c2", rank=2), match(NEW, claim="c1", rank=1), match(NEW, claim="c3", rank=3)]
        )
        assert [one.claim_id for one in unit.matches.of_post(NEW.key)] == ["c1", "c2", "c3"]


def test_new_matches_replace_the_old_ones_of_their_posts_only(store):
    with store.write() as unit:
        stored(unit, old=[match(OLD)], new=[match(NEW, claim="c1"), match(NEW, claim="c2", rank=2)])
        unit.matches.put({NEW.key: [match(NEW, claim="c3")]}, basis="b2")
        assert [one.claim_id for one in unit.matches.of_post(NEW.key)] == ["c3"]
        assert [one.claim_id for one in unit.matches.of_post(OLD.key)] == ["c1"]
        assert unit.posts.unmatched(basis="b2", since=LONG_AGO, limit=9) == [OLD]


def test_of_claims_gives_each_post_with_each_match_asked_for_oldest_first(store):
    with store.write() as unit:
        stored(unit, old=[match(OLD, claim="c2")], new=[match(NEW, claim="c2", rank=2), match(NEW, claim="c1")])

        def found(claims, since=LONG_AGO):
            pairs = unit.matches.of_claims(claims, since=since)
            assert all(of.key == one.post_key for of, one in pairs)
            return [(of.external_id, one.claim_id) for of, one in pairs]

        assert found(None) == [("old", "c2"), ("new", "c1"), ("new", "c2")]
        assert found(["c2"]) == [("old", "c2"), ("new", "c2")]
        assert found({"c1", "c9"}) == [("new", "c1")]
        assert found([]) == []
        assert found(None, since=NEW.published_at) == [("new", "c1"), ("new", "c2")]
        assert found(["c2"], since=NOW) == []


def test_of_claims_takes_any_number_of_claims(store):
    with store.write() as unit:
        stored(unit, old=[match(OLD, claim="c2")], new=[match(NEW, claim="other")])
        pairs = unit.matches.of_claims([f"c{number}" for number in range(2000)], since=LONG_AGO)
    assert [one.claim_id for _, one in pairs] == ["c2"]


def test_matches_of_a_post_that_was_purged_meanwhile_are_passed_over(store):
    gone = post("gone")
    with store.write() as unit:
        unit.posts.add([NEW])
        unit.matches.put({gone.key: [match(gone)], NEW.key: [match(NEW)]}, basis="b")
        assert list(unit.matches.of_post(gone.key)) == []
        assert len(unit.matches.of_claims(None, since=LONG_AGO)) == 1
        unit.posts.add([gone])
        assert unit.posts.unmatched(basis="b", since=LONG_AGO, limit=9) == [gone]


def test_more_posts_than_fit_one_query_get_their_matches(store):
    many = [post(f"p{number}") for number in range(1001)]
    with store.write() as unit:
        unit.posts.add(many)
        unit.matches.put({one.key: [match(one)] for one in many}, basis="b")
        assert len(unit.matches.of_claims(["c1"], since=LONG_AGO)) == 1001
        assert unit.posts.unmatched(basis="b", since=LONG_AGO, limit=1) == []

"""Readings of posts that no claim explains, in every store."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from nouns import NOW, match, post, reading
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.readings import PostClass

LONG_AGO = NOW - timedelta(days=30)
OLD, NEW = post("old", minutes_ago=60), post("new", minutes_ago=5)


def stored(unit, *posts, **matches):
    unit.posts.add(posts)
    unit.matches.put({one.key: matches.get(one.external_id, []) for one in posts}, basis="m")


def unread(unit, basis="b", since=LONG_AGO, limit=9):
    return list(unit.readings.unread(basis=basis, since=since, limit=limit))


def test_a_reading_comes_back_as_it_was_stored(store):
    given = {NEW.key: reading(None, post_class=PostClass.SATIRE, checkable=0.125), OLD.key: reading("new:x")}
    with store.write() as unit:
        stored(unit, NEW, OLD)
        unit.readings.put(given, basis="b")
    with store.read() as unit:
        assert list(unit.readings.since(LONG_AGO)) == [(OLD, given[OLD.key]), (NEW, given[NEW.key])]


def test_numpy_scalars_are_stored_as_numbers(sql_store):
    with sql_store.write() as unit:
        stored(unit, NEW)
        unit.readings.put({NEW.key: reading(checkable=np.float32(0.5))}, basis="b")
        assert unit.readings.since(LONG_AGO)[0][1].checkable == 0.5


@pytest.mark.parametrize(
    ("probability", "is_unexplained"), [(MIN_COUNTED - 0.01, True), (MIN_COUNTED, False), (0.99, False)]
)
def test_a_post_is_unexplained_while_no_match_of_it_counts(store, probability, is_unexplained):
    with store.write() as unit:
        stored(unit, NEW, new=[match(NEW, probability=probability)])
        assert (unread(unit) == [NEW]) is is_unexplained
        unit.readings.put({NEW.key: reading()}, basis="b")
        assert bool(unit.readings.since(LONG_AGO)) is is_unexplained


def test_a_post_that_was_never_matched_is_not_unexplained(store):
    with store.write() as unit:
        unit.posts.add([NEW])
        assert unread(unit) == []


def test_a_post_is_read_once_on_a_basis_and_again_on_another(store):
    with store.write() as unit:
        stored(unit, NEW, OLD)
        unit.readings.put({NEW.key: reading()}, basis="b")
        assert unread(unit) == [OLD]
        assert unread(unit, basis="b2") == [OLD, NEW]


def test_posts_are_read_as_they_arrived_and_in_the_window(store):
    late = post("late", minutes_ago=90, seen_at=NOW)
    with store.write() as unit:
        stored(unit, late, NEW, OLD)
        assert unread(unit) == [OLD, NEW, late]
        assert unread(unit, limit=1) == [OLD]
        assert unread(unit, since=NOW - timedelta(minutes=70)) == [OLD, NEW]


def test_posts_of_a_rumor_are_its_own_and_of_the_window(store):
    with store.write() as unit:
        stored(unit, NEW, OLD)
        unit.readings.put({NEW.key: reading("new:x"), OLD.key: reading("new:y")}, basis="b")
        assert list(unit.readings.of_rumor("new:x", since=LONG_AGO)) == [(NEW, reading("new:x"))]
        assert list(unit.readings.of_rumor("new:y", since=NOW)) == []


def test_groups_are_of_so_many_posts_of_the_window_or_more(store):
    third = post("third", minutes_ago=30)
    with store.write() as unit:
        stored(unit, NEW, OLD, third)
        unit.readings.put(
            {NEW.key: reading("new:x"), OLD.key: reading("new:x"), third.key: reading("new:y")}, basis="b"
        )
        x, y = [(OLD, reading("new:x")), (NEW, reading("new:x"))], [(third, reading("new:y"))]
        assert unit.readings.groups(since=LONG_AGO, at_least=1) == {"new:x": x, "new:y": y}
        assert unit.readings.groups(since=LONG_AGO, at_least=2) == {"new:x": x}
        assert unit.readings.groups(since=NOW - timedelta(minutes=50), at_least=2) == {}
        unit.readings.put({NEW.key: reading(None)}, basis="b")
        assert unit.readings.groups(since=LONG_AGO, at_least=2) == {}


def test_readings_go_with_their_posts(store):
    with store.write() as unit:
        stored(unit, NEW)
        unit.readings.put({NEW.key: reading(), OLD.key: reading()}, basis="b")
        unit.posts.purge([NEW.key])
        stored(unit, NEW)
        assert unread(unit) == [NEW]
        assert unit.readings.since(LONG_AGO) == []


def test_which_claims_explain_the_posts_of_a_group_is_counted_with_those_that_none_does(store):
    by_one, by_two, unlikely, left, other, alone = (post(name) for name in ("a", "b", "c", "d", "e", "f"))
    matches = {
        "a": [match(by_one)],
        "b": [match(by_two), match(by_two, claim="c2", rank=2)],
        "c": [match(unlikely, probability=MIN_COUNTED - 0.01)],
    }
    with store.write() as unit:
        stored(unit, by_one, by_two, unlikely, left, other, alone, **matches)
        read = {one.key: reading("new:x") for one in (by_one, by_two, unlikely, left)}
        unit.readings.put({**read, other.key: reading("new:y"), alone.key: reading(None)}, basis="b")
    with store.read() as unit:
        assert unit.readings.explained(["new:x", "new:gone"], since=LONG_AGO) == {"new:x": {"c1": 2, "c2": 1, None: 2}}
        assert unit.readings.explained(["new:x"], since=NOW) == {}
        assert unit.readings.explained([], since=LONG_AGO) == {}

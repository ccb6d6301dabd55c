"""Posts, in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from nouns import NOW, digits, match, post, reading
from rumorwatch.domain.posts import Counts, DateFlag, Language, PostKind, SpellingViews

LONG_AGO = NOW - timedelta(days=30)


def names(posts):
    return [one.external_id for one in posts]


def test_a_post_comes_back_as_it_was_stored(store):
    full = post(
        "p1",
        content_key=digits("content"),
        views=SpellingViews(accented="Đập nước sắp vỡ 大坝", folded="dap nuoc sap vo 大坝"),
        url="https://e.example/1",
        published_at=datetime(2026, 10, 7, 1, 2, 3, 456789, tzinfo=UTC),
        date_flag=DateFlag.FUTURE,
        language=Language.VI,
        kind=PostKind.COMMENT,
        reply_to="p0",
        source="a page",
        counts=Counts(likes=1, shares=0, views=5_000_000_000),
        province="Lào Cai",
    )
    bare = post("p2", author_key=None, external_id=None)
    with store.write() as unit:
        assert unit.posts.add([full, bare]) == {full.key, bare.key}
    with store.read() as unit:
        assert [unit.posts.get(full.key), unit.posts.get(bare.key)] == [full, bare]
        assert unit.posts.get(digits("another")) is None
        assert unit.posts.count() == 2


def test_a_time_in_another_zone_comes_back_as_the_same_moment_in_utc(store):
    there = NOW.astimezone(timezone(timedelta(hours=7)))
    with store.write() as unit:
        unit.posts.add([post("p1", published_at=there)])
    with store.read() as unit:
        assert unit.posts.get(digits("p1")).published_at == NOW


def test_a_time_without_a_zone_is_refused(sql_store):
    with pytest.raises(Exception, match="without a zone"), sql_store.write() as unit:
        unit.posts.add([post("p1", published_at=NOW.replace(tzinfo=None))])


@pytest.mark.parametrize(
    "again",
    [post("p1", text="changed"), post("p9", content_key=digits("c1"), text="same words under a new guid")],
    ids=["same key", "same content"],
)
def test_a_known_post_gets_the_new_counts_and_nothing_else(store, again):
    first = post("p1", content_key=digits("c1"), counts=Counts(likes=1))
    seen_again = post("x", key=again.key, content_key=again.content_key, counts=Counts(likes=7, shares=2))
    with store.write() as unit:
        unit.posts.add([first])
        assert unit.posts.known([again]).keys() == {again.key}
        assert unit.posts.add([seen_again]) == frozenset()
    with store.read() as unit:
        assert unit.posts.get(first.key) == post("p1", content_key=digits("c1"), counts=Counts(likes=7, shares=2))
        assert unit.posts.count() == 1


def test_a_count_the_platform_no_longer_says_stays(store):
    with store.write() as unit:
        unit.posts.add([post("p1", counts=Counts(likes=4, views=9))])
        unit.posts.add([post("p1", counts=Counts(views=10))])
    with store.read() as unit:
        assert unit.posts.get(digits("p1")).counts == Counts(likes=4, views=10)


def test_of_two_equal_posts_in_one_call_the_first_is_kept(store):
    content = digits("c")
    given = [
        post("p1", content_key=content, counts=Counts(likes=1)),
        post("p1", text="same key", counts=Counts(likes=2)),
        post("p2", content_key=content, counts=Counts(likes=3)),
        post("p2", text="its key was not stored, so it is new"),
    ]
    with store.write() as unit:
        assert unit.posts.add(given) == {given[0].key, given[3].key}
    with store.read() as unit:
        assert [unit.posts.get(given[0].key), unit.posts.get(given[3].key)] == [given[0], given[3]]


def test_posts_without_content_key_are_told_apart_by_their_key(store):
    with store.write() as unit:
        assert len(unit.posts.add([post("p1"), post("p2")])) == 2
        assert unit.posts.known([post("p3")]) == {}


def test_the_key_says_more_than_the_content(store):
    first, second = post("p1", content_key=digits("c1")), post("p2", content_key=digits("c2"))
    with store.write() as unit:
        unit.posts.add([first, second])
        unit.posts.add([post("p1", content_key=digits("c2"), counts=Counts(likes=5))])
        assert unit.posts.get(first.key).counts == Counts(likes=5)
        assert unit.posts.get(second.key).counts == Counts()


def test_more_posts_than_fit_one_query_are_added_and_known(store):
    many = [post(f"p{number}", content_key=digits(f"c{number}")) for number in range(1001)]
    with store.write() as unit:
        assert len(unit.posts.add(many)) == 1001
        assert unit.posts.add(many) == frozenset()
        assert len(unit.posts.known(many)) == 1001
        assert unit.posts.purge([one.key for one in many]) == 1001


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (digits("p1"), ["p1"]),
        (digits("p1")[:4], ["p1"]),
        (digits("p1")[:3], []),
        ("p2", ["p2"]),
        ("https://e.example/3", ["p3"]),
        ("https://e.example/", []),
        ("same", ["p1", "p2"]),
        ("%%%%", []),
        ("", []),
    ],
)
def test_a_post_is_found_by_the_start_of_its_key_or_its_id_or_its_url(store, name, found):
    given = [
        post("p2", url="same", minutes_ago=1),
        post("p1", url="same", minutes_ago=2),
        post("p3", url="https://e.example/3", minutes_ago=3),
    ]
    with store.write() as unit:
        unit.posts.add(given)
        assert names(unit.posts.find(name)) == found


def test_unmatched_are_those_of_another_basis_since_then_oldest_first(store):
    given = [post(name, minutes_ago=minutes) for name, minutes in [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]]
    with store.write() as unit:
        unit.posts.add(given)
        unit.matches.put({given[1].key: []}, basis="now")
        unit.matches.put({given[2].key: [match(given[2])]}, basis="before")

        def found(minutes_ago=5, limit=9):
            since = NOW - timedelta(minutes=minutes_ago)
            return names(unit.posts.unmatched(basis="now", since=since, limit=limit))

        assert found() == ["e", "d", "c", "a"]
        assert found(limit=2) == ["e", "d"]
        assert found(minutes_ago=3) == ["c", "a"]


def test_posts_with_a_text_that_was_judged_are_matched_again_and_keep_what_they_have_until_then(store):
    first, copy, other, never = (
        post(name, text=text) for name, text in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "one"))
    )
    with store.write() as unit:
        unit.posts.add([first, copy, other, never])
        unit.matches.put({first.key: [match(first, probability=0.1)], copy.key: [], other.key: []}, basis="b")
        unit.readings.put({first.key: reading()}, basis="r")
    with store.write() as unit:
        assert unit.posts.unmatch([first.text_hash, digits("no post says it")]) == 2
        assert unit.posts.unmatch([]) == 0
    with store.read() as unit:
        assert {one.key for one in unit.posts.unmatched(basis="b", since=LONG_AGO, limit=9)} == {
            first.key,
            copy.key,
            never.key,
        }
        assert [one.claim_id for one in unit.matches.of_post(first.key)] == ["c1"]
        assert [of.key for of, _ in unit.readings.since(LONG_AGO)] == [first.key]
    with store.write() as unit:
        unit.matches.put({first.key: [], copy.key: [], never.key: []}, basis="b")
        assert unit.posts.unmatched(basis="b", since=LONG_AGO, limit=9) == []


def test_posts_of_one_moment_come_in_the_order_of_their_keys(store):
    given = [post(name, published_at=NOW) for name in "abcdef"]
    with store.write() as unit:
        unit.posts.add(given)
        found = unit.posts.unmatched(basis="b", since=NOW, limit=6)
    assert [one.key for one in found] == sorted(one.key for one in given)


def test_purging_a_post_takes_its_matches_with_it(store):
    first, second = post("p1", content_key=digits("c")), post("p2")
    with store.write() as unit:
        unit.posts.add([first, second])
        unit.matches.put({first.key: [match(first)], second.key: [match(second)]}, basis="b")
        assert unit.posts.purge([first.key, digits("never stored")]) == 1
        assert unit.posts.get(first.key) is None
        assert list(unit.matches.of_post(first.key)) == []
        assert [of for of, _ in unit.matches.of_claims(None, since=LONG_AGO)] == [second]


def test_a_purged_post_may_come_again(store):
    one = post("p1", content_key=digits("c"))
    with store.write() as unit:
        unit.posts.add([one])
        unit.posts.purge([one.key])
        assert unit.posts.add([one]) == {one.key}
        assert unit.posts.unmatched(basis="b", since=LONG_AGO, limit=1) == [one]


def test_posts_before_a_moment_are_named_oldest_first_and_the_moment_itself_is_not_before(store):
    old, older, edge = (post(name, minutes_ago=ago) for name, ago in (("p1", 20), ("p2", 30), ("p3", 10)))
    with store.write() as unit:
        unit.posts.add([old, older, edge])
        assert unit.posts.published_before(edge.published_at, limit=9) == [older.key, old.key]
        assert unit.posts.published_before(edge.published_at, limit=1) == [older.key]


def test_an_edited_post_has_the_new_text_and_keeps_everything_else(store):
    before = post("p1", counts=Counts(likes=3))
    with store.write() as unit:
        unit.posts.add([before])
        assert unit.posts.known([before]) == {before.key: before.text_hash}
        views = SpellingViews(accented="New words", folded="new words")
        edited = replace(
            post("p1"), views=views, text_hash="f" * 32, language=Language.EN, url="https://other.example/"
        )
        unit.posts.edit([edited])
        assert unit.posts.get(before.key) == replace(before, views=views, text_hash="f" * 32, language=Language.EN)
        assert unit.posts.known([before]) == {before.key: "f" * 32}


def test_posts_are_counted_by_the_hour_with_the_empty_ones_between(store):
    at = NOW - timedelta(minutes=10)  # 18:50
    with store.write() as unit:
        unit.posts.add([post("a", minutes_ago=10), post("b", minutes_ago=20), post("c", minutes_ago=190)])
        hour = at.replace(minute=0)
        since = NOW - timedelta(days=1)
        counted = [(hour - timedelta(hours=3), 1), *((hour - timedelta(hours=ago), 0) for ago in (2, 1)), (hour, 2)]
        assert list(unit.posts.per_hour(since=since).items()) == counted
        assert unit.posts.per_hour(since=NOW) == {}

"""What visits do to a feed's state, and when a feed is unwell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collect.loopback import feed_at
from nouns import NOW
from rumorwatch.collect.health import (
    after_failure,
    after_success,
    after_unchanged,
    explain_health,
    health,
    longest_silence,
    next_try,
    why_not_due,
)
from rumorwatch.collect.web.answers import Validators
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import FeedState, Health
from rumorwatch.domain.posts import RawItem

FEED = feed_at("https://e.vn/rss")
EMPTY = FeedState(feed_id=FEED.id)
HOUR = timedelta(hours=1)
FIVE_MINUTES = timedelta(minutes=5)
GOOD = replace(EMPTY, last_try_at=NOW, last_good_at=NOW, last_new_at=NOW)
FAILING = replace(
    GOOD, etag='"1"', body_hash="0" * 32, failures=2, next_try_at=NOW + HOUR, last_error="RW-C05 no", usual_gap_s=60.0
)


def items(*moments: datetime | None) -> tuple[RawItem, ...]:
    return tuple(RawItem(text="x", published_at=moment) for moment in moments)


def read(state: FeedState, *moments: datetime | None, now: datetime = NOW) -> FeedState:
    return after_success(state, items(*moments), validators=Validators(etag='"2"'), body_hash="1" * 32, now=now)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 5), (1, 10), (2, 20), (8, 1280), (9, 1440), (50, 1440), (10**6, 1440)]
)
def test_a_failing_feed_waits_twice_as_long_each_time_up_to_a_day(failures, minutes):
    assert next_try(failures, first=FIVE_MINUTES, now=NOW) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("asked", "waited"), [(HOUR, HOUR), (timedelta(seconds=1), FIVE_MINUTES)])
def test_a_feed_waits_at_least_as_long_as_its_server_asked(asked, waited):
    assert next_try(0, first=FIVE_MINUTES, now=NOW, retry_after=asked) == NOW + waited


def test_a_failure_is_counted_and_what_was_known_stays():
    error = FeedError(code="RW-C08", failed="slow")
    after = after_failure(FAILING, error, now=NOW, next_try_at=NOW + 2 * HOUR)
    changed = {"last_try_at": NOW, "failures": 3, "next_try_at": NOW + 2 * HOUR, "last_error": "RW-C08 slow."}
    assert after == replace(FAILING, **changed)


def test_a_good_visit_forgets_failures():
    after = after_unchanged(FAILING, now=NOW)
    assert (after.failures, after.next_try_at, after.last_error, after.etag) == (0, None, None, '"1"')
    assert after.last_good_at == NOW


def test_a_body_read_brings_its_hash_and_validators():
    after = read(FAILING, NOW)
    assert (after.etag, after.last_modified, after.body_hash, after.failures) == ('"2"', None, "1" * 32, 0)


def test_a_first_visit_guesses_the_rhythm_from_the_dates_it_finds():
    after = read(EMPTY, NOW - 8 * HOUR, NOW - 2 * HOUR, NOW - 5 * HOUR, NOW + 3 * HOUR, None)
    assert (after.last_new_at, after.usual_gap_s) == (NOW - 2 * HOUR, 3 * 3600)


@pytest.mark.parametrize(
    ("moments", "heard_at"), [((), None), ((None,), NOW), ((NOW - HOUR,), NOW - HOUR), ((NOW + HOUR,), NOW)]
)
def test_a_first_visit_remembers_when_the_feed_was_last_heard(moments, heard_at):
    after = read(EMPTY, *moments)
    assert (after.last_new_at, after.usual_gap_s) == (heard_at, None)


def test_a_longer_gap_counts_at_once_and_a_shorter_one_slowly():
    state = replace(GOOD, usual_gap_s=3600.0)
    assert read(state, NOW + 3 * HOUR, now=NOW + 3 * HOUR).usual_gap_s == pytest.approx(2 * 3600)
    assert read(state, NOW + HOUR / 2, now=NOW + HOUR / 2).usual_gap_s == pytest.approx(3600 - 0.05 * 1800)


def test_a_body_that_changed_without_a_new_post_is_no_sign_of_life():
    after = read(GOOD, NOW - HOUR, now=NOW + 9 * HOUR)
    assert (after.last_new_at, after.last_good_at) == (NOW, NOW + 9 * HOUR)


def undated(*names: str, state: FeedState, now: datetime) -> FeedState:
    found = [RawItem(text=name, guid=name if name.isdigit() else None) for name in names]
    return after_success(state, found, validators=None, body_hash="1" * 32, now=now)


def test_without_dates_only_other_posts_are_a_sign_of_life():
    first = undated("1", "b", state=EMPTY, now=NOW)
    same = undated("b", "1", state=first, now=NOW + HOUR)
    assert (same.last_new_at, same.usual_gap_s) == (NOW, None)
    more = undated("b", "1", "c", state=same, now=NOW + 2 * HOUR)
    assert (more.last_new_at, more.usual_gap_s) == (NOW + 2 * HOUR, 2 * 3600)
    assert undated(state=more, now=NOW + 3 * HOUR).last_new_at == NOW + 2 * HOUR


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=30))
def test_the_learned_gap_stays_between_the_gaps_seen(minutes):
    state, now = GOOD, NOW
    for gap in minutes:
        now += timedelta(minutes=gap)
        state = read(state, now, now=now)
    assert min(minutes) * 60 - 1e-6 <= state.usual_gap_s <= max(minutes) * 60 + 1e-6


WEEKDAYS = [NOW + timedelta(days=day, hours=hour) for day in range(28) for hour in (0, 3, 6) if day % 7 < 5]
NEWSROOM = [NOW + timedelta(days=day, minutes=20 * slot) for day in range(14) for slot in range(45)]


@pytest.mark.parametrize("posted", [WEEKDAYS, NEWSROOM], ids=["office", "newsroom"])
def test_nights_and_weekends_are_no_silence_and_a_dead_feed_is(posted):
    state = GOOD
    for moment in posted:
        assert health(FEED, state, moment) is Health.OK or moment < posted[20]
        state = read(state, moment, now=moment)
    assert health(FEED, state, posted[-1] + timedelta(days=8)) is Health.SILENT


@pytest.mark.parametrize(
    ("rhythm", "usual_h", "limit"),
    [
        (None, None, None),
        (None, 1, timedelta(hours=12)),
        (None, 24, timedelta(hours=120)),
        (2 * HOUR, 24, 2 * HOUR),
    ],
)
def test_the_longest_normal_silence_is_the_feeds_own_or_five_usual_gaps(rhythm, usual_h, limit):
    state = replace(GOOD, usual_gap_s=usual_h and usual_h * 3600.0)
    assert longest_silence(replace(FEED, rhythm=rhythm), state) == limit


@pytest.mark.parametrize(
    ("feed", "state", "expected", "why"),
    [
        (FEED, None, Health.NEW, "not visited yet"),
        (FEED, EMPTY, Health.NEW, "not visited yet"),
        (FEED, GOOD, Health.OK, ""),
        (replace(FEED, paused=True), FAILING, Health.PAUSED, "paused in feeds.toml"),
        (
            FEED,
            replace(GOOD, gone=True, failures=1),
            Health.GONE,
            "the server answered 410; not visited until it is resumed",
        ),
        (FEED, FAILING, Health.FAILING, "RW-C05 no"),
        (FEED, replace(GOOD, last_new_at=None), Health.SILENT, "readable, but it never gave a post"),
        (
            FEED,
            replace(GOOD, last_new_at=NOW - 13 * HOUR, usual_gap_s=60.0),
            Health.SILENT,
            "no new post for 13 h; normal is at most 12 h (5 usual gaps, at least 12 h)",
        ),
        (
            replace(FEED, rhythm=HOUR),
            replace(GOOD, last_new_at=NOW - 2 * HOUR),
            Health.SILENT,
            "no new post for 2 h; normal is at most 1 h (its rhythm in feeds.toml)",
        ),
    ],
)
def test_health_says_how_a_feed_is_doing_and_why(feed, state, expected, why):
    assert health(feed, state, NOW) is expected
    assert explain_health(feed, state, NOW) == why


@pytest.mark.parametrize(
    ("feed", "state", "why"),
    [
        (FEED, EMPTY, None),
        (FEED, replace(FAILING, next_try_at=NOW), None),
        (FEED, FAILING, "backing off after 2 failures in a row"),
        (FEED, replace(FAILING, failures=1), "backing off after 1 failure in a row"),
        (FEED, replace(FAILING, next_try_at=NOW + timedelta(days=30)), None),
        (replace(FEED, paused=True), EMPTY, "paused in feeds.toml"),
        (FEED, replace(GOOD, gone=True), "gone (the server answered 410), not visited until it is resumed"),
    ],
)
def test_a_feed_is_due_unless_there_is_a_reason(feed, state, why):
    assert why_not_due(feed, state, now=NOW) == why

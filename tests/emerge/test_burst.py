"""How surprising sightings are."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from emerge.happenings import happenings, moments, until
from nouns import NOW
from rumorwatch.emerge.base import learn_base
from rumorwatch.emerge.burst import burst_of, surprise

VIETNAM = timezone(timedelta(hours=7))
BASE = learn_base({})
NOON = datetime(2026, 6, 3, 12, 30, tzinfo=VIETNAM)
NIGHT = datetime(2026, 6, 3, 3, 30, tzinfo=VIETNAM)
TET_NOON = datetime(2026, 2, 18, 12, 30, tzinfo=VIETNAM)

BUSY = learn_base({NOON - timedelta(hours=hour): 60 for hour in range(30, 30 + 6 * 168)})
STEADY = [10 + 20 * count for count in range(3 * 24 * 7)]
"""Minutes ago: three an hour for a week."""


def score(*minutes_ago, now=NOON):
    return burst_of(moments(*minutes_ago, until=now), base=BASE, now=now).score


def test_five_posts_at_three_in_the_morning_are_more_than_five_at_noon():
    assert score(1, 2, 3, 4, 5, now=NIGHT) > score(1, 2, 3, 4, 5, now=NOON) > 3


def test_five_posts_at_tet_are_more_than_five_at_noon_of_another_wednesday():
    assert score(1, 2, 3, 4, 5, now=TET_NOON) > score(1, 2, 3, 4, 5, now=NOON)


def test_a_rumor_that_goes_on_as_it_did_is_no_burst_and_one_that_doubles_is():
    steady = burst_of(moments(*STEADY, until=NOON), base=BUSY, now=NOON)
    more = burst_of(moments(*STEADY, *range(1, 31), until=NOON), base=BUSY, now=NOON)
    assert steady.score < 1
    assert more.score > 3


def test_without_a_sighting_in_the_window_there_is_no_burst():
    assert score() == 0
    assert score(90, 100, 4000) == 0


def test_a_burst_says_what_was_expected():
    burst = burst_of(moments(*STEADY, until=NOON), base=BUSY, now=NOON)
    assert burst.sightings == 3
    assert burst.expected == pytest.approx(3, rel=0.1)


@given(happenings)
def test_nothing_later_than_now_is_seen(seen):
    assert burst_of(seen, base=BASE, now=NOW) == burst_of(until(NOW, seen), base=BASE, now=NOW)


@given(st.integers(0, 40))
def test_one_more_sighting_in_the_window_never_lowers_the_score(sightings):
    before = [300, 400]
    assert score(*before, *range(1, sightings + 1)) <= score(*before, *range(1, sightings + 2))


@pytest.mark.parametrize("mean", [1e-4, 0.3, 4.0, 90.0, 2500.0])
@pytest.mark.parametrize("size", [0.2, 1.0, 30.0, 1e4])
@pytest.mark.parametrize("count", [1, 2, 7, 60, 900])
def test_surprise_is_the_upper_tail_of_the_negative_binomial(count, mean, size):
    tail = -nbinom.logsf(count - 1, size, size / (mean + size)) / np.log(10)
    if not np.isfinite(tail) or tail > 250:
        assert surprise(count, mean=mean, size=size) > 200
    else:
        assert surprise(count, mean=mean, size=size) == pytest.approx(tail, rel=1e-6, abs=1e-9)


@given(st.floats(1e-3, 1e3), st.floats(1.01, 10), st.integers(1, 200))
def test_the_more_was_expected_the_less_surprising_it_is(mean, factor, count):
    assert surprise(count, mean=mean * factor, size=2.0) <= surprise(count, mean=mean, size=2.0) + 1e-9


def test_a_score_of_two_is_met_at_most_once_in_a_hundred_when_nothing_grows():
    chance = np.random.default_rng(0)
    counts = chance.poisson(chance.gamma(3.0, 4.0 / 3.0, 4000))
    assert np.mean([surprise(int(count), mean=4.0, size=3.0) >= 2 for count in counts]) <= 0.013

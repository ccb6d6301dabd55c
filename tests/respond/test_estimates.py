"""Shares with an interval, quartiles, and waits that are not all over."""

from __future__ import annotations

from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.respond.estimates import Quartiles, Share, Wait, quartiles, waits

COUNTS = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def over(*minutes: float) -> list[Wait]:
    return [Wait(minutes=each, over=True) for each in minutes]


def still(*minutes: float) -> list[Wait]:
    return [Wait(minutes=each, over=False) for each in minutes]


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # 0 of 10 and 5 of 10: R. G. Newcombe, Statistics in Medicine 17 (1998), and the closed form by hand.
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_of_a_share_is_wilsons(hits, n, low, high):
    assert Share(hits=hits, n=n).interval == pytest.approx((low, high), abs=5e-5)


@given(COUNTS)
def test_an_interval_holds_its_share_and_lies_within_0_and_1(counted):
    share = Share(hits=counted[0], n=counted[1])
    low, high = share.interval
    assert 0 <= low <= high <= 1
    assert share.value is None if not share.n else low <= share.value <= high


def test_quartiles_are_interpolated_and_there_are_none_of_none():
    assert quartiles([]) is None
    assert quartiles([7]) == Quartiles(p25=7, median=7, p75=7, n=1)
    assert quartiles([4, 1, 3, 2, 5]) == Quartiles(p25=2, median=3, p75=4, n=5)


@pytest.mark.parametrize(
    ("found", "median", "unfinished"),
    [
        ([], None, 0),
        (over(5), 5, 0),
        (over(1, 2, 9), 2, 0),
        (over(10) + still(1000), 10, 1),
        (over(10) + still(1000, 1000), None, 2),
        (over(10, 20) + still(15), 20, 1),
        (over(10, 30) + still(5, 5), 10, 2),
        (still(3), None, 1),
        (over(10) + still(10), 10, 1),
        (over(1, 2, 3) + still(0, 0, 0, 0), 2, 4),
    ],
)
def test_who_still_waits_counts_as_longer_than_so_far(found, median, unfinished):
    assert (waits(found).median_min, waits(found).n, waits(found).unfinished) == (median, len(found), unfinished)


def test_a_median_of_those_that_are_over_alone_would_flatter():
    found = over(10, 20, 30) + still(500, 500)
    assert waits(found).median_min == 30
    assert waits(over(10, 20, 30)).median_min == 20


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_of_waits_that_are_all_over_it_is_the_lower_median(minutes):
    assert waits(over(*minutes)).median_min == median_low(minutes)

"""Exact tests of counts, against scipy and by hand."""

from __future__ import annotations

import pytest
from scipy import stats

from rumorwatch.label.exact import binomial_interval, binomial_tail, overlap_tail


@pytest.mark.parametrize(
    ("hits", "n", "share"), [(0, 5, 0.3), (5, 5, 0.3), (8, 10, 0.5), (40, 300, 0.1), (900, 9_000, 0.1)]
)
def test_a_tail_is_the_chance_of_so_many_or_more(hits, n, share):
    assert binomial_tail(hits, n, share) == pytest.approx(stats.binom.sf(hits - 1, n, share), rel=1e-8)


def test_eight_or_more_heads_of_ten_are_56_of_1024():
    assert binomial_tail(8, 10, 0.5) == pytest.approx(56 / 1024)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (10, 10), (1, 20), (81, 263), (1, 1)])
def test_the_interval_is_clopper_and_pearsons(hits, n):
    found = stats.binomtest(hits, n).proportion_ci(method="exact")
    assert binomial_interval(hits, n) == pytest.approx((found.low, found.high), abs=1e-9)


@pytest.mark.parametrize(
    ("overlap", "first", "second", "n"), [(3, 4, 4, 8), (0, 3, 2, 10), (5, 5, 5, 20), (12, 30, 20, 100)]
)
def test_an_overlap_is_fishers(overlap, first, second, n):
    expected = stats.hypergeom.sf(overlap - 1, n, first, second)
    assert overlap_tail(overlap, first, second, n) == pytest.approx(expected, rel=1e-8)


def test_the_lady_who_tastes_tea_is_right_three_times_or_more_by_chance_in_17_of_70():
    assert overlap_tail(3, 4, 4, 8) == pytest.approx(17 / 70)

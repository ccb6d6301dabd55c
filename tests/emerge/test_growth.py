"""How fast a rumor comes, and as of when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from emerge.happenings import happenings, moments, until
from nouns import NOW
from rumorwatch.emerge.growth import WINDOWS, pace_of, paces_of


def test_a_moment_is_inside_the_window_that_ends_with_it_and_outside_the_one_that_begins_with_it():
    pace = pace_of(moments(120, 90, 60, 30, 0), now=NOW, window=timedelta(hours=1))
    assert (pace.sightings, pace.sightings_before) == (2, 2)


@pytest.mark.parametrize(
    ("minutes_ago", "per_h", "acceleration"),
    [
        ((), (0, 0, 0), (0, 0, 0)),
        ((1, 2, 3), (12, 3, 0.5), (12, 3, 0.5)),
        ((1, 2, 3, 20, 25), (12, 5, 5 / 6), (4, 5, 5 / 6)),
        ((20, 25), (0, 2, 1 / 3), (-8, 2, 1 / 3)),
        ((400, 500), (0, 0, 0), (0, 0, -1 / 3)),
    ],
)
def test_paces_are_per_hour_and_accelerate_against_the_window_before(minutes_ago, per_h, acceleration):
    paces = paces_of(moments(*minutes_ago), now=NOW)
    assert tuple(pace.window for pace in paces) == WINDOWS
    assert tuple(pace.per_h for pace in paces) == pytest.approx(per_h)
    assert tuple(pace.acceleration for pace in paces) == pytest.approx(acceleration)


@given(happenings)
def test_nothing_later_than_now_is_seen(seen):
    assert paces_of(seen, now=NOW) == paces_of(until(NOW, seen), now=NOW)

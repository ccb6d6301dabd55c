"""What the hours of the week are expected to bring."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.emerge.base import WEEK_H, hour_of_week, learn_base
from rumorwatch.emerge.tet import tet_days

VIETNAM = timezone(timedelta(hours=7))
MONDAY = datetime(2026, 6, 1, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)
UNKNOWN = learn_base({})


def counted(weeks, posts, *, start=MONDAY):
    """Weeks of hours with the posts that a function gives for the hour of the week."""
    return {start + HOUR * hour: posts(hour % WEEK_H) for hour in range(weeks * WEEK_H)}


def at(hour, *, day=0):
    return MONDAY + timedelta(days=day, hours=hour)


def test_without_history_an_hour_brings_one_post_and_nights_are_low():
    assert UNKNOWN.per_h.mean() == pytest.approx(1)
    assert UNKNOWN.posts_between(at(3), at(4)) < 0.6
    assert UNKNOWN.posts_between(at(9), at(10)) > 1.1


def test_with_weeks_of_history_the_hours_are_the_feeds_own():
    base = learn_base(counted(12, lambda hour: 40 if hour in range(9, 15) else 2))
    assert base.posts_between(at(11), at(12)) == pytest.approx(40, rel=0.15)
    assert base.posts_between(at(11, day=1), at(12, day=1)) == pytest.approx(2, rel=0.25)


def test_the_base_is_between_the_prior_rhythm_and_what_little_was_counted():
    one_day = learn_base({at(hour): 10 for hour in range(24)})
    night, noon = one_day.posts_between(at(3), at(4)), one_day.posts_between(at(12), at(13))
    assert 4 < night < noon < 16
    assert one_day.posts_between(at(12, day=3), at(13, day=3)) > one_day.posts_between(at(3, day=3), at(4, day=3))


def test_an_hour_that_was_not_collected_is_left_out_and_an_empty_one_is_not():
    busy = {at(hour): 10 for hour in range(0, 24, 2)}
    with_zeros = busy | {at(hour): 0 for hour in range(1, 24, 2)}
    assert learn_base(busy).per_h.sum() > 1.5 * learn_base(with_zeros).per_h.sum()


def test_an_hour_is_that_of_vietnam_whatever_zone_it_is_given_in():
    given_in_utc = {moment.astimezone(UTC): posts for moment, posts in counted(3, lambda hour: hour % 7).items()}
    np.testing.assert_array_equal(learn_base(given_in_utc).per_h, learn_base(counted(3, lambda hour: hour % 7)).per_h)
    assert hour_of_week(MONDAY) == 0
    assert hour_of_week(MONDAY - timedelta(minutes=30)) == 167.5


@pytest.mark.parametrize(
    ("first", "name"),
    [
        (date(2024, 2, 10), "with China"),
        (date(2025, 1, 29), "with China"),
        (date(2030, 2, 2), "a day before China"),
        (date(2034, 2, 19), "after a leap month"),
    ],
)
def test_tet_is_five_days_from_the_eve(first, name):
    assert name
    days = {day for day in tet_days() if day.year == first.year}
    assert days == {first + timedelta(days=count) for count in range(-1, 4)}


def test_tet_is_low_and_learned_apart_from_other_days():
    noon = datetime(2026, 2, 17, 12, tzinfo=VIETNAM)
    later = noon + timedelta(days=14)
    assert UNKNOWN.posts_between(noon, noon + HOUR) == pytest.approx(0.5 * UNKNOWN.posts_between(later, later + HOUR))
    start = datetime(2026, 1, 5, tzinfo=VIETNAM)
    as_ever = learn_base(counted(10, lambda _: 20, start=start))
    assert as_ever.tet_share == pytest.approx(1, abs=0.05)
    quiet = {
        moment: 2 if moment.date() in tet_days() else posts
        for moment, posts in counted(10, lambda _: 20, start=start).items()
    }
    assert learn_base(quiet).tet_share == pytest.approx(0.1, abs=0.01)
    np.testing.assert_allclose(learn_base(quiet).per_h, 20, rtol=0.1)


def test_hours_that_vary_more_than_by_chance_widen_the_spread():
    chance = np.random.default_rng(0)
    by_chance = counted(6, lambda _: int(chance.poisson(20)))
    wild = {moment: int(chance.poisson(20 * chance.gamma(1.0))) for moment in by_chance}
    assert learn_base(by_chance).spread < 0.1
    assert learn_base(wild).spread > 0.5


@given(st.floats(0, 400), st.floats(0, 400), st.floats(0, 400))
def test_the_posts_of_two_spans_are_those_of_both_together(first, second, third):
    begin, middle, end = (at(hour) for hour in sorted((first, second, third)))
    parts = UNKNOWN.posts_between(begin, middle) + UNKNOWN.posts_between(middle, end)
    assert UNKNOWN.posts_between(begin, end) == pytest.approx(parts, abs=1e-6)


def test_a_span_that_ends_before_it_begins_brings_nothing():
    assert UNKNOWN.posts_between(at(5), at(4)) == 0

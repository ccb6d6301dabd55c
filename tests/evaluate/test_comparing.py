"""How two replays of one archive differ, and how far chance could make them."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta, timezone
from statistics import mean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluate.alerts import archived, raised
from nouns import NOW
from rumorwatch.evaluate.comparing import SEED, Cases, Difference, cases_of, compared, days_of
from rumorwatch.evaluate.earliness import earliness_of, truth_of
from rumorwatch.evaluate.replay import Replay

NONE = math.nan
MEASURES = (
    *("recall", "precision@10_per_day", "alerted_before_peak"),
    *("median_minutes_to_alert", "lead_minutes", "alerts_per_day"),
)
UNKNOWN = Difference(a=None, b=None, low=None, high=None)
TODAY = [NOW.date()]


def cases(waits=(), *, leads=None, right=(1.0,), looked=(2.0,), opened=(2.0,)):
    """Rumors alerted after so many minutes, as long before their peak unless told; NONE: not alerted."""
    columns = (waits, waits if leads is None else leads, right, looked, opened)
    wait, lead, *of_days = (np.array(column, np.float64) for column in columns)
    return Cases(wait_min=wait, lead_min=lead, right=of_days[0], looked_at=of_days[1], opened=of_days[2])


def measures(a, b, *, seed=SEED, **more):
    return compared(a, b, rng=np.random.default_rng(seed), **more).measures


def interval(one):
    return one.low, one.high


# What was drawn from


POSTS = st.lists(st.tuples(st.integers(0, 5000), st.sampled_from([None, "r1", "r2", "r3"])), min_size=1, max_size=12)
ALERTS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3), st.integers(0, 90)), max_size=15)


@given(posts=POSTS, alerts=ALERTS)
def test_each_side_is_what_the_replay_itself_tells(posts, alerts):
    archive = [archived(f"p{at}", minutes_ago=ago, rumor=rumor) for at, (ago, rumor) in enumerate(posts)]
    truth = truth_of(archive)
    names = [*sorted(truth.rumors), None, None, None, None]
    opened = tuple(
        raised(f"n{at}", minutes_ago=ago, about=names[about], points=points)
        for at, (ago, about, points) in enumerate(alerts)
    )
    told = earliness_of(Replay(posts=len(archive), raised=opened, notices=(), alerts=()), truth, seconds=1)
    moments = sorted(one.post.published_at for one in archive)
    made = cases_of(opened, truth, days=days_of(moments[0], moments[-1], opened))
    found = measures(made, made, resamples=1)
    expected = {
        "recall": told.recall,
        "precision@10_per_day": told.precision_at_10_per_day,
        "alerted_before_peak": told.alerted_before_peak,
        "median_minutes_to_alert": told.median_minutes_to_alert,
        "lead_minutes": told.lead_minutes.median,
        "alerts_per_day": told.alerts_per_day,
    }
    assert tuple(found) == MEASURES
    assert {name: one.a for name, one in found.items()} == pytest.approx(expected)
    assert {name: one.b for name, one in found.items()} == pytest.approx(expected)


def test_cases_are_in_the_order_of_the_rumors_and_days():
    archive = [archived("b", minutes_ago=100, rumor="r2"), archived("a", minutes_ago=50, rumor="r1")]
    alerts = [
        raised("n1", minutes_ago=90, about="r2"),
        raised("n2", minutes_ago=-24 * 60),
        raised("n3", minutes_ago=-24 * 60, about="r2"),
    ]
    days = days_of(NOW - timedelta(minutes=100), NOW, alerts)
    made = cases_of(alerts, truth_of(archive), days=days)
    assert days == [date(2026, 10, 7), date(2026, 10, 8)]
    np.testing.assert_equal(made.wait_min, [NONE, 10])
    np.testing.assert_equal(made.lead_min, [NONE, -30])
    assert (made.right.tolist(), made.looked_at.tolist(), made.opened.tolist()) == ([1, 1], [1, 2], [2, 4])


def test_days_are_those_of_utc_without_a_gap_up_to_the_last_alert():
    hanoi = timezone(timedelta(hours=7))
    assert days_of(NOW.astimezone(hanoi), NOW.astimezone(hanoi), ()) == TODAY
    early, late = raised("n1", minutes_ago=24 * 60), raised("n2", minutes_ago=-2 * 24 * 60)
    assert days_of(NOW, NOW, [late, early]) == [date(2026, 10, day) for day in (6, 7, 8, 9)]


# What changed


def test_equal_replays_differ_by_nothing_for_sure():
    side = cases([5, NONE, 30, 80], right=[1, 0, 3], looked=[2, 0, 4], opened=[2, 0, 9])
    for one in measures(side, side).values():
        assert (one.difference, one.low, one.high, one.is_beyond_chance) == (0, 0, 0, False)


def test_a_difference_in_every_rumor_is_beyond_chance_however_much_they_vary():
    waits = np.random.default_rng(1).exponential(300, 60)
    found = measures(cases(waits, leads=-waits), cases(waits - 20, leads=20 - waits))["median_minutes_to_alert"]
    assert interval(found) == pytest.approx((-20, -20))
    assert found.is_beyond_chance is True


def test_a_difference_made_by_chance_is_not_beyond_it():
    chance = np.random.default_rng(2)
    found = measures(cases(chance.exponential(300, 60)), cases(chance.exponential(300, 60)))["median_minutes_to_alert"]
    assert found.low < found.difference < found.high
    assert found.is_beyond_chance is False


@pytest.mark.parametrize(("low", "high", "says"), [(0.1, 0.2, True), (-2, -1, True), (0, 1, False), (-1, 0, False)])
def test_an_interval_that_ends_at_zero_is_not_beyond_chance(low, high, says):
    assert Difference(a=1, b=1, low=low, high=high).is_beyond_chance is says


def test_one_more_rumor_of_four_alerted_may_be_none_or_three_of_a_draw():
    # A draw of four has it Binomial(4, 1/4) times: never in 31.6 %, up to twice in 94.9 %, up to three times in 99.6 %.
    found = measures(cases([5, NONE, NONE, NONE]), cases([5, 9, NONE, NONE]))["recall"]
    assert (found.a, found.b, found.low, found.high) == (0.25, 0.5, 0, 0.75)


OF_THREE = {
    "recall": lambda side, draw: mean(not math.isnan(side.wait_min[at]) for at in draw),
    "alerted_before_peak": lambda side, draw: mean(bool(side.lead_min[at] > 0) for at in draw),
    "median_minutes_to_alert": lambda side, draw: median_of(side.wait_min, draw),
    "lead_minutes": lambda side, draw: median_of(side.lead_min, draw),
    "precision@10_per_day": lambda side, draw: share_of(side.right, side.looked_at, draw),
    "alerts_per_day": lambda side, draw: mean(float(side.opened[at]) for at in draw),
}


def median_of(column, draw):
    known = [float(column[at]) for at in draw if not math.isnan(column[at])]
    return median(known) if known else NONE


def share_of(right, looked, draw):
    total = sum(looked[at] for at in draw)
    return sum(right[at] for at in draw) / total if total else NONE


@pytest.mark.parametrize("name", OF_THREE)
def test_of_three_the_interval_is_that_of_all_27_draws(name):
    a = cases([10, NONE, 31], leads=[-5, NONE, 40], right=[1, 0, 2], looked=[3, 0, 5], opened=[3, 0, 7])
    b = cases([4, 21, NONE], leads=[1, 62, NONE], right=[2, 1, 0], looked=[2, 4, 0], opened=[2, 5, 1])
    measure = OF_THREE[name]
    every = [measure(b, draw) - measure(a, draw) for draw in itertools.product(range(3), repeat=3)]
    known = sorted(one for one in every if not math.isnan(one))
    low, high = (known[math.ceil(share * len(known)) - 1] for share in (0.025, 0.975))
    found = measures(a, b, resamples=20_000)[name]
    assert interval(found) == pytest.approx((low, high))
    assert (found.a, found.b) == pytest.approx((measure(a, range(3)), measure(b, range(3))))


def test_of_thousands_of_rumors_the_interval_is_that_of_a_normal_distribution():
    number, more = 3000, 300
    a = [5] * 1500 + [NONE] * 1500
    b = [5] * (1500 + more) + [NONE] * (1500 - more)
    half = 1.96 * math.sqrt(0.1 * 0.9 / number)
    assert interval(measures(cases(a), cases(b))["recall"]) == pytest.approx((0.1 - half, 0.1 + half), abs=0.001)


@given(waits=st.lists(st.floats(0, 1e6) | st.just(NONE), min_size=1, max_size=9))
def test_medians_are_over_the_rumors_that_were_alerted(waits):
    found = measures(cases(waits), cases(waits), resamples=5)["median_minutes_to_alert"]
    expected = median_of(waits, range(len(waits)))
    assert found.a == (None if math.isnan(expected) else pytest.approx(expected))


def test_days_without_alerts_count_for_alerts_a_day_and_not_for_precision():
    side = cases([5, 5], right=[3, 0], looked=[4, 0], opened=[4, 0])
    found = measures(side, side)
    assert found["precision@10_per_day"].a == 0.75
    assert found["alerts_per_day"].a == 2


def test_an_alert_as_the_busiest_hour_begins_is_not_before_it():
    side = cases([5, 5, 5, NONE], leads=[0, 1, -1, NONE])
    assert measures(side, side)["alerted_before_peak"].a == 0.25


# Where there is little


def test_where_nothing_was_alerted_on_either_side_there_is_no_wait_and_recall_stays_nought():
    side = cases([NONE, NONE, NONE], right=[0, 0], looked=[0, 0], opened=[0, 0])
    found = measures(side, side)
    assert found["recall"] == found["alerted_before_peak"] == found["alerts_per_day"]
    assert found["recall"] == Difference(a=0, b=0, low=0, high=0)
    assert found["median_minutes_to_alert"] == found["lead_minutes"] == found["precision@10_per_day"] == UNKNOWN


def test_where_one_side_alerted_nothing_its_wait_has_no_difference_and_no_interval():
    found = measures(cases([5, 9]), cases([NONE, NONE]))
    assert found["median_minutes_to_alert"] == Difference(a=7, b=None, low=None, high=None)
    assert found["median_minutes_to_alert"].difference is None
    assert found["median_minutes_to_alert"].is_beyond_chance is None
    assert found["recall"] == Difference(a=1, b=0, low=-1, high=-1)


def test_draws_without_a_case_are_left_out_of_the_interval():
    # Of two rumors a draw in four has none that was alerted; the others all differ by 3.
    found = measures(cases([5, NONE]), cases([8, NONE]))["median_minutes_to_alert"]
    assert interval(found) == (3, 3)


def test_without_rumors_only_alerts_a_day_are_compared():
    some = cases(right=[0, 0], looked=[2, 4], opened=[2, 4])
    more = cases(right=[0, 0], looked=[3, 5], opened=[3, 5])
    found = compared(some, more, rng=np.random.default_rng(0))
    assert (found.rumors, found.days) == (0, 2)
    assert found.measures.pop("alerts_per_day") == Difference(a=3, b=4, low=1, high=1)
    assert set(found.measures.values()) == {UNKNOWN}


def test_of_one_rumor_on_one_day_there_is_a_difference_without_an_interval():
    for one in measures(cases([5], right=[1], looked=[2]), cases([8], right=[2], looked=[2], opened=[3])).values():
        assert one.difference is not None
        assert (one.low, one.high, one.is_beyond_chance) == (None, None, None)


# How it is told


def test_equally_seeded_draws_give_equal_intervals_and_others_do_not():
    chance = np.random.default_rng(3)
    a, b = cases(chance.exponential(300, 60)), cases(chance.exponential(300, 60))
    assert measures(a, b) == measures(a, b)
    assert measures(a, b)["lead_minutes"] != measures(a, b, seed=SEED + 1)["lead_minutes"]


def test_a_comparison_is_told_by_its_differences_and_what_it_was_drawn_from():
    found = compared(cases([5, NONE, NONE]), cases([5, 9, NONE]), rng=np.random.default_rng(SEED), resamples=500)
    told = found.as_json()
    assert list(told) == [*MEASURES, "rumors", "days", "resamples"]
    assert told["recall"] == {"difference": 0.3333, "low": 0, "high": 1}
    assert told["alerts_per_day"] == {"difference": 0, "low": None, "high": None}
    assert (told["rumors"], told["days"], told["resamples"]) == (3, 1, 500)

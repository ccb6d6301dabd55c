"""What changes from one replay to another, and whether by chance."""

from __future__ import annotations

import numpy as np
import pytest

from rumorwatch.evaluate.comparing import Cases, compared

NAN = np.nan


def cases(waits, leads=None, *, right=(1, 1), looked_at=(2, 2), opened=(2, 2)):
    columns = (waits, waits if leads is None else leads, right, looked_at, opened)
    return Cases(**dict(zip(Cases.__slots__, (np.array(one, np.float64) for one in columns), strict=True)))


def differences(a, b, seed=1):
    return compared(a, b, rng=np.random.default_rng(seed), resamples=500)


def test_equal_replays_differ_in_nothing_in_any_draw():
    same = cases([5, NAN, 30, 60])
    for one in differences(same, same).measures.values():
        assert (one.difference, one.low, one.high) == (0, 0, 0)
        assert one.is_beyond_chance is False


def test_what_is_sooner_for_every_rumor_is_sooner_beyond_chance_however_much_rumors_differ():
    waits = np.array([1.0, 10, 100, 1000, 10_000])
    sooner = differences(cases(waits + 1), cases(waits)).measures["median_minutes_to_alert"]
    assert (sooner.difference, sooner.low, sooner.high) == (-1, -1, -1)
    assert sooner.is_beyond_chance


def test_one_rumor_more_of_many_may_be_chance():
    recall = differences(cases([1] * 10 + [NAN] * 10), cases([1] * 11 + [NAN] * 9)).measures["recall"]
    assert recall.difference == pytest.approx(0.05)
    assert recall.is_beyond_chance is False


def test_equally_seeded_draws_give_equal_intervals():
    a, b = cases([1, 5, NAN, 8]), cases([2, NAN, 4, 8])
    assert differences(a, b).as_json() == differences(a, b).as_json()
    assert differences(a, b).as_json() != differences(a, b, seed=2).as_json()


@pytest.mark.parametrize("waits", [[], [3.0], [NAN, NAN]])
def test_what_no_side_has_a_case_of_has_no_interval(waits):
    told = differences(cases(waits), cases(waits)).measures["median_minutes_to_alert"]
    assert (told.low, told.high) == (None, None)
    assert (told.a is None) is not (waits == [3.0])


def test_no_median_is_taken_of_a_rumor_that_was_not_alerted():
    told = differences(cases([NAN, 4, 8]), cases([4, NAN, 8])).measures["median_minutes_to_alert"]
    assert (told.a, told.b) == (6, 6)


def test_precision_is_over_the_alerts_looked_at_and_not_over_days():
    one = cases([1, 2], right=(1, 9), looked_at=(1, 10))
    assert differences(one, one).measures["precision@10_per_day"].a == pytest.approx(10 / 11)

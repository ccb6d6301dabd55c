"""Learning curves: a falling power law is drawn on, anything else is not foretold."""

from __future__ import annotations

import pytest

from rumorwatch.train.curves import CurvePoint, outlook


def points(errors):
    return [CurvePoint(judgments=number, f1=1 - error) for number, error in errors]


def test_a_power_law_is_drawn_on():
    told = outlook(points((n, 0.8 * n**-0.3) for n in (50, 100, 150, 200)), judgments=400, seed=0)
    assert told.f1 == pytest.approx(1 - 0.8 * 400**-0.3, abs=0.001)
    low, high = told.interval
    assert low <= told.f1 <= high
    assert high - low < 0.01


def test_points_off_their_line_widen_the_interval():
    even = outlook(points([(50, 0.4), (100, 0.3), (150, 0.26), (200, 0.23)]), judgments=400, seed=0)
    uneven = outlook(points([(50, 0.4), (100, 0.2), (150, 0.32), (200, 0.2)]), judgments=400, seed=0)
    assert uneven.interval[1] - uneven.interval[0] > 2 * (even.interval[1] - even.interval[0])


@pytest.mark.parametrize(
    "errors",
    [
        [(50, 0.2), (100, 0.1)],
        [(0, 0.5), (50, 0.2), (100, 0.1)],  # none at all is no point of a logarithm
        [(50, 0.1), (100, 0.2), (150, 0.3)],  # it got worse
    ],
)
def test_too_few_points_and_rising_errors_foretell_nothing(errors):
    assert outlook(points(errors), judgments=400, seed=0) is None


def test_a_perfect_score_is_no_fault():
    told = outlook(points([(50, 0.1), (100, 0.0), (150, 0.0)]), judgments=400, seed=0)
    assert 0.99 < told.f1 <= 1

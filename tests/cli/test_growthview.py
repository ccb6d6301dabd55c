"""What people are told of how a rumor grows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW, spread
from rumorwatch.cli.growthview import growth_lines
from rumorwatch.domain.growth import Burst, Forecast, Growth, Pace, ToPeak, Volume

HOUR = timedelta(hours=1)


def lines(*, score=0.0, ahead=0.4, to_peak=timedelta(0), sightings=3, before=1):
    pace = Pace(window=HOUR, sightings=sightings, sightings_before=before, per_h=3.0, acceleration=2.0)
    growth = Growth(
        at=NOW,
        paces=(pace,),
        burst=Burst(window=HOUR, sightings=sightings, expected=0.52, score=score),
        forecast=Forecast(
            at=NOW,
            horizon=24 * HOUR,
            volume=Volume(expected=10, low=5, high=20),
            to_peak=ToPeak(expected=to_peak, low=timedelta(0), high=to_peak, chance_ahead=ahead),
            model_id="test",
        ),
    )
    return list(growth_lines(growth, spread(posts=3)))


@pytest.mark.parametrize(
    ("sightings", "before", "told"),
    [
        (3, 1, "last hour: 3 sightings, 2 more than in the hour before"),
        (1, 3, "last hour: 1 sighting, 2 fewer than in the hour before"),
        (2, 2, "last hour: 2 sightings, as many as before"),
        (0, 0, "last hour: 0 sightings"),
    ],
)
def test_a_pace_is_told_beside_the_one_before(sightings, before, told):
    assert lines(sightings=sightings, before=before)[0] == told


@pytest.mark.parametrize(("score", "is_told"), [(1.9, False), (2.0, True)])
def test_only_what_is_met_once_in_a_hundred_hours_is_called_a_burst(score, is_told):
    assert any("a burst" in line for line in lines(score=score)) is is_told


@pytest.mark.parametrize(
    ("ahead", "to_peak", "told"),
    [
        (0.4, HOUR, "its busiest hour is likely past"),
        (0.6, 2 * HOUR, "its busiest hour is likely ahead, in about 2 hours"),
        (0.6, timedelta(0), "its busiest hour is likely ahead"),
    ],
)
def test_a_peak_ahead_has_a_time_only_where_one_is_expected(ahead, to_peak, told):
    assert lines(ahead=ahead, to_peak=to_peak)[-1].split("; ")[1] == told

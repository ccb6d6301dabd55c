"""How a rumor grows, and what that is measured against."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emerge.happenings import moments
from nouns import NOW
from rumorwatch.emerge.base import learn_base
from rumorwatch.emerge.burst import burst_of
from rumorwatch.emerge.outlook import Outlook, hour_of
from rumorwatch.fitted import open_forecast_model

MODEL = open_forecast_model()
SINCE = NOW - timedelta(days=14)
HOUR = timedelta(hours=1)


class Asked:
    """Posts of hours, and how often they were asked for."""

    def __init__(self, **by_hours_ago):
        self.counts = {hour_of(NOW) - int(ago[1:]) * HOUR: number for ago, number in by_hours_ago.items()}
        self.times = 0

    def __call__(self, _since):
        self.times += 1
        return self.counts


def outlook(per_hour=None, model=MODEL):
    return Outlook(per_hour=per_hour or Asked(), forecaster=lambda: model)


def test_a_rumor_seen_now_has_paces_a_burst_and_a_forecast():
    seen = moments(50, 20, 5)
    grown = outlook().growth(seen, now=NOW, since=SINCE)
    assert [pace.sightings for pace in grown.paces] == [1, 3, 3]
    assert grown.burst == burst_of(seen, base=learn_base({}), now=NOW)
    assert grown.forecast == MODEL.forecast(seen, now=NOW)


@pytest.mark.parametrize(
    ("minutes_ago", "burst", "forecast"), [(59, True, True), (61, False, True), (2881, False, False)]
)
def test_of_what_is_quiet_no_base_is_learned_and_no_model_opened(minutes_ago, burst, forecast):
    opened, per_hour = [], Asked()
    made = Outlook(per_hour=per_hour, forecaster=lambda: opened.append(1) or MODEL)
    grown = made.growth(moments(minutes_ago), now=NOW, since=SINCE)
    assert (grown.burst is not None, grown.forecast is not None) == (burst, forecast)
    assert (per_hour.times > 0, bool(opened)) == (burst, forecast)


def test_the_base_is_that_of_whole_hours_before_this_one_with_the_empty_ones_between():
    busy = Asked(h30=40, h2=7, h0=900)
    grown = outlook(busy).growth(moments(1), now=NOW, since=SINCE)
    begun = hour_of(NOW)
    whole = {begun - number * HOUR: {30: 40, 2: 7}.get(number, 0) for number in range(1, 31)}
    assert grown.burst == burst_of(moments(1), base=learn_base(whole), now=NOW)


def test_hours_before_the_window_are_not_in_the_base():
    grown = outlook(Asked(h30=40, h2=7)).growth(moments(1), now=NOW, since=NOW - timedelta(hours=20))
    begun = hour_of(NOW)
    assert grown.burst == burst_of(moments(1), base=learn_base({begun - 2 * HOUR: 7, begun - HOUR: 0}), now=NOW)


def test_the_base_is_learned_once_an_hour():
    per_hour = Asked(h2=7)
    made = outlook(per_hour)
    for now in (NOW, NOW + timedelta(minutes=1), hour_of(NOW) + HOUR):
        made.growth(moments(0, until=now), now=now, since=now - timedelta(days=1))
    assert per_hour.times == 2


def test_without_a_model_nothing_is_forecast():
    assert outlook(model=None).growth(moments(1), now=NOW, since=SINCE).forecast is None

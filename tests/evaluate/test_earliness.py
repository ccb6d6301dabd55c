"""What is measured of a replay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evaluate.alerts import archived, raised
from nouns import NOW
from rumorwatch.evaluate.earliness import Lead, earliness_of, truth_of
from rumorwatch.evaluate.replay import Replay

KEYS = (
    "posts rumors alerted precision@10_per_day recall median_minutes_to_alert lead_minutes alerted_before_peak "
    "alerts_per_day seconds"
)


def measured(archive, *alerts):
    made = Replay(posts=len(archive), raised=alerts, notices=(), alerts=())
    return earliness_of(made, truth_of(archive), seconds=1.0)


# NOW is on the full hour: r1 is busiest in the hour that ends now.
R1 = [archived("a", minutes_ago=170, rumor="r1"), *(archived(f"b{n}", minutes_ago=50, rumor="r1") for n in range(3))]
R2 = [archived(f"c{n}", minutes_ago=100 - n, rumor="r2") for n in range(3)]


def test_recall_wait_and_lead_are_over_the_rumors_of_the_archive():
    found = measured([*R1, *R2], raised("n1", minutes_ago=160, about="r1"))
    assert (found.rumors, found.alerted, found.recall) == (2, 1, 0.5)
    assert found.median_minutes_to_alert == 10
    assert found.lead_minutes == Lead(median=100, p25=100, p75=100)
    assert found.alerted_before_peak == 0.5


def test_an_alert_after_the_busiest_hour_began_is_no_lead():
    found = measured(R1, raised("n1", minutes_ago=160, about="r1", about_minutes_ago=40))
    assert found.lead_minutes.median == -20
    assert found.alerted_before_peak == 0


def test_a_rumor_with_two_alerts_was_alerted_by_the_first():
    found = measured(R1, raised("n2", minutes_ago=20, about="r1"), raised("n1", minutes_ago=160, about="r1"))
    assert (found.alerted, found.median_minutes_to_alert) == (1, 10)


def test_precision_looks_at_the_ten_alerts_of_a_day_with_the_highest_priority():
    right = [raised(f"r{n}", minutes_ago=60, about="r1", points=60) for n in range(8)]
    wrong = [raised(f"w{n}", minutes_ago=60, points=55) for n in range(2)]
    low = [raised(f"l{n}", minutes_ago=60, points=10) for n in range(30)]
    next_day = [raised("n", minutes_ago=-24 * 60, points=1)]
    found = measured(R1, *right, *wrong, *low, *next_day)
    assert found.precision_at_10_per_day == pytest.approx(8 / 11)
    assert found.alerts_per_day == 41


def test_of_hours_equally_busy_the_first_is_the_peak():
    truth = truth_of([archived("a", minutes_ago=100, rumor="r"), archived("b", minutes_ago=30, rumor="r")])
    assert truth.rumors["r"].peak_at == NOW - timedelta(hours=2)


def test_without_truth_what_needs_it_is_null():
    made = measured([archived("a", minutes_ago=10)], raised("n1", minutes_ago=5)).as_json()
    assert list(made) == KEYS.split()
    assert made == {
        **dict.fromkeys(KEYS.split()),
        "posts": 1,
        "lead_minutes": {"median": None, "p25": None, "p75": None},
        "alerts_per_day": 1.0,
        "seconds": 1.0,
    }

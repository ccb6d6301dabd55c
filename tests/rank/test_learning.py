"""What is learned from judgments, and that it is never less monotonic than the hand weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumorwatch.domain.rumors import Level, Priority
from rumorwatch.rank.learning import ENOUGH_EACH, JudgedAlert, TooFew, learn_weights, shares_of
from rumorwatch.rank.weights import load_weights

HAND = load_weights()
NAMES = list(HAND.points)


def judged(number, *, by, seed=0, noise=0.1):
    """Alerts that need an answer where the shares of some factors are high, and by chance."""
    chance = np.random.default_rng(seed)
    shares = chance.random((number, len(NAMES)))
    urgent = shares[:, [NAMES.index(name) for name in by]].mean(axis=1) + noise * chance.standard_normal(number)
    return [
        JudgedAlert(shares=dict(zip(NAMES, row, strict=True)), needs_answer=bool(needs))
        for row, needs in zip(shares.tolist(), urgent > np.median(urgent), strict=True)
    ]


def rank(weights, alerts):
    return [sum(weights.points[name] * one.shares[name] for name in NAMES) for one in alerts]


def share_in_order(weights, alerts):
    """How often one that needs an answer is before one that does not."""
    points = rank(weights, alerts)
    yes = [at for at, one in zip(points, alerts, strict=True) if one.needs_answer]
    no = [at for at, one in zip(points, alerts, strict=True) if not one.needs_answer]
    return np.mean([up > down for up in yes for down in no])


def test_what_people_judge_by_weighs_more_and_orders_new_alerts_better():
    learned = learn_weights(judged(400, by=["demand", "reach"]), hand=HAND, version="learned")
    assert learned.points["demand"] > HAND.points["demand"]
    assert learned.points["reach"] > HAND.points["reach"]
    unseen = judged(200, by=["demand", "reach"], seed=1)
    assert share_in_order(learned, unseen) > share_in_order(HAND, unseen) + 0.1


def test_points_add_up_to_100_and_everything_else_of_the_hand_weights_stays():
    learned = learn_weights(judged(200, by=["sources"]), hand=HAND, version="learned")
    assert sum(learned.points.values()) == pytest.approx(100, abs=1e-9)
    assert learned.version == "learned"
    assert (learned.full_at, learned.gap, learned.harm) == (HAND.full_at, HAND.gap, HAND.harm)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), by=st.sampled_from(NAMES), pull=st.sampled_from([0.1, 10.0, 1000.0]))
def test_no_factor_ever_lowers_a_priority(seed, by, pull):
    alerts = [
        JudgedAlert(shares=one.shares, needs_answer=not one.needs_answer) for one in judged(150, by=[by], seed=seed)
    ]
    assert min(learn_weights(alerts, hand=HAND, version="learned", pull=pull).points.values()) >= 0


def test_judgments_that_say_nothing_leave_the_order_of_the_hand_weights():
    learned = learn_weights(judged(200, by=["sources"], noise=1e9), hand=HAND, version="learned", pull=1e6)
    assert learned.points == pytest.approx(HAND.points, abs=0.3)


@pytest.mark.parametrize("needing", [ENOUGH_EACH - 1, ENOUGH_EACH])
def test_few_judgments_of_one_answer_teach_nothing(needing):
    alerts = judged(4 * ENOUGH_EACH, by=["harm"])
    yes = [one for one in alerts if one.needs_answer][:needing]
    no = [one for one in alerts if not one.needs_answer]
    learned = learn_weights([*yes, *no], hand=HAND, version="learned")
    assert (learned == TooFew(needing=needing, not_needing=len(no))) is (needing < ENOUGH_EACH)


def test_as_many_alerts_are_of_each_level_as_before():
    alerts = judged(400, by=["reach"])
    learned = learn_weights(alerts, hand=HAND, version="learned")
    assert learned.levels[Level.HIGH] > learned.levels[Level.MEDIUM] > learned.levels[Level.LOW]
    for level in (Level.HIGH, Level.MEDIUM, Level.LOW):
        before = sum(at >= HAND.levels[level] for at in rank(HAND, alerts))
        after = sum(at >= learned.levels[level] - 1e-9 for at in rank(learned, alerts))
        assert after == pytest.approx(before, abs=2)


def test_shares_are_what_each_factor_gave_of_its_most_points():
    factors = {name: most / 2 for name, most in HAND.points.items() if name != "reach"}
    priority = Priority(points=1, level=Level.LOW, factors=factors, reasons=(), weights_version=HAND.version)
    assert shares_of(priority, weights=HAND) == {name: 0.0 if name == "reach" else 0.5 for name in NAMES}

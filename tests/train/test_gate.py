"""The gate: not worse anywhere that matters, by paired cases that fall together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.train.gate import LEAST_CASES, Answers, Measure, Trial, decide, figures_of


def answers(right: np.ndarray) -> Answers:
    """Each case is answered rightly, or missed."""
    return Answers(hits=right.astype(float), false=np.zeros(len(right)), missed=(~right).astype(float))


def trial(before: np.ndarray, after: np.ndarray, *, groups=None, parts=None, part="", measure=Measure.F1) -> Trial:
    return Trial(
        name="set",
        measure=measure,
        groups=np.arange(len(before)).astype(str).astype(object) if groups is None else groups,
        parts=parts or {},
        before=answers(before),
        after=answers(after),
        part=part,
    )


def right(number: int, *, wrong: int) -> np.ndarray:
    found = np.full(number, True)
    found[:wrong] = False
    return found


def test_a_model_that_answers_alike_passes():
    assert decide([trial(right(100, wrong=10), right(100, wrong=10))], objections=(), seed=0).passed


@pytest.mark.parametrize(
    ("cases", "worse", "passes"),
    [
        (1000, 4, True),  # .2 points of F1
        (1000, 15, False),  # .8 points
        (100, 1, True),  # one case is chance, however much it is
        (100, 2, False),  # 1 point of F1
    ],
)
def test_a_whole_set_may_lose_half_a_point(cases, worse, passes):
    result = decide([trial(right(cases, wrong=0), right(cases, wrong=worse))], objections=(), seed=0)
    assert result.passed is passes
    assert bool(result.objections) is not passes


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (0, 2, True),  # 40 cases: 2.6 points, not surely
        (0, 4, False),  # 5.3 points
        (0, 6, False),
        (6, 0, True),
    ],
)
def test_a_part_may_lose_what_chance_explains(before, after, passes):
    cases = 40
    shuffled = np.random.default_rng(1).permutation(cases)
    result = decide(
        [trial(right(cases, wrong=before)[shuffled], right(cases, wrong=after)[shuffled], part="one stance")],
        objections=(),
        seed=0,
    )
    assert result.passed is passes


def test_cases_that_fall_together_are_one_case():
    before, after = right(200, wrong=0), right(200, wrong=6)
    together = np.array(["one"] * 6 + [f"g{at}" for at in range(194)], object)
    assert not decide([trial(before, after)], objections=(), seed=0).passed
    assert decide([trial(before, after, groups=together)], objections=(), seed=0).passed


def test_an_objection_to_the_judgments_refuses_whatever_the_figures():
    good = trial(right(100, wrong=50), right(100, wrong=0))
    result = decide([good], objections=["two answer alike"], seed=0)
    assert not result.passed
    assert result.objections == ("two answer alike",)


def test_small_parts_are_in_the_whole_only():
    few = np.full(100, False)
    few[: LEAST_CASES - 1] = True
    many = ~few
    figures = figures_of(trial(right(100, wrong=0), right(100, wrong=0), parts={"few": few, "many": many}), seed=0)
    assert [figure.part for figure in figures] == ["", "many"]


def test_the_reason_says_what_falls_and_how_surely():
    result = decide([trial(right(100, wrong=0), right(100, wrong=20))], objections=(), seed=0)
    (said,) = result.objections
    assert said.startswith("set: F1 falls from 100.0 to 88.9 (-")
    assert said.endswith("points, 100 cases)")


def test_accuracy_counts_false_answers_and_f1_missed_ones():
    cases = np.arange(4).astype(str).astype(object)
    one = Answers(hits=np.array([1.0, 1, 0, 0]), false=np.array([0.0, 0, 1, 0]), missed=np.array([0.0, 0, 0, 1]))
    found = {
        measure: figures_of(Trial(name="s", measure=measure, groups=cases, parts={}, before=one, after=one), seed=0)[
            0
        ].before
        for measure in Measure
    }
    assert found[Measure.F1] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert found[Measure.ACCURACY] == found[Measure.HELD] == found[Measure.RECALL] == pytest.approx(2 / 3)


def test_no_cases_are_no_figures():
    none = np.zeros(0, bool)
    assert figures_of(trial(none, none), seed=0) == []


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_the_interval_holds_the_difference_and_swapping_models_turns_it_round(cases):
    before, after = (np.array(column) for column in zip(*cases, strict=True))
    (one,) = figures_of(trial(before, after, measure=Measure.ACCURACY), seed=3)
    (other,) = figures_of(trial(after, before, measure=Measure.ACCURACY), seed=3)
    assert one.difference == pytest.approx(-other.difference)
    assert one.interval[0] == pytest.approx(-other.interval[1], abs=1e-9)
    assert one.interval[0] - 1e-9 <= one.interval[1]
    assert one.net_lost == -other.net_lost


def test_equal_seeds_give_equal_figures():
    given_trial = trial(right(50, wrong=3), right(50, wrong=9))
    assert figures_of(given_trial, seed=5) == figures_of(given_trial, seed=5)

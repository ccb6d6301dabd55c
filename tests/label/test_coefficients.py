"""Coefficients of agreement, against the examples of those who published them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from rumorwatch.label.coefficients import (
    LEAST_SUBJECTS,
    alpha,
    coincidences_of,
    confusions_of,
    figure_of,
    kappa,
    one_against_rest,
    raw,
)


def rng():
    return np.random.default_rng(7)


def alpha_of(*observers):
    """Alpha of observers' answers to the same units, a character a unit; a dot: none."""
    values = sorted(set("".join(observers)) - {"."})
    units = [[values.index(one) for one in unit if one != "."] for unit in zip(*observers, strict=True)]
    return float(alpha(coincidences_of(units, labels=len(values)).sum(axis=0)))


def counted_alpha(*observers):
    """The same from its definition: disagreeing pairs within units over disagreeing pairs of all values."""
    units = [[one for one in unit if one != "."] for unit in zip(*observers, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    within = sum(
        Fraction(sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j), len(unit) - 1)
        for unit in units
    )
    among = Fraction(sum(a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j), 1)
    return 1 - (within / len(values)) / (among / (len(values) * (len(values) - 1)))


def test_alpha_of_two_observers_and_five_values_is_krippendorffs():
    """Krippendorff (2011), B: twelve units, two observers; .692."""
    first, second = "aabbdcccedda", "babbbccceddd"
    assert alpha_of(first, second) == pytest.approx(float(counted_alpha(first, second)))
    assert alpha_of(first, second) == pytest.approx(0.692, abs=5e-4)


def test_alpha_of_four_observers_with_missing_answers_is_krippendorffs():
    """Krippendorff (2011), C: twelve units, of which the last has one answer and is not counted; .743.

    By hand: 40 answers; 9, 13, 10, 5 and 3 times the values; 1 to 5 coincide 7, 10, 8, 4 and 3 times, of 40 in all, so
    1 - 39 (40 - 32) / (1600 - 384) = 904 / 1216.
    """
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    assert counted_alpha(*observers) == Fraction(904, 1216)
    assert alpha_of(*observers) == pytest.approx(904 / 1216)
    assert round(alpha_of(*observers), 3) == 0.743


def test_alpha_of_three_observers_who_answered_little_is_the_known_one():
    """The example that encyclopedias compute: fifteen units, three observers, 26 answers that compare; .691."""
    observers = (".....34121133.3", "1.213343.......", "..21344.21133.4")
    assert len({len(one) for one in observers}) == 1
    assert alpha_of(*observers) == pytest.approx(float(counted_alpha(*observers)))
    assert round(alpha_of(*observers), 3) == 0.691


def test_kappa_of_cohens_two_judges():
    """Cohen (1960), Table 2: 200 subjects; .70 agree, .41 would by chance: .29 / .59."""
    shares = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
    assert float(kappa(200 * shares)) == pytest.approx(0.29 / 0.59)
    assert float(raw(200 * shares)) == pytest.approx(0.70)


def test_kappa_of_two_who_always_say_the_opposite_is_minus_one():
    pairs = [(0, 1)] * 10 + [(1, 0)] * 10
    assert float(kappa(confusions_of(pairs, labels=2).sum(axis=0))) == -1


def test_kappa_of_two_who_read_fifty_proposals():
    """20 accepted by both, 15 by none, 5 and 10 by one: .7 agree, .5 would by chance."""
    pairs = [(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15
    assert float(kappa(confusions_of(pairs, labels=2).sum(axis=0))) == pytest.approx(0.4)


def test_one_label_against_the_rest_is_what_the_merged_answers_give():
    answers = [[0, 1], [2, 2, 1], [0, 0], [1, 2], [1, 1, 1, 0], [2, 2]]
    tables = coincidences_of(answers, labels=3)
    for label in range(3):
        merged = coincidences_of([[int(one != label) for one in given] for given in answers], labels=2)
        assert one_against_rest(tables, label) == pytest.approx(merged)


@pytest.mark.parametrize("coefficient", [alpha, kappa])
def test_where_everybody_gives_one_label_there_is_no_coefficient(coefficient):
    found = figure_of(confusions_of([(0, 0)] * 50, labels=2), coefficient, rng=rng())
    assert (found.value, found.interval, found.subjects) == (None, None, 50)


@pytest.mark.parametrize("answers", [[], [[0], [1]]])
def test_without_overlap_there_is_no_coefficient(answers):
    found = figure_of(coincidences_of(answers, labels=2), alpha, rng=rng())
    assert (found.value, found.subjects) == (None, 0)


def test_perfect_agreement_is_one_and_dice_are_about_nothing():
    perfect = coincidences_of([[0, 0], [1, 1]] * 20, labels=2)
    assert figure_of(perfect, alpha, rng=rng()).value == 1
    thrown = rng().integers(0, 2, size=(4_000, 2)).tolist()
    assert abs(figure_of(coincidences_of(thrown, labels=2), alpha, rng=rng()).value) < 0.05


def test_an_interval_holds_its_coefficient_and_few_subjects_have_none():
    pairs = [(0, 0)] * 12 + [(0, 1)] * 3 + [(1, 1)] * 9
    found = figure_of(confusions_of(pairs, labels=2), kappa, rng=rng())
    low, high = found.interval
    assert low < found.value < high
    assert figure_of(confusions_of(pairs[: LEAST_SUBJECTS - 1], labels=2), kappa, rng=rng()).interval is None


def test_an_interval_covers_the_truth_about_as_often_as_it_says():
    """Two who each err on a tenth of even questions: kappa is .64."""
    draw, covered = np.random.default_rng(11), 0
    for _ in range(100):
        truth = draw.integers(0, 2, 150)
        said = [np.where(draw.random(150) < 0.1, 1 - truth, truth).tolist() for _ in range(2)]
        low, high = figure_of(confusions_of(list(zip(*said, strict=True)), labels=2), kappa, rng=draw).interval
        covered += low <= 0.64 <= high
    assert covered >= 90


def test_where_most_draws_would_have_one_label_there_is_no_interval():
    pairs = [(0, 0)] * 29 + [(1, 1)]
    found = figure_of(confusions_of(pairs, labels=2), kappa, rng=rng())
    assert (found.value, found.interval) == (1, None)

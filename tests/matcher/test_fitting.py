"""Fitting: slopes that only speak for a match, thresholds that hold what they state, bands trusted as measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matcher.fitting import CONFIRMED_PRECISION, MIN_RIGHT, Pairs, fit
from matcher.measuring import calibration_error, measured, measured_bands
from scipy.special import logit

COLUMNS = ("similarity", "lead", "log_references")
SAME = 0.8


def pairs(
    *,
    seed: int = 0,
    band: str = "",
    noise: float = 0.1,
    real: bool = True,
    number: int = 2000,
    harder: float = 0.0,
) -> Pairs:
    """Return pairs that are right where similarity and a noise add up to much; the lead says nothing."""
    rng = np.random.default_rng(seed)
    similarity = rng.random(number)
    right = similarity + noise * rng.standard_normal(number) > 0.7 + harder
    values = {
        "similarity": similarity,
        "lead": -similarity + rng.random(number),
        "log_references": np.full(number, np.log(30)),
    }
    return Pairs(
        corpus=f"{band} {real}",
        binds=True,
        real=real,
        references=30,
        columns={SAME: values},
        bands=np.full(number, band, object),
        right=right,
        reachable={band: int(right.sum())},
    )


def test_what_is_alike_never_speaks_against_a_match():
    fitted = fit([pairs()], COLUMNS)
    assert fitted.slopes["similarity"] > 0
    assert fitted.slopes["lead"] == 0


def test_the_confirmed_threshold_is_the_least_that_holds_the_precision():
    given = pairs()
    fitted = fit([given], COLUMNS)
    probability, least = fitted.probabilities(given), fitted.tiers[""].confirmed
    kept = probability >= least
    assert given.right[kept].mean() >= CONFIRMED_PRECISION
    lower = np.unique(probability[~kept])
    assert len(lower) > 0
    assert all(given.right[probability >= one].mean() < CONFIRMED_PRECISION for one in lower)


def test_the_suggested_threshold_keeps_the_recall():
    given = pairs()
    (row,) = measured(fit([given], COLUMNS), [given]).values()
    assert row["suggested_recall"] == pytest.approx(0.95, abs=0.01)


def test_probabilities_of_the_same_kind_of_pairs_are_calibrated():
    fitted, others = fit([pairs(seed=1)], COLUMNS), pairs(seed=2)
    assert calibration_error(fitted.probabilities(others), others.right) < 0.03


def test_each_band_has_its_own_threshold():
    tiers = fit([pairs(band="en, long", noise=0.02), pairs(band="en, short", noise=0.2)], COLUMNS).tiers
    assert tiers["en, long"].confirmed < tiers["en, short"].confirmed
    assert tiers[""].confirmed == tiers["en, short"].confirmed


def test_a_band_with_few_right_pairs_has_no_threshold_of_its_own():
    few = pairs(band="en, short", number=MIN_RIGHT)
    assert "en, short" not in fit([pairs(band="en, long"), few], COLUMNS).tiers


def test_a_band_of_easy_sentences_is_confirmed_no_sooner_and_suggested_no_later_than_one_of_posts():
    real, easy = pairs(band="en, long"), pairs(band="across, long", noise=0.001, real=False)
    tiers = fit([real, easy], COLUMNS).tiers
    assert tiers["across, long"] == tiers["en, long"]


def test_what_is_as_alike_is_suggested_no_later_in_a_language_pair_that_lowers_probabilities():
    columns = (*COLUMNS, "pair vi")
    real, easy = (
        replace(one, columns={SAME: one.columns[SAME] | {"pair vi": np.full(len(one.right), float(at))}})
        for at, one in enumerate((pairs(band="en, long"), pairs(band="vi, long", real=False, harder=0.2)))
    )
    fitted = fit([real, easy], columns)
    assert fitted.slopes["pair vi"] < 0
    english, vietnamese = fitted.tiers["en, long"].suggested, fitted.tiers["vi, long"].suggested
    assert logit(vietnamese) <= logit(english) + fitted.slopes["pair vi"] + 1e-9


def test_what_a_band_reaches_is_said_with_an_interval():
    given = pairs(band="en, long")
    row = measured_bands(fit([given], COLUMNS), [pairs(band="en, long", seed=3)])["en, long"]
    low, high = row["confirmed_precision_interval"]
    assert low < row["confirmed_precision"] < high
    assert high - low < 0.1

"""Training the matcher: counts stand for pairs, masses for lists."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rumorwatch.train.evidence import PairList
from rumorwatch.train.matcher import CONFIRMED_PRECISION, fit, fit_probability, fit_tiers

COLUMNS = ("similarity",)


def pairs(name="a", *, number=3000, seed=0, threshold=0.7, binds=True, band="en, long"):
    rng = np.random.default_rng(seed)
    similarity = rng.random(number)
    return PairList(
        name=name,
        binds=binds,
        real=True,
        columns={"similarity": similarity},
        bands=np.full(number, band, object),
        right=similarity + 0.1 * rng.standard_normal(number) > threshold,
        counts=np.ones(number),
    )


def test_a_row_that_stands_for_three_weighs_as_three_rows():
    one = pairs(number=300)
    thrice = PairList(
        name=one.name,
        binds=True,
        real=True,
        columns={"similarity": np.repeat(one.columns["similarity"], 3)},
        bands=np.repeat(one.bands, 3),
        right=np.repeat(one.right, 3),
        counts=np.ones(900),
    )
    _, counted = fit([replace(one, counts=np.full(300, 3.0))], COLUMNS)
    _, repeated = fit([thrice], COLUMNS)
    assert counted.slopes["similarity"] == pytest.approx(repeated.slopes["similarity"], rel=1e-4)
    assert counted.tiers[""].confirmed == pytest.approx(repeated.tiers[""].confirmed, abs=0.002)
    assert counted.tiers[""].suggested == pytest.approx(repeated.tiers[""].suggested, abs=0.02)


def test_a_list_weighs_by_its_mass_and_not_by_its_length():
    usual, unlike = pairs(), pairs("b", threshold=0.3, number=300)
    half_way = {}
    for mass in (0.001, 1.0, 1000.0):
        _, fitted = fit_probability([usual, replace(unlike, mass=mass)], COLUMNS)
        half_way[mass] = -fitted.intercept / fitted.slopes["similarity"]
    assert half_way[0.001] == pytest.approx(0.7, abs=0.02)
    assert half_way[1000.0] == pytest.approx(0.3, abs=0.02)
    assert 0.35 < half_way[1.0] < 0.65


def test_a_list_that_does_not_bind_confirms_nothing_sooner_or_later():
    usual = pairs()
    hard = pairs("judged here", binds=False, threshold=0.95, seed=4)
    _, bare = fit_probability([usual], COLUMNS)
    assert fit_tiers(bare, [usual, hard])["en, long"].confirmed == fit_tiers(bare, [usual])["en, long"].confirmed


def test_the_confirmed_threshold_counts_what_rows_stand_for():
    one = pairs()
    wrong = ~one.right
    counts = np.where(wrong, 5.0, 1.0)
    weighed = replace(one, counts=counts)
    _, bare = fit_probability([one], COLUMNS)
    begins = fit_tiers(bare, [weighed])["en, long"].confirmed
    kept = bare.probabilities(one) >= begins
    assert (counts * one.right)[kept].sum() / counts[kept].sum() >= CONFIRMED_PRECISION
    assert begins > fit_tiers(bare, [one])["en, long"].confirmed


def test_without_a_list_that_binds_nothing_is_confirmed_by():
    with pytest.raises(ValueError, match="binds"):
        fit([pairs(binds=False)], COLUMNS)

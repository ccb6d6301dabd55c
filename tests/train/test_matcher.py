"""Adapting probabilities: what judged pairs move, and that nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.train.evidence import COLUMNS, Fitted, PairList, TierBegins, bands_of, language_pair_of
from rumorwatch.train.matcher import CONFIRMED_PRECISION, adapt

BASE = Fitted(
    intercept=-6.0,
    slopes=dict.fromkeys(COLUMNS, 0.0) | {"similarity": 12.0},
    offsets={"vi": -2.0},
    tiers={
        "": TierBegins(confirmed=0.96, suggested=0.01),
        "vi, long": TierBegins(confirmed=0.95, suggested=0.0006),
        "vi, short": TierBegins(confirmed=0.9, suggested=0.0006),
        "en, long": TierBegins(confirmed=0.8, suggested=0.05),
    },
)
BANDS = [band for pair in ("vi", "en", "zh", "across") for band in bands_of(pair)]


def pairs(similarities, bands, right) -> PairList:
    size = len(similarities)
    values = np.asarray(similarities, float)
    return PairList(
        name="judged",
        binds=False,
        columns={name: values if name == "similarity" else np.zeros(size) for name in COLUMNS},
        bands=np.array([*bands, None], object)[:-1],
        right=np.array(right, bool),
        counts=np.ones(size),
    )


EVERYWHERE = pairs(
    [likeness for _ in BANDS for likeness in np.linspace(0, 1, 101)], [band for band in BANDS for _ in range(101)], []
)
"""Pairs of every band and every likeness."""


def reached(fitted: Fitted, tier: str) -> np.ndarray:
    return fitted.probabilities(EVERYWHERE) >= fitted.begins(EVERYWHERE.bands, tier)


judged_pairs = st.lists(st.tuples(st.floats(0, 1, width=16), st.sampled_from(BANDS), st.booleans()), max_size=60).map(
    lambda rows: pairs(*(zip(*rows, strict=True) if rows else ((), (), ())))
)


def test_without_judged_pairs_nothing_changes():
    assert adapt(BASE, pairs([], [], [])) == BASE


@given(judged_pairs)
def test_a_language_pair_that_is_not_judged_keeps_its_probabilities_and_tiers(judged):
    after = adapt(BASE, judged)
    others = ~np.isin(np.array(EVERYWHERE.language_pairs), judged.language_pairs)
    assert (after.probabilities(EVERYWHERE) == BASE.probabilities(EVERYWHERE))[others].all()
    for tier in ("confirmed", "suggested"):
        begins = [fitted.begins(EVERYWHERE.bands, tier)[others] for fitted in (BASE, after)]
        assert (begins[0] == begins[1]).all()


@given(judged_pairs)
def test_tiers_begin_at_the_same_pairs_in_every_band_of_a_judged_language_pair(judged):
    """Also in the one of its bands that nobody judged, and that had no tiers of its own."""
    after = adapt(BASE, replace(judged, right=np.full(len(judged), True)))
    for tier in ("confirmed", "suggested"):
        assert (reached(after, tier) == reached(BASE, tier)).all()


@given(judged_pairs)
def test_judged_pairs_confirm_nothing_that_was_not(judged):
    after = adapt(BASE, judged)
    assert not (reached(after, "confirmed") & ~reached(BASE, "confirmed")).any()
    assert (reached(after, "suggested") == reached(BASE, "suggested")).all()


@given(st.sampled_from(BANDS), st.integers(1, 200), st.floats(0.3, 0.9))
def test_offsets_grow_with_evidence(band, number, likeness):
    offsets = [
        adapt(BASE, pairs([likeness] * many, [band] * many, [True] * many)).offsets[language_pair_of(band)]
        for many in (number, number + 1)
    ]
    before = BASE.offsets.get(language_pair_of(band), 0.0)
    assert before < offsets[0] < offsets[1]


@given(st.sampled_from(BANDS), st.integers(1, 40), st.data())
def test_offsets_grow_with_the_share_of_right_pairs(band, number, data):
    right = data.draw(st.integers(0, number - 1))

    def offset(many: int) -> float:
        judged = pairs([0.5] * number, [band] * number, [at < many for at in range(number)])
        return adapt(BASE, judged).offsets[language_pair_of(band)]

    assert offset(right) < offset(right + 1)


def test_one_judged_pair_moves_little():
    after = adapt(BASE, pairs([0.5], ["zh, short"], [True]))
    assert 0 < after.offsets["zh"] < 0.06


@pytest.mark.parametrize(("wrong", "held"), [(3, True), (10, False)])
def test_what_judged_pairs_surely_contradict_is_confirmed_no_more(wrong, held):
    """Of 60 pairs the least likely are wrong: 3 may be by chance, 10 are not if 97 of 100 are right."""
    similarities = np.linspace(0.85, 1.0, 60)
    after = adapt(BASE, pairs(similarities, ["zh, long"] * 60, np.arange(60) >= wrong))
    confirmed = after.probabilities(EVERYWHERE) >= after.begins(EVERYWHERE.bands, "confirmed")
    mine = EVERYWHERE.bands == "zh, long"
    assert (confirmed[mine] == reached(BASE, "confirmed")[mine]).all() is np.bool_(held)
    assert confirmed[mine].any()
    others = ~mine
    assert (confirmed[others] == reached(BASE, "confirmed")[others]).all()


def test_a_raised_threshold_stands_between_the_pairs_that_it_parts():
    similarities = np.array([0.99] * 40 + [0.9] * 10)
    judged = pairs(similarities, ["zh, long"] * 50, similarities > 0.95)
    after = adapt(BASE, judged)
    likely, less = after.probabilities(judged)[[0, -1]]
    assert less < after.tiers["zh, long"].confirmed < likely


def test_equal_pairs_are_not_parted():
    """All are equally likely, and the first few happen to be right."""
    right = np.arange(50) < 30
    after = adapt(BASE, pairs([0.95] * 50, ["zh, long"] * 50, right))
    assert right.mean() < CONFIRMED_PRECISION
    assert after.tiers["zh, long"].confirmed == 1

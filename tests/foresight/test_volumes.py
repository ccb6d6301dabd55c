"""What a thread teaches the forecast, and how its quantiles are fitted."""

from __future__ import annotations

import numpy as np
import pytest
from foresight.quantiles import fit_quantile, widening
from foresight.threads import Answer, Thread
from foresight.volume_rivals import best_multiple, persistence, power_law
from foresight.volumes import moments_of, rows_of

START = 1_350_000_000


def thread(*hours, texts=()):
    said = [*texts, *[""] * (len(hours) - len(texts))]
    return Thread(
        id="t",
        is_rumor=True,
        at=START,
        author="a",
        text="",
        verified=False,
        followers=0,
        answers=tuple(
            Answer(id=str(place), parent="", author=str(place), text=text, at=START + round(hour * 3600))
            for place, (hour, text) in enumerate(zip(hours, said, strict=True))
        ),
    )


def rows(*hours, age_h=1.0):
    return rows_of([moments_of(thread(*hours))], [age_h])


def test_reposts_are_sightings_unless_their_own_words_doubt():
    told = moments_of(thread(1, 2, 3, texts=("这是谣言", "//@一: 这是谣言", "转")))
    assert [moment - START for moment in told] == [0, 2 * 3600, 3 * 3600]


def test_what_is_forecast_is_the_24_hours_behind_the_age_and_no_more():
    assert rows(0.5, 1, 1.5, 25, 25.1).volumes.tolist() == [2]
    assert rows(0.5, 1, 1.5, 25, 25.1).seen.tolist() == [3]
    assert rows(0.5, 1, 1.5).known_at.tolist() == [START + 25 * 3600]


def test_the_last_hour_is_that_before_the_age():
    assert rows(0.5, 1.5, 2.2, 2.9, age_h=3.0).last_hour.tolist() == [2]
    assert rows(0.1, 0.4, age_h=0.25).last_hour.tolist() == [2]


@pytest.mark.parametrize(
    ("hours", "to_peak_h"),
    [((0.1, 0.2), 0), ((5.1, 5.2, 5.3), 4), ((1.1, 1.2, 1.3), 0), ((30.1, 30.2, 30.3), 0)],
)
def test_the_peak_is_the_first_busiest_hour_up_to_the_horizon(hours, to_peak_h):
    assert rows(*hours).to_peak_h.tolist() == [to_peak_h]


def test_a_row_sees_nothing_behind_its_age():
    np.testing.assert_array_equal(rows(0.5).features, rows(0.5, 1.5, 7).features)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_a_quantile_has_its_share_of_rows_below_it(quantile):
    chance = np.random.default_rng(0)
    features = chance.normal(size=(800, 2))
    amounts = 1 + features[:, 0] + chance.exponential(size=800)
    line = fit_quantile(features, amounts, quantile=quantile, growing=1)
    assert (amounts < line[0] + features @ line[1:]).mean() == pytest.approx(quantile, abs=0.01)


def test_a_growing_weight_is_never_below_zero():
    features = np.random.default_rng(0).normal(size=(200, 2))
    line = fit_quantile(features, features @ [-1.0, -1.0], quantile=0.5, growing=1)
    assert line[1] == 0
    assert line[2] < -0.5


def test_widening_moves_a_bound_until_the_share_is_inside():
    errors = np.arange(100.0)
    assert (errors <= widening(errors, share=0.9)).mean() >= 0.9
    assert widening(errors - 200, share=0.9) < 0


def test_persistence_goes_on_and_the_power_law_learns_its_slope():
    learned = rows_of([moments_of(thread(*np.linspace(0.1, 24, 24 * each))) for each in (1, 2, 4, 8)], [1.0])
    assert persistence(learned, learned).tolist() == pytest.approx(np.log1p(24 * learned.last_hour).tolist())
    came = np.log1p(learned.volumes)
    assert np.abs(power_law(learned, learned) - came).mean() < 0.1
    assert np.abs(best_multiple(learned, learned) - came).mean() < np.abs(persistence(learned, learned) - came).mean()

"""What is forecast of a rumor, and that a damaged model is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emerge.happenings import happenings, moments, until
from nouns import NOW
from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.growth import Volume
from rumorwatch.embed.bundled import models_dir, read_manifest
from rumorwatch.emerge.forecast import FEATURES, GROWING, HORIZON, bias_of, features_of, read_forecast_model
from rumorwatch.fitted import open_forecast_model

MODEL = open_forecast_model()
MANIFEST = read_manifest("forecast")
WEIGHTS = {"volume": MODEL.volume, "to_peak": MODEL.to_peak, "ahead": MODEL.ahead}
HOUR_S = 3600.0
ago = st.integers(min_value=0, max_value=3500)


def features(*minutes_ago, age_h):
    row = features_of(moments(*minutes_ago), now=NOW, age_s=age_h * HOUR_S, utc_offset_h=7)
    return dict(zip(FEATURES, row, strict=True))


def forecast(*minutes_ago, now=NOW):
    return MODEL.forecast(moments(*minutes_ago), now=now)


def test_features_are_logarithms_of_what_the_last_parts_of_the_age_had():
    row = features(60, 31, 20, 14, 5, 1, age_h=1)
    assert row["sightings"] == pytest.approx(np.log1p(6))
    assert [row[name] for name in FEATURES[1:GROWING]] == pytest.approx(
        [np.log(5 / 7), np.log(4 / 5), np.log(3 / 4), np.log(2 / 3)]
    )


def test_the_hour_of_the_day_is_that_of_the_place():
    there, elsewhere = (features_of(moments(1), now=NOW, age_s=HOUR_S, utc_offset_h=offset) for offset in (7, -5))
    noon = NOW.replace(hour=5)
    assert features_of(moments(1), now=noon, age_s=HOUR_S, utc_offset_h=7)[GROWING] == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(there[GROWING : GROWING + 2], -elsewhere[GROWING : GROWING + 2], atol=1e-9)


@pytest.mark.parametrize("age_h", [0.25, 0.5, 0.75, 1, 2, 3, 6, 24, 48])
def test_a_rumor_with_more_behind_it_has_more_ahead_at_any_age(age_h):
    def many(sightings):
        return forecast(*np.linspace(0, age_h * 60, sightings).tolist()).volume.expected

    assert many(3) < many(30) < many(300)


def test_one_that_speeds_up_has_more_ahead_than_one_that_slows_down():
    assert forecast(60, 5, 4, 3, 2, 1).volume.expected > forecast(60, 59, 58, 57, 56, 55).volume.expected


@given(st.lists(ago, min_size=1, max_size=40))
def test_one_more_sighting_now_never_lowers_the_forecast_or_its_interval(minutes_ago):
    before, after = forecast(*minutes_ago, 2880), forecast(*minutes_ago, 2880, 0)
    for name in ("low", "expected", "high"):
        assert getattr(before.volume, name) <= getattr(after.volume, name) + 1e-9


@given(st.lists(ago, min_size=1, max_size=40))
def test_the_median_is_inside_its_interval_and_nothing_is_below_zero_or_beyond_the_horizon(minutes_ago):
    made = forecast(*minutes_ago, 0)
    assert 0 <= made.volume.low <= made.volume.expected <= made.volume.high
    assert timedelta(0) <= made.to_peak.low <= made.to_peak.expected <= made.to_peak.high <= HORIZON
    assert 0 <= made.to_peak.chance_ahead <= 1


@given(happenings)
def test_nothing_later_than_now_is_seen(seen):
    assert MODEL.forecast(seen, now=NOW) == MODEL.forecast(until(NOW, seen), now=NOW)


@pytest.mark.parametrize("minutes_ago", [(), (48 * 60 + 1,), (-5,)])
def test_without_a_sighting_in_the_last_two_days_nothing_is_forecast(minutes_ago):
    assert forecast(*minutes_ago) is None


def test_a_rumor_that_returns_is_as_young_as_its_return():
    assert forecast(30, 20, 10, 5) == forecast(*range(9000, 9400), 30, 20, 10, 5)


def test_a_rumor_younger_than_the_youngest_age_is_taken_to_be_that_old():
    assert np.isfinite(forecast(1).volume.expected)
    assert forecast(1).volume.expected < forecast(1, 1, 1).volume.expected


def test_between_two_ages_the_forecast_changes_without_a_jump():
    steps = [forecast(*np.linspace(0, age_h * 60, 50)).volume.expected for age_h in np.geomspace(0.9, 1.1, 41)]
    assert np.abs(np.diff(np.log(steps))).max() < 0.05


def test_a_forecast_says_when_and_by_what_it_was_made():
    made = forecast(10)
    assert (made.at, made.horizon, made.model_id) == (NOW, HORIZON, MANIFEST["id"])


def outcome(*, expected, came):
    return Volume(expected=expected, low=0.0, high=2 * expected), came


@pytest.mark.parametrize(
    ("outcomes", "at_least", "at_most"),
    [
        ([], 0, 0),
        ([outcome(expected=99, came=99)] * 50, 0, 0),
        ([outcome(expected=99, came=9)], -0.5, -0.1),
        ([outcome(expected=99, came=9)] * 50, np.log(0.1), np.log(0.2)),
        ([outcome(expected=9, came=99)] * 50, np.log(5), np.log(10)),
        ([*[outcome(expected=9, came=9)] * 50, outcome(expected=9, came=99_999)], 0, 0),
    ],
)
def test_outcomes_say_how_far_forecasts_are_off_the_more_the_surer(outcomes, at_least, at_most):
    assert at_least <= bias_of(outcomes) <= at_most


def test_a_shifted_model_moves_volumes_and_nothing_else():
    before = forecast(30, 20, 10)
    after = MODEL.shifted(np.log(0.5)).forecast(moments(30, 20, 10), now=NOW)
    for name in ("low", "expected", "high"):
        assert 1 + getattr(after.volume, name) == pytest.approx(max(1, (1 + getattr(before.volume, name)) / 2))
    assert after.to_peak == before.to_peak


@pytest.mark.parametrize("key", ["id", "features", "ages_h"])
def test_a_manifest_without_a_key_is_refused(key):
    damaged = {name: value for name, value in MANIFEST.items() if name != key}
    with pytest.raises(ModelError, match="RW-M06"):
        read_forecast_model(damaged, WEIGHTS)


@pytest.mark.parametrize("ages_h", [[], [1.0], [1.0, 1.0], [0.0, 1.0], [3.0, 1.0], [[1.0], [2.0]], "1", None])
def test_ages_that_do_not_ascend_from_above_zero_are_refused(ages_h):
    with pytest.raises(ModelError, match="RW-M06"):
        read_forecast_model({**MANIFEST, "ages_h": ages_h}, WEIGHTS)


def test_a_model_of_other_features_is_refused():
    with pytest.raises(ModelError, match="fitted on other features"):
        read_forecast_model({**MANIFEST, "features": [*FEATURES[1:], FEATURES[0]]}, WEIGHTS)


@pytest.mark.parametrize(
    "changed",
    [
        {"volume": None},
        {"to_peak": np.zeros((2, 3))},
        {"ahead": np.full_like(MODEL.ahead, np.nan)},
        {"volume": -np.ones_like(MODEL.volume)},
    ],
)
def test_weights_that_are_missing_of_another_shape_no_numbers_or_falling_are_refused(changed):
    weights = {name: array for name, array in (WEIGHTS | changed).items() if array is not None}
    with pytest.raises(ModelError, match="RW-M06"):
        read_forecast_model(MANIFEST, weights)


@pytest.mark.parametrize("content", [None, b"", b"not the weights"])
def test_a_damaged_file_of_weights_is_named(tmp_path, content):
    (tmp_path / "forecast").mkdir()
    (tmp_path / "forecast" / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    if content is not None:
        (tmp_path / "forecast" / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match=r"RW-M06.*weights\.safetensors"):
        open_forecast_model(models=tmp_path)


@pytest.mark.parametrize("files", [None, {}, {"weights.safetensors": "0" * 64}])
def test_weights_that_the_manifest_does_not_vouch_for_are_refused(tmp_path, files):
    (tmp_path / "forecast").mkdir()
    (tmp_path / "forecast" / "manifest.json").write_text(json.dumps({**MANIFEST, "files": files}), "utf-8")
    shipped = (models_dir() / "forecast" / "weights.safetensors").read_bytes()
    (tmp_path / "forecast" / "weights.safetensors").write_bytes(shipped)
    with pytest.raises(ModelError, match="RW-M06"):
        open_forecast_model(models=tmp_path)


def test_a_folder_without_a_manifest_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"RW-M01.*forecast"):
        open_forecast_model(models=tmp_path)

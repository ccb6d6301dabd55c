"""Settings that cannot be meant together are refused, with the reason."""

from __future__ import annotations

import pytest

from rumorwatch.domain.errors import SettingsError
from rumorwatch.settings import Settings
from rumorwatch.settingsfile import settings_from


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"clock": {"acknowledge_within_min": 90}}, "clock.answer_within_min is less"),
        ({"alert": {"group_wait_s": 1800.0}}, "would miss its own deadline"),
        ({"deliver": {"backoff_first_s": 300.0}}, "pauses could not grow"),
        ({"deliver": {"lease_s": 20.0}}, "would be sent twice"),
        ({"deliver": {"backlog_min": 0.5}, "alert": {"group_wait_s": 60.0}}, "would be a backlog"),
    ],
)
def test_values_that_cannot_be_meant_together_are_refused_with_the_reason(tmp_path, written, why):
    with pytest.raises(SettingsError, match="RW-U03") as refused:
        settings_from(written, tmp_path / "rumorwatch.toml")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_defaults_can_be_meant_together():
    assert Settings() == settings_from({}, None)

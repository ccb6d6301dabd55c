"""Deadlines as they are written, and presets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.domain.agencies import Minutes, Start, WorkingDays
from rumorwatch.respond.deadlines import (
    MAX_MINUTES,
    MAX_WORKING_DAYS,
    PRESETS,
    deadline_of,
    deadline_text,
    is_surely_later,
    preset_deadlines,
)

STARTS = st.sampled_from(Start)
DEADLINES = st.one_of(
    st.builds(Minutes, count=st.integers(1, MAX_MINUTES), since=STARTS),
    st.builds(WorkingDays, count=st.integers(1, MAX_WORKING_DAYS), since=STARTS),
)


@given(DEADLINES)
def test_a_deadline_that_is_written_is_read_as_the_same(deadline):
    assert deadline_of(deadline_text(deadline)) == deadline


@pytest.mark.parametrize(
    "written", ["", "30", "min", "30 minutes", "-1 min", "030 min", "1 day", "30 min from sighting"]
)
def test_what_says_no_deadline_is_none(written):
    assert deadline_of(written) is None


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("topics", [(), ("security",), ("health",)])
def test_no_preset_is_due_to_be_acknowledged_after_it_is_to_be_answered(preset, topics):
    assert not is_surely_later(*preset_deadlines(preset, topics))


def test_an_unknown_preset_is_an_error():
    with pytest.raises(ValueError, match="15-30-60"):
        preset_deadlines("fast", ())

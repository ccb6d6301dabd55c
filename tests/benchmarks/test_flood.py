"""A flood of one claim hides no other, and tires nobody."""

from __future__ import annotations

import pytest
from benchmarks.flood import TARGETS, TOP, flood


@pytest.mark.slow
def test_a_flood_of_one_claim_hides_no_other_and_tires_nobody(tmp_path):
    figures = flood(tmp_path, variants=300, seed=1)
    assert max(figures["messages"].values()) <= TARGETS["target_messages"]
    assert figures["minutes_to_top_5"] <= TARGETS["target_minutes"]
    assert figures["minutes_to_message"] <= TARGETS["target_minutes"]
    assert max(figures["ranks"].values()) <= TOP

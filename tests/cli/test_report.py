"""``report``: the period that is asked for."""

from __future__ import annotations


def test_a_period_that_ends_before_it_begins_is_refused(cli):
    said = cli("report", "--since", "1d", "--until", "2d")
    assert said.code == 2
    assert "ends before it begins" in said.err

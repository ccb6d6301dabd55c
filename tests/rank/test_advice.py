"""When to look again at what is only watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW
from rank.test_moves import alert
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.rumors import Level
from rumorwatch.rank.advice import next_look


def watched(*, quiet_h, level=Level.MONITOR):
    made = alert("a")
    return replace(
        made, priority=replace(made.priority, level=level), last_seen=NOW - timedelta(hours=quiet_h), updated_at=NOW
    )


@pytest.mark.parametrize(("quiet_h", "in_h"), [(0, 1), (0.5, 1), (5, 5), (24, 24), (200, 24)])
def test_a_watched_rumor_is_looked_at_again_after_as_long_as_it_was_quiet(quiet_h, in_h):
    assert next_look(watched(quiet_h=quiet_h)) == NOW + timedelta(hours=in_h)


@pytest.mark.parametrize("level", [Level.LOW, Level.MEDIUM, Level.HIGH])
def test_what_asks_for_more_than_a_look_has_none(level):
    assert next_look(watched(quiet_h=5, level=level)) is None


def test_a_closed_alert_is_not_looked_at_again():
    assert next_look(replace(watched(quiet_h=5), status=AlertStatus.CLOSED)) is None

"""What a list of agencies leaves open."""

from __future__ import annotations

from datetime import date

from dutynouns import agency
from rumorwatch.domain.claims import Topic
from rumorwatch.respond.coverage import gaps

DAY = date(2026, 10, 7)
DESK = agency("desk")


def test_with_a_catch_all_in_office_and_without_agencies_there_is_no_gap():
    assert gaps((DESK,), on=DAY) == ()
    assert gaps((), on=DAY) == ()


def test_topics_that_reach_nobody_are_named():
    (said,) = gaps((agency(topics=frozenset(Topic) - {Topic.SCAM, Topic.OTHER}),), on=DAY)
    assert "scam, other" in said


def test_one_past_its_last_day_without_a_fallback_is_named():
    old = agency("old", topics=frozenset({Topic.HEALTH}), valid_until=date(2026, 6, 30))
    (said,) = gaps((DESK, old), on=DAY)
    assert '"old"' in said
    assert "2026-06-30" in said
    assert gaps((DESK, old), on=date(2026, 6, 30)) == ()


def test_a_fallback_that_is_not_there_either_is_named():
    old = agency("old", valid_until=date(2026, 6, 30), fallback="new")
    new = agency("new", topics=frozenset({Topic.HEALTH}), valid_from=date(2027, 1, 1))
    assert any('"old"' in said for said in gaps((DESK, old, new), on=DAY))

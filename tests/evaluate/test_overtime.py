"""What recall and precision had come to by the end of each day or week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluate.alerts import course, raised
from nouns import NOW
from rumorwatch.evaluate.overtime import over_time

DAY = 24 * 60
MIDNIGHT = datetime(2026, 10, 8, tzinfo=UTC)
"""The end of the day of NOW."""


def standings(*, courses=(), alerts=(), first=NOW, last=NOW):
    return over_time(courses, alerts, first=first, last=last)


def days_ago(days):
    return NOW - timedelta(days=days)


def test_each_day_counts_all_that_came_before_its_end():
    courses = [
        course("a", first=2 * DAY, lead=2 * DAY - 60),
        course("b", first=2 * DAY, lead=DAY),
        course("c", first=60),
    ]
    alerts = [
        raised("n1", minutes_ago=2 * DAY - 60, about="a"),
        raised("n2", minutes_ago=2 * DAY - 60),
        raised("n3", minutes_ago=DAY, about="b"),
        raised("n4", minutes_ago=0),
    ]
    found = standings(courses=courses, alerts=alerts, first=days_ago(2))
    assert [one.until for one in found] == [MIDNIGHT - timedelta(days=2), MIDNIGHT - timedelta(days=1), MIDNIGHT]
    assert [(one.rumors, one.alerted, one.recall) for one in found] == [(2, 1, 0.5), (2, 2, 1.0), (3, 2, 2 / 3)]
    assert [(one.looked_at, one.right, one.precision) for one in found] == [(2, 1, 0.5), (3, 2, 2 / 3), (4, 2, 0.5)]


def test_where_nothing_was_yet_there_is_no_share():
    [only] = standings()
    assert (only.rumors, only.alerted, only.looked_at, only.right) == (0, 0, 0, 0)
    assert (only.recall, only.precision) == (None, None)


@pytest.mark.parametrize(
    ("days", "step", "number"),
    [(0, 1, 1), (1, 1, 2), (92, 1, 93), (93, 7, 14), (97, 7, 14), (98, 7, 15), (365, 7, 53)],
)
def test_up_to_92_days_are_told_by_the_day_and_more_by_the_week(days, step, number):
    found = standings(first=days_ago(days))
    assert len(found) == number
    assert {after.until - before.until for before, after in pairwise(found)} <= {timedelta(days=step)}
    assert found[0].until == MIDNIGHT - timedelta(days=days) + timedelta(days=step - 1)
    assert found[-1].until - timedelta(days=step) <= NOW < found[-1].until


def test_a_moment_at_midnight_is_of_the_day_that_it_begins():
    late = [course("a", first=-5 * 60)]
    found = standings(courses=late, last=MIDNIGHT)
    assert [(one.until, one.rumors) for one in found] == [(MIDNIGHT, 0), (MIDNIGHT + timedelta(days=1), 1)]


def test_alerts_after_the_last_post_are_counted_too():
    found = standings(
        courses=[course("a", lead=-2 * DAY)], alerts=[raised("n", minutes_ago=-3 * DAY, about="a")], first=NOW
    )
    assert [one.alerted for one in found] == [0, 0, 1, 1]
    assert [one.right for one in found] == [0, 0, 0, 1]


def test_days_are_those_of_utc():
    hanoi = timezone(timedelta(hours=7))
    assert [one.until for one in standings(first=NOW.astimezone(hanoi), last=NOW.astimezone(hanoi))] == [MIDNIGHT]


def test_ten_alerts_a_day_are_looked_at_those_of_highest_priority():
    alerts = [raised(f"n{at}", minutes_ago=at, points=at, about="a" if at > 5 else None) for at in range(15)]
    [only] = standings(alerts=alerts)
    assert (only.looked_at, only.right) == (10, 9)


MINUTES = st.integers(0, 200 * DAY)


@given(rumors=st.lists(st.tuples(MINUTES, st.none() | MINUTES), max_size=8), opened=st.lists(MINUTES, max_size=8))
def test_counts_only_grow_and_the_last_ones_count_everything(rumors, opened):
    courses = [course(str(at), first=first, lead=lead) for at, (first, lead) in enumerate(rumors)]
    alerts = [raised(f"n{at}", minutes_ago=ago, about="a" if at % 2 else None) for at, ago in enumerate(opened)]
    found = standings(courses=courses, alerts=alerts, first=days_ago(200))
    counts = [(one.rumors, one.alerted, one.looked_at, one.right) for one in found]
    for before, after in pairwise(counts):
        assert all(low <= high for low, high in zip(before, after, strict=True))
    assert counts[-1] == (
        len(rumors),
        sum(lead is not None for _, lead in rumors),
        len(opened),
        len(opened) // 2,
    )

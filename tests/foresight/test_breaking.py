"""What is looked at of a day's alerts, and what rivals would have drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from foresight.breaking import FIRST, first_of_days, rival_precision
from foresight.threads import Thread

DAY_S = 86_400


def thread(at, *, is_rumor):
    return Thread(
        id=str(at),
        is_rumor=is_rumor,
        at=at,
        author="a",
        text="x",
        verified=False,
        followers=0,
        answers=(),
        language="en",
    )


def raised(minutes, points):
    at = datetime(2014, 12, 15, tzinfo=UTC) + timedelta(minutes=minutes)
    return SimpleNamespace(opened=SimpleNamespace(opened_at=at, priority=SimpleNamespace(points=points)))


def test_fifty_alerts_of_each_day_are_looked_at():
    first, second = ([raised(day * 1_440 + minute, minute) for minute in range(FIRST + 9)] for day in (0, 1))
    by_time = first_of_days([*second, *first], by_priority=False)
    by_priority = first_of_days([*second, *first], by_priority=True)
    assert len(by_time) == len(by_priority) == 2 * FIRST
    assert max(one.opened.priority.points for one in by_time) == FIRST - 1
    assert min(one.opened.priority.points for one in by_priority) == 9


def test_a_rival_alerts_as_many_threads_a_day_as_it_is_given():
    threads = [thread(second, is_rumor=second == 2) for second in range(4)] + [thread(DAY_S, is_rumor=True)]
    scores = {"first": -np.arange(5.0), "right": np.array([0.0, 0, 1, 0, 0]), "chance": np.zeros(5)}
    found = rival_precision(threads, scores, {"1970-01-01": 2})
    assert found == {"first": 0.0, "right": 0.5, "chance": 0.25}
    assert rival_precision(threads, scores, None)["first"] == pytest.approx(2 / 5)


def test_a_day_without_alerts_has_none_of_a_rival():
    assert rival_precision([thread(0, is_rumor=True)], {"first": np.zeros(1)}, {}) == {"first": None}

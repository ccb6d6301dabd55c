"""Moments at which a rumor was seen."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from nouns import NOW


def moments(*minutes_ago, until=NOW):
    return sorted((until - timedelta(minutes=ago)).timestamp() for ago in minutes_ago)


def until(now, seen):
    return [moment for moment in seen if moment <= now.timestamp()]


happenings = st.lists(st.integers(min_value=-600, max_value=3000).map(float), max_size=30).map(
    lambda minutes_ago: moments(*minutes_ago)
)
"""From two days before now to ten hours after it."""

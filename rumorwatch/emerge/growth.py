"""Growth: how fast a rumor spreads, from the moments of its sightings.

The moments are a sorted row, so what was known at any moment is a search in it and nothing later can be in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from rumorwatch.domain.growth import Pace

if TYPE_CHECKING:
    from datetime import datetime

Moments: TypeAlias = Sequence[float]
"""When the sightings of one rumor were published: Unix seconds, ascending."""

WINDOWS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
"""Of the paces: the alert's deadline of 15 minutes, the hour of the base, and half a working day (domain.md, Clock)."""


def paces_of(moments: Moments, *, now: datetime) -> tuple[Pace, ...]:
    """Return the pace in each of ``WINDOWS``."""
    return tuple(pace_of(moments, now=now, window=window) for window in WINDOWS)


def pace_of(moments: Moments, *, now: datetime, window: timedelta) -> Pace:
    """Return how fast sightings come over a window up to ``now``, against the window before it."""
    at, width_s = now.timestamp(), window.total_seconds()
    total, before, long_before = (bisect_right(moments, at - back * width_s) for back in (0, 1, 2))
    per_h = 3600 / width_s
    return Pace(
        window=window,
        sightings=total - before,
        sightings_before=before - long_before,
        per_h=(total - before) * per_h,
        acceleration=((total - before) - (before - long_before)) * per_h,
    )

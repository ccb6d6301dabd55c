"""The base: how many posts of all feeds an hour of the week brings, in Vietnam's time, with Tet apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.emerge.tet import tet_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

WEEK_H = 168
UTC_OFFSET_H = 7
"""Vietnam's, all year and since 1975."""
_EPOCH_WEEKDAY = 3
"""Unix time began on a Thursday; Monday is 0."""
PRIOR_RHYTHM = (
    1.14, 0.94, 0.76, 0.57, 0.54, 0.56, 0.66, 0.85, 1.15, 1.28, 1.22, 1.04,
    1.07, 1.26, 1.09, 0.98, 1.00, 1.04, 0.94, 1.06, 1.14, 1.22, 1.32, 1.18,
)  # fmt: skip
"""Hours of the day over their mean: local hours of reposts of rumors in CED a day to two weeks after the post, each
thread of five or more weighing the same, so that the hour it began in tells nothing."""
_PRIOR_POSTS_PER_H = 1.0
"""Where nothing was counted yet; one counted hour weighs as much."""
_RHYTHM_POSTS = 4.0
"""What the prior rhythm weighs in each hour of the week, in posts: a feed's own hour may be half as busy or half again
(a gamma prior of shape 4 has a standard deviation of one half)."""
_SMOOTHING = np.array((0.25, 0.5, 0.25))
"""Over neighboring hours: a post comes at 8:59 or 9:01 by chance."""
_PRIOR_TET_SHARE = 0.5
"""CED has 817 reposts a day on the five days of 2013, 1,560 a day in the two weeks before and after them."""
_TET_POSTS = 20.0
"""What the prior share of Tet weighs, in posts."""
_PRIOR_SPREAD = 0.25
"""Squared: an hour is half as busy or half again as its base by chance, until a week of counts says otherwise."""
_MIN_SPREAD = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """Posts to be expected of all feeds together."""

    per_h: NDArray[np.float64]
    """(168,) posts an hour, over 0, from Monday 00:00 in Vietnam."""
    tet_share: float
    """What part of them come on a day of Tet."""
    spread: float
    """Squared relative deviation of an hour's posts from these beyond chance (1 / the size of a negative binomial)."""

    def posts_between(self, start: datetime, end: datetime) -> float:
        """Return the posts to be expected from one moment to a later one; 0 where it is not later."""
        begin_h, end_h = start.timestamp() / 3600, end.timestamp() / 3600
        if end_h <= begin_h:
            return 0.0
        hours = np.arange(np.floor(begin_h), np.ceil(end_h)).astype(np.int64)
        parts = np.minimum(hours + 1, end_h) - np.maximum(hours, begin_h)
        return float(parts @ (self.per_h[_hours_of_week(hours)] * np.where(_is_tet(hours), self.tet_share, 1.0)))


def learn_base(posts: Mapping[datetime, int]) -> Base:
    """Return the base that counted hours make of the prior rhythm.

    Rates are posterior means under gamma priors: with no hours at all the prior rhythm at one post an hour, with many
    weeks the feeds' own.

    Args:
        posts: Posts of all feeds in the hour that begins at an aware moment. An hour in which nothing was published is
            given as 0; one in which nothing was collected is left out.
    """
    hours = np.array([int(at.timestamp()) // 3600 for at in posts], np.int64)
    counts = np.array(list(posts.values()), np.float64)
    is_tet = _is_tet(hours)
    rhythm = np.tile(np.array(PRIOR_RHYTHM) / np.mean(PRIOR_RHYTHM), 7)
    usual, usual_counts = _hours_of_week(hours[~is_tet]), counts[~is_tet]
    level = (_PRIOR_POSTS_PER_H + usual_counts.sum()) / (1.0 + rhythm[usual].sum())
    seen = _smoothed(np.bincount(usual, usual_counts, WEEK_H).astype(np.float64))
    due = _smoothed(np.bincount(usual, level * rhythm[usual], WEEK_H).astype(np.float64))
    per_h = level * rhythm * (_RHYTHM_POSTS + seen) / (_RHYTHM_POSTS + due)
    tet_due = per_h[_hours_of_week(hours[is_tet])].sum()
    return Base(
        per_h=per_h,
        tet_share=float((_TET_POSTS * _PRIOR_TET_SHARE + counts[is_tet].sum()) / (_TET_POSTS + tet_due)),
        spread=_spread_of(usual_counts, per_h[usual], mean=float(per_h.mean())),
    )


def hour_of_week(at: datetime, *, utc_offset_h: float = UTC_OFFSET_H) -> float:
    """Return the hours since Monday 00:00 of local time, from 0 up to 168."""
    return (at.timestamp() / 3600 + utc_offset_h + 24 * _EPOCH_WEEKDAY) % WEEK_H


def _hours_of_week(hours: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each Unix hour its hour of the week in Vietnam, 0 to 167."""
    return (hours + UTC_OFFSET_H + 24 * _EPOCH_WEEKDAY) % WEEK_H


def _is_tet(hours: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each Unix hour whether it is on a day of Tet in Vietnam."""
    days, tet = (hours + UTC_OFFSET_H) // 24, _tet()
    is_tet: NDArray[np.bool_] = tet[np.minimum(np.searchsorted(tet, days), len(tet) - 1)] == days
    return is_tet


@cache
def _tet() -> NDArray[np.int64]:
    """Return the days of Tet that are known, in days since 1970, ascending."""
    epoch = date(1970, 1, 1).toordinal()
    return np.array(sorted(day.toordinal() - epoch for day in tet_days()), np.int64)


def _smoothed(by_hour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (168,) smoothed over neighboring hours, around the end of the week."""
    around = np.concatenate((by_hour[-1:], by_hour, by_hour[:1]))
    return np.convolve(around, _SMOOTHING, mode="valid")


def _spread_of(counts: NDArray[np.float64], expected: NDArray[np.float64], *, mean: float) -> float:
    """Return the spread by moments (variance = mean + spread x mean squared), with a week of the prior's mixed in."""
    prior_weight = WEEK_H * mean**2
    beyond_chance = ((counts - expected) ** 2 - expected).sum()
    spread = (prior_weight * _PRIOR_SPREAD + beyond_chance) / (prior_weight + (expected**2).sum())
    return max(_MIN_SPREAD, float(spread))

"""Bursts: how surprising it is that so many sightings of a rumor came now.

The hour of the week says how many posts of all feeds there are to be (base.py), and the rumor's own past what share of
them it has. Under a gamma prior on that share the sightings of a window are negative binomial, and the score is how
rarely so many come: five at three in the morning are more than five at noon, and a rumor that goes on as it did is no
burst however large it is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.growth import Burst
from rumorwatch.emerge.growth import pace_of

if TYPE_CHECKING:
    from rumorwatch.emerge.base import Base
    from rumorwatch.emerge.growth import Moments

_PRIOR_SIGHTINGS, _PRIOR_POSTS = 0.1, 100.0
"""Of the gamma prior of a rumor's share, shape and rate: one post in a thousand (PHEME's Ferguson has 24,177 posts in
1,143 threads), and it is worth no more than a hundred posts, so that the rumor's own past soon says more."""
_TINY = 1e-300
_CLOSE = 1e-12
_MOST_TERMS = 100_000
HOUR = timedelta(hours=1)


def burst_of(moments: Moments, *, base: Base, now: datetime, window: timedelta = HOUR) -> Burst:
    """Return how surprising the sightings of the window up to ``now`` are; nothing later is looked at.

    Before its first sighting, and where it has none in the window, a rumor's score is 0.
    """
    sightings = pace_of(moments, now=now, window=window).sightings
    start = now - window
    before = bisect_right(moments, start.timestamp())
    first_seen = datetime.fromtimestamp(moments[0], UTC) if before else start
    posts_before = base.posts_between(first_seen, start)
    shape = _PRIOR_SIGHTINGS + before
    expected = shape / (_PRIOR_POSTS + posts_before) * base.posts_between(start, now)
    return Burst(
        window=window,
        sightings=sightings,
        expected=expected,
        score=surprise(sightings, mean=expected, size=1 / (1 / shape + base.spread)),
    )


def surprise(count: int, *, mean: float, size: float) -> float:
    """Return -log10 P(X >= count) of a negative binomial, 0 and up.

    P(X >= k) is the regularized incomplete beta function I_q(k, size) at q = mean / (mean + size).

    Args:
        count: 0 or more.
        mean: Over 0.
        size: Over 0; the variance is ``mean + mean**2 / size``.
    """
    if count <= 0:
        return 0.0
    more = mean / (mean + size)
    if more < (count + 1) / (count + size + 2):
        return max(0.0, -_log_beta_share(count, size, more) / math.log(10))
    return max(0.0, -math.log1p(-math.exp(_log_beta_share(size, count, size / (mean + size)))) / math.log(10))


def _log_beta_share(a: float, b: float, x: float) -> float:
    """Return log I_x(a, b) for x < (a + 1) / (a + b + 2), by Lentz's continued fraction (Numerical Recipes, 6.4)."""
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x) - math.log(a)
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, _MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for part in (even, odd):
            d, c = 1 / _not_zero(1 + part * d), _not_zero(1 + part / c)
            step = c * d
            fraction *= step
        if abs(step - 1) < _CLOSE:
            break
    return front + math.log(fraction)


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY

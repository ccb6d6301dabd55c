"""Exact tests of counts: many are too small for an approximation, and none is so great that it would need one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HALVINGS = 40
"""Of an interval of 1: to a millionth of a millionth."""


def binomial_tail(hits: int, n: int, share: float) -> float:
    """Return how likely at least so many hits of n are, where each is a hit with this probability.

    Args:
        hits: 0 to n.
        n: 0 or more.
        share: Between 0 and 1, both out of the question.
    """
    log_hit, log_miss = math.log(share), math.log1p(-share)
    return _summed(_log_ways(n, k) + k * log_hit + (n - k) * log_miss for k in range(hits, n + 1))


def binomial_interval(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of n, 1 or more.

    C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
    Biometrika 26 (1934): the shares at which so many hits or more, and so many or fewer, have one chance in forty.
    """
    one_side = 0.025
    low = 0.0 if hits == 0 else _root(lambda share: binomial_tail(hits, n, share) - one_side)
    high = 1.0 if hits == n else _root(lambda share: binomial_tail(hits + 1, n, share) - (1 - one_side))
    return low, high


def overlap_tail(overlap: int, first: int, second: int, n: int) -> float:
    """Return how likely two sets of n, drawn without regard to each other, share so many or more (Fisher's exact test).

    Args:
        overlap: What both have, 0 or more.
        first: Size of the one, 0 to n.
        second: Size of the other, 0 to n.
        n: 0 or more.
    """
    most = min(first, second)
    least = max(overlap, first + second - n)
    all_ways = _log_ways(n, second)
    return _summed(_log_ways(first, k) + _log_ways(n - first, second - k) - all_ways for k in range(least, most + 1))


def _summed(logs: Iterable[float]) -> float:
    return min(1.0, math.fsum(map(math.exp, logs)))


def _log_ways(n: int, k: int) -> float:
    """Return the logarithm of the number of ways to choose k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _root(rising: Callable[[float], float]) -> float:
    """Return where a rising function of 0 to 1 crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2

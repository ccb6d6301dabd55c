"""Figures of few observations, each with what it is made of: shares, quartiles, and waits that are not all over."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = 5
"""Below so many observations a figure says little, and is marked."""
_Z95 = 1.959964
"""The 97.5 % quantile of the normal distribution."""
_ROUNDING = 1e-9
"""Above that of a product of some thousand shares, below the step of any one wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    hits: int
    n: int
    """0 and up; of 0 there is no share."""

    @property
    def value(self) -> float | None:
        """0 to 1; None for none of none."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % score interval, within 0 to 1; of none it is all of it.

        E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): unlike the
        usual one it holds for few observations and for shares of 0 and 1.
        """
        if not self.n:
            return 0.0, 1.0
        p, z2 = self.hits / self.n, _Z95**2
        center = (p + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z95 / (1 + z2 / self.n) * math.sqrt(p * (1 - p) / self.n + z2 / (4 * self.n**2))
        # At the ends the interval holds the share itself; rounding alone would push it out.
        return (
            0.0 if self.hits == 0 else max(0.0, center - half),
            1.0 if self.hits == self.n else min(1.0, center + half),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """The middle of observations, and what half of them lie between."""

    p25: float
    median: float
    p75: float
    n: int
    """1 or more."""


def quartiles(values: Sequence[float]) -> Quartiles | None:
    """Return the quartiles, interpolated between observations; None of none."""
    if not values:
        return None
    low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    return Quartiles(p25=low, median=middle, p75=high, n=len(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One wait, over or not."""

    minutes: float
    """0 and up; so long so far, when it is not over."""
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long it takes, those that still wait counted in."""

    median_min: float | None
    """Minutes in which half were done; None: fewer than half were, as far as can be told."""
    n: int
    unfinished: int
    """Those that were not over when last seen: they still wait, or ended otherwise."""


def waits(found: Sequence[Wait]) -> Waits:
    """Return how long waits are, with the median of Kaplan and Meier.

    The median of those that are over would flatter: who never answers would not be in it. One that is not over says
    that it takes longer than so far, and counts so: E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete
    observations", JASA 53 (1958). The median is the shortest time by which half or more are estimated to be done; of
    waits that are all over it is the lower median.
    """
    waiting, left = len(found), 1.0
    median: float | None = None
    # At one moment those that are over come first: one that was cut off then still waited.
    for wait in sorted(found, key=lambda wait: (wait.minutes, not wait.over)):
        if wait.over:
            left *= 1 - 1 / waiting
            if left <= 0.5 + _ROUNDING:
                median = wait.minutes
                break
        waiting -= 1
    return Waits(median_min=median, n=len(found), unfinished=sum(not wait.over for wait in found))

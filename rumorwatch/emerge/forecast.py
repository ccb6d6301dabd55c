"""What is to be expected of a rumor in the next 24 hours, from how it has grown so far.

Quantiles of ``log(1 + sightings to come)`` are linear in logarithms of what was seen in the last whole, half, quarter,
eighth and sixteenth of the rumor's age and in the hour of the day, with weights of their own at each of a few ages,
between which they change evenly with the logarithm of the age. Weights are such that one more sighting never lowers a
forecast. Intervals are widened until they hold four of five on later rumors (conformalized quantile regression, Romano
et al. 2019). ``scripts/train_forecast`` fits them, and says what else was tried.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.growth import Forecast, ToPeak, Volume
from rumorwatch.emerge.base import UTC_OFFSET_H

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from rumorwatch.emerge.growth import Moments

HORIZON = timedelta(hours=24)
_PARTS = (1, 2, 4, 8, 16)
"""The last whole, half, quarter ... of the age: whether it speeds up or slows down, at any age alike."""
_HARMONICS = (1, 2, 3)
"""Of the day: night, morning and evening; a fourth gave nothing."""
FEATURES = (
    "sightings",
    *(f"1/{part} of the age over 1/{part // 2}" for part in _PARTS[1:]),
    *(f"{wave} of the day, {harmonic}" for harmonic in _HARMONICS for wave in ("sine", "cosine")),
)
GROWING = len(_PARTS)
"""The first so many features take weights of 0 or more: one more sighting raises the logarithm of a shorter part's
count by at least as much as that of a longer one, so it never lowers their sum."""
QUANTILES = 3
"""Low, median and high."""
_PRIOR_OUTCOMES = 5
"""Outcomes that no bias weighs as much as: one strange rumor moves forecasts by a sixth of its own strangeness."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForecastModel:
    """Weights by age; the first of each row is the intercept, the others are in the order of ``FEATURES``."""

    id: str
    ages_h: NDArray[np.float64]
    """(a,) ascending, hours since the first sighting: what the weights at a place were fitted at."""
    volume: NDArray[np.float64]
    """(a, 3, 1 + features): low, median and high of log(1 + sightings within the horizon)."""
    to_peak: NDArray[np.float64]
    """(a, 3, 1 + features): low, median and high of log(1 + hours until the busiest hour begins)."""
    ahead: NDArray[np.float64]
    """(a, 1 + features): log odds that the busiest hour up to the horizon has not begun."""

    def forecast(self, moments: Moments, *, now: datetime, utc_offset_h: float = UTC_OFFSET_H) -> Forecast | None:
        """Return what is to be expected from ``now`` on; nothing later is looked at.

        Only the last ``max(ages_h)`` hours are looked at, so that a rumor that returns is as young as its return; one
        younger than ``min(ages_h)`` is taken to be that old.

        Args:
            moments: Of one rumor.
            now: Aware.
            utc_offset_h: Hours of local time ahead of UTC where people post.

        Returns:
            None where there is no sighting in these hours.
        """
        age_s = age_of(moments, now=now, longest_s=float(self.ages_h[-1]) * 3600)
        if age_s is None:
            return None
        age_s = max(age_s, float(self.ages_h[0]) * 3600)
        row = np.concatenate(([1.0], features_of(moments, now=now, age_s=age_s, utc_offset_h=utc_offset_h)))
        low, middle, high = _quantiles(self._at(self.volume, age_s), row)
        hours = _quantiles(self._at(self.to_peak, age_s), row)
        soon, likely, late = (min(HORIZON, timedelta(hours=until)) for until in hours)
        return Forecast(
            at=now,
            horizon=HORIZON,
            volume=Volume(expected=middle, low=low, high=high),
            to_peak=ToPeak(
                expected=likely,
                low=soon,
                high=late,
                chance_ahead=float(1 / (1 + np.exp(-self._at(self.ahead, age_s) @ row))),
            ),
            model_id=self.id,
        )

    def shifted(self, bias: float) -> ForecastModel:
        """Return the model with volumes moved alike at all ages.

        Args:
            bias: By how much the logarithm of what comes is larger here than forecast (``bias_of``).
        """
        volume = self.volume.copy()
        volume[:, :, 0] += bias
        return replace(self, volume=volume)

    def _at(self, weights: NDArray[np.float64], age_s: float) -> NDArray[np.float64]:
        """Return the weights at an age, between those of the ages around it."""
        ages = np.log(self.ages_h)
        place = float(np.interp(math.log(age_s / 3600), ages, np.arange(len(ages))))
        below = min(int(place), len(ages) - 2)
        mixed: NDArray[np.float64] = weights[below] + (place - below) * (weights[below + 1] - weights[below])
        return mixed


def bias_of(outcomes: Sequence[tuple[Volume, int]]) -> float:
    """Return how far the logarithm of what came is over that of the forecast; near 0 where there is little to go by.

    Few places meet as many posts of a rumor as a platform has, so their sightings are fewer than forecast; their own
    past rumors say by how much. Where feeds meet one repost of ten, 50 outcomes take the mean error of the logarithm at
    an hour from 1.81 to .69 (``scripts/train_forecast``).

    Args:
        outcomes: What was forecast of a rumor and the sightings that came, once each, at the age that matters most.
    """
    if not outcomes:
        return 0.0
    over = [math.log1p(came) - math.log1p(volume.expected) for volume, came in outcomes]
    return median(over) * len(over) / (len(over) + _PRIOR_OUTCOMES)


def age_of(moments: Moments, *, now: datetime, longest_s: float) -> float | None:
    """Return seconds since the first sighting of the last ``longest_s`` seconds; None where there is none."""
    at = now.timestamp()
    first = bisect_left(moments, at - longest_s)
    if first == len(moments) or moments[first] > at:
        return None
    return at - moments[first]


def features_of(moments: Moments, *, now: datetime, age_s: float, utc_offset_h: float) -> NDArray[np.float64]:
    """Return (len(FEATURES),) of one rumor as of ``now``.

    Args:
        moments: Of one rumor.
        now: Aware.
        age_s: Seconds that are looked at, up to now; over 0.
        utc_offset_h: Hours of local time ahead of UTC.
    """
    at = now.timestamp()
    seen = bisect_right(moments, at)
    # The first sighting is as old as the age and belongs to it.
    starts = (at - age_s - 1e-3, *(at - age_s / part for part in _PARTS[1:]))
    counts = np.log1p([seen - bisect_right(moments, start) for start in starts])
    day = (at / 3600 + utc_offset_h) / 24 * 2 * math.pi
    waves = [wave(harmonic * day) for harmonic in _HARMONICS for wave in (math.sin, math.cos)]
    return np.concatenate((counts[:1], np.diff(counts), waves))


def read_forecast_model(manifest: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]) -> ForecastModel:
    """Return the model of a manifest and its weights.

    Args:
        manifest: models/forecast/manifest.json.
        weights: ``volume``, ``to_peak`` and ``ahead``.

    Raises:
        ModelError: RW-M06 something is missing, has another shape, or would make a forecast fall as sightings come.
    """
    whole = 1 + len(FEATURES)
    try:
        ages_h = _ages(manifest)
        return ForecastModel(
            id=str(manifest["id"]),
            ages_h=ages_h,
            volume=_rising(_part(weights, "volume", shape=(len(ages_h), QUANTILES, whole))),
            to_peak=_part(weights, "to_peak", shape=(len(ages_h), QUANTILES, whole)),
            ahead=_part(weights, "ahead", shape=(len(ages_h), whole)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the forecast model is not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit one with scripts/train_forecast",
        ) from error


def _ages(manifest: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the ages of a manifest for these features."""
    if tuple(manifest["features"]) != FEATURES:
        raise ValueError("fitted on other features")
    ages_h = np.array(manifest["ages_h"], np.float64)
    if ages_h.ndim != 1 or len(ages_h) <= 1 or not (np.diff(ages_h, prepend=0.0) > 0).all():
        raise ValueError(f"ages_h is {manifest['ages_h']}, not two or more hours that ascend from above 0")
    return ages_h


def _rising(volume: NDArray[np.float64]) -> NDArray[np.float64]:
    if (volume[:, :, 1 : 1 + GROWING] < 0).any():
        raise ValueError("volume has weights of sightings below 0")
    return volume


def _part(stored: Mapping[str, NDArray[Any]], name: str, *, shape: tuple[int, ...]) -> NDArray[np.float64]:
    found = np.asarray(stored[name], np.float64)
    if found.shape != shape or not np.isfinite(found).all():
        raise ValueError(f"{name} is {found.shape}, not {shape} finite numbers")
    return found


def _quantiles(weights: NDArray[np.float64], row: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return low, median and high, 0 and up; where the lines of two have crossed they change places."""
    low, middle, high = np.expm1(np.maximum(np.sort(weights @ row), 0.0)).tolist()
    return low, middle, high

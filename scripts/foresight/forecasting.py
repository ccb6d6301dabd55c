"""How good forecasts of held-out threads are: errors beside those of others, and what intervals hold."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import roc_auc_score

from foresight.volume_rivals import best_multiple, boosted, persistence, power_law, self_exciting
from foresight.volumes import CHINA_OFFSET_H, HOUR_S, rows_of
from rumorwatch.domain.growth import Volume
from rumorwatch.emerge.forecast import bias_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from foresight.volumes import Rows
    from rumorwatch.emerge.forecast import ForecastModel
    from rumorwatch.emerge.growth import Moments

ROUNDING = 1e-6
"""Of logarithms and hours on their way through durations."""
MET, OUTCOMES = 0.1, 50
"""Share of reposts that feeds meet where they see little of a platform, and past rumors that say so."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What the model says of rows, asked as the program asks it."""

    volumes: NDArray[np.float64]
    """(n, 3) low, median, high of log(1 + sightings)."""
    to_peak_h: NDArray[np.float64]
    """(n, 3) low, median, high."""
    ahead: NDArray[np.float64]
    """(n,) chance that the busiest hour is ahead."""


def told_by(model: ForecastModel, rows: Rows, all_moments: Sequence[Moments]) -> Told:
    """Return what the model forecasts of rows."""
    made = []
    for thread, age_h in zip(rows.threads, rows.ages_h, strict=True):
        moments = all_moments[thread]
        now = datetime.fromtimestamp(moments[0] + age_h * HOUR_S, UTC)
        one = model.forecast(moments, now=now, utc_offset_h=CHINA_OFFSET_H)
        if one is None:
            raise ValueError(f"no forecast of thread {thread} at {now}")
        made.append(one)
    return Told(
        volumes=np.log1p([(one.volume.low, one.volume.expected, one.volume.high) for one in made]),
        to_peak_h=np.array(
            [[_hours(of) for of in (one.to_peak.low, one.to_peak.expected, one.to_peak.high)] for one in made]
        ),
        ahead=np.array([one.to_peak.chance_ahead for one in made]),
    )


def _hours(duration: timedelta) -> float:
    return duration.total_seconds() / HOUR_S


def errors_and_intervals(
    learned: Rows, held_out: Rows, model: ForecastModel, *, all_moments: Sequence[Moments], rumors: NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    """Return the figures of each measure at each age."""
    told = told_by(model, held_out, all_moments)
    errors = {"forecast": np.abs(told.volumes[:, 1] - np.log1p(held_out.volumes))}
    rivals = {
        "persistence x 24": persistence,
        "persistence, best multiple": best_multiple,
        "power law": power_law,
        "self-exciting": self_exciting(all_moments),
        "boosted trees": boosted,
    }
    errors |= {name: np.abs(rival(learned, held_out) - np.log1p(held_out.volumes)) for name, rival in rivals.items()}
    figures = {f"error, {name}": by_age(held_out, each) for name, each in errors.items()}
    is_rumor = rumors[held_out.threads]
    for name, mine in (("rumors", is_rumor), ("others", ~is_rumor)):
        figures[f"error, forecast, {name}"] = by_age(held_out.at(mine), errors["forecast"][mine])
    figures |= {name: by_age(held_out, each) for name, each in intervals(told, held_out).items()}
    return figures | peak_intervals(told, held_out) | peaks(learned, held_out, told)


def intervals(told: Told, rows: Rows) -> dict[str, NDArray[Any]]:
    """Return for each row whether intervals hold what came, and how wide they are."""
    came = np.log1p(rows.volumes)
    return {
        "held by the interval": (told.volumes[:, 0] - ROUNDING <= came) & (came <= told.volumes[:, 2] + ROUNDING),
        "below it": came < told.volumes[:, 0] - ROUNDING,
        "above it": came > told.volumes[:, 2] + ROUNDING,
        "high over low": np.exp(told.volumes[:, 2] - told.volumes[:, 0]),
    }


def peak_intervals(told: Told, rows: Rows) -> dict[str, dict[str, float]]:
    """Return how far intervals of the time to the peak hold, in all and where they say that it may be ahead."""
    low, middle, high = told.to_peak_h.T
    held = (low - ROUNDING <= rows.to_peak_h) & (rows.to_peak_h <= high + ROUNDING)
    open_ended = high > ROUNDING
    of_open = rows.at(open_ended)
    return {
        "peak held": by_age(rows, held),
        "peak may be ahead": by_age(rows, open_ended),
        "peak held, of these": by_age(of_open, held[open_ended], ages_h=rows.ages_h),
        "latest hour, of these": by_age(of_open, high[open_ended], ages_h=rows.ages_h),
        "error, log hours to the peak": by_age(rows, np.abs(np.log1p(middle) - np.log1p(rows.to_peak_h))),
        "error, always past": by_age(rows, np.log1p(rows.to_peak_h)),
    }


def peaks(learned: Rows, rows: Rows, told: Told) -> dict[str, dict[str, float]]:
    """Return how well it is told whether the busiest hour is ahead, beside how often it was among the earlier."""
    figures: dict[str, dict[str, float]] = {"peak ahead": by_age(rows, rows.to_peak_h > 0)}
    figures["AUC of ahead"], figures["Brier of ahead"], figures["Brier, share of the earlier"] = {}, {}, {}
    for age_h in np.unique(rows.ages_h):
        mine, name = rows.ages_h == age_h, f"{age_h:g}"
        ahead = rows.to_peak_h[mine] > 0
        usual = (learned.to_peak_h[learned.ages_h == age_h] > 0).mean()
        figures["AUC of ahead"][name] = round(float(roc_auc_score(ahead, told.ahead[mine])), 3)
        figures["Brier of ahead"][name] = round(float(((told.ahead[mine] - ahead) ** 2).mean()), 4)
        figures["Brier, share of the earlier"][name] = round(float(((usual - ahead) ** 2).mean()), 4)
    return figures


def by_age(rows: Rows, values: NDArray[Any], *, ages_h: NDArray[np.float64] | None = None) -> dict[str, float]:
    """Return the mean of values at each age of the rows, or of others; nan where there are none."""
    return {
        f"{age_h:g}": round(float(values[rows.ages_h == age_h].mean()), 3) if (rows.ages_h == age_h).any() else math.nan
        for age_h in np.unique(rows.ages_h if ages_h is None else ages_h)
    }


def intervals_between(model: ForecastModel, rows: Rows, all_moments: Sequence[Moments]) -> dict[str, dict[str, float]]:
    """Return error and intervals at ages that nothing was fitted at."""
    told = told_by(model, rows, all_moments)
    error = by_age(rows, np.abs(told.volumes[:, 1] - np.log1p(rows.volumes)))
    return {"error, forecast": error} | {name: by_age(rows, each) for name, each in intervals(told, rows).items()}


def few_met(model: ForecastModel, all_moments: Sequence[Moments], *, learned: int) -> dict[str, dict[str, float]]:
    """Return errors where feeds meet one repost of ten, as the model is and moved by the last outcomes learned from."""
    chance = np.random.default_rng(0)
    thin = [array("d", _met(moments, chance)) for moments in all_moments]
    rows = rows_of(thin, model.ages_h.tolist())
    known, held_out = (
        rows.at((rows.threads >= learned - OUTCOMES) & (rows.threads < learned)),
        rows.at(rows.threads >= learned),
    )
    before, came = told_by(model, known, thin), np.log1p(held_out.volumes)
    told = told_by(model, held_out, thin).volumes
    moved = told.copy()
    for age_h in np.unique(rows.ages_h):
        mine = known.ages_h == age_h
        made = (Volume(expected=expected, low=low, high=high) for low, expected, high in np.expm1(before.volumes[mine]))
        outcomes = [(volume, int(count)) for volume, count in zip(made, known.volumes[mine], strict=True)]
        ours = held_out.at(held_out.ages_h == age_h)
        moved[held_out.ages_h == age_h] = told_by(model.shifted(bias_of(outcomes)), ours, thin).volumes
    return {
        "error, as it is": by_age(held_out, np.abs(told[:, 1] - came)),
        f"error, after {OUTCOMES} outcomes": by_age(held_out, np.abs(moved[:, 1] - came)),
        "error, power law fitted here": by_age(
            held_out, np.abs(power_law(rows.at(rows.threads < learned), held_out) - came)
        ),
        "held, as it is": by_age(held_out, (told[:, 0] <= came) & (came <= told[:, 2])),
        f"held, after {OUTCOMES} outcomes": by_age(held_out, (moved[:, 0] <= came) & (came <= moved[:, 2])),
    }


def _met(moments: Moments, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return the first sighting and one of ten of the others."""
    whole = np.array(moments)
    return whole[(chance.random(len(whole)) < MET) | (np.arange(len(whole)) == 0)]

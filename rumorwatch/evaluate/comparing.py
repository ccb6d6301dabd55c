"""Comparing: what changes from one replay of an archive to another, with intervals from a paired bootstrap.

Both replays are asked about the same rumors and the same days, so what is hard about a rumor or a day is so for both:
rumors, and days, are drawn with replacement, each draw is measured on both sides, and the interval is that of the
differences (percentile bootstrap, Efron and Tibshirani 1993, ch. 13; paired as in Koehn 2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.evaluate.earliness import alerted_at, looked_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from numpy.typing import NDArray

    from rumorwatch.evaluate.desk import Raised
    from rumorwatch.evaluate.earliness import Truth

RESAMPLES = 2_000
"""Draws: 50 of them lie beyond each end of a 95 % interval, so the ends are steady to the second digit."""
SEED = 20_260
"""Of the draws, so that equal replays give equal intervals on every machine."""
_TAILS = (0.025, 0.975)
"""The ends of a 95 % interval."""
_AT_ONCE = 2_000_000
"""Cells of a block of draws: 16 MB a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One measure on both sides; None where a side has no case of it."""

    a: float | None
    b: float | None
    low: float | None
    """Lower end of the 95 % interval of ``b - a``; None also where fewer than two rumors or days were drawn from."""
    high: float | None
    """Upper end."""

    @property
    def difference(self) -> float | None:
        """What changes from a to b."""
        return None if self.a is None or self.b is None else self.b - self.a

    @property
    def is_beyond_chance(self) -> bool | None:
        """Whether the interval leaves out 0; None: there is none."""
        return None if self.low is None or self.high is None else self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two replays of one archive, measure by measure."""

    measures: Mapping[str, Difference]
    """By their names in ``replay --json``; ``lead_minutes`` is the median."""
    rumors: int
    """Drawn from, for what is measured of rumors."""
    days: int
    """Drawn from (UTC), for precision and alerts a day."""
    resamples: int

    def as_json(self) -> dict[str, object]:
        """Return the third object of ``replay --json`` with two sides (commands.md)."""
        told = {
            name: {"difference": _rounded(one.difference), "low": _rounded(one.low), "high": _rounded(one.high)}
            for name, one in self.measures.items()
        }
        return {**told, "rumors": self.rumors, "days": self.days, "resamples": self.resamples}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """What is drawn from: a replay rumor by rumor and day by day; n rumors and d days in the same order everywhere."""

    wait_min: NDArray[np.float64]
    """(n,): minutes from a rumor's first post to its alert; NaN: it was not alerted."""
    lead_min: NDArray[np.float64]
    """(n,): minutes from its alert to its busiest hour; NaN: it was not alerted."""
    right: NDArray[np.float64]
    """(d,): of the ten alerts of the day that are looked at, those that came to be mostly about rumors."""
    looked_at: NDArray[np.float64]
    """(d,): alerts of the day that are looked at, 10 at most."""
    opened: NDArray[np.float64]
    """(d,): all alerts that opened on the day, over the share of a day that the archive covers of each."""


_Measure = tuple["Callable[..., NDArray[np.float64]]", tuple[str, ...]]
"""What gives a measure of (r, m) draws, a row a draw, and the columns of ``Cases`` that it takes."""


def days_of(first: datetime, last: datetime, raised: Sequence[Raised]) -> Sequence[date]:
    """Return the days (UTC) from the first post or alert to the last one, without a gap."""
    moments = [moment.astimezone(UTC) for moment in (first, last, *(one.opened.opened_at for one in raised))]
    begin = min(moments).date()
    return [begin + timedelta(days=number) for number in range((max(moments).date() - begin).days + 1)]


def cases_of(raised: Sequence[Raised], truth: Truth, *, days: Sequence[date]) -> Cases:
    """Return a replay rumor by rumor, in the order of their ids, and day by day.

    Args:
        raised: Its alerts.
        truth: Of the archive.
        days: Those that hold every alert, ascending.
    """
    alerted, minute = alerted_at(raised), timedelta(minutes=1)
    names = sorted(truth.rumors)
    waits = [(alerted[name] - truth.rumors[name].first_at) / minute if name in alerted else np.nan for name in names]
    leads = [(truth.rumors[name].peak_at - alerted[name]) / minute if name in alerted else np.nan for name in names]
    place = {day: at for at, day in enumerate(days)}
    right, looked, opened = (np.zeros(len(days)) for _ in range(3))
    for day, alerts in looked_at(raised).items():
        right[place[day]] = sum(one.about is not None for one in alerts)
        looked[place[day]] = len(alerts)
    for one in raised:
        opened[place[one.opened.opened_at.astimezone(UTC).date()]] += len(days) / truth.days
    return Cases(
        wait_min=np.array(waits, np.float64),
        lead_min=np.array(leads, np.float64),
        right=right,
        looked_at=looked,
        opened=opened,
    )


def compared(a: Cases, b: Cases, *, rng: np.random.Generator, resamples: int = RESAMPLES) -> Comparison:
    """Return how two replays of one archive differ.

    A draw in which a side has no case (of no rumor alerted there is no median) is left out of the interval.

    Args:
        a: One side.
        b: The other, of the same rumors and days.
        rng: Draws; equally seeded ones give equal intervals.
        resamples: How many draws.
    """
    rumors, days = len(a.wait_min), len(a.opened)
    measures = {
        **_differences(_OF_RUMORS, a, b, number=rumors, rng=rng, resamples=resamples),
        **_differences(_OF_DAYS if rumors else _OF_ANY_DAYS, a, b, number=days, rng=rng, resamples=resamples),
    }
    told = {name: measures.get(name, _UNKNOWN) for name in _ORDER}
    return Comparison(measures=told, rumors=rumors, days=days, resamples=resamples)


def _differences(
    measures: Mapping[str, _Measure], a: Cases, b: Cases, *, number: int, rng: np.random.Generator, resamples: int
) -> dict[str, Difference]:
    """Return the differences in what is measured of one kind of case, of which there are ``number``."""
    everything = np.arange(number)[None, :]
    drawn: dict[str, list[NDArray[np.float64]]] = {name: [] for name in measures}
    for picks in _draws(number, rng, resamples) if number > 1 else ():
        for name, measure in measures.items():
            drawn[name].append(_measured(measure, b, picks) - _measured(measure, a, picks))
    made = {}
    for name, measure in measures.items():
        ends = _ends(np.concatenate(drawn[name])) if drawn[name] else (None, None)
        on_a, on_b = (_number(_measured(measure, side, everything)[0]) if number else None for side in (a, b))
        is_known = on_a is not None and on_b is not None
        made[name] = Difference(a=on_a, b=on_b, low=ends[0] if is_known else None, high=ends[1] if is_known else None)
    return made


def _draws(number: int, rng: np.random.Generator, resamples: int) -> Iterator[NDArray[np.int64]]:
    """Yield (r, number) places drawn with replacement, ``resamples`` rows in all."""
    rows = max(1, _AT_ONCE // number)
    for done in range(0, resamples, rows):
        yield rng.integers(number, size=(min(rows, resamples - done), number))


def _measured(measure: _Measure, side: Cases, picks: NDArray[np.int64]) -> NDArray[np.float64]:
    function, columns = measure
    return function(*(getattr(side, column)[picks] for column in columns))


def _ends(differences: NDArray[np.float64]) -> tuple[float | None, float | None]:
    known = differences[np.isfinite(differences)]
    if not len(known):
        return None, None
    # Of 2,000 draws an end is one of them, not a value between two that never occurred.
    low, high = np.quantile(known, _TAILS, method="inverted_cdf")
    return float(low), float(high)


def _share_alerted(wait_min: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.mean(~np.isnan(wait_min), axis=1)
    return shares


def _share_before_peak(lead_min: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.mean(lead_min > 0, axis=1)
    return shares


def _medians(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the median of each row's numbers; NaN for a row without any."""
    ordered = np.sort(values, axis=1)  # NaN comes last
    counts = np.sum(~np.isnan(values), axis=1)
    rows, middle = np.arange(len(values)), np.maximum(counts - 1, 0) // 2
    medians: NDArray[np.float64] = (ordered[rows, middle] + ordered[rows, counts // 2]) / 2
    return medians


def _ratios(right: NDArray[np.float64], looked: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = looked.sum(axis=1)
    ratios: NDArray[np.float64] = np.full(len(totals), np.nan)
    np.divide(right.sum(axis=1), totals, out=ratios, where=totals > 0)
    return ratios


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    means: NDArray[np.float64] = np.mean(values, axis=1)
    return means


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


_UNKNOWN = Difference(a=None, b=None, low=None, high=None)
_OF_RUMORS: Mapping[str, _Measure] = {
    "recall": (_share_alerted, ("wait_min",)),
    "alerted_before_peak": (_share_before_peak, ("lead_min",)),
    "median_minutes_to_alert": (_medians, ("wait_min",)),
    "lead_minutes": (_medians, ("lead_min",)),
}
_OF_ANY_DAYS: Mapping[str, _Measure] = {"alerts_per_day": (_means, ("opened",))}
_OF_DAYS: Mapping[str, _Measure] = {"precision@10_per_day": (_ratios, ("right", "looked_at")), **_OF_ANY_DAYS}
"""Precision needs to know what alerts are about; alerts are counted in any archive."""
_ORDER = (
    *("recall", "precision@10_per_day", "alerted_before_peak"),
    *("median_minutes_to_alert", "lead_minutes", "alerts_per_day"),
)

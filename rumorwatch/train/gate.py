"""The gate: a new model is promoted only if it is not worse anywhere that matters (domain.md, Learning).

Both models answer the same frozen cases, and what is compared is the difference, case by case: a paired bootstrap
(Efron & Tibshirani 1993; Koehn 2004) over groups of cases, for cases about one claim fall together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

MOST_LOST = 0.005
"""Half a point: what a new model may lose anywhere for what it learned."""
MOST_LOST_PART = 0.05
"""Five points in a part of a set: one language or one class of hard cases has tens of cases, and by chance two or three
turn. A smaller fall in a part counts when it is surely one."""
RESAMPLES = 2_000
"""Of the bootstrap: the ends of a 95 % interval vary by a hundredth of its width from seed to seed."""
INTERVAL = (0.025, 0.975)
LEAST_CASES = 20
"""Of a part that is judged by itself; a smaller one is in its set's figures only."""


class Measure(StrEnum):
    """How answers become a figure; for each more is better."""

    F1 = "F1"
    """Of right answers among those given and those to be given."""
    ACCURACY = "accuracy"
    """Share of cases that are answered rightly."""
    RECALL = "recall"
    """Share of right cases that are found; a missed one is a false answer."""
    HELD = "share held"
    """Share of wrong cases that are not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What one model said of the cases of a set; counts are of what hangs on a case, mostly 0 or 1."""

    hits: NDArray[np.float64]
    """(n,) right answers it gave."""
    false: NDArray[np.float64]
    """(n,) wrong answers it gave."""
    missed: NDArray[np.float64]
    """(n,) right answers it did not give."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """One frozen set, answered by the model in force and by the new one."""

    name: str
    measure: Measure
    groups: NDArray[np.object_]
    """(n,) what cases fall together by: their claim."""
    parts: Mapping[str, NDArray[np.bool_]]
    """Languages and classes: (n,) which cases are in each."""
    before: Answers
    after: Answers
    part: str = ""
    """What part of a larger question all of it is, as one stance of four; empty: it is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of both models."""

    set: str
    part: str
    """Empty: the whole set."""
    measure: Measure
    cases: int
    before: float
    after: float
    interval: tuple[float, float]
    """Of the difference, 95 %."""
    net_lost: int
    """Groups of cases that are answered worse, less those that are answered better."""

    @property
    def difference(self) -> float:
        """What the new model gains."""
        return self.after - self.before

    @property
    def objection(self) -> str:
        """Why this figure is against the new model; empty: it is not."""
        # One group of cases that turned is chance, however much it is of a small part.
        clearly = self.difference < -(MOST_LOST_PART if self.part else MOST_LOST) and self.net_lost > 1
        surely = self.difference < -MOST_LOST and self.interval[1] < 0
        if not (clearly or surely):
            return ""
        where = f"{self.set}, {self.part}" if self.part else self.set
        low, high = (f"{100 * end:+.1f}" for end in self.interval)
        return (
            f"{where}: {self.measure} falls from {100 * self.before:.1f} to {100 * self.after:.1f} "
            f"({low} to {high} points, {self.cases} cases)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """Whether a model may be promoted, and why or why not."""

    figures: tuple[Figure, ...]
    objections: tuple[str, ...] = field(default=())
    """None: it passed."""

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.objections


def decide(trials: Sequence[Trial], *, objections: Sequence[str], seed: int) -> GateResult:
    """Return whether a new model is not worse anywhere that matters.

    Args:
        trials: Frozen sets answered by both models.
        objections: What speaks against the judgments themselves.
        seed: Of the bootstrap.
    """
    figures = [figure for trial in trials for figure in figures_of(trial, seed=seed)]
    said = [objection for figure in figures if (objection := figure.objection)]
    return GateResult(figures=tuple(figures), objections=(*objections, *said))


def figures_of(trial: Trial, *, seed: int) -> list[Figure]:
    """Return the figures of a set and of its parts of ``LEAST_CASES`` or more, each with its interval."""
    size = len(trial.groups)
    parts = {"": np.full(size, True)} | {
        name: mine for name, mine in sorted(trial.parts.items()) if mine.sum() >= LEAST_CASES
    }
    return [_figure(trial, name, mine, seed=seed) for name, mine in parts.items() if size]


def _figure(trial: Trial, part: str, mine: NDArray[np.bool_], *, seed: int) -> Figure:
    groups = np.unique(trial.groups[mine].astype(str), return_inverse=True)[1]
    count = int(groups.max()) + 1
    sums = {
        (name, of): np.bincount(groups, getattr(answers, name)[mine], minlength=count)
        for of, answers in (("before", trial.before), ("after", trial.after))
        for name in ("hits", "false", "missed")
    }
    # How often each group is drawn: (resamples, groups), multinomial, as drawing with replacement is.
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=RESAMPLES).astype(float)
    once = np.ones((1, count))

    def value(of: str, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return _value(trial.measure, *(weights @ sums[name, of] for name in ("hits", "false", "missed")))

    differences = value("after", draws) - value("before", draws)
    gained = sums["hits", "after"] - sums["false", "after"] - (sums["hits", "before"] - sums["false", "before"])
    low, high = np.quantile(differences, INTERVAL).tolist()
    return Figure(
        set=trial.name,
        part=", ".join(filter(None, (trial.part, part))),
        measure=trial.measure,
        cases=int(mine.sum()),
        before=float(value("before", once)[0]),
        after=float(value("after", once)[0]),
        interval=(low, high),
        net_lost=int((gained < 0).sum() - (gained > 0).sum()),
    )


def _value(
    measure: Measure, hits: NDArray[np.float64], false: NDArray[np.float64], missed: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the measure of sums; 1 where there was nothing to answer."""
    if measure is Measure.F1:
        total = 2 * hits + false + missed
        return np.where(total > 0, 2 * hits / np.maximum(total, np.finfo(float).tiny), 1.0)
    total = hits + false
    return np.where(total > 0, hits / np.maximum(total, np.finfo(float).tiny), 1.0)

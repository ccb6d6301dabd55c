"""Figures of foresight: lead time, calibration, AUC within groups, what authors would add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from foresight.threads import Thread
    from foresight.watching import Course

LEAST_GROUP = 10
"""Rumors and others that a group must have for an AUC of its own."""


def lead_figures(courses: Sequence[Course], threshold: float) -> dict[str, Any]:
    """Return how precise the alerts are, which rumors come before they are called one, and by how many hours.

    A rumor that no answer calls one counts as early if it is alerted at all, and not into the lead.
    """
    alerted = np.array([course.alerted_s(threshold) for course in courses])
    called = np.array([course.called_s for course in courses])
    is_rumor = np.array([course.is_rumor for course in courses])
    on_time = (alerted < called) & is_rumor
    was_called = is_rumor & np.isfinite(called)
    led = called[on_time & was_called] - alerted[on_time & was_called]
    both = was_called & np.isfinite(alerted)
    return {
        "alerts": int(np.isfinite(alerted).sum()),
        "precision": round(float(is_rumor[np.isfinite(alerted)].mean()), 4) if np.isfinite(alerted).any() else None,
        "recall": round(float(np.isfinite(alerted[is_rumor]).mean()), 4),
        "before_called": round(float(on_time[was_called].mean()), 4),
        "before_called_or_never_called": round(float(on_time[is_rumor].mean()), 4),
        "rumors_called": int(was_called.sum()),
        "called_h": quartiles(called[was_called] / 3_600),
        "lead_h": quartiles(led / 3_600),
        "lead_h_of_all_alerted": quartiles((called[both] - alerted[both]) / 3_600),
        "alerted_at_the_post": round(float((alerted[is_rumor] == 0).mean()), 4),
    }


def quartiles(values: NDArray[np.float64]) -> list[float]:
    """Return lower quartile, median and upper quartile; nothing for no values."""
    return [round(float(one), 2) for one in np.quantile(values, (0.25, 0.5, 0.75))] if len(values) else []


def calibration_error(probabilities: NDArray[np.float64], is_rumor: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Return the mean gap between what was said and what was so, over bins of equal width, by their size."""
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[places == place].sum() - is_rumor[places == place].sum())
        for place in range(bins)
        if (places == place).any()
    ]
    return round(float(sum(gaps) / len(is_rumor)), 4)


def lead_in_auc(
    is_rumor: NDArray[np.bool_], ours: NDArray[np.float64], theirs: NDArray[np.float64], *, draws: int = 500
) -> list[float]:
    """Return the 95 % interval of our AUC minus theirs, by drawing the threads again with a fixed seed."""
    chooser = np.random.default_rng(0)
    found = [
        roc_auc_score(is_rumor[drawn], ours[drawn]) - roc_auc_score(is_rumor[drawn], theirs[drawn])
        for drawn in chooser.integers(0, len(is_rumor), size=(draws, len(is_rumor)))
        if is_rumor[drawn].any() and not is_rumor[drawn].all()
    ]
    return [round(float(edge), 4) for edge in np.quantile(found, (0.025, 0.975))]


def auc_within(
    odds: NDArray[np.float64], is_rumor: NDArray[np.bool_], groups: NDArray[np.generic]
) -> dict[str, dict[str, float | int | None]]:
    """Return for each group its size, share of rumors, and AUC among its own; None where one side is too small."""
    found: dict[str, dict[str, float | int | None]] = {}
    for group in np.unique(groups):
        mine = groups == group
        few = min(is_rumor[mine].sum(), (~is_rumor[mine]).sum()) < LEAST_GROUP
        found[str(group)] = {
            "threads": int(mine.sum()),
            "rumors": round(float(is_rumor[mine].mean()), 3),
            "auc": None if few else round(roc_auc_score(is_rumor[mine], odds[mine]), 4),
        }
    return found


def with_author(
    before: NDArray[np.float64], earlier: Sequence[Thread], odds: NDArray[np.float64], later: Sequence[Thread]
) -> NDArray[np.float64]:
    """Return log odds that also weigh the author's badge and followers: what the model does without, as information.

    Args:
        before: (n,) log odds of ``earlier`` by a model that did not see them; the weights are learned there.
        earlier: Threads.
        odds: (m,) log odds of ``later``.
        later: Threads.
    """
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(_beside_author(before, earlier), [thread.is_rumor for thread in earlier])
    found: NDArray[np.float64] = model.decision_function(_beside_author(odds, later))
    return found


def _beside_author(odds: NDArray[np.float64], threads: Sequence[Thread]) -> NDArray[np.float64]:
    authors = [(float(thread.verified), np.log1p(thread.followers)) for thread in threads]
    return np.column_stack((odds, np.array(authors)))

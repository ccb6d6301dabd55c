"""Training the matcher: probabilities and thresholds from what is known of candidate pairs.

Logistic regression (Platt 1999) with bounds, every list of pairs weighing by its mass and not by its length, then
thresholds that hold a stated precision and recall in each band (domain.md, Matching).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.train.evidence import COLUMNS, Fitted, TierBegins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.train.evidence import PairList

CONFIRMED_PRECISION, SUGGESTED_RECALL = 0.97, 0.95
"""domain.md, Matching."""
PAIR = "pair "
"""What the column of a language pair begins with."""
FREE = ("log_references", "log_words", PAIR)
"""Columns that may count either way; all others may only speak for a match. A plain fit gives the similarity a negative
weight, which would rank an exact copy below a paraphrase."""
RIDGE = 1e-4
"""Pull of the standardized coefficients to 0: little, set by hand."""
MIN_RIGHT = 100
"""Right pairs that a band needs for thresholds of its own: at 100 one wrong pair more is a hundredth of precision."""


def fit(lists: Sequence[PairList], columns: tuple[str, ...] = COLUMNS) -> tuple[float, Fitted]:
    """Return the loss and the regression with its thresholds.

    Args:
        lists: At least one, one of which binds the confirmed tier.
        columns: What the probability is made of.

    Raises:
        ValueError: No list binds a threshold.
    """
    loss, bare = fit_probability(lists, columns)
    return loss, replace(bare, tiers=fit_tiers(bare, lists))


def fit_probability(lists: Sequence[PairList], columns: tuple[str, ...] = COLUMNS) -> tuple[float, Fitted]:
    """Return the loss and the regression, without thresholds."""
    from scipy.optimize import minimize

    features = np.concatenate([pairs.features(columns) for pairs in lists])
    right = np.concatenate([pairs.right for pairs in lists])
    weight = np.concatenate([pairs.counts / pairs.counts.sum() * pairs.mass for pairs in lists])
    weight /= weight.sum()
    counts = np.concatenate([pairs.counts for pairs in lists])
    mean = np.average(features, axis=0, weights=counts)
    spread = np.sqrt(np.average((features - mean) ** 2, axis=0, weights=counts)) + np.finfo(float).tiny
    scaled = (features - mean) / spread

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes = parameters[1:]
        evidence = scaled @ slopes + parameters[0]
        slope = (1 / (1 + np.exp(-evidence)) - right) * weight
        total = float((weight * np.logaddexp(0, np.where(right, -evidence, evidence))).sum())
        pull = np.concatenate([[0.0], 2 * RIDGE * slopes])
        return total + RIDGE * float(slopes @ slopes), np.concatenate([[slope.sum()], scaled.T @ slope]) + pull

    bounds = [(None, None), *((None if name.startswith(FREE) else 0, None) for name in columns)]
    best = minimize(loss, np.zeros(len(columns) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    slopes = best.x[1:] / spread
    return float(best.fun), Fitted(
        intercept=float(best.x[0] - slopes @ mean),
        slopes=dict(zip(columns, slopes.tolist(), strict=True)),
        tiers={},
    )


def fit_tiers(bare: Fitted, lists: Sequence[PairList]) -> dict[str, TierBegins]:
    """Return the probabilities where the tiers begin, by band and, as "", for bands that have none of their own.

    Raises:
        ValueError: No list binds a threshold.
    """
    fits = {band: found for band in bands_of(lists) if (found := _tiers(bare, lists, band)) is not None}
    if not fits:
        everything = _tiers(bare, lists, None)
        if everything is None:
            raise ValueError("no list of pairs binds a threshold")
        return {"": everything}
    real = {
        band: found for band in fits if (found := _tiers(bare, [one for one in lists if one.real], band)) is not None
    }
    if not real:
        strictest, widest = max(one.confirmed for one in fits.values()), min(one.suggested for one in fits.values())
        return {"": TierBegins(confirmed=strictest, suggested=widest), **fits}
    # Translations and paraphrases are easier to tell apart than what people write about claims: a band that only they
    # measured is confirmed no sooner, and what is as alike suggested no later, than in one that real posts did.
    strictest = max(one.confirmed for one in real.values())
    widest = min(one.suggested for one in real.values())
    tiers = {
        band: real.get(band)
        or TierBegins(
            confirmed=max(found.confirmed, strictest),
            suggested=min(found.suggested, _shifted(widest, bare.slopes.get(PAIR + band.split(",")[0], 0.0))),
        )
        for band, found in fits.items()
    }
    return {"": TierBegins(confirmed=max(one.confirmed for one in tiers.values()), suggested=widest), **tiers}


def bands_of(lists: Sequence[PairList]) -> list[str]:
    """Return the names of all bands, in order."""
    return sorted({band for pairs in lists for band in set(pairs.bands.tolist()) if band})


def _shifted(probability: float, offset: float) -> float:
    """Return the probability of the same evidence in a language pair that adds an offset, where that is less."""
    odds = probability / (1 - probability) * float(np.exp(min(0.0, offset)))
    return odds / (1 + odds)


def _tiers(fitted: Fitted, lists: Sequence[PairList], band: str | None) -> TierBegins | None:
    """Return the thresholds of a band (None: of all pairs); None where too few right pairs are in it."""
    confirmed, likely, likely_counts = [], [], []
    for name in dict.fromkeys(pairs.name for pairs in lists):
        named = [pairs for pairs in lists if pairs.name == name]
        kept = [pairs.bands == band if band is not None else np.full(len(pairs), True) for pairs in named]
        chosen = list(zip(named, kept, strict=True))
        probability = np.concatenate([fitted.probabilities(pairs)[mine] for pairs, mine in chosen])
        right = np.concatenate([pairs.right[mine] for pairs, mine in chosen])
        counts = np.concatenate([pairs.counts[mine] for pairs, mine in chosen])
        likely.append(probability[right])
        likely_counts.append(counts[right])
        if named[0].binds and (band is None or counts[right].sum() >= MIN_RIGHT):
            confirmed.append(_confirming(probability, right, counts))
    if not confirmed:
        return None
    return TierBegins(
        confirmed=max(confirmed),
        suggested=_quantile(np.concatenate(likely), np.concatenate(likely_counts), 1 - SUGGESTED_RECALL),
    )


def _confirming(probability: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.float64]) -> float:
    """Return the least probability from which the precision holds."""
    order = np.argsort(-probability, kind="stable")
    precision = np.cumsum((right * counts)[order]) / np.cumsum(counts[order])
    held = np.flatnonzero(precision >= CONFIRMED_PRECISION)
    return float(probability[order][held[-1]]) if len(held) else 1.0


def _quantile(values: NDArray[np.float64], counts: NDArray[np.float64], share: float) -> float:
    """Return the value under which a share of the counts lies; for counts of 1 as numpy's quantile."""
    order = np.argsort(values, kind="stable")
    places = np.cumsum(counts[order]) - counts[order]
    return float(np.interp(share * max(counts.sum() - 1, 0), places, values[order]))

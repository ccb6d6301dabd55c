"""Measuring probabilities and thresholds on pairs that nothing was fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import binomtest

from matcher.fitting import MIN_RIGHT, bands_of_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matcher.fitting import Fitted, Pairs

FIFTHS = 5
"""Steps of the reliability curve."""


def measured(fitted: Fitted, lists: Sequence[Pairs]) -> dict[str, dict[str, Any]]:
    """Return precision and recall of both tiers and the calibration error, by corpus and number of claims."""
    names = dict.fromkeys(pairs.name for pairs in lists)
    return {name: _measured(fitted, [pairs for pairs in lists if pairs.name == name]) for name in names}


def measured_bands(fitted: Fitted, lists: Sequence[Pairs]) -> dict[str, dict[str, Any]]:
    """Return the same by band, with the 95 % interval of each share (Wilson 1927), over all lists that bind."""
    binding = [pairs for pairs in lists if pairs.binds]
    found = {band: _measured(fitted, binding, band=band) for band in bands_of_lists(binding)}
    return {band: row for band, row in found.items() if row["right_pairs"] >= MIN_RIGHT}


def _measured(fitted: Fitted, lists: Sequence[Pairs], *, band: str | None = None) -> dict[str, Any]:
    kept = [pairs.bands == band if band is not None else np.full(len(pairs.right), True) for pairs in lists]
    joined = zip(lists, kept, strict=True)
    probability, right, names = (
        np.concatenate(parts)
        for parts in zip(
            *((fitted.probabilities(pairs)[mine], pairs.right[mine], pairs.bands[mine]) for pairs, mine in joined),
            strict=True,
        )
    )
    tiers = [fitted.tiers.get(name, fitted.tiers[""]) for name in names.tolist()]
    reachable = sum(count for pairs in lists for name, count in pairs.reachable.items() if band is None or name == band)
    row: dict[str, Any] = {"right_pairs": reachable}
    for tier in ("confirmed", "suggested"):
        shown = probability >= np.array([getattr(one, tier) for one in tiers])
        for measure, hits, of in (
            ("precision", int(right[shown].sum()), int(shown.sum())),
            ("recall", int(right[shown].sum()), reachable),
        ):
            row[f"{tier}_{measure}"] = round(hits / of, 3) if of else None
            if band is not None:
                row[f"{tier}_{measure}_interval"] = _interval(hits, of)
    row["calibration_error"] = round(calibration_error(probability, right), 4)
    return row


def _interval(hits: int, of: int) -> list[float] | None:
    if not of:
        return None
    found = binomtest(min(hits, of), of).proportion_ci(method="wilson")
    return [round(found.low, 3), round(found.high, 3)]


def calibration_error(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error in ten bands of equal width (Naeini et al. 2015)."""
    bands = np.minimum((probability * 10).astype(int), 9)
    gaps = [abs(probability[bands == band].sum() - right[bands == band].sum()) for band in range(10)]
    return float(sum(gaps) / len(right))


def reliability(fitted: Fitted, lists: Sequence[Pairs]) -> dict[str, list[dict[str, Any]]]:
    """Return the reliability curve, all pairs' and each band's: mean probability and share that is right, by fifths."""
    curves = {"all": _curve(fitted, lists, None)}
    measured_ones = [
        band for band in bands_of_lists(lists) if sum(one.reachable.get(band, 0) for one in lists) >= MIN_RIGHT
    ]
    return curves | {band: _curve(fitted, lists, band) for band in measured_ones}


def _curve(fitted: Fitted, lists: Sequence[Pairs], band: str | None) -> list[dict[str, Any]]:
    kept = [pairs.bands == band if band is not None else np.full(len(pairs.right), True) for pairs in lists]
    probability = np.concatenate([fitted.probabilities(pairs)[mine] for pairs, mine in zip(lists, kept, strict=True)])
    right = np.concatenate([pairs.right[mine] for pairs, mine in zip(lists, kept, strict=True)])
    fifths = np.minimum((probability * FIFTHS).astype(int), FIFTHS - 1)
    return [
        {
            "from": fifth / FIFTHS,
            "pairs": int((fifths == fifth).sum()),
            "said": round(float(probability[fifths == fifth].mean()), 3),
            "right": round(float(right[fifths == fifth].mean()), 3),
        }
        for fifth in np.unique(fifths).tolist()
    ]

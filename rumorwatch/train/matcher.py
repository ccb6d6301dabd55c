"""Training the matcher: how likely matches are in each language pair, over what the base was fitted on.

The shipped regression stays as it is, for it was fitted on hundreds of thousands of pairs of all languages. What judged
pairs move is an offset for each language pair they are in: the same evidence means more, or less, among the posts of
this workspace. Thresholds move along, so that what is confirmed stays confirmed, but where judged pairs surely do not
hold the stated precision.

Refitting all coefficients on base and judged pairs together was tried: 3,567 judged English pairs raised the F1 of the
frozen hard cases by .6 points and took 8 points from confirmed matches across languages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.train.evidence import TierBegins, bands_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rumorwatch.train.evidence import Fitted, PairList

CONFIRMED_PRECISION = 0.97
"""domain.md, Matching."""
PULL = 10.0
"""Strength of the pull of each offset to 0, in judgments: as the ranking's (rank/learning.py)."""
SURELY = 0.05
"""How likely it may be that the precision holds all the same when a threshold is raised."""
_NEAR = 1e-13
"""How near an offset is found: below the digits that are kept."""


def adapt(base: Fitted, judged: PairList, *, pull: float = PULL) -> Fitted:
    """Return the base with an offset for each language pair, and thresholds that moved along.

    Args:
        base: What ships.
        judged: Pairs that analysts judged; of a language pair that is not in them nothing changes.
        pull: Strength of the pull to the base, over 0.
    """
    pairs = np.array(judged.language_pairs, object)
    evidence = _logit(base.probabilities(judged))
    offsets = {
        str(pair): _offset(evidence[pairs == pair], judged.right[pairs == pair], pull=pull) for pair in np.unique(pairs)
    }
    # A band without thresholds of its own takes the latest of all; of a judged language pair it gets its own now,
    # judged or not, to move with the offset.
    along = {
        band: _moved(base.tiers.get(band, base.tiers[""]), offset)
        for pair, offset in offsets.items()
        for band in bands_of(pair)
    }
    moved = replace(
        base,
        offsets={**base.offsets, **{pair: base.offsets.get(pair, 0.0) + by for pair, by in offsets.items()}},
        tiers={**base.tiers, **along},
    )
    return replace(moved, tiers=_held(moved, judged))


def _offset(evidence: NDArray[np.float64], right: NDArray[np.bool_], *, pull: float) -> float:
    """Return the offset under which judged pairs are likeliest, drawn to 0.

    The slope of that likelihood falls all the way, and is 0 once, where the pull is as strong as all pairs at most. It
    is looked for between those ends: Newton's steps overshoot where the base is sure and the pairs say the contrary.
    """
    from scipy.optimize import brentq
    from scipy.special import expit

    def slope(offset: float) -> float:
        return float((expit(evidence + offset) - right).sum()) + pull * offset

    farthest = len(right) / pull
    return float(brentq(slope, -farthest, farthest, xtol=_NEAR))


def _moved(tiers: TierBegins, offset: float) -> TierBegins:
    """Return where tiers begin when all evidence is moved by an offset: at the same pairs as before."""
    return TierBegins(
        confirmed=_shifted(tiers.confirmed, offset),
        suggested=_shifted(tiers.suggested, offset),
    )


def _shifted(probability: float, offset: float) -> float:
    if probability >= 1:
        return 1.0
    return float(1 / (1 + np.exp(-(_logit(np.array([probability]))[0] + offset))))


def _held(fitted: Fitted, judged: PairList) -> Mapping[str, TierBegins]:
    """Return thresholds of which no judged pairs surely say that they do not hold the precision."""
    tiers = dict(fitted.tiers)
    probabilities = fitted.probabilities(judged)
    for band in sorted(set(judged.bands.tolist())):
        mine = (judged.bands == band) & (probabilities >= tiers[band].confirmed)
        begins = _holding(probabilities[mine], judged.right[mine])
        if begins is not None:
            tiers[band] = replace(tiers[band], confirmed=begins)
    return tiers


def _holding(probabilities: NDArray[np.float64], right: NDArray[np.bool_]) -> float | None:
    """Return where ``confirmed`` begins for pairs that reach it; None: where it did, and 1: nowhere."""
    from scipy.stats import binom

    order = np.argsort(-probabilities, kind="stable")
    ranked, wrong = probabilities[order], np.cumsum(~right[order])
    # How likely so many wrong ones are, if the precision held among those at least as likely.
    surely = binom.sf(wrong - 1, np.arange(1, len(right) + 1), 1 - CONFIRMED_PRECISION) < SURELY
    if not len(right) or not surely[-1]:
        return None
    # Between the last pair of which it is not sure and the next one: equal ones are told apart by nothing.
    fine = np.flatnonzero(~surely[:-1] & (ranked[:-1] > ranked[1:]))
    return float(ranked[fine[-1] : fine[-1] + 2].mean()) if len(fine) else 1.0


def _logit(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(probability, 1e-12, 1 - 1e-12)
    found: NDArray[np.float64] = np.log(kept / (1 - kept))
    return found

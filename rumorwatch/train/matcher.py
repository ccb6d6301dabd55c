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

from rumorwatch.train.evidence import TierBegins, language_pair_of

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
_STEPS = 50


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
    # A band without thresholds of its own takes the latest of all; it gets its own now, to move with its offset.
    known = dict.fromkeys([*base.tiers, *sorted(set(judged.bands.tolist()))])
    moved = replace(
        base,
        offsets={**base.offsets, **{pair: base.offsets.get(pair, 0.0) + by for pair, by in offsets.items()}},
        tiers={
            band: _moved(base.tiers.get(band, base.tiers[""]), offsets.get(language_pair_of(band), 0.0))
            for band in known
        },
    )
    return replace(moved, tiers=_held(moved, judged))


def _offset(evidence: NDArray[np.float64], right: NDArray[np.bool_], *, pull: float) -> float:
    """Return the offset under which judged pairs are likeliest, drawn to 0, by Newton's method."""
    offset = 0.0
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(evidence + offset)))
        slope = float((chance - right).sum()) + pull * offset
        step = slope / (float((chance * (1 - chance)).sum()) + pull)
        offset -= step
        if abs(step) < 1e-9:  # noqa: PLR2004 - far below the digits that are kept
            break
    return offset


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
    from scipy.stats import binom

    tiers = dict(fitted.tiers)
    probabilities = fitted.probabilities(judged)
    for band in sorted(set(judged.bands.tolist())):
        mine = (judged.bands == band) & (probabilities >= tiers[band].confirmed)
        order = np.argsort(-probabilities[mine], kind="stable")
        right, ranked = judged.right[mine][order], probabilities[mine][order]
        wrong = np.cumsum(~right)
        many = np.arange(1, len(right) + 1)
        # How likely so many wrong ones are, if the precision held among those at least as likely.
        surely = binom.sf(wrong - 1, many, 1 - CONFIRMED_PRECISION) < SURELY
        if len(right) and surely[-1]:
            fine = np.flatnonzero(~surely)
            begins = float(ranked[fine[-1]]) if len(fine) else 1.0
            tiers[band] = replace(tiers[band], confirmed=begins)
    return tiers


def _logit(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.clip(probability, 1e-12, 1 - 1e-12)
    found: NDArray[np.float64] = np.log(kept / (1 - kept))
    return found

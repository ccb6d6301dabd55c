"""Evidence: what is known of candidates, and what calibrated constants make of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.match.bands import Bands
    from rumorwatch.match.calibrate import Calibration

MIN_REFERENCES = 30
"""The shortest list of claims that constants were fitted on; shorter ones are taken for as long."""
MIN_WORDS, MAX_WORDS = 5, 80
"""Shorter and longer texts are taken for as long: longer ones are matched by windows (windows.py)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is known of candidates; rows are posts."""

    similarities: NDArray[np.float32]
    """(n, k) fused cosines."""
    leads: NDArray[np.float32]
    """(n, k) by them (leads.py)."""
    cosines: NDArray[np.float32]
    """(n, k, e) of each encoder."""
    leads_apart: NDArray[np.float32]
    """(n, k, e) by each encoder's."""
    references: int
    """How many there are in all."""
    bands: Bands | None = None
    """None: nothing depends on them."""


def probabilities_of(evidence: Evidence, calibration: Calibration) -> NDArray[np.float64]:
    """Return (n, k) chances, 0 to 1, that an analyst would say "same claim"."""
    total = (
        calibration.intercept
        + calibration.similarity * evidence.similarities.astype(float)
        + calibration.lead * evidence.leads
        + calibration.log_references * log(max(evidence.references, MIN_REFERENCES))
    )
    if calibration.cosines:
        total = total + evidence.cosines @ np.array(calibration.cosines)
    if calibration.leads_apart:
        total = total + evidence.leads_apart @ np.array(calibration.leads_apart)
    if evidence.bands is not None:
        total = total + calibration.log_words * np.log(np.clip(evidence.bands.words, MIN_WORDS, MAX_WORDS))
        for pair, offset in calibration.pairs:
            total = total + offset * (evidence.bands.pairs == pair)
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-total))
    return chances


def levels_of(
    probabilities: NDArray[np.float64], calibration: Calibration, bands: Bands | None = None
) -> NDArray[np.int8]:
    """Return (n, k) places in LEVELS: the tiers that probabilities reach."""
    names = np.full(probabilities.shape, "", object) if bands is None or not calibration.band_tiers else bands.names
    confirmed = np.full(probabilities.shape, calibration.tiers.confirmed)
    suggested = np.full(probabilities.shape, calibration.tiers.suggested)
    for band, tiers in calibration.band_tiers:
        confirmed[names == band], suggested[names == band] = tiers.confirmed, tiers.suggested
    reached: NDArray[np.int8] = (probabilities >= suggested).astype(np.int8)
    reached += probabilities >= np.maximum(confirmed, suggested)
    return reached

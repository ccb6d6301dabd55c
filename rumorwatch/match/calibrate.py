"""From similarity to a calibrated probability and a tier, by constants that were fitted and ship with the model."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.matches import Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rumorwatch.match.bands import Bands

MIN_REFERENCES = 30
"""The shortest list of claims that constants were fitted on; shorter ones are taken for as long."""
MIN_WORDS, MAX_WORDS = 5, 80
"""Shorter and longer texts are taken for as long: longer ones are matched by windows (windows.py)."""
LEVELS = (None, Tier.SUGGESTED, Tier.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The probabilities where the tiers begin."""

    confirmed: float
    suggested: float


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Logistic regression on what is known of a pair (Platt 1999), and the probabilities where the tiers begin."""

    weights: tuple[float, ...]
    """One an encoder, adding up to 1: how their similarities are fused."""
    same_matter: float
    """Similarity, 0 to 1, from which two references say the same and are no rivals of each other."""
    intercept: float
    similarity: float
    """Coefficient of the fused cosine."""
    lead: float
    """Coefficient of the lead (leads.py), -1 to 1."""
    log_references: float
    """Coefficient of the natural logarithm of the number of references: a lead over many says more than over few."""
    tiers: Tiers
    """Of pairs whose band has none of its own: the strictest of all."""
    cosines: tuple[float, ...] = ()
    """Coefficients of each encoder's cosine; empty: none counts apart."""
    leads_apart: tuple[float, ...] = ()
    """Coefficients of the lead by each encoder's cosine; empty: none counts."""
    log_words: float = 0.0
    """Coefficient of the natural logarithm of the words of the post, MIN_WORDS to MAX_WORDS."""
    pairs: tuple[tuple[str, float], ...] = ()
    """What a language pair adds (bands.py); 0 for others."""
    band_tiers: tuple[tuple[str, Tiers], ...] = ()
    """By band."""

    def probabilities(self, evidence: Evidence) -> NDArray[np.float64]:
        """Return (n, k) chances, 0 to 1, that an analyst would say "same claim"."""
        total = (
            self.intercept
            + self.similarity * evidence.similarities.astype(float)
            + self.lead * evidence.leads
            + self.log_references * log(max(evidence.references, MIN_REFERENCES))
        )
        if self.cosines:
            total = total + evidence.cosines @ np.array(self.cosines)
        if self.leads_apart:
            total = total + evidence.leads_apart @ np.array(self.leads_apart)
        if evidence.bands is not None:
            total = total + self.log_words * np.log(np.clip(evidence.bands.words, MIN_WORDS, MAX_WORDS))
            for pair, offset in self.pairs:
                total = total + offset * (evidence.bands.pairs == pair)
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-total))
        return chances

    def levels(self, probabilities: NDArray[np.float64], bands: Bands | None = None) -> NDArray[np.int8]:
        """Return (n, k) places in LEVELS: the tiers that probabilities reach."""
        names = np.full(probabilities.shape, "", object) if bands is None or not self.band_tiers else bands.names
        confirmed = np.full(probabilities.shape, self.tiers.confirmed)
        suggested = np.full(probabilities.shape, self.tiers.suggested)
        for band, tiers in self.band_tiers:
            confirmed[names == band], suggested[names == band] = tiers.confirmed, tiers.suggested
        levels: NDArray[np.int8] = (probabilities >= suggested).astype(np.int8)
        levels += probabilities >= np.maximum(confirmed, suggested)
        return levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a post's best candidate reaches under a cascade's first stage for a second look: both.

    In a short list of claims it is the probability that keeps posts about something else out, in a long one the
    similarity: of 3,000 claims one leads by chance.
    """

    probability: float
    similarity: float

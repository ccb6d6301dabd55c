"""Calibration: the constants that make probabilities and tiers of similarities; fitted, and shipped with the models.

No array is touched here: an idle scan reads the constants, for they name what matches depend on. evidence.py applies
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import Tier

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = (None, Tier.SUGGESTED, Tier.CONFIRMED)
"""Tiers by their place, for arrays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The probabilities where the tiers begin."""

    confirmed: float
    suggested: float


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
    """Of pairs whose band has none of its own: confirmed as late as the latest band, suggested as soon as the soonest
    that real posts measured."""
    cosines: tuple[float, ...] = ()
    """Coefficients of each encoder's cosine; empty: none counts apart."""
    leads_apart: tuple[float, ...] = ()
    """Coefficients of the lead by each encoder's cosine; empty: none counts."""
    log_words: float = 0.0
    """Coefficient of the natural logarithm of the words of the post (evidence.py)."""
    pairs: tuple[tuple[str, float], ...] = ()
    """What a language pair adds (bands.py); 0 for others."""
    band_tiers: tuple[tuple[str, Tiers], ...] = ()
    """By band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a post's best candidate reaches under a cascade's first stage for a second look: both.

    In a short list of claims it is the probability that keeps posts about something else out, in a long one the
    similarity: of 3,000 claims one leads by chance.
    """

    probability: float
    similarity: float
    references: int = 1
    """Length of the shortest list that it is for."""


def floor_for(floors: Sequence[Floor], references: int) -> Floor:
    """Return the floor of a list of claims or statements.

    Args:
        floors: At least one, those of longer lists later.
        references: How many are listed; in a list shorter than any floor is for, the first goes.
    """
    *_, found = floors[0], *(floor for floor in floors if floor.references <= references)
    return found

"""Evidence: candidate pairs as the numbers that a probability is made of; no text is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

COLUMNS = (
    "similarity",
    "lead",
    "log_references",
    "cosine mini",
    "lead lexical",
    "lead mini",
    "log_words",
)
"""What the cascade's probability is made of, as its constants name it (scripts/matcher/cascading.py)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairList:
    """Candidate pairs of one set of posts over one list of claims."""

    name: str
    binds: bool
    """Whether its precision binds the confirmed tier; False where wrong pairs are known to be mislabeled."""
    columns: Mapping[str, NDArray[np.float64]]
    """(m,) values by name."""
    bands: NDArray[np.object_]
    """(m,) language pair and length, as thresholds are called."""
    right: NDArray[np.bool_]
    """(m,) whether post and claim say the same."""
    counts: NDArray[np.float64]
    """(m,) how many pairs each row stands for: 1, or more where like ones were left out."""

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.right)

    @property
    def language_pairs(self) -> list[str]:
        """Return the language pair of each row."""
        return [language_pair_of(band) for band in self.bands.tolist()]

    def features(self, columns: tuple[str, ...]) -> NDArray[np.float64]:
        """Return (m, len(columns)) values."""
        return np.stack([self.columns[name] for name in columns], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierBegins:
    """The probabilities where the tiers begin."""

    confirmed: float
    suggested: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A logistic regression with its thresholds."""

    intercept: float
    slopes: Mapping[str, float]
    """By column."""
    offsets: Mapping[str, float]
    """What a language pair adds; 0 for others."""
    tiers: Mapping[str, TierBegins]
    """By band; "" for bands that have none of their own."""

    def probabilities(self, pairs: PairList) -> NDArray[np.float64]:
        """Return (m,) chances, 0 to 1, that an analyst would say "same claim"."""
        total = self.intercept + sum(slope * pairs.columns[name] for name, slope in self.slopes.items())
        offsets = np.array([self.offsets.get(pair, 0.0) for pair in pairs.language_pairs])
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-(np.asarray(total, float) + offsets)))
        return chances

    def begins(self, bands: NDArray[np.object_], tier: str) -> NDArray[np.float64]:
        """Return (m,) the probability where a tier (``confirmed``, ``suggested``) begins for each band."""
        begins = {band: float(getattr(found, tier)) for band, found in self.tiers.items()}
        return np.array([begins.get(band, begins[""]) for band in bands.tolist()])


def language_pair_of(band: str) -> str:
    """Return the language pair of a band (match.bands.band_of)."""
    return band.split(",", maxsplit=1)[0]

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
    "pair vi",
    "pair across",
)
"""What the cascade's probability is made of, as its constants name it. Loss on train pairs with the first three alone
.0172, with all .0108, without the words .0109, without the language pairs .0117, with the lexical cosine too .0108. No
set speaks for Chinese with Chinese: it is judged as English."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairList:
    """Candidate pairs of one set of posts over one list of claims."""

    name: str
    binds: bool
    """Whether its precision binds the confirmed tier; False where wrong pairs are known to be mislabeled."""
    real: bool
    """Whether posts and claims are such, and not sentences in their place."""
    columns: Mapping[str, NDArray[np.float64]]
    """(m,) values by name."""
    bands: NDArray[np.object_]
    """(m,) language pair and length, as thresholds are called."""
    right: NDArray[np.bool_]
    """(m,) whether post and claim say the same."""
    counts: NDArray[np.float64]
    """(m,) how many pairs each row stands for: 1, or more where like ones were left out."""
    mass: float = 1.0
    """What the list weighs beside others of 1, however many pairs it has."""
    reachable: Mapping[str, float] | None = None
    """Right pairs whose claim was listed, found or not, by band; None: it was not counted."""

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.right)

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
    tiers: Mapping[str, TierBegins]
    """By band; "" for bands that have none of their own."""

    def probabilities(self, pairs: PairList) -> NDArray[np.float64]:
        """Return (m,) chances, 0 to 1, that an analyst would say "same claim"."""
        total = self.intercept + sum(slope * pairs.columns[name] for name, slope in self.slopes.items())
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-np.asarray(total, float)))
        return chances

    def begins(self, bands: NDArray[np.object_], tier: str) -> NDArray[np.float64]:
        """Return (m,) the probability where a tier (``confirmed``, ``suggested``) begins for each band."""
        begins = {band: float(getattr(found, tier)) for band, found in self.tiers.items()}
        return np.array([begins.get(band, begins[""]) for band in bands.tolist()])

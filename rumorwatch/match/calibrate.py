"""From similarity to a calibrated probability and a tier, by constants that were fitted and ship with the model."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.match.bands import Bands

MIN_REFERENCES = 30
"""The shortest list of claims that constants were fitted on; shorter ones are taken for as long."""
MIN_WORDS, MAX_WORDS = 5, 80
"""Shorter and longer texts are taken for as long: longer ones are matched by windows (windows.py)."""
LEVELS = (None, Tier.SUGGESTED, Tier.CONFIRMED)
_LEXICAL, _DENSE = "lexical", "dense"


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
        return (probabilities >= suggested).astype(np.int8) + (probabilities >= np.maximum(confirmed, suggested))


def read_calibration(manifest: Mapping[str, Any], *, kinds: Sequence[str]) -> Calibration:
    """Return the manifest's calibration for a combination of encoders.

    A combination that was not fitted takes the constants of ``dense`` in the place of its dense kinds.

    Args:
        manifest: a model's manifest.json.
        kinds: ``lexical``, a shipped dense model's name, or ``dense`` for each encoder; those of one kind share its
            weight.

    Raises:
        ModelError: RW-M06 the manifest has none for it, or one that is not complete.
    """
    plain = [kind if kind == _LEXICAL else _DENSE for kind in kinds]
    name, kinds = next(
        ((_key(fitted), fitted) for fitted in (kinds, plain) if _key(fitted) in _keys(manifest)), (_key(kinds), kinds)
    )
    try:
        found = manifest["calibrations"][name]
        return Calibration(
            weights=tuple(float(found["weights"][kind]) / kinds.count(kind) for kind in kinds),
            same_matter=float(found["same_matter"]),
            intercept=float(found["intercept"]),
            similarity=float(found["similarity"]),
            lead=float(found["lead"]),
            log_references=float(found["log_references"]),
            tiers=Tiers(
                confirmed=float(found["confirmed"]["min_probability"]),
                suggested=float(found["suggested"]["min_probability"]),
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f'the manifest has no complete calibration for "{name}" ({error!r})',
            remedy="Reinstall rumorwatch, or fit one with scripts/fit_tiers",
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What a post's best candidate reaches under a cascade's first stage for a second look: both.

    In a short list of claims it is the probability that keeps posts about something else out, in a long one the
    similarity: of 3,000 claims one leads by chance.
    """

    probability: float
    similarity: float


def read_floor(manifest: Mapping[str, Any]) -> Floor:
    """Return the floor of the cascade.

    Args:
        manifest: a model's manifest.json.

    Raises:
        ModelError: RW-M06 the manifest has none, or one that is not complete.
    """
    try:
        found = manifest["cascade"]["floor"]
        return Floor(probability=float(found["probability"]), similarity=float(found["similarity"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the manifest has no complete floor for the cascade ({error!r})",
            remedy="Reinstall rumorwatch, or fit one with scripts/fit_tiers",
        ) from error


def _keys(manifest: Mapping[str, Any]) -> frozenset[str]:
    fitted = manifest.get("calibrations")
    return frozenset(fitted) if isinstance(fitted, dict) else frozenset()


def _key(kinds: Sequence[str]) -> str:
    """Return what the constants of a combination are called: ``lexical`` first, the others by name."""
    return "+".join(sorted(set(kinds), key=lambda kind: (kind != _LEXICAL, kind)))

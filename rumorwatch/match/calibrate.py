"""From similarity to a calibrated probability and a tier, by constants that were fitted and ship with the model."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.matches import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIN_REFERENCES = 30
"""The shortest list of claims that constants were fitted on; shorter ones are taken for as long."""


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
    confirmed: float
    """Least probability of a confirmed match."""
    suggested: float
    """Least probability of a suggested match."""

    def probability(self, *, similarity: float, lead: float, references: int) -> float:
        """Return the chance, 0 to 1, that an analyst would say "same claim"."""
        evidence = (
            self.similarity * similarity + self.lead * lead + self.log_references * log(max(references, MIN_REFERENCES))
        )
        return 1 / (1 + exp(-(self.intercept + evidence)))

    def tier(self, probability: float) -> Tier | None:
        """Return the tier a probability reaches."""
        if probability >= self.confirmed:
            return Tier.CONFIRMED
        return Tier.SUGGESTED if probability >= self.suggested else None


def read_calibration(manifest: Mapping[str, Any], *, kinds: Sequence[str]) -> Calibration:
    """Return the manifest's calibration for a combination of encoders.

    Args:
        manifest: a model's manifest.json.
        kinds: ``lexical`` or ``dense`` for each encoder; encoders of one kind share its weight.

    Raises:
        ModelError: RW-M06 the manifest has none for it, or one that is not complete.
    """
    name = "+".join(sorted(set(kinds), reverse=True))
    try:
        found = manifest["calibrations"][name]
        return Calibration(
            weights=tuple(float(found["weights"][kind]) / kinds.count(kind) for kind in kinds),
            same_matter=float(found["same_matter"]),
            intercept=float(found["intercept"]),
            similarity=float(found["similarity"]),
            lead=float(found["lead"]),
            log_references=float(found["log_references"]),
            confirmed=float(found["confirmed"]["min_probability"]),
            suggested=float(found["suggested"]["min_probability"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f'the manifest has no complete calibration for "{name}" ({error!r})',
            remedy="Reinstall rumorwatch, or fit one with scripts/fit_tiers",
        ) from error

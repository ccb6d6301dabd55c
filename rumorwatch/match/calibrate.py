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
_LEXICAL, _DENSE = "lexical", "dense"


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
            confirmed=float(found["confirmed"]["min_probability"]),
            suggested=float(found["suggested"]["min_probability"]),
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

"""The cascade's constants: as they judge, as they are fitted, and as a file holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rumorwatch.models import CASCADE_KINDS
from rumorwatch.train.evidence import COLUMNS, Fitted, TierBegins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.match.calibrate import Calibration, Tiers

_OTHERS = "others"
"""What a file calls the tiers of bands without any of their own."""
_KEPT = ("weights", "same_matter", "floors", "models")
"""Of a file: what no judgment changes."""
_DIGITS = 4
"""After the point, as the shipped constants have; a probability that rounds to 1 is reached by nothing."""


def fitted_of(calibration: Calibration) -> Fitted:
    """Return the regression and thresholds that constants of the cascade's second stage judge by."""
    values = {
        "similarity": calibration.similarity,
        "lead": calibration.lead,
        "log_references": calibration.log_references,
        "log_words": calibration.log_words,
        **{f"cosine {kind}": slope for kind, slope in zip(CASCADE_KINDS, calibration.cosines, strict=True)},
        **{f"lead {kind}": slope for kind, slope in zip(CASCADE_KINDS, calibration.leads_apart, strict=True)},
    }
    return Fitted(
        intercept=calibration.intercept,
        slopes={name: values.get(name, 0.0) for name in COLUMNS},
        offsets=dict(calibration.pairs),
        tiers={"": _begins(calibration.tiers), **{band: _begins(tiers) for band, tiers in calibration.band_tiers}},
    )


def _begins(tiers: Tiers) -> TierBegins:
    return TierBegins(confirmed=tiers.confirmed, suggested=tiers.suggested)


def with_fitted(shipped: Mapping[str, Any], fitted: Fitted) -> dict[str, Any]:
    """Return constants as a file holds them (match.constants.read_second_constants), judging by what was fitted.

    Args:
        shipped: The manifest of the shipped matcher: its weights, floors and what is the same matter stay.
        fitted: What else they are.
    """
    return {
        **{name: shipped[name] for name in _KEPT},
        "intercept": round(fitted.intercept, _DIGITS),
        **{name: round(slope, _DIGITS) for name, slope in fitted.slopes.items()},
        "pairs": {pair: round(offset, _DIGITS) for pair, offset in sorted(fitted.offsets.items())},
        "tiers": {
            band or _OTHERS: {"confirmed": round(one.confirmed, _DIGITS), "suggested": round(one.suggested, _DIGITS)}
            for band, one in fitted.tiers.items()
        },
    }

"""The cascade's constants as its manifest holds them, to what is fitted and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.train.evidence import COLUMNS, Fitted, TierBegins
from rumorwatch.train.matcher import PAIR

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS = "others"
"""What the tiers of bands without any of their own are called."""
_DIGITS = 4
"""After the point, as the shipped constants have."""


def fitted_of(constants: Mapping[str, Any]) -> Fitted:
    """Return the regression and thresholds of a matcher's constants.

    Raises:
        ModelError: RW-M06 they are not complete.
    """
    try:
        pairs = {f"{PAIR}{pair}": float(offset) for pair, offset in dict(constants["pairs"]).items()}
        return Fitted(
            intercept=float(constants["intercept"]),
            slopes={name: pairs.get(name, float(constants.get(name, 0))) for name in COLUMNS},
            tiers={
                "" if band == _OTHERS else str(band): TierBegins(
                    confirmed=float(found["confirmed"]), suggested=float(found["suggested"])
                )
                for band, found in dict(constants["tiers"]).items()
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the constants of the cascade are not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit them with scripts/train_matcher",
        ) from error


def with_fitted(constants: Mapping[str, Any], fitted: Fitted) -> dict[str, Any]:
    """Return constants that judge by what was fitted; weights, floors and what is the same matter stay."""
    kept = ("weights", "same_matter", "floors", "models")
    pairs = {
        name.removeprefix(PAIR): round(slope, _DIGITS) for name, slope in fitted.slopes.items() if name.startswith(PAIR)
    }
    return {
        **{name: constants[name] for name in kept},
        "intercept": round(fitted.intercept, _DIGITS),
        **{name: round(slope, _DIGITS) for name, slope in fitted.slopes.items() if not name.startswith(PAIR)},
        "pairs": pairs,
        "tiers": {
            band or _OTHERS: {"confirmed": round(one.confirmed, _DIGITS), "suggested": round(one.suggested, _DIGITS)}
            for band, one in fitted.tiers.items()
        },
    }

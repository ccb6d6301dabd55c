"""Constants of matching, read from the manifests of the models they were fitted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.match.calibrate import Calibration, Floor, Tiers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEXICAL, _DENSE = "lexical", "dense"
_OTHERS = "others"
"""What the tiers of bands without any of their own are called."""


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
            remedy="Reinstall rumorwatch, or fit one with scripts/train_matcher",
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondConstants:
    """What the second stage of the cascade judges by, and what reaches it."""

    calibration: Calibration
    """Its weights: one for each encoder of the first stage, then the second's own."""
    floors: tuple[Floor, ...]
    """By the length of the list (calibrate.floor_for)."""


def read_second_constants(manifest: Mapping[str, Any], *, kinds: Sequence[str]) -> SecondConstants:
    """Return the constants of the cascade's second stage.

    Args:
        manifest: the matcher's manifest.json.
        kinds: names of the encoders, in the order in which candidates carry their cosines.

    Raises:
        ModelError: RW-M06 the manifest is not complete.
    """
    try:
        tiers = {
            band: Tiers(confirmed=float(found["confirmed"]), suggested=float(found["suggested"]))
            for band, found in dict(manifest["tiers"]).items()
        }
        calibration = Calibration(
            weights=tuple(float(manifest["weights"][kind]) for kind in kinds),
            same_matter=float(manifest["same_matter"]),
            intercept=float(manifest["intercept"]),
            similarity=float(manifest["similarity"]),
            lead=float(manifest["lead"]),
            log_references=float(manifest["log_references"]),
            tiers=tiers.pop(_OTHERS),
            cosines=tuple(float(manifest.get(f"cosine {kind}", 0)) for kind in kinds),
            leads_apart=tuple(float(manifest.get(f"lead {kind}", 0)) for kind in kinds),
            log_words=float(manifest["log_words"]),
            pairs=tuple((str(pair), float(offset)) for pair, offset in dict(manifest["pairs"]).items()),
            band_tiers=tuple(tiers.items()),
        )
        return SecondConstants(
            calibration=calibration,
            floors=tuple(
                Floor(
                    probability=float(floor["probability"]),
                    similarity=float(floor["similarity"]),
                    references=int(floor["references"]),
                )
                for floor in sorted(manifest["floors"], key=lambda floor: int(floor["references"]))
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the constants of the cascade are not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit them with scripts/train_matcher",
        ) from error


def _keys(manifest: Mapping[str, Any]) -> frozenset[str]:
    fitted = manifest.get("calibrations")
    return frozenset(fitted) if isinstance(fitted, dict) else frozenset()


def _key(kinds: Sequence[str]) -> str:
    """Return what the constants of a combination are called: ``lexical`` first, the others by name."""
    return "+".join(sorted(set(kinds), key=lambda kind: (kind != _LEXICAL, kind)))

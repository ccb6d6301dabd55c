"""The shipped credibility model: read from its folder, checked, and what is said where it is missing or damaged."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.emerge.credibility import read_credibility_model

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.emerge.credibility import CredibilityModel

CREDIBILITY = "credibility"
"""Its folder."""
WEIGHTS = "weights.safetensors"


def open_credibility_model(*, models: Path | None = None) -> CredibilityModel:
    """Return the shipped credibility model.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    manifest = read_manifest(CREDIBILITY, models=models)
    path = (models or bundled.models_dir()) / CREDIBILITY / WEIGHTS
    try:
        stored = path.read_bytes()
        if sha256(stored).hexdigest() != manifest["files"][path.name]:
            raise ValueError("not the file that was shipped")  # noqa: TRY301 - one remedy for all of them
        weights = load(stored)
    except (OSError, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelError(
            "RW-M06",
            f"the weights of the credibility model, {path}, cannot be used ({error!r})",
            remedy="Reinstall rumorwatch (in a checkout: git restore models)",
        ) from error
    return read_credibility_model(manifest, weights)

"""The shipped forecast model: read from its folder and checked."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled
from rumorwatch.embed.bundled import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rumorwatch.emerge.forecast import ForecastModel

FORECAST = "forecast"
"""Its folder."""


def open_forecast_model(*, models: Path | None = None) -> ForecastModel:
    """Return the shipped forecast model.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    from rumorwatch.emerge.forecast import read_forecast_model

    manifest = read_manifest(FORECAST, models=models)
    path = (models or bundled.models_dir()) / FORECAST / "weights.safetensors"
    try:
        weights = load(_stored(manifest, path))
    except (OSError, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelError(
            "RW-M06",
            f"the weights of the forecast model, {path}, cannot be used ({error!r})",
            next="Until then nothing is forecast",
            remedy="Reinstall rumorwatch (in a checkout: git restore models)",
        ) from error
    return read_forecast_model(manifest, weights)


def _stored(manifest: Mapping[str, Any], path: Path) -> bytes:
    """Return the weights as stored: some kilobytes."""
    stored = path.read_bytes()
    if sha256(stored).hexdigest() != manifest["files"][path.name]:
        raise ValueError("not the file that was shipped")
    return stored

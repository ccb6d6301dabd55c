"""The shipped stance model: read from its folder, checked, and what is said where it is missing or damaged."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled
from rumorwatch.embed.bundled import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rumorwatch.match.stance.model import StanceModel

STANCE = "stance"
"""Its folder."""


def stance_id(*, models: Path | None = None) -> str:
    """Return what names its weights: equal ones give equal stances.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read.
    """
    return f"{STANCE} {read_manifest(STANCE, models=models).get('files')}"


def open_stance_model(*, models: Path | None = None) -> StanceModel:
    """Return the shipped stance model.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    from rumorwatch.match.stance.model import read_stance_model

    manifest, path = _stances_of(models)
    try:
        weights = load(_stored(manifest, path))
    except SafetensorError as error:
        raise _damaged_stances(path, error) from error
    return read_stance_model(manifest, weights)


def _stances_of(models: Path | None) -> tuple[Mapping[str, Any], Path]:
    """Return the manifest of the stance model, and where its weights are."""
    return read_manifest(STANCE, models=models), (models or bundled.models_dir()) / STANCE / "weights.safetensors"


def _stored(manifest: Mapping[str, Any], path: Path) -> bytes:
    """Return the weights of the stance model as stored: a megabyte, checked in milliseconds."""
    try:
        stored = path.read_bytes()
        if sha256(stored).hexdigest() != manifest["files"][path.name]:
            raise ValueError("not the file that was shipped")  # noqa: TRY301 - one remedy for all of them
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise _damaged_stances(path, error) from error
    return stored


def _damaged_stances(path: Path, error: Exception) -> ModelError:
    return ModelError(
        "RW-M06",
        f"the weights of the stance model, {path}, cannot be used ({error!r})",
        remedy="Reinstall rumorwatch (in a checkout: git restore models)",
    )


def faults_of_stances() -> tuple[ModelError, ...]:
    """Return why the stance model cannot be used, with what is done without it; nothing where it can."""
    try:
        _stored(*_stances_of(None))
    except ModelError as error:
        error.next = "Until then stances are told by cue words only, and marked as degraded"
        return (error,)
    return ()

"""The shipped model of post kinds: read from its folder and checked."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled
from rumorwatch.embed.bundled import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rumorwatch.emerge.kinds import KindsModel

POST_KINDS = "kinds"
"""Its folder."""


def kinds_id(*, models: Path | None = None) -> str:
    """Return what names its weights: equal ones give equal kinds.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read.
    """
    return f"{POST_KINDS} {read_manifest(POST_KINDS, models=models).get('files')}"


def open_kinds_model(*, models: Path | None = None) -> KindsModel:
    """Return the shipped model of post kinds.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    from rumorwatch.emerge.kinds import read_kinds_model

    manifest = read_manifest(POST_KINDS, models=models)
    path = (models or bundled.models_dir()) / POST_KINDS / "weights.safetensors"
    try:
        weights = load(_stored(manifest, path))
    except (OSError, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise ModelError(
            "RW-M06",
            f"the weights of the model of post kinds, {path}, cannot be used ({error!r})",
            remedy="Reinstall rumorwatch (in a checkout: git restore models)",
        ) from error
    return read_kinds_model(manifest, weights)


def _stored(manifest: Mapping[str, Any], path: Path) -> bytes:
    """Return the weights as stored: a megabyte, checked in milliseconds."""
    stored = path.read_bytes()
    if sha256(stored).hexdigest() != manifest["files"][path.name]:
        raise ValueError("not the file that was shipped")
    return stored

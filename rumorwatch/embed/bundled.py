"""Where the models that ship with rumorwatch lie, in a checkout and in an installed package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rumorwatch.domain.errors import ModelError


def models_dir() -> Path:
    """Return the folder with one folder a shipped model."""
    package = Path(__file__).parents[1]
    bundled = package / "_bundled" / "models"
    return bundled if bundled.is_dir() else package.parent / "models"


def read_manifest(name: str, *, models: Path | None = None) -> dict[str, Any]:
    """Return a shipped model's manifest.json.

    Raises:
        ModelError: RW-M01 there is no such model; RW-M02 its manifest cannot be read.
    """
    path = (models or models_dir()) / name / "manifest.json"
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelError(
            "RW-M01",
            f'model "{name}": no manifest at {path}',
            remedy='Reinstall rumorwatch, or set match.model to "lexical" or to a sentence-transformers folder',
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(name, path, str(error)) from error
    if not isinstance(manifest, dict):
        raise _unreadable(name, path, "not a JSON object")
    return manifest


def _unreadable(name: str, path: Path, why: str) -> ModelError:
    return ModelError(
        "RW-M02",
        f'model "{name}": {path} cannot be read ({why})',
        remedy="Reinstall rumorwatch: its files are damaged",
    )

"""Where the models that ship with rumorwatch lie, in a checkout and in an installed package."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.strictjson import read_json, table_of

MANIFEST = "manifest.json"
ANCHORS = "manifests.json"
"""Beside the models' folders: the SHA-256 of each one's manifest. A manifest has those of its files, and constants that
decide; without this a byte that flips in it could change a coefficient and nobody would know."""
_MAX_BYTES = 1_000_000
"""Of either; the longest manifest that ships has 18,000."""


def models_dir() -> Path:
    """Return the folder with one folder a shipped model."""
    package = Path(__file__).parents[1]
    bundled = package / "_bundled" / "models"
    return bundled if bundled.is_dir() else package.parent / "models"


def read_manifest(name: str, *, models: Path | None = None) -> dict[str, Any]:
    """Return a shipped model's manifest.json.

    Args:
        name: Its folder.
        models: Folder of the models; None: where they ship. In another folder a manifest is only compared with
            ``ANCHORS`` where that is there: a model that was just fitted has none.

    Raises:
        ModelError: RW-M01 there is no such model; RW-M02 its manifest cannot be read, or is another one than shipped.
    """
    folder = models or models_dir()
    path = folder / name / MANIFEST
    try:
        stored = path.read_bytes()
        expected = _anchor(folder, name)
        if expected is not None and sha256(stored).hexdigest() != expected:
            raise ValueError("not the manifest that was shipped")  # noqa: TRY301 - one remedy for all of them
        return table_of(read_json(stored, most_bytes=_MAX_BYTES), what=MANIFEST)
    except FileNotFoundError as error:
        raise ModelError(
            "RW-M01",
            f'model "{name}": no manifest at {path}',
            remedy='Reinstall rumorwatch, or set match.model to "lexical" or to a sentence-transformers folder',
        ) from error
    except (OSError, ValueError) as error:
        raise ModelError(
            "RW-M02",
            f'model "{name}": {path} cannot be read ({error})',
            remedy="Reinstall rumorwatch: its files are damaged (in a checkout: git restore models)",
        ) from error


def _anchor(folder: Path, name: str) -> str | None:
    """Return the hash that a model's manifest has to have; None: it may have any."""
    path = folder / ANCHORS
    try:
        stored = path.read_bytes()
    except FileNotFoundError as error:
        if folder == models_dir():
            raise ValueError(f"{path} is missing, which has its hash") from error
        return None
    return str(table_of(read_json(stored, most_bytes=_MAX_BYTES), what=ANCHORS).get(name, "not listed"))

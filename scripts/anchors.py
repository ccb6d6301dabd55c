#!/usr/bin/env python3
"""Write the manifest of a model that ships, and its hash in models/manifests.json, which manifests are checked by.

usage: scripts/anchors.py [MODELS]     writes the hashes of all manifests as they are (default: models/)
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "models"
MANIFEST, ANCHORS = "manifest.json", "manifests.json"


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write a model's manifest, and its hash beside the folder where hashes are kept there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if (folder.parent / ANCHORS).exists():
        write_anchors(folder.parent)


def write_anchors(models: Path) -> None:
    """Write the hash of every manifest of a folder of models."""
    hashes = {path.parent.name: sha256(path.read_bytes()).hexdigest() for path in sorted(models.glob(f"*/{MANIFEST}"))}
    (models / ANCHORS).write_text(json.dumps(hashes, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write_anchors(Path(sys.argv[1]) if len(sys.argv) > 1 else MODELS)

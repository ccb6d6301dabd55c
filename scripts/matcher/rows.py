"""Dense encoders that remember the rows of this run, or of every run in a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rumorwatch.embed.cached import CachedEncoder, StoreVectors
from rumorwatch.embed.opening import open_encoder
from rumorwatch.storage.engine import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rumorwatch.domain.ports import Encoder, Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class InMemory:
    """Rows remembered for this run."""

    rows: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known."""
        return {key: self.rows[model_id, key] for key in text_hashes if (model_id, key) in self.rows}

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows."""
        self.rows.update({(model_id, key): row for key, row in rows.items()})


def stored(file: Path) -> Vectors:
    """Return rows remembered in a SQLite file."""
    store = open_store(f"sqlite:///{file.resolve()}", workspace=file.resolve().parent, busy_timeout_s=60)
    return StoreVectors(store=store)


def remembering(kinds: Sequence[str], folder: Path | None, file: Path | None) -> dict[str, Encoder]:
    """Return the dense encoders of some kinds.

    Args:
        kinds: Names of shipped models, or ``dense``.
        folder: Of the sentence-transformers model that ``dense`` stands for.
        file: SQLite file that keeps the rows; None: only memory does.
    """
    vectors: Vectors = InMemory() if file is None else stored(file)
    names = {kind: str(folder) if kind == "dense" and folder else kind for kind in kinds}
    return {
        kind: CachedEncoder(
            encoder=open_encoder(name, progress=lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr)),
            vectors=vectors,
        )
        for kind, name in names.items()
    }

"""Dense rows remembered between runs, so that a text is encoded once in its life under one model."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.ports import Encoder, Store, Vectors
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedEncoder:
    """A dense encoder that looks each text up before it encodes it."""

    encoder: Encoder
    vectors: Vectors

    @property
    def model_id(self) -> str:
        """The wrapped encoder's id: remembering changes no row."""
        return self.encoder.model_id

    def encode(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return the wrapped encoder's rows; equal texts are encoded once, and not at all when remembered."""
        import numpy as np

        hashes = [hash_of(text) for text in texts]
        known = dict(self.vectors.get(self.model_id, sorted(set(hashes))))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        # An empty batch goes through the encoder too: only it knows how wide a row is.
        if missing or not texts:
            rows = np.asarray(self.encoder.encode(list(missing.values())), "<f4")
            fresh = {key: row.tobytes() for key, row in zip(missing, rows, strict=True)}
            if not texts:
                return rows.astype(np.float32)
            self.vectors.put(self.model_id, fresh)
            known |= fresh
        stored = np.frombuffer(b"".join(known[key] for key in hashes), "<f4")
        return stored.reshape(len(texts), -1).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreVectors:
    """The Vectors port over a store, a unit of work a call; not to be used inside another unit that writes."""

    store: Store

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known."""
        with self.store.read() as unit:
            return unit.vectors.get(model_id, text_hashes)

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows; known ones are left as they are."""
        with self.store.write() as unit:
            unit.vectors.put(model_id, rows)


def hash_of(text: SpellingViews) -> str:
    """Return 32 hex digits of both views: an encoder may read either."""
    return blake2b(f"{text.accented}\0{text.folded}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

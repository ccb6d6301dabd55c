"""Speed: texts a second of one encoder, and the time until it has encoded its first; run as a program of its own.

    python speed.py NAME FILE

NAME is static, mini, cascade (both, as the default has them: only loaded), or the folder of a sentence-transformers
model; FILE has one JSON object with "text" a line.

Prints {"model", "load_s", "texts_per_s", "torch"}: the last says whether torch is in memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CASCADE = "cascade"
LIGHT = {"static": ("static",), "mini": ("mini",), CASCADE: ("static", "mini")}
ROUNDS = 3
"""Of which the fastest counts: whatever else the machine does only slows it."""


def main() -> None:
    """Measure one encoder."""
    name, path = sys.argv[1:]
    with Path(path).open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    begun = time.monotonic()
    encode = _light(LIGHT[name], texts) if name in LIGHT else _sentence_transformers(name, texts)
    encode(1)
    load_s = time.monotonic() - begun
    figures = {"load_s": round(load_s, 3)}
    if name != CASCADE:
        seconds = min(_timed(encode, len(texts)) for _ in range(ROUNDS))
        figures["texts_per_s"] = round(len(texts) / seconds, 1)
    print(json.dumps({"model": name, **figures, "torch": "torch" in sys.modules}))


def _timed(encode: Callable[[int], object], number: int) -> float:
    begun = time.monotonic()
    encode(number)
    return time.monotonic() - begun


def _light(names: Sequence[str], texts: Sequence[str]) -> Callable[[int], object]:
    from rumorwatch.embed.opening import open_encoder
    from rumorwatch.normalize.text import views_of

    encoders, views = [open_encoder(name) for name in names], views_of(texts[:1])

    def encode(number: int) -> object:
        views.extend(views_of(texts[len(views) : number]))  # in the first round, which is never the fastest
        return [encoder.encode(views[:number]) for encoder in encoders]

    return encode


def _sentence_transformers(folder: str, texts: Sequence[str]) -> Callable[[int], object]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(folder, device="cpu")
    return lambda number: model.encode(texts[:number], batch_size=64, normalize_embeddings=True)


if __name__ == "__main__":
    main()

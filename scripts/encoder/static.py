"""Static student: one vector a piece; a text is the mean of its pieces. Fast to train, faster to run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from encoder.losses import loss_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from encoder.losses import Batch

WARMUP_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticTraining:
    """How the static student learns."""

    steps: int = 3_000
    """Four rounds over 760,000 lines; after the first thousand steps little moves."""
    batch: int = 1_024
    far: int = 0
    """English lines that are no text's of a step, as negatives; a step has many lines of its own."""
    near: float = 2.0
    """Weight of the cosine distance to the target (``loss_of``)."""
    learning_rate: float = 3e-3
    seed: int = 0


def train_static(
    rows: NDArray[np.float32],
    *,
    batches: Callable[[int], Batch],
    how: StaticTraining,
    on_step: Callable[[int, float], None],
) -> NDArray[np.float32]:
    """Return rows under which the mean of a line's pieces lies where the teacher puts its English.

    Args:
        rows: (V, 384), where to start.
        batches: The batch of a step; a step is the same in every run.
        how: Length and pace.
        on_step: Told (steps done, loss).
    """
    table = torch.nn.Parameter(torch.from_numpy(rows.copy()))
    optimizer = torch.optim.Adam([table], lr=how.learning_rate, fused=True)
    for step in range(how.steps):
        rise = min(1.0, (step + 1) / WARMUP_STEPS)
        optimizer.param_groups[0]["lr"] = how.learning_rate * rise * (0.02 + 0.98 * _cosine(step / how.steps))
        batch = batches(step)
        loss = loss_of(means(table, batch.pieces), batch, near=how.near)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        on_step(step + 1, float(loss.detach()))
    return table.detach().numpy()


def means(table: torch.Tensor, pieces: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return (texts, 384) unit rows."""
    flat = torch.tensor([at for line in pieces for at in line])
    offsets = torch.tensor([0, *np.cumsum([len(line) for line in pieces])[:-1]])
    return functional.normalize(functional.embedding_bag(flat, table, offsets, mode="mean"), dim=1, eps=1e-6)


def encode_static(table: NDArray[np.float32], tokenizer: Tokenizer) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Return the encoder of a table."""
    rows = torch.from_numpy(np.asarray(table, np.float32))

    @torch.inference_mode()
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        pieces = [
            encoding.ids or [1] for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ]
        found: NDArray[np.float32] = means(rows, pieces).numpy()
        return found

    return encode


def _cosine(share: float) -> float:
    return 0.5 * (1 + math.cos(math.pi * share))

"""Mini: the teacher's six layers under the larger vocabulary, taught to put a translation where the English lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from encoder.losses import loss_of
from encoder.packed import encode_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from transformers import BertModel

    from encoder.losses import Batch

MAX_PIECES = 64
EMA_DECAY = 0.998
"""Of the average of the weights that is measured and shipped: about the last 500 steps."""
EMA_EVERY = 10
BETAS = (0.9, 0.98)


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniTraining:
    """How the mini student learns."""

    new_rows_rate: float = 1e-3
    layers_rate: float = 2e-4
    old_rows_rate: float = 1e-4
    warmup: int = 150
    near: float = 4.0
    """Weight of the cosine distance to the target (``loss_of``)."""
    decay_from: int
    """Step from which the rate falls, to nothing at ``steps``."""
    steps: int


def train_mini(
    model: BertModel,
    *,
    rows: NDArray[np.float32],
    old_rows: int,
    batches: Callable[[int], Batch],
    how: MiniTraining,
    checkpoint: Path,
    on_step: Callable[[int, float], None],
    save_every: int = 250,
    device: str = "cpu",
) -> dict[str, torch.Tensor]:
    """Return the averaged weights.

    Args:
        model: The teacher, or what came of it so far; changed in place.
        rows: (V, 384), where its table of word pieces starts.
        old_rows: Rows of the table that are the teacher's.
        batches: The batch of a step; a step is the same in every run.
        how: Length and pace.
        checkpoint: Where the state is kept; training goes on from there.
        on_step: Told (steps done, loss).
        save_every: Steps between checkpoints.
        device: ``cpu`` or ``cuda``.
    """
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(torch.from_numpy(rows), padding_idx=0)
    model.config.vocab_size = len(rows)
    model.to(device)
    table = WordRows(model.embeddings.word_embeddings.weight.detach(), old_rows=old_rows, how=how)
    layers = [
        weight for name, weight in model.named_parameters() if "word_embeddings" not in name and "pooler" not in name
    ]
    optimizer = torch.optim.AdamW(layers, lr=how.layers_rate, weight_decay=0.01, betas=BETAS, fused=True)
    average = {name: weight.detach().clone() for name, weight in model.state_dict().items()}
    begin = 0
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        table.load(state["table"])
        average, begin = state["average"], state["step"]
    for step in range(begin, how.steps):
        pace = _pace(step, how)
        optimizer.param_groups[0]["lr"] = how.layers_rate * pace
        batch = batches(step)
        seen, pieces = _renumbered(batch.pieces)
        used = table.rows[seen].requires_grad_()
        loss = loss_of(encode_rows(model, pieces, device=device, table=used), batch, near=how.near)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        optimizer.step()
        table.step(seen, used, pace=pace, steps=step + 1)
        if (step + 1) % EMA_EVERY == 0:
            _lean(average, model, min(EMA_DECAY, (step + 1) / (step + 100)) ** EMA_EVERY)
        on_step(step + 1, float(loss.detach()))
        if (step + 1) % save_every == 0 or step + 1 == how.steps:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "table": table.state()}
            _save(checkpoint, {**state, "average": average, "step": step + 1})
    return average


class WordRows:
    """The table of word pieces under Adam, which moves only the rows that a step has seen.

    A dense optimizer would go over the other 45,000 as well.
    """

    def __init__(self, rows: torch.Tensor, *, old_rows: int, how: MiniTraining) -> None:
        self.rows = rows
        self.first, self.second = torch.zeros_like(rows), torch.zeros_like(rows)
        self.rates = torch.full((len(rows), 1), how.new_rows_rate, device=rows.device)
        self.rates[:old_rows] = how.old_rows_rate

    @torch.no_grad()
    def step(self, seen: torch.Tensor, used: torch.Tensor, *, pace: float, steps: int) -> None:
        """Move the rows seen against their gradients (Kingma and Ba 2015; lazily, as torch's SparseAdam)."""
        gradient = used.grad
        if gradient is None:
            raise ValueError("rows that were used have no gradient")
        first = self.first[seen].lerp_(gradient, 1 - BETAS[0])
        second = self.second[seen].mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        self.first[seen], self.second[seen] = first, second
        size = (second / (1 - BETAS[1] ** steps)).sqrt_().add_(1e-8)
        moved = used.detach() - pace * self.rates[seen] * (first / (1 - BETAS[0] ** steps)) / size
        self.rows[seen] = moved

    def state(self) -> dict[str, torch.Tensor]:
        """Return Adam's memory; the rows are the model's."""
        return {"first": self.first, "second": self.second}

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Take up what ``state`` returned."""
        self.first, self.second = state["first"], state["second"]


def _renumbered(pieces: Sequence[Sequence[int]]) -> tuple[torch.Tensor, list[list[int]]]:
    """Return the pieces that occur, padding first, and the texts in numbers of these."""
    seen = sorted({0, *(at for line in pieces for at in line)})
    place = {piece: at for at, piece in enumerate(seen)}
    return torch.tensor(seen), [[place[at] for at in line] for line in pieces]


@torch.no_grad()
def _lean(average: dict[str, torch.Tensor], model: BertModel, decay: float) -> None:
    for name, weight in model.state_dict().items():
        if weight.is_floating_point():
            average[name].lerp_(weight, 1 - decay)


def _pace(step: int, how: MiniTraining) -> float:
    rise = min(1.0, (step + 1) / how.warmup)
    if step < how.decay_from:
        return rise
    share = (step - how.decay_from) / max(1, how.steps - how.decay_from)
    return rise * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def _save(path: Path, state: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)

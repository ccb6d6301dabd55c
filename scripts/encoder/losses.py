"""Losses: what pulls a text to its English and pushes it from everything else, for both students."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPERATURE = 0.05
"""Of the contrastive loss (1/20, as in Reimers and Gurevych 2020)."""
SAME_ENGLISH = 0.92
"""Teacher's cosine from which two English lines are no negatives of each other."""
BETWEEN = 0.5
"""Weight of the contrast between translations of one English line; the contrast with the English weighs 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts of one step, cut into pieces, and where each has to come to lie."""

    pieces: Sequence[Sequence[int]]
    targets: torch.Tensor
    """(n, 384) float32, the teacher's vector of it."""
    others: torch.Tensor
    """(m, 384) float32, vectors of other English lines, near ones among them."""
    paired: tuple[torch.Tensor, torch.Tensor]
    """Numbers of texts whose English line is the same, one language beside another."""


def loss_of(rows: torch.Tensor, batch: Batch, *, near: float) -> torch.Tensor:
    """Return the loss of one step: each text to its own English and back, among all others, and near it.

    Args:
        rows: (n, 384) unit rows of the batch's texts.
        batch: Where they have to come to lie.
        near: Weight of the cosine distance to the target, beside 1 for each direction of the contrast.
    """
    device = rows.device
    targets, others = batch.targets.to(device), batch.others.to(device)
    candidates = torch.cat([targets, others])
    with torch.no_grad():
        same = targets @ candidates.T > SAME_ENGLISH
        own = torch.arange(len(rows), device=device)
        same[own, own] = False
    scores = (rows @ candidates.T / TEMPERATURE).masked_fill(same, -1e4)
    to_english = functional.cross_entropy(scores, own)
    from_english = functional.cross_entropy(scores[:, : len(rows)].T, own)
    distance = 1 - (rows * targets).sum(dim=1).mean()
    loss = to_english + from_english + near * distance
    if not len(batch.paired[0]):
        return loss
    first, second = (numbers.to(device) for numbers in batch.paired)
    across = rows[first] @ rows[second].T / TEMPERATURE
    across = across.masked_fill(same[first][:, second] & ~torch.eye(len(first), dtype=torch.bool, device=device), -1e4)
    pair = torch.arange(len(first), device=device)
    between = functional.cross_entropy(across, pair) + functional.cross_entropy(across.T, pair)
    return loss + BETWEEN * between

"""Losses: what pulls a text to its English and pushes it from everything else, for both students."""

from __future__ import annotations

from dataclasses import dataclass, field
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
"""Weight of the contrast between texts that say the same; the contrast with the English weighs 1."""
ENGLISH = 2.5
"""Weight of the contrast with the student's own rows of English lines. 200 steps from mini-2 (float weights) gave vi-en
TED .936, the same without marks .890, zh-vi TED .878, STS-B .868; a weight of 1, and twice the pull to the teacher's
rows, .930, .879, .871, .873."""
_NO_RIVAL = -1e4
"""Score of what is not to be pushed away."""


def _none() -> torch.Tensor:
    return torch.arange(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Texts of a step that say the same, by their numbers: the i-th of ``first`` and the i-th of ``second``."""

    first: torch.Tensor
    second: torch.Tensor
    changed: torch.Tensor = field(default_factory=_none)
    """Copies of first ones with another number or without their negation: rivals of those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts of one step, cut into pieces, and where each has to come to lie."""

    pieces: Sequence[Sequence[int]]
    """Those with an English line go first."""
    targets: torch.Tensor
    """(n, 384) float32, the teacher's vector of the English line of each of the first n texts."""
    others: torch.Tensor
    """(m, 384) float32, vectors of other English lines, near ones among them."""
    paired: Sequence[Pairs] = ()
    """Each contrasted by itself."""
    english: torch.Tensor = field(default_factory=_none)
    """(k,) numbers of the texts that are the English lines of the first k texts; none where no text is."""


def loss_of(rows: torch.Tensor, batch: Batch, *, near: float) -> torch.Tensor:
    """Return the loss of one step: each text to its own English and back, among all others, and near it.

    Its English is the teacher's vector and, where the batch shows the line, also what the student makes of it.

    Args:
        rows: (texts, 384) unit rows of the batch's texts.
        batch: Where they have to come to lie.
        near: Weight of the cosine distance to the target, beside 1 for each direction of each contrast.
    """
    device = rows.device
    targets, others = batch.targets.to(device), batch.others.to(device)
    aimed = rows[: len(targets)]
    candidates = torch.cat([targets, others])
    with torch.no_grad():
        same = targets @ candidates.T > SAME_ENGLISH
        own = torch.arange(len(aimed), device=device)
        same[own, own] = False
    scores = (aimed @ candidates.T / TEMPERATURE).masked_fill(same, _NO_RIVAL)
    to_english = functional.cross_entropy(scores, own)
    from_english = functional.cross_entropy(scores[:, : len(aimed)].T, own)
    distance = 1 - (aimed * targets).sum(dim=1).mean()
    loss = to_english + from_english + near * distance
    for pairs in batch.paired:
        loss = loss + BETWEEN * _contrast(rows, pairs, targets)
    if len(batch.english):
        loss = loss + ENGLISH * _english_contrast(rows, batch.english.to(device), targets, others)
    return loss


def _english_contrast(
    rows: torch.Tensor, english: torch.Tensor, targets: torch.Tensor, others: torch.Tensor
) -> torch.Tensor:
    """Return the loss of finding each text's English line among all lines and others, and the text by that line."""
    lines, own = torch.unique(english, return_inverse=True)
    texts = torch.arange(len(own), device=rows.device)
    with torch.no_grad():
        same = targets[: len(own)] @ torch.cat([targets[lines], others]).T > SAME_ENGLISH
        same[texts, own] = False
    scores = rows[: len(own)] @ torch.cat([rows[lines], others]).T / TEMPERATURE
    scores = scores.masked_fill(same, _NO_RIVAL)
    # A line has up to three texts; each is looked for among the texts of other lines.
    mine = functional.one_hot(own, len(lines)).bool()
    rivals = scores[:, : len(lines)].masked_fill(mine, _NO_RIVAL).logsumexp(dim=0)
    back = functional.softplus(rivals[own] - scores[texts, own]).mean()
    return functional.cross_entropy(scores, own) + back


def _contrast(rows: torch.Tensor, pairs: Pairs, targets: torch.Tensor) -> torch.Tensor:
    """Return the loss of finding the second of a pair by the first among all second ones, and the other way round."""
    first, second, changed = (numbers.to(rows.device) for numbers in (pairs.first, pairs.second, pairs.changed))
    if not len(first):
        return rows.new_zeros(())
    scores = rows[first] @ rows[second].T / TEMPERATURE
    own = torch.arange(len(first), device=rows.device)
    if int(max(first.max(), second.max())) < len(targets):
        same = targets[first] @ targets[second].T > SAME_ENGLISH
        same[own, own] = False
        scores = scores.masked_fill(same, _NO_RIVAL)
    back = torch.cat([scores.T, rows[second] @ rows[changed].T / TEMPERATURE], dim=1)
    return functional.cross_entropy(scores, own) + functional.cross_entropy(back, own)

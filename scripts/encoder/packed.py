"""Packed: a BertModel over texts of many lengths at once, hardly padded, in bfloat16. For training and for the teacher.

What looks at one piece at a time (products, norms, the inner layer) takes the pieces of all texts as one long row of
them; only attention, which looks at a text, takes texts of one length after those of another.

oneDNN compiles a product for every shape it meets and forgets all but 1,024 of them, so shapes are made to come again:
set ``ONEDNN_PRIMITIVE_CACHE_CAPACITY`` to some ten thousand before torch is imported.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertLayer

LENGTH_STEP = 4
"""Texts are padded to a multiple of it: few lengths, little padding."""
ROW_STEP = 256
"""All pieces together are padded to a multiple of it."""
_HIDDEN = -1e4
"""Added to a score that must not count."""


def encode_rows(
    model: BertModel, pieces: Sequence[Sequence[int]], *, device: str, table: torch.Tensor | None = None
) -> torch.Tensor:
    """Return (texts, d) float32 unit rows with their gradients: the mean of what the last layer gives for each piece.

    Args:
        model: Its dropout is left out.
        pieces: Piece numbers of each text, at least one.
        device: Where the model is.
        table: Stands in for the model's own word rows.
    """
    table = model.embeddings.word_embeddings.weight if table is None else table
    packed = _pack(pieces, device)
    x = _embedded(model, packed, table)
    for layer in model.encoder.layer:
        x = _through(layer, x, packed, heads=model.config.num_attention_heads)
    x = x.float() * packed.mask[:, None]
    sums = [part.view(texts, length, -1).sum(1) for part, (texts, length) in packed.split(x)]
    return functional.normalize(torch.cat(sums)[packed.order.argsort()], dim=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """Pieces of all texts, one text after the other, shortest first, then padding; n in all."""

    ids: torch.Tensor
    """(n,) piece numbers."""
    places: torch.Tensor
    """(n,) place in the text."""
    mask: torch.Tensor
    """(n,) float32, 0 for padding."""
    groups: list[tuple[int, int]]
    """(texts, length) of texts of one length."""
    order: torch.Tensor
    """Number of each text as it was given."""

    def split(self, x: torch.Tensor) -> list[tuple[torch.Tensor, tuple[int, int]]]:
        """Return the part of (n, …) values that belongs to each group."""
        sizes = [texts * length for texts, length in self.groups]
        return list(zip(x[: sum(sizes)].split(sizes), self.groups, strict=True))


def _pack(pieces: Sequence[Sequence[int]], device: str) -> _Packed:
    lengths = [-(-len(line) // LENGTH_STEP) * LENGTH_STEP for line in pieces]
    order = sorted(range(len(pieces)), key=lengths.__getitem__)
    ids: list[int] = []
    places: list[int] = []
    mask: list[float] = []
    for at in order:
        padding = lengths[at] - len(pieces[at])
        ids += [*pieces[at], *[0] * padding]
        places += range(lengths[at])
        mask += [1.0] * len(pieces[at]) + [0.0] * padding
    spare = -len(ids) % ROW_STEP
    ids += [0] * spare
    places += [0] * spare
    mask += [0.0] * spare
    return _Packed(
        ids=torch.tensor(ids, device=device),
        places=torch.tensor(places, device=device),
        mask=torch.tensor(mask, device=device),
        groups=[(len(list(same)), length) for length, same in groupby(lengths[at] for at in order)],
        order=torch.tensor(order, device=device),
    )


def _embedded(model: BertModel, packed: _Packed, table: torch.Tensor) -> torch.Tensor:
    rows = model.embeddings
    around = rows.position_embeddings.weight + rows.token_type_embeddings.weight[0]
    x = functional.embedding(packed.ids, table) + functional.embedding(packed.places, around)
    return rows.LayerNorm(x).bfloat16()


def _through(layer: BertLayer, x: torch.Tensor, packed: _Packed, *, heads: int) -> torch.Tensor:
    mixed = _dense(layer.attention.output.dense, _attended(layer, x, packed, heads=heads))
    x = _normed(layer.attention.output.LayerNorm, x + mixed)
    inner = functional.gelu(_dense(layer.intermediate.dense, x))
    return _normed(layer.output.LayerNorm, x + _dense(layer.output.dense, inner))


def _attended(layer: BertLayer, x: torch.Tensor, packed: _Packed, *, heads: int) -> torch.Tensor:
    parts = layer.attention.self
    width = x.shape[1] // heads
    scale = 1 / math.sqrt(width)
    weight = torch.cat([parts.query.weight * scale, parts.key.weight, parts.value.weight])
    bias = torch.cat([parts.query.bias * scale, parts.key.bias, parts.value.bias])
    joined = functional.linear(x, weight.bfloat16(), bias.bfloat16())
    hidden = ((1 - packed.mask) * _HIDDEN).bfloat16()
    seen = []
    for (part, (texts, length)), (padding, _) in zip(packed.split(joined), packed.split(hidden), strict=True):
        query, key, value = part.view(texts, length, 3, heads, width).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) + padding.view(texts, 1, 1, length)
        seen.append((scores.softmax(-1) @ value).transpose(1, 2).reshape(texts * length, -1))
    spare = len(x) - sum(map(len, seen))
    return torch.cat([*seen, x.new_zeros(spare, x.shape[1])])


def _dense(dense: torch.nn.Linear, x: torch.Tensor) -> torch.Tensor:
    return functional.linear(x, dense.weight.bfloat16(), dense.bias.bfloat16())


def _normed(norm: torch.nn.LayerNorm, x: torch.Tensor) -> torch.Tensor:
    return functional.layer_norm(x, norm.normalized_shape, norm.weight.bfloat16(), norm.bias.bfloat16(), norm.eps)

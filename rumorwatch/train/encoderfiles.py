"""An encoder's weights to the files it is run from: float8 safetensors for its word rows, an ONNX graph for its layers.

Imported only to write an encoder: it stands on torch and onnx, and onnx is in the extras ``dev`` and ``train`` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from rumorwatch.train.layers import Layers, layers_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

WORD_ROWS = "embeddings.word_embeddings.weight"
_MATRIX = 2


def rounded_weights(state: Mapping[str, Tensor], *, matrices: torch.dtype = torch.float8_e4m3fn) -> dict[str, Tensor]:
    """Return a BertModel's weights as they are written: word rows in float8 (E4M3FN), vectors in float32; no buffers.

    Args:
        state: Its state dict.
        matrices: Of the layers' matrices. What ships is in float8; half a step of it is more than a fine-tuning moves
            most weights, so a tuned encoder keeps them in float16.

    Raises:
        ValueError: A weight is not finite once it is rounded.
    """
    rounded = {}
    for name, weight in state.items():
        plain = name.removeprefix("bert.")
        if not weight.is_floating_point():
            continue
        cells = weight.detach().cpu().contiguous()
        dtype = torch.float8_e4m3fn if plain == WORD_ROWS else matrices
        rounded[plain] = cells.to(dtype) if cells.ndim == _MATRIX else cells.float()
        if not bool(torch.isfinite(rounded[plain].float()).all()):
            raise ValueError(f"{plain} is not finite in {str(dtype).removeprefix('torch.')}")
    return rounded


def layers_file(rounded: Mapping[str, Tensor], config: Mapping[str, Any], *, max_tokens: int) -> bytes:
    """Return model.onnx: everything of a BertModel but the word rows.

    Args:
        rounded: ``rounded_weights`` of it.
        config: Its configuration.
        max_tokens: Longest window.
    """
    shape = Layers(count=config["num_hidden_layers"], heads=config["num_attention_heads"], eps=config["layer_norm_eps"])
    weights = {name: weight.float().numpy() for name, weight in rounded.items() if name != WORD_ROWS}
    made: bytes = layers_model(weights, shape=shape, max_tokens=max_tokens).SerializeToString(deterministic=True)
    return made

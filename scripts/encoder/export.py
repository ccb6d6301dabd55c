"""Trained weights to the folders that ship: files for sentence-transformers, files for our light runtime, a manifest.

``export_static`` and ``export_mini`` write a whole folder; one that is there already is replaced. Both loaders read the
same rounded weights, so their vectors differ only by arithmetic. Nothing of this machine goes into a folder.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from anchors import write_manifest
from safetensors.torch import save_file

from rumorwatch.train.encoderfiles import WORD_ROWS, layers_file, rounded_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from torch import Tensor

_MATRIX = 2
_TYPE = "sentence_transformers.models."
_POOLING = {
    "word_embedding_dimension": 384,
    "pooling_mode_cls_token": False,
    "pooling_mode_mean_tokens": True,
    "pooling_mode_max_tokens": False,
    "pooling_mode_mean_sqrt_len_tokens": False,
}
_SPECIAL = {
    name: f"[{name[:-6].upper()}]" for name in ("cls_token", "sep_token", "pad_token", "unk_token", "mask_token")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a manifest tells about a model besides its files."""

    id: str
    """Name and version, such as ``mini-1``; raised with every new training."""
    licence: str
    languages: Sequence[str] = ("vi", "en", "zh")
    parent: str | None = None
    """The model it was taught by or began as."""
    data: Sequence[Mapping[str, str]] = ()
    """``{"name", "licence"}`` of every set of texts it learned from."""
    metrics: Mapping[str, Any] = field(default_factory=dict)


def export_static(rows: NDArray[np.floating[Any]], tokenizer: Tokenizer, folder: Path, *, story: Story) -> None:
    """Write the static encoder.

    Args:
        rows: (pieces, d): the row of every word piece; rounded to float16.
        tokenizer: as many pieces as there are rows; special pieces are not used.
        folder: where to; replaced.
        story: for the manifest.

    Raises:
        ValueError: Rows and pieces do not fit, or a row is not finite in float16.
    """
    _check(rows, tokenizer)
    cells = torch.from_numpy(np.ascontiguousarray(rows, np.float32)).half()
    if not bool(torch.isfinite(cells).all()):
        raise ValueError("a row is not finite in float16")
    _clear(folder)
    _write_json(folder / "modules.json", _modules(("", "StaticEmbedding"), ("1_Normalize", "Normalize")))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": cells}, folder / "model.safetensors", metadata={"format": "pt"})
    _write_manifest(folder, story, kind="static", dimensions=int(rows.shape[1]), max_tokens=None)


def export_mini(
    state: Mapping[str, Tensor],
    config: Mapping[str, Any],
    tokenizer: Tokenizer,
    folder: Path,
    *,
    story: Story,
    max_tokens: int = 128,
) -> None:
    """Write the transformer.

    Args:
        state: a BertModel's state dict. A pooler in it is not used, but without one transformers prints a report.
        config: the BertModel's configuration.
        tokenizer: with [CLS] and [SEP]; as many pieces as the word rows.
        folder: where to; replaced.
        story: for the manifest.
        max_tokens: longest window; positions beyond it stay in the safetensors and not in the layers.

    Raises:
        ValueError: Rows and pieces do not fit, or a weight is not finite in float8.
    """
    rounded = rounded_weights(state)
    _check(rounded[WORD_ROWS].float().numpy(), tokenizer)
    _clear(folder)
    _write_json(
        folder / "modules.json", _modules(("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    )
    _write_json(folder / "1_Pooling" / "config.json", _POOLING)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": max_tokens, "do_lower_case": False})
    _write_json(folder / "config.json", _config(config, pieces=len(rounded[WORD_ROWS])))
    _write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": max_tokens, **_SPECIAL},
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file(rounded, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.onnx").write_bytes(layers_file(rounded, config, max_tokens=max_tokens))
    _write_manifest(folder, story, kind="mini", dimensions=int(config["hidden_size"]), max_tokens=max_tokens)


def refresh_manifest(folder: Path, **fields: object) -> None:
    """Write fields of a manifest anew, such as metrics measured on what was exported."""
    write_manifest(folder, json.loads((folder / "manifest.json").read_text("utf-8")) | fields)


def _check(rows: NDArray[np.floating[Any]], tokenizer: Tokenizer) -> None:
    pieces = tokenizer.get_vocab_size(with_added_tokens=True)
    if rows.ndim != _MATRIX or len(rows) < pieces:
        raise ValueError(f"rows of shape {rows.shape} for {pieces} pieces")


def _modules(*named: tuple[str, str]) -> list[dict[str, object]]:
    return [{"idx": i, "name": str(i), "path": path, "type": _TYPE + kind} for i, (path, kind) in enumerate(named)]


def _config(config: Mapping[str, Any], *, pieces: int) -> dict[str, Any]:
    """Return the configuration without what belongs to the machine it was made on."""
    kept = {
        key: value for key, value in config.items() if not key.startswith("_") and key not in {"torch_dtype", "dtype"}
    }
    return kept | {"architectures": ["BertModel"], "model_type": "bert", "vocab_size": pieces, "dtype": "float32"}


def _write_manifest(folder: Path, story: Story, *, kind: str, dimensions: int, max_tokens: int | None) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        path.chmod(0o644)  # safetensors writes files that nobody else can read
    told = asdict(story)
    manifest = {
        "id": told.pop("id"),
        "kind": kind,
        "dimensions": dimensions,
        "max_tokens": max_tokens,
        **told,
        "files": {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files},
    }
    write_manifest(folder, manifest)


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")

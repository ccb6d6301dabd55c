"""Small made-up models in the format that ships: no training, no download, no torch."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = (
    "the",
    "dam",
    "will",
    "break",
    "tonight",
    "people",
    "run",
    "nước",
    "đập",
    "sắp",
    "vỡ",
    "水",
    "库",
    ".",
    "!",
    "?",
)
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
DIMENSIONS, MAX_TOKENS = 64, 16


def tokenizer() -> Tokenizer:
    """Word pieces of a few words, with one piece of two words as the shipped ones have."""
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *WORDS))}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(strip_accents=False, lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.add_special_tokens(list(SPECIAL))
    made.add_tokens([AddedToken("sắp vỡ", normalized=True, single_word=True)])
    return made


def write_static(folder: Path, *, seed: int = 7) -> Path:
    """Write a static model of random rows."""
    pieces = tokenizer().get_vocab_size()
    rows = np.random.default_rng(seed).normal(size=(pieces, DIMENSIONS)).astype(np.float16)
    folder.mkdir(parents=True)
    write_safetensors(folder / "model.safetensors", "embedding.weight", "F16", rows)
    tokenizer().save(str(folder / "tokenizer.json"))
    write_manifest(folder, id="static-0", kind="static", dimensions=DIMENSIONS, max_tokens=None)
    return folder


def write_mini(folder: Path, *, seed: int = 7, scale: float = 1.0) -> Path:
    """Write a transformer of two layers with random weights, made as the shipped one is."""
    from rumorwatch.train.layers import Layers, layers_model

    random = np.random.default_rng(seed)
    weights = {name: random.normal(size=shape).astype(np.float32) * 0.2 * scale for name, shape in _shapes()}
    weights |= {name: np.ones_like(weight) for name, weight in weights.items() if name.endswith("LayerNorm.weight")}
    folder.mkdir(parents=True)
    # Codes up to 0x60 are finite; 0x80 is the sign.
    cells = random.integers(0, 0x60, (tokenizer().get_vocab_size(), DIMENSIONS)) | 0x80 * random.integers(
        0, 2, (1, DIMENSIONS)
    )
    write_safetensors(
        folder / "model.safetensors", "embeddings.word_embeddings.weight", "F8_E4M3", cells.astype(np.uint8)
    )
    layers = layers_model(weights, shape=Layers(count=2, heads=4, eps=1e-12), max_tokens=MAX_TOKENS)
    (folder / "model.onnx").write_bytes(layers.SerializeToString())
    tokenizer().save(str(folder / "tokenizer.json"))
    write_manifest(folder, id="mini-0", kind="mini", dimensions=DIMENSIONS, max_tokens=MAX_TOKENS)
    return folder


def _shapes() -> Iterator[tuple[str, tuple[int, ...]]]:
    d, inner = DIMENSIONS, 2 * DIMENSIONS
    yield "embeddings.position_embeddings.weight", (MAX_TOKENS, d)
    yield "embeddings.token_type_embeddings.weight", (2, d)
    norms = ["embeddings.LayerNorm"]
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        dense = {f"attention.self.{name}": (d, d) for name in ("query", "key", "value")}
        dense |= {"attention.output.dense": (d, d), "intermediate.dense": (inner, d), "output.dense": (d, inner)}
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for name, shape in dense.items():
            yield f"{layer}.{name}.weight", shape
            yield f"{layer}.{name}.bias", shape[:1]
    for name in norms:
        yield f"{name}.weight", (d,)
        yield f"{name}.bias", (d,)


def write_safetensors(path: Path, name: str, dtype: str, cells: Any) -> None:
    """Write one matrix as safetensors say: length of the header, header, bytes."""
    content = cells.tobytes()
    header = json.dumps({name: {"dtype": dtype, "shape": list(cells.shape), "data_offsets": [0, len(content)]}})
    path.write_bytes(len(header).to_bytes(8, "little") + header.encode() + content)


def write_manifest(folder: Path, **fields: Any) -> None:
    """Write the manifest of a folder as it lies, with these fields."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json"]
    manifest = {
        "languages": ["vi", "en", "zh"],
        "licence": "CC0-1.0",
        "data": [{"name": "made up", "licence": "CC0-1.0"}],
        "metrics": {"retrieval": {"vi to en": 0.5}},
        **fields,
        "files": {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")

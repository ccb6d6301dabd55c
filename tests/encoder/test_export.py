"""What scripts/encoder/export writes: one folder that our runtime and sentence-transformers read alike."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.embed.opening import open_encoder
from rumorwatch.embed.shipped import read_shipped
from standins import tokenizer

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")

SAID = ["the dam will break tonight", "đập sắp vỡ", "nước 水 库 !", "people run . people run . run", "the"]
CONFIG = {
    "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
    "max_position_embeddings": 32, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu",
    "_name_or_path": "/somebody/here",
}  # fmt: skip


def ours(name, models):
    return open_encoder(name, models=models).encode([SpellingViews(accented=text, folded=text) for text in SAID])


def theirs(folder):
    from sentence_transformers import SentenceTransformer

    rows = SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode(SAID).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def story():
    from encoder.export import Story

    return Story(id="made-1", licence="CC0-1.0", data=[{"name": "none", "licence": "CC0-1.0"}], metrics={"vi": 1.0})


def test_a_static_model_is_the_same_to_both(tmp_path, story):
    from encoder.export import export_static

    rows = np.random.default_rng(1).normal(size=(tokenizer().get_vocab_size(), 64))
    export_static(rows, tokenizer(), tmp_path / "static", story=story)
    assert (ours("static", tmp_path) * theirs(tmp_path / "static")).sum(axis=1).min() > 0.9999
    assert read_shipped("static", models=tmp_path).faults() == []


def test_a_transformer_is_the_same_to_both_but_for_rounding(tmp_path, story):
    import torch
    from encoder.export import export_mini
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(vocab_size=tokenizer().get_vocab_size(), initializer_range=0.2, **CONFIG)
    export_mini(BertModel(config).state_dict(), CONFIG, tokenizer(), tmp_path / "mini", story=story, max_tokens=32)
    cosines = (ours("mini", tmp_path) * theirs(tmp_path / "mini")).sum(axis=1)
    assert cosines.min() > 0.99
    model = read_shipped("mini", models=tmp_path)
    assert model.faults() == []
    assert (model.max_tokens, model.dimensions, dict(model.metrics)) == (32, 64, {"vi": 1.0})
    assert "somebody" not in (model.folder / "config.json").read_text()


def test_rows_that_do_not_fit_the_pieces_or_half_precision_are_refused(tmp_path, story):
    from encoder.export import export_static

    with pytest.raises(ValueError, match="shape"):
        export_static(np.zeros((3, 64)), tokenizer(), tmp_path / "static", story=story)
    huge = np.full((tokenizer().get_vocab_size(), 64), 1e6)
    with pytest.raises(ValueError, match="finite"):
        export_static(huge, tokenizer(), tmp_path / "static", story=story)
    assert not (tmp_path / "static").exists()


def test_fields_of_a_manifest_can_be_written_anew(tmp_path, story):
    from encoder.export import export_static, refresh_manifest

    export_static(np.zeros((tokenizer().get_vocab_size(), 64)), tokenizer(), tmp_path / "static", story=story)
    before = json.loads((tmp_path / "static" / "manifest.json").read_text())
    refresh_manifest(tmp_path / "static", metrics={"vi": 2.0})
    assert json.loads((tmp_path / "static" / "manifest.json").read_text()) == before | {"metrics": {"vi": 2.0}}

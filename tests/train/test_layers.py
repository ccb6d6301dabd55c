"""The layers as a graph, beside those of the transformers package."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import BertConfig, BertModel

from rumorwatch.embed.processor import this_one_sums_bytes_exactly
from rumorwatch.train.layers import Layers, layers_model

WIDTH, LAYERS, HEADS, EPS, LONGEST = 64, 3, 4, 1e-12, 16


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=90, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=128,
        initializer_range=0.2, max_position_embeddings=LONGEST, layer_norm_eps=EPS,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval()


def opened(model, *, precision):
    weights = {name: weight.numpy() for name, weight in model.state_dict().items() if "word_embeddings" not in name}
    made = layers_model(weights, shape=Layers(count=LAYERS, heads=HEADS, eps=EPS), max_tokens=LONGEST)
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.x64quantprecision", precision)
    return onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def layers(model):
    return opened(model, precision="1")


def rows_of(layers, model, pieces):
    table = model.embeddings.word_embeddings.weight.detach().numpy()
    return layers.run(["rows"], {"token_vectors": table[pieces], "attention_mask": np.ones_like(pieces)})[0]


@pytest.mark.parametrize("length", [1, 2, 7, LONGEST])
def test_eight_bits_are_enough_for_the_direction_of_a_row(layers, model, length):
    pieces = np.random.default_rng(length).integers(1, 90, (5, length))
    with torch.inference_mode():
        wanted = torch.nn.functional.normalize(model(torch.from_numpy(pieces)).last_hidden_state.mean(dim=1)).numpy()
    assert (rows_of(layers, model, pieces) * wanted).sum(axis=1).min() > 0.998


def test_a_row_does_not_depend_on_its_neighbors(layers, model):
    pieces = np.random.default_rng(0).integers(1, 90, (8, 9))
    together = rows_of(layers, model, pieces)
    for text, row in zip(pieces, together, strict=True):
        assert np.array_equal(rows_of(layers, model, text[None])[0], row)


@pytest.mark.skipif(not this_one_sums_bytes_exactly(), reason="this processor is asked for the slow way only")
def test_the_fast_way_is_as_exact_as_the_slow_one(layers, model):
    pieces = np.random.default_rng(0).integers(1, 90, (8, 9))
    fast = opened(model, precision="0")
    assert np.abs(rows_of(fast, model, pieces) - rows_of(layers, model, pieces)).max() < 1e-6


def test_nothing_but_zeros_is_no_division_by_zero(layers):
    given = {"token_vectors": np.zeros((1, 3, WIDTH), np.float32), "attention_mask": np.ones((1, 3), np.int64)}
    assert np.isfinite(layers.run(["rows"], given)[0]).all()

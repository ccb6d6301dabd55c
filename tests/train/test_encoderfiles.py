"""What an encoder is written in: the bytes that its runtime reads say what its weights do."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.embed.mini import MiniEncoder
from rumorwatch.embed.shipped import shipped_of
from standins import tokenizer

pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
torch = pytest.importorskip("torch")
pytestmark = pytest.mark.filterwarnings("ignore")

SAID = ["the dam will break tonight", "đập sắp vỡ", "nước 水 库 !", "people run . people run . run", "the"]
LONGEST = 32


@pytest.fixture(scope="module")
def bert():
    from transformers import BertConfig, BertModel

    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=tokenizer().get_vocab_size(), hidden_size=64, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=128, max_position_embeddings=LONGEST, initializer_range=0.2,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False).eval()


def by_torch(bert):
    rows = []
    with torch.inference_mode():
        for text in SAID:
            pieces = torch.tensor([tokenizer().encode(text).ids])
            rows.append(torch.nn.functional.normalize(bert(pieces).last_hidden_state.mean(dim=1))[0].numpy())
    return np.array(rows)


def by_us(rounded, bert, folder):
    from safetensors.torch import save

    from rumorwatch.train.encoderfiles import layers_file

    files = {
        "model.onnx": layers_file(rounded, bert.config.to_dict(), max_tokens=LONGEST),
        "model.safetensors": save(rounded),
        "tokenizer.json": tokenizer().to_str().encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    manifest = {
        "id": "made-1", "kind": "mini", "dimensions": 64, "max_tokens": LONGEST, "licence": "", "languages": [],
        "data": [], "files": {name: sha256(content).hexdigest() for name, content in files.items()},
    }  # fmt: skip
    model = shipped_of(manifest, name="made-1", folder=folder)
    return MiniEncoder(model=model).encode([SpellingViews(accented=text, folded=text) for text in SAID])


def with_word_rows_as_they_ship(bert):
    """Word rows lie on float8 already; a tuned encoder's do, for they never move."""
    rows = bert.embeddings.word_embeddings.weight
    with torch.no_grad():
        rows.copy_(rows.to(torch.float8_e4m3fn).float())
    return bert


def test_rows_are_those_of_torch(bert, tmp_path):
    from rumorwatch.train.encoderfiles import rounded_weights

    bert = with_word_rows_as_they_ship(bert)
    rows = by_us(rounded_weights(bert.state_dict(), matrices=torch.float16), bert, tmp_path)
    assert (rows * by_torch(bert)).sum(axis=1).min() > 0.999


def test_half_precision_keeps_a_step_that_float8_loses(bert):
    from rumorwatch.train.encoderfiles import WORD_ROWS, rounded_weights

    name = "encoder.layer.0.output.dense.weight"
    shipped = {key: weight.float() for key, weight in rounded_weights(bert.state_dict()).items()}
    moved = {**shipped, name: shipped[name] * 1.01}
    assert torch.equal(rounded_weights(moved)[name].float(), shipped[name])
    kept = rounded_weights(moved, matrices=torch.float16)
    assert (kept[name].float() / shipped[name]).nanmedian() == pytest.approx(1.01, rel=1e-3)
    assert kept[WORD_ROWS].dtype is torch.float8_e4m3fn


@pytest.mark.parametrize("name", ["embeddings.word_embeddings.weight", "encoder.layer.1.output.dense.bias"])
def test_a_number_that_is_none_is_not_written(bert, name):
    from rumorwatch.train.encoderfiles import rounded_weights

    state = {**bert.state_dict(), name: torch.full_like(bert.state_dict()[name], float("nan"))}
    with pytest.raises(ValueError, match="not finite"):
        rounded_weights(state)

"""What every shipped dense encoder holds: on made-up weights always, on those that ship where they are there."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.embed.bundled import models_dir
from rumorwatch.embed.cached import CachedEncoder
from rumorwatch.embed.mini import MiniEncoder
from rumorwatch.embed.opening import open_encoder
from rumorwatch.embed.shipped import read_shipped
from standins import DIMENSIONS, WORDS, write_manifest, write_mini, write_safetensors, write_static

TEXTS = st.lists(st.lists(st.sampled_from([*WORDS, "😱", "\n"]), max_size=40).map(" ".join), max_size=6)


def text(words: str) -> SpellingViews:
    return SpellingViews(accented=words, folded=words)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a made-up model of each kind."""
    models = tmp_path_factory.mktemp("models")
    write_static(models / "static")
    pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
    write_mini(models / "mini")
    return models


@pytest.fixture(scope="module", params=["static", "mini", "shipped static", "shipped mini"])
def encoder(request, made):
    origin, _, name = request.param.rpartition(" ")
    models = models_dir() if origin else made
    if not (models / name / "manifest.json").is_file():
        pytest.skip(f"models/{name} is not in this checkout")
    return open_encoder(name, models=models)


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_rows_are_unit_or_zero_where_a_text_is_empty(encoder, texts):
    rows = encoder.encode([text(words) for words in texts])
    lengths = np.linalg.norm(rows, axis=1)
    assert rows.dtype == np.float32
    assert np.allclose(lengths, [1 if words.strip() else 0 for words in texts], atol=1e-5)


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_a_row_does_not_depend_on_the_batch_to_the_last_bit(encoder, texts):
    together = encoder.encode([text(words) for words in texts])
    for row, words in zip(together, texts, strict=True):
        assert np.array_equal(row, encoder.encode([text(words)])[0])


def test_rows_stand_in_the_order_of_the_texts_whatever_their_length(encoder):
    texts = [text(words) for words in ("the dam", "people run . " * 30, "", "nước đập sắp vỡ", "the dam")]
    rows = encoder.encode(texts)
    back = encoder.encode(texts[::-1])
    assert np.array_equal(rows, back[::-1])
    assert np.array_equal(rows[0], rows[4])
    assert rows[0] @ rows[3] < 0.99


def test_no_texts_give_no_rows_of_the_right_width(encoder):
    assert encoder.encode([]).shape == (0, encoder.model.dimensions)


def test_what_normalizing_left_is_not_read(encoder):
    plain, scrubbed, nothing = encoder.encode([text("the dam"), text("the [link] dam @…"), text("[phone] @…")])
    assert np.array_equal(plain, scrubbed)
    assert not nothing.any()


def test_odd_letters_are_no_obstacle(encoder):
    rows = encoder.encode([text("the \ud800 dam"), text("\x00"), text("a" * 50_000), text("😱" * 300)])
    assert np.isfinite(rows).all()


def test_it_tells_how_far_it_is(encoder):
    told = []
    fresh = open_encoder(encoder.model.name, models=encoder.model.folder.parent, progress=lambda *at: told.append(at))
    fresh.encode([text("the dam")] * 3)
    assert told[-1] == (3, 3)


def test_the_model_id_has_the_version_and_a_hash(encoder):
    name, _, digest = encoder.model_id.partition(":")
    assert name == encoder.model.id
    assert len(digest) == 12


@dataclass
class Remembered:
    rows: dict = field(default_factory=dict)

    def get(self, model_id, text_hashes):
        return {key: self.rows[model_id, key] for key in text_hashes if (model_id, key) in self.rows}

    def put(self, model_id, rows):
        self.rows.update({(model_id, key): row for key, row in rows.items()})


def test_rows_can_be_remembered(encoder):
    cached = CachedEncoder(encoder=encoder, vectors=Remembered())
    first = cached.encode([text("the dam"), text("")])
    assert np.array_equal(first, cached.encode([text("the dam"), text("")]))
    assert np.allclose(first, encoder.encode([text("the dam"), text("")]), atol=1e-4)


def test_a_long_text_is_the_mean_of_its_windows_each_weighing_as_its_pieces(made):
    encoder = MiniEncoder(model=read_shipped("mini", models=made))
    first, second = "the dam will break tonight the dam .", "people run people run people run run !"
    whole, one, two = encoder.encode([text(f"{first} {second}"), text(first), text(second)])
    mean = one * (8 + 2) + two * (8 + 2)
    assert np.allclose(whole, mean / np.linalg.norm(mean), atol=1e-4)


@pytest.fixture(params=[write_static, write_mini])
def own(request, tmp_path):
    """A model to break."""
    pytest.importorskip("onnx", reason="pip install rumorwatch[dev]")
    return request.param(tmp_path / request.param.__name__.removeprefix("write_"))


def broken(folder):
    with pytest.raises(ModelError) as caught:
        open_encoder(folder.name, models=folder.parent).encode([text("the dam")])
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_changed_file_is_found_before_it_is_used(own):
    with (own / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    error = broken(own)
    assert error.code == "RW-M07"
    assert "model.safetensors" in error.failed
    assert error.remedy


def test_a_missing_file_is_said(own):
    (own / "tokenizer.json").unlink()
    assert broken(own).code == "RW-M07"


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "model.onnx"])
def test_files_that_are_as_shipped_and_cannot_be_loaded_are_said_in_one_line(own, name):
    if not (own / name).exists():
        pytest.skip("a static model has no layers")
    (own / name).write_bytes(b"{}\n{}")
    fields = json.loads((own / "manifest.json").read_text())
    write_manifest(own, **fields)
    assert broken(own).code == "RW-M08"


def test_a_tokenizer_with_more_pieces_than_the_table_has_rows_is_said(own):
    kind = "F16" if own.name == "static" else "F8_E4M3"
    name = "embedding.weight" if own.name == "static" else "embeddings.word_embeddings.weight"
    cells = np.zeros((2, DIMENSIONS), np.float16 if kind == "F16" else np.uint8)
    write_safetensors(own / "model.safetensors", name, kind, cells)
    write_manifest(own, **json.loads((own / "manifest.json").read_text()))
    assert broken(own).code == "RW-M08"


def test_rows_that_are_no_numbers_are_refused(own):
    static = own.name == "static"
    cells = np.full((30, DIMENSIONS), np.nan, np.float16) if static else np.full((30, DIMENSIONS), 0x7F, np.uint8)
    name = "embedding.weight" if static else "embeddings.word_embeddings.weight"
    write_safetensors(own / "model.safetensors", name, "F16" if static else "F8_E4M3", cells)
    write_manifest(own, **json.loads((own / "manifest.json").read_text()))
    assert broken(own).code == "RW-M09"


def test_encoding_imports_nothing_heavy(made):
    code = f"""
import sys
from pathlib import Path
from rumorwatch.domain.posts import SpellingViews
from rumorwatch.models import open_models
models = open_models(["cascade"], models=Path({str(made)!r}))
early = {{"onnxruntime", "tokenizers", "scipy", "numpy"}} & set(sys.modules)
text = SpellingViews(accented="the dam", folded="the dam")
for encoder in (*models.encoders([text]), models.second.encoder):
    encoder.encode([text])
heavy = {{"torch", "transformers", "sentence_transformers", "huggingface_hub", "sklearn", "onnx"}} & set(sys.modules)
sys.exit(" ".join(early | heavy) or 0)
"""
    for name in ("lexical", "matcher"):
        (made / name).mkdir(exist_ok=True)
        (made / name / "manifest.json").write_bytes((models_dir() / name / "manifest.json").read_bytes())
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "least"), [("static", 0.9999), ("mini", 0.99)])
def test_sentence_transformers_gives_the_same_rows_from_the_same_folder(name, least):
    folder = models_dir() / name
    if not folder.is_dir():
        pytest.skip(f"models/{name} is not in this checkout")
    from sentence_transformers import SentenceTransformer

    said = [
        "Đập thủy điện sắp vỡ, dân phải sơ tán ngay trong đêm",
        "dap thuy dien sap vo roi ba con oi",
        "A new vaccine contains microchips that track people",
        "吃大蒜可以预防流感",
        "Từ tháng sau ngân hàng thu hồi tờ năm trăm nghìn đồng, nghe nói vậy",
    ]
    theirs = np.asarray(SentenceTransformer(str(folder), device="cpu", local_files_only=True).encode(said), np.float32)
    ours = open_encoder(name).encode([text(words) for words in said])
    cosines = (theirs / np.linalg.norm(theirs, axis=1, keepdims=True) * ours).sum(axis=1)
    assert cosines.min() >= least

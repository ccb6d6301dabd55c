"""Tuning a small encoder: it learns what it is taught, forgets little, and does the same again."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout

import numpy as np
import pytest

from rumorwatch.domain.errors import LearningError
from rumorwatch.train import tuning
from rumorwatch.train.lessons import Lesson
from rumorwatch.train.tuning import Kept, Tuning, check_installed, tune
from standins import tokenizer

needs_training = pytest.mark.skipif(
    any(tuning.find_spec(name) is None for name in tuning.NEEDED), reason="pip install rumorwatch[dev]"
)
pytestmark = pytest.mark.filterwarnings("ignore")

LESSONS = [
    Lesson(anchor="the dam will break", positive="đập sắp vỡ", matters=frozenset({0})),
    Lesson(anchor="people run", positive="nước 水", matters=frozenset({1})),
    Lesson(anchor="break tonight", positive="库 !", negative="the people", matters=frozenset({2})),
    Lesson(anchor="tonight run", positive="nước đập", negative="水 库", matters=frozenset({3})),
]
KEPT = ["the . people", "will tonight ?", "run !", "库 库"]
HOW = Tuning(rate=1e-3, epochs=2, batch=4)


def test_what_is_not_installed_is_told_before_anything_is_trained(monkeypatch):
    monkeypatch.setattr(tuning, "find_spec", lambda name: None if name == "onnx" else name)
    with pytest.raises(LearningError, match="onnx not installed") as raised:
        check_installed()
    assert raised.value.code == "RW-L30"
    assert "pip install 'rumorwatch[train]'" in str(raised.value.remedy)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A transformer of two layers of random weights, as a folder of sentence-transformers."""
    import torch
    from encoder.export import Story, export_mini
    from transformers import BertConfig, BertModel

    shape = {
        "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
        "max_position_embeddings": 32, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
    }  # fmt: skip
    torch.manual_seed(1)
    bert = BertModel(BertConfig(vocab_size=tokenizer().get_vocab_size(), initializer_range=0.2, **shape))
    made = tmp_path_factory.mktemp("models") / "mini"
    story = Story(id="made-1", licence="CC0-1.0")
    export_mini(bert.state_dict(), shape, tokenizer(), made, story=story, max_tokens=32)
    return made


def opened(folder):
    from rumorwatch.embed.transformer import open_folder

    return open_folder(folder)


def rows(model, texts):
    return model.encode([*texts], normalize_embeddings=True, show_progress_bar=False)


def kept(model):
    return Kept(texts=KEPT, rows=rows(model, KEPT))


def tuned(folder, *, lessons=LESSONS, how=HOW, seed=0, step=lambda _: None):
    model = opened(folder)
    steps = tune(model, lessons, kept(model), how=how, seed=seed, step=step)
    return model, steps


def weights(model):
    return {name: weight.detach().numpy().copy() for name, weight in model.named_parameters()}


def ahead(model):
    """How much more a text is like what says the same than like what the other lessons say."""
    cosines = rows(model, [one.anchor for one in LESSONS]) @ rows(model, [one.positive for one in LESSONS]).T
    own = np.eye(len(LESSONS), dtype=bool)
    return float(cosines[own].mean() - cosines[~own].mean())


@pytest.mark.slow
@needs_training
def test_what_is_the_same_gets_ahead_and_what_is_kept_stays(folder):
    before = opened(folder)
    free, steps = tuned(folder, how=Tuning(rate=1e-3, epochs=10, batch=4, keep=0.0))
    held, _ = tuned(folder, how=Tuning(rate=1e-3, epochs=10, batch=4, keep=100.0))
    assert steps == 10 * 2 * 2
    assert ahead(before) < ahead(held) < ahead(free)
    stayed = [float((rows(model, KEPT) * rows(before, KEPT)).sum(axis=1).mean()) for model in (free, held)]
    assert stayed[0] < stayed[1] > 0.98


@needs_training
def test_word_rows_and_places_never_move_and_layers_do(folder):
    before, (model, _) = weights(opened(folder)), tuned(folder)
    moved = {name for name, weight in weights(model).items() if not np.array_equal(weight, before[name])}
    assert moved
    assert not any("embeddings" in name for name in moved)
    assert any("encoder.layer.0." in name for name in moved)


@pytest.mark.slow
@needs_training
def test_the_same_lessons_give_the_same_weights_and_another_seed_others(folder):
    first, again, other = (weights(tuned(folder, seed=seed)[0]) for seed in (0, 0, 1))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not all(np.array_equal(first[name], other[name]) for name in first)


@needs_training
def test_progress_is_told_and_nothing_is_printed(folder):
    model, told, out = opened(folder), [], io.StringIO()
    held = kept(model)
    with redirect_stdout(out), redirect_stderr(out):
        steps = tune(model, LESSONS, held, how=HOW, seed=0, step=told.append)
    assert told[-1] == f"tuning the encoder, {steps} of {steps} steps"
    assert out.getvalue() == ""


@needs_training
def test_steps_are_capped_and_one_pair_alone_teaches_nothing(folder):
    assert tuned(folder, how=Tuning(rate=1e-3, epochs=50, batch=4, most_steps=3))[1] == 6
    before, (model, steps) = weights(opened(folder)), tuned(folder, lessons=LESSONS[:1])
    assert steps == 0
    assert all(np.array_equal(weight, before[name]) for name, weight in weights(model).items())


@pytest.mark.slow
@needs_training
def test_a_training_that_bursts_is_told_and_threads_are_given_back(folder):
    import torch

    before = torch.get_num_threads()
    none = Kept(texts=KEPT, rows=np.full((len(KEPT), 64), np.nan, np.float32))
    with pytest.raises(LearningError, match="numbers that are none") as raised:
        tune(opened(folder), LESSONS, none, how=HOW, seed=0, step=lambda _: None)
    assert raised.value.code == "RW-L31"
    assert torch.get_num_threads() == before

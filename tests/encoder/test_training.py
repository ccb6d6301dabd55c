"""Both students on a made-up language of twelve words."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from encoder.losses import Batch, Pairs, loss_of
from encoder.mini import MiniTraining, train_mini
from encoder.packed import LENGTH_STEP, encode_rows
from encoder.static import StaticTraining, train_static
from transformers import BertConfig, BertModel

WORDS, DIMENSIONS = 12, 16


def targets():
    rows = np.random.default_rng(0).normal(size=(WORDS, DIMENSIONS)).astype(np.float32)
    return torch.from_numpy(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def batch(step):
    aims = np.random.default_rng(step).permutation(WORDS)[:8]
    return Batch(
        pieces=[[int(aim) + 5] for aim in aims],
        targets=targets()[aims],
        others=torch.zeros((0, DIMENSIONS)),
    )


def test_the_loss_is_least_where_every_text_lies_on_its_own_target():
    here = batch(0)
    swapped = here.targets[[1, 0, *range(2, 8)]]
    assert loss_of(here.targets, here, near=2) < loss_of(swapped, here, near=2)


def test_texts_of_one_english_line_are_no_rivals():
    row = targets()[:1]
    pairs = Pairs(first=torch.tensor([0]), second=torch.tensor([1]))
    pair = Batch(pieces=[[5], [5]], targets=row.repeat(2, 1), others=row, paired=[pairs])
    assert loss_of(row.repeat(2, 1), pair, near=2) == pytest.approx(0, abs=1e-5)


def test_texts_without_an_english_line_are_brought_to_each_other_and_from_the_changed_one():
    pairs = Pairs(first=torch.tensor([1]), second=torch.tensor([2]), changed=torch.tensor([3]))
    here = Batch(pieces=[[5]] * 4, targets=targets()[:1], others=targets()[1:2], paired=[pairs])

    def loss(first, second, changed):
        rows = targets()[[0, first, second, changed]]
        return loss_of(rows, here, near=2)

    assert loss(2, 2, 3) < loss(2, 3, 3)
    assert loss(2, 2, 3) < loss(2, 2, 2)


def test_every_pair_is_found_among_the_others():
    pairs = Pairs(first=torch.tensor([1, 2]), second=torch.tensor([3, 4]))
    here = Batch(pieces=[[5]] * 5, targets=targets()[:1], others=targets()[1:2], paired=[pairs])
    together, crossed = targets()[[0, 2, 3, 2, 3]], targets()[[0, 2, 3, 3, 2]]
    assert loss_of(together, here, near=2) < loss_of(crossed, here, near=2) - 1


@pytest.mark.parametrize(("english", "are_rivals"), [([0, 0], False), ([0, 1], True)])
def test_pairs_of_one_english_line_are_no_rivals(english, are_rivals):
    pairs = Pairs(first=torch.tensor([0, 1]), second=torch.tensor([2, 3]))
    rows = targets()[[2, 2, 2, 2]]
    here = Batch(pieces=[[5]] * 4, targets=targets()[english * 2], others=targets()[5:6], paired=[pairs])
    alone = Batch(pieces=here.pieces, targets=here.targets, others=here.others)
    added = loss_of(rows, here, near=2) - loss_of(rows, alone, near=2)
    assert added == pytest.approx(math.log(2) if are_rivals else 0, abs=1e-5)


def test_a_text_is_brought_to_what_the_student_makes_of_its_english_line_and_from_that_of_others():
    here = Batch(
        pieces=[[5]] * 5,
        targets=targets()[[0, 0, 1, 0, 1]],
        others=targets()[5:6],
        english=torch.tensor([3, 3, 4]),
    )
    unseen = Batch(pieces=here.pieces, targets=here.targets, others=here.others)

    def added(*places):
        rows = targets()[list(places)]
        return float(loss_of(rows, here, near=2) - loss_of(rows, unseen, near=2))

    together = added(2, 2, 3, 2, 3)
    assert together == pytest.approx(0, abs=1e-3)  # the two texts of one line are no rivals of each other
    assert added(2, 3, 3, 2, 3) > together + 12
    assert added(2, 2, 3, 3, 2) > together + 12


def test_static_learns_where_each_word_belongs():
    start = np.random.default_rng(1).normal(size=(WORDS + 5, DIMENSIONS)).astype(np.float32)
    rows = train_static(
        start, batches=batch, how=StaticTraining(steps=300, learning_rate=0.05), on_step=lambda *_: None
    )
    similarities = rows[5:] @ targets().numpy().T
    assert (similarities.argmax(axis=1) == np.arange(WORDS)).all()


def small_model(vocabulary):
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=DIMENSIONS, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    return BertModel(config, add_pooling_layer=False).eval()


@torch.inference_mode()
@pytest.mark.parametrize("lengths", [[1], [3, LENGTH_STEP, 9, 2, 9], [2 * LENGTH_STEP] * 3], ids=str)
def test_packed_rows_are_those_that_the_model_gives_each_text_alone(lengths):
    model, rng = small_model(50), np.random.default_rng(1)
    pieces = [rng.integers(1, 50, length).tolist() for length in lengths]
    packed = encode_rows(model, pieces, device="cpu")
    for row, line in zip(packed, pieces, strict=True):
        alone = model(input_ids=torch.tensor([line])).last_hidden_state.mean(dim=1)
        assert torch.cosine_similarity(row, alone[0], dim=0) > 0.999  # bfloat16
        assert row.norm() == pytest.approx(1, abs=1e-5)


def trained(folder, *, stops):
    for steps in stops:
        losses = []
        average = train_mini(
            small_model(8),
            rows=np.random.default_rng(2).normal(size=(WORDS + 5, DIMENSIONS)).astype(np.float32),
            old_rows=7,
            batches=batch,
            how=MiniTraining(steps=steps, decay_from=30, warmup=2, new_rows_rate=0.05, layers_rate=5e-3),
            checkpoint=folder / "mini.pt",
            on_step=lambda _, loss, losses=losses: losses.append(loss),
            save_every=10,
        )
    return average, losses


def test_mini_goes_on_from_a_checkpoint_as_if_it_had_never_stopped(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    straight, _ = trained(tmp_path / "a", stops=[40])
    resumed, _ = trained(tmp_path / "b", stops=[20, 40])
    for name, weight in straight.items():
        assert torch.equal(weight, resumed[name]), name


def test_mini_learns(tmp_path):
    _, losses = trained(tmp_path, stops=[60])
    assert losses[-1] < losses[0] / 2

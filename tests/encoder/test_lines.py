"""Which lines a step shows."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from encoder.corpus import Corpus
from encoder.lines import Lines, Mix, nearest_lines, numbers_of
from encoder.noise import ChineseNoise, VietnameseNoise
from encoder.vocabulary import LETTERS, SPECIAL, Vocabulary, unmarked


@pytest.mark.parametrize(("size", "among"), [(3, 10), (10, 10), (25, 10), (4, 12)])
def test_every_line_is_shown_before_one_is_shown_again(size, among):
    shown = np.concatenate([numbers_of(step, size=size, among=among, seed=1) for step in range(2 * among)])
    for epoch in range(len(shown) // among):
        assert sorted(shown[epoch * among : (epoch + 1) * among]) == list(range(among))


def test_a_step_is_the_same_whatever_came_before():
    alone = numbers_of(7, size=5, among=11, seed=3)
    for step in range(7):
        numbers_of(step, size=5, among=11, seed=3)
    assert np.array_equal(alone, numbers_of(7, size=5, among=11, seed=3))


def test_two_seeds_give_two_orders():
    assert not np.array_equal(numbers_of(0, size=50, among=50, seed=1), numbers_of(0, size=50, among=50, seed=2))


def test_near_lines_are_near_and_not_the_same():
    rows = np.array([[1, 0], [0.999, 0.04], [0.8, 0.6], [0, 1]], np.float16)
    near = nearest_lines(rows, count=1, sample=4, same=0.98, seed=0, on_done=lambda *_: None, device="cpu")
    assert near[0, 0] == 2
    assert near[3, 0] == 2


def small_corpus():
    english = [f"line {number}" for number in range(6)]
    return Corpus(
        english=english,
        beyond_chat=[4],
        vietnamese=[(f"dòng không {number}", number) for number in range(6)],
        chinese=[(f"第{number}行", number) for number in range(3, 6)],
        held_out=[],
        claims=["a claim"],
        informal=[("dog 7", "dòng 7")],
        alike=[("the line", "a line")],
        plain=["dòng chữ không có số"],
        sources=[],
    )


@pytest.fixture
def lines():
    pieces = tuple(dict.fromkeys((*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), *"0123456789第行")))
    return Lines(
        corpus=small_corpus(),
        vocabulary=Vocabulary(pieces=pieces, words=(), kept=tuple(range(len(SPECIAL)))),
        vietnamese_noise=VietnameseNoise(informal={}, unmarked_share=0, noisy_share=0),
        chinese_noise=ChineseNoise(to_traditional={}, share=0),
    )


def test_a_round_shows_lines_that_are_no_chatbot_text_twice(lines):
    assert lines.vietnamese_shown == [0, 1, 2, 3, 4, 5, 4]
    assert lines.chinese_shown == [0, 1, 2, 1]


def test_a_step_beside_english_shows_each_english_line_once(lines):
    mix = Mix(both=2, vietnamese=4, chinese=3, english=2, near=1, far=4, informal=1, plain=1, alike=1, changed=2)
    targets, neighbors = np.eye(7, 8, dtype=np.float16), np.zeros((7, 1), np.int32)

    def step_of(mix):
        return lines.mini_batch(0, mix=mix, targets=targets, neighbors=neighbors, seed=0)

    alone, step = step_of(mix), step_of(replace(mix, beside_english=True))
    translations = 3 * mix.both + mix.vietnamese + mix.chinese
    assert len(alone.english) == 0
    assert len(step.english) == translations
    assert torch.equal(step.targets[:translations], step.targets[step.english])
    own = step.english.unique()
    assert len(step.targets) == len(alone.targets) + len(own)
    assert len(step.targets[own].unique(dim=0)) == len(own)
    assert torch.equal(step.targets[-mix.english :], alone.targets[-mix.english :])


def test_what_is_paired_says_the_same_and_what_is_changed_does_not(lines):
    mix = Mix(both=2, vietnamese=1, chinese=1, english=7, near=1, far=4, informal=1, plain=1, alike=1, changed=2)
    targets = np.eye(7, 8, dtype=np.float16)
    step = lines.mini_batch(0, mix=mix, targets=targets, neighbors=np.zeros((7, 1), np.int32), seed=0)
    read = lines.tokenizers[0]

    def text(number):
        return read.decode(step.pieces[int(number)], skip_special_tokens=True).replace(" ##", "")

    across, within = step.paired
    assert len(step.targets) == 3 * mix.both + 1 + 1 + 7
    assert len(step.others) == len(step.targets) * mix.near + mix.far
    for first, second in zip(across.first, across.second, strict=True):
        assert np.array_equal(step.targets[first], step.targets[second])
    for twin, first in zip(across.second[mix.both :], across.first[mix.both :], strict=True):
        assert text(twin) == unmarked(text(first))
    assert len(across.changed) == 2
    assert not {text(number) for number in across.changed} & {text(number) for number in across.first}
    assert text(within.changed[0]) == text(within.first[0]).replace("không ", "")
    assert min(within.first) >= len(step.targets)
    assert lines.english(6, random.Random(1)) == ("a claim", 6)

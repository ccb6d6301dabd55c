"""Noise of training lines."""

from __future__ import annotations

import random

import pytest
from encoder.noise import ChineseNoise, VietnameseNoise, changed, english_noise, informal_spellings

TEXT = "Bộ Y tế nói không có bệnh nhân nào được chuyển đi hôm nay"


def noisy(**shares):
    return VietnameseNoise(informal={"không": ["ko", "hok"]}, **shares)


def test_the_same_seed_gives_the_same_line():
    noise = noisy(unmarked_share=0.3, noisy_share=0.5)
    assert [noise(TEXT, random.Random(seed)) for seed in range(30)] == [
        noise(TEXT, random.Random(seed)) for seed in range(30)
    ]


def test_an_unmarked_line_has_no_mark_left():
    said = noisy(unmarked_share=1.0, noisy_share=0.0)(TEXT, random.Random(1))
    assert said == "Bo Y te noi khong co benh nhan nao duoc chuyen di hom nay"


def test_shares_of_nothing_leave_the_line_alone():
    assert noisy(unmarked_share=0.0, noisy_share=0.0)(TEXT, random.Random(1)) == TEXT


def test_every_kind_of_noise_changes_lines_and_loses_none():
    noise = noisy(unmarked_share=0.0, noisy_share=1.0)
    said = {noise(TEXT, random.Random(seed)) for seed in range(200)}
    assert len(said) > 50
    assert all(len(line) > len(TEXT) / 2 for line in said)
    assert any("ko" in line or "hok" in line for line in said)
    assert any("Booj" in line for line in said)


def test_informal_spellings_are_meanings_turned_around():
    assert informal_spellings({"ko": ["không"], "k": ["không", "kệ"]}) == {"không": ["ko", "k"], "kệ": ["k"]}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_chinese_turns_traditional_as_often_as_asked(share):
    said = ChineseNoise(to_traditional={ord("学"): "學"}, share=share)("学校", random.Random(1))
    assert said == ("學校" if share else "学校")


def test_few_english_lines_change():
    said = [english_noise("the minister answered yesterday", random.Random(seed)) for seed in range(300)]
    assert 0 < sum(line != "the minister answered yesterday" for line in said) < 30


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Bộ Y tế không chuyển bệnh nhân", "Bộ Y tế chuyển bệnh nhân"),
        ("bo y te khong chuyen", "bo y te chuyen"),
        ("Nước chưa rút", "Nước rút"),
        ("Không khí không sạch", "Không khí sạch"),
        ("Chẳng hạn ông chẳng nói", "Chẳng hạn ông nói"),
    ],
)
def test_a_line_without_numbers_loses_its_first_negation(text, cut):
    assert changed(text, random.Random(1)) == cut


@pytest.mark.parametrize("text", ["Cầu bị sập", "Cầu bị sập không?", "Không gian mạng", "chẳng hạn như cầu"])
def test_what_has_neither_number_nor_negation_cannot_be_changed(text):
    assert changed(text, random.Random(1)) is None


def test_one_number_turns_into_another_of_as_many_digits():
    text = "Từ 12 giờ ngày 5 có 300 người không về"
    said = [changed(text, random.Random(seed)) for seed in range(50)]
    assert text not in said
    assert all(len(line) == len(text) and "không" in line for line in said)
    assert all(sum(a != b for a, b in zip(line.split(), text.split(), strict=True)) == 1 for line in said)

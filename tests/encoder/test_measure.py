"""What the development figures count, with an encoder of three words."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from encoder.measure import Judged, Search, accuracy, agreement, development_copies, development_searches, preference
from scipy import sparse

WORDS = ("bridge", "closed", "open")


def encode(texts):
    rows = np.array([[word in text.split() for word in WORDS] for text in texts], np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def sparse_encode(texts):
    return sparse.csr_matrix(encode(texts))


@pytest.mark.parametrize("encoder", [encode, sparse_encode])
def test_accuracy_counts_queries_whose_own_answer_is_nearest_and_equal_answers_as_one(encoder):
    search = Search(
        name="",
        queries=("the bridge", "it closed", "it is closed", "bridge or not"),
        candidates=("a bridge", "was closed", "open", "a bridge"),
    )
    assert accuracy(search, encoder) == 0.75


@pytest.mark.parametrize("encoder", [encode, sparse_encode])
def test_agreement_is_that_of_ranks_or_of_yes_and_no(encoder):
    graded = Judged(name="", pairs=(("bridge", "bridge", 5), ("bridge", "bridge open", 3), ("bridge", "closed", 1)))
    assert agreement(graded, encoder) == pytest.approx(1)
    judged = Judged(name="", pairs=(("bridge", "bridge", 0), ("bridge", "closed", 1)))
    assert agreement(judged, encoder) == 0


@pytest.mark.parametrize("encoder", [encode, sparse_encode])
def test_preference_is_the_share_of_lines_more_like_their_translation_than_like_its_copy(encoder):
    copies = [
        ("bridge closed", "bridge closed", "bridge open"),
        ("bridge closed", "bridge open", "bridge closed"),
        ("bridge", "bridge closed", "bridge open"),
        ("open", "open", "closed"),
    ]
    assert preference(copies, encoder) == 0.5


def test_only_lines_that_can_be_changed_have_a_copy():
    held_out = [("The bridge is closed", "Cầu bị đóng", "桥关了"), ("3 died", "3 người chết", "3人死亡")]
    assert [(english, line) for english, line, _ in development_copies(held_out)] == [("3 died", "3 người chết")]


def test_searches_are_made_of_the_development_files(tmp_path):
    rows = {
        "parallel/dev_ted_en_vi": {"en": "a bridge", "vi": "một cây cầu"},
        "parallel/dev_tatoeba_en_vi": {"en": "it rains", "vi": "trời mưa"},
        "parallel/dev_tatoeba_en_zh": {"en": "it rains", "zh": "下雨了"},
        "parallel/dev_ted_zh_vi": {"zh": "桥", "vi_tokenised": "cây_cầu"},
        "vietnamese/vilexnorm_dev": {"original": "ko bít", "normalized": "không biết"},
    }
    for name, row in rows.items():
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir(exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    found = {search.name: search for search in development_searches(tmp_path, [("a", "b", "c")])}
    assert found["unmarked vi-en TED"].queries == ("mot cay cau",)
    assert found["zh-vi TED"].candidates == ("cây cầu",)
    assert found["zh-vi Alpaca"].queries == ("c",)

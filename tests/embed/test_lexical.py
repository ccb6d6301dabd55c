from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.embed import lexical
from rumorwatch.embed.blocks import BLOCKS, MAX_LETTERS
from rumorwatch.embed.lexical import LexicalEncoder
from rumorwatch.normalize.text import views

CLAIMS = [
    views(text)
    for text in (
        "Đập thủy điện Sơn Hòa nứt và sắp vỡ, dân phải sơ tán ngay trong đêm",
        "Uống nước chanh nóng với muối nở chữa khỏi ung thư",
        "Từ tháng sau ngân hàng thu hồi tờ năm trăm nghìn đồng",
        "A new vaccine contains microchips that track people",
        "吃大蒜可以预防流感",
    )
]
ENCODER = LexicalEncoder.learn(CLAIMS)
TEXTS = st.lists(st.text(max_size=30).map(views), max_size=5)


def best(text: str) -> int:
    rows = ENCODER.encode([views(text)]) @ ENCODER.encode(CLAIMS).T
    return int(rows.toarray().argmax())


@given(TEXTS)
@settings(deadline=None)
def test_rows_are_unit_or_zero(texts):
    rows = ENCODER.encode(texts)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    assert rows.shape[0] == len(texts)
    assert rows.dtype == np.float32
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


@given(TEXTS)
@settings(deadline=None)
def test_a_row_does_not_depend_on_the_batch(texts):
    together = ENCODER.encode(texts).toarray() if len(texts) < 3 else None
    if together is not None:
        for row, text in zip(together, texts, strict=True):
            assert np.array_equal(row, ENCODER.encode([text]).toarray()[0])


def test_a_text_without_words_gives_a_zero_row():
    assert ENCODER.encode([SpellingViews(accented="", folded=""), views("!!! 😱")]).nnz == 0


def test_a_text_is_wholly_like_itself():
    rows = ENCODER.encode(CLAIMS)
    assert np.allclose((rows @ rows.T).diagonal(), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("dap thuy dien son hoa sap vo roi", 0),
        ("đậpthủyđiệnSơnHòasắpvỡ", 0),
        ("#UongNuocChanhNongChuaUngThu", 1),
        ("ngân hàng sẽ thu hồi tờ 500k", 2),
        ("vaccines with microchips are tracking us", 3),
        ("大蒜能预防流感吗", 4),
    ],
)
def test_the_right_claim_is_most_alike_through_lost_marks_and_spaces_and_in_three_languages(text, claim):
    assert best(text) == claim


def test_marks_count_where_there_are_some():
    right, wrong, bare = ENCODER.encode([views("chữa khỏi"), views("chưa khỏi"), views("chua khoi")])
    claim = ENCODER.encode([CLAIMS[1]])
    like = [float((row @ claim.T).toarray()[0, 0]) for row in (right, bare, wrong)]
    assert like[0] > like[2]
    assert like[1] > like[2]


def test_learning_twice_gives_the_same_weights_and_id_and_other_claims_others():
    again, fewer = LexicalEncoder.learn(list(CLAIMS)), LexicalEncoder.learn(CLAIMS[1:])
    assert again.model_id == ENCODER.model_id
    assert np.array_equal(again.weights, ENCODER.weights)
    assert fewer.model_id != ENCODER.model_id


def test_the_model_id_is_the_same_on_every_machine():
    assert LexicalEncoder.learn([views("one claim")]).model_id == "lexical-1:c3d8017b2488"


def test_rare_words_weigh_more_than_common_ones():
    claims = [views(f"hospital number {word}") for word in ("alpha", "bravo", "charlie", "delta")]
    encoder = LexicalEncoder.learn(claims)
    rows = encoder.encode([views("hospital alpha"), *claims])
    like = (rows[:1] @ rows[1:].T).toarray()[0]
    assert like[0] > 2 * like[1]


def test_words_of_nearly_every_claim_count_for_nothing_once_there_are_many_claims():
    claims = [views(f"rumor about {word}") for word in map(str, range(1000, 1100))]
    encoder = LexicalEncoder.learn(claims)
    assert encoder.encode([views("rumor about")]).nnz == 0


def test_learning_from_nothing_is_fine():
    encoder = LexicalEncoder.learn([])
    assert encoder.encode([]).shape == (0, len(BLOCKS) << 20)
    assert encoder.encode([views("some words")]).nnz > 0


def test_of_a_monster_of_a_text_only_the_beginning_counts():
    long = SpellingViews(accented="", folded="a" * MAX_LETTERS + " ending")
    short = SpellingViews(accented="", folded="a" * MAX_LETTERS)
    assert (ENCODER.encode([long]) != ENCODER.encode([short])).nnz == 0


def test_batches_over_the_chunk_size_keep_their_order():
    texts = [views(f"text {number} " + "word " * 400) for number in range(120)]
    rows = ENCODER.encode(texts)
    assert rows.shape[0] == 120
    assert (rows[77] != ENCODER.encode([texts[77]])).nnz == 0


def test_learning_by_batches_is_learning_at_once(monkeypatch):
    monkeypatch.setattr(lexical, "LEARN_TEXTS", 2)
    learned = LexicalEncoder.learn(iter(CLAIMS))
    assert learned.model_id == ENCODER.model_id
    assert np.array_equal(learned.weights, ENCODER.weights)

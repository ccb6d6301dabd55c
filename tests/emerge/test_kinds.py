"""What a post is that no reference explains."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from rumorwatch.domain.errors import ModelError
from rumorwatch.domain.readings import PostClass
from rumorwatch.embed.bundled import models_dir, read_manifest
from rumorwatch.embed.opening import open_encoder
from rumorwatch.emerge import kinds
from rumorwatch.emerge.kinds import CLASSES, PROTECTED, read_kinds_model
from rumorwatch.emerge.kindsigns import SIGNS, kind_features_of
from rumorwatch.fitted import KINDS, fitted_id, open_kinds_model
from rumorwatch.normalize.text import views

MODEL = open_kinds_model()
ENCODER = open_encoder("static")
HELD_OUT = Path(__file__).parent / "kinds" / "held_out.jsonl"
MIN_MACRO_F1 = 0.64
MIN_PRECISION = 0.85
MOST_PROTECTED = 0.04
"""What it gave (models/kinds/MODEL_CARD.md), less what chance may take."""
PLAIN = {
    PostClass.CLAIM: (
        "Nghe chị họ làm trong viện kể đập Sơn Hòa nứt rồi, tối nay xả lũ, bà con chạy ngay đi",
        "My cousin works at the bank, it closes for good tomorrow and nobody gets their savings back. Get out now",
        "听我表姐说自来水厂昨晚泄漏，已经死了三个人，大家别喝水，赶紧转",
    ),
    PostClass.QUESTION: (
        "Cho hỏi tin trường đóng cửa hai tuần có thật không mọi người, nguồn ở đâu vậy?",
        "Is this real? Where is the source for the bank closing, does anyone know?",
        "自来水有毒是真的吗？有没有官方通报，出处在哪里？",
    ),
    PostClass.NEWS: (
        "UBND huyện Lâm Khê thông báo: từ ngày 5/9, cầu Đông tạm dừng lưu thông từ 22h đến 5h để sửa chữa",
        "The county health department said on Tuesday that 12 patients were treated, a spokesperson said.",
        "市水务局9日公告：因管网检修，明日8时至17时城东停水，恢复时间另行通知。",
    ),
    PostClass.ADVERTISING: (
        "Giảm giá 30% cho 50 khách đầu tiên, ship miễn phí, inbox đặt hàng ngay các mẹ ơi!",
        "50% off all shoes this weekend, free delivery, DM us to book. Only 20 pairs left!",
        "新店开业全场八折，前50名免费送礼，私信预约，包邮到家",
    ),
}


def rows_of(texts):
    return np.asarray(ENCODER.encode([views(text) for text in texts]))


def kinds_of(*texts):
    return MODEL.kinds([views(text) for text in texts], rows_of(texts))


def weights():
    from safetensors.numpy import load_file

    return load_file(models_dir() / "kinds" / "weights.safetensors")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLAIN.items() for text in texts])
def test_plain_posts_are_told_in_three_languages(kind, text):
    assert kinds_of(text)[0].likeliest is kind


@pytest.mark.parametrize(
    "text",
    [
        "Theo mình nghĩ thì thành phố nên trồng thêm cây, đi bộ thích hơn nhiều",
        "In my opinion the new park is overrated, I'd rather have benches",
        "我觉得还不如多修几条人行道，个人看法",
        "Chờ ba tiếng ở phường, cán bộ hẹn mai rồi lại mai, phản ánh hoài không ai trả lời",
        "Waited four hours at the counter, the helpline is a robot and nobody answers my complaint",
        "排了三个小时，窗口让我去热线，热线让我去窗口，投诉到现在没人管",
    ],
)
def test_opinion_and_criticism_do_not_pass_as_claims(text):
    assert not any(kind.passes for kind in kinds_of(text, text.upper(), text.replace(",", "")))


def test_without_marks_vietnamese_is_told_too():
    assert kinds_of("cho hoi tin truong dong cua co that khong moi nguoi, nguon o dau vay")[0].likeliest is (
        PostClass.QUESTION
    )


def test_what_passes_is_at_the_threshold_or_above():
    texts = [json.loads(line)["text"] for line in HELD_OUT.read_text("utf-8").splitlines()[::8]]
    for kind in kinds_of(*texts):
        assert kind.passes == (kind.claim_probability >= MODEL.claim_threshold)
        assert kind.probability >= kind.claim_probability


def test_kinds_do_not_depend_on_how_many_posts_are_read_at_once(monkeypatch):
    texts = [text for texts in PLAIN.values() for text in texts]
    seen, rows = [views(text) for text in texts], rows_of(texts)
    together = MODEL.probabilities(seen, rows)
    alone = [MODEL.probabilities([one], row[None])[0] for one, row in zip(seen, rows, strict=True)]
    monkeypatch.setattr(kinds, "CHUNK_POSTS", 5)
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(MODEL.probabilities(seen, rows), together, atol=1e-5)


def test_no_posts_have_no_kinds():
    assert MODEL.kinds([], np.zeros((0, 384), np.float32)) == []


def test_rows_of_other_posts_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 384\).*\(1, 384\)"):
        MODEL.kinds([views("a")], np.zeros((2, 384), np.float32))


@given(st.text(max_size=60))
def test_any_text_has_finite_features_and_probabilities_that_sum_to_one(text):
    seen = [views(text)]
    assert kind_features_of(seen).signs.shape == (1, len(SIGNS))
    chances = MODEL.probabilities(seen, np.zeros((1, 384), np.float32))
    assert chances.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "told",
    [
        {"signs": ["other"]},
        {"signs": None},
        {"classes": ["claim"]},
        {"buckets": 3},
        {"claim_threshold": 1.5},
        {"claim_threshold": None},
    ],
    ids=str,
)
def test_a_manifest_of_other_features_is_refused(told):
    with pytest.raises(ModelError) as caught:
        read_kinds_model({**read_manifest("kinds"), **told}, weights())
    assert caught.value.code == "RW-M06"


@pytest.mark.parametrize("part", ["intercept", "words", "signs", "rows"])
@pytest.mark.parametrize("shape", [None, (2, 8), (384, 7)], ids=str)
def test_weights_that_are_missing_or_of_another_shape_are_refused(part, shape):
    stored = weights()
    if shape is None:
        del stored[part]
    else:
        stored[part] = np.zeros(shape, np.float16)
    with pytest.raises(ModelError) as caught:
        read_kinds_model(read_manifest("kinds"), stored)
    assert caught.value.code == "RW-M06"


def test_weights_that_are_no_numbers_are_refused():
    with pytest.raises(ModelError):
        read_kinds_model(read_manifest("kinds"), weights() | {"intercept": np.full((1, 8), np.nan)})


@pytest.mark.parametrize(
    ("file", "code"), [(None, "RW-M01"), ("manifest.json", "RW-M02"), ("weights.safetensors", "RW-M06")]
)
def test_a_damaged_folder_is_a_model_error(tmp_path, file, code):
    if file is not None:
        folder = tmp_path / "kinds"
        folder.mkdir()
        for path in (models_dir() / "kinds").iterdir():
            (folder / path.name).write_bytes(b"x" if path.name == file else path.read_bytes())
    with pytest.raises(ModelError) as caught:
        open_kinds_model(models=tmp_path)
    assert caught.value.code == code


def test_weights_that_are_not_the_shipped_ones_change_the_id(tmp_path):
    manifest = read_manifest("kinds")
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "manifest.json").write_text(json.dumps({**manifest, "files": {"weights.safetensors": "0"}}))
    assert fitted_id(KINDS, models=tmp_path) != fitted_id(KINDS)


def test_the_shipped_encoder_gives_the_rows_that_the_weights_know():
    assert ENCODER.model_id == MODEL.encoder_id


def test_held_out_posts_are_told_as_well_as_the_card_says():
    posts = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    found = kinds_of(*[post["text"] for post in posts])
    told = [PostClass(post["class"]) for post in posts]
    assert f1_score(told, [kind.likeliest for kind in found], average="macro", labels=CLASSES) >= MIN_MACRO_F1
    passed = [kind for kind, one in zip(told, found, strict=True) if one.passes]
    assert passed.count(PostClass.CLAIM) / len(passed) >= MIN_PRECISION
    assert sum(kind in PROTECTED for kind in passed) / sum(kind in PROTECTED for kind in told) <= MOST_PROTECTED

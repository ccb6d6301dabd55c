"""Retraining the encoder: what it is taught, what it must not see, and what becomes of it in a workspace."""

from __future__ import annotations

import errno
import importlib.util
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from labelnouns import judged_text, judgment, subject
from nouns import NOW, claim, statement
from rumorwatch.bootstrap import open_workspace
from rumorwatch.domain.errors import LearningError
from rumorwatch.domain.labels import AskReason, JudgmentId, Label
from rumorwatch.domain.trained import ModelPart
from rumorwatch.inforce import open_trained
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views
from rumorwatch.retraining import encoder as encoders
from rumorwatch.retraining.drafts import NothingTaught
from rumorwatch.retraining.encoder import EncoderTraining
from rumorwatch.retraining.judged import judged_of
from rumorwatch.retraining.run import Asked, retrain
from rumorwatch.train import tuning

CLAIMS = {
    "dam": ("Đập thủy điện Sông Lam sắp vỡ trong đêm nay", ("The Song Lam dam will break tonight",)),
    "salt": ("Muối ăn sẽ hết hàng trên cả nước từ tuần sau", ("Salt will be sold out all over the country next week",)),
    "bank": ("银行明天关门,快去取钱", ("Banks close tomorrow, withdraw your money",)),
}
SAID = {
    "d1": "nghe nói đập Sông Lam tối nay vỡ đó bà con ơi, chạy lên đồi ngay",
    "d2": "dam at Song Lam going to burst tonight, everybody get to the hills",
    "d3": "thông báo: đập Sông Lam xả lũ theo kế hoạch, không có nguy cơ vỡ",
    "s1": "mua muối đi, tuần tới cả nước không còn muối mà ăn đâu",
    "s2": "heard salt is gone from every shop in the country next week",
    "s3": "công thức muối dưa cải tại nhà cho cả nhà tuần này",
    "b1": "大家快去取钱,听说明天银行都不开门了",
    "b2": "bank branch near the market closes at five as always",
    "g1": "a text of the gold set that the dam of Song Lam breaks at midnight",
}
"""Texts by hash."""
JUDGED = [
    ("d1", "dam", True), ("d2", "dam", True), ("d3", "dam", False), ("s1", "salt", True), ("s2", "salt", True),
    ("s3", "salt", False), ("b1", "bank", True), ("b2", "bank", False), ("d1", "bank", False), ("g1", "dam", True),
]  # fmt: skip
STATEMENT = "Hồ chứa vận hành an toàn, mực nước dưới mức cho phép"


def claims():
    return [claim(name, text=text, wordings=wordings) for name, (text, wordings) in CLAIMS.items()]


def texts():
    return [judged_text(name, views=views(said)) for name, said in SAID.items()]


def judgments():
    return [
        judgment(
            id=JudgmentId(f"J-00000000{at:02}"),
            at=NOW + timedelta(seconds=at),
            subject=subject(text, claim=of),
            label=Label.SAME if same else Label.NOT_SAME,
            reason=AskReason.RANDOM if text.startswith("g") else AskReason.CLOSE_CALL,
        )
        for at, (text, of, same) in enumerate(JUDGED)
    ]


class Standin:
    """A SentenceTransformer as far as lessons need one: a row of its own for every text."""

    def encode(self, said, **_others):
        rows = np.array([np.random.default_rng(list(text.encode())).normal(size=64) for text in said])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def training():
    return EncoderTraining(
        models=open_models([]),
        wordings={},
        stances=None,
        stance_encoder_id="",
        judged=judged_of(
            judgments(), texts={one.text_hash: one for one in texts()}, claims={one.id: one for one in claims()}
        ),
        statements=[STATEMENT],
        seed=0,
        step=lambda _: None,
    )


@pytest.fixture
def seen(monkeypatch):
    """What reaches the training, which then does nothing."""
    met = {}

    def tune(_model, lessons, kept, **_others):
        met.update(lessons=lessons, kept=kept)
        return 0

    monkeypatch.setattr(tuning, "find_spec", lambda name: name)
    monkeypatch.setattr("rumorwatch.embed.transformer.open_folder", lambda _folder: Standin())
    monkeypatch.setattr(encoders, "tune", tune)
    return met


def test_no_text_of_the_gold_set_teaches_or_is_kept(training, seen):
    training.draft()
    met = {text for one in seen["lessons"] for text in (one.anchor, one.positive, one.negative)}
    assert SAID["d2"] in met & {*seen["kept"].texts}
    assert SAID["g1"] not in met | {*seen["kept"].texts}


def test_what_was_judged_not_the_same_is_a_hard_negative_of_what_is(training, seen):
    training.draft()
    pushed = {one.negative: one.anchor for one in seen["lessons"] if one.negative}
    said = {name: views(text).accented for name, text in SAID.items()}
    assert {*pushed} == {said["d3"], said["s3"], said["b2"], views(CLAIMS["bank"][0]).accented}
    # Which post of the claim goes with it depends on hashes.
    assert pushed[said["d3"]] in {said["d1"], said["d2"]}
    assert pushed[said["s3"]] in {said["s1"], said["s2"]}
    assert pushed[said["b2"]] == said["b1"]
    assert pushed[views(CLAIMS["bank"][0]).accented] == said["d1"]


def test_claims_statements_and_judged_texts_keep_the_rows_that_ship(training, seen):
    training.draft()
    kept = seen["kept"]
    assert {STATEMENT, views(CLAIMS["salt"][1][0]).accented, SAID["s3"]} <= {*kept.texts}
    assert np.allclose(kept.rows, Standin().encode(kept.texts))


def test_a_training_without_a_step_makes_no_model(training, seen):
    assert isinstance(training.draft(), NothingTaught)
    assert seen


def test_without_a_judged_pair_or_the_cascade_nothing_is_trained(training):
    unjudged = replace(training, judged=judged_of([], texts={}, claims={}))
    assert "nobody said yet" in unjudged.draft().why
    assert "cascade" in replace(training, models=open_models(["mini"])).draft().why


def test_missing_packages_are_told_before_the_encoder_is_opened(training, monkeypatch):
    monkeypatch.setattr(tuning, "find_spec", lambda name: None if name == "onnx" else name)
    monkeypatch.setattr("rumorwatch.embed.transformer.open_folder", pytest.fail)
    with pytest.raises(LearningError) as raised:
        training.draft()
    assert raised.value.code == "RW-L30"


def test_a_full_disk_is_told_with_its_remedy(training, seen, monkeypatch):
    def full(*_arguments, **_others):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(encoders, "tune", full)
    with pytest.raises(LearningError, match="No space left") as raised:
        training.draft()
    assert raised.value.code == "RW-L32"
    assert not seen


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "rumorwatch.toml").write_text(f"[clock]\nfixed_at = {NOW.isoformat()}\n")
    (tmp_path / "feeds.toml").write_text("")
    opened = open_workspace(tmp_path)
    with opened.store.write() as unit:
        unit.claims.add(claims())
        unit.statements.add([statement("s1", text=STATEMENT)])
        unit.judgments.add(judgments(), texts())
    return opened


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in tuning.NEEDED), reason="pip install rumorwatch[dev]"
)
def test_a_workspace_gets_an_encoder_of_its_own(workspace, monkeypatch):
    pairs, stances = encoders.hard_pairs()[::40], encoders.hard_stances()[::8]
    monkeypatch.setattr(encoders, "hard_pairs", lambda: pairs)
    monkeypatch.setattr(encoders, "hard_stances", lambda: stances)
    told = []
    (made,) = retrain(workspace, Asked(parts=(ModelPart.ENCODER,), actor="Lan"), step=told.append)
    assert any(line.startswith("tuning the encoder") for line in told)
    assert {figure.set for figure in made.gate.figures} >= {"hard cases, found", "stances", "gold set"}
    with workspace.store.read() as unit:
        known = {one.id: one for one in unit.trained.all()}
    opened = open_trained(made.id, ModelPart.ENCODER, known, folder=workspace.models_path)
    assert opened.rows_like == open_models([]).stance_reader().encoder.model_id
    said = [views(text) for text in SAID.values()]
    shipped, own = open_models([]).second.encoder, opened.open()
    rows = own.encode(said)
    assert own.model_id.startswith(f"{made.id}:")
    cosines = (rows * shipped.encode(said)).sum(axis=1)
    assert 0.9 < cosines.min() < cosines.max() < 1 - 1e-5
    # The same judgments give the same bytes.
    again = open_workspace(workspace.path)
    (twin,) = retrain(again, Asked(parts=(ModelPart.ENCODER,), dry_run=True))
    files = workspace.models_path / made.id
    assert all((files / name).read_bytes() == content for name, content in twin.draft.files.items())
